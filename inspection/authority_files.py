"""The strict reader of `authorities.toml`: what it does not know, or misses, it refuses by name."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from regime.calendars import calendars
from regime.geography import states
from regime.parameter_files import MARKS
from workflow.settings import SettingsError

LEVELS = ("federal", "state", "social_security")
RULES = (
    "procedure",
    "calendar",
    "service",
    "recourse",
    "court",
    "collection",
    "advice",
    "conciliation",
    "delegation",
)
_SERVICE = ("same_day", "next_business_day")
COUNTED = ("recourse", "court")
_OFFICE = ("address", "phone")  # where papers are filed, and where an order is confirmed
_REACHED = ("advice", "conciliation")
LONGEST_CODE = 20


class AuthoritiesRefused(SettingsError):
    """A file of authorities that cannot be used; the text names the file, the authority and the fault."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of an authority: what it says, where it stands, how sure it is, what else belongs to it.

    `days` are the business days of a recourse (None where only its name is known), `phone` is how to reach those who
    advise.
    """

    says: str
    cited: str
    mark: str
    note: str = ""
    days: int | None = None
    phone: str = ""


@dataclass(frozen=True, slots=True)
class OwnDays:
    """Days on which an authority does not work, from one to another (both included), by a published act."""

    since: date
    until: date
    act: str


@dataclass(frozen=True, slots=True)
class Written:
    """An authority as a file has it: only the rules it says of itself."""

    code: str
    level: str
    name: str
    states: tuple[str, ...]
    rules: Mapping[str, Rule]
    own_days: tuple[OwnDays, ...]
    address: str = ""
    phone: str = ""


def read(path: Path | None) -> tuple[Written, ...]:
    """The authorities of a file, or of the one that comes with Afilia. Raises `AuthoritiesRefused`."""
    source = path or files("inspection") / "data" / "authorities.toml"
    try:
        table = tomllib.loads(source.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise AuthoritiesRefused(f"{source}: {fault}") from None
    if set(table) != {"authority"} or not isinstance(table["authority"], list):
        raise AuthoritiesRefused(f"{source}: a file of authorities is a list of [[authority]] tables, nothing else.")
    found = tuple(_authority(f"{source}: authority {n}", entry) for n, entry in enumerate(table["authority"], 1))
    _refuse_twice(str(source), [entry.code for entry in found], "is the code of two authorities")
    _refuse_twice(str(source), [key for entry in found for key in entry.states], "is served by two authorities")
    for level in ("federal", "social_security"):
        if sum(entry.level == level for entry in found) != 1:
            raise AuthoritiesRefused(f"{source}: there is exactly one authority whose level is {level}.")
    return found


def _authority(where: str, entry: Any) -> Written:
    table = _table(where, entry, {"code", "level", "name"}, {"states", "days", *_OFFICE, *RULES})
    code, level, name = (_text(f"{where}, {key}", table[key]) for key in ("code", "level", "name"))
    where = f"{where} ({code})"
    if level not in LEVELS:
        raise AuthoritiesRefused(f"{where}: level is one of {', '.join(LEVELS)}.")
    if len(code) > LONGEST_CODE:
        raise AuthoritiesRefused(f"{where}: a code has at most {LONGEST_CODE} characters.")
    served = table.get("states", [])
    if not isinstance(served, list) or any(key not in states() for key in served):
        raise AuthoritiesRefused(f'{where}: states is a list of INEGI keys of states, for example ["09"].')
    if (level == "state") != bool(served):
        raise AuthoritiesRefused(f"{where}: an authority of level state serves a state, and no other one does.")
    rules = {name: _rule(f"{where}, {name}", name, table[name]) for name in RULES if name in table}
    if level == "federal":
        _refuse_gaps(where, rules)
    own = table.get("days", [])
    if not isinstance(own, list):
        raise AuthoritiesRefused(f"{where}, days: is a list of tables with from, to and act.")
    days = tuple(_days(f"{where}, days", row) for row in own)
    office = {key: _text(f"{where}, {key}", table[key]) for key in _OFFICE if key in table}
    return Written(code, level, name, tuple(served), rules, days, **office)


def _refuse_gaps(where: str, rules: Mapping[str, Rule]) -> None:
    missing = [name for name in RULES if name not in rules]
    missing += [f"days of {name}" for name in COUNTED if name in rules and rules[name].days is None]
    if missing:
        raise AuthoritiesRefused(f"{where}: the federal authority says everything; missing are {', '.join(missing)}.")


def _rule(where: str, name: str, entry: Any) -> Rule:
    optional = {"note"} | ({"phone"} if name in _REACHED else set())
    optional |= {"days"} if name in COUNTED else set()
    required = {"says", "cited", "mark"}
    table = _table(where, entry, required, optional)
    texts = {key: _text(f"{where}, {key}", table[key]) for key in table if key != "days"}
    if texts["mark"] not in MARKS:
        raise AuthoritiesRefused(f"{where}: mark is one of {', '.join(MARKS)}.")
    if name == "service" and texts["says"] not in _SERVICE:
        raise AuthoritiesRefused(f"{where}: says is one of {', '.join(_SERVICE)}.")
    if name == "calendar" and texts["says"] not in calendars():
        raise AuthoritiesRefused(f"{where}: says is one of the calendars {', '.join(calendars())}.")
    days = table.get("days")
    if days is not None and (isinstance(days, bool) or not isinstance(days, int) or days < 1):
        raise AuthoritiesRefused(f"{where}: days is a whole number of business days.")
    return Rule(**texts, days=days)


def _days(where: str, row: Any) -> OwnDays:
    table = _table(where, row, {"from", "to", "act"}, set())
    since, until = table["from"], table["to"]
    for day in (since, until):
        if not isinstance(day, date) or isinstance(day, datetime):
            raise AuthoritiesRefused(f"{where}: from and to are days (YYYY-MM-DD without quotation marks).")
    if until < since:
        raise AuthoritiesRefused(f"{where}: {until} comes before {since}.")
    return OwnDays(since, until, _text(f"{where}, act", table["act"]))


def _table(where: str, entry: Any, required: set[str], optional: set[str]) -> Mapping[str, Any]:
    if not isinstance(entry, dict) or required - set(entry) or set(entry) - required - optional:
        keys = ", ".join([*sorted(required), *(f"{key} (optional)" for key in sorted(optional))])
        raise AuthoritiesRefused(f"{where}: the keys are {keys}.")
    return entry


def _text(where: str, given: Any) -> str:
    if not isinstance(given, str) or not given.strip():
        raise AuthoritiesRefused(f"{where}: is a text that may not be empty.")
    return given


def _refuse_twice(source: str, keys: list[str], fault: str) -> None:
    for key in keys:
        if keys.count(key) > 1:
            raise AuthoritiesRefused(f"{source}: {key!r} {fault}.")
