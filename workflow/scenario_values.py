"""The kinds of value a scenario may hold, each read strictly and refused with a sentence that shows how to write it."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from regime.sentences import Sentence

_MONTH = re.compile(r"\d{4}-\d{2}")
_CENTS = -2
_LONGEST = 40
_MOST = Decimal(10) ** 10  # pesos; more is a slip of the pen, and no column holds it
_YEARS = range(2000, 2101)
_WEEKDAYS = re.compile(r"[0-6]*")


class Misfit(ValueError):
    """A value of another kind; `wanted` says how such a value is written, `given` what stands there."""

    def __init__(self, kind: str, given: object) -> None:
        self.wanted = Sentence(f"replay.kind.{kind}")
        text = given.isoformat() if isinstance(given, date) else str(given)
        self.given = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
        super().__init__(kind)


def read_as(kind: str, given: Any) -> Any:
    """A value of a kind, as the engine takes it. Raises `Misfit`."""
    try:
        found = _KINDS[kind](given)
    except (ValueError, ArithmeticError):
        found = None
    if found is None:
        raise Misfit(kind, given)
    return found


def _text(given: Any) -> str | None:
    return given if isinstance(given, str) and given.strip() else None


def _texts(given: Any) -> list[str] | None:
    return given if isinstance(given, list) and all(_text(entry) for entry in given) else None


def _whole(given: Any) -> int | None:
    return given if isinstance(given, int) and not isinstance(given, bool) else None


def _money(given: Any) -> Decimal | None:
    amount = Decimal(given) if _whole(given) is not None else given
    if not isinstance(amount, Decimal) or not amount.is_finite():
        return None
    exponent = amount.as_tuple().exponent
    return amount if isinstance(exponent, int) and exponent >= _CENTS and abs(amount) < _MOST else None


def _day(given: Any) -> date | None:
    return given if isinstance(given, date) and not isinstance(given, datetime) else None


def _month(given: Any) -> date | None:
    if isinstance(given, str):
        return date.fromisoformat(f"{given}-01") if _MONTH.fullmatch(given) else None
    day = _day(given)
    return day if day is not None and day.day == 1 else None


def _days(given: Any) -> list[int] | None:
    whole = isinstance(given, list) and all(_whole(number) is not None for number in given)
    return sorted(set(given)) if whole else None


def _yes_no(given: Any) -> bool | None:
    return given if isinstance(given, bool) else None


def _table(given: Any) -> Mapping[str, Any] | None:
    return given if isinstance(given, dict) else None


def _tables(given: Any) -> list[Mapping[str, Any]] | None:
    return given if isinstance(given, list) and all(isinstance(entry, dict) for entry in given) else None


_KINDS: Mapping[str, Callable[[Any], Any]] = {
    "text": _text,
    "whole": _whole,
    "money": _money,
    "day": _day,
    "moment": lambda given: given if isinstance(given, date) and given.year in _YEARS else None,
    "month": _month,
    "days": _days,
    "yes_no": _yes_no,
    "table": _table,
    "tables": _tables,
    "name": _text,
    "login": _text,
    "texts": _texts,
    "weekdays": lambda given: given if isinstance(given, str) and _WEEKDAYS.fullmatch(given) else None,
}
