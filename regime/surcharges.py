"""What a post-paid month costs when it is paid late: updating and surcharges (LSS 40 A; CFF 17-A, 21)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from regime.parameters import parameter
from regime.periods import month_after
from regime.rounding import to_cents
from regime.sentences import Sentence
from regime.values import Value


@dataclass(frozen=True, slots=True)
class SurchargeLine:
    """One month of lateness, or fraction of one, that began on `since`: its rate, and the pesos still owed that day."""

    since: date
    rate: Value
    base: Decimal


@dataclass(frozen=True, slots=True)
class LatePayment:
    """What is due on the day of payment: the amount, its updated value, the surcharge and their sum, in pesos."""

    amount: Decimal
    updated: Decimal
    lines: tuple[SurchargeLine, ...]
    surcharge: Decimal
    total: Decimal
    notices: tuple[Sentence, ...]


def late_payment(
    amount: Decimal, due: date, paid: date, owed_on: Callable[[date], Decimal] | None = None
) -> LatePayment:
    """The cost of paying `amount`, due on `due`, on the day `paid`; nothing is added up to and including the due day.

    `owed_on` says how much of it was still owed when a day began, where parts of it were paid meanwhile: each month of
    lateness is charged on that alone, and a month that began with nothing owed costs nothing.

    Each month or fraction since the day after the due day pays the rate in force when it began (CFF 21), on the amount
    updated by the consumer price index. The index is not at hand: the factor is 1, its legal floor, and a notice says
    so. Raises `UnknownValue` for months whose rate is not published yet.
    """
    factor = parameter("updating_factor_floor").on(due).value
    updated = to_cents(amount * factor)
    lines = tuple(
        SurchargeLine(since, parameter("surcharge_rate").on(since), base)
        for since in late_months(due, paid)
        if (base := updated if owed_on is None else to_cents(owed_on(since) * factor)) > 0
    )
    surcharge = to_cents(sum((line.base * line.rate.value for line in lines), Decimal(0)))
    notices = (Sentence("notice.updating_factor_floor", {"factor": str(factor)}),) if lines else ()
    return LatePayment(amount, updated, lines, surcharge, updated + surcharge, notices)


def next_late_month(due: date, day: date) -> date:
    """The first day of the month of lateness that begins next after a day."""
    return _lateness_month(due, len(late_months(due, day)))


def late_months(due: date, paid: date) -> list[date]:
    """The first day of each month or fraction of lateness: the day after the due day, and that day of later months."""
    begins: list[date] = []
    while (since := _lateness_month(due, len(begins))) <= paid:
        begins.append(since)
    return begins


def _lateness_month(due: date, number: int) -> date:
    first = month_after(due, number)
    length = (month_after(first, 1) - first).days
    return date.fromordinal(first.replace(day=min(due.day, length)).toordinal() + 1)
