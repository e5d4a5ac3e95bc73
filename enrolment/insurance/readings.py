"""The ways in which points of the law that IMSS has not published can be read, as far as they matter for cover."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import product
from typing import Any

from enrolment.money.contributed import Contribution, last_of_month
from regime.payment_days import cut_off_day
from regime.policies import BY_FIELD, Policies

# Which policies may decide a month, besides the cut-off day (D-7), which is a day and not an option.
_FIELDS = ("integration_factor", "month_days", "rest_day_share", "full_month_test")
CUT_OFF = "prepayment_cut_off_day"
ENDED_COUNTS = "ended_relation_counts"
# Everything that may decide a month: policies by their field, the cut-off day, and what an ended relation still counts.
POINTS = (*_FIELDS, CUT_OFF, ENDED_COUNTS)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read everything that is open.

    `paid_by` is the last day on which a payment ahead of the month counts for it (D-7). `ended_counts`: what a relation
    that ended within the month has paid for it still helps the remaining ones to a full month (239-C VIII), or no
    longer does once it has ended (239-D I).
    """

    policies: Policies
    paid_by: date
    ended_counts: bool

    def choices(self) -> dict[str, str]:
        """What this reading says on each open point, by policy field."""
        texts = self.policies.as_texts()
        points = {field: texts[field] for field in _FIELDS}
        return points | {CUT_OFF: self.paid_by.isoformat(), ENDED_COUNTS: "yes" if self.ended_counts else "no"}


def readings_of(month: date, contributions: Sequence[Contribution], policies: Policies) -> list[Reading]:
    """Every reading under which the month has to be looked at; the first is the configured one.

    Points that cannot matter are left at their configured value: one household needs no sum across households, and
    without a payment between the cut-off day and the month nobody asks which of the two days holds.
    """
    several = len({c.household for c in contributions}) > 1
    fields = _FIELDS if several else _FIELDS[:-1]
    options = [_configured_first(policies, field) for field in fields]
    return [
        Reading(_with(policies, fields, chosen), paid_by, ended_counts)
        for chosen, paid_by, ended_counts in product(
            product(*options), _cut_offs(month, contributions, policies), _ended(month, contributions)
        )
    ]


def deciding(outcomes: Mapping[Reading, frozenset[date]]) -> tuple[str, ...]:
    """The points on which the answer hangs: a change of that point alone changes the insured days.

    Policies are named by their field, the rest by `ENDED_COUNTS`.
    """
    decisive = set()
    readings = [(reading.choices(), days) for reading, days in outcomes.items()]
    for point in POINTS:
        seen: dict[tuple[tuple[str, str], ...], frozenset[date]] = {}
        for choices, days in readings:
            others = tuple((name, value) for name, value in choices.items() if name != point)
            if seen.setdefault(others, days) != days:
                decisive.add(point)
                break
    return tuple(point for point in POINTS if point in decisive)


def paid_ahead_by(month: date) -> date:
    """The last day on which a payment still comes before the month, as the law asks (LSS 239-C VI)."""
    return month - timedelta(days=1)


def paid_by_under_every_reading(month: date, contributions: Sequence[Contribution], policies: Policies) -> date:
    """The last day on which a payment ahead counts whatever holds about the cut-off day (D-7)."""
    return min(_cut_offs(month, contributions, policies))


def _with(policies: Policies, fields: tuple[str, ...], chosen: tuple[str, ...]) -> Policies:
    answers: dict[str, Any] = dict(zip(fields, chosen, strict=True))
    return replace(policies, **answers)


def _configured_first(policies: Policies, field: str) -> tuple[str, ...]:
    configured = getattr(policies, field)
    return (configured, *(option for option in BY_FIELD[field].options if option != configured))


def _cut_offs(month: date, contributions: Sequence[Contribution], policies: Policies) -> Iterator[date]:
    last, cut_off = paid_ahead_by(month), cut_off_day(month, policies)
    yield last
    ahead = (paid.on for c in contributions if not c.first_month for paid in c.payments)
    if any(cut_off < day <= last for day in ahead):
        yield cut_off


def _ended(month: date, contributions: Sequence[Contribution]) -> tuple[bool, ...]:
    ends_within = any(c.last_day(month) < last_of_month(month) for c in contributions)
    return (True, False) if ends_within and len(contributions) > 1 else (True,)
