"""Who did what before in a case: whether somebody who is to decide it has filed in it for one of its parties."""

from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from workflow.context import Actor
from workflow.definition import Workflow
from workflow.people import Login
from workflow.tables import Event


def took_part(session: Session, workflow: Workflow, case_id: UUID, actor: Actor) -> bool:
    """Whether the person behind a login took a step in the case, with whatever login, as anything but who decides."""
    if actor.login_id is None:
        return False
    theirs = Event.actor.in_(_logins_of(session, actor))
    return bool(
        session.scalar(select(exists().where(Event.case_id == case_id, theirs, Event.role.in_(workflow.party_codes))))
    )


def _logins_of(session: Session, actor: Actor) -> list[str]:
    mine = or_(Login.id == actor.login_id, Login.person_id == actor.person_id) if actor.person_id else None
    found = session.scalars(select(Login.id).where(mine)) if mine is not None else (actor.login_id,)
    return [str(login_id) for login_id in found]
