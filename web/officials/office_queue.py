"""The queue of the office: cases that wait for a decision, what is due first at the top, filtered in the database."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Select, Subquery, Uuid, func, literal, or_, select, true, tuple_, union_all
from sqlalchemy.orm import Session

from enrolment.offices import LONGEST_CODE
from enrolment.people.concerned import has_ties
from enrolment.roles import OFFICIAL_CODES
from web.casework import case_words
from web.casework.case_search import case_matches
from web.casework.case_summaries import masked_name_of
from workflow.columns import Moment
from workflow.context import Actor, Role
from workflow.definition import WORKFLOWS, Workflow, is_tagged
from workflow.engine import context_of
from workflow.tables import DeadlineRow, Event

PAGE = 25
A_WEEK = timedelta(days=7)
A_YEAR = timedelta(days=365)
TO_DECIDE, ANY = "", "any"
_NEVER = date(9999, 12, 31)
_SEPARATOR = "~"


@dataclass(frozen=True, slots=True)
class Filters:
    """What the queue is narrowed to; it lives in the address, so that a filtered queue can be kept and shared.

    `state` is empty for what waits for a decision, "any", or `<workflow>.<state>`; `after` the last row seen. `served`
    is not asked for but given: the offices of whoever looks, none for those who decide everywhere.
    """

    workflow: str = ""
    state: str = TO_DECIDE
    office: str = ""
    due: str = ""
    text: str = ""
    after: str = ""
    served: frozenset[str] = frozenset()

    @classmethod
    def from_address(cls, asked: Mapping[str, str], served: frozenset[str] = frozenset()) -> "Filters":
        """The filters of an address; what does not exist is left out."""
        names = {workflow.name for workflow in decided_workflows()}
        workflow, _, state = asked.get("state", "").partition(".")
        known = workflow in names and state in WORKFLOWS[workflow].by_state
        return cls(
            workflow=asked.get("workflow", "") if asked.get("workflow") in names else "",
            state=asked["state"] if known or asked.get("state") == ANY else TO_DECIDE,
            office=asked.get("office", "")[:LONGEST_CODE],
            due="week" if asked.get("due") == "week" else "",
            text=" ".join("".join(sign for sign in asked.get("text", "")[:100] if sign.isprintable()).split()),
            after=asked.get("after", "")[:120],
            served=served,
        )

    def as_address(self) -> dict[str, str]:
        """The filters as the parameters of an address, without the empty ones."""
        named = {name: getattr(self, name) for name in ("workflow", "state", "office", "due", "text", "after")}
        return {name: value for name, value in named.items() if value}

    def behind(self, key: str) -> "Filters":
        """The same filters, further down the list."""
        return replace(self, after=key)

    def states_of(self, workflow: Workflow) -> Sequence[str] | None:
        """The states asked for in a procedure; None for all of them."""
        if self.state == ANY or (self.text and self.state == TO_DECIDE):
            return None  # whoever searches for somebody means all their cases
        if self.state == TO_DECIDE:
            return workflow.states_tagged("to_decide")
        name, _, state = self.state.partition(".")
        return (state,) if name == workflow.name else ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """One case in the queue. `since` is when it came into its state, `name` is masked.

    `channel` is how it was filed, if an office filed it for somebody.
    """

    workflow: Workflow
    case_id: UUID
    name: str
    state: str
    state_kind: str
    due_day: date | None
    since: datetime
    channel: str | None
    key: str

    def days_waited(self, at: datetime) -> int:
        """Whole days since the case came into its state."""
        return max((at - self.since) // timedelta(days=1), 0)


def decided_workflows() -> list[Workflow]:
    """The procedures in which officials have something to do."""
    return [w for w in WORKFLOWS.values() if not w.sealed and any(role.code in OFFICIAL_CODES for role in w.roles)]


def queue(session: Session, filters: Filters, today: date) -> tuple[list[Waiting], str | None]:
    """One page of the queue and the key of the next, if there is one. Raises `ValueError` for a key that is none."""
    found = _ordered(filters, today)
    if found is None:
        return [], None
    if filters.due:
        found = found.where(found.selected_columns.due <= today + A_WEEK)
    rows = session.execute(found.limit(PAGE + 1)).all()
    shown = [_waiting(session, row) for row in rows[:PAGE]]
    return shown, shown[-1].key if len(rows) > PAGE else None


def waiting_by_state(session: Session, offices: Collection[str] = ()) -> list[tuple[Workflow, str, int]]:
    """How many cases wait for a decision, by procedure and state."""
    counts = []
    for workflow in decided_workflows():
        model, states = workflow.model, workflow.states_tagged("to_decide")
        counted = select(model.state, func.count()).where(model.state.in_(states), served_by(model, offices))
        counted = counted.group_by(model.state)
        found = {state: count for state, count in session.execute(counted)}  # noqa: C416 - rows are no pairs to mypy
        counts += [(workflow, state, found.get(state, 0)) for state in states]
    return counts


def open_to(session: Session, who: Actor, rows: Iterable[Any], at: datetime) -> list[Any]:
    """Of rows that name a case those in which somebody is anything: none about people to whom they are close.

    Only officials who themselves work in a home or have one can be close to somebody; a page of theirs may be shorter.
    """
    if who.person_id is None or not has_ties(session, who.person_id):
        return list(rows)
    return [row for row in rows if _roles(session, who, row, at)]


def _roles(session: Session, who: Actor, row: Any, at: datetime) -> frozenset[Role]:
    case = session.get_one(row.workflow.model, row.case_id)
    return context_of(session, case, who, at).roles


def _ordered(filters: Filters, today: date) -> Select[Any] | None:
    workflows = [w for w in decided_workflows() if filters.workflow in ("", w.name)]
    parts = [part for workflow in workflows if (part := _cases(workflow, filters)) is not None]
    if not parts:
        return None
    rows = _with_times(union_all(*parts).subquery("cases"), today)
    place = (rows.c.due, rows.c.since, rows.c.case_id)
    query = select(rows).order_by(*place)
    return query.where(tuple_(*place) > _place_of(filters.after)) if filters.after else query


def _cases(workflow: Workflow, filters: Filters) -> Select[Any] | None:
    model, states = workflow.model, filters.states_of(workflow)
    query = select(literal(workflow.name).label("workflow"), model.id.label("case_id"), model.state.label("state"))
    if states is not None:
        if not states:
            return None
        query = query.where(model.state.in_(states))
    query = query.where(served_by(model, filters.served), ~is_tagged(model, "sealed"))
    if filters.office:
        query = query.where(model.office == filters.office)
    return query.where(case_matches(workflow, filters.text)) if filters.text else query


def served_by(model: type[Any], offices: Collection[str]) -> ColumnElement[bool]:
    """The cases that somebody of these offices may decide: their own and those of no office; all for none."""
    return or_(model.office.is_(None), model.office.in_(offices)) if offices else true()


def _with_times(cases: Subquery, today: date) -> Subquery:
    # A claim that lapses in years is no reason to come before somebody who has waited for months.
    due = (
        select(func.min(DeadlineRow.due_day))
        .where(DeadlineRow.case_id == cases.c.case_id, DeadlineRow.status == "running", ~DeadlineRow.silent)
        .where(DeadlineRow.due_day < today + A_YEAR)
        .scalar_subquery()
    )
    since = (
        select(func.max(Event.recorded_at))
        .where(Event.case_id == cases.c.case_id)
        .where(or_(Event.from_state.is_(None), Event.from_state != Event.to_state))
        .scalar_subquery()
    )
    attended = select(Event.channel).where(Event.case_id == cases.c.case_id, Event.channel.is_not(None))
    channel = attended.order_by(Event.seq.desc()).limit(1).scalar_subquery()
    return select(
        cases, func.coalesce(due, literal(_NEVER, Date())).label("due"), since.label("since"), channel.label("channel")
    ).subquery("rows")


def _place_of(key: str) -> Any:
    due, since, case_id = key.split(_SEPARATOR)
    moment = datetime.fromisoformat(since)
    if moment.tzinfo is None:
        raise ValueError(key)
    return tuple_(literal(date.fromisoformat(due), Date()), literal(moment, Moment()), literal(UUID(case_id), Uuid()))


def _waiting(session: Session, row: Any) -> Waiting:
    workflow = WORKFLOWS[row.workflow]
    case = session.get_one(workflow.model, row.case_id)
    return Waiting(
        workflow,
        row.case_id,
        masked_name_of(session, workflow, case),
        case_words.state_label(workflow, row.state, [role for role in workflow.roles if role.code in OFFICIAL_CODES]),
        case_words.state_kind(workflow, row.state),
        row.due if row.due != _NEVER else None,
        row.since,
        row.channel,
        _SEPARATOR.join((row.due.isoformat(), row.since.isoformat(), row.case_id.hex)),
    )
