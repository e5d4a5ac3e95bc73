"""An inspector's days: where they are expected and when, what runs out, and what each of their cases still lacks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, or_, select, tuple_
from sqlalchemy.orm import Session

from enrolment.household.homes import zone_at
from inspection.desks.permitted import is_assigned, roles_in_each
from inspection.files.file import files_of, matters
from inspection.models import InspectionFile
from inspection.roles import INSPECTOR
from inspection.visit.inspection import INSPECTION
from inspection.visit.inspection_models import Inspection
from inspection.visit.look import look_at_each
from regime.sentences import Sentence
from workflow.context import MEXICO_CITY, Actor, Context
from workflow.decision import offered
from workflow.definition import Workflow, is_tagged, workflow_of
from workflow.tables import DeadlineRow

WEEK = timedelta(days=7)
SHOWN = 50

# Where somebody is expected: the tag of the state in which an hour of the case lies ahead, and its column.
HOURS = (("announced", "visit_at"), ("interrupted", "resume_at"), ("to_verify", "verification_at"))
PLANNED = "planned"  # the tag of states in which there is a day and no hour yet


@dataclass(frozen=True, slots=True)
class Appointment:
    """Somebody is expected at a home: on a day, at an hour if one is fixed; `what` is the name of the column."""

    case: Inspection
    file: InspectionFile
    what: str
    day: date
    at: datetime | None
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Due:
    """A clock that runs in a case of a file."""

    workflow: Workflow
    case_id: UUID
    file_id: UUID
    code: str
    due_day: date
    due_at: datetime


def goes(login_id: UUID | None, day: date) -> ColumnElement[bool]:
    """The inspections to which somebody goes on a day: their own, and those in which they stand in."""
    stands_in = and_(Inspection.substitute_id == login_id, Inspection.substitute_until >= day)
    return or_(Inspection.inspector_id == login_id, Inspection.second_inspector_id == login_id, stands_in)


def appointments(session: Session, whose: ColumnElement[bool], since: date, until: date) -> list[Appointment]:
    """Where somebody is expected from a day to another, both included, the first at the top."""
    first = datetime.combine(since - timedelta(days=1), time(), MEXICO_CITY)
    last = datetime.combine(until + timedelta(days=2), time(), MEXICO_CITY)
    hours = [
        and_(is_tagged(Inspection, tag), getattr(Inspection, name) >= first, getattr(Inspection, name) < last)
        for tag, name in HOURS
    ]
    planned = and_(is_tagged(Inspection, PLANNED), Inspection.planned_on >= since, Inspection.planned_on <= until)
    cases = session.scalars(select(Inspection).where(whose, or_(*hours, planned))).all()
    files = files_of(session, cases)
    found = [_appointment(case, files[case.file_id]) for case in cases]
    # On the clock of the home: near midnight its day is not that of the capital.
    found = [one for one in found if since <= one.day <= until]
    return sorted(found, key=lambda one: (one.day, one.at is None, one.at, one.case.id))


def _appointment(case: Inspection, file: InspectionFile) -> Appointment:
    zone = zone_at(file.municipality)
    for tag, name in HOURS:
        if case.state in INSPECTION.states_tagged(tag):
            at: datetime = getattr(case, name)
            return Appointment(case, file, name, at.astimezone(zone).date(), at, zone)
    assert case.planned_on is not None  # noqa: S101 - the query asked for it
    return Appointment(case, file, "planned_on", case.planned_on, None, zone)


def clocks(session: Session, login_id: UUID | None, until: date) -> list[Due]:
    """What runs out until a day in the files that somebody works, the first at the top; no more than a page shows."""
    found: list[Due] = []
    for model in matters():
        workflow = workflow_of(model)
        if workflow.sealed or INSPECTOR not in workflow.roles:
            continue  # what others conduct, like a sanction, leads an inspector to no page
        rows = session.execute(_clocks(model, login_id, until)).all()
        found += [Due(workflow, row.case_id, row.file_id, row.code, row.due_day, row.due_at) for row in rows]
    return sorted(found, key=lambda one: (one.due_at, one.case_id))[:SHOWN]


def _clocks(model: type[Any], login_id: UUID | None, until: date) -> Select[Any]:
    running = (DeadlineRow.status == "running", ~DeadlineRow.silent, DeadlineRow.due_day <= until)
    return (
        select(DeadlineRow.case_id, model.file_id, DeadlineRow.code, DeadlineRow.due_day, DeadlineRow.due_at)
        .join(model, model.id == DeadlineRow.case_id)
        .where(*running, is_assigned(model, login_id))
        .order_by(DeadlineRow.due_at, DeadlineRow.id)
        .limit(SHOWN)
    )


def open_cases(whose: ColumnElement[bool], after: Any, limit: int) -> Select[Any]:
    """The inspections that somebody has open, the oldest first, behind a place (moment and id) of the list."""
    place = (Inspection.opened_at, Inspection.id)
    query = select(Inspection).where(whose, is_tagged(Inspection, "open")).order_by(*place).limit(limit)
    return query if after is None else query.where(tuple_(*place) > after)


def missing_in(
    session: Session, who: Actor, cases: Sequence[Inspection], at: datetime
) -> dict[UUID, tuple[Sentence, ...]]:
    """What stands in the way of the next steps of each inspection, rare ones apart, as its own page says it."""
    around = look_at_each(session, cases)
    roles = roles_in_each(session, who, cases, at)
    found = {}
    for case in cases:
        facts: Any = case
        context = Context(facts, who, roles[case.id], at, around[case.id])
        offers = [one for one in offered(INSPECTION, context) if one.action.weight != "rare" and not one.is_needless]
        found[case.id] = tuple(dict.fromkeys(sentence for one in offers for sentence in one.unmet))
    return found
