"""A scripted case played in a database of its own: each step at its moment, time passing between them, all recorded.

What is particular to a domain (who people are, which use cases and questions there are) is its `Repertoire`; every
action of every declared procedure can be taken without one.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy.exc import IntegrityError, NoResultFound
from sqlalchemy.orm import Session

from regime.sentences import Sentence
from workflow import replay_questions
from workflow.clockwork import live_through
from workflow.context import Actor
from workflow.database import Database
from workflow.errors import NotReady, Refused
from workflow.expected import judged, judged_refusal
from workflow.replay_steps import ENGINE_DOINGS, take_action
from workflow.scenario import Move, Scenario, place_of_person
from workflow.scenario_values import Misfit, read_as
from workflow.stage import Doing, Handling, Question, Stage
from workflow.timeline import Timeline

T = TypeVar("T")


Enter = Callable[[Session, str, Mapping[str, Any], datetime, str], tuple[Actor, Mapping[str, Any]]]
Aliases = Callable[[Session, Mapping[UUID, str]], Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Repertoire:
    """What a domain adds: `roles` put a person on the stage by the role they play, `doings` are use cases, `questions`
    what may be asked, `handling` says how its procedures appear.

    `aliases` are texts that differ from run to run (payment lines, folios) with what they are shown as.
    """

    roles: Mapping[str, Enter]
    doings: Mapping[str, Doing]
    questions: Mapping[str, Question]
    handling: Mapping[str, Handling]
    aliases: Aliases


def together(*repertoires: Repertoire) -> Repertoire:
    """Several domains on one stage. Raises `ValueError` for a word that two of them use."""

    def aliases(session: Session, names: Mapping[UUID, str]) -> Mapping[str, str]:
        return {text: shown for one in repertoires for text, shown in one.aliases(session, names).items()}

    return Repertoire(
        roles=_union([one.roles for one in repertoires]),
        doings=_union([one.doings for one in repertoires]),
        questions=_union([one.questions for one in repertoires]),
        handling=_union([one.handling for one in repertoires]),
        aliases=aliases,
    )


def _union(parts: Sequence[Mapping[str, T]]) -> Mapping[str, T]:
    words = [word for part in parts for word in part]
    twice = sorted({word for word in words if words.count(word) > 1})
    if twice:
        raise ValueError(f"Two domains use the same words in scenarios: {', '.join(twice)}.")
    return {word: meaning for part in parts for word, meaning in part.items()}


@dataclass(slots=True)
class Played:
    """The whole record: `entries` in the order of time, `checks` of what the author expected, the cases at the end."""

    people: dict[str, Any] = field(default_factory=dict)
    entries: list[dict[str, Any]] = field(default_factory=list)
    checks: list[dict[str, Any]] = field(default_factory=list)
    cases: dict[str, Any] = field(default_factory=dict)

    @property
    def differing(self) -> list[dict[str, Any]]:
        """The checks in which what was expected is not what was found."""
        return [check for check in self.checks if not check["agrees"]]

    @property
    def failures(self) -> list[dict[str, Any]]:
        """What the system should have done by itself and could not."""
        return [entry for entry in self.entries if entry["kind"] == "failure"]


def play(scenario: Scenario, database: Database, repertoire: Repertoire, language: str) -> Played:
    """Play a scenario in an empty, migrated database. Raises `ScenarioRefused` for a step that cannot be meant."""
    played = Played()
    stage = Stage(database, scenario.zone, language, repertoire.handling, repertoire.aliases)
    here = min((move.at for move in scenario.moves), default=scenario.until)
    database.run(lambda session: _enter_all(session, scenario, repertoire, stage, played, here))
    timeline = Timeline(stage)
    for at, acts in _programme(scenario, stage, repertoire, played):
        live_through(database, here, at)
        played.entries += timeline.since_last()
        played.entries += acts(timeline)
        here = at
    live_through(database, here, scenario.until)
    played.entries += timeline.since_last()
    with database.read() as session:
        played.cases = {name: replay_questions.standing(stage, session, name) for name in sorted(stage.ids)}
    return played


Acts = Callable[[Timeline], list[dict[str, Any]]]


def _programme(scenario: Scenario, stage: Stage, repertoire: Repertoire, played: Played) -> list[tuple[datetime, Acts]]:
    """Steps and expectations in the order of time; at one moment what happens comes before what is expected of it."""
    questions = {**replay_questions.QUESTIONS, **repertoire.questions}
    doings = {**repertoire.doings, **ENGINE_DOINGS}

    def step(move: Move) -> Acts:
        if move.ask:
            return lambda _timeline: [_answer(stage, questions, move)]
        return lambda timeline: _take(stage, doings, move, timeline, played)

    def check(expectation: Any) -> Acts:
        def compare(_timeline: Timeline) -> list[dict[str, Any]]:
            found = _answer(stage, questions, expectation.question)
            played.checks += judged(expectation, found)
            return []

        return compare

    programme = [(move.at, step(move)) for move in scenario.moves]
    programme += [(expectation.question.at, check(expectation)) for expectation in scenario.expectations]
    return sorted(programme, key=lambda entry: entry[0])


def _enter_all(
    session: Session, scenario: Scenario, repertoire: Repertoire, stage: Stage, played: Played, at: datetime
) -> None:
    for name, written in scenario.people.items():
        enter = repertoire.roles[_role(name, written, repertoire)]
        actor, known = enter(session, name, written, at, stage.language)
        stage.know_person(name, actor, known)
        played.people[name] = stage.shown(known)


def _role(name: str, written: Mapping[str, Any], repertoire: Repertoire) -> str:
    """The role that somebody plays, one of those that are known."""
    place, role = place_of_person(name), written.get("role")
    if role in (None, ""):
        place.refuse("missing_key", key="role")
    try:
        read_as("text", role)
    except Misfit as misfit:
        place.refuse("misfit", key="role", wanted=misfit.wanted, given=misfit.given)
    if role not in repertoire.roles:
        place.refuse("not_an_option", key="role", given=str(role), options=", ".join(repertoire.roles))
    return str(role)


def _take(
    stage: Stage, doings: Mapping[str, Doing], move: Move, timeline: Timeline, played: Played
) -> list[dict[str, Any]]:
    """One step as it went: its events, or the refusal; a refusal is a result and never an error."""
    about = {"step": move.number, "at": stage.local(move.at), "by": move.who, "case": move.case, "do": move.do}
    refusal: Refused | None = None
    outcome: Mapping[str, Any] | None = None
    try:
        outcome = _done(stage, doings, move)
    except Refused as refused:
        refusal = refused
    except (IntegrityError, NoResultFound):
        refusal = NotReady(Sentence("replay.not_stored"))
    happened = timeline.since_last(move.number)
    if refusal is not None:
        happened.append({"kind": "refusal", **about, "sentences": stage.coded(refusal.sentences)})
    elif outcome is not None:
        happened.append({"kind": "outcome", **about, **outcome})
    played.checks += judged_refusal(stage, move, refusal)
    return happened


def _done(stage: Stage, doings: Mapping[str, Doing], move: Move) -> Mapping[str, Any] | None:
    doing = doings.get(str(move.do))
    is_known = move.case in stage.ids
    if doing is None or (doing.opens and is_known):
        return take_action(stage, move)
    if doing.opens is None:
        outcome: Mapping[str, Any] | None = doing.take(stage, move, stage.data_of(move, doing.fields, doing.required))
        return outcome
    if move.case is None:
        move.place.refuse("missing_key", key="case")
    case_id = doing.take(stage, move, stage.data_of(move, doing.fields, doing.required))
    stage.name_case(move.case, doing.opens, case_id)
    return None


def _answer(stage: Stage, questions: Mapping[str, Question], move: Move) -> dict[str, Any]:
    place = move.place
    question = questions.get(str(move.ask))
    if question is None:
        place.refuse("unknown_question", ask=str(move.ask), known=", ".join(sorted(questions)))
    for key in question.needs:
        if getattr(move, key) is None:
            place.refuse("missing_key", key=key)
    with stage.database.read() as session:
        found = question.answer(stage, session, move)
    about = {key: value for key, value in _asked(move).items() if value is not None}
    return {"kind": "answer", "step": move.number, "at": stage.local(move.at), **about, "answer": stage.shown(found)}


def _asked(move: Move) -> dict[str, Any]:
    month: date | None = move.month
    return {
        "ask": move.ask,
        "who": move.who,
        "case": move.case,
        "month": None if month is None else f"{month:%Y-%m}",
    }
