"""Contributions paid for several months at once: one statement per month and their sum (LSS 239-C V, VIII; D-6)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import IntEnum
from typing import Any

from regime.contributions import contributions
from regime.policies import Policies
from regime.sentences import Sentence
from regime.statement import Statement
from regime.terms import Terms

JANUARY, FEBRUARY = 1, 2


class Periodicity(IntEnum):
    """How many months one payment covers; the household chooses (LSS 239-C V)."""

    MONTHLY = 1
    BIMONTHLY = 2
    HALF_YEARLY = 6
    YEARLY = 12


@dataclass(frozen=True, slots=True)
class PeriodStatement:
    """The statements of consecutive months that are paid together, in order."""

    months: tuple[Statement, ...]
    notices: tuple[Sentence, ...]

    @property
    def total(self) -> Decimal:
        """What is paid for the whole period."""
        return self.sum_of("total")

    def sum_of(self, amount: str) -> Decimal:
        """The sum over the months of `employer`, `worker`, `worker_paid_by_employer`, `infonavit` or `total`."""
        return sum((getattr(month, amount) for month in self.months), Decimal(0))

    def as_json(self) -> dict[str, Any]:
        """Plain JSON that `from_json` reads back, with the total beside the months."""
        return {
            "total": f"{self.total:f}",
            "months": [month.as_json() for month in self.months],
            "notices": [notice.as_json() for notice in self.notices],
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "PeriodStatement":
        """Read what `as_json` wrote; raises KeyError, ValueError or ArithmeticError for something else."""
        return cls(
            tuple(Statement.from_json(month) for month in stored["months"]),
            tuple(Sentence.from_json(notice) for notice in stored["notices"]),
        )


def contributions_for(
    terms: Terms,
    months: int,
    policies: Policies | None = None,
    of_month: Callable[[date], Terms] | None = None,
) -> PeriodStatement:
    """The statements of so many months, from the month of `terms` on: a `Periodicity`, fewer when the relation ends.

    `of_month` gives the terms of the month that begins on a day, with the days insured in it; without it every month
    takes those of `terms`.
    Months after the next 1 January or 1 February are priced by policy D-6, and the statement says so. Raises as
    `contributions` does.
    """
    policies = policies or Policies()
    firsts = [terms.day, *(month_after(terms.day, number) for number in range(1, months))]
    statements = []
    for first in firsts:
        held = terms if of_month is None else of_month(first)
        month = replace(held, day=first, priced_on=_priced_on(terms, first, policies))
        statements.append(contributions(month, policies))
    return PeriodStatement(tuple(statements), tuple(_about_prices(terms, firsts, policies)))


def month_after(day: date, months: int) -> date:
    """The first day of the month that comes so many months after the month of a day."""
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)


def next_price_change(day: date) -> date:
    """The next 1 February (UMA) or 1 January (wages, old age) after a day, whichever comes first."""
    february = date(day.year, FEBRUARY, 1)
    return february if day < february else date(day.year + 1, JANUARY, 1)


def _priced_on(terms: Terms, first: date, policies: Policies) -> date:
    return first if policies.long_prepayment_prices == "values_of_each_month" else terms.values_day


def _about_prices(terms: Terms, firsts: list[date], policies: Policies) -> list[Sentence]:
    change = next_price_change(terms.values_day)
    if firsts[-1] < change:
        return []
    code = f"notice.long_prepayment_{policies.long_prepayment_prices}"
    return [Sentence(code, {"policy": "D-6", "answer": policies.long_prepayment_prices, "since": change})]
