"""The base wage (salario base de cotización) and the days it counts for: floor, cap, month length, who bears what."""

from dataclasses import dataclass
from decimal import Decimal

from regime.branches_due import PartialDays, apportioned
from regime.integration import in_kind_factor, integration_factor, rest_day_factor
from regime.parameters import parameter
from regime.policies import CALENDAR, Policies
from regime.rates import Rates, rates_on
from regime.rounding import to_cents, to_ten_decimals
from regime.schemes import Scheme, scheme, scheme_on
from regime.terms import Terms, calendar_days


@dataclass(frozen=True, slots=True)
class Basis:
    """What the rates apply to, with everything a notice needs to explain it.

    `base_wage` is pesos per day, exact; `daily_wage` the cash pay of a day, None when only a base wage was given, and
    `compared_wage` the one to hold against the legal minimum;
    `factor` the integration factor; `floor` the wage it was raised to and `cap` the one it was cut to, where they bit.
    `days` are all those insured: `ordinary_days`, for which every branch is due, and `partial_days`.
    """

    base_wage: Decimal
    daily_wage: Decimal | None
    compared_wage: Decimal | None
    days: Decimal
    factor: Decimal
    floor: Decimal | None
    cap: Decimal | None
    ordinary_days: Decimal
    partial_days: tuple[PartialDays, ...]
    employer_bears_worker_share: bool


@dataclass(frozen=True, slots=True)
class Reckoning:
    """All that one computation rests on, gathered before the first multiplication."""

    terms: Terms
    policies: Policies
    scheme: Scheme
    rates: Rates
    basis: Basis


def reckoning(terms: Terms, policies: Policies) -> Reckoning:
    """Find scheme, values and base wage of these terms. Raises `UnknownValue` and `UnknownScheme`."""
    rules = scheme(terms.regime) if terms.regime else scheme_on(terms.day)
    rates = rates_on(terms.values_day, terms.zone, policies.projection)
    return Reckoning(terms, policies, rules, rates, basis_of(terms, policies, rules, rates))


def basis_of(terms: Terms, policies: Policies, rules: Scheme, rates: Rates) -> Basis:
    """The base wage and days of these terms (LSS 27 to 32, 36)."""
    month_days, divisor = month_length(terms, policies, rules)
    daily = _daily_wage(terms, divisor)
    factor = integration_factor(terms, policies, rules.integrates_benefits)
    wanted, floor = _wanted(terms, policies, rates, daily, factor)
    days = _days(terms, month_days)
    ordinary, partial = (
        apportioned(days, calendar_days(terms.day), terms.partial_days) if terms.partial_days else (days, ())
    )
    return Basis(
        base_wage=min(wanted, rates.cap),
        daily_wage=daily,
        compared_wage=None if terms.pay is None else to_cents(terms.pay.wage_to_compare(divisor)),
        days=days,
        factor=factor,
        floor=floor,
        cap=rates.cap if wanted > rates.cap else None,
        ordinary_days=ordinary,
        partial_days=partial,
        # The base wage is never below the cash wage: given alone, it is the most that she can be earning.
        employer_bears_worker_share=to_cents(wanted if daily is None else daily) <= share_test_wage(policies, rates),
    )


def month_length(terms: Terms, policies: Policies, rules: Scheme) -> tuple[Decimal, Decimal]:
    """Days of a full month (D-2, or the pilot's 30) and the divisor of a monthly wage: the same number, else 30."""
    chosen: Decimal | str
    if terms.month_days is not None:
        chosen = terms.month_days
    elif rules.month_days_parameter:
        chosen = parameter(rules.month_days_parameter).on(terms.day).value
    else:
        chosen = policies.month_days
    if chosen == CALENDAR:
        return Decimal(calendar_days(terms.day)), parameter("month_divisor").on(terms.day).value
    return Decimal(chosen), Decimal(chosen)


def share_test_wage(policies: Policies, rates: Rates) -> Decimal:
    """Up to which cash wage the employer bears the worker's share (LSS 36, D-4)."""
    return rates.minimum_wage if policies.worker_share_test == "general_wage" else rates.professional_wage.value


def _daily_wage(terms: Terms, divisor: Decimal) -> Decimal | None:
    if terms.pay is None:
        return None
    return terms.pay.daily_wage(divisor) if terms.mode == "full_month" else terms.pay.wage_of_a_day_worked(divisor)


def _days(terms: Terms, month_days: Decimal) -> Decimal:
    if terms.days is not None:
        return terms.days
    if terms.mode == "full_month" or terms.pay is None or terms.pay.days_a_week is None:
        return month_days
    # An average month of the days she comes each week; the calendar's own count enters as `days`.
    return to_ten_decimals(terms.pay.days_a_week * month_days / parameter("week_divisor").on(terms.day).value)


def _wanted(
    terms: Terms, policies: Policies, rates: Rates, daily: Decimal | None, factor: Decimal
) -> tuple[Decimal, Decimal | None]:
    """The base wage before the cap, and the floor if it was what decided (LSS 28, 29 III; D-10)."""
    if terms.base_wage is not None or daily is None:
        return terms.base_wage or Decimal(0), None
    in_kind = in_kind_factor(terms.in_kind, policies, terms.values_day)
    integrated = daily * in_kind * rest_day_factor(terms, policies) * factor
    floor = rates.minimum_wage if policies.base_wage_floor == "general_wage" else rates.professional_wage.value
    return (integrated, None) if integrated >= floor else (floor, floor)
