"""What a stranger learns from the mark of an act: which document, of whom, of which day, whether it still holds."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from inspection.authorities import authorities
from workflow.checkable import document_of_code, document_of_folio, ended_at
from workflow.context import MEXICO_CITY
from workflow.definition import WORKFLOWS
from workflow.tables import Document


@dataclass(frozen=True, slots=True)
class VerifiedAct:
    """An act as strangers see it: no name, no address, no folio of a file. `ended_on` is when it was taken back."""

    workflow: str
    kind: str
    authority: str
    issued_on: date
    ended_on: date | None


def act_by_folio(session: Session, typed: str) -> VerifiedAct | None:
    """The act of a folio as somebody typed it."""
    return _verified(session, document_of_folio(session, typed))


def act_by_code(session: Session, code: str) -> VerifiedAct | None:
    """The act of a scanned code."""
    return _verified(session, document_of_code(session, code))


def _verified(session: Session, document: Document | None) -> VerifiedAct | None:
    if document is None:
        return None
    case = session.get(WORKFLOWS[document.workflow].model, document.case_id)
    ended = ended_at(session, document)
    return VerifiedAct(
        workflow=document.workflow,
        kind=document.kind,
        authority=authorities(session).of(case.office if case else None).name,
        issued_on=document.made_at.astimezone(MEXICO_CITY).date(),
        ended_on=ended.astimezone(MEXICO_CITY).date() if ended else None,
    )
