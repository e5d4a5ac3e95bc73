"""The operator's pages: what waits, what is late, what failed and can be tried again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from web.edge.clock import now
from web.edge.language import t
from web.edge.transactions import close_reading, database, reading, run
from workflow import filing, messages, sweep
from workflow.clock import real_now
from workflow.periodic import is_alive
from workflow.tables import DeadlineRow, Document, Message

blueprint = Blueprint("operations", __name__, url_prefix="/operations")

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Health:
    """How things stand: counts, the oldest waiting message, and whether periodic work has shown a sign of life."""

    alive: bool
    waiting: int
    oldest: datetime | None
    dead: int
    overdue: int
    failing: int
    unset: int

    @property
    def is_good(self) -> bool:
        """Whether nothing needs the operator."""
        return self.alive and not (self.dead or self.overdue or self.failing or self.unset)


@blueprint.get("")
def show() -> ResponseReturnValue:
    """How things stand, with the messages and deadlines that need a person."""
    return render_template(
        "operations/show.html",
        health=health(reading(), now(), real_now()),
        dead=_newest(Message, Message.status == "dead"),
        failing=_newest(DeadlineRow, DeadlineRow.status == "running", DeadlineRow.attempts > 0),
        unset=filing.failing(reading()),
    )


@blueprint.post("/messages/<uuid:message_id>/try-again")
def send_again(message_id: UUID) -> ResponseReturnValue:
    """Let a message that was given up be delivered."""
    run(lambda session: _revive(session, message_id))
    flash(t("operations.will_try"), "good")
    return redirect(url_for(".show"), 303)


@blueprint.post("/deadlines/<uuid:deadline_id>/try-again")
def fire_again(deadline_id: UUID) -> ResponseReturnValue:
    """Let the next sweep take a deadline whose action failed."""
    run(lambda session: sweep.try_again(session, deadline_id))
    flash(t("operations.will_try"), "good")
    return redirect(url_for(".show"), 303)


@blueprint.post("/documents/<uuid:document_id>/try-again")
def set_again(document_id: UUID) -> ResponseReturnValue:
    """Set a document that could not be set, or read again a file that was damaged, now."""
    if reading().get(Document, document_id) is None:
        abort(404)
    close_reading()
    try:
        filing.bytes_of(database(), document_id, real_now())
        flash(t("operations.document_set"), "good")
    except filing.NotFiled:
        flash(t("operations.document_not_set"), "warn")
    return redirect(url_for(".show"), 303)


def health(session: Session, at: datetime, real: datetime) -> Health:
    """The figures of the page. `at` is the time of cases, `real` that of processes."""
    running = DeadlineRow.status == "running"
    return Health(
        alive=is_alive(session, real),
        waiting=messages.waiting(session),
        oldest=session.scalar(select(func.min(Message.written_at)).where(Message.status == "waiting")),
        dead=_count(session, Message.status == "dead"),
        overdue=_count(session, running, DeadlineRow.due_at <= at),
        failing=_count(session, running, DeadlineRow.attempts > 0),
        unset=filing.failing_count(session),
    )


def _revive(session: Session, message_id: UUID) -> None:
    message = session.get(Message, message_id)
    if message is not None and message.status == "dead":  # a second press must not undo a delivery
        messages.revive(session, [message_id], real_now())


def _count(session: Session, *conditions: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).where(*conditions)) or 0


def _newest(model: Any, *conditions: ColumnElement[bool]) -> list[Any]:
    return list(reading().scalars(select(model).where(*conditions).order_by(model.id.desc()).limit(SHOWN)))
