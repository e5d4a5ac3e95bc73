"""`afilia deadline`: counts terms given as JSON lines and explains each of them."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, BinaryIO

import click

from cli.json_lines import answer_lines, file_argument, language_option
from regime.calendars import DEFAULT, CannotCount
from regime.sentences import Sentence
from regime.working_days import MEXICO_CITY, DueDate, Suspension, due
from workflow.words import say, say_all

REQUIRED = ("trigger", "length", "unit")
KEYS = (*REQUIRED, "calendar", "suspensions", "timezone")
SUSPENSION_KEYS = ("from", "until", "act")


@click.command()
@file_argument
@language_option
@click.pass_context
def deadline(context: click.Context, file: BinaryIO, language: str) -> None:
    """Count terms: JSON lines in (FILE or - for standard input), JSON lines out.

    \b
    trigger      day or moment from which the term runs: 2026-03-02, 2026-03-02T09:30
    length       whole number, 1 or more
    unit         business_days, calendar_days, months, hours
    calendar     union (default), lft, lfpa, stps; cff for payments
    suspensions  list of {"from": day, "until": day or null, "act": text}, days included
    timezone     where the authority sits (default America/Mexico_City)

    Each answer has due (null while paused), paused, provisional, counted, skipped, alternatives and explanation.
    A line that cannot be read is answered with {"error": …, "line": n}; the rest is still answered and the exit
    status is 1.
    """
    all_answered = answer_lines(file, lambda line: _answer(_term(line), language), (CannotCount,), language)
    context.exit(0 if all_answered else 1)


def _term(line: bytes) -> DueDate:
    asked = _object(line)
    _refuse_unknown(asked, KEYS)
    for key in REQUIRED:
        _value(asked, key)
    return due(
        _day_or_moment(asked, "trigger"),
        asked["length"],
        asked["unit"],
        _text(asked, "calendar", DEFAULT),
        suspensions=_suspensions(asked.get("suspensions")),
        timezone=_text(asked, "timezone", MEXICO_CITY),
    )


def _object(line: bytes) -> dict[str, Any]:
    try:
        asked = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        asked = None
    if not isinstance(asked, dict):
        raise CannotCount(Sentence("deadline.line_is_no_object"))
    return asked


def _refuse_unknown(asked: Mapping[str, Any], known: tuple[str, ...]) -> None:
    for key in asked:
        if key not in known:
            raise CannotCount(Sentence("deadline.unknown_key", {"key": key, "known": ", ".join(known)}))


def _value(asked: Mapping[str, Any], key: str) -> Any:
    if asked.get(key) is None:
        raise CannotCount(Sentence("deadline.missing_key", {"key": key}))
    return asked[key]


def _text(asked: Mapping[str, Any], key: str, default: str) -> str:
    given = asked.get(key)
    if given is None:
        return default
    if not isinstance(given, str):
        raise CannotCount(Sentence("deadline.no_text", {"key": key}))
    return given


def _day_or_moment(asked: Mapping[str, Any], key: str) -> date | datetime:
    given = _value(asked, key)
    text = given.strip() if isinstance(given, str) else ""
    for read in (date.fromisoformat, datetime.fromisoformat):
        try:
            return read(text)
        except ValueError:
            continue
    raise CannotCount(Sentence("deadline.no_date", {"key": key, "given": str(given)}))


def _day(asked: Mapping[str, Any], key: str) -> date:
    given = _day_or_moment(asked, key)
    return given.date() if isinstance(given, datetime) else given


def _suspensions(given: object) -> list[Suspension]:
    if given is None:
        return []
    if not isinstance(given, list) or not all(isinstance(entry, dict) for entry in given):
        raise CannotCount(Sentence("deadline.suspensions_are_no_list"))
    return [_suspension(entry) for entry in given]


def _suspension(entry: Mapping[str, Any]) -> Suspension:
    # A misspelt "until" would leave the suspension open, and the term without an end.
    _refuse_unknown(entry, SUSPENSION_KEYS)
    until = None if entry.get("until") is None else _day(entry, "until")
    _value(entry, "act")
    return Suspension(_day(entry, "from"), until, _text(entry, "act", ""))


def _answer(term: DueDate, language: str) -> dict[str, Any]:
    return {
        "due": term.due.isoformat() if term.due else None,
        "paused": term.paused,
        "provisional": term.provisional,
        "counted": term.counted,
        "skipped": [
            {"day": entry.day.isoformat(), "reason": say(language, entry.reason), "source": entry.source}
            for entry in term.skipped
        ],
        "alternatives": {name: day.isoformat() if day else None for name, day in term.alternatives.items()},
        "explanation": " ".join(say_all(language, term.explanation)),
    }
