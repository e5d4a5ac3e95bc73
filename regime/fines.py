"""The fines of the labour law (LFT 992 to 1004-A) in pesos: for each breach and each worker, with every reading shown.

A breach is fined apart from every other and once for each worker it affects (LFT 992); the sums stand side by side with
their total (LFPA 77). What the officer chooses within the range of the law is theirs, and so are the reasons, one for
each criterion (`Reasons`). LFT 995 Bis is a crime and is never computed here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import reduce
from types import MappingProxyType

from regime.parameters import parameter
from regime.policies import Policies
from regime.rounding import plain_text, to_cents
from regime.sanctions import Fine, in_uma
from regime.sentences import Sentence
from regime.time_limits import term
from regime.values import Value

CRIMINAL = "995-Bis"
# The provisions that set a fine, each with its parameter and its article of `data/law.toml`.
PROVISIONS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "994-I": ("fine_994_1", "lft_994"),
        "994-III": ("fine_994_3", "lft_994"),
        "994-IV Bis": ("fine_994_4bis", "lft_994"),
        "994-V": ("fine_994_5", "lft_994"),
        "994-VI": ("fine_994_6", "lft_994"),
        "994-VII": ("fine_994_7", "lft_994"),
        "995": ("fine_995", "lft_995"),
        "998": ("fine_998", "lft_998"),
        "1002": ("fine_1002", "lft_1002"),
        "1004-A": ("fine_1004a", "lft_1004a"),
    }
)
BASIS = ("lft_992", "lfpa_71", "lfpa_73", "lfpa_77", "lfpa_79")
CRITERIA = ("intent", "gravity", "harm", "capacity", "recidivism")


class FineRefused(ValueError):
    """A fine that cannot be computed or imposed; `sentence` says what is wrong and how to mend it."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Earlier:
    """A breach of the same provision that was fined before: the day of its acta and its fine, in pesos per worker."""

    acta_on: date
    per_worker: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """One breach. `violated_on` is its day, the last one if it went on; `chosen` the UMA per worker the officer set.

    `interrupted_on` is the day of a challenge that interrupted the prescription (LFPA 80). Raises `FineRefused` for a
    provision without a fine, for nobody affected and for a choice outside the law.
    """

    provision: str
    violated_on: date
    workers: int = 1
    chosen: Decimal | None = None
    earlier: Earlier | None = None
    interrupted_on: date | None = None

    def __post_init__(self) -> None:
        if self.provision == CRIMINAL:
            raise FineRefused(Sentence("fine.criminal"))
        if self.provision not in PROVISIONS:
            known = ", ".join(PROVISIONS)
            raise FineRefused(Sentence("fine.unknown_provision", {"given": self.provision, "known": known}))
        if self.workers < 1:
            raise FineRefused(Sentence("fine.no_workers"))
        allowed = self.law.range
        if self.chosen is not None and not allowed.least <= self.chosen <= allowed.most:
            limits = {"least": plain_text(allowed.least), "most": plain_text(allowed.most)}
            raise FineRefused(Sentence("fine.outside_range", {"given": plain_text(self.chosen), **limits}))

    @property
    def law(self) -> Value:
        """The range of the law, in UMA, on the day of the breach."""
        return parameter(PROVISIONS[self.provision][0]).on(self.violated_on)

    @property
    def article(self) -> str:
        """The article that sets the fine, by its key."""
        return PROVISIONS[self.provision][1]


@dataclass(frozen=True, slots=True)
class FineLine:
    """What one breach may cost, in pesos: per worker from `least` to `most`, and `amount` per worker once it is fixed
    (by the officer's choice, or by the law where a breach is repeated). A prescribed one costs nothing."""

    breach: Breach
    range: Fine
    least: Decimal
    most: Decimal
    amount: Decimal | None
    repeated: bool
    prescribed: bool
    explanation: tuple[Sentence, ...]

    @property
    def total(self) -> Decimal | None:
        """The fine of this breach for all workers it affects; None while it is not fixed."""
        return None if self.amount is None else self.amount * self.breach.workers


@dataclass(frozen=True, slots=True)
class FineStatement:
    """Every breach apart and all of them together, by one reading of the UMA; `other` is the other reading's."""

    reading: str
    lines: tuple[FineLine, ...]
    other: "FineStatement | None" = None

    @property
    def least(self) -> Decimal:
        """The least that all breaches together may cost."""
        return sum((line.least * line.breach.workers for line in self.lines), Decimal(0))

    @property
    def most(self) -> Decimal:
        """The most that all breaches together may cost."""
        return sum((line.most * line.breach.workers for line in self.lines), Decimal(0))

    @property
    def total(self) -> Decimal | None:
        """What they cost together; None while one of them is not fixed."""
        totals = [line.total for line in self.lines]
        return None if None in totals else sum((total for total in totals if total is not None), Decimal(0))

    @property
    def explanation(self) -> tuple[Sentence, ...]:
        """How every line came about, that they stand apart, and what the other reading would make of it."""
        said = [sentence for line in self.lines for sentence in line.explanation]
        if len(self.lines) > 1:
            said.append(Sentence("fine.independent"))
        if self.other is not None and (self.other.least, self.other.most) != (self.least, self.most):
            said.append(self.other.as_other())
        return tuple(said)

    def as_other(self) -> Sentence:
        """The sums of this reading, told beside those of the one that holds."""
        reading = {"reading": Sentence(f"policy.fine_uma.{self.reading}")}
        if self.total is not None:
            return Sentence("fine.other_reading_total", {**reading, "total": self.total})
        return Sentence("fine.other_reading", {**reading, "least": self.least, "most": self.most})

    def as_json(self) -> dict[str, object]:
        """Plain JSON with decimals as text, for the document of the decision."""
        return {
            "reading": self.reading,
            "least": str(self.least),
            "most": str(self.most),
            "total": None if self.total is None else str(self.total),
            "lines": [_line_as_json(line) for line in self.lines],
            "explanation": [sentence.as_json() for sentence in self.explanation],
        }


@dataclass(frozen=True, slots=True)
class Reasons:
    """What the officer wrote about each criterion of LFT 992, by its name in `CRITERIA`. Raises `FineRefused`, naming
    those that are missing: a fine without all of them is no reasoned fine (LFPA 73)."""

    by_criterion: Mapping[str, str]

    def __post_init__(self) -> None:
        for name in self.by_criterion:
            if name not in CRITERIA:
                raise FineRefused(Sentence("fine.unknown_criterion", {"given": name, "known": ", ".join(CRITERIA)}))
        missing = [name for name in CRITERIA if not self.by_criterion.get(name, "").strip()]
        if missing:
            raise FineRefused(Sentence("fine.reasons_missing", {"criteria": _listed(missing)}))
        ordered = {name: self.by_criterion[name].strip() for name in CRITERIA}
        object.__setattr__(self, "by_criterion", MappingProxyType(ordered))


def fines(
    breaches: Sequence[Breach], *, acta_on: date, decided_on: date, policies: Policies | None = None
) -> FineStatement:
    """The fines of several breaches found by one acta, if they are decided on a day.

    The policy `fine_uma` says which UMA counts: that of each breach (LFT 992) or the last one published before the
    acta; the statement holds the other one too. Raises `UnknownValue` for a day without a UMA.
    """
    chosen = (policies or Policies()).fine_uma
    (other,) = {"violation", "acta"} - {chosen}
    return _by(chosen, breaches, acta_on, decided_on, _by(other, breaches, acta_on, decided_on, None))


def uma_published_before(day: date) -> Value:
    """The last UMA that was published before a day, whether or not it was in force yet (federal practice).

    Raises `UnknownValue` for a day before the first publication.
    """
    known = parameter("uma_daily")
    published = [value for value in known.values if value.source.published < day]
    return published[-1] if published else known.on(day)


def _by(
    reading: str, breaches: Iterable[Breach], acta_on: date, decided_on: date, other: FineStatement | None
) -> FineStatement:
    lines = tuple(_line(reading, breach, acta_on, decided_on) for breach in breaches)
    return FineStatement(reading, lines, other)


def _line(reading: str, breach: Breach, acta_on: date, decided_on: date) -> FineLine:
    uma = parameter("uma_daily").on(breach.violated_on) if reading == "violation" else uma_published_before(acta_on)
    found = in_uma(PROVISIONS[breach.provision][0], breach.violated_on, uma)
    lapsed = term("sanction_prescription_time", breach.interrupted_on or breach.violated_on, reading="party")
    if isinstance(lapsed.due, date) and decided_on > lapsed.due:
        nothing = Decimal(0)
        because = Sentence("fine.prescribed", {"until": lapsed.due})
        return FineLine(breach, found, nothing, nothing, nothing, False, True, (_range_of(breach, found), because))
    doubled, because_of = _doubled(breach, found)
    amount = doubled
    if amount is None and breach.chosen is not None:
        amount = to_cents(breach.chosen * uma.value)
    least, most = (found.least, found.most) if amount is None else (amount, amount)
    said = [_range_of(breach, found), *because_of]
    if breach.workers > 1:
        said.append(Sentence("fine.per_worker", {"workers": breach.workers}))
    return FineLine(breach, found, least, most, amount, doubled is not None, False, tuple(said))


def _doubled(breach: Breach, found: Fine) -> tuple[Decimal | None, list[Sentence]]:
    """Twice the earlier fine, up to twice the maximum, if the breach repeats one within the time of the law."""
    earlier = breach.earlier
    if earlier is None:
        return None, []
    window = _years_after(earlier.acta_on, int(parameter("recidivism_time").on(earlier.acta_on).value))
    if not earlier.acta_on < breach.violated_on <= window:
        return None, [Sentence("fine.not_repeated", {"acta": earlier.acta_on})]
    doubled = to_cents(earlier.per_worker * parameter("recidivism_factor").on(breach.violated_on).value)
    ceiling = to_cents(found.most * parameter("recidivism_ceiling").on(breach.violated_on).value)
    said = [Sentence("fine.repeated", {"acta": earlier.acta_on, "until": window, "amount": doubled})]
    if doubled > ceiling:
        said.append(Sentence("fine.ceiling", {"amount": ceiling}))
    return min(doubled, ceiling), said


def _years_after(day: date, years: int) -> date:
    """The same day so many years later: a window of the past, which no day of rest makes longer."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


def _range_of(breach: Breach, found: Fine) -> Sentence:
    allowed = found.range.range
    return Sentence(
        "fine.range",
        {
            "provision": f"LFT {breach.provision}",
            "least": plain_text(allowed.least),
            "most": plain_text(allowed.most),
            "uma": found.uma.value,
            "from": found.least,
            "to": found.most,
        },
    )


def _line_as_json(line: FineLine) -> dict[str, object]:
    return {
        "provision": line.breach.provision,
        "violated_on": line.breach.violated_on.isoformat(),
        "workers": line.breach.workers,
        "uma": str(line.range.uma.value),
        "uma_published": line.range.uma.source.published.isoformat(),
        "least": str(line.least),
        "most": str(line.most),
        "amount": None if line.amount is None else str(line.amount),
        "total": None if line.total is None else str(line.total),
        "repeated": line.repeated,
        "prescribed": line.prescribed,
    }


def _listed(criteria: Sequence[str]) -> Sentence:
    names = [Sentence(f"fine.criterion.{name}") for name in reversed(criteria)]
    return reduce(lambda rest, first: Sentence("fine.list", {"first": first, "rest": rest}), names)
