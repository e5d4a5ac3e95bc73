"""What parties file (rows 25, 27, 35, 41, 42): kept whenever it comes, marked when it is late, never sent away."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspection.evidence.keeping import FILES, files_are_few, keep_evidence
from inspection.roles import EMPLOYER, INSPECTOR, INTAKE, LEGAL_OFFICER
from inspection.visit.following_models import Filing
from regime.sentences import Sentence
from workflow.columns import new_id
from workflow.context import Context
from workflow.definition import Action, Step, anybody
from workflow.tables import DeadlineRow

# Whoever has no account files at the desk, and an officer writes it down for her (LFPA 42).
FILERS = (EMPLOYER, INTAKE, INSPECTOR, LEGAL_OFFICER)
AFTER_ACTA = (
    "acta_closed",
    "under_observation",
    "in_assessment",
    "measures_ordered",
    "compliance_requested",
    "in_verification",
    "in_sanction",
    "archived",
    "no_effect",
)
CLOCKS = {
    "documents": ("documents", "more_documents", "last_documents", "last_more_documents"),
    "observations": ("observations",),
    "extension": ("correction",),
    "compliance": ("correction", "extension", "compliance"),
}
EXTENSION = "extension"


def stamp_is_possible(context: Context) -> Sentence | None:
    """The day of the stamp of whoever received it first lies behind us; only an officer knows another than today."""
    stamped = context.data.get("filed_on")
    if stamped is None:
        return None
    if EMPLOYER in context.roles:
        return Sentence("inspection.stamp_by_officer")
    return Sentence("inspection.stamp_ahead") if stamped > context.day else None


def keep(kind: str) -> Any:
    """The effect that writes a filing down, with whether its term had passed on the day it was filed."""

    def keep_filing(session: Session, step: Step) -> None:
        context = step.context
        filed_on = context.data.get("filed_on") or context.day
        role = min(step.action.roles & context.roles)
        row = Filing(
            id=new_id(),
            inspection_id=step.case.id,
            kind=kind,
            filed_on=filed_on,
            recorded_at=context.at,
            by_role=role.code,
            papers=context.data.get("papers") or None,
            is_late=is_late(session, step, CLOCKS[kind], filed_on),
        )
        session.add(row)
        session.flush()

    return keep_filing


def is_late(session: Session, step: Step, clocks: tuple[str, ...], filed_on: Any) -> bool:
    """Whether the last of the clocks had passed, by every calendar, before the day of the filing."""
    case = step.case
    mine = select(DeadlineRow).where(DeadlineRow.case_id == case.id, DeadlineRow.code.in_(clocks))
    rows = session.scalars(mine.order_by(DeadlineRow.armed_at.desc(), DeadlineRow.id.desc())).all()
    if not rows:
        return False
    latest = rows[0]
    if latest.due_at is None:
        return False
    passed_on = latest.due_at.astimezone(step.context.around.zone).date()
    return bool(filed_on >= passed_on)


def _filing(kind: str, code: str, *states: str, rows: tuple[int, ...], basis: tuple[str, ...], **more: Any) -> Action:
    return Action(
        code=code,
        source=states,
        roles=anybody(*FILERS),
        basis=basis,
        checks=(stamp_is_possible, files_are_few, *more.pop("checks", ())),
        inputs=("filed_on", FILES, *more.pop("inputs", ())),
        private=("papers",),
        effects=(keep(kind), keep_evidence),
        comment="required",
        produces=("filing_receipt",),
        rows=rows,
        **more,
    )


def days_are_asked(context: Context) -> Sentence | None:
    """How many more days are asked for, and which cause lies outside the home."""
    return None if (context.data.get("days_wanted") or 0) >= 1 else Sentence("inspection.days_wanted_missing")


FILING = (
    _filing(
        "documents",
        "file_documents",
        "at_the_door",
        "documents_required",
        "documents_required_after_refusal",
        *AFTER_ACTA,
        rows=(25, 27),
        basis=("lft_1004a", "lfpa_43"),
    ),
    _filing("observations", "file_observations", *AFTER_ACTA, rows=(35,), basis=("lfpa_68", "lfpa_43")),
    _filing(
        EXTENSION,
        "ask_extension",
        "measures_ordered",
        "in_verification",
        rows=(41,),
        basis=("rgitas_36", "lfpa_43"),
        checks=(days_are_asked,),
        inputs=("days_wanted",),
    ),
    _filing(
        "compliance",
        "file_compliance",
        "measures_ordered",
        "compliance_requested",
        "in_verification",
        rows=(42,),
        basis=("lfpa_32", "lfpa_43"),
    ),
)
