"""What a scripted case can do and ask about identity: choose one of two numbers, and what is known of a person."""

from collections.abc import Mapping
from typing import Any, cast
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.models import DomesticWorker, Household
from enrolment.people.correcting import WITH_CURP
from enrolment.people.correction_look import standing
from enrolment.people.correction_models import Correction
from workflow.engine import fire, open_case
from workflow.people import Identifier, Person
from workflow.scenario import Move
from workflow.stage import Doing, Question, Stage

KINDS = {"papers_seen": "yes_no"}


def _choose_number(stage: Stage, move: Move, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Say which of two numbers is the good one; a scenario knows it by its value, the engine by its row."""
    actor = stage.actor(move)

    def choose(session: Session) -> None:
        _workflow, case = stage.case(session, move)
        hers = select(Identifier.id).where(Identifier.person_id == case.person_id, Identifier.value == data["value"])
        facts = {"identifier_id": session.scalar(hers.limit(1))}
        fire(session, case, "choose", actor, move.at, data=facts, comment=move.comment, key=move.key)

    stage.database.run(choose)
    return {}


def _correct_household(stage: Stage, move: Move, data: Mapping[str, Any]) -> UUID:
    """A household asks that who it is be set right; what the step does not name stays as the register holds it."""
    actor = stage.actor(move)

    def ask(session: Session) -> UUID:
        home = session.scalars(select(Household).where(Household.person_id == actor.person_id)).one()
        facts = {**standing(home.person), **data, "household_id": home.id}
        opened = open_case(session, Correction, "ask", actor, move.at, data=facts, comment=move.comment, key=move.key)
        return cast(UUID, opened.case.id)

    return stage.database.run(ask)


def _identity(stage: Stage, session: Session, move: Move) -> Mapping[str, Any]:
    """The numbers and papers of a person, and how many relations stand behind the record."""
    person = session.get_one(Person, stage.actor(move).person_id, populate_existing=True)
    worker = session.scalar(select(DomesticWorker).where(DomesticWorker.person_id == person.id))
    return {
        "name": person.full_name,
        "born": person.birth_date,
        "is_worker": worker is not None,
        "merged": person.merged_into is not None,
        "counts": {held.kind: held.value for held in person.identifiers if held.counts},
        "kept": [held.value for held in person.identifiers if not held.counts and held.until is None],
        "ended": {held.value: held.until for held in person.identifiers if held.until is not None},
    }


DOINGS: Mapping[str, Doing] = {
    "choose_number": Doing(_choose_number, {"value": "text"}, required=("value",)),
    "correct_household": Doing(
        _correct_household, {**dict.fromkeys(WITH_CURP, "text"), "birth_date": "day"}, opens="correction"
    ),
}
QUESTIONS: Mapping[str, Question] = {"identity": Question(_identity, needs=("who",))}
