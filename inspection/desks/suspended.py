"""Who is told that a suspension was approved or ended: the officers of the authority, and who that was."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import String, cast, or_, select
from sqlalchemy.orm import Session

from enrolment.roles import SUPERVISOR
from inspection.roles import OFFICER_CODES
from workflow.messages import notice_row
from workflow.people import Login, Person
from workflow.tables import Message, SuspensionRow

SUBJECT = "suspension"  # under which messages name the suspension, which is no case
ENROLMENT = "imss"


def tell_officers(session: Session, suspension: SuspensionRow, at: datetime, moved: int) -> int:
    """Write to every officer of the authority what was published and how many terms moved; how many were written to.

    A suspension that gets its last day later is told of again.
    """
    told = _officers(session, suspension.authority or "")
    params = {"act": suspension.act, "first": suspension.from_day, "last": suspension.until_day or "", "count": moved}
    template = f"{SUBJECT}/{'approved' if suspension.until_day else 'approved_open'}"
    for person in told:
        key = f"{SUBJECT}:{suspension.id}:{suspension.until_day}:{person.id}"
        session.add(Message(**notice_row(SUBJECT, suspension.id, person.as_recipient(), template, params, at, key)))
    session.flush()
    return len(told)


def _officers(session: Session, authority: str) -> list[Person]:
    roles = (SUPERVISOR.code,) if authority == ENROLMENT else sorted(OFFICER_CODES)
    named = or_(*(cast(Login.roles, String).contains(f'"{code}"') for code in roles))
    known = session.scalars(select(Login).where(Login.active, Login.person_id.is_not(None), named)).unique()
    serving = [
        login
        for login in known
        if set(roles) & set(login.roles) and (authority == ENROLMENT or authority in login.offices)
    ]
    return list({login.person_id: login.person for login in serving if login.person}.values())


def told_of(session: Session, suspensions: Sequence[UUID]) -> dict[UUID, list[str]]:
    """The names of those who were told of each suspension."""
    rows = (
        select(Message.case_id, Person)
        .join(Person, Person.id == Message.person_id)
        .where(Message.workflow == SUBJECT, Message.case_id.in_(suspensions))
        .order_by(Message.written_at, Message.id)
    )
    found: dict[UUID, list[str]] = {}
    for suspension_id, person in session.execute(rows):
        names = found.setdefault(suspension_id, [])
        if person.full_name not in names:
            names.append(person.full_name)
    return found


def approved_by(session: Session, suspensions: Sequence[SuspensionRow]) -> dict[UUID, str]:
    """The name of whoever entered each suspension."""
    ids = {row.recorded_by for row in suspensions}
    logins = session.scalars(select(Login).where(Login.id.in_([UUID(one) for one in ids if one != "system"]))).unique()
    names = {str(login.id): login.person.full_name if login.person else login.username for login in logins}
    return {row.id: names.get(row.recorded_by, "") for row in suspensions}
