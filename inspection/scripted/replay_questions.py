"""What a scripted case may ask about inspection: the file, the checklist, what was filed, services, fines, wishes."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspection.models import InspectionFile
from inspection.sanction.sanction_models import Sanction, SanctionBreach, SanctionFiling
from inspection.service.serving import entries, services_of
from inspection.visit.following_models import Filing
from inspection.visit.inspection_models import Inspection
from inspection.visit.record_models import Answer
from workflow.scenario import Move
from workflow.stage import Question, Stage

FILE = ("state", "origin", "filed_on", "office")
CHECKED = ("result", "presumed", "workers", "assessed")
BREACH = ("provision", "workers", "presumed", "proved", "chosen", "per_worker", "corrected_on", "withdrawn_on")
SERVICE = ("state", "way", "receiver", "issued_on", "served_at", "effective_at", "return_at")


def _file(stage: Stage, session: Session, move: Move) -> Mapping[str, Any]:
    """The file of a matter: whose it is, the day of its filing, and how each of its matters stands."""
    workflow, case = stage.case(session, move)
    file = case if workflow.name == "inspection_file" else session.get_one(InspectionFile, case.file_id)
    return {name: getattr(file, name) for name in FILE}


def _checklist(stage: Stage, session: Session, move: Move) -> Mapping[str, Any]:
    """What each item showed, by its number, and what became of it in the assessment."""
    case: Inspection = stage.case_of(session, move, "inspection")
    answers = session.scalars(select(Answer).where(Answer.inspection_id == case.id).order_by(Answer.item))
    return {"items": {str(one.item): {name: getattr(one, name) for name in CHECKED} for one in answers}}


def _filings(stage: Stage, session: Session, move: Move) -> Mapping[str, Any]:
    """Everything that a party filed in a matter, with its day, and whether it came late."""
    workflow, case = stage.case(session, move)
    rows: list[Filing] | list[SanctionFiling]
    if workflow.name == "sanction":
        mine = select(SanctionFiling).where(SanctionFiling.sanction_id == case.id)
        rows = list(session.scalars(mine.order_by(SanctionFiling.id)))
    else:
        rows = list(session.scalars(select(Filing).where(Filing.inspection_id == case.id).order_by(Filing.id)))
    filed = [{"kind": row.kind, "filed_on": row.filed_on, "late": row.is_late, "by": row.by_role} for row in rows]
    return {"count": len(filed), "filings": filed}


def _services(stage: Stage, session: Session, move: Move) -> Mapping[str, Any]:
    """The services of the acts of a matter, the first first, each with the lines of its ledger."""
    _workflow, case = stage.case(session, move)
    found = [
        {
            "act": service.act,
            **{name: getattr(service, name) for name in SERVICE},
            "ledger": [entry.happened for entry in entries(session, service)],
        }
        for service in services_of(session, case)
    ]
    return {"count": len(found), "services": found}


def _fines(stage: Stage, session: Session, move: Move) -> Mapping[str, Any]:
    """What a sanction holds: each breach by its item, with its fine in UMA and in pesos, and the total."""
    case: Sanction = stage.case_of(session, move, "sanction")
    rows = session.scalars(select(SanctionBreach).where(SanctionBreach.sanction_id == case.id))
    breaches = {str(row.item): {name: getattr(row, name) for name in BREACH} for row in rows}
    return {"sense": case.sense, "total": case.total, "in_default": case.in_default, "breaches": breaches}


QUESTIONS: Mapping[str, Question] = {
    "file": Question(_file, needs=("case",)),
    "checklist": Question(_checklist, needs=("case",)),
    "filings": Question(_filings, needs=("case",)),
    "services": Question(_services, needs=("case",)),
    "fines": Question(_fines, needs=("case",)),
}
