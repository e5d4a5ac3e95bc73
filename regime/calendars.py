"""Which days are non-working by which calendar, each with its reason and the text it comes from."""

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version as package_version
from importlib.resources import files
from typing import Any

import holidays

from regime.sentences import Sentence

DEFAULT = "union"
# The readings of labour law that disagree about a day; `cff` is for payments only and stays apart.
COMPARED = ("union", "lft", "lfpa", "stps")
# The library computes LFT 74 up to this day; beyond it we would count with missing holidays.
HORIZON = date(holidays.country_holidays("MX").end_year, 12, 31)

_WEEKEND = {5: "skipped.saturday", 6: "skipped.sunday"}
_REASONS_BY_LIBRARY_NAME = {
    "Año Nuevo": "skipped.new_year",
    "Día de la Constitución": "skipped.constitution_day",
    "Natalicio de Benito Juárez": "skipped.juarez_birthday",
    "Día del Trabajo": "skipped.labour_day",
    "Día de la Independencia": "skipped.independence_day",
    "Día de la Revolución": "skipped.revolution_day",
    "Transmisión del Poder Ejecutivo Federal": "skipped.transfer_of_power",
    "Navidad": "skipped.christmas",
}


class CannotCount(ValueError):
    """A count that cannot be made; `sentence` tells a person what is wrong and how to mend it."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class NonWorkingDay:
    """A day that does not count: why, and the law or publication that says so."""

    day: date
    reason: Sentence
    source: str


@dataclass(frozen=True, slots=True)
class Span:
    """Days from one to another, both included."""

    since: date
    until: date

    def days(self) -> Iterator[date]:
        return (self.since + timedelta(days=n) for n in range((self.until - self.since).days + 1))


@dataclass(frozen=True, slots=True)
class PublishedDays:
    """Days that a published act declares non-working."""

    span: Span
    reason: str
    cited: str


@dataclass(frozen=True, slots=True)
class FixedDay:
    """A day fixed by law, every year or every so many years counted from one of them."""

    month: int
    day: int
    reason: str
    every: int = 1
    counted_from: int = 0

    def falls_in(self, year: int) -> bool:
        return (year - self.counted_from) % self.every == 0


@dataclass(frozen=True)
class Calendar:
    """One reading of which days are working days.

    `complete_until` is the last day on which everything it rests on is known: a count that passes it is provisional.
    `version` changes whenever a rule, a published day or the holidays library changes.
    """

    name: str
    cited: str
    weekend_cited: str
    complete_until: date
    version: str
    library: str
    included: tuple["Calendar", ...]
    fixed: tuple[FixedDay, ...]
    published: tuple[PublishedDays, ...]
    own_gaps: tuple[Span, ...]
    _years: dict[int, Mapping[date, NonWorkingDay]] = field(default_factory=dict, repr=False, compare=False)

    def non_working(self, day: date) -> NonWorkingDay | None:
        """Why a day does not count, or None for a working day. Raises `CannotCount` beyond the horizon."""
        if day > HORIZON:
            raise CannotCount(Sentence("calendar.beyond_horizon", {"calendar": self.name, "until": HORIZON}))
        return self.year(day.year).get(day)

    def year(self, year: int) -> Mapping[date, NonWorkingDay]:
        """Every non-working day of a year, weekends included."""
        if year not in self._years:
            found: dict[date, NonWorkingDay] = {}
            for entry in self._claims(year):
                found[entry.day] = _joined(found.get(entry.day), entry)
            self._years[year] = found
        return self._years[year]

    def gaps(self, first: date, last: date) -> tuple[Span, ...]:
        """Spans among those days for which no publication was found: non-working days may be missing."""
        every = (*self.own_gaps, *(gap for calendar in self.included for gap in calendar.own_gaps))
        return tuple(gap for gap in every if gap.since <= last and gap.until >= first)

    def _claims(self, year: int) -> Iterator[NonWorkingDay]:
        """What each text says of the year; the more particular text speaks first."""
        for published in self.published:
            for day in published.span.days():
                if day.year == year:
                    yield NonWorkingDay(day, Sentence(published.reason), published.cited)
        for day, code in (*self._fixed_days(year), *self._library_days(year)):
            yield NonWorkingDay(day, Sentence(code), self.cited)
        for calendar in self.included:
            yield from calendar.year(year).values()
        for day in Span(date(year, 1, 1), date(year, 12, 31)).days():
            if day.weekday() in _WEEKEND:
                yield NonWorkingDay(day, Sentence(_WEEKEND[day.weekday()]), self.weekend_cited)

    def _fixed_days(self, year: int) -> Iterator[tuple[date, str]]:
        return ((date(year, day.month, day.day), day.reason) for day in self.fixed if day.falls_in(year))

    def _library_days(self, year: int) -> Iterator[tuple[date, str]]:
        named = holidays.country_holidays(self.library, years=year, language="es") if self.library else {}
        return ((day, _REASONS_BY_LIBRARY_NAME[name]) for day, name in named.items())


def _joined(known: NonWorkingDay | None, other: NonWorkingDay) -> NonWorkingDay:
    """Two claims on one day: a holiday says more than a weekend, and equal reasons name both their texts."""
    if known is None or (known.reason.code in _WEEKEND.values() and other.reason.code not in _WEEKEND.values()):
        return other
    if known.reason != other.reason:
        return known
    texts = dict.fromkeys((*known.source.split("; "), *other.source.split("; ")))
    return NonWorkingDay(known.day, known.reason, "; ".join(texts))


def calendar_named(name: str) -> Calendar:
    """The calendar of that name; raises `CannotCount` naming the ones there are."""
    known = calendars()
    if name not in known:
        raise CannotCount(Sentence("calendar.unknown", {"given": name, "known": ", ".join(known)}))
    return known[name]


@lru_cache(maxsize=1)
def calendars() -> dict[str, Calendar]:
    """All calendars of `data/holidays.toml`, read once."""
    return read_calendars((files("regime") / "data" / "holidays.toml").read_text(encoding="utf-8"))


def read_calendars(text: str) -> dict[str, Calendar]:
    """Calendars by name; one may include those above it. Raises `ValueError` naming a table that cannot be read."""
    known: dict[str, Calendar] = {}
    for name, table in tomllib.loads(text).items():
        try:
            known[name] = _read(name, table, known)
        except (TypeError, KeyError) as error:
            raise ValueError(f"regime/data/holidays.toml: [{name}] cannot be read: {error}") from error
    return known


def _read(name: str, table: dict[str, Any], known: dict[str, Calendar]) -> Calendar:
    included = tuple(known[other] for other in table.get("includes", ()))
    rules = json.dumps([table, [c.version for c in included], package_version("holidays")], default=str, sort_keys=True)
    return _calendar(name=name, included=included, version=f"{name}-{sha256(rules.encode()).hexdigest()[:12]}", **table)


def _calendar(
    *,
    name: str,
    cited: str,
    weekend_cited: str,
    complete_until: date,
    version: str,
    included: tuple[Calendar, ...],
    includes: tuple[str, ...] = (),
    library: str = "",
    fixed: tuple[dict[str, Any], ...] = (),
    published: tuple[dict[str, Any], ...] = (),
    gaps: tuple[dict[str, Any], ...] = (),
) -> Calendar:
    return Calendar(
        name=name,
        cited=cited,
        weekend_cited=weekend_cited,
        complete_until=min([complete_until, *(c.complete_until for c in included)]),
        version=version,
        library=library,
        included=included,
        fixed=tuple(FixedDay(**row) for row in fixed),
        published=tuple(PublishedDays(Span(row["from"], row["to"]), row["reason"], row["cited"]) for row in published),
        own_gaps=tuple(Span(row["from"], row["to"]) for row in gaps),
    )
