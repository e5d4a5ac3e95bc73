"""What the worker says she did not receive, declared: hers alone until she decides to tell the household."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from enrolment.household.homes import zone_at
from enrolment.labour.dues_models import NotReceived
from enrolment.models import Affiliation, DomesticWorker, Household, Place
from enrolment.roles import DOMESTIC_WORKER, HOUSEHOLD, roles_between
from regime.sentences import Sentence
from workflow.context import Actor, Context, Role, Surroundings
from workflow.definition import Action, State, Workflow, anybody, states_tagged

WORDS = {
    "aguinaldo": Sentence("not_received.subject.aguinaldo"),
    "vacation": Sentence("not_received.subject.vacation"),
    "rest_days": Sentence("not_received.subject.rest_days"),
    "settlement": Sentence("not_received.subject.settlement"),
}


@dataclass(frozen=True, kw_only=True)
class Said(Surroundings):
    """The two parties of the relation."""

    household_person: UUID
    household_name: str
    worker_person: UUID
    worker_name: str


def look(session: Session, case: Any) -> Said:
    """Who says it, and of whom. Her answers go to no address but her own."""
    affiliation = session.get_one(Affiliation, case.affiliation_id)
    household = session.get_one(Household, affiliation.household_id)
    worker = session.get_one(DomesticWorker, affiliation.worker_id)
    return Said(
        people={
            HOUSEHOLD: (household.person.as_recipient(),),
            DOMESTIC_WORKER: (worker.person.as_recipient(),),
        },
        zone=zone_at(session.get_one(Place, affiliation.place_id).municipality),
        household_person=household.person_id,
        household_name=household.person.full_name,
        worker_person=worker.person_id,
        worker_name=affiliation.worker_given_name or "",
    )


def roles_of(actor: Actor, case: Any, around: Said) -> frozenset[Role]:
    """The worker; the household from the moment she tells it. No official: nobody has asked one."""
    found = roles_between(actor, around.household_person, around.worker_person) & {HOUSEHOLD, DOMESTIC_WORKER}
    return found if case.state in states_tagged(NotReceived, "told") else found - {HOUSEHOLD}


def subject_is_known(context: Context) -> Sentence | None:
    """One of the things that labour law grants."""
    return None if context.case.subject in WORDS else Sentence("not_received.subject_missing")


def tell(context: Context) -> dict[str, Any]:
    """What the notices say."""
    around = context.around
    return {
        "worker": around.worker_name,
        "household": around.household_name,
        "subject": WORDS[context.case.subject],
        "reason": context.comment or "",
    }


NOT_RECEIVED = Workflow(
    name="not_received",
    model=NotReceived,
    states=(
        State("noted", tags=frozenset({"open"})),
        State("told", tags=frozenset({"open", "told"}), seen_by=(HOUSEHOLD,)),
        State("received", final=True, tags=frozenset({"told"})),
        State("withdrawn", final=True),
    ),
    actions=(
        Action(
            code="say",
            target="noted",
            roles=anybody(DOMESTIC_WORKER),
            basis=("lft_334bis", "lft_516"),
            checks=(subject_is_known,),
            facts=("affiliation_id", "subject"),
        ),
        Action(
            code="tell",
            source=("noted",),
            target="told",
            roles=anybody(DOMESTIC_WORKER),
            basis=("lft_334bis",),
            comment="optional",
            notices={HOUSEHOLD: "told"},
        ),
        Action(
            code="answer",
            source=("told",),
            roles=anybody(HOUSEHOLD),
            basis=("practice",),
            comment="required",
            notices={DOMESTIC_WORKER: "answered"},
        ),
        Action(
            code="confirm_received",
            source=("told",),
            target="received",
            roles=anybody(DOMESTIC_WORKER),
            basis=("practice",),
            notices={HOUSEHOLD: "received"},
        ),
        Action(
            code="withdraw",
            weight="grave",
            source=("noted", "told"),
            target="withdrawn",
            roles=anybody(DOMESTIC_WORKER),
            basis=("practice",),
        ),
    ),
    look=look,
    roles_of=roles_of,
    tell=tell,
)
