"""Opening a login, finding one, changing its password: the few steps of an account, without any web framework."""

import re
import secrets
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from argon2 import PasswordHasher
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from regime.sentences import Sentence
from workflow.columns import new_id
from workflow.errors import NotReady
from workflow.people import Login, Person
from workflow.stored import dumps
from workflow.tables import Message

USERNAME = re.compile(r"[\w][\w.@+-]{2,63}")
PASSWORD_LEAST = 12
DISTINCT_LEAST = 5
_NAMES_TRIED, _LONGEST_WORD = 20, 20

_hasher = PasswordHasher()


def normal_username(typed: str) -> str:
    """A user name as it is stored: one spelling for what looks the same, no capitals, no spaces around it."""
    return unicodedata.normalize("NFKC", typed).strip().casefold()


def hash_password(password: str) -> str:
    """The argon2 hash of a password. Takes tens of milliseconds: call it before the write transaction, not inside."""
    return _hasher.hash(unicodedata.normalize("NFKD", password))


def password_fault(password: str, username: str) -> Sentence | None:
    """Why a password is too easy, or nothing. Length counts; capitals and signs are the person's own choice."""
    if len(password) < PASSWORD_LEAST:
        return Sentence("account.password_short", {"least": PASSWORD_LEAST})
    if len(set(password)) < DISTINCT_LEAST or (username and username in password.casefold()):
        return Sentence("account.password_easy")
    return None


def username_fault(session: Session, typed: str) -> Sentence | None:
    """Why a user name cannot be had, or nothing."""
    name = normal_username(typed)
    if not USERNAME.fullmatch(name):
        return Sentence("account.username_unusable")
    if session.scalar(select(Login.id).where(Login.username == name)):
        return Sentence("account.username_taken")
    return None


def free_username(session: Session, given_name: str) -> str:
    """A user name that nobody has: a given name and six digits of chance, so that asking for one tells nothing.

    Whoever chose their own name would learn from the answer who has an account.
    """
    word = re.sub(r"[^a-z]", "", unicodedata.normalize("NFKD", given_name.partition(" ")[0]).casefold())
    word = word or "persona"
    for _ in range(_NAMES_TRIED):
        name = f"{word[:_LONGEST_WORD]}.{secrets.randbelow(900_000) + 100_000}"
        if username_fault(session, name) is None:
            return name
    raise RuntimeError("No free user name was found.")


def open_login(
    session: Session,
    username: str,
    password_hash: str,
    roles: Sequence[str],
    at: datetime,
    person: Person | None = None,
    *,
    temporary: bool = False,
) -> Login:
    """Add a login, with the person behind it if there is one. Raises `NotReady` if the user name cannot be had.

    A `temporary` password was given to the person by somebody else, and lets them in only to choose their own.
    """
    if fault := username_fault(session, username):
        raise NotReady(fault)
    login = Login(
        id=new_id(),
        username=normal_username(username),
        password=password_hash,
        person=person,
        roles=list(roles),
        offices=[],
        fs_uniquifier=secrets.token_hex(16),
        temporary_password=temporary,
        active=True,
        created_at=at,
    )
    session.add(login)
    session.flush()
    return login


def change_password(
    session: Session, login_id: UUID, password_hash: str, at: datetime, *, temporary: bool = False
) -> None:
    """Replace the password, end every session signed in with the old one, and tell the person by e-mail."""
    login = session.get_one(Login, login_id)
    login.password = password_hash
    login.temporary_password = temporary
    login.fs_uniquifier = secrets.token_hex(16)
    tell(session, login, "account/password_changed", {"username": login.username}, at)


def logins_reached_by(session: Session, typed: str) -> Sequence[Login]:
    """The active logins that somebody who typed this user name or e-mail address may mean, and that have an address."""
    typed = typed.strip()
    found = session.scalars(
        select(Login)
        .join(Login.person)
        .where(or_(Login.username == normal_username(typed), func.lower(Person.email) == typed.lower()))
        .where(Login.active, Person.email.is_not(None))
        .limit(5)
    )
    return found.unique().all()


def send_reset_link(session: Session, login: Login, link: str, at: datetime) -> None:
    """Write the message with the link by which a forgotten password is replaced."""
    tell(session, login, "account/reset", {"username": login.username, "link": link}, at)


def tell(
    session: Session,
    login: Login,
    template: str,
    params: dict[str, str | int],
    at: datetime,
    *,
    address: str | None = None,
) -> None:
    """Write a message about an account to the e-mail address of its person, or to the one given; without one, none."""
    if login.person is None or not (address or login.person.email):
        return
    recipient = login.person.as_recipient()
    session.add(
        Message(
            workflow="account",
            case_id=login.id,
            seq=0,
            person_id=recipient.person_id,
            language=recipient.language,
            channel="email",
            address=address or recipient.email,
            template=template,
            params=dumps(params),
            dedupe_key=f"{template}:{login.id}:{new_id()}",
            status="waiting",
            written_at=at,
            next_attempt_at=None,  # at once; attempts are counted on real time, which `at` may be ahead of
        )
    )
