"""States, municipalities and postal codes of Mexico: the wage zone and the clock of a place, and how to find it.

Names repeat across states, so places are joined by their INEGI key only: two digits of the state, then three.
"""

import csv
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from regime.sentences import Sentence
from regime.wages import Zone

SplitPolicy = Literal["border", "general"]

_POSTAL_CODE_LENGTH = 5
_STATE_DIGITS = 2


class UnknownPlace(LookupError):
    """A key or postal code that does not exist; `sentence` names it and says how to mend it."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class State:
    """One of the 32 federative entities. `curp_code` is the pair of letters in a CURP."""

    key: str
    name: str
    short_name: str
    curp_code: str
    iso_3166_2: str
    time_zone: str


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality, or a territorial demarcation of Mexico City."""

    key: str
    name: str
    split_from: str = ""

    @property
    def state(self) -> State:
        return state(self.key[:_STATE_DIGITS])

    @property
    def full_name(self) -> str:
        """Name and state, as a form shows it: "Guerrero, Coahuila"."""
        return f"{self.name}, {self.state.short_name}"


@cache
def states() -> Mapping[str, State]:
    """All states by key, in the order of their keys."""
    return {row["key"]: State(**row) for row in _rows("states.csv")}


@cache
def municipalities() -> Mapping[str, Municipality]:
    """All municipalities by key, in the order of their keys."""
    return {row["key"]: Municipality(**row) for row in _rows("municipalities.csv")}


def state(key: str) -> State:
    """The state of a two-digit key; raises `UnknownPlace` naming the key."""
    if key not in states():
        raise UnknownPlace(Sentence("geography.unknown_state", {"key": key}))
    return states()[key]


def municipality(key: str) -> Municipality:
    """The municipality of a five-digit key; raises `UnknownPlace` naming the key."""
    if key not in municipalities():
        raise UnknownPlace(Sentence("geography.unknown_municipality", {"key": key}))
    return municipalities()[key]


def candidates(postal_code: str) -> tuple[Municipality, ...]:
    """The municipalities a postal code may lie in; empty if the list of 2018 does not have it.

    A municipality split off since then is offered beside the one it was split from. Raises `UnknownPlace` for
    anything but five digits.
    """
    code = postal_code.strip()
    if len(code) != _POSTAL_CODE_LENGTH or not (code.isascii() and code.isdigit()):
        raise UnknownPlace(Sentence("geography.postal_code_has_five_digits", {"given": postal_code}))
    first = _municipality_by_postal_code().get(code)
    return () if first is None else (municipality(first), *_split_from(first))


def zone_of(municipality_key: str, day: date, *, split_from_listed: SplitPolicy = "border") -> Zone:
    """The minimum-wage zone of a municipality on a day; the border zone exists since 2019.

    `split_from_listed` is a policy: whether San Quintín and San Felipe, split from listed municipalities and not on
    the printed list themselves, belong to the zone. Raises `UnknownPlace` naming the key.
    """
    municipality(municipality_key)
    listed, split = _border_zone("listed"), _border_zone("split_from_listed")
    if municipality_key in split["municipalities"]:
        return split_from_listed if day >= split["from"] else "general"
    return "border" if municipality_key in listed["municipalities"] and day >= listed["from"] else "general"


def zone_notices(municipality_key: str) -> tuple[Sentence, ...]:
    """What a page must say about the zone of a municipality: that a policy, not the printed list, decides it."""
    if municipality_key not in _border_zone("split_from_listed")["municipalities"]:
        return ()
    place = municipality(municipality_key)
    parent = municipality(place.split_from)
    return (Sentence("geography.zone_by_policy", {"name": place.name, "parent": parent.name}),)


def time_zone_of(municipality_key: str) -> str:
    """The IANA time zone of a municipality; raises `UnknownPlace` naming the key."""
    return _local_time_zones().get(municipality_key) or municipality(municipality_key).state.time_zone


def search(text: str, limit: int = 20) -> tuple[Municipality, ...]:
    """Municipalities whose name and state contain words that begin as typed, without minding accents or case.

    Exact names, alone or before the state, come first, then names that begin as typed, then the rest; each group by
    name and state.
    """
    asked = plain(text)
    words = asked.split()
    if not words:
        return ()
    found = [entry for entry in _searchable() if all(any(w.startswith(word) for w in entry[1]) for word in words)]
    found.sort(key=lambda e: (not f"{asked} ".startswith(f"{e[0]} "), not e[0].startswith(asked), e[0], e[2].key))
    return tuple(entry[2] for entry in found[:limit])


def plain(text: str) -> str:
    """Lower case without accents and punctuation, one space between words: what people type and what lists say."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in bare).split())


@cache
def _searchable() -> tuple[tuple[str, tuple[str, ...], Municipality], ...]:
    return tuple(
        (plain(place.name), tuple(plain(f"{place.name} {place.state.name} {place.state.short_name}").split()), place)
        for place in municipalities().values()
    )


@cache
def _municipality_by_postal_code() -> dict[str, str]:
    return {code: row["municipality"] for row in _rows("postal_codes.csv") for code in row["postal_codes"].split()}


def _split_from(key: str) -> tuple[Municipality, ...]:
    return tuple(place for place in municipalities().values() if place.split_from == key)


@cache
def _border_zone(part: str) -> dict[str, Any]:
    table: dict[str, Any] = _table("border_zone.toml")[part]
    return table | {"municipalities": frozenset(municipality(key).key for key in table["municipalities"])}


@cache
def _local_time_zones() -> dict[str, str]:
    return {key: zone for zone, table in _table("time_zones.toml").items() for key in table["municipalities"]}


def _rows(name: str) -> list[dict[str, str]]:
    with (files("regime") / "data" / "geography" / name).open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((files("regime") / "data" / "geography" / name).read_text(encoding="utf-8"))
