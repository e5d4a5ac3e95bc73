"""Fetching a document: whoever its declaration names as a reader gets the file, everybody else learns nothing."""

from uuid import UUID

from flask import Blueprint, Response, abort, make_response, render_template
from flask.typing import ResponseReturnValue

from enrolment.household.former_homes import is_of_a_former_household
from regime.sentences import Sentence
from web.casework.case_page import find_case, look_at
from web.edge.access_log import note_read
from web.edge.auth import actor
from web.edge.clock import now
from web.edge.transactions import close_reading, database, reading
from workflow import filing
from workflow.clock import real_now
from workflow.context import MEXICO_CITY
from workflow.documents import may_read
from workflow.tables import Document

blueprint = Blueprint("documents", __name__, url_prefix="/documents")
UNAVAILABLE = 503
A_MINUTE = 60


@blueprint.get("/<uuid:document_id>")
def fetch(document_id: UUID) -> ResponseReturnValue:
    """The file; one that cannot be handed out now has a calm page from which to ask again."""
    document = _mine(document_id)
    close_reading()
    try:
        content = filing.bytes_of(database(), document_id, real_now())
    except filing.NotFiled:
        page = make_response(render_template("documents/later.html", document_id=document_id), UNAVAILABLE)
        page.headers["Retry-After"] = str(A_MINUTE)
        return page
    return _as_file(document, content)


def _mine(document_id: UUID) -> Document:
    """The document, if this person may read it; an official's look at somebody's papers is written down first."""
    document = reading().get(Document, document_id) or abort(404)
    case = find_case(reading(), document.workflow, document.case_id) or abort(404)
    page = look_at(reading(), case, actor(), now()) or abort(404)
    roles = page.reader.roles
    if not may_read(document, roles) or is_of_a_former_household(reading(), document, roles):
        abort(404)
    if page.reader.is_official:
        note_read("document", document.id, Sentence("access.document"))
    return document


def _as_file(document: Document, content: bytes) -> Response:
    """The name on the disk says what it is and of which day, not whose: telephones are shared."""
    day = document.made_at.astimezone(MEXICO_CITY).date()
    name = f"{document.kind.replace('_', '-')}-{day:%Y-%m-%d}.pdf"
    response = Response(content, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
