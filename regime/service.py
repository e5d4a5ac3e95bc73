"""Service in one home: since when, at which pay through time, how many years and days of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from regime.parameters import parameter
from regime.pay import Pay
from regime.policies import Policies
from regime.terms import InKind
from regime.wages import Zone

ONE_DAY = timedelta(days=1)
PAID_BY_DAY = ("visit", "hour", "day")
Span = tuple[date, date]


@dataclass(frozen=True, slots=True)
class PaidFrom:
    """The pay agreed from a day on, and whether food or lodging comes with it."""

    since: date
    pay: Pay
    in_kind: InKind = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One relation of work, as labour law counts it: from its true beginning, whenever it was enrolled.

    `pays` is the dated history, at least one; the first holds from the beginning. `ended_on` is the last day of work.
    `absences` are unpaid pauses, from one day to another, both included; whether they count is policy L-3.
    """

    began_on: date
    pays: tuple[PaidFrom, ...]
    zone: Zone = "general"
    ended_on: date | None = None
    absences: tuple[Span, ...] = ()

    def pay_on(self, day: date) -> PaidFrom:
        """The pay that holds on a day; before the first, the first."""
        held = [paid for paid in sorted(self.pays, key=lambda paid: paid.since) if paid.since <= day]
        return held[-1] if held else min(self.pays, key=lambda paid: paid.since)

    def anniversary(self, years: int) -> date:
        """The day after so many years of service; who began on 29 February has it on 1 March in other years."""
        try:
            return self.began_on.replace(year=self.began_on.year + years)
        except ValueError:
            return date(self.began_on.year + years, 3, 1)

    def completed_years(self, before: date) -> int:
        """How many whole years of service lie before a day (the day itself not served yet)."""
        years = before.year - self.began_on.year
        return max(0, years if self.anniversary(years) <= before else years - 1) if years > 0 else 0

    def years(self, before: date) -> Decimal:
        """Years of service before a day with the fraction of the current one, by its days."""
        whole = self.completed_years(before)
        first, next_one = self.anniversary(whole), self.anniversary(whole + 1)
        return whole + Decimal(max(0, (before - first).days)) / (next_one - first).days

    def days(self, first: date, last: date, policies: Policies) -> int:
        """Days of service from one day to another, both included, without the pauses that policy L-3 takes out."""
        since, until = max(first, self.began_on), min(last, self.ended_on or last)
        served = max(0, (until - since).days + 1)
        if policies.absences_in_benefits == "not_deducted":
            return served
        return served - days_within(self.absences, since, until)


def days_within(spans: Iterable[Span], first: date, last: date) -> int:
    """How many days of some spans, which do not overlap, lie between two days, both included."""
    return sum(max(0, (min(until, last) - max(since, first)).days + 1) for since, until in spans)


def calendar_wage(paid: PaidFrom, day: date, policies: Policies) -> Decimal:
    """Pesos of one calendar day (LFT 89: a week by seven, a month by thirty); visits carry their rest day by D-14."""
    pay = paid.pay
    wage = pay.daily_wage(parameter("month_divisor").on(day).value)
    if pay.each in ("visit", "hour") and policies.rest_day_share == "added":
        wage *= parameter("rest_day_week").on(day).value / parameter("rest_day_work").on(day).value
    return wage


def worked_day_wage(paid: PaidFrom, day: date) -> Decimal:
    """Pesos of one day that she works; pay of a whole week of work covers seven days (LFT 69, 89)."""
    divisor = parameter("month_divisor").on(day).value
    if paid.pay.each in PAID_BY_DAY or is_part_week(paid, day):
        return paid.pay.wage_of_a_day_worked(divisor)
    return paid.pay.daily_wage(divisor)


def is_part_week(paid: PaidFrom, day: date) -> bool:
    """Whether she comes on fewer days than those that earn a whole day of rest (LFT 69, 72)."""
    days = paid.pay.days_a_week
    return days is not None and days < parameter("rest_day_work").on(day).value
