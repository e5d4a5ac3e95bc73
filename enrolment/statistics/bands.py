"""In which band somebody is counted: of age, and of the base wage of a month in minimum wages and in UMA."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from enrolment.money.contributed import last_of_month
from regime.parameters import parameter
from regime.projection import reading
from regime.values import Bracket, UnknownValue
from regime.wages import minimum_wage

UNKNOWN = "unknown"
# The scale behind each trait that is counted in bands.
SCALES = {"age": "statistics_age_bands", "wage": "statistics_wage_bands", "uma": "statistics_uma_bands"}


def scale_of(trait: str, day: date) -> tuple[Bracket, ...]:
    """The bands of a trait on a day, the lowest first; each is named after where it begins."""
    return parameter(SCALES[trait]).on(day).brackets


def age_band(born: date | None, month: date) -> str:
    """The band of whole years on the last day of the month; below the first band somebody is counted as unknown."""
    if born is None:
        return UNKNOWN
    last = last_of_month(month)
    years = last.year - born.year - ((last.month, last.day) < (born.month, born.day))
    scale = scale_of("age", month)
    return _band(scale, Decimal(years)) if years >= scale[0].value else UNKNOWN


def wage_bands(wages: Decimal | None, days: int, month: date) -> tuple[str, str]:
    """The bands of a sum of base wages (pesos) against so many days of the minimum wage and of the UMA.

    The general minimum wage outside the border zone is the measure everywhere, so that states can be compared.
    """
    if wages is None:
        return UNKNOWN, UNKNOWN
    try:
        least = minimum_wage("general", month, "last_known_values").value.value
        unit = reading("uma_daily", month, "last_known_values").value.value
    except UnknownValue:
        return UNKNOWN, UNKNOWN
    return _band(scale_of("wage", month), wages / (least * days)), _band(scale_of("uma", month), wages / (unit * days))


def _band(scale: Sequence[Bracket], amount: Decimal) -> str:
    found = next((row for row in scale if row.up_to is None or amount <= row.up_to), scale[-1])
    return str(found.value)
