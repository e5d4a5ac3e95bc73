"""One strip of days over all homes of a worker: how each day stands for her insurance, and what it is at each home."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from enrolment.insurance.coverage import MonthCover
from enrolment.money.contributed import Contribution, days_between, last_of_month
from enrolment.relation.marked_days import ABSENCE, PAUSE, VACATION, WORKED_HOLIDAY
from enrolment.relation.month_days import CERTIFIED, HOLIDAY, OUTSIDE, REST, WORK

# How a day stands, in the order in which the key of the strip names them.
PAID, DEPENDS, PRESERVED, UNPAID, NOBODY = "on", "maybe", "preserved", "unpaid", "off"
MARKS = (PAID, VACATION, HOLIDAY, CERTIFIED, DEPENDS, UNPAID, PAUSE, PRESERVED, NOBODY)
_COMES = (WORK, HOLIDAY, WORKED_HOLIDAY, VACATION)


@dataclass(frozen=True, slots=True)
class AtHome:
    """The month at one of her homes: its name as she knows it, and the kind of each day (`month_days`)."""

    name: str
    kinds: tuple[tuple[date, str], ...]


@dataclass(frozen=True, slots=True)
class HerDay:
    """A day, how it stands (`MARKS`), and what it is at the homes where it is something: names and kinds."""

    day: date
    mark: str
    homes: tuple[tuple[str, str], ...]


def days_of_hers(
    cover: MonthCover,
    contributions: Sequence[Contribution],
    homes: Sequence[AtHome],
    is_preserved: Callable[[date], bool],
) -> tuple[HerDay, ...]:
    """Every day of the month with the one mark that matters most to her, and what it is at each home."""
    certified = frozenset[date]().union(*(c.certified_days(cover.month) for c in contributions))
    found = []
    for day in days_between(cover.month, last_of_month(cover.month)):
        at_homes = tuple((home.name, kind) for home in homes if (kind := dict(home.kinds)[day]) not in (REST, OUTSIDE))
        found.append(HerDay(day, _mark(day, cover, certified, {kind for _, kind in at_homes}, is_preserved), at_homes))
    return tuple(found)


def by_mark(days: Iterable[HerDay]) -> dict[str, tuple[date, ...]]:
    """The days of each mark that occurs, in the order of the key: with `by_home`, the strip in words."""
    alike: dict[str, tuple[date, ...]] = {}
    for one in days:
        alike[one.mark] = (*alike.get(one.mark, ()), one.day)
    return {mark: alike[mark] for mark in MARKS if mark in alike}


def by_home(days: Iterable[HerDay]) -> dict[str, dict[str, tuple[date, ...]]]:
    """What the days are at each home: by its name, the days of each kind."""
    found: dict[str, dict[str, tuple[date, ...]]] = {}
    for one in days:
        for name, kind in dict.fromkeys(one.homes):  # one household may have her in two homes
            kinds = found.setdefault(name, {})
            kinds[kind] = (*kinds.get(kind, ()), one.day)
    return found


def _mark(
    day: date,
    cover: MonthCover,
    certified: Collection[date],
    kinds: Collection[str],
    is_preserved: Callable[[date], bool],
) -> str:
    """Cover first, then what her homes owe, then what is left of it; a certificate insures whatever is paid."""
    if day in certified:
        return CERTIFIED
    if day in cover.days:
        return VACATION if VACATION in kinds else HOLIDAY if HOLIDAY in kinds else PAID
    if day in cover.possible_days:
        return DEPENDS
    if any(kind in _COMES for kind in kinds):
        return UNPAID
    if is_preserved(day):
        return PRESERVED
    return PAUSE if PAUSE in kinds or ABSENCE in kinds else NOBODY
