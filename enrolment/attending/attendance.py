"""An attendance, declared: an official files for somebody at the counter or on the telephone, until the day ends.

The person is asked how identity was checked (which document was seen, or that agreed questions were answered); what is
filed meanwhile is filed in the person's own right, and each of its events names the official and the channel. It ends
by hand, with one receipt of everything that was filed, or by itself with the day.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.attending.attendance_models import Attendance
from enrolment.attending.attended_steps import steps_taken_in
from enrolment.money.period_days import unmoved
from enrolment.offices import Office, offices
from enrolment.papers import attendance_receipt
from enrolment.people.concerned import close_to
from enrolment.roles import ATTENDANT, ATTENDED, OFFICIAL_CODES
from regime.sentences import Sentence
from regime.working_days import DueDate
from workflow.context import (
    CHANNELS,
    COUNTER,
    MEXICO_CITY,
    SYSTEM,
    TELEPHONE,
    Actor,
    Computed,
    Context,
    Role,
    Surroundings,
)
from workflow.definition import Action, Deadline, DocumentKind, State, Workflow, anybody, is_tagged
from workflow.people import Person

# What an official saw before filing for somebody; on the telephone, that the agreed questions were answered.
DOCUMENTS = ("ine", "passport", "curp_card", "birth_certificate", "residence_card", "consular_id", "other_paper")
ANSWERED = "agreed_questions"
CHECKS = {COUNTER: DOCUMENTS, TELEPHONE: (ANSWERED,)}


@dataclass(frozen=True, kw_only=True)
class Attending(Surroundings):
    """Who is attended, at which office, who is too close to them to attend, and what was filed so far."""

    initials: str
    office: Office | None
    too_close: frozenset[UUID]
    steps: Sequence[Mapping[str, Any]] = ()


def look(session: Session, case: Any) -> Attending:
    """The person, the office and everything filed in this attendance."""
    person = session.get_one(Person, case.person_id)
    office = offices(session).by_code.get(case.office) if case.office else None
    return Attending(
        people={ATTENDED: (person.as_recipient(),)},
        zone=office.zone if office else MEXICO_CITY,
        initials=person.initials,
        office=office,
        too_close=close_to(session, person.id),
        steps=steps_taken_in(session, case) if case.state else (),
    )


def roles_of(actor: Actor, case: Any, around: Attending) -> frozenset[Role]:
    """The person attended, and the official who attends them; before it begins, every official."""
    if case.state is not None and actor.channel is None and actor.person_id == case.person_id:
        return frozenset({ATTENDED})
    is_theirs = case.state is None or actor.login_id == case.login_id
    return frozenset({ATTENDANT}) if is_theirs and OFFICIAL_CODES & actor.roles else frozenset()


def tell(context: Context) -> dict[str, Any]:
    """What the notices say: where it was, and that somebody who was not there should say so."""
    office = context.around.office
    return {"office": office.name if office else "", "at": context.at}


def is_somebody_else(context: Context) -> Sentence | None:
    """Nobody files at a counter for themselves, their own household, or whoever works in it."""
    is_close = context.actor.person_id in context.around.too_close
    return Sentence("attendance.too_close") if is_close else None


def identity_was_checked(context: Context) -> Sentence | None:
    """Each channel has its own ways to be sure who it is."""
    case = context.case
    is_known = case.channel in CHANNELS and case.checked in CHECKS[case.channel]
    return None if is_known else Sentence("attendance.not_checked")


def last_office(session: Session, login_id: UUID | None) -> str | None:
    """At which office an official attended last: people rarely change desks."""
    mine = select(Attendance.office).where(Attendance.login_id == login_id).order_by(Attendance.id.desc())
    return session.scalar(mine.limit(1))


def office_is_own(context: Context) -> Sentence | None:
    """An official attends at an office of theirs."""
    offices_of_mine, here = context.actor.offices, context.case.office
    is_own = here in offices_of_mine if offices_of_mine else here is None or context.around.office is not None
    return None if is_own else Sentence("attendance.office_missing")


def until_tonight(context: Context) -> Computed:
    """Whose login attends, and that it ends with the day, by the clock of the office."""
    return Computed({"login_id": context.actor.login_id, "until": context.day})


def end_of_day(context: Context) -> DueDate:
    """The clock of the attendance."""
    return unmoved(context.case.until, context.around.zone, Sentence("attendance.ends_with_the_day"))


DAY = Deadline("day", end_of_day, on_expiry="expire", basis=("practice",))
RECEIPT = "attendance_receipt"

ATTENDANCE = Workflow(
    name="attendance",
    model=Attendance,
    states=(
        State("in_progress", tags=frozenset({"open", "in_force"}), deadlines=(DAY,)),
        State("ended", final=True),
    ),
    actions=(
        Action(
            code="begin",
            target="in_progress",
            roles=anybody(ATTENDANT),
            basis=("practice", "lss_22"),
            guards=(is_somebody_else,),
            checks=(identity_was_checked, office_is_own),
            facts=("person_id", "channel", "checked", "office"),
            computes=until_tonight,
            notices={ATTENDED: "begun"},
        ),
        Action(
            code="end",
            source=("in_progress",),
            target="ended",
            roles=anybody(ATTENDANT),
            basis=("practice",),
            produces=(RECEIPT,),
        ),
        Action(
            code="expire",
            source=("in_progress",),
            target="ended",
            roles=anybody(SYSTEM),
            basis=("practice",),
            produces=(RECEIPT,),
        ),
    ),
    look=look,
    roles_of=roles_of,
    tell=tell,
    documents=(DocumentKind(RECEIPT, (ATTENDED, ATTENDANT), attendance_receipt.facts, attendance_receipt.template),),
)


def attended_by(session: Session, attendance_id: UUID, login_id: UUID | None) -> Attendance | None:
    """An attendance of an official that is in force; whether its day is over is asked by whoever has the clock."""
    mine = select(Attendance).where(Attendance.id == attendance_id, Attendance.login_id == login_id)
    return session.scalar(mine.where(is_tagged(Attendance, "in_force")))
