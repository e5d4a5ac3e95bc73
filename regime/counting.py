"""The walk through the days of a term: which are counted, which are not and why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache

from regime.calendars import HORIZON, Calendar, CannotCount, NonWorkingDay, calendar_named
from regime.due_dates import Suspension, Unit
from regime.sentences import Sentence

# The source of a day that an authority's own list leaves out; the reason comes with the list.
AUTHORITY = "authority"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """What is to be counted: `start` is the local day of the trigger, the first day that can count is the next."""

    trigger: date | datetime
    start: date
    length: int
    unit: Unit
    suspensions: Sequence[Suspension]
    extra_days: Mapping[date, Sentence]

    @property
    def month_lacks_the_day(self) -> bool:
        """Whether the term is in months and its last month has no day with the number of the trigger."""
        return self.unit == "months" and self.end_of_months().day != self.start.day

    def end_of_months(self) -> date:
        """The same day number so many months later, or the first of the following month if there is none.

        Raises `CannotCount` beyond the horizon.
        """
        index = self.start.year * 12 + self.start.month - 1 + self.length
        if index // 12 > HORIZON.year:
            raise CannotCount(Sentence("deadline.beyond_horizon", {"until": HORIZON}))
        try:
            return date(index // 12, index % 12 + 1, self.start.day)
        except ValueError:
            return date((index + 1) // 12, (index + 1) % 12 + 1, 1)


@dataclass(slots=True)
class Count:
    """A term counted by one calendar; `due` stays None when an open suspension stops the walk."""

    term: Term
    calendar: Calendar
    days: list[date] = field(default_factory=list)
    skipped: list[NonWorkingDay] = field(default_factory=list)
    applied: list[Suspension] = field(default_factory=list)
    due: date | None = None

    @property
    def name(self) -> str:
        """The calendar's name, or that the authority's own days are counted with it."""
        return AUTHORITY if self.term.extra_days else self.calendar.name

    @property
    def last(self) -> date:
        """The last day looked at."""
        return self.due or self.skipped[-1].day

    def run(self) -> "Count":
        """Walk to the end of the term. Raises `CannotCount` when that is beyond the horizon."""
        term = self.term
        needed = (term.end_of_months() - term.start).days if term.unit == "months" else term.length
        for day in _days_after(term.start):
            is_last = len(self.days) + 1 == needed
            must_work = is_last or term.unit == "business_days"
            stop = (self._non_working(day) if must_work else None) or self._suspended(day)
            if stop:
                self.skipped.append(stop)
            else:
                self.days.append(day)
                self.due = day if is_last else None
            if self.due or (self.applied and self.applied[-1].until is None):
                return self
        raise CannotCount(Sentence("deadline.beyond_horizon", {"until": HORIZON}))

    def _non_working(self, day: date) -> NonWorkingDay | None:
        if day in self.term.extra_days:
            return NonWorkingDay(day, self.term.extra_days[day], AUTHORITY)
        return self.calendar.non_working(day)

    def _suspended(self, day: date) -> NonWorkingDay | None:
        for suspension in self.term.suspensions:
            if day in suspension:
                if suspension not in self.applied:
                    self.applied.append(suspension)
                return NonWorkingDay(day, Sentence("skipped.suspension", {"act": suspension.act}), suspension.act)
        return None


def counted(term: Term, calendar: Calendar) -> Count:
    """A term counted by a calendar. Raises `CannotCount` when its end is beyond the horizon.

    What nothing suspends is walked once: one decision about a case asks for the same terms, some of years, many times.
    """
    if term.suspensions or term.extra_days:
        return Count(term, calendar).run()
    days, skipped, due = _walked(term.start, term.length, term.unit, calendar.name)
    return Count(term, calendar, list(days), list(skipped), [], due)


@lru_cache(maxsize=256)
def _walked(
    start: date, length: int, unit: Unit, calendar: str
) -> tuple[tuple[date, ...], tuple[NonWorkingDay, ...], date | None]:
    term = Term(trigger=start, start=start, length=length, unit=unit, suspensions=(), extra_days={})
    count = Count(term, calendar_named(calendar)).run()
    return tuple(count.days), tuple(count.skipped), count.due


def _days_after(start: date) -> Iterator[date]:
    return (start + timedelta(days=n) for n in range(1, (HORIZON - start).days + 1))
