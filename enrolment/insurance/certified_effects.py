"""What follows from a certificate: unpaid lines with the split bill, clocks that do not lapse, cover kept."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.following import then
from enrolment.insurance.certified_models import AwaitedEnd
from enrolment.insurance.cover import months_of, recompute
from enrolment.models import Affiliation, ContributionPeriod
from enrolment.money.contribution_rules import statement_of
from enrolment.money.undue_tasks import look_at_money_paid
from enrolment.relation.affiliation_effects import periods_of
from workflow.context import THE_SYSTEM
from workflow.definition import Step, is_tagged, states_tagged
from workflow.engine import context_of


def bill_again(session: Session, step: Step) -> None:
    """Issue again each unpaid line that would now ask for something else; let no certified month lapse."""
    changeable = states_tagged(ContributionPeriod, "changeable")
    for period in periods_of(session, step.case.affiliation_id, "unpaid"):
        context = context_of(session, period, THE_SYSTEM, step.context.at)
        reissuable = period.state in changeable and not period.paid_amount
        if reissuable and statement_of(context).total != period.amount:
            then(session, step, "reissue", period)
        if period.basis == "prepaid" and period.state in states_tagged(ContributionPeriod, "payable"):
            then(session, step, "look_again", period)


def keep_cover(session: Session, step: Step) -> None:
    """Compute again every month of the relation, over all her households."""
    affiliation = session.get_one(Affiliation, step.case.affiliation_id)
    periods = session.scalars(select(ContributionPeriod).where(ContributionPeriod.affiliation_id == affiliation.id))
    months: set[date] = {month for period in periods for month in months_of(period)}
    if affiliation.worker_id is not None:
        recompute(session, affiliation.worker_id, months, step.context.at)


def move_awaited_end(session: Session, step: Step) -> None:
    """A baja that waits goes on waiting as long as the incapacity lasts, and no longer."""
    waiting = waiting_end(session, step.case.affiliation_id)
    if waiting is not None:
        then(session, step, "wait_anew", waiting)


def waiting_end(session: Session, affiliation_id: UUID) -> AwaitedEnd | None:
    """The baja of a relation that waits for the end of an incapacity."""
    mine = select(AwaitedEnd).where(AwaitedEnd.affiliation_id == affiliation_id, is_tagged(AwaitedEnd, "open"))
    return session.scalar(mine)


APPLY = (bill_again, look_at_money_paid, keep_cover, move_awaited_end)
