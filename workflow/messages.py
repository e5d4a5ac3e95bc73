"""The outbox: notices written with the change, claimed in batches, delivered with proof, retried or given up."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Select, func, or_, select, update
from sqlalchemy.orm import Session

from workflow.columns import new_id
from workflow.context import Context, Recipient
from workflow.definition import Action, Workflow
from workflow.logs import masked
from workflow.stored import dumps
from workflow.tables import Message

MAX_ATTEMPTS = 8
LEASE = timedelta(minutes=2)
FIRST_PAUSE = timedelta(seconds=30)


def notices(workflow: Workflow, action: Action, context: Context, seq: int) -> list[dict[str, Any]]:
    """The message rows of an action: one for each recipient of each role that the declaration tells."""
    if not action.notices:
        return []
    params = workflow.tell(context)
    rows = []
    for role, template in action.notices.items():
        for person in context.around.people.get(role, ()):
            rows.append(message_row(workflow, context, seq, person, template, params))
    return rows


def message_row(
    workflow: Workflow,
    context: Context,
    seq: int,
    person: Recipient,
    template: str,
    params: Mapping[str, Any],
    dedupe_key: str | None = None,
) -> dict[str, Any]:
    """One notice of a step of a case."""
    key = dedupe_key or f"{context.case.id}:{seq}:{template}:{person.person_id}"
    named = f"{workflow.name}/{template}"
    return notice_row(workflow.name, context.case.id, person, named, params, context.at, key, seq)


def notice_row(
    subject: str,
    subject_id: UUID,
    person: Recipient,
    template: str,
    params: Mapping[str, Any],
    at: datetime,
    dedupe_key: str,
    seq: int = 0,
) -> dict[str, Any]:
    """One notice, of a case or of something else. Whoever gave no e-mail address still finds it in their mailbox."""
    by_email = person.email is not None
    return {
        "id": new_id(),
        "workflow": subject,
        "case_id": subject_id,
        "seq": seq,
        "person_id": person.person_id,
        "language": person.language,
        "channel": "email" if by_email else "mailbox",
        "address": person.email,
        "template": template,
        "params": dumps(dict(params)),
        "dedupe_key": dedupe_key,
        "status": "waiting" if by_email else "delivered",
        "written_at": at,
        "next_attempt_at": None,  # at once; later attempts are set on real time, which a step does not know
        "attempts": 0,
        "delivered_at": None if by_email else at,
        "proof": None if by_email else "mailbox",
    }


def claim(session: Session, now: datetime, limit: int = 200, token: str | None = None) -> list[UUID]:
    """Take up to `limit` waiting messages for one deliverer; `now` is real time, whatever a demonstration's clock says.

    Two deliverers never hold the same message while its lease runs; a deliverer that dies gives it back when it ends.
    With a `token` of its own the deliverer finds its messages again (`held`), and only those it still holds.
    """
    token = token or uuid4().hex
    due = _due(now).limit(limit)
    if session.get_bind().dialect.name == "postgresql":
        due = due.with_for_update(skip_locked=True)
    session.execute(
        update(Message)
        .where(Message.id.in_(due.scalar_subquery()))
        .values(claim=token, claimed_until=now + LEASE)
        .execution_options(synchronize_session=False)
    )
    return list(
        session.scalars(select(Message.id).where(Message.claim == token).order_by(Message.written_at, Message.id))
    )


def held(session: Session, token: str) -> list[UUID]:
    """The messages that the holder of a token still has to deliver, the oldest first."""
    mine = select(Message.id).where(Message.claim == token, Message.status == "waiting")
    return list(session.scalars(mine.order_by(Message.written_at, Message.id)))


def _due(now: datetime) -> Select[UUID]:
    return (
        select(Message.id)
        .where(Message.status == "waiting")
        .where(or_(Message.next_attempt_at.is_(None), Message.next_attempt_at <= now))
        .where(or_(Message.claimed_until.is_(None), Message.claimed_until < now))
        .order_by(Message.written_at)
    )


def delivered(session: Session, message_id: UUID, at: datetime, proof: str) -> None:
    """Record that a message reached the next hands, with what those hands answered."""
    _settle(
        session, message_id, status="delivered", delivered_at=at, proof=proof, last_error=None, next_attempt_at=None
    )


def failed(session: Session, message_id: UUID, now: datetime, error: str) -> None:
    """Record a failed attempt: tried again after a pause that doubles, and given up (`dead`) after the last."""
    message = session.get_one(Message, message_id, populate_existing=True)
    attempts = message.attempts + 1
    dead = attempts >= MAX_ATTEMPTS
    pause = FIRST_PAUSE * 2 ** (attempts - 1)
    _settle(
        session,
        message_id,
        attempts=attempts,
        status="dead" if dead else "waiting",
        next_attempt_at=None if dead else now + pause,
        last_error=masked(error)[:500],
    )


def postpone(session: Session, message_id: UUID, now: datetime, error: str) -> None:
    """Give a message back because the way was closed, through no fault of its own: no attempt is counted."""
    _settle(session, message_id, next_attempt_at=now + FIRST_PAUSE, last_error=masked(error)[:500])


def revive(session: Session, message_ids: Sequence[UUID], now: datetime) -> None:
    """Try dead messages again, after somebody has mended what stopped them."""
    for message_id in message_ids:
        _settle(session, message_id, status="waiting", attempts=0, next_attempt_at=now)


def waiting(session: Session) -> int:
    """How many messages wait to be delivered."""
    return session.scalar(select(func.count()).select_from(Message).where(Message.status == "waiting")) or 0


def _settle(session: Session, message_id: UUID, **values: Any) -> None:
    session.execute(update(Message).where(Message.id == message_id).values(claim=None, claimed_until=None, **values))
