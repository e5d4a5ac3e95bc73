"""The explained result of every computation of contributions: shown, printed, stored and compared in this one form."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from regime.rounding import plain_text, unrounded_text
from regime.sentences import Sentence


class Line(NamedTuple):
    """One amount: what for, whose share it is, who pays it, base × rate, and the parameter and text behind the rate.

    `base` is pesos for the days it is for; `rate` a share (0.0105 is 1.05 %). A `rounding` line has neither.
    A line for days on which only some branches are due names their `kind`, how many they are and, as `article`, why
    this branch is among them; other lines leave the three empty.
    A tuple, which is made in a fifth of the time: every statement has about fourteen.
    """

    concept: str
    share: str
    payer: str
    base: Decimal | None
    rate: Decimal | None
    amount: Decimal
    parameter: str
    source: str
    url: str
    kind: str = ""
    days: Decimal | None = None
    article: str = ""

    def as_json(self) -> dict[str, str | None]:
        """The line with decimals as text; the kind of its days, their number and the article only where it has them."""
        partial = (
            {} if self.days is None else {"days": plain_text(self.days), "kind": self.kind, "article": self.article}
        )
        return partial | {
            "concept": self.concept,
            "share": self.share,
            "payer": self.payer,
            "base": None if self.base is None else unrounded_text(self.base),
            "rate": None if self.rate is None else f"{self.rate:f}",
            "amount": str(self.amount),
            "parameter": self.parameter,
            "source": self.source,
            "url": self.url,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Line":
        """Read what `as_json` wrote; raises KeyError or ArithmeticError for something else."""
        base, rate = stored["base"], stored["rate"]
        return cls(
            concept=stored["concept"],
            share=stored["share"],
            payer=stored["payer"],
            base=None if base is None else Decimal(base),
            rate=None if rate is None else Decimal(rate),
            amount=Decimal(stored["amount"]),
            parameter=stored["parameter"],
            source=stored["source"],
            url=stored["url"],
            kind=stored.get("kind", ""),
            days=Decimal(stored["days"]) if "days" in stored else None,
            article=stored.get("article", ""),
        )


_AMOUNTS = ("employer", "worker", "worker_paid_by_employer", "infonavit", "total", "base_wage")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """The contributions of one month, in pesos and cents.

    `employer`: the employer's own share of social security. `worker`: what is withheld from her pay.
    `worker_paid_by_employer`: her share where the law charges it to the employer (LSS 36), zero otherwise.
    `infonavit`: the housing contribution. The four add up to `total`, and so do the amounts of `lines`.
    """

    day: date
    regime: str
    employer: Decimal
    worker: Decimal
    worker_paid_by_employer: Decimal
    infonavit: Decimal
    total: Decimal
    unrounded_total: Decimal
    base_wage: Decimal
    days: Decimal
    ceav_employer_rate: Decimal
    lines: tuple[Line, ...]
    notices: tuple[Sentence, ...]

    @property
    def social_security(self) -> Decimal:
        """What goes to social security: everything but housing."""
        return self.total - self.infonavit

    @property
    def paid_by_employer(self) -> Decimal:
        """What leaves the household's own pocket: everything but what is withheld."""
        return self.total - self.worker

    def as_json(self, told: Callable[[Sentence], object] = Sentence.as_json) -> dict[str, Any]:
        """Plain JSON with decimals as text; `ceav_employer_rate` is in percent, `told` says how a notice is written."""
        amounts = {name: str(getattr(self, name)) for name in _AMOUNTS}
        return amounts | {
            "day": self.day.isoformat(),
            "regime": self.regime,
            "unrounded_total": unrounded_text(self.unrounded_total),
            "days": plain_text(self.days),
            "ceav_employer_rate": str(self.ceav_employer_rate),
            "lines": [line.as_json() for line in self.lines],
            "notices": [told(notice) for notice in self.notices],
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Statement":
        """Read what `as_json` wrote; raises KeyError, ValueError or ArithmeticError for something else."""
        numbers = {name: Decimal(stored[name]) for name in (*_AMOUNTS, "unrounded_total", "days", "ceav_employer_rate")}
        return cls(
            day=date.fromisoformat(stored["day"]),
            regime=stored["regime"],
            lines=tuple(Line.from_json(line) for line in stored["lines"]),
            notices=tuple(Sentence.from_json(notice) for notice in stored["notices"]),
            **numbers,
        )
