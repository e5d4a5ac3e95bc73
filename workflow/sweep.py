"""What time itself does: expired deadlines fire, reminders are written; one bad case never stops the rest."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import Session

from workflow.context import SYSTEM, THE_SYSTEM
from workflow.database import Database
from workflow.deadlines import declared, legal_moment, next_reminder
from workflow.definition import WORKFLOWS, Action
from workflow.engine import context_of, fire, lock, record_quietly, reference
from workflow.logs import masked
from workflow.messages import message_row
from workflow.stored import loads
from workflow.tables import DeadlineRow, Message

BATCH = 200
LEASE = timedelta(minutes=2)
PAUSE = timedelta(minutes=5)
_REMIND = Action(
    code="remind", source=("*",), roles=frozenset({SYSTEM}), basis=("practice",), inputs=("deadline",), quiet=True
)

Command = Callable[[Session, UUID, datetime], bool]

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Swept:
    """What one sweep did."""

    fired: int = 0
    reminded: int = 0
    failed: int = 0


def sweep(database: Database, now: datetime, real_now: datetime) -> Swept:
    """Fire every deadline that has passed by `now` and write the reminders that are due, until nothing is left.

    `now` may be a demonstration's moved clock; leases and pauses run on `real_now`.
    """
    swept = Swept()
    while True:
        due = database.run(lambda session: _claim(session, DeadlineRow.due_at, now, real_now))
        swept.fired += sum(_survive(database, found, expire, now, real_now, swept) for found in due)
        reminders = database.run(lambda session: _claim(session, DeadlineRow.remind_at, now, real_now))
        swept.reminded += sum(_survive(database, found, remind, now, real_now, swept) for found in reminders)
        if not due and not reminders:
            return swept


def next_moment(session: Session, after: datetime) -> datetime | None:
    """The next moment at which something is due or somebody is reminded, for a clock that is moved by hand."""
    running = DeadlineRow.status == "running"
    moments = [
        session.scalar(select(func.min(column)).where(running, column > after))
        for column in (DeadlineRow.due_at, DeadlineRow.remind_at)
    ]
    return min((moment for moment in moments if moment is not None), default=None)


def expire(session: Session, deadline_id: UUID, now: datetime) -> bool:
    """Fire the action of a deadline that has passed; False if it no longer runs. The law counts from the due moment."""
    row, case = _locked(session, deadline_id)
    if row.status != "running" or row.due_at is None or row.due_at > now:
        return False
    fire(
        session,
        case,
        row.on_expiry,
        THE_SYSTEM,
        now,
        key=f"deadline:{row.id}",
        effective_at=legal_moment(row),
        expired=row.code,
    )
    return True


def remind(session: Session, deadline_id: UUID, now: datetime) -> bool:
    """Write the reminder of a deadline to those it concerns; False if it no longer runs."""
    row, case = _locked(session, deadline_id)
    if row.status != "running" or row.remind_at is None or row.remind_at > now or row.due_day is None:
        return False
    workflow = WORKFLOWS[row.workflow]
    zone = ZoneInfo(row.zone)
    days = (row.due_day - now.astimezone(zone).date()).days
    data = {"deadline": row.code, "days": days, "due_day": row.due_day}
    context = context_of(session, case, THE_SYSTEM, now, data=data)
    params = {**workflow.tell(context), "days": days, "due_day": row.due_day}
    record_quietly(session, case, _REMIND, context, _reminder_rows(row, context, params))
    row.remind_at = next_reminder(row.due_day, loads(row.reminders), zone, now)
    row.claimed_until = None
    return True


def try_again(session: Session, deadline_id: UUID) -> None:
    """Let the next sweep take a deadline whose action failed, after somebody has mended what stopped it."""
    freed = update(DeadlineRow).where(DeadlineRow.id == deadline_id, DeadlineRow.status == "running")
    session.execute(freed.values(claimed_until=None).execution_options(synchronize_session=False))


def _locked(session: Session, deadline_id: UUID) -> tuple[DeadlineRow, Any]:
    """The deadline as it is once its case is locked: somebody may just have met it."""
    row = session.get_one(DeadlineRow, deadline_id)
    case = reference(session, WORKFLOWS[row.workflow].model, row.case_id)
    lock(session, case, None, row.on_expiry)
    session.refresh(row)
    return row, case


def _reminder_rows(row: DeadlineRow, context: Any, params: dict[str, Any]) -> list[Any]:
    workflow = WORKFLOWS[row.workflow]
    deadline = declared(workflow, row.code)
    is_last = params["days"] <= min(deadline.reminders)
    told = (*deadline.reminds, *(deadline.escalates if is_last else ()))
    # Whoever is told in two roles is told once.
    people = {person.person_id: person for role in told for person in context.around.people.get(role, ())}
    template, seq = deadline.notice or f"reminder_{row.code}", context.case.events + 1
    return [
        (
            Message,
            message_row(
                workflow, context, seq, person, template, params,
                dedupe_key=f"reminder:{row.id}:{params['days']}:{person.person_id}",
            ),
        )
        for person in people.values()
    ]  # fmt: skip


def _claim(session: Session, moment: Any, now: datetime, real_now: datetime) -> list[UUID]:
    free: ColumnElement[bool] = or_(DeadlineRow.claimed_until.is_(None), DeadlineRow.claimed_until < real_now)
    due = (
        select(DeadlineRow.id)
        .where(DeadlineRow.status == "running", moment <= now, free)
        .order_by(moment, DeadlineRow.id)
        .limit(BATCH)
    )
    if session.get_bind().dialect.name == "postgresql":
        due = due.with_for_update(skip_locked=True)
    ids = list(session.scalars(due))
    if ids:
        claimed = update(DeadlineRow).where(DeadlineRow.id.in_(ids)).values(claimed_until=real_now + LEASE)
        session.execute(claimed.execution_options(synchronize_session=False))
    return ids


def _survive(
    database: Database, deadline_id: UUID, command: Command, now: datetime, real_now: datetime, swept: Swept
) -> bool:
    """Run one command of the sweep; a failure is recorded on its deadline, tried again later, and stops nobody else."""
    try:
        return database.run(lambda session: command(session, deadline_id, now))
    except Exception as error:
        swept.failed += 1
        reason = str(error)
        log.exception("deadline_failed", deadline=str(deadline_id))
        database.run(lambda session: _postpone(session, deadline_id, real_now, reason))
        return False


def _postpone(session: Session, deadline_id: UUID, real_now: datetime, error: str) -> None:
    row = session.get_one(DeadlineRow, deadline_id)
    row.attempts += 1
    row.last_error = masked(error)[:500]
    row.claimed_until = real_now + PAUSE * min(row.attempts, 12)
