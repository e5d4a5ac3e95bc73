"""Access given at the counter: a user name and a first password for a domestic worker who is there in person."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.models import DomesticWorker
from enrolment.people.concerned import concerned_with
from workflow import logins
from workflow.context import Actor
from workflow.people import AccessLog, Login, Person
from workflow.stored import dumps

# Signs that nobody confuses when reading them from paper.
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _LENGTH = 4, 4
# Whose password may be replaced over a counter: never an official's or an operator's.
_OWN_AFFAIRS = frozenset({"household", "domestic_worker"})


@dataclass(frozen=True, slots=True)
class Access:
    """What is printed once and never shown again."""

    username: str
    password: str


def new_password() -> str:
    """A password to be read from paper: four groups of four signs, about 79 bits."""
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(_LENGTH)) for _ in range(_GROUPS))


def login_of(session: Session, person_id: UUID) -> Login | None:
    """The login a person has already, if any."""
    return session.scalars(select(Login).where(Login.person_id == person_id).limit(1)).first()


def is_party(session: Session, actor: Actor, worker: DomesticWorker) -> bool:
    """Whether somebody is the worker, employs or ever employed her, or acts for whoever does."""
    return actor.person_id in concerned_with(session, (worker.person_id,))


def may_be_given(login: Login | None) -> bool:
    """Whether somebody with this login (or none) may be given a password over a counter."""
    return login is None or frozenset(login.roles) <= _OWN_AFFAIRS


def give_access(
    session: Session,
    person_id: UUID,
    password: str,
    password_hash: str,
    by: UUID,
    reason: str,
    at: datetime,
) -> Access:
    """Open a login for a worker, or replace the password of the one she has; the reason stays in the access log.

    `password_hash` is made before the transaction. Whoever has a login keeps its user name and roles.
    """
    person = session.get_one(Person, person_id)
    known = login_of(session, person_id)
    if known is None:
        username = logins.free_username(session, person.given_name)
        logins.open_login(session, username, password_hash, ["domestic_worker"], at, person, temporary=True)
    else:
        username = known.username
        logins.change_password(session, known.id, password_hash, at, temporary=True)
    worker = session.scalar(select(DomesticWorker).where(DomesticWorker.person_id == person_id))
    if worker is not None:
        worker.identity_seen = True  # who stands there has shown who she is
    session.add(AccessLog(login_id=by, subject="access", subject_id=person_id, reason=dumps(reason), at=at))
    return Access(username, password)
