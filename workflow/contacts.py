"""How a person is reached: an e-mail address is used once they have proved that it is theirs, never before."""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from regime.sentences import Sentence
from workflow.errors import NotReady
from workflow.logins import tell
from workflow.people import AddressProof, Login, Person

DIGITS = 6
TRIES = 5
GOOD_FOR = timedelta(minutes=30)
CHANGED = "account/address_changed"


def new_code() -> str:
    """Six digits: easy to carry from one telephone to another."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def waiting_address(session: Session, person_id: UUID) -> AddressProof | None:
    """The address that a person has given and not proved yet, if there is one."""
    return session.get(AddressProof, person_id)


def give_address(session: Session, person_id: UUID, address: str | None, at: datetime) -> None:
    """Keep an address that somebody says is theirs. Nothing is sent to it but, once they ask, the code (`send_code`).

    The address used so far stays the one that is used; giving it again means that nothing is to change.
    """
    waiting, used = waiting_address(session, person_id), session.get_one(Person, person_id).email
    if waiting is not None and address and _same(waiting.address, address):
        return
    forget_address(session, person_id)
    if address and not (used and _same(used, address)):
        session.add(AddressProof(person_id=person_id, address=address, tries_left=0, given_at=at))
    session.flush()


def forget_address(session: Session, person_id: UUID) -> None:
    """Drop an address that was not proved; the one used so far stays."""
    waiting = waiting_address(session, person_id)
    if waiting is not None:
        session.delete(waiting)
        session.flush()


def send_code(session: Session, login: Login, code: str, at: datetime, real: datetime) -> None:
    """Write the message with a new code to the address that waits; the code sent before is good no more.

    `real` is real time, whatever a demonstration's clock says: a code runs out while people wait for it. Raises
    `NotReady` if no address waits.
    """
    person = _person_of(login)
    waiting = waiting_address(session, person.id)
    if waiting is None:
        raise NotReady(Sentence("contact.nothing_waits"))
    waiting.code_digest, waiting.tries_left = _digest(person.id, waiting.address, code), TRIES
    waiting.expires_at = real + GOOD_FOR
    minutes = int(GOOD_FOR.total_seconds()) // 60
    tell(session, login, "account/prove_address", {"code": code, "minutes": minutes}, at, address=waiting.address)


def prove(session: Session, login: Login, typed: str, at: datetime, real: datetime) -> Sentence | None:
    """Use the address that waits from now on, if the code is the one sent to it; otherwise why not.

    A wrong code costs a try, so that what is answered here must be committed. The address used so far is told that it
    was replaced, and not by which.
    """
    person = _person_of(login)
    # Locked, so that codes tried at the same moment cost a try each.
    waiting = session.get(AddressProof, person.id, with_for_update=True, populate_existing=True)
    if waiting is None:
        return Sentence("contact.nothing_waits")
    if waiting.code_digest is None or waiting.expires_at is None or real >= waiting.expires_at:
        return Sentence("contact.code_expired")
    if waiting.tries_left <= 0:
        return Sentence("contact.no_tries_left")
    if not hmac.compare_digest(waiting.code_digest, _digest(person.id, waiting.address, typed)):
        waiting.tries_left -= 1
        left = waiting.tries_left
        return Sentence("contact.code_wrong", {"left": left}) if left else Sentence("contact.no_tries_left")
    tell(session, login, CHANGED, {"username": login.username}, at)
    person.email = waiting.address
    forget_address(session, person.id)
    return None


def remove_address(session: Session, login: Login, at: datetime) -> None:
    """Send no more e-mail: the address is told once, and notices are read in Afilia from now on."""
    person = _person_of(login)
    tell(session, login, CHANGED, {"username": login.username}, at)
    person.email = None
    forget_address(session, person.id)


def _person_of(login: Login) -> Person:
    if login.person is None:
        raise NotReady(Sentence("contact.no_person"))
    return login.person


def _digest(person_id: UUID, address: str, code: str) -> str:
    return hashlib.sha256(f"{person_id}:{address}:{code}".encode()).hexdigest()


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()
