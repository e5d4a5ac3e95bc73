"""What one household may see of a month: its own days, line and payments, and nothing that depends on anybody else's.

Nothing here takes another household's data as argument, so that no sentence can be an answer about them: no mark of a
full month, no sum, no cover.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from enrolment.insurance.readings import paid_ahead_by
from enrolment.money.contributed import Contribution
from regime.sentences import Param, Sentence


@dataclass(frozen=True, slots=True)
class HouseholdMonth:
    """One household's own part of a month: the days it reported, its line, what counted, and where that stands."""

    month: date
    days: frozenset[date]
    line_amount: Decimal
    counted: Decimal
    late: Decimal
    standing: Sentence
    days_cut: frozenset[date]


def household_month(month: date, own: Contribution, as_of: date) -> HouseholdMonth:
    """The month as the household of this one contribution may see it."""
    paid_by = paid_ahead_by(month)
    counted = own.counted(paid_by)
    late = sum((p.amount for p in own.payments), Decimal(0)) - counted if not own.first_month else Decimal(0)
    return HouseholdMonth(
        month=month,
        days=own.insurable_days(month),
        line_amount=own.line_amount,
        counted=counted,
        late=late,
        standing=_standing(own, counted, late, paid_by, as_of),
        days_cut=own.days_cut(month),
    )


def _standing(own: Contribution, counted: Decimal, late: Decimal, paid_by: date, as_of: date) -> Sentence:
    params: dict[str, Param] = {"amount": own.line_amount, "paid": counted}
    if own.is_settled(paid_by):
        return Sentence("cover.household.settled", params)
    if own.awaits_payment(as_of) and own.due_on is not None:
        return Sentence("cover.household.awaited", params | {"due": own.due_on})
    if late:
        return Sentence("cover.household.late", params | {"late": late, "by": paid_by})
    return Sentence("cover.household.in_part" if counted else "cover.household.unpaid", params)
