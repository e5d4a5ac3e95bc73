"""Pay as people agree it (by visit, day, week, fortnight or month), and the daily wage and days that follow."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from regime.parameters import parameter
from regime.sentences import Param, Sentence

Each = Literal["visit", "day", "week", "fortnight", "month"]
MONDAY, SUNDAY = 0, 6


class PayRefused(ValueError):
    """Pay that cannot be meant; `sentence` says what is wrong and how to mend it."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Pay:
    """An agreed amount in pesos and what it is paid for.

    `weekdays` (0 is Monday) are the days she comes; `visits` is how many days a week, where the weekdays are not known.
    """

    amount: Decimal
    each: Each
    weekdays: tuple[int, ...] = ()
    visits: Decimal | None = None

    def __post_init__(self) -> None:
        if not self.amount.is_finite() or self.amount <= 0:
            raise PayRefused(Sentence("notice.pay_not_positive", {"amount": str(self.amount)}))
        if len(set(self.weekdays)) != len(self.weekdays) or any(not MONDAY <= day <= SUNDAY for day in self.weekdays):
            raise PayRefused(Sentence("notice.weekdays_not_possible"))
        if self.visits is not None and not 0 < self.visits <= SUNDAY + 1:
            raise PayRefused(Sentence("notice.visits_not_possible", {"visits": str(self.visits)}))
        if self.each == "visit" and self.days_a_week is None:
            raise PayRefused(Sentence("notice.visits_missing"))

    @property
    def days_a_week(self) -> Decimal | None:
        """On how many days a week she comes, if that was said."""
        return Decimal(len(self.weekdays)) if self.weekdays else self.visits

    def daily_wage(self, month_divisor: Decimal) -> Decimal:
        """The wage of one calendar day when the whole month is insured (LSS 29 II); visits count by the week."""
        if self.each == "visit":
            return self.amount * (self.days_a_week or 0) / divisors().week
        return self.amount / divisors().of(self.each, month_divisor)

    def wage_of_a_day_worked(self, month_divisor: Decimal) -> Decimal:
        """The wage of one day of work, for insurance by days: pay of a period spread over the days she comes in it.

        Without the days of the week, LSS 29 II as for the whole month.
        """
        if self.each in ("visit", "day"):
            return self.amount
        if self.days_a_week is None:
            return self.daily_wage(month_divisor)
        return self.daily_wage(month_divisor) * divisors().week / self.days_a_week

    def wage_to_compare(self, month_divisor: Decimal) -> Decimal:
        """The wage of a day to hold against the legal minimum: pay of a period covers its rest day too (LFT 69, 72)."""
        if self.each in ("visit", "day"):
            return self.amount
        earning = divisors().earning_a_rest_day
        return self.daily_wage(month_divisor) * earning / min(self.days_a_week or earning, earning)

    def echo(self, month: date) -> Sentence:
        """What was understood, to be read back before anything is computed: amount, days, how many in a month."""
        params: dict[str, Param] = {"amount": self.amount}
        if not self.weekdays:
            return Sentence(f"notice.pay_each_{self.each}", params)
        fewest, most = fewest_and_most_days(self.weekdays)
        params["weekdays"] = weekday_names(self.weekdays)
        params |= {"fewest": fewest, "most": most, "days": len(days_of_month(self.weekdays, month))}
        return Sentence(f"notice.pay_each_{self.each}_on_weekdays", params)


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


def weekday_names(weekdays: tuple[int, ...]) -> Sentence:
    """The days as people list them: Mondays; Mondays and Thursdays; Mondays, Wednesdays and Fridays."""
    *before, last = (Sentence(f"weekday.{day}") for day in sorted(weekdays))
    if not before:
        return last
    named = Sentence("weekday.last_two", {"first": before.pop(), "last": last})
    while before:
        named = Sentence("weekday.list", {"first": before.pop(), "rest": named})
    return named


@lru_cache(maxsize=256)
def fewest_and_most_days(weekdays: tuple[int, ...]) -> tuple[int, int]:
    """How many days a month holds at least and at most on those weekdays, over a whole cycle of the calendar."""
    counts = [len(days_of_month(weekdays, date(year, month, 1))) for year in _CYCLE for month in range(1, 12 + 1)]
    return min(counts), max(counts)


_CYCLE = range(2001, 2029)  # 28 years: every weekday meets every date once
