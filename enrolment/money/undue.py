"""What was paid of a period and turned out not to be owed: after the end, for certified days, of a void relation.

Each part is what was asked for less what the same months would ask for as things are known now; the share that went to
her retirement account stands apart, because it is hers and cannot simply be given back (LSS 299).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from enrolment.models import Affiliation, ContributionPeriod
from enrolment.money.contribution_rules import days_by_month
from enrolment.money.exception_models import Refund
from enrolment.money.payment_models import Payment
from enrolment.relation.agreement import statement_for
from regime.periods import PeriodStatement, month_after
from regime.policies import Policies
from regime.rates import OLD_AGE, RETIREMENT
from regime.statement import Line
from workflow.context import THE_SYSTEM
from workflow.definition import is_tagged, states_tagged
from workflow.engine import context_of
from workflow.stored import loads

NOTHING = Decimal(0)
AFTER_END, CERTIFIED, VOIDED, OTHER = "after_baja", "certified", "voided", "other"
REFUND_REASONS = (AFTER_END, CERTIFIED, VOIDED, "over", "duplicate", "expired_line", OTHER)


@dataclass(frozen=True, slots=True)
class Undue:
    """Why money of a paid period was not owed: pesos, and how much of them went to her retirement account."""

    reason: str
    amount: Decimal
    retirement: Decimal


def undue_of(session: Session, period: ContributionPeriod, at: datetime) -> tuple[Undue, ...]:
    """The parts of a paid period that can be asked back for a reason that Afilia knows by itself."""
    if period.statement is None or not is_paid(period):
        return ()
    affiliation = session.get_one(Affiliation, period.affiliation_id)
    if affiliation.state not in states_tagged(Affiliation, "in_force", "was_in_force"):
        found = Undue(VOIDED, period.paid_amount, retirement_of(_statement(period), _policies(session)))
    elif _ends_within(period, affiliation.ended_on):
        found = _no_longer_asked(session, period, AFTER_END, at)
    else:
        return ()
    return (found,) if found.amount > 0 else ()


def is_paid(period: ContributionPeriod) -> bool:
    """Whether the contributions of a period were paid in full."""
    return period.amount is not None and period.paid_amount >= period.amount > 0


def still_refundable(session: Session, period: ContributionPeriod, of: Decimal, but: object = None) -> Decimal:
    """How much of a sum paid for a period no other refund has asked for; `but` is the refund that asks."""
    asked = select(func.sum(func.coalesce(Refund.granted_amount, Refund.asked_amount))).where(
        Refund.period_id == period.id, Refund.exception_id.is_(None), is_tagged(Refund, "claims"), Refund.id != but
    )
    return max(NOTHING, of - (session.scalar(asked) or NOTHING))


def latest_payment(session: Session, period_id: object) -> date | None:
    """The day of the last payment of a period, from which the five years of LSS 299 run."""
    return session.scalar(select(func.max(Payment.paid_on)).where(Payment.period_id == period_id))


def retirement_of(statement: PeriodStatement, policies: Policies) -> Decimal:
    """How much of a statement goes to her account for retirement (LSS 168; which branches, a policy says)."""
    apart = {RETIREMENT, OLD_AGE} if policies.refund_apart == "whole_insurance" else {RETIREMENT}
    return _sum(line for month in statement.months for line in month.lines if line.concept in apart)


def _no_longer_asked(session: Session, period: ContributionPeriod, reason: str, at: datetime) -> Undue:
    """What was asked for less what would be asked for now, month by month."""
    policies, asked = _policies(session), _statement(period)
    context = context_of(session, period, THE_SYSTEM, at)
    days = {month: insured for month, insured in days_by_month(context).items() if insured}
    if not days:
        return Undue(reason, period.paid_amount, retirement_of(asked, policies))
    now = statement_for(context.around.agreed, context.around.relation, days, policies)
    retirement = retirement_of(asked, policies) - retirement_of(now, policies)
    return Undue(reason, max(NOTHING, asked.total - now.total), max(NOTHING, retirement))


def _ends_within(period: ContributionPeriod, ended_on: date | None) -> bool:
    last = date.fromordinal(month_after(period.first_month, period.months).toordinal() - 1)
    return ended_on is not None and ended_on < last


def _statement(period: ContributionPeriod) -> PeriodStatement:
    return PeriodStatement.from_json(loads(period.statement or "{}"))


def _policies(session: Session) -> Policies:
    policies: Policies = session.info["settings"].policies
    return policies


def _sum(lines: Iterable[Line]) -> Decimal:
    return sum((line.amount for line in lines), NOTHING)
