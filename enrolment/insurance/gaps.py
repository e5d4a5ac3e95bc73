"""The days of a month that nobody insured and those that several homes did, over all homes of one worker, as lines.

Hers alone: a household must not learn that there is another. What would close a gap is said by the days she truly works
and the wages she is truly paid, never by what would have to be reported.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby

from enrolment.insurance.coverage import Answer, MonthCover
from enrolment.insurance.readings import paid_ahead_by
from enrolment.money.contributed import Contribution, days_between, last_of_month
from enrolment.relation.days import spoken_numbers
from regime.sentences import Param, Sentence


@dataclass(frozen=True, slots=True)
class Span:
    """Days in a row, both ends included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Overlap:
    """Days that the same homes, two or more, paid; by their names."""

    homes: tuple[str, ...]
    days: tuple[date, ...]


def gaps_of(cover: MonthCover) -> tuple[Span, ...]:
    """The days in a row that no reading insures. With the days that are possible they make up the month."""
    days = days_between(cover.month, last_of_month(cover.month))
    runs = (tuple(run) for is_gap, run in groupby(days, key=lambda day: day not in cover.possible_days) if is_gap)
    return tuple(Span(run[0], run[-1]) for run in runs)


def overlaps_of(month: date, contributions: Sequence[Contribution], as_of: date) -> tuple[Overlap, ...]:
    """The days that lines of two or more homes insure at once, by the homes that do."""
    paid_by = paid_ahead_by(month)
    paying = [c for c in contributions if c.insures_its_days(paid_by, as_of) and not c.awaits_payment(as_of)]
    found: dict[tuple[str, ...], list[date]] = {}
    for day in days_between(month, last_of_month(month)):
        here = {c.household: c.name for c in paying if day in c.insurable_days(month)}
        if len(here) > 1:
            found.setdefault(tuple(sorted(here.values())), []).append(day)
    return tuple(Overlap(homes, tuple(days)) for homes, days in found.items())


def lines_about_gaps(cover: MonthCover) -> tuple[Sentence, ...]:
    """Each gap as a line, and the days that hang on a rule in one."""
    gaps = tuple(_spoken(gap) for gap in gaps_of(cover))
    hanging = sorted(cover.possible_days - cover.days)
    return (*gaps, Sentence("cover.gap_line.depends", {"days": spoken_numbers(hanging)})) if hanging else gaps


def lines_that_close(cover: MonthCover, contributions: Sequence[Contribution], as_of: date) -> tuple[Sentence, ...]:
    """Each home whose true days lie in a gap with what its payment can still do, and that only true days count."""
    gaps = gaps_of(cover)
    uninsured = {day for gap in gaps for day in days_between(gap.first, gap.last)}
    closing = tuple(said for c in contributions if (said := _owed(c, cover.month, uninsured, as_of)))
    return (*closing, Sentence("cover.gap_line.true_days")) if gaps and cover.answer is not Answer.YES else closing


def lines_about_overlaps(overlaps: Sequence[Overlap]) -> tuple[Sentence, ...]:
    """Each overlap as a line, and once what it means."""
    lines = tuple(_spoken_overlap(overlap) for overlap in overlaps)
    return (*lines, Sentence("cover.overlap.counts_once")) if lines else ()


def _owed(c: Contribution, month: date, uninsured: Collection[date], as_of: date) -> Sentence | None:
    """What a payment of this home can still do for its days of work that nobody insured."""
    days = sorted(day for day in c.insurable_days(month) if day in uninsured)
    if not days:
        return None
    params: dict[str, Param] = {"name": c.name, "count": len(days), "days": spoken_numbers(days)}
    if sum((paid.amount for paid in c.payments), Decimal(0)) >= c.line_amount:
        return Sentence("cover.gap_line.paid_late", params)
    if c.first_month:
        return Sentence("cover.gap_line.pay_first_month", params)
    if as_of <= paid_ahead_by(month):
        return Sentence("cover.gap_line.pay_in_time", params | {"by": paid_ahead_by(month)})
    return Sentence("cover.gap_line.too_late", params)


def _spoken(gap: Span) -> Sentence:
    if gap.first == gap.last:
        return Sentence("cover.gap_line.nobody.day", {"day": gap.first.day})
    return Sentence("cover.gap_line.nobody", {"first": gap.first.day, "last": gap.last.day})


def _spoken_overlap(overlap: Overlap) -> Sentence:
    days = overlap.days
    params: dict[str, Param] = {"count": len(overlap.homes), "homes": ", ".join(overlap.homes)}
    if len(days) > 1 and days[-1] - days[0] == timedelta(days=len(days) - 1):
        return Sentence("cover.overlap.span", params | {"first": days[0].day, "last": days[-1].day})
    numbers: dict[str, Param] = {"days": spoken_numbers(days)}
    if len({day.weekday() for day in days}) == 1:
        named = {"weekday": Sentence(f"weekday.{days[0].weekday()}")}
        return Sentence("cover.overlap.weekday", params | numbers | named)
    return Sentence("cover.overlap.days", params | numbers)
