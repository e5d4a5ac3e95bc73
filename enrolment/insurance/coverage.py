"""Is she insured this month, for which days, or does it depend: one worker, all her households, no database.

The rule is LSS 239-C VI to VIII and 239-D. Where IMSS has not published how it applies a point, every possible reading
is computed; when they disagree the answer says so instead of choosing (see `enrolment.insurance.readings`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from enrolment.insurance.readings import Reading, deciding, readings_of
from enrolment.money.contributed import Contribution, days_between, last_of_month
from regime.coverage_floor import coverage_floor
from regime.policies import Policies

Days = frozenset[date]


class Answer(StrEnum):
    """What the worker is told: the whole month, these days, no, or that it depends on a rule that is not public."""

    YES = "yes"
    DAYS = "days"
    NO = "no"
    DEPENDS = "depends"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The insured days of the month under one or more readings that agree."""

    days: Days
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthCover:
    """The answer for one month.

    `days` are insured under every reading, `possible_days` under at least one. `paid` and `floor` are the
    social-security quotas counted for the month and those that would insure all of it, in pesos, by the rules as
    configured. `outcomes` has one entry when all readings agree; `decided_by` names the open decisions that part them.
    """

    month: date
    answer: Answer
    days: Days
    possible_days: Days
    paid: Decimal
    floor: Decimal
    outcomes: tuple[Outcome, ...]
    decided_by: tuple[str, ...]

    @property
    def missing(self) -> Decimal:
        """How many pesos of quotas are short of the whole month, by the rules as configured; zero when none are."""
        return max(Decimal(0), self.floor - self.paid)


def assess(month: date, contributions: Sequence[Contribution], policies: Policies, as_of: date) -> MonthCover:
    """What the payments seen until `as_of` insure in the month, over all households of one worker.

    Raises `UnknownValue` when the minimum wage or the UMA of the month is not published and no projection is allowed.
    """
    first = month.replace(day=1)
    part = [c for c in contributions if c.relation_days(first)]
    outcomes: dict[Days, list[Reading]] = {}
    readings = readings_of(first, part, policies)
    for reading in readings:
        outcomes.setdefault(insured_days(first, part, reading, as_of), []).append(reading)
    sets = list(outcomes)
    configured = readings[0]
    return MonthCover(
        month=first,
        answer=answer_of(first, part, sets),
        days=frozenset.intersection(*sets),
        possible_days=frozenset.union(*sets),
        paid=sum((c.counted_quotas(configured.policies, configured.paid_by) for c in part), Decimal(0)),
        floor=quota_floor(first, _earliest_start(first, part), configured.policies),
        outcomes=tuple(Outcome(days, tuple(found)) for days, found in outcomes.items()),
        decided_by=deciding({reading: days for days, found in outcomes.items() for reading in found}),
    )


def insured_days(month: date, contributions: Sequence[Contribution], reading: Reading, as_of: date) -> Days:
    """The insured days under one reading: those reported, and every span whose full quotas were reached."""
    days: set[date] = set()
    for contribution in contributions:
        days |= contribution.certified_days(month)
        if contribution.insures_its_days(reading.paid_by, as_of):
            days |= contribution.insurable_days(month)
    counted = [_Counted(c, c.counted_quotas(reading.policies, reading.paid_by)) for c in contributions]
    for group in _tested_together([c for c in counted if c.quotas > 0], reading):
        for start in {max(month, c.by.began) if c.by.first_month else month for c in group}:
            days |= _span_reached(month, start, group, reading)
    return frozenset(days)


@dataclass(frozen=True, slots=True)
class _Counted:
    """The quotas that count for the month under a reading, and whose contribution they are."""

    by: Contribution
    quotas: Decimal


@lru_cache(maxsize=4096)
def quota_floor(month: date, start: date, policies: Policies) -> Decimal:
    """The quotas that insure every day from `start` to the end of the month (LSS 239-C VII, VIII), without housing.

    From the first of the month they are those of the month, by policy D-2; from a later day those of the days left.
    """
    days = None if start <= month else Decimal((last_of_month(month) - start).days + 1)
    return coverage_floor(month, days, policies).social_security


def _tested_together(counted: list[_Counted], reading: Reading) -> list[list[_Counted]]:
    """Whose payments add up for the full-month test: those of all households, or each household's alone (D-8)."""
    if reading.policies.full_month_test == "sum_of_households":
        return [counted]
    return [[c for c in counted if c.by.household == household] for household in {c.by.household for c in counted}]


def _span_reached(month: date, start: date, group: list[_Counted], reading: Reading) -> set[date]:
    """The days from `start` for which the sum of the quotas reaches the floor.

    From the first of the month everything paid for it counts. From a day inside it only the relations that begin then
    or later do: part of what the others paid belongs to days before it. A relation that has ended insures nobody any
    more (239-D I); whether what it paid still helps the others to a full month is a reading.
    """
    members = [c for c in group if start == month or (c.by.first_month and c.by.began >= start)]
    floor = quota_floor(month, start, reading.policies)
    # Between one relation that ended and another that began later, nobody insured her.
    stood = frozenset[date]().union(*(c.by.relation_days(month) for c in members))
    reached: set[date] = set()
    for end in {c.by.last_day(month) for c in members}:
        helping = [c for c in members if reading.ended_counts or c.by.last_day(month) >= end]
        if sum((c.quotas for c in helping), Decimal(0)) >= floor:
            reached |= stood.intersection(days_between(start, end))
    return reached


def _earliest_start(month: date, contributions: Sequence[Contribution]) -> date:
    if not contributions or any(not c.first_month for c in contributions):
        return month
    return max(month, min(c.began for c in contributions))


def answer_of(month: date, contributions: Sequence[Contribution], sets: Sequence[Days]) -> Answer:
    """What the insured days come to; `sets` are those of the readings that are looked at, each once."""
    if len(sets) > 1:
        return Answer.DEPENDS
    days = sets[0]
    last = last_of_month(month)
    part = [c for c in contributions if c.relation_days(month)]
    # A whole month begins with her first relation in it: what a later one insures does not make up for the days before.
    if days >= frozenset(days_between(_earliest_start(month, part), last)):
        return Answer.YES
    return Answer.DAYS if days else Answer.NO
