"""What an officer of inspection has before them: what is to be read first, who is in danger, what else is open."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    Uuid,
    and_,
    false,
    func,
    literal,
    or_,
    select,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.orm import Session

from enrolment.roles import PROTECTION
from inspection.files.file import matters
from inspection.intake.complaint_models import Complaint
from inspection.models import InspectionFile
from inspection.protection.protection_models import WorkerProtection
from inspection.roles import INSPECTOR, OFFICER_CODES
from web.casework import case_words
from web.casework.case_summaries import masked_name_of
from workflow.context import Actor
from workflow.definition import Workflow, is_tagged, workflow_of
from workflow.engine import context_of
from workflow.tables import DeadlineRow

PAGE, SHOWN = 25, 100
_NEVER = date(9999, 12, 31)
_SEPARATOR = "~"
_ASSIGNED = ("inspector_id", "second_inspector_id", "substitute_id")


@dataclass(frozen=True, slots=True)
class Row:
    """One matter: how it is called (a folio), how it stands, which dangers it names, and what is due first.

    `due_at` is the moment, where a clock counts hours.
    """

    workflow: Workflow
    case_id: UUID
    name: str
    state: str
    state_kind: str
    due_day: date | None
    due_at: datetime | None = None
    dangers: tuple[str, ...] = ()


def to_read(session: Session, who: Actor, at: datetime) -> list[Row]:
    """Complaints that nobody has decided about: those that name a danger first, then by clock."""
    found = select(Complaint).where(_theirs(Complaint, who), is_tagged(Complaint, "open"))
    order = (Complaint.dangers == "", _due_of(Complaint), Complaint.opened_at, Complaint.id)
    return list(_rows(session, who, session.scalars(found.order_by(*order).limit(SHOWN)), at))


def in_danger(session: Session, who: Actor, at: datetime) -> list[Row]:
    """Protection matters that are open, the first that is due at the top."""
    found = select(WorkerProtection).where(_theirs(WorkerProtection, who), is_tagged(WorkerProtection, "open"))
    order = (_due_of(WorkerProtection), WorkerProtection.learnt_at, WorkerProtection.id)
    return list(_rows(session, who, session.scalars(found.order_by(*order).limit(SHOWN)), at))


def open_matters(session: Session, who: Actor, at: datetime, after: str = "") -> tuple[list[Row], str | None]:
    """A page of what is open in every procedure of inspection that is not sealed, and the key of the next page.

    Raises `ValueError` for a key that is none. A page is shorter where somebody is nothing in a case of it.
    """
    kinds = [model for model in matters() if not workflow_of(model).sealed]
    if not kinds:
        return [], None
    cases = union_all(*(_open(model, who) for model in kinds)).subquery()
    place = (cases.c.due, cases.c.case_id)
    query = select(cases).order_by(*place).limit(PAGE + 1)
    found = session.execute(query.where(tuple_(*place) > _place_of(after)) if after else query).all()
    by_name = {workflow_of(model).name: model for model in kinds}
    shown = found[:PAGE]
    rows = _rows(session, who, (session.get_one(by_name[row.workflow], row.case_id) for row in shown), at)
    behind = _SEPARATOR.join((shown[-1].due.isoformat(), shown[-1].case_id.hex)) if len(found) > PAGE else None
    return list(rows), behind


def _open(model: type[Any], who: Actor) -> Select[Any]:
    final = [state.code for state in workflow_of(model).states if state.final]
    columns = (
        literal(workflow_of(model).name).label("workflow"),
        model.id.label("case_id"),
        _due_of(model).label("due"),
    )
    return select(*columns).where(_theirs(model, who), model.state.not_in(final))


def _theirs(model: type[Any], who: Actor) -> ColumnElement[bool]:
    """Cases of the authorities that somebody serves, of all for who protects; who only inspects has those assigned."""
    if PROTECTION.code in who.roles:
        return true()
    if not who.offices:
        return false()
    served = model.office.in_(who.offices)
    return and_(served, _assigned(model, who)) if who.roles & OFFICER_CODES == {INSPECTOR.code} else served


def _assigned(model: type[Any], who: Actor) -> ColumnElement[bool]:
    mine = [
        model.file_id.in_(select(kind.file_id).where(getattr(kind, name) == who.login_id))
        for kind in matters()
        for name in _ASSIGNED
        if hasattr(kind, name)
    ]
    return or_(*mine) if mine else true()


def _due_of(model: type[Any]) -> ColumnElement[Any]:
    clocks = select(func.min(DeadlineRow.due_day)).where(
        DeadlineRow.case_id == model.id, DeadlineRow.status == "running"
    )
    return func.coalesce(clocks.where(~DeadlineRow.silent).scalar_subquery(), literal(_NEVER, Date()))


def _rows(session: Session, who: Actor, cases: Iterable[Any], at: datetime) -> Iterator[Row]:
    for case in cases:
        roles = context_of(session, case, who, at).roles
        if roles:
            yield _row(session, case, roles)


def _row(session: Session, case: Any, roles: frozenset[Any]) -> Row:
    workflow = workflow_of(type(case))
    clock = session.execute(
        select(DeadlineRow.due_day, DeadlineRow.due_at)
        .where(DeadlineRow.case_id == case.id, DeadlineRow.status == "running", ~DeadlineRow.silent)
        .order_by(DeadlineRow.due_at)
    ).first()
    named = getattr(case, "dangers", None) or getattr(case, "danger", None) or ""
    return Row(
        workflow,
        case.id,
        masked_name_of(session, workflow, case) if not workflow.sealed else _folio(session, case),
        case_words.state_label(workflow, case.state, roles),
        case_words.state_kind(workflow, case.state),
        clock.due_day if clock else None,
        clock.due_at if clock and isinstance(case, WorkerProtection) else None,
        tuple(named.split()),
    )


def _folio(session: Session, case: Any) -> str:
    return session.get_one(InspectionFile, case.file_id).folio


def _place_of(key: str) -> Any:
    due, case_id = key.split(_SEPARATOR)
    return tuple_(literal(date.fromisoformat(due), Date()), literal(UUID(case_id), Uuid()))
