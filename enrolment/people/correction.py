"""The correction of a worker's name or birth date, declared: asked by a party or the office, decided by an official.

Nothing that was paid is billed again and no week is lost: lines, payments and cover refer to the person, not to a name.
CURP and NSS are no part of it; they have procedures of their own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.deciding import told_of_transfer, transfer_from
from enrolment.household.delegates import delegates_of
from enrolment.household.homes import zone_at
from enrolment.models import Affiliation, DomesticWorker, Household, Place
from enrolment.offices import offices
from enrolment.papers.receipt import receipt
from enrolment.papers.refusal import refusal
from enrolment.papers.refusals import told_of_refusal
from enrolment.people.correcting import ASKED_BY_OFFICE, RECORD, correct_everywhere
from enrolment.people.correction_models import Correction
from enrolment.roles import DOMESTIC_WORKER, HOUSEHOLD, OFFICIALS, Delegates, roles_between
from regime.sentences import Sentence
from workflow.context import Actor, Computed, Context, Role, Surroundings
from workflow.definition import Action, State, Workflow, anybody, is_tagged


@dataclass(frozen=True, kw_only=True)
class Corrected(Surroundings):
    """Both parties, what the register holds of the worker and what her household typed, and who asks already."""

    household_person: UUID
    worker_person: UUID
    delegates: Delegates
    record: Mapping[str, Any]
    typed: Mapping[str, Any]
    worker_id: UUID
    office: str | None
    asking: frozenset[str]


def look(session: Session, case: Any) -> Corrected:
    """What the register and the household hold today. Whoever asked is told, the other party is not."""
    relation = session.get_one(Affiliation, case.affiliation_id)
    household = session.get_one(Household, relation.household_id)
    worker = session.get_one(DomesticWorker, relation.worker_id)
    parties = {HOUSEHOLD: household.person, DOMESTIC_WORKER: worker.person}
    place = session.get(Place, relation.place_id) if relation.place_id else None
    return Corrected(
        people={role: (p.as_recipient(),) for role, p in parties.items() if role.code == case.asked_by},
        zone=zone_at(place.municipality if place else None),
        offices=offices(session).names,
        household_person=household.person_id,
        worker_person=worker.person_id,
        delegates=delegates_of(session, household.id, relation.id),
        record={name: getattr(worker.person, name) for name in RECORD},
        typed={name: getattr(relation, f"worker_{name}") for name in RECORD},
        worker_id=worker.id,
        office=relation.office,
        asking=_asking(session, case),
    )


def _asking(session: Session, case: Any) -> frozenset[str]:
    others = select(Correction.asked_by).where(
        Correction.affiliation_id == case.affiliation_id, is_tagged(Correction, "open"), Correction.id != case.id
    )
    return frozenset(session.scalars(others))


def roles_of(actor: Actor, case: Any, around: Corrected) -> frozenset[Role]:
    """Whoever asked, and officials who are no party; what one party asks the other does not see."""
    roles = roles_between(
        actor, around.household_person, around.worker_person, case.office or around.office, around.delegates
    )
    allowed = {HOUSEHOLD, DOMESTIC_WORKER} if case.state is None else {Role(case.asked_by)}
    return roles & (allowed | set(OFFICIALS))


def tell(context: Context) -> dict[str, Any]:
    """What the notices say: the reason, and nothing of the name itself."""
    return {"reason": context.comment or "", **told_of_transfer(context), **told_of_refusal(context)}


def asker_of(roles: frozenset[Role]) -> str:
    """Who asks, as the case keeps it."""
    return next((role.code for role in (HOUSEHOLD, DOMESTIC_WORKER) if role in roles), ASKED_BY_OFFICE)


def shown_to(roles: frozenset[Role], around: Corrected) -> Mapping[str, Any]:
    """What whoever asks knows already: a household what it typed itself, everybody else what the register holds."""
    return around.typed if HOUSEHOLD in roles else around.record


def something_changes(context: Context) -> Sentence | None:
    """A correction says something else than what stands."""
    stands = shown_to(context.roles, context.around)
    wanted = {name: getattr(context.case, name) for name in RECORD}
    differs = any(wanted[name] != stands[name] for name in RECORD if wanted[name] is not None or name != "birth_date")
    return None if differs else Sentence("correction.nothing_changes")


def is_named(context: Context) -> Sentence | None:
    """A person has a name."""
    named = context.case.given_name and context.case.first_surname
    return None if named else Sentence("correction.name_missing")


def is_born(context: Context) -> Sentence | None:
    """Nobody is born after today."""
    born: date | None = context.case.birth_date
    return Sentence("correction.born_later") if born and born > context.day else None


def asks_once(context: Context) -> Sentence | None:
    """One at a time: the first is decided before another is asked."""
    return Sentence("correction.is_asked") if asker_of(context.roles) in context.around.asking else None


def asked(context: Context) -> Computed:
    """Who asks, about whom, and which office decides."""
    around = context.around
    facts = {"asked_by": asker_of(context.roles), "worker_id": around.worker_id, "office": around.office}
    return Computed(facts)


def kept(context: Context) -> Computed:
    """What stood until now stays in the history."""
    return Computed({f"was_{name}": value for name, value in context.around.record.items()})


PARTIES = (HOUSEHOLD, DOMESTIC_WORKER)

CORRECTION = Workflow(
    name="correction",
    model=Correction,
    states=(
        State("asked", tags=frozenset({"open", "to_decide"}), seen_by=PARTIES),
        State("accepted", final=True),
        State("refused", final=True),
        State("withdrawn", final=True),
    ),
    actions=(
        Action(
            code="ask",
            target="asked",
            roles=anybody(*PARTIES, *OFFICIALS),
            basis=("lss_15", "lss_22"),
            guards=(asks_once,),
            checks=(is_named, is_born, something_changes),
            facts=("affiliation_id", *RECORD),
            comment="required",
            computes=asked,
            produces=("receipt",),
        ),
        transfer_from("asked", told=PARTIES),
        Action(
            code="accept",
            source=("asked",),
            target="accepted",
            roles=anybody(*OFFICIALS),
            basis=("lss_251",),
            comment="optional",
            computes=kept,
            notices=dict.fromkeys(PARTIES, "accepted"),
            effects=(correct_everywhere,),
        ),
        Action(
            code="refuse",
            weight="grave",
            source=("asked",),
            target="refused",
            roles=anybody(*OFFICIALS),
            basis=("lss_251", "lss_294"),
            comment="required",
            notices=dict.fromkeys(PARTIES, "refused"),
            produces=("refusal",),
        ),
        Action(
            code="withdraw",
            weight="grave",
            source=("asked",),
            target="withdrawn",
            roles=anybody(*PARTIES),
            basis=("practice",),
        ),
    ),
    look=look,
    roles_of=roles_of,
    tell=tell,
    documents=(
        receipt("correction", *PARTIES, *OFFICIALS),
        refusal("correction", *PARTIES, *OFFICIALS),
    ),
)
