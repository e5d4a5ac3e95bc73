"""Documents as lists show them: what each is, of which day, and where it is fetched."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Flask, url_for
from sqlalchemy.orm import Session

from enrolment.household.former_homes import is_of_a_former_household
from web.casework import case_words
from web.casework.case_page import CasePage, documents
from web.edge.transactions import reading
from workflow.context import Role
from workflow.definition import WORKFLOWS
from workflow.documents import documents_of
from workflow.tables import Document


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One document; `case` is the case that it belongs to."""

    label: str
    made_at: datetime
    href: str
    case: Any


def rows_of(session: Session, cases: Iterable[Any], roles: Collection[Role]) -> list[PaperRow]:
    """The documents of some cases that somebody with these roles in them may fetch, the newest first."""
    rows = [
        _row(document, case)
        for case in cases
        for document in documents_of(session, case.id, roles)
        if not is_of_a_former_household(session, document, roles)
    ]
    return sorted(rows, key=lambda row: row.made_at, reverse=True)


def newest_of(page: CasePage) -> PaperRow | None:
    """The newest document of a case that its reader may fetch."""
    found = documents(reading(), page)
    return _row(found[0], page.case) if found else None


def install(app: Flask) -> None:
    """Let templates offer the newest document of a case."""
    app.jinja_env.globals["newest_paper"] = newest_of


def _row(document: Document, case: Any) -> PaperRow:
    label = case_words.document_label(WORKFLOWS[document.workflow], document.kind)
    return PaperRow(label, document.made_at, url_for("documents.fetch", document_id=document.id), case)
