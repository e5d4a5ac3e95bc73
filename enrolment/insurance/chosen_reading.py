"""Looking at a month under one reading of what IMSS has not published: what she chooses to look at, never what holds.

Choosing changes no payment and no stored answer; without a choice, readings that disagree stay "it depends".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from enrolment.insurance.coverage import MonthCover, Outcome, answer_of
from enrolment.insurance.readings import CUT_OFF, Reading, deciding, paid_ahead_by
from enrolment.money.contributed import Contribution
from regime.policies import BY_FIELD
from regime.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Option:
    """One way to read a point: what it means, and the month if it alone were decided so."""

    value: str
    means: Sentence
    cover: MonthCover


@dataclass(frozen=True, slots=True)
class Point:
    """One open point that decides the month, its options, and the one that is looked at, if any."""

    code: str
    options: tuple[Option, ...]
    chosen: str | None

    @property
    def asks(self) -> Sentence:
        """What is not public."""
        return Sentence(f"cover.decided_by.{self.code}")


def points_of(cover: MonthCover, contributions: Sequence[Contribution], chosen: Mapping[str, str]) -> tuple[Point, ...]:
    """The points on which the month hangs, each with every option and what it makes of the month."""
    return tuple(
        Point(
            code,
            tuple(
                Option(value, _meaning(code, value, cover.month), under(cover, contributions, {code: value}))
                for value in _values(cover, code)
            ),
            chosen.get(code),
        )
        for code in cover.decided_by
    )


def choices_in(cover: MonthCover, asked: Mapping[str, str]) -> dict[str, str]:
    """The choices among what was asked for that this month really leaves open; the rest decides nothing."""
    return {code: asked[code] for code in cover.decided_by if asked.get(code) in _values(cover, code)}


def under(cover: MonthCover, contributions: Sequence[Contribution], chosen: Mapping[str, str]) -> MonthCover:
    """The month under the readings that agree with what was chosen; the payments stay those that were seen.

    `chosen` comes from `choices_in`, so that some reading always agrees.
    """
    left = [Outcome(found.days, _agreeing(found, chosen)) for found in cover.outcomes]
    outcomes = tuple(found for found in left if found.readings)
    sets = [found.days for found in outcomes]
    return replace(
        cover,
        answer=answer_of(cover.month, contributions, sets),
        days=frozenset.intersection(*sets),
        possible_days=frozenset.union(*sets),
        outcomes=outcomes,
        decided_by=deciding({reading: found.days for found in outcomes for reading in found.readings}),
    )


def _agreeing(found: Outcome, chosen: Mapping[str, str]) -> tuple[Reading, ...]:
    return tuple(reading for reading in found.readings if chosen.items() <= reading.choices().items())


def _values(cover: MonthCover, code: str) -> tuple[str, ...]:
    """The values of a point among the readings: as the policy lists them, else the most favourable first."""
    found = {reading.choices()[code] for outcome in cover.outcomes for reading in outcome.readings}
    options = BY_FIELD[code].options if code in BY_FIELD else ()
    return tuple(option for option in options if option in found) or tuple(sorted(found, reverse=True))


def _meaning(code: str, value: str, month: date) -> Sentence:
    if code != CUT_OFF:
        return Sentence(f"cover.reading.{code}.{value}")
    day = date.fromisoformat(value)
    return Sentence(f"cover.reading.{code}.{'law' if day == paid_ahead_by(month) else 'pilot'}", {"by": day})
