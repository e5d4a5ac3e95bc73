"""The three wage floors, which are never one another, and the cap: by zone and day."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from regime.parameters import parameter
from regime.pay import Pay
from regime.policies import Policies
from regime.projection import Reading, reading
from regime.rounding import to_cents

Zone = Literal["general", "border"]
ZONES: tuple[Zone, ...] = ("general", "border")


def minimum_wage(zone: Zone, day: date, projection: str = "none") -> Reading:
    """General minimum wage of the zone, pesos per day: floor of the base wage (LSS 28, 29 III)."""
    return reading(f"minimum_wage_{zone}", day, projection)


def professional_wage(zone: Zone, day: date, projection: str = "none") -> Reading:
    """Minimum wage of domestic workers, pesos per day worked (LFT 335); before 2021 none existed: the general one."""
    name = f"professional_wage_{zone}"
    if day < parameter(name).values[0].since:
        return minimum_wage(zone, day, projection)
    return reading(name, day, projection)


def base_wage_cap(day: date, projection: str = "none") -> Decimal:
    """Highest base wage, pesos per day: 25 UMA (LSS 28)."""
    uma = reading("uma_daily", day, projection).value.value
    return uma * parameter("base_wage_cap").on(day).value


@dataclass(frozen=True, slots=True)
class WageGap:
    """What the law asks for a day worked, what was agreed, and what is owed (zero when the pay is lawful)."""

    legal: Decimal
    paid: Decimal
    owed: Decimal


def wage_gap(paid: Decimal, zone: Zone, day: date, hours: Decimal | None = None, projection: str = "none") -> WageGap:
    """Compare the cash pay of a day worked with the professional minimum, part of a day in proportion (LFT 83, 335).

    `hours` are those worked that day; None or more than a full day (LFT 61) asks for the whole minimum.
    """
    return _gap(paid, professional_wage(zone, day, projection).value.value, day, hours)


def gap_of(pay: Pay | None, paid: Decimal, legal: Decimal, day: date, policies: Policies) -> WageGap:
    """Compare a wage of a day with the legal minimum, for the hours that were agreed (an average of her days).

    Pay by the hour never brings less than a whole day's on any of her days, however few its hours (LFT 83, L-7).
    """
    if pay is not None and pay.each == "hour" and policies.hourly_floor == "whole_day":
        return _gap_by_the_hour(pay, paid, legal)
    hours = None if pay is None else pay.hours_within(parameter("legal_day_hours").on(day).value)
    return _gap(paid, legal, day, hours)


def is_short_day_by_the_hour(pay: Pay, day: date) -> bool:
    """Whether pay by the hour is for less than a whole day on one of her days, where L-7 decides what is owed."""
    full_day = parameter("legal_day_hours").on(day).value
    return pay.each == "hour" and any(hours < full_day for hours in pay.hours)


def _gap_by_the_hour(pay: Pay, paid: Decimal, legal: Decimal) -> WageGap:
    """Each of her days against the whole minimum; what they lack is said as an average of her days."""
    average = pay.hours_of_a_day
    assert average is not None  # noqa: S101 - pay by the hour has hours
    short = sum((max(Decimal(0), legal - paid * hours / average) for hours in pay.hours), Decimal(0))
    return WageGap(legal, paid, to_cents(short / len(pay.hours)))


def _gap(paid: Decimal, legal: Decimal, day: date, hours: Decimal | None) -> WageGap:
    full_day = parameter("legal_day_hours").on(day).value
    if hours is not None and hours < full_day:
        legal = to_cents(legal * hours / full_day)
    return WageGap(legal, paid, max(Decimal(0), to_cents(legal - paid)))
