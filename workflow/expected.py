"""What the author of a scenario worked out by hand, held against what was found: one check for each figure."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from regime.sentences import Sentence
from workflow.errors import Refused
from workflow.scenario import Expectation, Move
from workflow.stage import Stage
from workflow.words import say


def judged(expectation: Expectation, found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """One check for each figure of an expectation. Keys of the answer that the author left out are not looked at."""
    about = {key: found[key] for key in ("at", "ask", "who", "case", "month") if key in found}
    return [
        {**about, "what": what, "expected": wanted, "found": answer, "agrees": wanted == answer, "why": expectation.why}
        for what, wanted, answer in _figures("", expectation.answer, found["answer"])
    ]


def judged_refusal(stage: Stage, move: Move, refusal: Refused | None) -> list[dict[str, Any]]:
    """Whether a step was refused as the scenario says it must be, or succeeded where it must."""
    if move.refused is None and not move.must_succeed:
        return []
    codes = [sentence.code for sentence in refusal.sentences] if refusal else []
    agrees = move.refused in codes if move.refused else not codes
    return [
        {
            "at": stage.local(move.at),
            "step": move.number,
            "case": move.case,
            "what": "refused",
            "expected": move.refused,
            "found": ", ".join(codes) or None,
            "agrees": agrees,
            "why": say(stage.language, Sentence("replay.said_by_the_step", {"number": move.number})),
        }
    ]


def _figures(path: str, wanted: Any, found: Any) -> Iterator[tuple[str, Any, Any]]:
    """The single figures of an expected answer, each with its path, as it is written and as it was found."""
    if isinstance(wanted, Mapping):
        for key, value in wanted.items():
            inner = found.get(key) if isinstance(found, Mapping) else None
            yield from _figures(f"{path}.{key}" if path else key, value, inner)
    elif isinstance(wanted, list) and any(isinstance(entry, Mapping) for entry in wanted):
        rows = found if isinstance(found, list) else []
        yield f"{path}.count", len(wanted), len(rows)
        for number, (value, row) in enumerate(zip(wanted, rows, strict=False), 1):
            yield from _figures(f"{path}.{number}", value, row)
    else:
        yield path, _plain(wanted), _like(wanted, found)


def _plain(value: Any) -> Any:
    match value:
        case list():
            return [_plain(entry) for entry in value]
        case datetime() | date():
            return value.isoformat()
        case Decimal():
            return f"{value:f}"
        case _:
            return value


def _like(wanted: Any, found: Any) -> Any:
    """A found amount written like the expected one, if they are the same amount: 350.5 and 350.50 do not differ."""
    if isinstance(wanted, list) and isinstance(found, list) and len(wanted) == len(found):
        return [_like(one, other) for one, other in zip(wanted, found, strict=True)]
    if isinstance(wanted, Decimal | int) and not isinstance(wanted, bool) and isinstance(found, str):
        try:
            return _plain(wanted) if Decimal(found) == wanted else found
        except InvalidOperation:
            return found
    return found
