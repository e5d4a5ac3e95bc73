"""How a caller is known: by the answers to three questions that they agreed on before, kept as nobody can read them.

What a household knows of its worker (her name, her birth date, its own address) proves nothing, so nothing of the kind
is asked. An unknown person, one without agreed answers and one with wrong answers are answered alike, at the same cost,
and after a few wrong tries on a day not even right answers help.
"""

import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from enrolment.attending.attendance_models import AgreedAnswer, CallerTries
from enrolment.people.typed_identifiers import normalised
from workflow.logins import normal_username
from workflow.people import Identifier, Login
from workflow.stored import keyed_digest

QUESTIONS = ("first_school", "childhood_friend", "grandmother")
LEAST_SIGNS = 3
WRONG_TRIES = 3

_hasher = PasswordHasher()
# Compared where there is nothing to compare with, so that a stranger is answered as slowly as anybody.
_NOTHING = _hasher.hash("nobody agreed on this")


def plain(answer: str) -> str:
    """An answer as it is compared: letters and digits alone, without accents and capitals."""
    parts = unicodedata.normalize("NFKD", answer).casefold()
    return "".join(sign for sign in parts if sign.isalnum())


def hashed(answers: Mapping[str, str]) -> dict[str, str]:
    """The answers as they are kept. Takes a while: called before the transaction."""
    return {question: _hasher.hash(plain(answers[question])) for question in QUESTIONS}


def agree(session: Session, person_id: UUID, hashes: Mapping[str, str], at: datetime) -> None:
    """Keep the answers of a person in place of those of before."""
    session.execute(delete(AgreedAnswer).where(AgreedAnswer.person_id == person_id))
    for question, answer in hashes.items():
        session.add(AgreedAnswer(person_id=person_id, question=question, answer=answer, agreed_at=at))


def agreed_at(session: Session, person_id: UUID) -> datetime | None:
    """Since when somebody has agreed answers."""
    mine = select(AgreedAnswer.agreed_at).where(AgreedAnswer.person_id == person_id)
    return session.scalar(mine.order_by(AgreedAnswer.agreed_at).limit(1))


def person_called(session: Session, typed: str) -> UUID | None:
    """Whom a caller says they are: known by user name, CURP or NSS."""
    number = normalised(typed)
    held = select(Identifier.person_id).where(
        Identifier.kind.in_(("curp", "nss")), Identifier.value == number, Identifier.counts
    )
    by_name = select(Login.person_id).where(Login.username == normal_username(typed), Login.active)
    return session.scalar(held) or session.scalar(by_name)


def hashes_of(session: Session, person_id: UUID | None) -> dict[str, str]:
    """What is kept for a caller; for whoever has nothing, hashes that no answer meets."""
    mine = select(AgreedAnswer.question, AgreedAnswer.answer).where(AgreedAnswer.person_id == person_id)
    kept = {question: answer for question, answer in session.execute(mine)}  # noqa: C416 - rows are no pairs to mypy
    return {question: kept.get(question, _NOTHING) for question in QUESTIONS}


def all_right(hashes: Mapping[str, str], answers: Mapping[str, str]) -> bool:
    """Whether every answer is the agreed one. All are compared, whichever is wrong."""
    right = [_is_right(hashes[question], plain(answers[question])) for question in QUESTIONS]
    return all(right)


def _is_right(kept: str, answer: str) -> bool:
    if kept == _NOTHING:
        _compare(kept, answer)
        return False
    return _compare(kept, answer)


def _compare(kept: str, answer: str) -> bool:
    try:
        return _hasher.verify(kept, answer)
    except (VerifyMismatchError, InvalidHashError):
        return False


def caller_digest(secret: str, person_id: UUID | None, typed: str) -> str:
    """Under which the tries of a caller are counted: of a person all together, of a stranger by what was typed."""
    return keyed_digest(secret, str(person_id) if person_id else plain(typed))


def may_try(session: Session, caller: str, day: date) -> bool:
    """Whether a caller has not been wrong too often today."""
    tries = session.get(CallerTries, (caller, day))
    return tries is None or tries.wrong < WRONG_TRIES


def was_wrong(session: Session, caller: str, day: date) -> None:
    """Count a wrong try, of a stranger too."""
    tries = session.get(CallerTries, (caller, day), with_for_update=True)
    if tries is None:
        session.add(CallerTries(caller=caller, day=day, wrong=1))
    else:
        tries.wrong += 1
