"""How the work of an authority stands: what each inspector has, what is late or paused, what nobody has."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy import case as either
from sqlalchemy.orm import Session, aliased

from inspection.files.file import matters
from workflow.context import SYSTEM
from workflow.definition import Workflow, workflow_of
from workflow.tables import DeadlineRow, Event, SuspensionRow


@dataclass(frozen=True, slots=True)
class Standing:
    """How many cases of a procedure an authority has in a state, and how many of them are late or paused."""

    office: str
    workflow: Workflow
    state: str
    count: int
    late: int
    paused: int


@dataclass(frozen=True, slots=True)
class OpenSuspension:
    """A suspension whose end nobody knows yet, with the clocks that it stops."""

    row: SuspensionRow
    clocks: int


def is_late(model: type[Any], at: datetime) -> ColumnElement[bool]:
    """A term has passed and the case still waits where it was: nothing has moved it, and no new term runs for it.

    What passes without moving the case is a target of the authority's own; whatever moves it has answered it.
    """
    waits = [a.code for a in workflow_of(model).actions if a.target is None and SYSTEM in a.roles]
    again = aliased(DeadlineRow)
    renewed = exists().where(
        again.case_id == DeadlineRow.case_id, again.code == DeadlineRow.code, again.id > DeadlineRow.id
    )
    moved = exists().where(
        Event.case_id == DeadlineRow.case_id,
        Event.from_state != Event.to_state,
        Event.recorded_at >= DeadlineRow.ended_at,
    )
    passed = and_(DeadlineRow.status == "expired", DeadlineRow.on_expiry.in_(waits), ~renewed, ~moved)
    due = and_(DeadlineRow.status == "running", DeadlineRow.due_at <= at)
    return exists().where(DeadlineRow.case_id == model.id, ~DeadlineRow.silent, or_(passed, due))


def is_paused(model: type[Any]) -> ColumnElement[bool]:
    """A clock of the case stands still, with no day on which it goes on."""
    return exists().where(DeadlineRow.case_id == model.id, DeadlineRow.status == "paused", ~DeadlineRow.silent)


def standings(session: Session, offices: Collection[str], at: datetime) -> list[Standing]:
    """The open cases of authorities by procedure and state; what is sealed is in no figure."""
    found = []
    for model in matters():
        workflow = workflow_of(model)
        if workflow.sealed:
            continue
        late = func.sum(either((is_late(model, at), 1), else_=0))
        paused = func.sum(either((is_paused(model), 1), else_=0))
        counted = (
            select(model.office, model.state, func.count(), late, paused)
            .where(model.office.in_(offices), model.state.not_in([s.code for s in workflow.states if s.final]))
            .group_by(model.office, model.state)
        )
        rows = {(office, state): rest for office, state, *rest in session.execute(counted)}
        found += [
            Standing(office, workflow, code, *(int(n) for n in rows[office, code]))
            for office in sorted(offices)
            for code in workflow.state_codes
            if (office, code) in rows
        ]
    return found


def open_suspensions(session: Session, offices: Collection[str]) -> list[OpenSuspension]:
    """The suspensions of authorities that have no last day yet, the oldest first."""
    stopped = select(func.count()).where(
        DeadlineRow.authority == SuspensionRow.authority, DeadlineRow.status == "paused", ~DeadlineRow.silent
    )
    rows = session.execute(
        select(SuspensionRow, stopped.scalar_subquery())
        .where(SuspensionRow.authority.in_(offices), SuspensionRow.until_day.is_(None))
        .where(SuspensionRow.lifted_at.is_(None))
        .order_by(SuspensionRow.from_day, SuspensionRow.id)
    )
    return [OpenSuspension(row, count) for row, count in rows]
