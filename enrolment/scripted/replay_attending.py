"""What scripted cases can do at a counter and on the telephone: attend somebody, end it, and read the receipts."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.attending.attendance import ANSWERED, RECEIPT
from enrolment.attending.attendance_models import Attendance
from enrolment.filings import DOCUMENT
from workflow.context import TELEPHONE
from workflow.engine import fire, open_case
from workflow.scenario import Move
from workflow.stage import Doing, Question, Stage
from workflow.stored import loads
from workflow.tables import Document

FILED = ("channel", "office", "filed_on", "by", "missing")


def _attend(stage: Stage, move: Move, data: Mapping[str, Any]) -> UUID:
    """An official files for a person from here on: what the person does, the official does in her or his right."""
    official, name = stage.actor(move), data["person"]
    if name not in stage.actors:
        move.place.refuse("unknown_name", name=name)
    person, channel = stage.actors[name], data["channel"]
    checked = data.get("checked", ANSWERED if channel == TELEPHONE else "ine")

    def begin(session: Session) -> UUID:
        facts = {"person_id": person.person_id, "channel": channel, "checked": checked, "office": data.get("office")}
        case: Attendance = open_case(session, Attendance, "begin", official, move.at, data=facts, key=move.key).case
        return case.id

    begun = stage.database.run(begin)
    stage.themselves[name] = person
    stage.actors[name] = replace(person, login_id=official.login_id, channel=channel, attendance_id=begun)
    return begun


def _leave(stage: Stage, move: Move, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """The official ends it with the receipt; the person acts in her or his own account again."""
    official, name = stage.actor(move), data["person"]
    if name not in stage.themselves:
        move.place.refuse("unknown_name", name=name)
    stage.actors[name] = stage.themselves.pop(name)

    def end(session: Session) -> Mapping[str, Any]:
        case = stage.case_of(session, move, "attendance")
        if "in_force" in stage.case(session, move)[0].by_state[case.state].tags:
            fire(session, case, "end", official, move.at, key=move.key)
        return {"person": name}

    return stage.database.run(end)


def _receipt(stage: Stage, session: Session, move: Move) -> Mapping[str, Any]:
    """What the latest receipt of a case says: how and where it was filed, what is missing, by when; what was filed."""
    workflow, case = stage.case(session, move)
    kind = RECEIPT if workflow.name == "attendance" else DOCUMENT
    papers = select(Document.content).where(Document.case_id == case.id, Document.kind == kind)
    content = session.scalars(papers.order_by(Document.seq.desc()).limit(1)).first()
    if content is None:
        return {"given": False}
    frozen = loads(content)
    filed = [f"{step['workflow']}.{step['action']}" for step in frozen.get("steps", ())]
    said = {name: frozen[name] for name in FILED if name in frozen}
    return {"given": True, **said, **({"filed": filed} if kind == RECEIPT else {})}


DOINGS: Mapping[str, Doing] = {
    "attend": Doing(
        _attend,
        {"person": "text", "channel": "text", "checked": "text", "office": "text"},
        required=("person", "channel"),
        opens="attendance",
    ),
    "leave": Doing(_leave, {"person": "text"}, required=("person",)),
}
QUESTIONS: Mapping[str, Question] = {"receipt": Question(_receipt, needs=("case",))}
