"""What a step of a scenario can do without any domain: every action of every procedure, and suspensions of clocks."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from regime.calendars import CannotCount
from regime.working_days import Suspension
from workflow import suspensions
from workflow.definition import WORKFLOWS, Action, Workflow
from workflow.engine import Fired, fire, open_case
from workflow.errors import NotReady
from workflow.scenario import Move
from workflow.stage import Doing, Stage
from workflow.tables import Event, SuspensionRow

_KINDS: Mapping[type, str] = {Decimal: "money", str: "text", int: "whole", bool: "yes_no"}


def take_action(stage: Stage, move: Move) -> Mapping[str, Any] | None:
    """Take an action in a case that has begun, or begin one: `do = "registration.begin"` with a new name for it."""
    procedure, _, code = str(move.do).rpartition(".")
    if procedure:
        _open(stage, move, procedure, code)
        return None
    actor = stage.actor(move)

    def take(session: Session) -> Fired:
        workflow, case = stage.case(session, move)
        data = stage.data_of(move, _kinds(stage, _versions(workflow, move, code), workflow))
        version = None if move.page_of is None else version_at(session, workflow, case, move.page_of)
        return fire(session, case, code, actor, move.at, data=data, comment=move.comment, key=move.key, version=version)

    fired = stage.database.run(take)
    return {"repeated": True, "first_event": fired.seq} if fired.repeated else None


def _open(stage: Stage, move: Move, procedure: str, code: str) -> None:
    place, workflow = move.place, WORKFLOWS.get(procedure)
    if workflow is None:
        place.refuse("unknown_procedure", procedure=procedure, known=", ".join(WORKFLOWS))
    if move.case is None:
        place.refuse("missing_key", key="case")
    if move.case in stage.ids:
        place.refuse("case_exists", case=move.case)
    actor = stage.actor(move)
    data = stage.data_of(move, _kinds(stage, _versions(workflow, move, code), workflow))
    fired = stage.database.run(
        lambda session: open_case(
            session, workflow.model, code, actor, move.at, data=data, comment=move.comment, key=move.key
        )
    )
    stage.name_case(move.case, procedure, fired.case.id)


def _versions(workflow: Workflow, move: Move, code: str) -> tuple[Action, ...]:
    versions = workflow.versions_of(code)
    if not versions:
        known = dict.fromkeys(action.code for action in workflow.actions)
        move.place.refuse(
            "unknown_action", do=str(move.do), case=str(move.case), procedure=workflow.name, known=", ".join(known)
        )
    return versions


def _kinds(stage: Stage, versions: tuple[Action, ...], workflow: Workflow) -> dict[str, str]:
    """The kind of everything an action takes: as the domain says, facts otherwise by their column, words as texts."""
    columns, said = workflow.model.__table__.columns, stage.handling[workflow.name].kinds
    facts = dict.fromkeys(name for action in versions for name in action.facts)
    words = dict.fromkeys(name for action in versions for name in action.private if name not in facts)
    inputs = dict.fromkeys(name for action in versions for name in action.inputs)
    found = {**{name: _kind_of_column(columns[name]) for name in facts}, **dict.fromkeys(words, "text")}
    return {**found, **{name: said[name] for name in (*facts, *words, *inputs) if name in said}}


def _kind_of_column(column: Any) -> str:
    name = type(column.type).__name__
    by_name = {"Cents": "money", "Date": "day", "Moment": "moment", "Uuid": "name", "Boolean": "yes_no"}
    return by_name.get(name) or _KINDS.get(column.type.python_type, "text")


def version_at(session: Session, workflow: Workflow, case: Any, moment: datetime) -> int:
    """Which version of a case a page showed at a moment: quiet events of the system do not count."""
    told = select(Event.action).where(Event.case_id == case.id, Event.recorded_at <= moment)
    return sum(1 for action in session.scalars(told) if any(not a.quiet for a in workflow.versions_of(action)))


def _suspend(stage: Stage, move: Move, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Enter an act that stops the clocks of an authority, or of the case that the step names."""
    if ("authority" in data) == (move.case is not None):
        move.place.refuse("authority_or_case")
    actor = stage.actor(move)
    try:
        suspension = Suspension(data["from"], data.get("until"), data["act"])
    except CannotCount as refused:
        raise NotReady(refused.sentence) from None

    def suspend(session: Session) -> list[suspensions.Move]:
        scope = {"authority": data["authority"]} if move.case is None else {"case_id": stage.case(session, move)[1].id}
        return suspensions.suspend(session, actor, move.at, suspension, **scope)

    return _moved(stage, data["act"], stage.database.run(suspend))


def _lift(stage: Stage, move: Move, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give an open suspension, known by its act, its last day."""
    stage.actor(move)

    def lift(session: Session) -> list[suspensions.Move]:
        known = select(SuspensionRow).where(SuspensionRow.act == data["act"], SuspensionRow.until_day.is_(None))
        row = session.scalars(known.limit(1)).first()
        if row is None:
            move.place.refuse("unknown_suspension", act=data["act"])
        if data["until"] < row.from_day:
            move.place.refuse("suspension_ends_first", since=row.from_day, until=data["until"])
        return suspensions.end(session, row.id, data["until"], move.at, data["act"])

    return _moved(stage, data["act"], stage.database.run(lift))


def _moved(stage: Stage, act: str, moves: list[suspensions.Move]) -> Mapping[str, Any]:
    found = [
        {"case": stage.names.get(moved.case_id), "deadline": moved.code, "from": moved.from_day, "to": moved.to_day}
        for moved in moves
    ]
    return {"act": act, "moved": stage.shown(sorted(found, key=lambda moved: (str(moved["case"]), moved["deadline"])))}


ENGINE_DOINGS: Mapping[str, Doing] = {
    "suspend": Doing(
        _suspend, {"authority": "text", "from": "day", "until": "day", "act": "text"}, required=("from", "act")
    ),
    "lift": Doing(_lift, {"act": "text", "until": "day"}, required=("act", "until")),
}
