"""A baja during incapacity, declared: without effect while it lasts, it takes it by itself afterwards (LSS 21)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from enrolment.following import then
from enrolment.household.homes import zone_at
from enrolment.insurance.certified_days import Certified, certificates_of, certified_until, spans
from enrolment.insurance.certified_models import AwaitedEnd
from enrolment.models import Affiliation, DomesticWorker, Household, Place
from enrolment.money.period_days import appointment
from enrolment.people.concerned import impartial
from enrolment.relation.affiliation_checks import END_REASONS
from enrolment.roles import DOMESTIC_WORKER, HOUSEHOLD, OFFICIALS, roles_between
from regime.sentences import Sentence
from regime.working_days import DueDate
from workflow.context import SYSTEM, Actor, Computed, Context, Role, Surroundings
from workflow.definition import Action, Deadline, State, Step, Workflow, anybody, states_tagged


@dataclass(frozen=True, kw_only=True)
class Waiting(Surroundings):
    """The relation that is to end, and the days she is certified as unable to work in it."""

    household_person: UUID
    worker_person: UUID
    worker_name: str
    household_name: str
    office: str | None
    is_running: bool
    enrolled_from: date | None
    certified: Sequence[Certified]


def look(session: Session, case: Any) -> Waiting:
    """Both parties and the certificates of the relation."""
    affiliation = session.get_one(Affiliation, case.affiliation_id)
    household = session.get_one(Household, affiliation.household_id)
    worker = session.get_one(DomesticWorker, affiliation.worker_id)
    place = session.get_one(Place, affiliation.place_id)
    told = worker.person.as_recipient(affiliation.worker_email)
    return Waiting(
        people={HOUSEHOLD: (household.person.as_recipient(),), DOMESTIC_WORKER: (told,)},
        zone=zone_at(place.municipality),
        household_person=household.person_id,
        household_name=household.person.full_name,
        worker_person=worker.person_id,
        worker_name=affiliation.worker_given_name or "",
        office=affiliation.office,
        is_running=affiliation.state in states_tagged(Affiliation, "in_force"),
        enrolled_from=affiliation.enrolled_from,
        certified=spans(certificates_of(session, affiliation.id)),
    )


def roles_of(actor: Actor, _case: Any, around: Waiting) -> frozenset[Role]:
    """The own household, the own worker; officials of the office on everybody else's."""
    return roles_between(actor, around.household_person, around.worker_person, around.office)


def tell(context: Context) -> dict[str, Any]:
    """What the notices say: that the end waits, and until when."""
    around = context.around
    said = {"worker": around.worker_name, "household": around.household_name}
    return {**said, "ends_on": context.case.ends_on, "wanted_day": context.case.wanted_day}


def relation_is_running(context: Context) -> Sentence | None:
    """Only a relation in force can end."""
    return None if context.around.is_running else Sentence("awaited_end.not_running")


def wish_is_possible(context: Context) -> Sentence | None:
    """A last day within the relation, and a reason."""
    case, first = context.case, context.around.enrolled_from
    if case.wanted_day is None or (first is not None and case.wanted_day < first):
        return Sentence("affiliation.ended_on_missing")
    return None if case.end_reason in END_REASONS else Sentence("affiliation.end_reason_missing")


def she_is_certified(context: Context) -> Sentence | None:
    """Without an incapacity on the day of the report or on the last day wanted nothing has to wait."""
    if context.case.wanted_day is None or _until(context) is not None:
        return None
    return Sentence("awaited_end.nothing_to_wait_for")


def until_it_is_over(context: Context) -> Computed:
    """The last day of the relation: the one wanted, or the last certified one if that is later."""
    return Computed({"ends_on": max(context.case.wanted_day, _until(context) or context.case.wanted_day)})


def _until(context: Context) -> date | None:
    case = context.case
    asked_on = case.opened_on or context.day
    return certified_until(context.around.certified, asked_on, *(day for day in (case.wanted_day,) if day >= asked_on))


def over(context: Context) -> DueDate:
    """The morning after the last day."""
    day = context.case.ends_on + timedelta(days=1)
    return appointment(day, context.around.zone, Sentence("awaited_end.over", {"last": context.case.ends_on}))


def end_relation(session: Session, step: Step) -> None:
    """End the relation as it was asked for, unless it has ended otherwise meanwhile."""
    affiliation = session.get_one(Affiliation, step.case.affiliation_id)
    if step.context.around.is_running:
        then(session, step, "end", affiliation, ended_on=step.case.ends_on, end_reason=step.case.end_reason)


OVER = Deadline("incapacity_over", over, on_expiry="take_effect", basis=("lss_21",), silent=True)

AWAITED_END = Workflow(
    name="awaited_end",
    model=AwaitedEnd,
    states=(
        State("waiting", tags=frozenset({"open"}), deadlines=(OVER,), seen_by=(DOMESTIC_WORKER,)),
        State("in_effect", final=True),
        State("withdrawn", final=True),
    ),
    actions=(
        Action(
            code="ask",
            target="waiting",
            roles=anybody(HOUSEHOLD, *OFFICIALS),
            basis=("lss_21", "lss_239d"),
            guards=(relation_is_running,),
            checks=(wish_is_possible, she_is_certified),
            facts=("affiliation_id", "wanted_day", "end_reason"),
            computes=until_it_is_over,
            comment="optional",
            notices={HOUSEHOLD: "asked", DOMESTIC_WORKER: "asked_worker"},
        ),
        Action(
            code="wait_anew",
            source=("waiting",),
            roles=anybody(SYSTEM),
            basis=("lss_21",),
            computes=until_it_is_over,
            rearms=("incapacity_over",),
        ),
        Action(
            code="take_effect",
            source=("waiting",),
            target="in_effect",
            roles=anybody(SYSTEM),
            basis=("lss_21", "lss_239d"),
            effects=(end_relation,),
        ),
        Action(
            code="withdraw",
            weight="rare",
            source=("waiting",),
            target="withdrawn",
            roles=anybody(HOUSEHOLD, *OFFICIALS),
            basis=("practice",),
            comment="optional",
            notices={HOUSEHOLD: "withdrawn", DOMESTIC_WORKER: "withdrawn_worker"},
        ),
    ),
    look=look,
    roles_of=roles_of,
    impartial=impartial,
    tell=tell,
)
