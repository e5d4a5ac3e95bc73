"""The fines of the social-security law in pesos of a day (LSS 304, 304-A, 304-B)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from regime.parameters import parameter
from regime.rounding import to_cents
from regime.values import Value


@dataclass(frozen=True, slots=True)
class Fine:
    """From `least` to `most` pesos, with the UMA and the range of the law behind them."""

    least: Decimal
    most: Decimal
    range: Value
    uma: Value


def fine_not_enrolled(day: date) -> Fine:
    """The fine for not registering, not enrolling or enrolling late (LSS 304-A I and II, 304-B IV)."""
    return in_uma("fine_not_enrolled", day)


def fine_late_wage_change(day: date) -> Fine:
    """The fine for a late notice of a change of wage."""
    return in_uma("fine_late_wage_change", day)


def fine_omitted_contributions(omitted: Decimal, day: date) -> tuple[Decimal, Decimal]:
    """The least and the most that may be fined for contributions left unpaid, in pesos (LSS 304)."""
    shares = parameter("fine_omitted_contributions").on(day).range
    return to_cents(omitted * shares.least), to_cents(omitted * shares.most)


def in_uma(name: str, day: date, uma: Value | None = None) -> Fine:
    """A range of the law in pesos of a day, or by another value of the UMA. Raises `UnknownValue`."""
    found, uma = parameter(name).on(day), uma or parameter("uma_daily").on(day)
    return Fine(to_cents(found.range.least * uma.value), to_cents(found.range.most * uma.value), found, uma)
