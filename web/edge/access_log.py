"""Every look of an official at somebody's personal record, written down before it is shown."""

from uuid import UUID

from sqlalchemy.orm import Session

from regime.sentences import Sentence
from web.edge.auth import actor
from web.edge.clock import now
from web.edge.transactions import run
from workflow.people import AccessLog
from workflow.stored import dumps


def note_read(subject: str, subject_id: UUID, reason: Sentence) -> None:
    """Record that the person of this request reads a record, and why."""
    login_id, at = actor().login_id, now()

    def command(session: Session) -> None:
        session.add(AccessLog(login_id=login_id, subject=subject, subject_id=subject_id, reason=dumps(reason), at=at))

    run(command)
