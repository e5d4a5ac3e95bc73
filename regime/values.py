"""A value of the law as it was published: what it says, from when until when, where it stands and how sure it is."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from regime.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value was published."""

    title: str
    url: str
    published: date


@dataclass(frozen=True, slots=True)
class Range:
    """From `least` to `most`, both included, as in a fine of 20 to 350 UMA."""

    least: Decimal
    most: Decimal


@dataclass(frozen=True, slots=True)
class Bracket:
    """One row of a scale: `value` holds up to `up_to` (included) counted in `of`; the last row has no upper end."""

    value: Decimal
    of: str
    up_to: Decimal | None


@dataclass(frozen=True, slots=True)
class Branches:
    """Branches of insurance, each with the article (a key of `data/law.toml`) that names it."""

    basis: Mapping[str, str]


Content = Decimal | Range | tuple[Bracket, ...] | Branches | str


@dataclass(frozen=True, slots=True)
class Value:
    """What a parameter says from `since` to `until` (None: until a later text), where it stands and how sure it is."""

    parameter: str
    content: Content
    unit: str
    since: date
    until: date | None
    source: Source
    mark: str
    note: str = ""

    @property
    def value(self) -> Decimal:
        """The number; raises `TypeError` when the parameter holds a range, a scale or a code."""
        if not isinstance(self.content, Decimal):
            raise TypeError(f"{self.parameter} is not a single number: it holds a {type(self.content).__name__}.")
        return self.content

    @property
    def range(self) -> Range:
        """The range; raises `TypeError` when the parameter holds anything else."""
        if not isinstance(self.content, Range):
            raise TypeError(f"{self.parameter} is not a range.")
        return self.content

    @property
    def brackets(self) -> tuple[Bracket, ...]:
        """The rows of the scale; raises `TypeError` when the parameter holds anything else."""
        if not isinstance(self.content, tuple):
            raise TypeError(f"{self.parameter} is not a scale.")
        return self.content

    @property
    def branches(self) -> Mapping[str, str]:
        """The branches and the article behind each; raises `TypeError` when the parameter holds anything else."""
        if not isinstance(self.content, Branches):
            raise TypeError(f"{self.parameter} does not list branches.")
        return self.content.basis

    @property
    def code(self) -> str:
        """The code (a regime's name, say); raises `TypeError` when the parameter holds anything else."""
        if not isinstance(self.content, str):
            raise TypeError(f"{self.parameter} is not a code.")
        return self.content


class UnknownValue(LookupError):
    """{parameter} has no value on {day}; `sentence` says from when or until when it is known."""

    def __init__(self, parameter: str, day: date, sentence: Sentence) -> None:
        super().__init__(f"{parameter} has no value on {day}: {sentence}")
        self.parameter = parameter
        self.day = day
        self.sentence = sentence

    def __reduce__(self) -> tuple[type["UnknownValue"], tuple[str, date, Sentence]]:
        return (UnknownValue, (self.parameter, self.day, self.sentence))


@dataclass(frozen=True)
class Parameter:
    """One number of the law through time, oldest value first; `repealed` is the day from which it holds no more."""

    name: str
    label: str
    unit: str
    verified_on: date
    values: tuple[Value, ...]
    repealed: date | None = None
    _starts: tuple[date, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_starts", tuple(value.since for value in self.values))

    def on(self, day: date) -> Value:
        """The value in force on a day. Raises `UnknownValue`, never answers with the nearest one."""
        if self.repealed is not None and day >= self.repealed:
            raise self._unknown(day, "parameter.repealed", self.repealed)
        position = bisect_right(self._starts, day)
        if position == 0:
            raise self._unknown(day, "parameter.before_first", self.values[0].since)
        found = self.values[position - 1]
        if found.until is not None and day > found.until:
            raise self._unknown(day, "parameter.after_last", found.until)
        return found

    @property
    def known_until(self) -> date | None:
        """The last day with a value; None when the last value holds until a later text."""
        if self.repealed is not None:
            return self.repealed - timedelta(days=1)
        return self.values[-1].until

    def _unknown(self, day: date, code: str, limit: date) -> UnknownValue:
        sentence = Sentence(code, {"parameter": Sentence(f"parameter.{self.name}"), "day": day, "limit": limit})
        return UnknownValue(self.name, day, sentence)
