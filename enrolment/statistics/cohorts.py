"""Who stays: of those insured in a month, how many still are some months later, and how sure that share is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from enrolment.statistics.disclosure import ALL
from enrolment.statistics.facts import COVERED
from enrolment.statistics.models import WorkerMonth
from regime.periods import month_after

AFTER = (1, 3, 6, 12, 24)
TRAITS = (ALL, "mode", "homes")
# Of a hundred such bands about ninety-five hold the share that would show in ever more people.
NORMAL = Decimal("1.959964")


@dataclass(frozen=True, slots=True)
class Kept:
    """Of those insured in both months, and in only one of the two: the earlier (`lost`) or the later (`new`)."""

    kept: int
    lost: int
    new: int


def measure(after: int) -> str:
    """The name of the figure: who was insured so many months before and is now."""
    return f"kept_{after}"


def kept_in(session: Session, month: date) -> dict[tuple[str, int], dict[str, Kept]]:
    """The exact counts of a month, by trait and months since: to be shown to nobody before they are protected."""
    found = {}
    for after in AFTER:
        earlier = month_after(month, -after)
        for trait in TRAITS:
            before, now = _covered(session, earlier, trait), _covered(session, month, trait)
            both = _both(session, earlier, month, trait)
            found[trait, after] = {
                key: Kept(both.get(key, 0), before[key] - both.get(key, 0), now.get(key, 0) - both.get(key, 0))
                for key in before
            }
    return found


def _covered(session: Session, month: date, trait: str) -> dict[str, int]:
    fact = WorkerMonth
    wanted = select(func.count()).where(fact.month == month, fact.answer.in_(COVERED))
    return _by(session, wanted, fact, trait)


def _both(session: Session, earlier: date, month: date, trait: str) -> dict[str, int]:
    """Whoever is insured in both months, by what they were in the earlier one."""
    then, now = aliased(WorkerMonth), aliased(WorkerMonth)
    wanted = select(func.count()).select_from(then).join(now, now.worker_id == then.worker_id)
    wanted = wanted.where(then.month == earlier, now.month == month)
    wanted = wanted.where(then.answer.in_(COVERED), now.answer.in_(COVERED))
    return _by(session, wanted, then, trait)


def _by(session: Session, counted: Select[int], fact: Any, trait: str) -> dict[str, int]:
    if trait == ALL:
        return {ALL: session.scalar(counted) or 0}
    column = getattr(fact, trait)
    return {key: number for number, key in session.execute(counted.add_columns(column).group_by(column))}


def kept_told(counts: Mapping[str, Kept], least: int) -> dict[str, int]:
    """The categories of which it is told who stayed: where neither those who stayed nor the others are few.

    As with the parts of a movement: of the categories that are not told, each of the three parts is enough together.
    """
    told = {key for key, row in counts.items() if min(row.kept, row.lost, row.new) >= least}
    while hidden := [row for key, row in counts.items() if key not in told]:
        if (
            not told
            or min(sum(r.kept for r in hidden), sum(r.lost for r in hidden), sum(r.new for r in hidden)) >= least
        ):
            break
        told.discard(min(told, key=lambda key: (counts[key].lost, key)))
    return {key: counts[key].kept for key in sorted(told)}


def band(kept: int, of: int) -> tuple[Decimal, Decimal]:
    """The band of a share, by Wilson's score for 95 in a hundred: within 0 and 1 also for shares near them."""
    share, square = Decimal(kept) / of, NORMAL * NORMAL
    middle = share + square / (2 * of)
    half = NORMAL * ((share * (1 - share) + square / (4 * of)) / of).sqrt()
    whole = 1 + square / of
    return (middle - half) / whole, (middle + half) / whole
