"""The timeline of a file: the steps of every matter in it in which the reader is somebody, the newest first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Integer, Select, Uuid, literal, or_, select, tuple_

from inspection.desks.permitted import roles_in_each
from inspection.files.file import INSPECTION_FILE, matters
from inspection.models import InspectionFile
from regime.sentences import Sentence
from web.casework.timeline import Entry, Reader, entry_of
from web.edge.access_log import note_read
from web.edge.auth import actor
from web.edge.clock import now
from web.edge.security_headers import leave_no_trace
from web.edge.transactions import reading
from workflow.columns import Moment
from workflow.context import SYSTEM
from workflow.definition import Workflow, workflow_of
from workflow.tables import Event

blueprint = Blueprint("inspection_timeline", __name__, url_prefix="/inspection/files")
blueprint.after_request(leave_no_trace)

PAGE = 50
_SEPARATOR = "~"


@dataclass(frozen=True, slots=True)
class Milestone:
    """A step of one of the matters; what was said with it stands on the page of that matter alone."""

    workflow: Workflow
    case_id: UUID
    entry: Entry


@blueprint.get("/<uuid:file_id>/timeline")
def show(file_id: UUID) -> ResponseReturnValue:
    """The steps of all matters of the file; a matter in which the reader is nothing is not there."""
    file = reading().get(InspectionFile, file_id) or abort(404)
    readers = _readers(file)
    if file.id not in readers:
        abort(404)
    try:
        found = list(reading().scalars(_steps(list(readers), request.args.get("after", "")[:120])))
    except ValueError:
        abort(404)
    shown = found[:PAGE]
    rows = [_milestone(event, *readers[event.case_id]) for event in shown]
    behind = _key(shown[-1]) if len(found) > PAGE else None
    note_read(INSPECTION_FILE.name, file.id, Sentence("access.case_page"))
    return render_template("inspection/timeline.html", file=file, rows=rows, behind=behind)


def _readers(file: InspectionFile) -> dict[UUID, tuple[Workflow, Reader]]:
    """The matters of the file in which whoever asks is somebody, and the file itself; sealed ones for their readers."""
    cases: list[Any] = [file]
    for model in matters():
        cases += reading().scalars(select(model).where(model.file_id == file.id))
    roles = roles_in_each(reading(), actor(), cases, now())
    return {case.id: (workflow_of(type(case)), Reader(actor(), roles[case.id])) for case in cases if roles[case.id]}


def _steps(cases: list[UUID], after: str) -> Select[Any]:
    """What happened in the cases, without the small steps of the system that moved nothing."""
    moved = or_(Event.role != SYSTEM.code, Event.from_state.is_(None), Event.from_state != Event.to_state)
    place = (Event.recorded_at, Event.case_id, Event.seq)
    query = select(Event).where(Event.case_id.in_(cases), moved)
    query = query.order_by(*(column.desc() for column in place)).limit(PAGE + 1)
    return query.where(tuple_(*place) < _place_of(after)) if after else query


def _milestone(event: Event, workflow: Workflow, reader: Reader) -> Milestone:
    return Milestone(workflow, event.case_id, entry_of(workflow, event, None, reader))


def _key(event: Event) -> str:
    return _SEPARATOR.join((event.recorded_at.isoformat(), event.case_id.hex, str(event.seq)))


def _place_of(key: str) -> Any:
    at, case_id, seq = key.split(_SEPARATOR)
    moment = datetime.fromisoformat(at)
    if moment.tzinfo is None:
        raise ValueError(key)
    return tuple_(literal(moment, Moment()), literal(UUID(case_id), Uuid()), literal(int(seq), Integer()))
