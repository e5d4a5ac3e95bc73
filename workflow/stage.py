"""Where a scenario is played: who is who, which name stands for which case, and how anything found is shown."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from regime.sentences import Sentence
from workflow.context import Actor
from workflow.database import Database
from workflow.definition import WORKFLOWS, Workflow
from workflow.scenario import Move, as_moment
from workflow.scenario_values import Misfit, read_as
from workflow.words import say


@dataclass(frozen=True, slots=True)
class Doing:
    """A use case that a step may name with `do`; `fields` are the kinds of its `data`.

    One that `opens` a case (of the procedure of that name) answers with its id; others with what came of it, if that
    is more than events.
    """

    take: Callable[["Stage", Move, Mapping[str, Any]], Any]
    fields: Mapping[str, str] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    opens: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """Something a step may `ask`; `needs` are the keys of the step it cannot do without."""

    answer: Callable[["Stage", Session, Move], Any]
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Handling:
    """How scenarios handle the cases of a procedure.

    `label` names one that no step opened: the case (or the person) it belongs to and a word. `kinds` are those of what
    its actions take, where no column says or where they are written otherwise.
    """

    label: Callable[[Session, str, Any], tuple[UUID, str]]
    kinds: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Stage:
    """The state of a run. `ids` and `procedures` know every case by its name in the scenario, `names` the reverse.

    `themselves` are those in whose right somebody else acts for a while, as they act otherwise.
    """

    database: Database
    zone: ZoneInfo
    language: str
    handling: Mapping[str, Handling]
    aliases: Callable[[Session, Mapping[UUID, str]], Mapping[str, str]]
    actors: dict[str, Actor] = field(default_factory=dict)
    themselves: dict[str, Actor] = field(default_factory=dict)
    cast: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    ids: dict[str, UUID] = field(default_factory=dict)
    procedures: dict[str, Workflow] = field(default_factory=dict)
    names: dict[UUID, str] = field(default_factory=dict)
    shown_as: dict[str, str] = field(default_factory=dict)

    def actor(self, move: Move) -> Actor:
        """Who takes a step; a step without anybody is refused."""
        if move.who is None:
            move.place.refuse("missing_key", key="who")
        return self.actors[move.who]

    def case(self, session: Session, move: Move) -> tuple[Workflow, Any]:
        """The case of a step and its procedure; a name that stands for none is refused with those that do."""
        if move.case is None:
            move.place.refuse("missing_key", key="case")
        if move.case not in self.ids:
            move.place.refuse("unknown_case", case=move.case, known=", ".join(sorted(self.ids)) or "–")
        workflow = self.procedures[move.case]
        return workflow, session.get_one(workflow.model, self.ids[move.case], populate_existing=True)

    def case_of(self, session: Session, move: Move, procedure: str) -> Any:
        """The case of a step that has to be one of a certain procedure."""
        workflow, case = self.case(session, move)
        if workflow.name != procedure:
            move.place.refuse("wrong_procedure", case=str(move.case), wanted=procedure)
        return case

    def data_of(self, move: Move, kinds: Mapping[str, str], required: Iterable[str] = ()) -> dict[str, Any]:
        """What a step gives, each value read as its kind; names stand for people and cases."""
        place = move.place
        place.table(move.data, kinds, required=tuple(required))
        found = {}
        for key, value in move.data.items():
            try:
                found[key] = read_as(kinds[key], value)
            except Misfit as misfit:
                place.refuse("misfit", key=f"data.{key}", wanted=misfit.wanted, given=misfit.given)
            if kinds[key] == "moment":
                found[key] = as_moment(found[key], self.zone)
            if kinds[key] in ("name", "login"):
                found[key] = self._id_of(move, kinds[key], found[key])
        return found

    def _id_of(self, move: Move, kind: str, name: str) -> UUID:
        """The case, the person or the login that a name stands for."""
        actor = self.actors.get(name)
        of_somebody = actor and (actor.login_id if kind == "login" else actor.person_id)
        found = of_somebody or self.ids.get(name)
        if found is None:
            move.place.refuse("unknown_name", name=name)
        return found

    def know_person(self, name: str, actor: Actor, known: Mapping[str, Any]) -> None:
        """Put somebody on the stage: as whom they act, and what the domain knows of them."""
        self.actors[name], self.cast[name] = actor, known
        for found in (actor.login_id, actor.person_id):
            if found is not None:
                self.names[found] = name
                self.shown_as[str(found)] = name

    def name_case(self, name: str, procedure: str, case_id: UUID) -> str:
        """Give a case its name; the second of the same name is told apart by a number."""
        unique, number = name, 2
        while unique in self.ids:
            unique, number = f"{name}/{number}", number + 1
        self.ids[unique], self.procedures[unique] = case_id, WORKFLOWS[procedure]
        self.names[case_id], self.shown_as[str(case_id)] = unique, unique
        return unique

    def local(self, at: datetime) -> str:
        """A moment by the clock of the place."""
        return at.astimezone(self.zone).isoformat()

    def coded(self, sentences: Iterable[Sentence]) -> list[dict[str, str]]:
        """Sentences with their codes, so that a lawyer reads the text and a test the code."""
        return [{"code": sentence.code, "text": self.text(say(self.language, sentence))} for sentence in sentences]

    def text(self, text: str) -> str:
        """A text in which everything that differs from run to run is replaced by its name in the scenario."""
        for found, name in self.shown_as.items():
            text = text.replace(found, name)
        return text

    def shown(self, value: Any) -> Any:  # noqa: PLR0911 - one return per kind of value
        """Anything found, as plain JSON: money with cents, days, sentences in words, names instead of ids."""
        match value:
            case Mapping():
                return {str(self.shown(key)): self.shown(entry) for key, entry in value.items()}
            case list() | tuple():
                return [self.shown(entry) for entry in value]
            case set() | frozenset():
                return sorted(self.shown(entry) for entry in value)
            case Sentence():
                return self.text(say(self.language, value))
            case datetime():
                return self.local(value)
            case date():
                return value.isoformat()
            case Decimal():
                return f"{value:f}"
            case UUID():
                return self.names.get(value)
            case str():
                return self.text(value)
            case _:
                return value
