"""What the worker says about a declared relation: confirmed, disputed, or nothing, which proves and delays nothing."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from enrolment.deciding import told_of_transfer, transfer_from
from enrolment.household.homes import zone_at
from enrolment.models import Affiliation, Confirmation, DomesticWorker, Household, Place
from enrolment.offices import offices
from enrolment.people.concerned import impartial
from enrolment.relation.relation_tasks import ask_to_check_pay
from enrolment.roles import DOMESTIC_WORKER, OFFICIALS, roles_between
from workflow.context import SYSTEM, Actor, Context, Role, Surroundings
from workflow.deadlines import time_limit
from workflow.definition import BY_TELEPHONE, Action, Deadline, State, Workflow, anybody


@dataclass(frozen=True, kw_only=True)
class Declared(Surroundings):
    """The declared relation as the worker is told of it."""

    worker_person: UUID
    household_person: UUID
    household_name: str
    began_on: Any


def look(session: Session, case: Any) -> Declared:
    """The worker, and what her household declared. The household is told nothing here: what follows is her choice.

    The question may reach her where her household says; what she answers goes to no address but her own.
    """
    worker = session.get_one(DomesticWorker, case.worker_id)
    affiliation = session.get_one(Affiliation, case.affiliation_id)
    household = session.get_one(Household, affiliation.household_id)
    asked_at = affiliation.worker_email if case.state is None else None
    place = session.get_one(Place, affiliation.place_id)
    return Declared(
        people={DOMESTIC_WORKER: (worker.person.as_recipient(asked_at),)},
        zone=zone_at(place.municipality),
        offices=offices(session).names,
        worker_person=worker.person_id,
        household_person=household.person_id,
        household_name=household.person.full_name,
        began_on=affiliation.began_on,
    )


def roles_of(actor: Actor, case: Any, around: Declared) -> frozenset[Role]:
    """The worker herself and officials; the household has no part in it, not even as an official."""
    if actor.person_id == around.household_person:
        return frozenset()
    return roles_between(actor, None, around.worker_person, case.office)


def tell(context: Context) -> dict[str, Any]:
    """What the notices say."""
    around = context.around
    said = {"household": around.household_name, "began_on": around.began_on, "reason": context.comment or ""}
    return {**said, **told_of_transfer(context)}


ANSWER = Deadline("answer", time_limit("confirmation_term"), on_expiry="remain_unconfirmed", basis=("practice",))

CONFIRMATION = Workflow(
    name="confirmation",
    model=Confirmation,
    states=(
        State("pending", tags=frozenset({"open"}), deadlines=(ANSWER,)),
        State("unconfirmed", tags=frozenset({"open"})),
        State("confirmed", tags=frozenset({"open", "agreed"})),
        State("disputed", tags=frozenset({"open", "to_decide"}), seen_by=(DOMESTIC_WORKER,)),
        State("settled", final=True),
    ),
    actions=(
        Action(
            code="ask",
            target="pending",
            roles=anybody(SYSTEM),
            basis=("lss_18", "lss_22"),
            facts=("affiliation_id", "worker_id", "office"),
            notices={DOMESTIC_WORKER: "asked"},
        ),
        Action(
            code="count_as_said",
            target="confirmed",
            roles=anybody(SYSTEM),
            basis=("lss_18",),
            facts=("affiliation_id", "worker_id", "office"),
            notices={DOMESTIC_WORKER: "as_said"},
        ),
        Action(
            code="confirm",
            channels=BY_TELEPHONE,
            source=("pending", "unconfirmed"),
            target="confirmed",
            roles=anybody(DOMESTIC_WORKER),
            basis=("lss_18",),
        ),
        Action(
            code="dispute",
            channels=BY_TELEPHONE,
            source=("pending", "unconfirmed", "confirmed"),
            target="disputed",
            roles=anybody(DOMESTIC_WORKER),
            basis=("lss_18", "lss_17"),
            comment="required",
            notices={DOMESTIC_WORKER: "dispute_received"},
        ),
        Action(
            code="say_pay",
            channels=BY_TELEPHONE,
            source=("pending", "unconfirmed", "confirmed", "disputed"),
            roles=anybody(DOMESTIC_WORKER),
            basis=("lss_18", "lss_34"),
            comment="required",
            effects=(ask_to_check_pay,),
        ),
        Action(
            code="remain_unconfirmed",
            source=("pending",),
            target="unconfirmed",
            roles=anybody(SYSTEM),
            basis=("practice",),
        ),
        transfer_from("disputed", told=(DOMESTIC_WORKER,)),
        Action(
            code="settle",
            source=("disputed",),
            target="settled",
            roles=anybody(*OFFICIALS),
            basis=("lss_17", "lss_251"),
            comment="required",
            notices={DOMESTIC_WORKER: "settled"},
        ),
    ),
    look=look,
    roles_of=roles_of,
    impartial=impartial,
    tell=tell,
)
