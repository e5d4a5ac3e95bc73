"""From the agreed pay to the base wage: benefits of the law by seniority, pay in kind, the share of the rest day."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from regime.parameters import parameter
from regime.pay import OF_A_DAY_WORKED
from regime.policies import Policies
from regime.terms import InKind, Terms

_ONE = Decimal(1)
_FACTOR_DECIMALS = Decimal("0.0001")


@lru_cache(maxsize=4096)
def legal_factor(day: date, years_of_service: int) -> Decimal:
    """1 + (year-end bonus + vacation premium) / 365 for a year of service, to four decimals (LFT 76, 80, 87; D-1)."""
    bonus = parameter("aguinaldo_days").on(day).value
    premium = vacation_days(day, years_of_service) * parameter("vacation_premium").on(day).value
    benefits = (bonus + premium) / parameter("days_of_the_year").on(day).value
    return (_ONE + benefits).quantize(_FACTOR_DECIMALS, rounding=ROUND_HALF_UP)


def vacation_days(day: date, years_of_service: int) -> Decimal:
    """Paid days of vacation in a year of service (LFT 76)."""
    rows = parameter("vacation_days").on(day).brackets
    return next(row.value for row in rows if row.up_to is None or years_of_service <= row.up_to)


def integration_factor(terms: Terms, policies: Policies, integrates: bool) -> Decimal:
    """The factor of these terms: the one given, none where the scheme has none, else by policy D-1."""
    if terms.integration_factor is not None:
        return terms.integration_factor
    if not integrates or policies.integration_factor == "none":
        return _ONE
    years = 1 if policies.integration_factor == "first_year" else terms.years_of_service
    return legal_factor(terms.values_day, years)


def in_kind_factor(in_kind: InKind, policies: Policies, day: date) -> Decimal:
    """How much food and lodging add to the wage (LSS 32); nothing while policy D-3 leaves them out."""
    if in_kind == "none" or policies.in_kind == "not_added":
        return _ONE
    return _ONE + parameter(f"in_kind_{in_kind}").on(day).value


def rest_day_factor(terms: Terms, policies: Policies) -> Decimal:
    """The proportional rest day of part-week work (LFT 72), when policy D-14 adds it: seven days for six."""
    if policies.rest_day_share == "not_added" or not earns_rest_day_apart(terms):
        return _ONE
    week = parameter("rest_day_week").on(terms.values_day).value
    return week / parameter("rest_day_work").on(terms.values_day).value


def earns_rest_day_apart(terms: Terms) -> bool:
    """Whether the share of the rest day comes on top of her pay: pay of a day worked does not hold it, other pay does.

    A full month of pay for every day of the month holds its rest days; one of pay by visit or hour does not.
    """
    if terms.pay is None:
        return False
    if terms.mode == "full_month" and terms.pay.each == "day":
        return False
    return terms.pay.each in OF_A_DAY_WORKED
