"""Rest days and what work on them earns: the weekly rest (LFT 69 to 73), Sundays (71), holidays (74, 75, 336)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from regime.calendars import calendar_named
from regime.dues import Due, Dues, by_policy, due
from regime.parameters import parameter
from regime.pay import SUNDAY
from regime.policies import Policies
from regime.sentences import Sentence
from regime.service import PAID_BY_DAY, PaidFrom, worked_day_wage

_ONE = Decimal(1)
HOLIDAYS, WEEKENDS = "lft", ("skipped.saturday", "skipped.sunday")


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day of rest by law that falls on one of her days."""

    day: date
    reason: Sentence


def rest_of_a_week(paid: PaidFrom, day: date, policies: Policies) -> Dues:
    """What a week of hers earns beside the agreed pay: the share of the rest day and the premium of Sundays.

    Pay by week, fortnight or month covers the rest day already; pay by visit or day does not say so, and its share is
    shown as what LFT 72 grants. Policy D-14 says whether it also enters other amounts.
    """
    pay, wage = paid.pay, worked_day_wage(paid, day)
    lines: list[Due] = []
    said: list[Sentence] = []
    if pay.each in PAID_BY_DAY and pay.days_a_week is not None:
        earning = parameter("rest_day_work").on(day)
        lines.append(due("rest_day", wage, min(pay.days_a_week, earning.value) / earning.value, earning))
        said += [Sentence("notice.rest_day_of_visits"), by_policy("rest_day_share", policies)]
    else:
        said.append(Sentence("notice.rest_day_included"))
    if SUNDAY in pay.weekdays:
        premium = parameter("sunday_premium").on(day)
        lines.append(due("sunday_premium", wage, _ONE, premium, premium.value))
    return Dues(day, tuple(lines), tuple(said))


def worked_rest_day(paid: PaidFrom, day: date) -> Due:
    """What work on a day of rest earns beside its wage: two more wages of the day (LFT 73, 75)."""
    value = parameter("worked_rest_day").on(day)
    return due("worked_rest_day", worked_day_wage(paid, day), value.value, value)


def holidays_on_her_days(paid: PaidFrom, first: date, last: date) -> tuple[Holiday, ...]:
    """The days of rest by law (LFT 74) between two days that fall on hers; all of them, while hers are not known."""
    wanted = paid.pay.weekdays
    return tuple(held for held in _holidays(first, last) if not wanted or held.day.weekday() in wanted)


def holidays_between(first: date, last: date) -> tuple[Holiday, ...]:
    """The days of rest by law from one day to another, both included (LFT 74)."""
    return tuple(_holidays(first, last))


def is_holiday(day: date) -> bool:
    """Whether a day is one of rest by law (LFT 74)."""
    return any(True for _ in _holidays(day, day))


def _holidays(first: date, last: date) -> Iterator[Holiday]:
    calendar = calendar_named(HOLIDAYS)
    for year in range(first.year, last.year + 1):
        for day, why in sorted(calendar.year(year).items()):
            if first <= day <= last and why.reason.code not in WEEKENDS:
                yield Holiday(day, why.reason)
