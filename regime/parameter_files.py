"""The strict reader of `data/parameters/*.toml`: what it does not know, or finds twice or unsourced, it refuses."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

from regime.law import articles
from regime.values import Bracket, Branches, Content, Parameter, Range, Source, Value

MARKS = ("verified", "memory", "conflicting", "policy")
UNITS = (
    "UMA",
    "branches due",
    "branches not due",
    "business days",
    "calendar days",
    "code",
    "day of the month",
    "days",
    "factor",
    "hours",
    "months",
    "persons",
    "pesos per day",
    "posts",
    "share of the UMA",
    "share of the amount due",
    "share of domestic workers",
    "share of the base wage",
    "share of the excess wage",
    "share of the term",
    "share of the wage",
    "share per month",
    "times the UMA",
    "weeks",
    "years",
)
COUNTED_IN = ("UMA", "minimum wage", "years of age", "years of service")

_PARAMETER_KEYS = {"label", "unit", "verified_on", "values"}
_CONTENT_KEYS = {"value", "range", "brackets", "branches", "code", "repealed"}
_VALUE_KEYS = {"from", "mark", "source"}
_OPTIONAL_VALUE_KEYS = {"until", "note"}
_SOURCE_KEYS = {"title", "url", "published"}


class RefusedData(ValueError):
    """{file}, {parameter}, {key}: what is wrong there."""

    def __init__(self, place: str, problem: str) -> None:
        super().__init__(f"{place}: {problem}")
        self.place = place
        self.problem = problem


def read_folder(folder: Path) -> dict[str, Parameter]:
    """All parameters of the TOML files of a folder. Raises `RefusedData`."""
    found: dict[str, Parameter] = {}
    for file in sorted(folder.glob("*.toml")):
        for name, declared in read_file(file).items():
            if name in found:
                raise RefusedData(f"{file.name}, {name}", "is declared in another file too.")
            found[name] = declared
    return found


def read_file(file: Path) -> dict[str, Parameter]:
    """The parameters of one file. Raises `RefusedData`, also for text that is not TOML (a key given twice is not)."""
    try:
        raw = tomllib.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RefusedData(file.name, f"is not valid TOML: {error}.") from error
    return {name: _parameter(name, declared, f"{file.name}, {name}") for name, declared in raw.items()}


def _parameter(name: str, raw: Any, place: str) -> Parameter:
    table = _table(raw, place, _PARAMETER_KEYS)
    unit = _one_of(table["unit"], UNITS, f"{place}, unit")
    entries = table["values"]
    if not isinstance(entries, list) or not entries:
        raise RefusedData(f"{place}, values", "needs at least one dated value.")
    values: list[Value] = []
    repealed: date | None = None
    for number, entry in enumerate(entries, start=1):
        here = f"{place}, value {number}"
        since = _since(entry, here, values, repealed)
        if "repealed" in entry:
            repealed = _repeal(entry, here, since)
        else:
            values.append(_value(name, unit, entry, here))
    if not values:
        raise RefusedData(f"{place}, values", "says only that it is repealed.")
    _refuse_gaps(values, repealed, place)
    return Parameter(
        name=name,
        label=_text(table["label"], f"{place}, label"),
        unit=unit,
        verified_on=_day(table["verified_on"], f"{place}, verified_on"),
        values=tuple(_with_ends(values, repealed)),
        repealed=repealed,
    )


def _since(entry: Any, place: str, before: list[Value], repealed: date | None) -> date:
    if not isinstance(entry, Mapping) or "from" not in entry:
        raise RefusedData(f"{place}, from", "is missing.")
    since = _day(entry["from"], f"{place}, from")
    if repealed is not None:
        raise RefusedData(f"{place}, from", "comes after the repeal.")
    if before and since <= before[-1].since:
        raise RefusedData(f"{place}, from", f"{since} does not come after {before[-1].since}: oldest value first.")
    return since


def _repeal(entry: Mapping[str, Any], place: str, since: date) -> date:
    _table(entry, place, {"from", "repealed", "source"}, {"note"})
    if entry["repealed"] is not True:
        raise RefusedData(f"{place}, repealed", "can only be true.")
    _source(entry["source"], f"{place}, source")
    return since


def _value(name: str, unit: str, entry: Mapping[str, Any], place: str) -> Value:
    given = _CONTENT_KEYS & set(entry)
    if len(given) != 1:
        raise RefusedData(place, f"needs exactly one of {', '.join(sorted(_CONTENT_KEYS))}.")
    _table(entry, place, _VALUE_KEYS | given, _OPTIONAL_VALUE_KEYS)
    since = _day(entry["from"], f"{place}, from")
    source = _source(entry["source"], f"{place}, source")
    note = _text(entry["note"], f"{place}, note") if "note" in entry else ""
    if since < source.published and not note:
        raise RefusedData(f"{place}, note", f"a value from {since}, published on {source.published}, must say why.")
    return Value(
        parameter=name,
        content=_content(given.pop(), entry, place),
        unit=unit,
        since=since,
        until=_day(entry["until"], f"{place}, until") if "until" in entry else None,
        source=source,
        mark=_one_of(entry["mark"], MARKS, f"{place}, mark"),
        note=note,
    )


def _content(key: str, entry: Mapping[str, Any], place: str) -> Content:
    here = f"{place}, {key}"
    match key:
        case "value":
            return _number(entry[key], here)
        case "code":
            return _text(entry[key], here)
        case "range":
            ends = _table(entry[key], here, {"least", "most"})
            least, most = _number(ends["least"], here), _number(ends["most"], here)
            if least > most:
                raise RefusedData(here, f"{least} is more than {most}.")
            return Range(least, most)
        case "branches":
            return _branches(entry[key], here)
        case _:
            return _brackets(entry[key], here)


def _branches(raw: Any, place: str) -> Branches:
    """Branches of insurance, each with the article of `data/law.toml` that names it; there may be none."""
    if not isinstance(raw, Mapping):
        raise RefusedData(place, "must be a table.")
    basis = {branch: _one_of(key, tuple(articles()), f"{place}, {branch}") for branch, key in raw.items()}
    return Branches(MappingProxyType(basis))


def _brackets(raw: Any, place: str) -> tuple[Bracket, ...]:
    if not isinstance(raw, list) or not raw:
        raise RefusedData(place, "needs at least one row.")
    rows: list[Bracket] = []
    for number, entry in enumerate(raw, start=1):
        here = f"{place}, row {number}"
        last = number == len(raw)
        row = _table(entry, here, {"value", "of"} if last else {"value", "of", "up_to"})
        counted_in = _one_of(row["of"], COUNTED_IN, f"{here}, of")
        up_to = None if last else _number(row["up_to"], f"{here}, up_to")
        ends_before = [r.up_to for r in rows if r.of == counted_in and r.up_to is not None]
        if up_to is not None and ends_before and up_to <= ends_before[-1]:
            raise RefusedData(f"{here}, up_to", f"{up_to} does not come after {ends_before[-1]}.")
        rows.append(Bracket(_number(row["value"], f"{here}, value"), counted_in, up_to))
    return tuple(rows)


def _refuse_gaps(values: list[Value], repealed: date | None, place: str) -> None:
    following = [value.since for value in values[1:]] + ([repealed] if repealed else [])
    for number, (value, then) in enumerate(zip(values, following, strict=False), start=1):
        if value.until is not None and value.until != then - timedelta(days=1):
            raise RefusedData(f"{place}, value {number}, until", f"{value.until} is not the day before {then}.")
    if values[-1].until is not None and values[-1].until < values[-1].since:
        raise RefusedData(f"{place}, value {len(values)}, until", "comes before from.")


def _with_ends(values: list[Value], repealed: date | None) -> list[Value]:
    """Give each value the day before the next one as its last day."""
    following = [value.since for value in values[1:]] + [repealed]
    return [
        value if value.until or then is None else replace(value, until=then - timedelta(days=1))
        for value, then in zip(values, following, strict=True)
    ]


def _table(raw: Any, place: str, required: set[str], optional: set[str] | None = None) -> Mapping[str, Any]:
    if not isinstance(raw, Mapping):
        raise RefusedData(place, "must be a table.")
    for key in sorted(required - set(raw)):
        raise RefusedData(f"{place}, {key}", "is missing.")
    for key in sorted(set(raw) - required - (optional or set())):
        raise RefusedData(f"{place}, {key}", "is not a known key.")
    return raw


def _source(raw: Any, place: str) -> Source:
    table = _table(raw, place, _SOURCE_KEYS)
    url = _text(table["url"], f"{place}, url")
    if not url.startswith("https://"):
        raise RefusedData(f"{place}, url", f"{url!r} is not an https address.")
    return Source(_text(table["title"], f"{place}, title"), url, _day(table["published"], f"{place}, published"))


def _number(raw: Any, place: str) -> Decimal:
    if isinstance(raw, bool) or not isinstance(raw, Decimal | int) or not Decimal(raw).is_finite():
        raise RefusedData(place, f"{raw!r} is not a number.")
    return Decimal(raw)


def _day(raw: Any, place: str) -> date:
    if not isinstance(raw, date) or isinstance(raw, datetime):
        raise RefusedData(place, f"{raw!r} is not a day (YYYY-MM-DD without quotation marks).")
    return raw


def _text(raw: Any, place: str) -> str:
    if not isinstance(raw, str) or not raw.strip():
        raise RefusedData(place, "must be a text.")
    return raw


def _one_of(raw: Any, known: tuple[str, ...], place: str) -> str:
    if raw not in known:
        raise RefusedData(place, f"{raw!r} is not one of: {', '.join(known)}.")
    return str(raw)
