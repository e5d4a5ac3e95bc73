"""The checklist of an inspection of domestic work: what is asked, by what it is shown, what follows from a breach.

The items are data (`data/checklist.toml`), their words catalogue entries by number. What is known of a relation may
rule an item out; a fact that is not known leaves it in, because a right that nobody asks about is easily missed.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any

from regime.fines import PROVISIONS
from regime.law import articles
from regime.parameters import all_parameters, parameter
from regime.rounding import plain_text
from regime.sentences import Sentence
from workflow.words import LANGUAGES, knows

# In the order in which a visit goes.
SECTIONS = (
    "relation",
    "minors",
    "contract",
    "pay",
    "time",
    "insurance",
    "living",
    "equality",
    "treatment",
    "care",
    "safety",
    "ending",
)
SEVERITIES = ("none", "low", "medium", "high", "critical")
TERMS = ("none", "immediate", "observation", "safety", "voluntary")
MATTERS = ("conditions", "safety")
REFERRALS = (
    "child_protection",
    "prosecutor",
    "women_centre",
    "insurance",
    "safety_authority",
    "legal_aid",
    "conciliation",
)
MODALITIES = ("live_in", "live_out_single", "live_out_multi")
ADULT = 18
_FLAGS = ("migrant", "may_be_pregnant", "paid_by_transfer", "accident", "health_emergency", "unschooled", "ended")
_WORKING_AGE = 15


class ChecklistRefused(ValueError):
    """A checklist that cannot be used; the text names the item and the fault."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """What is known of a relation before the questions are put; None is not known. `age` is in whole years."""

    modality: str | None = None
    age: int | None = None
    migrant: bool | None = None
    may_be_pregnant: bool | None = None
    paid_by_transfer: bool | None = None
    accident: bool | None = None
    health_emergency: bool | None = None
    unschooled: bool | None = None
    ended: bool | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One question.

    `section` is where it is asked, `basis` are articles by key, `fines` provisions of `regime.fines`, `figures`
    parameters that the question names, `evidence` and `refer` codes with their words (`checklist.evidence.<code>`,
    `.refer.<code>`).
    """

    number: int
    section: str
    matter: str
    severity: str
    term: str
    fines: tuple[str, ...]
    basis: tuple[str, ...]
    evidence: tuple[str, ...]
    refer: tuple[str, ...]
    figures: tuple[str, ...]
    applies: Mapping[str, Any]

    def question(self, day: date) -> Sentence:
        """The question with the figures of the law on a day. Raises `UnknownValue` for a day without one."""
        return Sentence(f"checklist.{self.number}.question", {name: _figure(name, day) for name in self.figures})

    @property
    def measure(self) -> Sentence:
        """What corrects the breach."""
        return Sentence(f"checklist.{self.number}.measure")

    @property
    def is_grave(self) -> bool:
        """Whether a breach is too grave to be left to voluntary compliance."""
        return self.severity in ("high", "critical")

    def is_asked(self, known: Relation) -> bool:
        """Whether nothing that is known of the relation rules the question out."""
        return all(_may_hold(condition, wanted, known) for condition, wanted in self.applies.items())


def items_for(known: Relation, matter: str | None = None) -> tuple[Item, ...]:
    """The items asked about a relation, in their order; with a matter ("conditions", "safety"), only those of it."""
    return tuple(item for item in items().values() if matter in (None, item.matter) and item.is_asked(known))


@cache
def items(path: Path | None = None) -> Mapping[int, Item]:
    """All items by number. Raises `ChecklistRefused` naming the item and what is wrong with it."""
    source = path or files("inspection") / "data" / "checklist.toml"
    table = tomllib.loads(source.read_text(encoding="utf-8"))
    if set(table) != {"item"}:
        raise ChecklistRefused(f"{source}: a checklist is a list of [[item]] tables and nothing else.")
    found = [_item(f"{source}: item {place}", entry) for place, entry in enumerate(table["item"], 1)]
    if [item.number for item in found] != list(range(1, len(found) + 1)):
        raise ChecklistRefused(f"{source}: the items are numbered from 1 on, in their order.")
    for item in found:
        _refuse_without_words(f"{source}: item {item.number}", item)
    return MappingProxyType({item.number: item for item in found})


def _figure(name: str, day: date) -> Decimal | str:
    """A figure as a sentence takes it: pesos as an amount, anything else as a bare number."""
    found = parameter(name).on(day)
    return found.value if found.unit.startswith("pesos") else plain_text(found.value)


def _may_hold(condition: str, wanted: Any, known: Relation) -> bool:
    match condition:
        case "modality":
            return known.modality is None or known.modality in wanted
        case "age":
            return known.age in (None, wanted)
        case "under":
            return known.age is None or known.age < wanted
        case "minor":
            return known.age is None or (_WORKING_AGE <= known.age < ADULT) is wanted
        case "adult":
            return known.age is None or (known.age >= ADULT) is wanted
        case _:
            return getattr(known, condition) in (None, wanted)


_REQUIRED = {"number", "section", "matter", "severity", "term", "fines", "basis", "evidence"}
_OPTIONAL = {"refer", "figures", "applies"}
_CONDITIONS = ("modality", "age", "under", "minor", "adult", *_FLAGS)


def _item(where: str, entry: Any) -> Item:
    if not isinstance(entry, dict) or _REQUIRED - set(entry) or set(entry) - _REQUIRED - _OPTIONAL:
        keys = ", ".join([*sorted(_REQUIRED), *(f"{key} (optional)" for key in sorted(_OPTIONAL))])
        raise ChecklistRefused(f"{where}: the keys are {keys}.")
    number = entry["number"]
    if isinstance(number, bool) or not isinstance(number, int):
        raise ChecklistRefused(f"{where}, number: is a whole number.")
    return Item(
        number=number,
        section=_one_of(f"{where}, section", entry["section"], SECTIONS),
        matter=_one_of(f"{where}, matter", entry["matter"], MATTERS),
        severity=_one_of(f"{where}, severity", entry["severity"], SEVERITIES),
        term=_one_of(f"{where}, term", entry["term"], TERMS),
        fines=_all_of(f"{where}, fines", entry["fines"], PROVISIONS),
        basis=_all_of(f"{where}, basis", entry["basis"], articles()),
        evidence=_all_of(f"{where}, evidence", entry["evidence"], None),
        refer=_all_of(f"{where}, refer", entry.get("refer", []), REFERRALS),
        figures=_all_of(f"{where}, figures", entry.get("figures", []), all_parameters()),
        applies=_conditions(f"{where}, applies", entry.get("applies", {})),
    )


def _conditions(where: str, given: Any) -> Mapping[str, Any]:
    if not isinstance(given, dict):
        raise ChecklistRefused(f"{where}: is a table of conditions.")
    for name, wanted in given.items():
        _one_of(where, name, _CONDITIONS)
        kind: type = list if name == "modality" else int if name in ("age", "under") else bool
        if type(wanted) is not kind:
            raise ChecklistRefused(f"{where}, {name}: {wanted!r} is not possible.")
    if "modality" in given:
        _all_of(f"{where}, modality", given["modality"], MODALITIES)
    return MappingProxyType(given)


def _refuse_without_words(where: str, item: Item) -> None:
    wanted = [f"checklist.{item.number}.question", item.measure.code]
    wanted += [f"checklist.evidence.{code}" for code in item.evidence]
    wanted += [f"checklist.refer.{code}" for code in item.refer]
    wanted += [f"checklist.section.{item.section}"]
    for language in LANGUAGES:
        for code in wanted:
            if not knows(code, language):
                raise ChecklistRefused(f"{where}: the catalogue {language} has no {code}.")


def _one_of(where: str, given: Any, known: Any) -> str:
    if given not in known:
        raise ChecklistRefused(f"{where}: {given!r} is not one of {', '.join(known)}.")
    return str(given)


def _all_of(where: str, given: Any, known: Any) -> tuple[str, ...]:
    if not isinstance(given, list) or not all(isinstance(entry, str) for entry in given):
        raise ChecklistRefused(f"{where}: is a list of texts.")
    return tuple(given if known is None else (_one_of(where, entry, known) for entry in given))
