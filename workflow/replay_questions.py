"""What may be asked of any case in a scenario: where it stands, its clocks, what somebody may do, who was told what."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from regime.due_dates import DueDate
from workflow.engine import offers
from workflow.scenario import Move
from workflow.stage import Question, Stage
from workflow.stored import loads
from workflow.tables import DeadlineRow, Message
from workflow.words import say_all, translate


def standing(stage: Stage, session: Session, name: str) -> dict[str, Any]:
    """Where a case stands: procedure, state, and every clock that people are shown."""
    workflow = stage.procedures[name]
    case = session.get_one(workflow.model, stage.ids[name], populate_existing=True)
    return {
        "procedure": workflow.name,
        "state": case.state,
        "label": translate(stage.language, f"{workflow.name}.state.{case.state}"),
        "version": case.version,
        "closed_at": stage.local(case.closed_at) if case.closed_at else None,
        "deadlines": deadlines_of(stage, session, case.id),
    }


def deadlines_of(stage: Stage, session: Session, case_id: Any) -> dict[str, Any]:
    """The clocks of a case by their code, the latest of each."""
    rows = session.scalars(
        select(DeadlineRow)
        .where(DeadlineRow.case_id == case_id, ~DeadlineRow.silent)
        .order_by(DeadlineRow.armed_at, DeadlineRow.code)
        .execution_options(populate_existing=True)
    )
    return {row.code: {"status": row.status, **deadline_shown(stage, row)} for row in rows}


def deadline_shown(stage: Stage, row: DeadlineRow) -> dict[str, Any]:
    """A clock: when it ends, what then happens, and how it was counted."""
    counted = DueDate.from_json(loads(row.computation))
    return {
        "due": None if row.due_day is None else row.due_day.isoformat(),
        "passes_at": None if row.due_at is None else stage.local(row.due_at),
        "on_expiry": row.on_expiry,
        "provisional": counted.provisional,
        "explanation": " ".join(say_all(stage.language, counted.explanation)),
        "skipped": [{"day": day.day.isoformat(), "reason": stage.shown(day.reason)} for day in counted.skipped],
        "other_calendars": stage.shown(counted.alternatives),
    }


def _state(stage: Stage, session: Session, move: Move) -> Mapping[str, Any]:
    stage.case(session, move)
    return standing(stage, session, str(move.case))


def _deadlines(stage: Stage, session: Session, move: Move) -> Mapping[str, Any]:
    return deadlines_of(stage, session, stage.case(session, move)[1].id)


def _offers(stage: Stage, session: Session, move: Move) -> Mapping[str, Any]:
    """What somebody may do now: each action with the sentences that still stand in its way."""
    _workflow, case = stage.case(session, move)
    found = offers(session, case, stage.actor(move), move.at)
    return {offer.action.code: {"open": offer.is_open, "unmet": stage.coded(offer.unmet)} for offer in found}


def _messages(stage: Stage, session: Session, move: Move) -> Mapping[str, Any]:
    """How often somebody was told what, of one case or of all."""
    wanted = select(Message.template).where(Message.person_id == stage.actor(move).person_id)
    if move.case is not None:
        wanted = wanted.where(Message.case_id == stage.case(session, move)[1].id)
    told = list(session.scalars(wanted.order_by(Message.template)))
    return {"count": len(told), "told": {template: told.count(template) for template in dict.fromkeys(told)}}


def _facts(stage: Stage, session: Session, move: Move) -> Mapping[str, Any]:
    """The facts of a case that are no personal data of anybody."""
    workflow, case = stage.case(session, move)
    columns = workflow.model.__table__.columns
    plain = [column.name for column in columns if not column.info and column.name not in ("id", "head", "events")]
    return {name: getattr(case, name) for name in plain}


def _findings(stage: Stage, session: Session, move: Move) -> Mapping[str, Any]:
    """Why a case went to an official."""
    _workflow, case = stage.case(session, move)
    found = stage.coded(loads(getattr(case, "findings", None) or "[]"))
    return {"codes": [sentence["code"] for sentence in found], "texts": [sentence["text"] for sentence in found]}


QUESTIONS: Mapping[str, Question] = {
    "state": Question(_state, needs=("case",)),
    "facts": Question(_facts, needs=("case",)),
    "findings": Question(_findings, needs=("case",)),
    "deadlines": Question(_deadlines, needs=("case",)),
    "offers": Question(_offers, needs=("who", "case")),
    "messages": Question(_messages, needs=("who",)),
}
