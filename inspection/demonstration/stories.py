"""The stories of the demonstration year, read from data: what happens, how many working days later, who does it.

Each file of `stories/` holds tables `[[story]]`. A story without `times` is only the beginning of others (`after`).

    name     what it is called
    times    how often it is told in a year of full size; a small year tells each once
    ends     over        any time in the year
             open        a few working days before the demonstration is opened (`ago`, at least and at most)
             now         less than an hour before, in working hours
             this_hour   less than an hour before, whatever the hour
    outcome  what becomes of the complaint, of the words of `OUTCOMES`; empty where nobody complained
    home     a demonstration household whose home it is; otherwise a home is invented
    office   the authority, where it has to be a certain one
    nowhere  whoever complains names no place
    reached  whether a way to be reached is left; without it two in three leave one
    told     what is said; asks: the answers beside it
    moves    [working days after the move before, who, step, what is written down]
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal

Ends = Literal["over", "open", "now", "this_hour"]
OUTCOMES = ("undecided", "advice", "elsewhere", "withdrawn", "without_place", "joined", "inspected", "sanctioned")
FILES = ("intake", "protection", "visits", "afterwards", "insurance", "services", "entries", "sanctions", "challenges")


@dataclass(frozen=True, slots=True)
class Move:
    """One step of a story: so many working days after the one before, by whom, and what is written down."""

    days: int
    who: str
    step: str
    said: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One story as the module explains; `moves` has those of what it comes after before its own."""

    name: str
    times: int = 0
    ends: Ends = "over"
    ago: tuple[int, int] = (0, 2)
    outcome: str = ""
    home: str = ""
    office: str = ""
    nowhere: bool = False
    reached: bool | None = None
    told: str = ""
    asks: Mapping[str, Any]
    moves: tuple[Move, ...]

    @property
    def working_days(self) -> int:
        """How many working days lie between its first move and its last."""
        return sum(move.days for move in self.moves[1:])


@cache
def stories() -> Mapping[str, Story]:
    """Every story by name, beginnings included. Raises `ValueError` for a table that cannot be told."""
    told: dict[str, Story] = {}
    for name in FILES:
        written = (files(__package__) / "stories" / f"{name}.toml").read_text(encoding="utf-8")
        for table in tomllib.loads(written)["story"]:
            story = _story(table, told)
            if story.name in told:
                raise ValueError(f"There are two stories {story.name}.")
            told[story.name] = story
    return MappingProxyType(told)


def _story(table: dict[str, Any], told: Mapping[str, Story]) -> Story:
    name, before = table["name"], table.pop("after", None)
    if before is not None and before not in told:
        raise ValueError(f"{name} comes after {before}, which is told nowhere before it.")
    earlier = told.get(before or "")
    if table.get("times") and table.get("outcome", "") not in ("", *OUTCOMES):
        raise ValueError(f"{name} has an outcome that nobody counts.")
    own = tuple(_move(name, move) for move in table.pop("moves"))
    inherited: dict[str, Any] = {}
    if earlier is not None:
        inherited = {key: getattr(earlier, key) for key in ("home", "office", "nowhere", "reached", "told")}
        own = (*earlier.moves, *own)
    asks = {**(earlier.asks if earlier else {}), **table.pop("asks", {})}
    if "ago" in table:
        table["ago"] = tuple(table["ago"])
    return Story(**{**inherited, **table}, asks=MappingProxyType(asks), moves=own)


def _move(story: str, written: list[Any]) -> Move:
    match written:
        case [int(days), str(who), str(step)]:
            return Move(days, who, step, {})
        case [int(days), str(who), str(step), dict(said)]:
            return Move(days, who, step, said)
    raise ValueError(f"{story} has a move that is no move: {written}.")
