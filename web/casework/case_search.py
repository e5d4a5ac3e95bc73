"""Finding cases by what an official may type: a name, a whole identifier or the end of a masked one, a case number."""

import re
from collections.abc import Callable

from sqlalchemy import ColumnElement, String, and_, cast, false, func, literal, or_

from workflow.definition import Workflow

MOST_WORDS = 6
SHOWN_END = 4  # as many characters of an identifier as lists show
CASE_NUMBER = 8
_FOLDED = dict(zip("ÁÉÍÓÚÜÑáéíóúüñ", "aeiouunaeiouun", strict=True))
_IDENTIFIER = re.compile(r"(?=.*\d)[A-Z0-9Ñ&]{10,40}")

Search = Callable[[str], ColumnElement[bool]]

_SEARCHES: dict[str, Search] = {}


def search_for(workflow: str, search: Search) -> None:
    """Register how the cases of a procedure are found by a text."""
    _SEARCHES[workflow] = search


def case_matches(workflow: Workflow, text: str) -> ColumnElement[bool]:
    """Whether a case is meant by a text: by its number, or as its procedure searches."""
    search = _SEARCHES.get(workflow.name)
    number = text.removeprefix("#").lower()
    by_number: ColumnElement[bool] = false()
    if re.fullmatch(rf"[0-9a-f]{{{CASE_NUMBER}}}", number):
        by_number = cast(workflow.model.id, String).like(f"%{number}")
    return or_(by_number, search(text)) if search else by_number


def name_matches(text: str, *columns: ColumnElement[str | None]) -> ColumnElement[bool]:
    """Whether every word typed stands somewhere in the columns of a name, whatever its accents and capitals."""
    name: ColumnElement[str] = literal(" ")
    for column in columns:
        name = name + func.coalesce(column, "") + " "
    words = [word for word in _fold(text).split()[:MOST_WORDS] if word]
    return and_(*(_folded(name).contains(word, autoescape=True) for word in words)) if words else false()


def identifier_matches(text: str, *columns: ColumnElement[str | None]) -> ColumnElement[bool]:
    """Whether one of the columns is the identifier typed, or ends as the masked one that lists show."""
    typed = re.sub(r"[\s•-]", "", text).upper()
    if _IDENTIFIER.fullmatch(typed):
        return or_(*(column == typed for column in columns))
    if len(typed) == SHOWN_END and any(sign.isdigit() for sign in typed):
        return or_(*(column.endswith(typed, autoescape=True) for column in columns))
    return false()


def _fold(text: str) -> str:
    return "".join(_FOLDED.get(sign, sign) for sign in text).lower()


def _folded(column: ColumnElement[str]) -> ColumnElement[str]:
    # SQLite knows capitals of plain letters only, and PostgreSQL has accents in an extension: both know `replace`.
    for sign, plain in _FOLDED.items():
        column = func.replace(column, sign, plain)
    return func.lower(column)
