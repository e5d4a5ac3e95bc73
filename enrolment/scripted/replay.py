"""What scripted cases can do and ask in enrolment: its people, use cases, questions, and names for its cases."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.lifecycle import LIFECYCLES
from enrolment.models import Affiliation, DomesticWorker, Registration
from enrolment.money.exception_models import PaymentException, Refund
from enrolment.money.payment_models import IssuedLine
from enrolment.pending.task_models import Task
from enrolment.people.identity_models import NumberChoice, PossibleDuplicate
from enrolment.scripted import (
    replay_attending,
    replay_certified,
    replay_dues,
    replay_her_month,
    replay_identity,
    replay_invitations,
    replay_papers,
    replay_shapes,
)
from enrolment.scripted.replay_people import ROLES, enter
from enrolment.scripted.replay_questions import QUESTIONS
from enrolment.scripted.replay_steps import DOINGS
from workflow.replay import Repertoire
from workflow.stage import Handling


def label(session: Session, workflow: str, case: Any) -> tuple[UUID, str]:
    """A period is named after its first month, what the worker says after its procedure; both belong to a relation."""
    word = f"{case.first_month:%Y-%m}" if workflow == "contribution_period" else workflow
    if isinstance(case, PossibleDuplicate | NumberChoice):
        return _latest_relation(session, case), word
    if isinstance(case, Task):
        return case.subject_id, case.kind
    if isinstance(case, PaymentException):
        return case.period_id or case.row_id, case.fate
    if isinstance(case, Affiliation | Registration):  # whatever nobody on the stage began
        return replay_invitations.begun_by(session, case), word
    if isinstance(case, Refund):
        return case.exception_id or case.period_id or case.household_id, workflow
    return case.affiliation_id, word


def _latest_relation(session: Session, case: PossibleDuplicate | NumberChoice) -> UUID:
    """A question about identity is named after the relation that brought it up: the latest of those concerned."""
    people = (case.person_id, getattr(case, "other_id", case.person_id))
    hers = select(Affiliation.id).join(DomesticWorker, DomesticWorker.id == Affiliation.worker_id)
    newest = hers.where(DomesticWorker.person_id.in_(people)).order_by(Affiliation.opened_at.desc())
    return session.scalars(newest.limit(1)).one()


def aliases(session: Session, names: Mapping[UUID, str]) -> Mapping[str, str]:
    """Payment lines are random: each is shown as the line of its period, numbered if it was issued again."""
    found: dict[str, str] = {}
    numbers: dict[UUID, int] = {}
    for line in session.scalars(select(IssuedLine).order_by(IssuedLine.issued_at, IssuedLine.replaced_at.nulls_last())):
        numbers[line.period_id] = numbers.get(line.period_id, 0) + 1
        found[line.line] = f"LINE[{names[line.period_id]} #{numbers[line.period_id]}]"
    return {**found, **replay_papers.folio_aliases(session, names)}


KINDS: Mapping[str, str] = {
    **replay_certified.KINDS,
    **replay_shapes.KINDS,
    **replay_dues.KINDS,
    **replay_identity.KINDS,
    **replay_invitations.KINDS,
    "change_from": "day",
    "to_office": "text",
    "month": "month",
    "days": "days",
    "received": "money",
    "paid_on": "day",
    "from_month": "month",
    "weekdays": "weekdays",
    "kind": "text",
    "first_day": "day",
    "last_day": "day",
}
REPERTOIRE = Repertoire(
    roles=dict.fromkeys(ROLES, enter),
    doings={
        **DOINGS,
        **replay_certified.DOINGS,
        **replay_shapes.DOINGS,
        **replay_papers.DOINGS,
        **replay_identity.DOINGS,
        **replay_invitations.DOINGS,
        **replay_attending.DOINGS,
    },
    questions={
        **QUESTIONS,
        **replay_certified.QUESTIONS,
        **replay_her_month.QUESTIONS,
        **replay_papers.QUESTIONS,
        **replay_dues.QUESTIONS,
        **replay_identity.QUESTIONS,
        **replay_attending.QUESTIONS,
    },
    handling=dict.fromkeys((workflow.name for workflow in LIFECYCLES), Handling(label, KINDS)),
    aliases=aliases,
)
