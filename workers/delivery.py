"""Delivery of notices: the relay claims what waits in the outbox, one task delivers each batch."""

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from functools import partial
from uuid import UUID, uuid4

import structlog
from celery import shared_task
from sqlalchemy.orm import Session

from workers.celery_app import DatabaseTask
from workers.mail import TIMEOUT_SECONDS, Gateway, Refusal, ServerAway, gateway
from workflow import messages, notices
from workflow.clock import now, real_now
from workflow.database import Database
from workflow.settings import Settings
from workflow.tables import Message

BATCH = 100

log = structlog.get_logger(__name__)


@shared_task(bind=True)
def relay(self: DatabaseTask) -> None:
    """Claim everything that waits, in batches, and hand each batch to a task of its own."""
    relay_batches(self.database, deliver.delay)


@shared_task(bind=True)
def deliver(self: DatabaseTask, token: str) -> None:
    """Deliver the messages claimed under a token."""
    deliver_batch(self.database, token)


def relay_batches(database: Database, hand_over: Callable[[str], object]) -> None:
    """Claim what waits and hand over a token per batch, once the claim is committed.

    If this process dies between the two, the claim's lease ends and the messages are claimed again.
    """
    while True:
        token = uuid4().hex
        claimed = database.run(partial(messages.claim, now=real_now(), limit=BATCH, token=token))
        if claimed:
            hand_over(token)
        if len(claimed) < BATCH:
            return


def deliver_batch(database: Database, token: str) -> None:
    """Deliver every message still held under the token; a fault of one message leaves the others alone.

    Each delivery is recorded at once. A process that dies after the mail server accepted a message and before that was
    recorded will send it again: under the same Message-ID, by which the second copy is known for what it is.
    """
    with database.read() as session:
        waiting = messages.held(session, token)
    try:
        with gateway(database.settings) as way:
            for message_id in waiting:
                _deliver_one(database, way, message_id, token)
    except ServerAway as error:
        log.warning("mail server away", error=str(error))
        _give_back(database, token, str(error))


def _deliver_one(database: Database, way: Gateway, message_id: UUID, token: str) -> None:
    with database.read() as session:
        message = session.get_one(Message, message_id)
    if not _still_ours(message, token):
        return
    try:
        proof = way.send(compose(message, database.settings))
    except ServerAway:
        raise
    except Exception as error:  # whatever is wrong with this message must not stop the next one
        reason = str(error)
        log.warning(
            "message not delivered", message_id=str(message_id), error=reason, exc_info=not isinstance(error, Refusal)
        )
        database.run(lambda session: messages.failed(session, message_id, real_now(), reason))
        return
    database.run(lambda session: messages.delivered(session, message_id, now(session), proof))


def _still_ours(message: Message, token: str) -> bool:
    """Whether the lease leaves time to send: another process takes the message the moment it ends."""
    enough = real_now() + timedelta(seconds=4 * TIMEOUT_SECONDS)  # four answers are waited for
    return (
        message.status == "waiting"
        and message.claim == token
        and message.claimed_until is not None
        and message.claimed_until > enough
    )


def _give_back(database: Database, token: str, error: str) -> None:
    def postpone_all(session: Session) -> None:
        for message_id in messages.held(session, token):
            messages.postpone(session, message_id, real_now(), error)

    database.run(postpone_all)


def compose(message: Message, settings: Settings) -> EmailMessage:
    """The e-mail of a message, the same to the last byte each time it is composed."""
    notice = notices.render(message, settings)
    mail = EmailMessage()
    mail["From"] = settings.mail_from
    mail["To"] = message.address
    mail["Subject"] = notice.subject
    mail["Date"] = format_datetime(message.written_at)
    mail["Message-ID"] = f"<{message.id.hex}@{settings.mail_from.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answer is wanted
    mail["Content-Language"] = message.language
    mail.set_content(notice.body)
    return mail
