"""Everything the arithmetic of one day needs, gathered once: UMA, wages of the zone and rates by branch."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from regime.policies import Policies
from regime.projection import Reading, reading
from regime.rounding import to_cents
from regime.sentences import Param, Sentence
from regime.values import Value
from regime.wages import Zone, base_wage_cap, minimum_wage, professional_wage

Base = Literal["uma", "excess", "wage"]


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch of insurance: what it is charged on and the parameters that say how much each side pays."""

    concept: str
    base: Base
    employer: str | None
    worker: str | None = None


RETIREMENT = "retirement"
OLD_AGE = "old_age"
RETIREMENT = "retirement"
WORK_RISK = "work_risk"
HOUSING = "housing"
BRANCHES: tuple[Branch, ...] = (
    Branch("sickness_fixed", "uma", "sickness_fixed_employer_rate"),
    Branch("sickness_excess", "excess", "sickness_excess_employer_rate", "sickness_excess_worker_rate"),
    Branch("pensioners_medical", "wage", "pensioners_medical_employer_rate", "pensioners_medical_worker_rate"),
    Branch("sickness_cash", "wage", "sickness_cash_employer_rate", "sickness_cash_worker_rate"),
    Branch("disability_life", "wage", "disability_life_employer_rate", "disability_life_worker_rate"),
    Branch(RETIREMENT, "wage", "retirement_employer_rate"),
    Branch(OLD_AGE, "wage", "old_age_employer_rate", "old_age_worker_rate"),
    Branch("day_care", "wage", "day_care_employer_rate"),
    Branch(WORK_RISK, "wage", "work_risk_employer_rate"),
    Branch(HOUSING, "wage", "housing_employer_rate"),
)


@dataclass(frozen=True, slots=True)
class Rate:
    """What one side pays for one branch."""

    concept: str
    base: Base
    share: Literal["employer", "worker"]
    value: Value


@dataclass(frozen=True, slots=True)
class Rates:
    """The values in force on a day in a zone; `projected` names those that are not law yet."""

    uma: Decimal
    excess_over: Decimal
    cap: Decimal
    minimum_wage: Decimal
    general_wage: Decimal
    professional_wage: Value
    rates: tuple[Rate, ...]
    projected: tuple[Sentence, ...]

    def old_age_rate(self, scale: Value, base_wage: Decimal, policies: Policies) -> Decimal:
        """The employer's rate for old age: the row of the base wage, in cents (LSS 168 II, transitory table).

        The first row holds up to one minimum wage, so that the total never falls as the wage rises.
        """
        wage = self.minimum_wage if policies.old_age_first_row == "zone_wage" else self.general_wage
        units = {"minimum wage": wage, "UMA": self.uma}
        charged = to_cents(base_wage)
        rows = scale.brackets
        return next(row.value for row in rows if row.up_to is None or charged <= row.up_to * units[row.of])


@lru_cache(maxsize=4096)
def rates_on(day: date, zone: Zone, projection: str) -> Rates:
    """The values of a day in a zone. Raises `UnknownValue` for a day outside the known values, unless projected."""
    uma = reading("uma_daily", day, projection)
    minimum = minimum_wage(zone, day, projection)
    general = minimum_wage("general", day, projection)
    professional = professional_wage(zone, day, projection)
    threshold = reading("excess_threshold", day, projection).value.value
    return Rates(
        uma=uma.value.value,
        excess_over=threshold * uma.value.value,
        cap=base_wage_cap(day, projection),
        minimum_wage=minimum.value.value,
        general_wage=general.value.value,
        professional_wage=professional.value,
        rates=tuple(_rates_of_branches(day, projection)),
        projected=tuple(_projected_notice(entry, day) for entry in (uma, minimum) if entry.projected),
    )


def _rates_of_branches(day: date, projection: str) -> list[Rate]:
    found = []
    for branch in BRANCHES:
        if branch.employer:
            value = reading(branch.employer, day, projection).value
            found.append(Rate(branch.concept, branch.base, "employer", value))
        if branch.worker:
            value = reading(branch.worker, day, projection).value
            found.append(Rate(branch.concept, branch.base, "worker", value))
    return found


def _projected_notice(entry: Reading, day: date) -> Sentence:
    params: dict[str, Param] = {
        "policy": "projection",
        "parameter": Sentence(f"parameter.{entry.value.parameter}"),
        "value": entry.value.value,
        "until": entry.value.until or day,
    }
    return Sentence("notice.projected", params)
