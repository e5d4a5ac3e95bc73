"""What scripted cases can do and ask in enrolment: its people, use cases, questions, and names for its cases."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment import replay_papers
from enrolment.payment_models import IssuedLine
from enrolment.replay_people import enter
from enrolment.replay_questions import QUESTIONS
from enrolment.replay_steps import DOINGS
from workflow.replay import Repertoire


def label(_session: Session, workflow: str, case: Any) -> tuple[UUID, str]:
    """A period is named after its first month, what the worker says after its procedure; both belong to a relation."""
    word = f"{case.first_month:%Y-%m}" if workflow == "contribution_period" else workflow
    return case.affiliation_id, word


def aliases(session: Session, names: Mapping[UUID, str]) -> Mapping[str, str]:
    """Payment lines are random: each is shown as the line of its period, numbered if it was issued again."""
    found: dict[str, str] = {}
    numbers: dict[UUID, int] = {}
    for line in session.scalars(select(IssuedLine).order_by(IssuedLine.issued_at, IssuedLine.replaced_at.nulls_last())):
        numbers[line.period_id] = numbers.get(line.period_id, 0) + 1
        found[line.line] = f"LINE[{names[line.period_id]} #{numbers[line.period_id]}]"
    return {**found, **replay_papers.folio_aliases(session, names)}


REPERTOIRE = Repertoire(
    enter=enter,
    doings={**DOINGS, **replay_papers.DOINGS},
    questions={**QUESTIONS, **replay_papers.QUESTIONS},
    label=label,
    aliases=aliases,
    kinds={
        "change_from": "day",
        "month": "month",
        "days": "days",
        "received": "money",
        "paid_on": "day",
        "from_month": "month",
        "weekdays": "weekdays",
        "kind": "text",
        "first_day": "day",
        "last_day": "day",
    },
)
