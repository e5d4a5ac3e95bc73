"""What a scripted case may ask about her month over all homes: a reading of it, its gaps and overlaps, what is kept."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.insurance.day_care import day_care_of
from enrolment.insurance.gaps import gaps_of, overlaps_of
from enrolment.insurance.her_days import by_mark
from enrolment.insurance.her_month import her_month
from enrolment.insurance.month_contributions import contributions_of
from enrolment.insurance.preserved_care import preserved_care_of
from enrolment.models import DomesticWorker
from workflow.scenario import Move
from workflow.stage import Question, Stage


def _her_month(stage: Stage, session: Session, move: Move) -> Mapping[str, Any]:
    """A month of hers: the answer, how each day stands, days nobody paid and days that several homes did."""
    assert move.month is not None  # noqa: S101 - the question needs it
    worker, day = _worker(stage, session, move), _day(stage, move)
    if worker is None:
        return {"answer": "none"}
    seen = her_month(session, worker.id, move.month, day, {})
    lines = contributions_of(session, worker.id, move.month)
    return {
        "answer": seen.cover.answer.value,
        "marks": {mark: [day.day for day in days] for mark, days in by_mark(seen.days).items()},
        "gaps": [[gap.first.day, gap.last.day] for gap in gaps_of(seen.cover)],
        "overlaps": [[one.day for one in overlap.days] for overlap in overlaps_of(seen.month, lines, day)],
        "closed_by": [sentence.code for sentence in seen.closing],
        "readings": {
            f"{point.code}={option.value}": option.cover.answer.value
            for point in seen.points
            for option in point.options
        },
        "explanation": [*seen.gaps, *seen.overlaps, *seen.closing],
    }


def _kept(stage: Stage, session: Session, move: Move) -> Mapping[str, Any]:
    """What she keeps after cover ended: medical care and day-care, each with its last day."""
    worker, day = _worker(stage, session, move), _day(stage, move)
    care = worker and preserved_care_of(session, worker.id, day)
    day_care = worker and day_care_of(session, worker.id, day)
    return {
        "care_until": care.until if care and care.is_reached else "none",
        "weeks_held": care.held if care else None,
        "care": care.told() if care else None,
        "day_care_until": day_care.until if day_care else "none",
        "left_on": day_care.left_on if day_care else None,
        "left_by": day_care.left_by if day_care else None,
        "day_care": [day_care.told(), *day_care.explained()] if day_care else [],
    }


def _worker(stage: Stage, session: Session, move: Move) -> DomesticWorker | None:
    person_id = stage.actor(move).person_id
    return session.scalar(select(DomesticWorker).where(DomesticWorker.person_id == person_id))


def _day(stage: Stage, move: Move) -> date:
    return move.at.astimezone(stage.zone).date()


QUESTIONS: Mapping[str, Question] = {
    "her_month": Question(_her_month, needs=("who", "month")),
    "kept": Question(_kept, needs=("who",)),
}
