"""What a post-paid month that is paid late costs on a day, after everything that was paid of it (LSS 40 A)."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal

from enrolment.money.contributed import Paid
from regime.surcharges import LatePayment, late_payment

NOTHING = Decimal(0)


def total_of(payments: Iterable[Paid]) -> Decimal:
    """What payments add up to."""
    return sum((paid.amount for paid in payments), NOTHING)


def owed_on(amount: Decimal, payments: Sequence[Paid]) -> Callable[[date], Decimal]:
    """How much of `amount` was still owed when a day began. Payments go to the contributions first, then to surcharges,
    so that her month is insured before anything else is paid."""
    return lambda day: max(NOTHING, amount - total_of(paid for paid in payments if paid.on < day))


def late_on(amount: Decimal, due: date, payments: Sequence[Paid], day: date) -> LatePayment:
    """The surcharges run up until a day on what was owed of the line month by month; raises like `late_payment`."""
    return late_payment(amount, due, day, owed_on(amount, payments))
