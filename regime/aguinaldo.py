"""The year-end bonus (aguinaldo): fifteen days of wage before 20 December, by the days of the year (LFT 87)."""

from datetime import date, timedelta
from decimal import Decimal

from regime.dues import Dues, by_policy, due, once
from regime.parameters import parameter
from regime.policies import Policies
from regime.sentences import Sentence
from regime.service import PaidFrom, Service, calendar_wage, is_part_week, worked_day_wage

DECEMBER, JANUARY = 12, 1


def aguinaldo_last_day(year: int) -> date:
    """The last day to pay the bonus of a year: the one before 20 December."""
    limit = date(year, DECEMBER, 1)
    return limit.replace(day=int(parameter("aguinaldo_before").on(limit).value)) - timedelta(days=1)


def aguinaldo(service: Service, year: int, policies: Policies) -> Dues:
    """What is owed for a calendar year: of a relation that goes on, for the year to its end; else to its last day.

    The wage that counts is the one of the day on which the bonus falls due, or of the last day of work.
    """
    first, last = date(year, JANUARY, 1), date(year, DECEMBER, 31)
    paid_on = min(aguinaldo_last_day(year), service.ended_on or last)
    served = service.days(first, last, policies)
    if not served:
        return Dues(paid_on, (), ())
    granted = parameter("aguinaldo_days").on(paid_on)
    paid, year_days = service.pay_on(paid_on), (last - first).days + 1
    days = granted.value * served / year_days
    line = due("aguinaldo", aguinaldo_wage(paid, paid_on, policies), days, granted)
    return Dues(paid_on, (line,), once(_notices(service, paid, first, paid_on, served, year_days, policies)))


def aguinaldo_wage(paid: PaidFrom, day: date, policies: Policies) -> Decimal:
    """Pesos of a day of bonus: of the calendar, or of a day that she works (L-1)."""
    worked = policies.aguinaldo_wage == "day_worked" and is_part_week(paid, day)
    return worked_day_wage(paid, day) if worked else calendar_wage(paid, day, policies)


def _notices(
    service: Service, paid: PaidFrom, first: date, paid_on: date, served: int, year_days: int, policies: Policies
) -> list[Sentence]:
    said = [Sentence("notice.aguinaldo_at_least")]
    if served < year_days:
        said.append(Sentence("notice.aguinaldo_part", {"served": served, "year_days": year_days}))
    if is_part_week(paid, paid_on):
        said.append(by_policy("aguinaldo_wage", policies))
    if paid.since > max(first, service.began_on):
        said.append(Sentence("notice.wage_that_counts", {"day": paid_on}))
    if any(since <= paid_on and until >= first for since, until in service.absences):
        said.append(by_policy("absences_in_benefits", policies))
    return said
