"""Content that stands in the database encrypted: who reads rows or a backup without the secret key learns nothing."""

from base64 import urlsafe_b64encode
from collections.abc import Iterator, Mapping
from hashlib import sha256, sha512
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.definition import WORKFLOWS, Action, Workflow
from workflow.settings import Settings
from workflow.stored import dumps, loads
from workflow.tables import Base, Event, Note


class CannotUnseal(ValueError):
    """Sealed content that the secret key of this installation does not open."""


def seal(settings: Settings, purpose: str, content: Any) -> str:
    """The content as an encrypted text; `purpose` separates the kinds of sealed content from each other."""
    return _cipher(settings, purpose).encrypt(dumps(content).encode()).decode()


def unseal(settings: Settings, purpose: str, sealed: str) -> Any:
    """What was sealed for the same purpose under the secret key or a former one; raises `CannotUnseal`."""
    try:
        return loads(_cipher(settings, purpose).decrypt(sealed.encode()).decode())
    except InvalidToken as error:
        raise CannotUnseal(f"The {purpose} cannot be opened with this AFILIA_SECRET_KEY.") from error


def seal_file(settings: Settings, purpose: str, content: bytes) -> bytes:
    """The bytes encrypted; the same bytes for the same purpose give the same, so that sent twice they are kept once."""
    return _file_cipher(purpose, settings.secret).encrypt(content, None)


def unseal_file(settings: Settings, purpose: str, sealed: bytes) -> bytes:
    """The bytes that were sealed for the same purpose under the secret key or a former one; raises `CannotUnseal`."""
    for secret in (settings.secret, *(key.get_secret_value() for key in settings.former_secret_keys)):
        try:
            return _file_cipher(purpose, secret).decrypt(sealed, None)
        except InvalidTag:
            continue
    raise CannotUnseal(f"The file ({purpose}) cannot be opened with this AFILIA_SECRET_KEY.")


def words_to_keep(session: Session, workflow: Workflow, words: str | None) -> str | None:
    """What was said with a step as it is stored: encrypted in a sealed procedure, otherwise as it is."""
    return seal(session.info["settings"], workflow.name, words) if workflow.sealed and words else words


def private_to_keep(session: Session, action: Action, data: Mapping[str, Any]) -> dict[str, str]:
    """What a step was given that says something of a person, each value encrypted under its name."""
    given = {name: data[name] for name in action.private if data.get(name) is not None}
    return {name: seal(session.info["settings"], f"input {name}", value) for name, value in given.items()}


def words_kept(session: Session, workflow: Workflow, kept: str | None) -> str | None:
    """What was said with a step, from what is stored of it; raises like `unseal`."""
    return str(unseal(session.info["settings"], workflow.name, kept)) if workflow.sealed and kept else kept


def unopened(session: Session, settings: Settings) -> int:
    """How many sealed contents of this database no key of these settings opens."""
    return sum(1 for purpose, kept in _sealed(session) if not _opens(settings, purpose, kept))


def _sealed(session: Session) -> Iterator[tuple[str, str]]:
    """Every sealed content with its purpose: columns that name one, and words said in sealed procedures."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if purpose := column.info.get("sealed_for"):
                kept = session.scalars(select(column).where(column.is_not(None)))
                yield from ((purpose, text) for text in kept)
    said = select(Event.workflow, Note.comment).join(Note, (Note.case_id == Event.case_id) & (Note.seq == Event.seq))
    sealed = [workflow.name for workflow in WORKFLOWS.values() if workflow.sealed]
    for name, words in session.execute(said.where(Event.workflow.in_(sealed), Note.comment.is_not(None))):
        yield name, str(words)


def _opens(settings: Settings, purpose: str, kept: str) -> bool:
    try:
        unseal(settings, purpose, kept)
    except CannotUnseal:
        return False
    return True


def _cipher(settings: Settings, purpose: str) -> MultiFernet:
    """Seals with the key of today, opens with those used before, too."""
    former = (key.get_secret_value() for key in settings.former_secret_keys)
    return MultiFernet([_one_cipher(purpose, secret) for secret in (settings.secret, *former)])


def _one_cipher(purpose: str, secret: str) -> Fernet:
    return Fernet(urlsafe_b64encode(sha256(f"{purpose}:{secret}".encode()).digest()))


def _file_cipher(purpose: str, secret: str) -> AESSIV:
    """Deterministic by intent: whoever has the same file learns that it was sent, which its SHA-256 says anyway."""
    return AESSIV(sha512(f"file of {purpose}:{secret}".encode()).digest())
