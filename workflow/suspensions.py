"""The suspension ledger: published acts that stop clocks, rehearsed before they are approved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from regime.due_dates import DueDate, Suspension
from regime.working_days import due
from workflow.columns import new_id
from workflow.context import SYSTEM, THE_SYSTEM, Actor
from workflow.deadlines import suspensions_for, timing
from workflow.definition import WORKFLOWS, Action
from workflow.engine import context_of, lock, record_quietly, reference
from workflow.stored import loads
from workflow.tables import DeadlineRow, SuspensionRow

_REPROJECT = Action(code="reproject", source=("*",), roles=frozenset({SYSTEM}), basis=("lfpa_28",), quiet=True)


@dataclass(frozen=True, slots=True)
class Move:
    """An open deadline that would end on another day, or be paused (no day) or resumed.

    After the latest days it has passed; they are later than the days people are told where every calendar has a say.
    """

    deadline_id: UUID
    workflow: str
    case_id: UUID
    code: str
    from_day: date | None
    to_day: date | None
    from_latest: date | None
    to_latest: date | None


def rehearse(session: Session, authority: str, suspension: Suspension) -> list[Move]:
    """Which open deadlines of an authority would move, from when to when, if the suspension were approved."""
    moves = []
    for row in session.scalars(_open_of(authority)):
        known = suspensions_for(session, row.authority, row.case_id)
        computed = recounted(row, (*known, suspension))
        if computed is not None and has_moved(row, computed):
            moves.append(_move(row, computed))
    return moves


def suspend(
    session: Session,
    actor: Actor,
    at: datetime,
    suspension: Suspension,
    *,
    authority: str | None = None,
    case_id: UUID | None = None,
) -> list[Move]:
    """Enter a suspension for an authority or for one case, and count its open deadlines again; what has moved."""
    row = SuspensionRow(
        id=new_id(),
        authority=authority,
        case_id=case_id,
        from_day=suspension.since,
        until_day=suspension.until,
        act=suspension.act,
        recorded_at=at,
        recorded_by=str(actor.login_id or "system"),
    )
    session.add(row)
    session.flush()
    return reproject(session, _open_of(authority) if authority else _open_in(case_id), at, suspension.act)


def end(session: Session, suspension_id: UUID, until: date, at: datetime, act: str) -> list[Move]:
    """Give an open suspension its last day, and count the deadlines it stopped again; what has moved.

    Raises `ValueError` if the last day lies before the first.
    """
    row = session.get_one(SuspensionRow, suspension_id)
    if until < row.from_day:
        raise ValueError("A suspension cannot end before it began.")
    row.until_day = until
    session.flush()
    affected = _open_of(row.authority) if row.authority else _open_in(row.case_id)
    return reproject(session, affected, at, act)


def reproject(session: Session, affected: Select[Any], at: datetime, reason: str) -> list[Move]:
    """Count open deadlines again with the suspensions and calendars of today; each move is an event of its case."""
    moves = []
    for row in session.scalars(affected).all():
        case = reference(session, WORKFLOWS[row.workflow].model, row.case_id)
        lock(session, case, None, _REPROJECT.code)
        session.refresh(row)
        computed = recounted(row, suspensions_for(session, row.authority, row.case_id))
        if computed is None or not has_moved(row, computed):
            continue
        moves.append(_move(row, computed))
        _apply(session, row, case, computed, at, reason)
    return moves


def recounted(row: DeadlineRow, suspensions: Sequence[Suspension]) -> DueDate | None:
    """The due date of a row counted again; None for what no suspension can move: clock hours and days the law names."""
    known = DueDate.from_json(loads(row.computation))
    if known.unit == "hours" or known.length == 0:
        return None
    return due(
        known.trigger,
        known.length,
        known.unit,
        known.calendar,
        suspensions=suspensions,
        extra_days={entry.day: entry.reason for entry in known.own_days},
        timezone=known.timezone,
        reading=known.reading,
    )


def has_moved(row: DeadlineRow, computed: DueDate) -> bool:
    """Whether a count gives another day to tell than the row holds, or another day after which the term has passed."""
    return (computed.due, computed.latest) != (row.due_day, _latest(row))


def _apply(session: Session, row: DeadlineRow, case: Any, computed: DueDate, at: datetime, reason: str) -> None:
    moved = {"deadline": row.code, "from": row.due_day, "to": computed.due, "act": reason}
    record_quietly(session, case, _REPROJECT, context_of(session, case, THE_SYSTEM, at, data=moved), [])
    for column, value in timing(computed, loads(row.reminders), ZoneInfo(row.zone), at, silent=row.silent).items():
        setattr(row, column, value)
    session.flush()


def _move(row: DeadlineRow, computed: DueDate) -> Move:
    to_day, to_latest = (day if not isinstance(day, datetime) else None for day in (computed.due, computed.latest))
    return Move(row.id, row.workflow, row.case_id, row.code, row.due_day, to_day, _latest(row), to_latest)


def _latest(row: DeadlineRow) -> date | None:
    """The last day by every calendar that has a say, of a row that no clock hours made."""
    return DueDate.from_json(loads(row.computation)).latest


def _open() -> Select[Any]:
    return select(DeadlineRow).where(DeadlineRow.status.in_(("running", "paused"))).order_by(DeadlineRow.id)


def _open_of(authority: str | None) -> Select[Any]:
    return _open().where(DeadlineRow.authority == authority)


def _open_in(case_id: UUID | None) -> Select[Any]:
    return _open().where(DeadlineRow.case_id == case_id)
