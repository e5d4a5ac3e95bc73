"""A counted term: when it is due, which days did not count and why, as plain data that can be stored and explained."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal, get_args
from zoneinfo import ZoneInfo

from regime.calendars import CannotCount, NonWorkingDay
from regime.sentences import Sentence

Unit = Literal["business_days", "calendar_days", "months", "hours"]
UNITS: tuple[Unit, ...] = get_args(Unit)
# Whose word counts where calendars disagree: one calendar's alone, or all of them, told to a party or to an authority.
Reading = Literal["one", "party", "authority"]
READINGS: tuple[Reading, ...] = get_args(Reading)


@dataclass(frozen=True, slots=True)
class Suspension:
    """A published act that stops the count from one day to another, both included, or until further notice.

    Raises `CannotCount` when it would end before it begins.
    """

    since: date
    until: date | None
    act: str

    def __post_init__(self) -> None:
        if self.until is not None and self.until < self.since:
            raise CannotCount(Sentence("deadline.suspension_ends_first", {"since": self.since, "until": self.until}))

    def __contains__(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)

    def as_json(self) -> dict[str, object]:
        """The keys of the command line: from, until (null while open) and act."""
        until = self.until.isoformat() if self.until else None
        return {"from": self.since.isoformat(), "until": until, "act": self.act}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Suspension":
        """Read what `as_json` wrote; raises KeyError or ValueError for something else."""
        until = stored["until"]
        return cls(date.fromisoformat(stored["from"]), date.fromisoformat(until) if until else None, stored["act"])


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDate:
    """When a term ends, with the count behind it.

    `due` is a day, a moment for terms in hours, or None while an open suspension pauses the count. `counted` says how
    many days (or hours) have been counted, `days` which; `skipped` holds every other day on the way. `alternatives`
    gives the date by the other readings of the law. `provisional`: the calendar is not complete up to that day yet.

    With the reading "one" the named calendar alone decides. With "party" and "authority" `due` is the earliest day of
    all calendars, which is what people are told, and the term has passed only after the `latest`: nobody files late by
    a calendar they did not know, and nothing is done to anybody while one calendar still gives them time.

    `own_days` are those of the authority's own list after the trigger, so that a later count needs no more than this.
    """

    trigger: date | datetime
    length: int
    unit: Unit
    timezone: str
    due: date | datetime | None
    provisional: bool
    counted: int
    days: tuple[date, ...]
    skipped: tuple[NonWorkingDay, ...]
    suspensions_applied: tuple[Suspension, ...]
    alternatives: Mapping[str, date | None]
    calendar: str
    calendar_version: str
    explanation: tuple[Sentence, ...]
    reading: Reading = "one"
    own_days: tuple[NonWorkingDay, ...] = ()

    @property
    def latest(self) -> date | datetime | None:
        """The last day (or moment) by every calendar that has a say; None while a suspension holds it open."""
        if self.reading == "one" or self.due is None or isinstance(self.due, datetime):
            return self.due
        days = [self.due, *self.alternatives.values()]
        return None if None in days else max(day for day in days if day)

    @property
    def paused(self) -> bool:
        """Whether an open suspension stops the count, so that nobody can say when the term will have passed."""
        return self.latest is None

    @property
    def passes_at(self) -> datetime | None:
        """The first moment (UTC) at which the term has passed: the end of its latest day where the authority sits."""
        latest = self.latest
        if latest is None or isinstance(latest, datetime):
            return latest.astimezone(UTC) if latest else None
        midnight = datetime.combine(latest + timedelta(days=1), time(), tzinfo=ZoneInfo(self.timezone))
        return midnight.astimezone(UTC)

    def as_json(self) -> dict[str, object]:
        """Plain JSON that `from_json` reads back."""
        return {
            "trigger": self.trigger.isoformat(),
            "length": self.length,
            "unit": self.unit,
            "timezone": self.timezone,
            "due": self.due.isoformat() if self.due else None,
            "provisional": self.provisional,
            "counted": self.counted,
            "days": [day.isoformat() for day in self.days],
            "skipped": [_left_out(entry) for entry in self.skipped],
            "suspensions_applied": [suspension.as_json() for suspension in self.suspensions_applied],
            "alternatives": {name: day.isoformat() if day else None for name, day in self.alternatives.items()},
            "calendar": self.calendar,
            "calendar_version": self.calendar_version,
            "explanation": [sentence.as_json() for sentence in self.explanation],
            "reading": self.reading,
            "own_days": [_left_out(entry) for entry in self.own_days],
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "DueDate":
        """Read what `as_json` wrote; raises KeyError or ValueError for something else."""
        return cls(
            trigger=_moment_or_day(stored["trigger"]),
            length=stored["length"],
            unit=stored["unit"],
            timezone=stored["timezone"],
            due=_moment_or_day(stored["due"]) if stored["due"] else None,
            provisional=stored["provisional"],
            counted=stored["counted"],
            days=tuple(date.fromisoformat(day) for day in stored["days"]),
            skipped=tuple(_skipped(entry) for entry in stored["skipped"]),
            suspensions_applied=tuple(Suspension.from_json(entry) for entry in stored["suspensions_applied"]),
            alternatives=_days_by_calendar(stored["alternatives"]),
            calendar=stored["calendar"],
            calendar_version=stored["calendar_version"],
            explanation=_sentences(stored["explanation"]),
            reading=stored.get("reading", "one"),
            own_days=tuple(_skipped(entry) for entry in stored.get("own_days", ())),
        )


def _moment_or_day(text: str) -> date | datetime:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def _left_out(entry: NonWorkingDay) -> dict[str, object]:
    return {"day": entry.day.isoformat(), "reason": entry.reason.as_json(), "source": entry.source}


def _skipped(entry: Mapping[str, Any]) -> NonWorkingDay:
    return NonWorkingDay(date.fromisoformat(entry["day"]), Sentence.from_json(entry["reason"]), entry["source"])


def _days_by_calendar(stored: Mapping[str, str | None]) -> dict[str, date | None]:
    return {name: date.fromisoformat(day) if day else None for name, day in stored.items()}


def _sentences(stored: Sequence[Mapping[str, object]]) -> tuple[Sentence, ...]:
    return tuple(Sentence.from_json(entry) for entry in stored)
