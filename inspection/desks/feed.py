"""The calendar of an officer behind a secret address: their own terms and appointments, and nothing of any home.

The address holds a token of which only the digest is kept; a new one replaces it, and it can be taken away.
"""

import hashlib
import secrets
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from inspection.desks.calendar_text import Entry
from inspection.desks.day import WEEK, appointments, clocks, goes
from inspection.files.file import files_of
from inspection.roles import INSPECTOR
from workflow.context import MEXICO_CITY
from workflow.people import CalendarFeed, Login

AHEAD = 13 * WEEK
TITLES = {"term": "Afilia: plazo", "appointment": "Afilia: cita"}


def digest_of(token: str) -> str:
    """What is kept of a token: it has 256 bits of chance, so that a plain digest is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_feed(session: Session, login_id: UUID, at: datetime) -> str:
    """A new secret address for a login; the one it had ends. Answers with the token, which is stored nowhere."""
    token = secrets.token_urlsafe(32)
    end_feed(session, login_id)
    session.add(CalendarFeed(login_id=login_id, token_digest=digest_of(token), made_at=at))
    session.flush()
    return token


def end_feed(session: Session, login_id: UUID) -> None:
    """Take the address of a login away."""
    session.execute(delete(CalendarFeed).where(CalendarFeed.login_id == login_id))


def feed_of(session: Session, login_id: UUID | None) -> CalendarFeed | None:
    """The address that a login has, without its token."""
    return session.get(CalendarFeed, login_id) if login_id else None


def login_behind(session: Session, token: str) -> Login | None:
    """Whose calendar a token opens; None alike for one that never was, one that ended, and whoever inspects no more."""
    known = select(Login).join(CalendarFeed, CalendarFeed.login_id == Login.id)
    login = session.scalars(known.where(CalendarFeed.token_digest == digest_of(token), Login.active)).unique().first()
    return login if login is not None and INSPECTOR.code in login.roles else None


def entries_of(session: Session, login: Login, at: datetime) -> Iterator[Entry]:
    """What stands in the calendar of an inspector: where they are expected and what runs out, by folio."""
    day = at.astimezone(MEXICO_CITY).date()
    for one in appointments(session, goes(login.id, day), day, day + AHEAD):
        title = f"{TITLES['appointment']} {one.file.folio}"
        yield Entry(f"{one.case.id}-{one.what}@afilia", title, one.at or one.day)
    due = clocks(session, login.id, day + AHEAD)
    files = files_of(session, due)
    for clock in due:
        title = f"{TITLES['term']} {files[clock.file_id].folio}"
        yield Entry(f"{clock.case_id}-{clock.code}@afilia", title, clock.due_day)
