"""The task to ask back what was paid and not owed: asked by the step that shows it, done when a refund is asked for."""

from typing import Any

from sqlalchemy.orm import Session

from enrolment.models import Affiliation, ContributionPeriod
from enrolment.money.undue import paid_too_much
from enrolment.pending.task_kinds import MONEY_TO_ASK_BACK
from enrolment.pending.tasks import close_tasks, open_task
from workflow.definition import Step


def look_at_money_paid(session: Session, step: Step) -> None:
    """Ask the household whether it wants back what a relation was paid too much; nothing is offset by itself."""
    affiliation = _relation(session, step.case)
    if affiliation is None:
        return
    if paid_too_much(session, affiliation, step.context.at):
        open_task(session, step, MONEY_TO_ASK_BACK, subject=affiliation)
    else:
        close_tasks(session, step, MONEY_TO_ASK_BACK, subject=affiliation)


def look_at_line_paid(session: Session, step: Step) -> None:
    """The same when a line is paid whose days have changed since it was issued."""
    relation = step.context.around.relation
    if relation.ended_on is not None or relation.partial:
        look_at_money_paid(session, step)


def _relation(session: Session, case: Any) -> Affiliation | None:
    if isinstance(case, Affiliation):
        return case
    if (found := getattr(case, "affiliation_id", None)) is None:
        period = session.get(ContributionPeriod, case.period_id) if case.period_id else None
        found = period.affiliation_id if period is not None else None
    return session.get(Affiliation, found) if found else None
