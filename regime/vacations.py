"""Vacation and its premium, year of service by year of service (LFT 76 to 81, as they stood on each anniversary)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from regime.dues import Due, by_policy, due
from regime.integration import vacation_days
from regime.parameters import parameter
from regime.periods import month_after
from regime.policies import Policies
from regime.sentences import Sentence
from regime.service import ONE_DAY, PAID_BY_DAY, PaidFrom, Service, is_part_week, worked_day_wage

_ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Vacation:
    """The vacation earned by one year of service: `days` of hers, from `right_on` to be granted by `enjoy_by`."""

    year: int
    right_on: date
    enjoy_by: date
    claim_until: date
    days: Decimal


def vacation_of(service: Service, year: int, policies: Policies) -> Vacation:
    """What a year of service (the first is 1) earns, by the law of the day on which it is completed.

    Raises `UnknownValue` for a year completed before the first known text.
    """
    right_on = service.anniversary(year)
    months = int(parameter("vacation_enjoyed_within").on(right_on).value)
    enjoy_by = _months_later(right_on, months)
    return Vacation(
        year=year,
        right_on=right_on,
        enjoy_by=enjoy_by,
        claim_until=_months_later(enjoy_by, 12 * int(parameter("claim_time").on(right_on).value)),
        days=vacation_days(right_on, year) * week_share(service.pay_on(right_on), right_on, policies),
    )


def claimable_vacations(service: Service, before: date, policies: Policies) -> tuple[Vacation, ...]:
    """The vacations of completed years that can still be claimed before a day, the oldest first (LFT 81, 516)."""
    first_known = parameter("vacation_days").values[0].since
    years = range(1, service.completed_years(before) + 1)
    known = (vacation_of(service, n, policies) for n in years if service.anniversary(n) >= first_known)
    return tuple(vacation for vacation in known if vacation.claim_until >= before)


def vacation_so_far(service: Service, before: date, policies: Policies) -> Decimal:
    """Days of vacation earned in the year of service that is not complete yet, by its days (LFT 79)."""
    whole = service.completed_years(before)
    first, next_one = service.anniversary(whole), service.anniversary(whole + 1)
    served = service.days(first, before - ONE_DAY, policies)
    share = week_share(service.pay_on(before), before, policies)
    return vacation_days(before, whole + 1) * share * served / (next_one - first).days


def vacation_lines(
    service: Service, days: Decimal, day: date, policies: Policies, concept: str = "vacation"
) -> tuple[Due, ...]:
    """The wage of so many days of vacation and the premium on it, by the pay of a day."""
    if not days:
        return ()
    wage = vacation_day_wage(service.pay_on(day), day, policies)
    premium = parameter("vacation_premium").on(day)
    granted = parameter("vacation_days").on(day)
    return (
        due(concept, wage, days, granted),
        due("vacation_premium", wage, days, premium, premium.value),
    )


def premium_line(service: Service, days: Decimal, day: date, policies: Policies) -> Due:
    """The premium alone, for vacation that is enjoyed while the pay runs on (LFT 80)."""
    premium = parameter("vacation_premium").on(day)
    wage = vacation_day_wage(service.pay_on(day), day, policies)
    return due("vacation_premium", wage, days, premium, premium.value)


def vacation_day_wage(paid: PaidFrom, day: date, policies: Policies) -> Decimal:
    """Pesos of a day of vacation. Of a six-day week that is paid whole: a seventh of it, or a sixth (LFT 76, 89; L-9).

    The twelve days are working days (LFT 76), of which such a week has six; the wage of a day divides it by seven.
    """
    if policies.vacation_day_wage == "day_worked" and is_whole_week_of_six(paid, day):
        return paid.pay.wage_of_a_day_worked(parameter("month_divisor").on(day).value)
    return worked_day_wage(paid, day)


def is_whole_week_of_six(paid: PaidFrom, day: date) -> bool:
    """Whether she works the six days that earn a rest day and is paid by the week, fortnight or month."""
    days = paid.pay.days_a_week
    return paid.pay.each not in PAID_BY_DAY and days == parameter("rest_day_work").on(day).value


def week_share(paid: PaidFrom, day: date, policies: Policies) -> Decimal:
    """Which part of the legal days are days of hers: all, or in proportion to the days she comes (LFT 77, L-2)."""
    days, full = paid.pay.days_a_week, parameter("full_working_week").on(day).value
    if days is None or days >= full or policies.vacation_part_week == "whole":
        return _ONE
    return days / full


def vacation_notices(service: Service, day: date, policies: Policies) -> tuple[Sentence, ...]:
    """What has to be said beside days of vacation."""
    paid = service.pay_on(day)
    said = [by_policy("vacation_part_week", policies)] if is_part_week(paid, day) else []
    if is_whole_week_of_six(paid, day):
        said.append(by_policy("vacation_day_wage", policies))
    held = parameter("vacation_days").on(day)
    if held.mark != "verified":
        said.append(Sentence("notice.not_verified", {"parameter": Sentence("parameter.vacation_days")}))
    return tuple(said)


def _months_later(day: date, months: int) -> date:
    """The same day some months later; the last of a month that is too short."""
    first = month_after(day, months)
    return min(first.replace(day=1) + (day - day.replace(day=1)), month_after(first, 1) - ONE_DAY)
