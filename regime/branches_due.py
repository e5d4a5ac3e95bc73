"""Days on which only some branches of insurance are due, and persons for whom some never are (LSS 31, 196, 239-E)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Literal, get_args

from regime.parameters import parameter

DayKind = Literal["certified", "short_absence", "long_absence"]
Situation = Literal["old_age_pensioner"]
DAY_KINDS: tuple[DayKind, ...] = get_args(DayKind)
SITUATIONS: tuple[Situation, ...] = get_args(Situation)

_DUE: Mapping[DayKind, str] = {
    "certified": "branches_due_on_certified_days",
    "short_absence": "branches_due_on_days_of_short_absence",
    "long_absence": "branches_due_on_days_of_long_absence",
}
_NOT_DUE: Mapping[Situation, str] = {"old_age_pensioner": "branches_not_due_for_old_age_pensioner"}


@dataclass(frozen=True, slots=True)
class PartialDays:
    """So many of the insured days of a month for which only the branches of their kind are due."""

    kind: DayKind
    days: Decimal


def due_on(kind: DayKind, day: date) -> Mapping[str, str]:
    """The branches that remain due on days of a kind, each with the article that says so."""
    return parameter(_DUE[kind]).on(day).branches


@lru_cache(maxsize=4096)
def never_due(situations: tuple[Situation, ...], day: date) -> frozenset[str]:
    """The branches that are not due for a person in these standing situations."""
    return frozenset(branch for situation in situations for branch in parameter(_NOT_DUE[situation]).on(day).branches)


def absence_kind(days: int, month: date) -> DayKind:
    """Which kind of day the unpaid absences of a month are, by how many they are (LSS 31 I)."""
    return "short_absence" if days < parameter("long_absence_days").on(month).value else "long_absence"


def apportioned(
    days: Decimal, calendar: int, partial: Iterable[PartialDays]
) -> tuple[Decimal, tuple[PartialDays, ...]]:
    """The days of a month with every branch due, and those of each kind with some, together exactly `days`.

    `calendar` is how many days the month has. Where a month counts 30 or 30.4 days (D-2) and each of its days is of
    some kind, the last kind takes what is over or short.
    """
    kinds = tuple(partial)
    left, found = days, []
    whole = sum((kind.days for kind in kinds), Decimal(0)) >= calendar
    for kind in kinds:
        taken = left if whole and kind is kinds[-1] else min(kind.days, left)
        left -= taken
        found.append(PartialDays(kind.kind, taken))
    return left, tuple(kind for kind in found if kind.days)
