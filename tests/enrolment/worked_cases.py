"""The cases worked out by hand in `cases/*.toml`, read as contributions."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from enrolment.money.contributed import Contribution, Paid, days_between, last_of_month
from regime.contributions import contributions
from regime.pay import Pay
from regime.terms import Terms

CASES = Path(__file__).parent / "cases"


@dataclass(frozen=True)
class WorkedMonth:
    """One month of one case: what the file gives and what it expects."""

    month: date
    given: dict[str, Any]
    lines: tuple[Contribution, ...]
    terms: tuple[Terms, ...]

    def days(self, key: str) -> frozenset[date]:
        """The expected days under a key of the file."""
        return days_of(self.given[key], self.month)


def worked_months() -> Iterator[tuple[str, WorkedMonth]]:
    """Every month of every case, with a name for the test's report."""
    for path in sorted(CASES.glob("*.toml")):
        case = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        for given in case["months"]:
            pairs = [_line(entry, case["households"][entry["of"]], given["month"]) for entry in given["lines"]]
            lines, terms = zip(*pairs, strict=True)
            yield (
                f"{path.stem} {given['month']:%Y-%m} seen {given['as_of']}",
                WorkedMonth(given["month"], given, lines, terms),
            )


def days_of(given: Any, month: date) -> frozenset[date]:
    """Days as the file writes them: numbers of the month, whole dates, or "every day"."""
    if given == "every day":
        return frozenset(days_between(month, last_of_month(month)))
    return frozenset(month.replace(day=day) if isinstance(day, int) else date.fromisoformat(day) for day in given)


def _line(entry: dict[str, Any], household: dict[str, Any], month: date) -> tuple[Contribution, Terms]:
    whole = entry["days"] == "every day"
    weekdays = tuple(household["weekdays"])
    terms = Terms(
        day=month,
        pay=Pay(Decimal(household["daily_wage"]), "day", weekdays),
        mode="full_month" if whole else "per_day",
        days=None if whole else Decimal(entry.get("billed_days", len(entry["days"]))),
        zone=household["zone"],
    )
    amount = entry["quotas"] + entry["housing"]
    contribution = Contribution(
        affiliation=entry["of"],
        household=entry["of"],
        name=household["name"],
        line_amount=amount,
        quotas=entry["quotas"],
        payments=(Paid(amount, entry["paid_on"]),) if "paid_on" in entry else (),
        days=days_of(entry["days"], month),
        began=household["began"],
        ended=household.get("ended"),
        first_month="due" in entry,
        due_on=entry.get("due"),
        quotas_under=lambda policies: contributions(terms, policies).social_security,
    )
    return contribution, terms
