"""When a term ends: business days, calendar days, months and clock hours, with every reason on the table."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from regime.calendars import COMPARED, DEFAULT, HORIZON, Calendar, CannotCount, NonWorkingDay, calendar_named
from regime.counting import AUTHORITY, Count, Term, counted
from regime.due_dates import READINGS, UNITS, DueDate, Reading, Suspension, Unit
from regime.sentences import Sentence
from regime.term_explanation import explain, explain_hours, explain_readings

__all__ = [
    "CannotCount",
    "DueDate",
    "Reading",
    "Suspension",
    "Unit",
    "due",
    "fixed_day",
    "is_business_day",
    "next_business_day",
]

MEXICO_CITY = "America/Mexico_City"
NO_DAYS: Mapping[date, Sentence] = MappingProxyType({})
_FRIDAY = 4


def is_business_day(day: date, calendar: str = DEFAULT, *, extra_days: Mapping[date, Sentence] = NO_DAYS) -> bool:
    """Whether a day counts: neither the calendar nor the authority's own list leaves it out."""
    return day not in extra_days and calendar_named(calendar).non_working(day) is None


def next_business_day(day: date, calendar: str, *, friday_moves: bool = False) -> date:
    """The day itself if it is a working day, else the first one after it (LFPA art. 29; CFF art. 12).

    Payments count by the calendar `cff`. `friday_moves` also moves a Friday, as CFF 12 says of payments made at
    banks; whether that holds for IMSS dues is not settled, so it is a switch (D-12), off by default.
    """
    while not is_business_day(day, calendar) or (friday_moves and day.weekday() == _FRIDAY):
        day += timedelta(days=1)
    return day


def fixed_day(
    day: date, because: Sentence, calendar: str, *, friday_moves: bool = False, timezone: str = MEXICO_CITY
) -> DueDate:
    """A day that the law itself names ("by the 17th"), moved as `next_business_day` moves it, with its reasons."""
    known = calendar_named(calendar)
    ends = next_business_day(day, calendar, friday_moves=friday_moves)
    on_the_way = [day + timedelta(days=n) for n in range((ends - day).days)]
    moved = (Sentence("deadline.last_day_moved", {"due": ends}),) if on_the_way else ()
    return DueDate(
        trigger=day,
        length=0,
        unit="calendar_days",
        timezone=_zone(timezone).key,
        due=ends,
        provisional=ends > known.complete_until,
        counted=0,
        days=(),
        skipped=tuple(known.non_working(d) or _bank_friday(d) for d in on_the_way),
        suspensions_applied=(),
        alternatives={},
        calendar=known.name,
        calendar_version=known.version,
        explanation=(because, *moved),
    )


def due(
    trigger: date | datetime,
    length: int,
    unit: Unit,
    calendar: str = DEFAULT,
    *,
    suspensions: Sequence[Suspension] = (),
    extra_days: Mapping[date, Sentence] = NO_DAYS,
    timezone: str = MEXICO_CITY,
    reading: Reading = "one",
) -> DueDate:
    """When a term ends that starts the day after its trigger (LFPA arts. 28, 29, 38; LFT art. 522).

    business_days   days that the calendar, the authority's list or a suspension leaves out do not count.
    calendar_days   every day counts; if the last is not a working day the term ends on the next one.
    months          end on the day of the month of the trigger; where that month has no such day, on the first
                    working day of the following one (LFPA 29, CFF 12; for LFT 522: SCJN 2a./J. 27/95). A dismissal
                    claim (LFT 518) takes the calendar `lft`, never `union`.
    hours           elapsed time from a moment, whatever the calendar, a clock change or a suspension.

    A suspended day never counts, so that a suspension adds its days to calendar days and months too
    (SCJN 2a./J. 63/2024); an open one pauses the term. A trigger with a time takes effect on its day in `timezone`
    and is read on that zone's clock when it has no offset. `extra_days` are the authority's own. Unless `reading` is
    "one", every calendar that is compared has a say and `calendar` none (see `DueDate`), and the authority's own days,
    added to all others, are one more calendar. Raises `CannotCount`, with the sentence to show.
    """
    if isinstance(length, bool) or not isinstance(length, int) or length < 1:
        raise CannotCount(Sentence("deadline.length_is_no_count", {"given": str(length)}))
    if unit not in UNITS:
        raise CannotCount(Sentence("deadline.unknown_unit", {"given": str(unit), "known": ", ".join(UNITS)}))
    if reading not in READINGS:
        raise CannotCount(Sentence("deadline.unknown_reading", {"given": str(reading), "known": ", ".join(READINGS)}))
    zone = _zone(timezone)
    if unit == "hours":
        return _hours(trigger, length, calendar_named(calendar), suspensions, zone)
    open_ones_first = sorted(suspensions, key=lambda s: (s.until is not None, s.since))
    term = Term(
        trigger=trigger,
        start=local_day(trigger, timezone),
        length=length,
        unit=unit,
        suspensions=open_ones_first,
        extra_days=extra_days,
    )
    if reading == "one":
        return _days(term, calendar_named(calendar), zone)
    return _by_every_calendar(term, zone, reading)


def _days(term: Term, known: Calendar, zone: ZoneInfo) -> DueDate:
    count = counted(term, known)
    alternatives = {name: counted(term, calendar_named(name)).due for name in COMPARED if name != known.name}
    return _counted(count, alternatives, zone)


def _by_every_calendar(term: Term, zone: ZoneInfo, reading: Reading) -> DueDate:
    """The count of the calendar that ends first, and what the others make of it."""
    by_law = replace(term, extra_days=NO_DAYS)
    counts = [counted(by_law, calendar_named(name)) for name in COMPARED]
    if term.extra_days:
        counts.append(counted(term, calendar_named(DEFAULT)))
    first = min(counts, key=lambda count: (count.due is None, count.due or date.max))
    alternatives = {count.name: count.due for count in counts if count is not first}
    told = _counted(first, alternatives, zone)
    return replace(
        told,
        provisional=any(count.last > count.calendar.complete_until for count in counts),
        calendar_version=" ".join(count.calendar.version for count in counts),
        explanation=explain_readings(first, counts, reading),
        reading=reading,
        own_days=_own_days(term),
    )


def _counted(count: Count, alternatives: Mapping[str, date | None], zone: ZoneInfo) -> DueDate:
    term, known = count.term, count.calendar
    return DueDate(
        trigger=term.trigger,
        length=term.length,
        unit=term.unit,
        timezone=zone.key,
        due=count.due,
        provisional=count.last > known.complete_until,
        counted=len(count.days),
        days=tuple(count.days),
        skipped=tuple(count.skipped),
        suspensions_applied=tuple(count.applied),
        alternatives=alternatives,
        calendar=known.name,
        calendar_version=known.version,
        explanation=explain(count, alternatives),
        own_days=_own_days(term),
    )


def _own_days(term: Term) -> tuple[NonWorkingDay, ...]:
    listed = sorted(day for day in term.extra_days if day > term.start)
    return tuple(NonWorkingDay(day, term.extra_days[day], AUTHORITY) for day in listed)


def _hours(
    trigger: date | datetime, length: int, known: Calendar, suspensions: Sequence[Suspension], zone: ZoneInfo
) -> DueDate:
    if not isinstance(trigger, datetime):
        raise CannotCount(Sentence("deadline.hours_need_a_moment", {"given": trigger}))
    start = _local(trigger, zone)
    try:
        ends = (start.astimezone(UTC) + timedelta(hours=length)).astimezone(zone)
    except OverflowError:
        raise CannotCount(Sentence("deadline.beyond_horizon", {"until": HORIZON})) from None
    return DueDate(
        trigger=trigger,
        length=length,
        unit="hours",
        timezone=zone.key,
        due=ends,
        provisional=False,
        counted=length,
        days=(),
        skipped=(),
        suspensions_applied=(),
        alternatives={},
        calendar=known.name,
        calendar_version=known.version,
        explanation=explain_hours(start, length, ends, suspensions),
    )


def local_day(trigger: date | datetime, timezone: str) -> date:
    """The day of a trigger on the clock of a time zone. Raises `CannotCount` for a zone that does not exist."""
    return _local(trigger, _zone(timezone)).date() if isinstance(trigger, datetime) else trigger


def _local(moment: datetime, zone: ZoneInfo) -> datetime:
    try:
        return moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)
    except OverflowError:  # the first or last day there is, with an offset that leads beyond it
        raise CannotCount(Sentence("deadline.no_date", {"key": "trigger", "given": moment.isoformat()})) from None


def _bank_friday(day: date) -> NonWorkingDay:
    return NonWorkingDay(day, Sentence("skipped.bank_friday"), "CFF art. 12")


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise CannotCount(Sentence("deadline.unknown_time_zone", {"given": name})) from None
