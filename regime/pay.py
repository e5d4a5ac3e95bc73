"""Pay as people agree it (by visit, hour, day, week, fortnight or month), and the daily wage and days that follow."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from regime.parameters import parameter
from regime.sentences import Sentence

Each = Literal["visit", "hour", "day", "week", "fortnight", "month"]
OF_A_DAY_WORKED: tuple[Each, ...] = ("visit", "hour", "day")
MONDAY, SUNDAY = 0, 6
HOURS_OF_A_DAY = 24


class PayRefused(ValueError):
    """Pay that cannot be meant; `sentence` says what is wrong and how to mend it."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Pay:
    """An agreed amount in pesos and what it is paid for.

    `weekdays` (0 is Monday) are the days she comes; `visits` is how many days a week, where the weekdays are not known.
    `hours` are those of each of the weekdays, in the same order, or one figure for all of them; none where unknown.
    """

    amount: Decimal
    each: Each
    weekdays: tuple[int, ...] = ()
    visits: Decimal | None = None
    hours: tuple[Decimal, ...] = ()

    def __post_init__(self) -> None:
        if not self.amount.is_finite() or self.amount <= 0:
            raise PayRefused(Sentence("notice.pay_not_positive", {"amount": str(self.amount)}))
        if len(set(self.weekdays)) != len(self.weekdays) or any(not MONDAY <= day <= SUNDAY for day in self.weekdays):
            raise PayRefused(Sentence("notice.weekdays_not_possible"))
        if self.visits is not None and not 0 < self.visits <= SUNDAY + 1:
            raise PayRefused(Sentence("notice.visits_not_possible", {"visits": str(self.visits)}))
        if self.each in ("visit", "hour") and self.days_a_week is None:
            raise PayRefused(Sentence("notice.visits_missing"))
        if len(self.hours) not in (0, 1, len(self.weekdays)) or any(not 0 < h <= HOURS_OF_A_DAY for h in self.hours):
            raise PayRefused(Sentence("notice.hours_not_possible"))
        if self.each == "hour" and not self.hours:
            raise PayRefused(Sentence("notice.hours_missing"))

    @property
    def days_a_week(self) -> Decimal | None:
        """On how many days a week she comes, if that was said."""
        return Decimal(len(self.weekdays)) if self.weekdays else self.visits

    @property
    def hours_of_a_day(self) -> Decimal | None:
        """The hours of one of her days, an average where they differ; None where they are not known."""
        return sum(self.hours, Decimal(0)) / len(self.hours) if self.hours else None

    def hours_within(self, full_day: Decimal) -> Decimal | None:
        """The same with nothing counted beyond a full day: the minimum wage of a day asks for no more (LFT 61, 83)."""
        return sum((min(h, full_day) for h in self.hours), Decimal(0)) / len(self.hours) if self.hours else None

    def daily_wage(self, month_divisor: Decimal) -> Decimal:
        """The wage of one calendar day when the whole month is insured (LSS 29 II); visits and hours by the week."""
        if self.each in ("visit", "hour"):
            return self._of_a_day_worked() * (self.days_a_week or 0) / divisors().week
        return self.amount / divisors().of(self.each, month_divisor)

    def wage_of_a_day_worked(self, month_divisor: Decimal) -> Decimal:
        """The wage of one day of work, for insurance by days: pay of a period spread over the days she comes in it.

        Pay by the hour counts the average day of her week (LSS 29 III). Without the days of the week, LSS 29 II as for
        the whole month.
        """
        if self.each in OF_A_DAY_WORKED:
            return self._of_a_day_worked()
        if self.days_a_week is None:
            return self.daily_wage(month_divisor)
        return self.daily_wage(month_divisor) * divisors().week / self.days_a_week

    def wage_to_compare(self, month_divisor: Decimal) -> Decimal:
        """The wage of a day to hold against the legal minimum: pay of a period covers its rest day too (LFT 69, 72).

        Pay by visit or hour is taken for the day alone; `wage_if_rest_day_is_inside` is the other reading.
        """
        if self.each in OF_A_DAY_WORKED:
            return self._of_a_day_worked()
        earning = divisors().earning_a_rest_day
        return self.daily_wage(month_divisor) * earning / min(self.days_a_week or earning, earning)

    def wage_if_rest_day_is_inside(self, month_divisor: Decimal) -> Decimal:
        """The same where pay by visit or hour is meant to hold the share of the rest day (LFT 72): six of seven."""
        worked = self.wage_to_compare(month_divisor)
        if self.each not in ("visit", "hour"):
            return worked
        return worked * divisors().earning_a_rest_day / divisors().week

    def _of_a_day_worked(self) -> Decimal:
        return self.amount * (self.hours_of_a_day or 0) if self.each == "hour" else self.amount


@dataclass(frozen=True, slots=True)
class Divisors:
    """By how many days a wage of a period is divided (LSS 29 II); how many days of work earn a rest day (LFT 69)."""

    week: Decimal
    fortnight: Decimal
    earning_a_rest_day: Decimal

    def of(self, each: Each, month: Decimal) -> Decimal:
        """The divisor of a period; that of the month is a policy (D-2) and comes from outside."""
        return {"day": Decimal(1), "week": self.week, "fortnight": self.fortnight, "month": month}[each]


@lru_cache(maxsize=1)
def divisors() -> Divisors:
    """The divisors of the week and the fortnight and the six days that earn a rest day; no text has changed them."""
    names = ("week_divisor", "fortnight_divisor", "rest_day_work")
    return Divisors(*(parameter(name).values[-1].value for name in names))


def days_of_month(weekdays: tuple[int, ...], month: date) -> tuple[date, ...]:
    """The days of a month that fall on those weekdays: four or five Mondays, by the calendar."""
    first = month.replace(day=1)
    length = monthrange(month.year, month.month)[1]
    days = (first + timedelta(days=number) for number in range(length))
    return tuple(day for day in days if day.weekday() in weekdays)


@lru_cache(maxsize=256)
def fewest_and_most_days(weekdays: tuple[int, ...]) -> tuple[int, int]:
    """How many days a month holds at least and at most on those weekdays, over a whole cycle of the calendar."""
    counts = [len(days_of_month(weekdays, date(year, month, 1))) for year in _CYCLE for month in range(1, 12 + 1)]
    return min(counts), max(counts)


@lru_cache(maxsize=256)
def average_days(weekdays: tuple[int, ...]) -> Decimal:
    """How many days an average month holds on those weekdays, over the same cycle."""
    counts = [len(days_of_month(weekdays, date(year, month, 1))) for year in _CYCLE for month in range(1, 12 + 1)]
    return Decimal(sum(counts)) / len(counts)


_CYCLE = range(2001, 2029)  # 28 years: every weekday meets every date once
