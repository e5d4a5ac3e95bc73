"""What figures are measured against: all domestic workers by survey, the reports of IMSS, the aims of the programme."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from regime.parameters import parameter
from regime.values import Value

DAYS_OF_YEAR = Decimal("365.25")


@dataclass(frozen=True, slots=True)
class Coverage:
    """The share of all domestic workers who are insured, by the newest report, and what it lies between.

    `least` and `most` are the shares of the highest and the lowest published estimate of all domestic workers.
    """

    insured: Value
    people: Value
    estimates: Value

    @property
    def share(self) -> Decimal:
        """Insured posts for each domestic worker."""
        return self.insured.value / self.people.value

    @property
    def least(self) -> Decimal:
        """The share if there are as many domestic workers as the highest estimate says."""
        return self.insured.value / self.estimates.range.most

    @property
    def most(self) -> Decimal:
        """The share if there are as few as the lowest estimate says."""
        return self.insured.value / self.estimates.range.least


def coverage_on(day: date) -> Coverage:
    """The coverage known on a day. IMSS counts posts, the survey people: whoever has two posts counts twice."""
    return Coverage(
        parameter("imss_posts").on(day),
        parameter("domestic_workers").on(day),
        parameter("domestic_workers_span").on(day),
    )


def reported_until(day: date) -> tuple[Value, ...]:
    """The posts that IMSS reported, the oldest first."""
    return tuple(value for value in parameter("imss_posts").values if value.since <= day)


def targets() -> tuple[Value, ...]:
    """Where the programme began and what it aimed at, in people."""
    return (*parameter("programme_baseline").values, *parameter("programme_target").values)


@dataclass(frozen=True, slots=True)
class Path:
    """How many people would be insured on a day by somebody's example or hope, and what that is taken from."""

    value: Value
    least: Decimal
    most: Decimal


def paths_on(day: date) -> tuple[Path, ...]:
    """What the pace of Uruguay since the programme began would have come to, and what the programme hoped for."""
    people, began = parameter("domestic_workers").on(day).value, parameter("programme_baseline").values[0]
    pace, hoped = parameter("pace_of_uruguay").on(day), parameter("hoped_coverage").on(day)
    years = Decimal((day - began.since).days) / DAYS_OF_YEAR
    reached = began.value + people * pace.value * years
    return Path(pace, reached, reached), Path(hoped, people * hoped.range.least, people * hoped.range.most)
