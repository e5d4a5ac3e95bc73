"""Fetching evidence: officers of the matter get the file as it came, the employer what concerns her and without where
and when it was taken; what was sent with a complaint is opened elsewhere, with a reason."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from enrolment.household.homes import zone_at
from inspection.evidence.evidence_models import Evidence
from inspection.evidence.keeping import content_of, evidence_of, shown_to_party
from inspection.evidence.reading import is_for_party
from inspection.models import InspectionFile
from inspection.roles import EMPLOYER
from regime.sentences import Sentence
from web.casework.case_page import find_case, look_at
from web.casework.timeline import Reader
from web.edge.access_log import note_read
from web.edge.auth import actor
from web.edge.clock import now
from web.edge.language import language, t
from web.edge.transactions import close_reading, database, reading
from workflow.context import MEXICO_CITY
from workflow.definition import workflow_of
from workflow.document_store import FileDamaged, FileLost
from workflow.errors import Refused
from workflow.received_files import KINDS, MEGABYTE
from workflow.words import moment

blueprint = Blueprint("evidence", __name__, url_prefix="/inspection/evidence")
NOTHING_RUNS = "sandbox; default-src 'none'"


@blueprint.get("/<uuid:evidence_id>")
def fetch(evidence_id: UUID) -> ResponseReturnValue:
    """The file, for whoever may have it in the matter to which it belongs; nobody else learns that there is one."""
    row = reading().get(Evidence, evidence_id) or abort(404)
    case = find_case(reading(), row.workflow, row.case_id) or abort(404)
    if workflow_of(type(case)).sealed:
        abort(404)
    page = look_at(reading(), case, actor(), now()) or abort(404)
    if page.reader.is_official:
        note_read("evidence", row.id, Sentence("access.evidence"))
        close_reading()
        return as_file(row)
    if not _may_have(reading(), row, case, page.reader):
        abort(404)
    close_reading()
    return as_file(row, to_party=True)


def as_file(row: Evidence, *, to_party: bool = False) -> Response:
    """The file to be saved, never to be shown by a browser. Its name says the day it came, and nothing else.

    Raises `Refused` where the store does not give it whole.
    """
    opened = shown_to_party if to_party else content_of
    try:
        content = opened(database().settings, row)
    except (FileLost, FileDamaged) as fault:
        raise Refused(Sentence("evidence.unavailable")) from fault
    if content is None:
        abort(404)
    day = row.recorded_at.astimezone(MEXICO_CITY).date()
    name = f"archivo-{day:%Y-%m-%d}-{row.id.hex[-6:]}.{KINDS[row.media_type][1][0]}"
    charset = "; charset=utf-8" if row.media_type == "text/plain" else ""
    response = Response(content, content_type=row.media_type + charset)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Security-Policy"] = NOTHING_RUNS
    return response


def evidence_links(session: Session, case: Any, reader: Reader) -> tuple[tuple[str, str], ...]:
    """The files of a matter that the reader may fetch, in words, with their addresses."""
    zone = zone_at(session.get_one(InspectionFile, case.file_id).municipality)
    rows = evidence_of(session, case.id)
    mine = [row for row in rows if _may_have(session, row, case, reader)]
    return tuple((described(row, zone), url_for("evidence.fetch", evidence_id=row.id)) for row in mine)


def _may_have(session: Session, row: Evidence, case: Any, reader: Reader) -> bool:
    """Officers have every file; the employer some; the worker none: what the employer filed speaks of others too."""
    return reader.is_official or (EMPLOYER in reader.roles and is_for_party(session, row, case))


def described(row: Evidence, zone: Any) -> str:
    """What a file is, when it came and how large it is."""
    said = {
        "kind": t(f"evidence.kind.{row.kind}"),
        "when": moment(language(), row.recorded_at, zone),
        "size": f"{max(row.size / MEGABYTE, 0.1):.1f}",
    }
    return t("evidence.row_item", item=row.item, **said) if row.item else t("evidence.row", **said)
