"""Where the inspection ends and the sanction begins: whoever conducts sanctions registers how one is opened.

    when_sanction_is_requested(open_sanction)

The effect gets the step that asked for it, in the same transaction; what is handed over is `request_of(step)`.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from workflow.definition import Effect, Step


@dataclass(frozen=True, slots=True)
class Breach:
    """One item whose breach stands: what shows it, how many workers it touches, whether it is presumed, until when."""

    item: int
    evidence: str | None
    workers: int
    presumed: bool
    breach_until: date | None


@dataclass(frozen=True, slots=True)
class SanctionRequest:
    """What is handed over: the file, the inspection, every breach that stands, and whether the visit was refused."""

    file_id: UUID
    inspection_id: UUID
    office: str
    acta_on: date | None
    refused: bool
    breaches: tuple[Breach, ...]
    unmet: tuple[int, ...]


_EFFECTS: list[Effect] = []


def when_sanction_is_requested(effect: Effect) -> Effect:
    """Register what follows from a request for sanction; also a decorator."""
    _EFFECTS.append(effect)
    return effect


def hand_over(session: Session, step: Step) -> None:
    """Let those who conduct sanctions begin theirs."""
    for effect in _EFFECTS:
        effect(session, step)


def request_of(step: Step) -> SanctionRequest:
    """What the step asks a sanction for."""
    case, around = step.case, step.context.around
    return SanctionRequest(
        file_id=case.file_id,
        inspection_id=case.id,
        office=case.office,
        acta_on=case.ended_at.astimezone(around.zone).date() if case.ended_at else None,
        refused=case.refused_at is not None,
        breaches=tuple(_breach(answer) for answer in around.standing),
        unmet=tuple(measure.item for measure in around.measures if measure.verified is False),
    )


def _breach(answer: Any) -> Breach:
    shown = answer.assessed_evidence or answer.evidence
    return Breach(answer.item, shown, answer.workers or 1, answer.presumed, answer.breach_until)
