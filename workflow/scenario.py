"""A scripted case as its author writes it: people, dated steps and expected answers, read from TOML without mercy."""

import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import partial
from typing import Any, NoReturn, TypeVar, cast
from zoneinfo import ZoneInfo

from regime.geography import UnknownPlace, time_zone_of
from regime.policies import Policies, PolicyRefused
from regime.sentences import Param, Sentence
from workflow.context import MEXICO_CITY
from workflow.scenario_values import Misfit, read_as

OPENING_TIME = time(9)  # what a day without an hour means
TOP = ("title", "why", "municipality", "until", "policies", "people", "step", "expected")
STEP = ("at", "who", "do", "ask", "case", "month", "data", "comment", "page_of", "key", "refused", "must_succeed")
EXPECTED = ("at", "ask", "who", "case", "month", "is", "why")
# What stands in a question besides the question itself.
ABOUT = ("who", "case", "month")

T = TypeVar("T")


class ScenarioRefused(ValueError):
    """A scenario that cannot be played as it is written; `sentence` says where, what is wrong and how to mend it."""

    def __init__(self, code: str, **params: Param) -> None:
        self.sentence = Sentence(f"replay.{code}", params)
        super().__init__(str(self.sentence))


@dataclass(frozen=True, slots=True)
class Move:
    """One dated step: somebody does something (`do`) or something is asked (`ask`).

    `page_of` is the moment at which the actor opened the page they act on; `refused` the code of the sentence with
    which the step has to be refused; `place` is where it stands, for what is found out only when it is played.
    """

    number: int
    place: "Where"
    at: datetime
    who: str | None = None
    do: str | None = None
    ask: str | None = None
    case: str | None = None
    month: date | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    comment: str | None = None
    page_of: datetime | None = None
    key: str | None = None
    refused: str | None = None
    must_succeed: bool = False


@dataclass(frozen=True, slots=True)
class Expectation:
    """A question at a moment and what the author worked out by hand as its answer, with the reason in plain words."""

    question: Move
    answer: Mapping[str, Any]
    why: str


@dataclass(frozen=True, slots=True)
class Scenario:
    """A scripted case. `people` are what was written of each person by name; `until` is where time stops."""

    title: str
    why: str
    zone: ZoneInfo
    until: datetime
    policies: Policies
    people: Mapping[str, Mapping[str, Any]]
    moves: tuple[Move, ...]
    expectations: tuple[Expectation, ...]


def read_scenario(text: str, until: str | None = None) -> Scenario:
    """Read a scenario; `until` cuts it off at another day or moment. Raises `ScenarioRefused` for every mistake."""
    try:
        given = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise ScenarioRefused("not_toml", fault=str(error)) from None
    except ArithmeticError:
        raise ScenarioRefused("no_such_number") from None
    place = Where("replay.place.top", {})
    top = place.table(given, TOP, required=("title", "why", "people", "step"))
    zone = _zone(place.read("text", top, "municipality"))
    people = {name: entry for name, entry in place.read("table", top, "people").items() if _is_person(name, entry)}
    moves = tuple(_moves(place.read("tables", top, "step"), zone, people))
    written = place.moment(top, "until", zone)
    end = _cut(until, zone) or max(written or moves[-1].at, moves[-1].at)
    checks = tuple(_expectations(place.read("tables", top, "expected") or [], zone, people, written or moves[-1].at))
    return Scenario(
        title=place.read("text", top, "title"),
        why=place.read("text", top, "why"),
        zone=zone,
        until=end,
        policies=_policies(place.read("table", top, "policies") or {}),
        people=people,
        moves=tuple(move for move in moves if move.at <= end),
        expectations=tuple(check for check in checks if check.question.at <= end),
    )


@dataclass(frozen=True, slots=True)
class Where:
    """Where in the scenario something stands, for the sentence that complains about it."""

    code: str
    params: Mapping[str, Param]

    def refuse(self, code: str, **params: Param) -> NoReturn:
        raise ScenarioRefused(code, where=Sentence(self.code, self.params), **params)

    def table(self, given: Mapping[str, Any], known: Collection[str], required: Collection[str]) -> Mapping[str, Any]:
        for key in given:
            if key not in known:
                self.refuse("unknown_key", key=key, known=", ".join(known))
        for key in required:
            if given.get(key) in (None, "", [], {}):
                self.refuse("missing_key", key=key)
        return given

    def read(self, kind: str, given: Mapping[str, Any], key: str) -> Any:
        if key not in given:
            return None
        try:
            return read_as(kind, given[key])
        except Misfit as misfit:
            self.refuse("misfit", key=key, wanted=misfit.wanted, given=misfit.given)

    def moment(self, given: Mapping[str, Any], key: str, zone: ZoneInfo) -> datetime | None:
        return None if key not in given else as_moment(self.read("moment", given, key), zone)

    def person(self, given: Mapping[str, Any], people: Collection[str]) -> str | None:
        who: str | None = self.read("text", given, "who")
        if who is not None and who not in people:
            self.refuse("unknown_person", who=who, known=", ".join(people))
        return who


def as_moment(given: date | datetime, zone: ZoneInfo) -> datetime:
    """A moment as written: a day is nine in the morning there, an hour without a zone is by the clock of the place."""
    moment = given if isinstance(given, datetime) else datetime.combine(given, OPENING_TIME)
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def place_of_person(name: str) -> Where:
    """The place of a person."""
    return Where("replay.place.person", {"name": name})


def _is_person(name: str, entry: object) -> bool:
    if not isinstance(entry, dict):
        place_of_person(name).refuse("person_is_no_table")
    return True


def _moves(written: list[Mapping[str, Any]], zone: ZoneInfo, people: Collection[str]) -> Iterator[Move]:
    before: datetime | None = None
    for number, entry in enumerate(written, 1):
        move = _move(number, Where("replay.place.step", {"number": number}), entry, zone, people)
        if before is not None and move.at < before:
            move.place.refuse("out_of_order", at=move.at, before=before)
        before = move.at
        yield move


def _move(number: int, place: Where, entry: Mapping[str, Any], zone: ZoneInfo, people: Collection[str]) -> Move:
    place.table(entry, STEP, required=("at",))
    read: Callable[[str, str], Any] = lambda kind, key: place.read(kind, entry, key)  # noqa: E731 - four words a line below
    do, ask = read("text", "do"), read("text", "ask")
    if (do is None) == (ask is None):
        place.refuse("do_or_ask")
    if ask and (given := [key for key in STEP if key in entry and key not in ("at", "ask", *ABOUT)]):
        place.refuse("not_in_a_question", key=given[0])
    return Move(
        number=number,
        place=place,
        at=cast(datetime, place.moment(entry, "at", zone)),
        who=place.person(entry, people),
        do=do,
        ask=ask,
        case=read("text", "case"),
        month=read("month", "month"),
        data=read("table", "data") or {},
        comment=read("text", "comment"),
        page_of=place.moment(entry, "page_of", zone),
        key=read("text", "key"),
        refused=read("text", "refused"),
        must_succeed=read("yes_no", "must_succeed") or False,
    )


def _expectations(
    written: list[Mapping[str, Any]], zone: ZoneInfo, people: Collection[str], end: datetime
) -> Iterator[Expectation]:
    found = []
    for number, entry in enumerate(written, 1):
        place = Where("replay.place.expected", {"number": number})
        place.table(entry, EXPECTED, required=("ask", "is", "why"))
        asked = {"at": end, **{key: entry[key] for key in ("at", "ask", *ABOUT) if key in entry}}
        question = _move(number, place, asked, zone, people)
        if question.at > end:
            place.refuse("after_the_end", at=question.at, end=end)
        found.append(Expectation(question, place.read("table", entry, "is"), place.read("text", entry, "why")))
    yield from sorted(found, key=lambda check: check.question.at)


def _zone(municipality: str | None) -> ZoneInfo:
    return (
        MEXICO_CITY
        if municipality is None
        else _refused_as_ours(UnknownPlace, lambda: ZoneInfo(time_zone_of(municipality)))
    )


def _policies(written: Mapping[str, Any]) -> Policies:
    return _refused_as_ours(PolicyRefused, partial(Policies.from_texts, {k: str(v) for k, v in written.items()}))


def _refused_as_ours(error: type[Any], read: Callable[[], T]) -> T:
    try:
        return read()
    except error as refused:
        raise ScenarioRefused("not_possible", reason=refused.sentence) from None


def _cut(until: str | None, zone: ZoneInfo) -> datetime | None:
    if until is None:
        return None
    for read in (date.fromisoformat, datetime.fromisoformat):
        try:
            return as_moment(read(until), zone)
        except ValueError:
            continue
    raise ScenarioRefused("until_form", given=until)
