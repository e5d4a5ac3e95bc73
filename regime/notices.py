"""What a statement must say besides its amounts: each open decision that shaped it, and what people should know."""

from decimal import Decimal

from regime.base_wage import Basis, Reckoning, share_test_wage
from regime.integration import earns_rest_day_apart
from regime.policies import BY_FIELD, Policies, as_text
from regime.rates import Rates
from regime.rounding import plain_text, to_cents
from regime.schemes import Scheme
from regime.sentences import Param, Sentence
from regime.terms import Terms
from regime.wages import gap_of, is_short_day_by_the_hour


def notices_of(case: Reckoning) -> tuple[Sentence, ...]:
    """The notices of a statement, in the order in which its amounts arose."""
    return (
        *_about_the_base_wage(case.terms, case.policies, case.scheme, case.basis),
        *_about_the_days(case.terms, case.policies, case.scheme, case.basis),
        *_about_partial_days(case.terms, case.basis),
        *_about_who_pays(case.terms, case.policies, case.rates, case.basis),
        *_about_the_rates(case.terms, case.policies, case.scheme),
        *case.terms.zone_notices,
        *case.rates.projected,
    )


def _by_policy(field: str, policies: Policies, code: str = "", **params: Param) -> Sentence:
    """A notice that names its open decision and the answer applied."""
    answer = as_text(getattr(policies, field))
    named: dict[str, Param] = {"policy": BY_FIELD[field].id, "answer": answer}
    return Sentence(f"notice.{code or field}", named | params)


def _about_the_base_wage(terms: Terms, policies: Policies, scheme: Scheme, basis: Basis) -> list[Sentence]:
    said = []
    if terms.base_wage is not None:
        if terms.integration_factor is not None or terms.in_kind != "none":
            said.append(Sentence("notice.base_wage_taken_as_given"))
    else:
        if terms.integration_factor is not None:
            said.append(Sentence("notice.factor_given", {"factor": plain_text(basis.factor)}))
        elif scheme.integrates_benefits:
            said.append(_by_policy("integration_factor", policies, factor=plain_text(basis.factor)))
        if terms.in_kind != "none":
            said.append(_by_policy("in_kind", policies, f"in_kind_{policies.in_kind}"))
        said += _about_the_rest_day(terms, policies)
        if basis.floor is not None:
            said.append(_by_policy("base_wage_floor", policies, floor=basis.floor))
    if basis.cap is not None:
        said.append(Sentence("notice.base_wage_cap", {"cap": basis.cap}))
    return said


def _about_the_rest_day(terms: Terms, policies: Policies) -> list[Sentence]:
    """Which reading of LFT 72 was taken, wherever the work is part of the week; how pay by the hour became a day's."""
    if terms.pay is None:
        return []
    said = []
    if terms.pay.each == "hour" and len(set(terms.pay.hours)) > 1:
        hours = sum(terms.pay.hours, Decimal(0)) / len(terms.pay.hours)
        said.append(Sentence("notice.hours_averaged", {"hours": plain_text(to_cents(hours))}))
    if earns_rest_day_apart(terms):
        said.append(_by_policy("rest_day_share", policies, f"rest_day_{policies.rest_day_share}"))
    elif terms.mode == "per_day":
        said.append(_by_policy("rest_day_share", policies, "rest_day_in_pay"))
    return said


def _about_the_days(terms: Terms, policies: Policies, scheme: Scheme, basis: Basis) -> list[Sentence]:
    days: dict[str, Param] = {"days": plain_text(basis.days)}
    if terms.days is not None:
        return []
    if terms.mode == "per_day":
        return [Sentence("notice.days_estimated", days)]
    if terms.month_days is not None:
        return []
    if scheme.month_days_parameter:
        return [Sentence("notice.pilot_month_days", days)]
    return [_by_policy("month_days", policies, days=plain_text(basis.days))]


def _about_partial_days(terms: Terms, basis: Basis) -> list[Sentence]:
    """Why some branches are not charged on some days, or not at all, and where the law says so."""
    said = [Sentence(f"notice.days_{some.kind}", {"days": plain_text(some.days)}) for some in basis.partial_days]
    return said + [Sentence(f"notice.situation_{situation}") for situation in terms.situations]


def _about_who_pays(terms: Terms, policies: Policies, rates: Rates, basis: Basis) -> list[Sentence]:
    legal = rates.professional_wage
    said = []
    if basis.employer_bears_worker_share:
        said.append(_by_policy("worker_share_test", policies, wage=share_test_wage(policies, rates)))
    if basis.daily_wage is None or basis.compared_wage is None:
        return said
    if not basis.employer_bears_worker_share and to_cents(basis.daily_wage) <= legal.value:
        said.append(_by_policy("worker_share_test", policies, "professional_wage_earner", wage=legal.value))
    gap = gap_of(terms.pay, basis.compared_wage, legal.value, terms.values_day, policies)
    if terms.pay is not None and is_short_day_by_the_hour(terms.pay, terms.values_day):
        said.append(_by_policy("hourly_floor", policies, f"hourly_floor_{policies.hourly_floor}"))
    if gap.owed and terms.base_wage is None:
        said.append(Sentence("notice.below_legal_wage", {"wage": gap.paid, "legal": gap.legal, "owed": gap.owed}))
    if legal.mark != "verified" and basis.compared_wage <= legal.value:
        said.append(Sentence("notice.not_verified", {"parameter": Sentence(f"parameter.{legal.parameter}")}))
    return said


def _about_the_rates(terms: Terms, policies: Policies, scheme: Scheme) -> list[Sentence]:
    said = [_by_policy("rounding", policies, f"rounding_{policies.rounding}")]
    if terms.zone == "border":
        said.append(_by_policy("old_age_first_row", policies))
    if scheme.housing and terms.housing is None:
        said.append(_by_policy("housing_since", policies, since=policies.housing_since))
    if terms.risk_rate is None:
        said.append(Sentence("notice.work_risk_class"))
    return said
