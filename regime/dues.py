"""The explained result of what labour law grants beside the wage: days × wage × rate, line by line, with article."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from regime.policies import BY_FIELD, Policies, as_text
from regime.rounding import to_cents, to_ten_decimals, unrounded_text
from regime.sentences import Param, Sentence
from regime.values import Value

ONE = Decimal(1)


class Due(NamedTuple):
    """One amount owed to her: what for, pesos of a day, how many days, at which rate, and the text behind it.

    `rate` is a share (0.25 is 25 %), 1 where whole days of wage are due.
    """

    concept: str
    wage: Decimal
    days: Decimal
    rate: Decimal
    amount: Decimal
    parameter: str
    source: str
    url: str

    def as_json(self) -> dict[str, str]:
        """The line with decimals as text."""
        return {
            "concept": self.concept,
            "wage": unrounded_text(self.wage),
            "days": f"{to_ten_decimals(self.days).normalize():f}",
            "rate": f"{self.rate:f}",
            "amount": str(self.amount),
            "parameter": self.parameter,
            "source": self.source,
            "url": self.url,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Due":
        """Read what `as_json` wrote; raises KeyError or ArithmeticError for something else."""
        numbers = {name: Decimal(stored[name]) for name in ("wage", "days", "rate", "amount")}
        return cls(**{**{name: stored[name] for name in cls._fields}, **numbers})


@dataclass(frozen=True, slots=True)
class Dues:
    """What is owed as of a day, in pesos and cents, and what has to be said beside it."""

    day: date
    lines: tuple[Due, ...]
    notices: tuple[Sentence, ...]

    @property
    def total(self) -> Decimal:
        """The sum of the lines."""
        return sum((line.amount for line in self.lines), Decimal("0.00"))

    def of(self, *concepts: str) -> Decimal:
        """The sum of the lines of these concepts."""
        return sum((line.amount for line in self.lines if line.concept in concepts), Decimal("0.00"))

    def as_json(self, told: Callable[[Sentence], object] = Sentence.as_json) -> dict[str, Any]:
        """Plain JSON with decimals as text; `told` says how a notice is written."""
        return {
            "day": self.day.isoformat(),
            "total": str(self.total),
            "lines": [line.as_json() for line in self.lines],
            "notices": [told(notice) for notice in self.notices],
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Dues":
        """Read what `as_json` wrote; raises KeyError, ValueError or ArithmeticError for something else."""
        return cls(
            date.fromisoformat(stored["day"]),
            tuple(Due.from_json(line) for line in stored["lines"]),
            tuple(Sentence.from_json(notice) for notice in stored["notices"]),
        )


def due(concept: str, wage: Decimal, days: Decimal, value: Value, rate: Decimal = ONE) -> Due:
    """A line at the cent, once: wage × days × rate, resting on a value of the law."""
    amount = to_cents(wage * days * rate)
    return Due(concept, wage, days, rate, amount, value.parameter, value.source.title, value.source.url)


def by_policy(field: str, policies: Policies, **params: Param) -> Sentence:
    """A notice that names the open decision behind a line and the answer applied."""
    answer = as_text(getattr(policies, field))
    return Sentence(f"notice.{field}_{answer}", {"policy": BY_FIELD[field].id, "answer": answer, **params})


def once(notices: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """The notices in their order, each said one time."""
    return tuple(dict.fromkeys(notices))
