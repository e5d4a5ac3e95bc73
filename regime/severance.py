"""What is owed when a relation of work ends: the settlement in every case, the indemnity by who ended it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from regime.aguinaldo import aguinaldo
from regime.dues import Due, Dues, by_policy, due, once
from regime.integration import legal_factor
from regime.parameters import parameter
from regime.policies import Policies
from regime.sentences import Sentence
from regime.service import ONE_DAY, Service, calendar_wage
from regime.vacations import premium_line, vacation_lines, vacation_notices, vacation_so_far
from regime.wages import minimum_wage

HOUSEHOLD_ENDED, SHE_LEFT, AGREEMENT, DEATH = "household_ended", "she_left", "agreement", "death"
INDEMNITY = ("indemnity_months", "indemnity_years")
_NONE = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """What the end of a relation depends on besides the service.

    `reason` is a code of the baja; `unpaid_days` calendar days of wage not paid yet; `vacation_days` days of completed
    years not enjoyed yet; `aguinaldo_paid` pesos already paid of the bonus of the last year. `premium_owed` is what
    vacation that was enjoyed still lacks of its premium, `premium_ahead` what was paid for days not enjoyed yet.
    """

    reason: str
    unpaid_days: int = 0
    vacation_days: Decimal = _NONE
    aguinaldo_paid: Decimal = _NONE
    premium_owed: Decimal = _NONE
    premium_ahead: Decimal = _NONE


def severance(service: Service, leaving: Leaving, policies: Policies) -> Dues:
    """Settlement and indemnity of a relation whose `ended_on` is known, line by line.

    Settlement: wages, bonus and vacation in proportion (LFT 79, 80, 87). Ended by the household: three months and
    twenty days for each year (LFT 343, 49 IV, 50). Seniority premium: LFT 162.
    """
    last = service.ended_on
    assert last is not None  # noqa: S101 - who asks has given the last day
    bonus = aguinaldo(service, last.year, policies)
    lines = (
        *_wages(service, last, leaving, policies),
        *_bonus(bonus, leaving.aguinaldo_paid),
        *_vacation(service, last, leaving, policies),
        *_indemnity(service, last, leaving.reason, policies),
        *_premium(service, last, leaving.reason, policies),
    )
    said = (*bonus.notices, *vacation_notices(service, last, policies), *_notices(service, last, leaving, policies))
    return Dues(last, lines, once(said))


def indemnity_wage(service: Service, day: date, policies: Policies) -> Decimal:
    """Pesos of a day with its share of bonus, vacation premium, food and lodging (LFT 84, 89, 334)."""
    paid = service.pay_on(day)
    in_kind = _NONE if paid.in_kind == "none" else parameter(f"in_kind_{paid.in_kind}").on(day).value
    factor = legal_factor(day, service.completed_years(day + ONE_DAY) + 1)
    return calendar_wage(paid, day, policies) * (factor + in_kind)


def premium_wage(service: Service, day: date, policies: Policies) -> Decimal:
    """Pesos of a day for the seniority premium: from one minimum wage of the place to two (LFT 162 II, 485, 486)."""
    least = minimum_wage(service.zone, day, "last_known_values").value.value
    most = least * parameter("seniority_premium_cap").on(day).value
    return min(max(calendar_wage(service.pay_on(day), day, policies), least), most)


def counted_years(service: Service, last: date, policies: Policies) -> Decimal:
    """Years of service to the last day, with or without the fraction of the one begun (L-4)."""
    years = service.years(last + ONE_DAY)
    return years if policies.indemnity_part_years == "proportional" else Decimal(int(years))


def _wages(service: Service, last: date, leaving: Leaving, policies: Policies) -> Iterator[Due]:
    if leaving.unpaid_days:
        week = parameter("week_divisor").on(last)
        yield due(
            "pending_wages", calendar_wage(service.pay_on(last), last, policies), Decimal(leaving.unpaid_days), week
        )


def _bonus(bonus: Dues, already_paid: Decimal) -> Iterator[Due]:
    for line in bonus.lines:
        yield line
        paid = min(already_paid, line.amount)
        if paid:
            yield _recorded(line, "aguinaldo_paid", -paid)


def _recorded(line: Due, concept: str, amount: Decimal) -> Due:
    """Pesos known from what was recorded, which are no days of wage."""
    return line._replace(concept=concept, days=_NONE, amount=amount)


def _vacation(service: Service, last: date, leaving: Leaving, policies: Policies) -> Iterator[Due]:
    yield from vacation_lines(service, leaving.vacation_days, last, policies)
    premium = premium_line(service, leaving.vacation_days, last, policies)
    ahead = min(leaving.premium_ahead, premium.amount)
    if leaving.premium_owed:
        yield _recorded(premium, "vacation_premium_owed", leaving.premium_owed)
    if ahead:
        yield _recorded(premium, "vacation_premium_paid", -ahead)
    so_far = vacation_so_far(service, last + ONE_DAY, policies)
    yield from vacation_lines(service, so_far, last, policies, "vacation_so_far")


def _indemnity(service: Service, last: date, reason: str, policies: Policies) -> Iterator[Due]:
    if reason != HOUSEHOLD_ENDED or (_in_first_days(service, last) and policies.first_days_indemnity == "not_due"):
        return
    wage = indemnity_wage(service, last, policies)
    months, each_year = parameter("indemnity_months").on(last), parameter("indemnity_days_per_year").on(last)
    yield due("indemnity_months", wage, months.value * parameter("month_divisor").on(last).value, months)
    yield due("indemnity_years", wage, each_year.value * counted_years(service, last, policies), each_year)


def _premium(service: Service, last: date, reason: str, policies: Policies) -> Iterator[Due]:
    if policies.seniority_premium == "not_due" or not _earns_premium(service, last, reason):
        return
    days = parameter("seniority_premium_days").on(last)
    wage = premium_wage(service, last, policies)
    yield due("seniority_premium", wage, days.value * counted_years(service, last, policies), days)


def _earns_premium(service: Service, last: date, reason: str) -> bool:
    """Whoever is made to leave, from the first day on and whatever the cause, and the family of whoever died (LFT 162
    III, V); who leaves by herself after fifteen years."""
    if reason in (HOUSEHOLD_ENDED, DEATH):
        return True
    return service.completed_years(last + ONE_DAY) >= parameter("seniority_premium_from").on(last).value


def _in_first_days(service: Service, last: date) -> bool:
    return (last - service.began_on).days < parameter("first_days_of_service").on(last).value


def _notices(service: Service, last: date, leaving: Leaving, policies: Policies) -> Iterator[Sentence]:
    notice = int(parameter("leaving_notice").on(last).value)
    if leaving.reason == HOUSEHOLD_ENDED:
        yield Sentence("notice.ended_by_household", {"days": notice})
        if _in_first_days(service, last):
            yield by_policy("first_days_indemnity", policies)
        else:
            yield by_policy("indemnity_part_years", policies)
            months = int(parameter("dismissal_claim_time").on(last).value)
            yield Sentence("notice.dismissal_claim_time", {"months": months})
        if service.pay_on(last).in_kind != "none":
            yield Sentence("notice.in_kind_in_indemnity")
    elif leaving.reason == SHE_LEFT:
        yield Sentence("notice.she_left", {"days": notice})
    elif leaving.reason != DEATH:
        yield Sentence("notice.indemnity_depends")
    if _earns_premium(service, last, leaving.reason):
        yield by_policy("seniority_premium", policies)
    if not leaving.unpaid_days:
        yield Sentence("notice.pending_wages_too")
    yield Sentence("notice.claim_time", {"years": int(parameter("claim_time").on(last).value)})
