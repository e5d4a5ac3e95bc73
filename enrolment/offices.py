"""The offices that decide cases: which one serves a place, from a file that an institution can replace."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from regime.geography import UnknownPlace, municipalities, municipality, state, time_zone_of
from workflow.settings import SettingsError
from workflow.words import say

V = TypeVar("V")
LONGEST_CODE = 20


class OfficesRefused(SettingsError):
    """A file of offices that cannot be used; the text names the file, the office and the fault."""


@dataclass(frozen=True, slots=True)
class Office:
    """One office. `states` and `municipalities` are the INEGI keys of what it serves; a municipality wins over a state.

    `address` and `phone` are what people are told when a case is theirs; an office may have neither.
    """

    code: str
    name: str
    states: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()
    address: str = ""
    phone: str = ""

    @property
    def zone(self) -> ZoneInfo:
        """The clock on its wall: that of the first place it serves."""
        if self.municipalities:
            return ZoneInfo(time_zone_of(self.municipalities[0]))
        return ZoneInfo(state(self.states[0]).time_zone)


@dataclass(frozen=True)
class Offices:
    """All offices of an installation."""

    by_code: Mapping[str, Office]
    by_place: Mapping[str, str]

    def serving(self, municipality_key: str | None) -> Office | None:
        """The office that serves a municipality; None where none does: such a case is everybody's."""
        if municipality_key is None or municipality_key not in municipalities():
            return None  # nothing typed yet, or nothing that exists: the checks say so
        place = municipality(municipality_key)
        code = self.by_place.get(place.key) or self.by_place.get(place.state.key)
        return self.by_code[code] if code else None

    @cached_property
    def names(self) -> dict[str, str]:
        """The names of all offices by code."""
        return {office.code: office.name for office in self.by_code.values()}

    def code_for(self, municipality_key: str | None) -> str | None:
        """The code of the office that serves a municipality, as a case keeps it."""
        office = self.serving(municipality_key)
        return office.code if office else None


def offices(session: Session) -> Offices:
    """The offices of the installation behind a session."""
    return load(session.info["settings"].offices_file)


@cache
def load(path: Path | None = None) -> Offices:
    """The offices of a file, or the one office for each state that comes with Afilia. Raises `OfficesRefused`."""
    source = path or files("enrolment") / "data" / "offices.toml"
    try:
        table = tomllib.loads(source.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise OfficesRefused(f"{source}: {fault}") from None
    if set(table) != {"office"} or not isinstance(table["office"], list):
        raise OfficesRefused(f"{source}: a file of offices is a list of [[office]] tables and nothing else.")
    found = [_office(source, number, entry) for number, entry in enumerate(table["office"], 1)]
    by_code = _only_once(source, ((office.code, office) for office in found), "is the code of two offices")
    served = ((key, office.code) for office in found for key in (*office.states, *office.municipalities))
    return Offices(by_code, _only_once(source, served, "is served by two offices"))


def _office(source: Any, number: int, entry: Any) -> Office:
    where = f"{source}: office {number}"
    if not isinstance(entry, dict) or set(entry) - set(Office.__dataclass_fields__):
        raise OfficesRefused(f"{where}: the keys are {', '.join(Office.__dataclass_fields__)}.")
    lists = {name: _keys(where, name, entry.get(name, [])) for name in ("states", "municipalities")}
    texts = {name: entry.get(name, "") for name in ("code", "name", "address", "phone")}
    if not all(isinstance(text, str) for text in texts.values()) or not texts["code"] or not texts["name"]:
        raise OfficesRefused(f"{where}: code and name are texts that may not be empty; address and phone are texts.")
    if len(texts["code"]) > LONGEST_CODE:
        raise OfficesRefused(f"{where}: a code has at most {LONGEST_CODE} characters.")
    _places_exist(where, lists)
    return Office(
        texts["code"], texts["name"], lists["states"], lists["municipalities"], texts["address"], texts["phone"]
    )


def _keys(where: str, name: str, given: Any) -> tuple[str, ...]:
    if not isinstance(given, list) or not all(isinstance(key, str) for key in given):
        raise OfficesRefused(f'{where}: {name} is a list of keys, for example ["09"].')
    return tuple(given)


def _places_exist(where: str, lists: Mapping[str, tuple[str, ...]]) -> None:
    try:
        for key in lists["states"]:
            state(key)
        for key in lists["municipalities"]:
            municipality(key)
    except UnknownPlace as unknown:
        raise OfficesRefused(f"{where}: {say('en', unknown.sentence)}") from None
    if not (lists["states"] or lists["municipalities"]):
        raise OfficesRefused(f"{where}: it serves neither a state nor a municipality.")


def _only_once(source: Any, pairs: Iterable[tuple[str, V]], fault: str) -> dict[str, V]:
    found: dict[str, V] = {}
    for key, value in pairs:
        if key in found:
            raise OfficesRefused(f"{source}: {key!r} {fault}.")
        found[key] = value
    return found
