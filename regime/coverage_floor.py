"""What must be paid for full cover: the quotas on the integrated minimum of Mexico City (LSS 239-C VII, VIII)."""

from datetime import date
from decimal import Decimal

from regime.contributions import contributions
from regime.integration import legal_factor
from regime.policies import Policies
from regime.statement import Statement
from regime.terms import Terms
from regime.wages import Zone, minimum_wage

MEXICO_CITY_ZONE: Zone = "general"


def integrated_minimum(day: date, policies: Policies | None = None) -> Decimal:
    """The integrated minimum base wage of Mexico City, pesos per day: general minimum wage x factor (D-1)."""
    policies = policies or Policies()
    wage = minimum_wage(MEXICO_CITY_ZONE, day, policies.projection).value.value
    return wage if policies.integration_factor == "none" else wage * legal_factor(day, 1)


def coverage_floor(
    day: date, days: Decimal | None = None, policies: Policies | None = None, *, housing: bool | None = None
) -> Statement:
    """The statement that the payments for the month of `day` must reach for full cover.

    `days` are those of the coverage when the relation starts within the month (239-C VII); without them the whole month
    counts, by policy D-2. Compare `social_security` of this statement with that of what was paid: the text speaks of
    quotas, and housing is not one. Months of the pilot have no such floor; asked for one, this answers with today's
    rule. Raises `UnknownValue`.
    """
    policies = policies or Policies()
    terms = Terms(
        day=day,
        base_wage=integrated_minimum(day, policies),
        days=days,
        zone=MEXICO_CITY_ZONE,
        regime="mandatory",
        housing=housing,
    )
    return contributions(terms, policies)
