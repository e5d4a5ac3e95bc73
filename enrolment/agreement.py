"""What a household and a worker agreed, read as pay, insured days and contributions of a month. No database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Protocol, cast

from enrolment.contributed import days_between, last_of_month
from regime.geography import zone_notices, zone_of
from regime.parameters import parameter
from regime.pay import Each, Pay, days_of_month
from regime.periods import Periodicity, PeriodStatement, contributions_for, month_after
from regime.policies import Policies
from regime.terms import InKind, Mode, Terms
from regime.values import UnknownValue
from regime.wages import WageGap, wage_gap

PAY_EACH: tuple[Each, ...] = ("visit", "day", "week", "fortnight", "month")
PERIODICITIES: tuple[int, ...] = tuple(Periodicity)


class Agreed(Protocol):
    """Terms as the wizard, the case and the dated history hold them."""

    pay_amount: Decimal
    pay_each: str
    weekdays: str
    hours_per_day: Decimal | None
    in_kind: str
    mode: str
    periodicity: int


TERMS_FACTS = ("pay_amount", "pay_each", "weekdays", "hours_per_day", "in_kind", "mode", "periodicity")


@dataclass(frozen=True, slots=True)
class Relation:
    """What the contributions of a relation depend on besides its terms."""

    municipality: str
    began_on: date
    enrolled_from: date
    ended_on: date | None = None


def terms_as_dict(agreed: Agreed) -> dict[str, Any]:
    """The terms by column name, to copy them from the case into the history."""
    return {name: getattr(agreed, name) for name in TERMS_FACTS}


def weekdays_of(agreed: Agreed) -> tuple[int, ...]:
    """The days of the week she comes; 0 is Monday."""
    return tuple(int(digit) for digit in agreed.weekdays or "")


def pay_of(agreed: Agreed) -> Pay:
    """The pay as agreed; raises `PayRefused` with the sentence that says what cannot be."""
    return Pay(agreed.pay_amount, cast(Each, agreed.pay_each), weekdays_of(agreed))


def insured_days(agreed: Agreed, relation: Relation, month: date, reported: Iterable[int] | None) -> tuple[date, ...]:
    """The days of a month to be reported: those confirmed by the household, else those of the calendar.

    For a full month every day of the relation in it; for insurance by days those on which she comes.
    """
    first = max(month, relation.enrolled_from)
    last = min(last_of_month(month), relation.ended_on or last_of_month(month))
    within = tuple(days_between(first, last))
    if agreed.mode == "full_month":
        return within
    wanted = (
        set(days_of_month(weekdays_of(agreed), month)) if reported is None else {month.replace(day=n) for n in reported}
    )
    return tuple(day for day in within if day in wanted)


def terms_of_month(agreed: Agreed, relation: Relation, month: date, days: int) -> Terms:
    """The terms from which the contributions of a month are computed, for so many insured days."""
    whole = agreed.mode == "full_month" and days == last_of_month(month).day
    return Terms(
        day=month,
        pay=pay_of(agreed),
        mode=cast(Mode, agreed.mode),
        days=None if whole else Decimal(days),
        zone=zone_of(relation.municipality, month),
        zone_notices=zone_notices(relation.municipality),
        in_kind=cast(InKind, agreed.in_kind),
        years_of_service=years_of_service(relation.began_on, last_of_month(month)),
    )


def statement_for(
    agreed: Agreed,
    relation: Relation,
    days: Mapping[date, tuple[date, ...]],
    policies: Policies,
) -> PeriodStatement:
    """The explained contributions of consecutive months (the keys of `days`, in order).

    A line must be issued before the values of the new year are published: it is then priced at the last known ones, by
    the projection that its notices name.
    """
    months = list(days)
    terms = terms_of_month(agreed, relation, months[0], len(days[months[0]]))

    def days_of(month: date) -> Decimal | None:
        return terms_of_month(agreed, relation, month, len(days[month])).days

    try:
        return contributions_for(terms, len(months), policies, days_of)
    except UnknownValue:
        return contributions_for(terms, len(months), replace(policies, projection="last_known_values"), days_of)


def years_of_service(began_on: date, day: date) -> int:
    """In which year of service she is on a day; the first is 1 (LFT 76)."""
    return max(1, day.year - began_on.year + ((day.month, day.day) >= (began_on.month, began_on.day)))


def gap_to_legal_wage(agreed: Agreed, municipality: str, day: date) -> WageGap:
    """Her pay of a day beside the legal minimum for the hours of that day (LFT 83, 335).

    Who works the whole week is paid for seven days, the rest day included (LFT 69); others for the days they come.
    """
    pay = pay_of(agreed)
    divisor = parameter("month_divisor").on(day).value
    whole_week = pay.days_a_week is None or pay.days_a_week >= parameter("rest_day_work").on(day).value
    paid = pay.daily_wage(divisor) if whole_week and pay.each != "visit" else pay.wage_of_a_day_worked(divisor)
    return wage_gap(paid, zone_of(municipality, day), day, agreed.hours_per_day, "last_known_values")


def months_from(first: date, count: int) -> tuple[date, ...]:
    """The first days of so many months, beginning with the month of a day."""
    return tuple(month_after(first, number) for number in range(count))
