"""The inspector's day: where to go today and this week, what runs out, and what each case still lacks."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Uuid, literal, tuple_

from inspection.desks.day import WEEK, appointments, clocks, goes, missing_in, open_cases
from inspection.files.file import files_of
from inspection.visit.inspection import INSPECTION
from regime.geography import municipality
from regime.sentences import Sentence
from web.casework import case_words
from web.edge.auth import actor
from web.edge.clock import now, today
from web.edge.security_headers import leave_no_trace
from web.edge.transactions import reading
from workflow.columns import Moment
from workflow.definition import has_tag

blueprint = Blueprint("inspection_day", __name__, url_prefix="/inspection/day")
blueprint.after_request(leave_no_trace)

PAGE = 25
_SEPARATOR = "~"


@dataclass(frozen=True, slots=True)
class Mine:
    """One of their own inspections: how it stands, what follows, what that lacks, and whether it is in the field."""

    case_id: UUID
    folio: str
    state: str
    state_kind: str
    next: str | None
    missing: tuple[Sentence, ...]
    in_field: bool


@blueprint.get("")
def show() -> ResponseReturnValue:
    """Visits of today and of the week, clocks of the week, and the open cases with what they lack."""
    who, at, day = actor(), now(), today()
    whose = goes(who.login_id, day)
    try:
        mine, behind = _mine(request.args.get("after", "")[:80])
    except ValueError:
        abort(404)
    visits = appointments(reading(), whose, day, day + WEEK)
    due = clocks(reading(), who.login_id, day + WEEK)
    return render_template(
        "inspection/day.html",
        now_at=[one for one in visits if one.day == day],
        later=[one for one in visits if one.day > day],
        due=due,
        folios={file_id: file.folio for file_id, file in files_of(reading(), due).items()},
        mine=mine,
        behind=behind,
        today=day,
        at=at,
    )


def _mine(after: str) -> tuple[list[Mine], str | None]:
    """A page of their open inspections, the oldest first, and the key of the next. Raises `ValueError`."""
    who, at = actor(), now()
    query = open_cases(goes(who.login_id, today()), _place_of(after), PAGE + 1)
    found = list(reading().scalars(query))
    shown = found[:PAGE]
    missing = missing_in(reading(), who, shown, at)
    files = files_of(reading(), shown)
    behind = _SEPARATOR.join((shown[-1].opened_at.isoformat(), shown[-1].id.hex)) if len(found) > PAGE else None
    return [
        Mine(
            case.id,
            files[case.file_id].folio,
            case_words.state_label(INSPECTION, case.state),
            case_words.state_kind(INSPECTION, case.state),
            case_words.what_next(INSPECTION, case, ()),
            missing[case.id],
            has_tag(case, "field"),
        )
        for case in shown
    ], behind


def _place_of(key: str) -> Any:
    if not key:
        return None
    opened, case_id = key.split(_SEPARATOR)
    moment = datetime.fromisoformat(opened)
    if moment.tzinfo is None:
        raise ValueError(key)
    return tuple_(literal(moment, Moment()), literal(UUID(case_id), Uuid()))


@blueprint.app_template_global("municipality_name")
def municipality_name(key: str | None) -> str:
    """What a municipality is called; nothing for a home whose place is not known."""
    return municipality(key).full_name if key else ""
