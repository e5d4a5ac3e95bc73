"""The clocks of a case: armed when a state is entered, explained, reminded of, moved by suspensions."""

from collections.abc import Callable, Collection, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from regime.time_limits import term
from regime.working_days import DueDate, Suspension
from workflow.columns import new_id
from workflow.context import Context
from workflow.definition import Deadline, State, Workflow
from workflow.stored import dumps
from workflow.tables import DeadlineRow, SuspensionRow

REMINDED_AT = time(9)  # on the clock of the place: nobody is woken by a reminder


def time_limit(name: str) -> Callable[[Context], DueDate]:
    """A `due` for deadlines whose length is in the law's data under `name`, counted from the step that arms them."""
    return lambda context: term(
        name, context.legal_moment, suspensions=context.suspensions(), timezone=str(context.around.zone)
    )


def armed(workflow: Workflow, state: State, context: Context, only: Collection[str]) -> list[dict[str, Any]]:
    """The rows of the named deadlines of a state, each with its due day computed from the context."""
    rows = []
    for deadline in state.deadlines:
        if deadline.code not in only:
            continue
        computed = deadline.due(context)
        if computed is not None:
            rows.append(_row(workflow, deadline, computed, context))
    return rows


def _row(workflow: Workflow, deadline: Deadline, computed: DueDate, context: Context) -> dict[str, Any]:
    zone = context.around.zone
    return {
        "id": new_id(),
        "workflow": workflow.name,
        "case_id": context.case.id,
        "code": deadline.code,
        "on_expiry": deadline.on_expiry,
        "silent": deadline.silent,
        "authority": context.around.authority,
        "zone": str(zone),
        "armed_at": context.legal_moment,
        "reminders": dumps(list(deadline.reminders)),
        "attempts": 0,
        **timing(computed, deadline.reminders, zone, context.at, silent=deadline.silent),
    }


def timing(
    computed: DueDate, reminders: Sequence[int], zone: ZoneInfo, at: datetime, *, silent: bool
) -> dict[str, Any]:
    """The columns of a deadline row that follow from its computation and may move with a suspension or a calendar."""
    day = computed.due.astimezone(zone).date() if isinstance(computed.due, datetime) else computed.due
    return {
        "status": "paused" if computed.paused else "running",
        "due_day": day,
        "due_at": expiry_moment(computed, zone, silent=silent),
        "computation": dumps(computed.as_json()),
        "remind_at": next_reminder(day, reminders, zone, at) if day else None,
    }


def expiry_moment(computed: DueDate, zone: ZoneInfo, *, silent: bool) -> datetime | None:
    """When it is time: for clock hours at once, for a term when its last day is over.

    A silent appointment of the system comes up as soon as its day begins.
    """
    if silent and computed.due is not None and not isinstance(computed.due, datetime):
        return datetime.combine(computed.due, time(), zone).astimezone(UTC)
    return computed.passes_at


def legal_moment(row: DeadlineRow) -> datetime:
    """The moment from which the law counts what follows: a term of days ends with its last day, not the day after."""
    assert row.due_at is not None  # noqa: S101 - the table refuses a running deadline without it
    ends_with_day = row.due_at.astimezone(ZoneInfo(row.zone)).date() != row.due_day
    return row.due_at - timedelta(microseconds=1) if ends_with_day else row.due_at


def next_reminder(due_day: date, reminders: Sequence[int], zone: ZoneInfo, after: datetime) -> datetime | None:
    """The next moment to remind people of a due day (`reminders` are days before it), or None when none is left."""
    moments = (
        datetime.combine(due_day - timedelta(days=days), REMINDED_AT, zone).astimezone(UTC) for days in reminders
    )
    return min((moment for moment in moments if moment > after), default=None)


def suspensions_for(session: Session, authority: str, case_id: UUID | None = None) -> tuple[Suspension, ...]:
    """The suspensions that stop the clocks of a case: those of its authority and, once it has begun, its own."""
    of_authority = SuspensionRow.authority == authority
    rows = session.scalars(
        select(SuspensionRow)
        .where(of_authority if case_id is None else or_(of_authority, SuspensionRow.case_id == case_id))
        .where(SuspensionRow.lifted_at.is_(None))
        .order_by(SuspensionRow.from_day)
    )
    return tuple(Suspension(row.from_day, row.until_day, row.act) for row in rows)


def open_deadlines(session: Session, case_id: UUID) -> list[DeadlineRow]:
    """The clocks that run or are paused in a case, the nearest first; the system's own appointments are left out."""
    rows = session.scalars(
        select(DeadlineRow)
        .where(DeadlineRow.case_id == case_id, DeadlineRow.status.in_(("running", "paused")), ~DeadlineRow.silent)
        .execution_options(populate_existing=True)
    )
    return sorted(rows, key=lambda row: (row.due_at is None, row.due_at))


def declared(workflow: Workflow, code: str) -> Deadline:
    """The declaration of a deadline; raises `LookupError` if the procedure no longer knows it."""
    for state in workflow.states:
        for deadline in state.deadlines:
            if deadline.code == code:
                return deadline
    raise LookupError(f"Workflow {workflow.name!r} has no deadline {code!r}.")
