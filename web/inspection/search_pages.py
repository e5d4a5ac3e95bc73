"""Finding a file among those that an officer may see: by folio, by the employer's name, by words of the address."""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Uuid, literal, select

from inspection.desks.permitted import may_see
from inspection.models import InspectionFile
from web.edge.auth import actor
from web.edge.clock import now, today
from web.edge.security_headers import leave_no_trace
from web.edge.transactions import reading
from web.inspection.desk_rows import PAGE, rows_of
from web.inspection.file_pages import files

blueprint = Blueprint("inspection_search", __name__, url_prefix="/inspection/search")
blueprint.after_request(leave_no_trace)

LONGEST = 100


@blueprint.get("")
def show() -> ResponseReturnValue:
    """The files that a text means, the newest first; who complained is looked for nowhere."""
    text = " ".join("".join(sign for sign in request.args.get("text", "")[:LONGEST] if sign.isprintable()).split())
    rows, behind = _found(text, request.args.get("after", "")) if text else ([], None)
    page = {"text": text, "rows": rows, "behind": behind, "today": today(), "after": request.args.get("after")}
    return render_template("inspection/search.html", **page)


def _found(text: str, after: str) -> tuple[list[Any], str | None]:
    query = select(InspectionFile).where(may_see(InspectionFile, actor()), files(text))
    if after:
        try:
            query = query.where(InspectionFile.id < literal(UUID(after), Uuid()))
        except ValueError:
            abort(404)
    # Ids are made in the order of time, so that they are a key and an order at once.
    found = list(reading().scalars(query.order_by(InspectionFile.id.desc()).limit(PAGE + 1)))
    shown = found[:PAGE]
    behind = shown[-1].id.hex if len(found) > PAGE else None
    return rows_of(reading(), actor(), shown, now()), behind
