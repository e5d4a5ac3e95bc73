"""A doubt, declared: whether a filed relation is one to be insured at all, decided in 45 business days (LSS 17).

It delays nothing: the relation stays enrolled and its months are due until the institute decides.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.deciding import refused, told_of_transfer, transfer_from
from enrolment.household.homes import zone_at
from enrolment.models import Affiliation, DomesticWorker, Household, Place
from enrolment.offices import offices
from enrolment.papers.receipt import receipt
from enrolment.papers.refusal import refusal
from enrolment.papers.refusals import told_of_refusal
from enrolment.people.concerned import impartial
from enrolment.relation.doubt_models import Doubt
from enrolment.roles import DOMESTIC_WORKER, HOUSEHOLD, OFFICIALS, SUPERVISOR, roles_between
from regime.sentences import Sentence
from workflow.context import SYSTEM, Actor, Computed, Context, Recipient, Role, Surroundings
from workflow.deadlines import time_limit
from workflow.definition import Action, Deadline, State, Step, Workflow, anybody, is_tagged, states_tagged
from workflow.engine import fire, reference


@dataclass(frozen=True, kw_only=True)
class Doubted(Surroundings):
    """Both parties of the relation, whether it is in force, and whether a doubt about it is open already."""

    household_person: UUID
    household_name: str
    worker_person: UUID | None
    worker_name: str
    in_force: bool
    doubted_already: bool
    office_of_relation: str | None


def look(session: Session, case: Any) -> Doubted:
    """The relation as it stands."""
    relation = session.get_one(Affiliation, case.affiliation_id)
    household = session.get_one(Household, relation.household_id)
    worker = session.get(DomesticWorker, relation.worker_id) if relation.worker_id else None
    place = session.get(Place, relation.place_id) if relation.place_id else None
    people: dict[Role, tuple[Recipient, ...]] = {HOUSEHOLD: (household.person.as_recipient(),)}
    if worker is not None:
        people[DOMESTIC_WORKER] = (worker.person.as_recipient(relation.worker_email),)
    return Doubted(
        people=people,
        zone=zone_at(place.municipality if place else None),
        offices=offices(session).names,
        household_person=household.person_id,
        household_name=household.person.full_name,
        worker_person=worker.person_id if worker else None,
        worker_name=relation.worker_given_name or "",
        in_force=relation.state in states_tagged(Affiliation, "in_force"),
        doubted_already=_is_doubted(session, relation.id, case.id),
        office_of_relation=relation.office,
    )


def _is_doubted(session: Session, affiliation_id: UUID, but: UUID | None) -> bool:
    others = select(Doubt.id).where(Doubt.affiliation_id == affiliation_id, is_tagged(Doubt, "open"))
    return any(other != but for other in session.scalars(others))


def open_doubt(session: Session, affiliation_id: UUID) -> Doubt | None:
    """The open doubt about a relation, if there is one."""
    mine = select(Doubt).where(Doubt.affiliation_id == affiliation_id, is_tagged(Doubt, "open"))
    return session.scalars(mine).first()


def roles_of(actor: Actor, case: Any, around: Doubted) -> frozenset[Role]:
    """Both parties, and the officials of the office that decides."""
    return roles_between(actor, around.household_person, around.worker_person, case.office)


def tell(context: Context) -> dict[str, Any]:
    """What the notices say."""
    around = context.around
    said = {"worker": around.worker_name, "household": around.household_name, "reason": context.comment or ""}
    return {**said, **told_of_transfer(context), **told_of_refusal(context)}


def relation_is_in_force(context: Context) -> Sentence | None:
    """A doubt is about a relation that has been filed and stands."""
    return None if context.around.in_force else Sentence("doubt.not_in_force")


def is_the_only_one(context: Context) -> Sentence | None:
    """While one doubt waits for its decision, the same relation has no second."""
    return Sentence("doubt.stated_already") if context.around.doubted_already else None


def routed(context: Context) -> Computed:
    """The office that decides about the relation decides the doubt."""
    return Computed({"office": context.around.office_of_relation})


def void_relation(session: Session, step: Step) -> None:
    """There was nothing to insure: whoever decided so voids the relation with the same reason, and both are told."""
    relation, context = reference(session, Affiliation, step.case.affiliation_id), step.context
    fire(session, relation, "void", context.actor, context.at, comment=context.comment)


DECISION = Deadline(
    "decision", time_limit("doubt_decision_time"), on_expiry="pass_term", basis=("lss_17",), binds=OFFICIALS
)

DOUBT = Workflow(
    name="doubt",
    model=Doubt,
    states=(
        State("stated", tags=frozenset({"open", "to_decide"}), deadlines=(DECISION,), seen_by=(HOUSEHOLD,)),
        State("overdue", tags=frozenset({"open", "to_decide", "late"}), seen_by=(HOUSEHOLD,)),
        State("upheld", final=True),
        State("dismissed", final=True),
        State("withdrawn", final=True),
    ),
    actions=(
        Action(
            code="state",
            target="stated",
            roles=anybody(HOUSEHOLD),
            basis=("lss_17",),
            guards=(relation_is_in_force, is_the_only_one),
            facts=("affiliation_id",),
            computes=routed,
            comment="required",
            notices={HOUSEHOLD: "stated", DOMESTIC_WORKER: "stated_worker"},
            produces=("receipt",),
        ),
        Action(
            code="pass_term",
            source=("stated",),
            target="overdue",
            roles=anybody(SYSTEM),
            basis=("lss_17",),
            notices={HOUSEHOLD: "overdue"},
        ),
        Action(
            code="uphold",
            source=("stated", "overdue"),
            target="upheld",
            roles=anybody(SUPERVISOR),
            basis=("lss_17", "lss_239b"),
            guards=(relation_is_in_force,),
            comment="required",
            effects=(void_relation,),
        ),
        refused(
            "stated",
            "overdue",
            code="dismiss",
            target="dismissed",
            weight="usual",
            basis=("lss_17", "lss_294"),
            told={HOUSEHOLD: "dismissed", DOMESTIC_WORKER: "dismissed_worker"},
        ),
        Action(
            code="withdraw",
            weight="grave",
            source=("stated", "overdue"),
            target="withdrawn",
            roles=anybody(HOUSEHOLD),
            basis=("practice",),
        ),
        transfer_from("stated", "overdue", told=(HOUSEHOLD,)),
    ),
    look=look,
    roles_of=roles_of,
    impartial=impartial,
    tell=tell,
    documents=(
        receipt("doubt", HOUSEHOLD, *OFFICIALS),
        refusal("doubt", HOUSEHOLD, *OFFICIALS),
    ),
)
