"""What an officer of inspection has before them: what is to be read first, who is in danger, what else is open."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Select, Uuid, func, literal, select, tuple_, union_all
from sqlalchemy.orm import Session

from inspection.desks.board import is_late, is_paused
from inspection.desks.permitted import may_see, roles_in_each
from inspection.files.file import file_id_of, files_of, matters
from inspection.intake.complaint_models import Complaint
from inspection.models import InspectionFile
from inspection.protection.protection_models import WorkerProtection
from web.casework import case_words
from workflow.context import Actor, Role
from workflow.definition import WORKFLOWS, Workflow, is_tagged, workflow_of
from workflow.tables import DeadlineRow

PAGE, SHOWN = 25, 100
LATE, PAUSED = "late", "paused"
_NEVER = date(9999, 12, 31)
_SEPARATOR = "~"


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the open matters are narrowed to, as it stands in the address: `<workflow>.<state>`, an authority, and
    those that are late or paused."""

    state: str = ""
    office: str = ""
    only: str = ""

    @classmethod
    def from_address(cls, asked: Mapping[str, str]) -> "Narrowing":
        """The narrowing of an address; what does not exist is left out."""
        workflow, _, state = asked.get("state", "").partition(".")
        known = workflow in WORKFLOWS and state in WORKFLOWS[workflow].by_state
        only = asked.get("only", "")
        return cls(
            asked["state"] if known else "", asked.get("office", "")[:20], only if only in (LATE, PAUSED) else ""
        )

    def as_address(self) -> dict[str, str]:
        """The same as the parameters of an address, without the empty ones."""
        named = {name: getattr(self, name) for name in ("state", "office", "only")}
        return {name: value for name, value in named.items() if value}

    def criteria(self, model: type[Any], at: datetime) -> list[ColumnElement[bool]] | None:
        """What is asked of the cases of a table; None if it has none that are meant."""
        workflow, _, state = self.state.partition(".")
        if workflow and workflow != workflow_of(model).name:
            return None
        asked = [model.state == state] if state else []
        asked += [model.office == self.office] if self.office else []
        asked += [is_late(model, at)] if self.only == LATE else []
        return asked + ([is_paused(model)] if self.only == PAUSED else [])


EVERYTHING = Narrowing()


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
    found = select(Complaint).where(may_see(Complaint, who), is_tagged(Complaint, "open"))
    order = (Complaint.dangers == "", _due_of(Complaint), Complaint.opened_at, Complaint.id)
    return rows_of(session, who, session.scalars(found.order_by(*order).limit(SHOWN)), at)


def in_danger(session: Session, who: Actor, at: datetime) -> list[Row]:
    """Protection matters that are open, the first that is due at the top."""
    found = select(WorkerProtection).where(may_see(WorkerProtection, who), is_tagged(WorkerProtection, "open"))
    order = (_due_of(WorkerProtection), WorkerProtection.learnt_at, WorkerProtection.id)
    return rows_of(session, who, session.scalars(found.order_by(*order).limit(SHOWN)), at)


def open_matters(
    session: Session, who: Actor, at: datetime, after: str = "", only: Narrowing = EVERYTHING
) -> tuple[list[Row], str | None]:
    """A page of what is open in every procedure of inspection that is not sealed, and the key of the next page.

    Raises `ValueError` for a key that is none. A page is shorter where somebody is nothing in a case of it.
    """
    kinds = [model for model in matters() if not workflow_of(model).sealed]
    parts = [part for model in kinds if (part := _open(model, who, at, only)) is not None]
    if not parts:
        return [], None
    cases = union_all(*parts).subquery()
    place = (cases.c.due, cases.c.case_id)
    query = select(cases).order_by(*place).limit(PAGE + 1)
    found = session.execute(query.where(tuple_(*place) > _place_of(after)) if after else query).all()
    shown = found[:PAGE]
    rows = rows_of(session, who, _cases(session, [(row.workflow, row.case_id) for row in shown]), at)
    behind = _SEPARATOR.join((shown[-1].due.isoformat(), shown[-1].case_id.hex)) if len(found) > PAGE else None
    return rows, behind


def rows_of(session: Session, who: Actor, cases: Iterable[Any], at: datetime) -> list[Row]:
    """Cases as the rows of a list, those left out in which somebody is nothing; each is called by its folio alone.

    However many there are, they cost the same few queries.
    """
    listed = list(cases)
    roles = roles_in_each(session, who, listed, at)
    files = files_of(session, listed)
    clocks = first_clocks(session, [case.id for case in listed])
    return [_row(case, files, roles[case.id], clocks.get(case.id)) for case in listed if roles[case.id]]


def first_clocks(session: Session, cases: Sequence[UUID]) -> dict[UUID, Any]:
    """What is due first in each case: its day and its moment."""
    running = (DeadlineRow.case_id.in_(cases), DeadlineRow.status == "running", ~DeadlineRow.silent)
    clocks = select(DeadlineRow.case_id, DeadlineRow.due_day, DeadlineRow.due_at).where(*running)
    found: dict[UUID, Any] = {}
    for row in session.execute(clocks.order_by(DeadlineRow.due_at)):
        found.setdefault(row.case_id, row)
    return found


def _cases(session: Session, wanted: Sequence[tuple[str, UUID]]) -> list[Any]:
    """The cases in the order asked for, each table read once."""
    found: dict[UUID, Any] = {}
    for name in {name for name, _ in wanted}:
        model = WORKFLOWS[name].model
        ids = [case_id for kind, case_id in wanted if kind == name]
        found |= {case.id: case for case in session.scalars(select(model).where(model.id.in_(ids)))}
    return [found[case_id] for _, case_id in wanted]


def _open(model: type[Any], who: Actor, at: datetime, only: Narrowing) -> Select[Any] | None:
    asked = only.criteria(model, at)
    if asked is None:
        return None
    final = [state.code for state in workflow_of(model).states if state.final]
    columns = (
        literal(workflow_of(model).name).label("workflow"),
        model.id.label("case_id"),
        _due_of(model).label("due"),
    )
    return select(*columns).where(may_see(model, who), model.state.not_in(final), *asked)


def _due_of(model: type[Any]) -> ColumnElement[Any]:
    clocks = select(func.min(DeadlineRow.due_day)).where(
        DeadlineRow.case_id == model.id, DeadlineRow.status == "running"
    )
    return func.coalesce(clocks.where(~DeadlineRow.silent).scalar_subquery(), literal(_NEVER, Date()))


def _row(case: Any, files: Mapping[UUID, InspectionFile], roles: frozenset[Role], clock: Any) -> Row:
    workflow = workflow_of(type(case))
    named = getattr(case, "dangers", None) or getattr(case, "danger", None) or ""
    return Row(
        workflow,
        case.id,
        files[file_id_of(case)].folio,
        case_words.state_label(workflow, case.state, roles),
        case_words.state_kind(workflow, case.state),
        clock.due_day if clock else None,
        clock.due_at if clock and isinstance(case, WorkerProtection) else None,
        tuple(named.split()),
    )


def _place_of(key: str) -> Any:
    due, case_id = key.split(_SEPARATOR)
    return tuple_(literal(date.fromisoformat(due), Date()), literal(UUID(case_id), Uuid()))
