"""Notices as people read them: the newest first, a page by key, each with its text and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session

from web.edge.clock import now
from web.edge.transactions import database, run
from workflow.notices import Notice, UnknownNotice, render
from workflow.tables import Message

PAGE = 20
# Whoever reads them gets in, or proves an address: they belong to the mail alone.
SECRET_TEMPLATES = ("account/reset", "account/prove_address")


@dataclass(frozen=True, slots=True)
class ShownNotice:
    """One message with its text; `notice` is None when its template is gone."""

    message: Message
    notice: Notice | None

    @property
    def opening(self) -> str:
        """The first paragraph: what it is about, for the list of whoever is signed in."""
        return self.notice.body.strip().split("\n\n")[0] if self.notice else ""


def notices_of(session: Session, person_id: UUID, after: UUID | None) -> list[ShownNotice]:
    """A page of one person's own notices, and one more if there are more."""
    return _shown(session, _of(person_id), after)


def all_notices(session: Session, after: UUID | None) -> list[ShownNotice]:
    """A page of everybody's notices, for the mailbox of a demonstration, and one more if there are more."""
    return _shown(session, select(Message), after)


def notice_of(session: Session, message_id: UUID, person_id: UUID | None = None) -> ShownNotice | None:
    """One notice, if it is the person's (or anybody's, for a demonstration)."""
    own = _of(person_id) if person_id else select(Message)
    message = session.scalar(own.where(Message.id == message_id))
    return _with_text(message) if message else None


def unread(session: Session, person_id: UUID) -> int:
    """How many of their notices a person has not opened."""
    mine = _of(person_id).where(Message.read_at.is_(None)).subquery()
    return session.scalar(select(func.count()).select_from(mine)) or 0


def mark_read(message: Message) -> None:
    """Keep when a notice was first opened."""
    if message.read_at is None:
        at = now()
        opened = update(Message).where(Message.id == message.id, Message.read_at.is_(None)).values(read_at=at)
        run(lambda session: session.execute(opened))


def mark_all_read(person_id: UUID) -> None:
    """Keep that a person has seen all their notices."""
    opened = update(Message).where(Message.person_id == person_id, Message.read_at.is_(None)).values(read_at=now())
    run(lambda session: session.execute(opened))


def _of(person_id: UUID) -> Select[Message]:
    return select(Message).where(Message.person_id == person_id, Message.template.not_in(SECRET_TEMPLATES))


def _shown(session: Session, query: Select[Message], after: UUID | None) -> list[ShownNotice]:
    # Identifiers grow with time, so that one column is both order and key.
    if after is not None:
        query = query.where(Message.id < after)
    found: Sequence[Message] = session.scalars(query.order_by(Message.id.desc()).limit(PAGE + 1)).all()
    return [_with_text(message) for message in found]


def _with_text(message: Message) -> ShownNotice:
    try:
        return ShownNotice(message, render(message, database().settings))
    except (UnknownNotice, KeyError):
        return ShownNotice(message, None)
