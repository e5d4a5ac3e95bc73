"""How often the wage is paid, beside the longest terms that the law allows (LFT 88): said, and never a refusal."""

from datetime import date
from decimal import Decimal

from regime.law import article
from regime.parameters import parameter
from regime.pay import OF_A_DAY_WORKED, Each, divisors
from regime.policies import BY_FIELD, Policies
from regime.sentences import Param, Sentence

_TERMS = {"week": "payday_term_material", "fifteen_days": "payday_term_other"}


def payday_term(day: date, policies: Policies) -> Decimal:
    """The longest time between two payments, in days: of material work or of other work (L-8)."""
    value: Decimal = parameter(_TERMS[policies.payday_term]).on(day).value
    return value


def payday_rule(day: date) -> Sentence:
    """What the law asks for, whatever was agreed."""
    terms = {name: int(parameter(name).on(day).value) for name in _TERMS.values()}
    named: dict[str, Param] = {"material": terms["payday_term_material"], "other": terms["payday_term_other"]}
    return Sentence("payday.rule", named | {"article": article("lft_88").cited})


def payday_flag(each: str | None, day: date, policies: Policies) -> Sentence | None:
    """That pay of a fortnight or a month comes more seldom than the law allows; None where it does not."""
    if each is None or each in OF_A_DAY_WORKED or _days_between(each, day) <= payday_term(day, policies):
        return None
    cited: dict[str, Param] = {"article": article("lft_88").cited}
    named: dict[str, Param] = {"policy": BY_FIELD["payday_term"].id, "answer": policies.payday_term}
    beyond_both = _days_between(each, day) > parameter("payday_term_other").on(day).value
    return Sentence(f"payday.seldom_{each}", cited if beyond_both else cited | named)


def _days_between(each: str, day: date) -> Decimal:
    agreed: Each = each  # type: ignore[assignment]  # one of those that pay is agreed by
    return divisors().of(agreed, parameter("month_divisor").on(day).value)
