"""What was paid of a period and turned out not to be owed: after the end, for certified or unpaid days, if void.

Each part is what was asked for less what the same months would ask for as things are known now. The share that went to
her retirement account stands apart, because it is hers and cannot simply be given back (LSS 299), and so does the
housing share, which Infonavit gives back by a way of its own (LIFNVT 30 X, policy R-3).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from enrolment.models import Affiliation, ContributionPeriod
from enrolment.money.contribution_rules import days_by_month
from enrolment.money.exception_models import Refund
from enrolment.money.payment_models import Payment
from enrolment.relation.agreement import Relation, statement_for
from enrolment.relation.relation_days import relation_of
from regime.periods import PeriodStatement, month_after
from regime.policies import Policies
from regime.rates import OLD_AGE, RETIREMENT
from regime.rounding import to_cents
from regime.statement import Line
from workflow.context import THE_SYSTEM, Context
from workflow.definition import is_tagged, states_tagged
from workflow.engine import context_of
from workflow.stored import loads

NOTHING = Decimal(0)
AFTER_END, CERTIFIED, UNPAID_DAYS, VOIDED, OTHER = "after_baja", "certified", "unpaid_days", "voided", "other"
REFUND_REASONS = (AFTER_END, CERTIFIED, UNPAID_DAYS, VOIDED, "over", "duplicate", "expired_line", OTHER)


@dataclass(frozen=True, slots=True)
class Undue:
    """Why money of a paid period was not owed: pesos, and how much of them is retirement and how much housing."""

    reason: str
    amount: Decimal
    retirement: Decimal
    housing: Decimal

    @property
    def by_the_office(self) -> Decimal:
        """What the office can give back itself."""
        return self.amount - self.retirement - self.housing

    def of(self, amount: Decimal) -> "Undue":
        """So much of it, with what stands apart in proportion."""
        if not self.amount or amount >= self.amount:
            return self
        share = amount / self.amount
        retirement = to_cents(self.retirement * share)
        return Undue(self.reason, amount, retirement, min(to_cents(self.housing * share), amount - retirement))


class _Sums(NamedTuple):
    """What the months of a period ask for, and how much of it is retirement and housing."""

    total: Decimal = NOTHING
    retirement: Decimal = NOTHING
    housing: Decimal = NOTHING


def undue_of(session: Session, period: ContributionPeriod, at: datetime) -> tuple[Undue, ...]:
    """The parts of a paid period that can be asked back for a reason that Afilia knows by itself."""
    if period.statement is None or not is_paid(period):
        return ()
    affiliation = session.get_one(Affiliation, period.affiliation_id)
    if affiliation.state in states_tagged(Affiliation, "in_force", "was_in_force"):
        found = tuple(_no_longer_asked(session, period, at))
    else:
        found = (_whole(session, period, VOIDED),)
    return tuple(part for part in found if part.amount > 0)


def left_of(session: Session, period: ContributionPeriod, at: datetime, but: object = None) -> tuple[Undue, ...]:
    """The same without what refunds ask for already, and whatever else was paid for a reason still to be said; `but`
    is the refund that asks."""
    if period.statement is None or not is_paid(period):
        return ()
    claims = _claims(session, period, but)
    unclaimed = max(NOTHING, period.paid_amount - sum((claim.amount for claim in claims), NOTHING))
    known = (_without(part, [c for c in claims if c.reason == part.reason]) for part in undue_of(session, period, at))
    any_reason = _without(_whole(session, period, OTHER), claims)
    return tuple(part.of(unclaimed) for part in (*known, any_reason) if min(part.amount, unclaimed) > 0)


def paid_too_much(
    session: Session, affiliation: Affiliation, at: datetime
) -> list[tuple[ContributionPeriod, tuple[Undue, ...]]]:
    """The paid periods of a relation with known parts that were not owed and that nobody has asked back yet."""
    found = []
    for period in _in_question(session, affiliation):
        known = tuple(part for part in left_of(session, period, at) if part.reason != OTHER)
        if known:
            found.append((period, known))
    return found


def is_paid(period: ContributionPeriod) -> bool:
    """Whether the contributions of a period were paid in full."""
    return period.amount is not None and period.paid_amount >= period.amount > 0


def latest_payment(session: Session, period_id: object) -> date | None:
    """The day of the last payment of a period, from which the five years of LSS 299 run."""
    return session.scalar(select(func.max(Payment.paid_on)).where(Payment.period_id == period_id))


def _no_longer_asked(session: Session, period: ContributionPeriod, at: datetime) -> Iterator[Undue]:
    """What was asked for less what would be asked for now, reason by reason: each takes what those before left.

    The first sums know neither end nor certificates nor unpaid days, so that a difference of another kind is nobody's.
    """
    context = context_of(session, period, THE_SYSTEM, at)
    relation: Relation = context.around.relation
    asked = _sums(_statement(period), context.around.policies)
    before = _lesser(asked, _sums_with(context, replace(relation, ended_on=None, partial=())))
    for reason, known in (
        (AFTER_END, replace(relation, partial=())),
        (CERTIFIED, replace(relation, partial=tuple(span for span in relation.partial if span.kind == "certified"))),
        (UNPAID_DAYS, relation),
    ):
        after = _sums_with(context, known)
        if after.total >= before.total:
            continue
        # With the last of its contributions a month loses its surcharges too.
        surcharge = period.paid_amount - asked.total if not after.total else NOTHING
        less = _Sums(*(max(NOTHING, had - has) for had, has in zip(before, after, strict=True)))
        yield Undue(reason, less.total + surcharge, less.retirement, less.housing)
        before = after


def _whole(session: Session, period: ContributionPeriod, reason: str) -> Undue:
    sums = _sums(_statement(period), _policies(session))
    return Undue(reason, period.paid_amount, sums.retirement, sums.housing)


def _claims(session: Session, period: ContributionPeriod, but: object) -> list[Undue]:
    """What refunds of a period ask for; of a refund that was granted in part the rest can be asked for again."""
    asked = select(Refund).where(
        Refund.period_id == period.id, Refund.exception_id.is_(None), is_tagged(Refund, "claims"), Refund.id != but
    )
    return [
        Undue(refund.reason, refund.claimed, refund.retirement_part, refund.housing_part)
        for refund in session.scalars(asked)
    ]


def _without(part: Undue, claims: list[Undue]) -> Undue:
    amounts = ("amount", "retirement", "housing")
    left = {name: getattr(part, name) - sum(getattr(claim, name) for claim in claims) for name in amounts}
    return replace(part, **{name: max(NOTHING, amount) for name, amount in left.items()})


def _in_question(session: Session, affiliation: Affiliation) -> list[ContributionPeriod]:
    """The paid periods that reach beyond the end or hold days on which less is due."""
    relation = relation_of(session, affiliation, "")
    paid = select(ContributionPeriod).where(
        ContributionPeriod.affiliation_id == affiliation.id, is_tagged(ContributionPeriod, "fixed")
    )
    periods = session.scalars(paid.order_by(ContributionPeriod.first_month)).all()
    return [period for period in periods if is_paid(period) and _is_touched(period, relation)]


def _is_touched(period: ContributionPeriod, relation: Relation) -> bool:
    first, beyond = period.first_month, month_after(period.first_month, period.months)
    ends = relation.ended_on is not None and relation.ended_on < date.fromordinal(beyond.toordinal() - 1)
    return ends or any(span.first < beyond and first <= span.last for span in relation.partial)


def _sums_with(context: Context, relation: Relation) -> _Sums:
    """What the months of a period would ask for if this were known of the relation; nothing without a day to insure."""
    around = replace(context.around, relation=relation)
    days = days_by_month(replace(context, around=around))
    if not any(days.values()):
        return _Sums()
    return _sums(statement_for(around.agreed, relation, days, around.policies), around.policies)


def _sums(statement: PeriodStatement, policies: Policies) -> _Sums:
    apart = {RETIREMENT, OLD_AGE} if policies.refund_apart == "whole_insurance" else {RETIREMENT}
    retirement = _sum(line for month in statement.months for line in month.lines if line.concept in apart)
    housing = statement.sum_of("infonavit") if policies.housing_refund == "apart" else NOTHING
    return _Sums(statement.total, retirement, housing)


def _lesser(one: _Sums, other: _Sums) -> _Sums:
    return other if other.total < one.total else one


def _statement(period: ContributionPeriod) -> PeriodStatement:
    return PeriodStatement.from_json(loads(period.statement or "{}"))


def _policies(session: Session) -> Policies:
    policies: Policies = session.info["settings"].policies
    return policies


def _sum(lines: Iterable[Line]) -> Decimal:
    return sum((line.amount for line in lines), NOTHING)
