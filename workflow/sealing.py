"""Content that stands in the database encrypted: who reads rows or a backup without the secret key learns nothing."""

from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy.orm import Session

from workflow.definition import Workflow
from workflow.settings import Settings
from workflow.stored import dumps, loads


class CannotUnseal(ValueError):
    """Sealed content that the secret key of this installation does not open."""


def seal(settings: Settings, purpose: str, content: Any) -> str:
    """The content as an encrypted text; `purpose` separates the kinds of sealed content from each other."""
    return _cipher(settings, purpose).encrypt(dumps(content).encode()).decode()


def unseal(settings: Settings, purpose: str, sealed: str) -> Any:
    """What was sealed for the same purpose under the same secret key; raises `CannotUnseal`."""
    try:
        return loads(_cipher(settings, purpose).decrypt(sealed.encode()).decode())
    except InvalidToken as error:
        raise CannotUnseal(f"The {purpose} cannot be opened with this AFILIA_SECRET_KEY.") from error


def words_to_keep(session: Session, workflow: Workflow, words: str | None) -> str | None:
    """What was said with a step as it is stored: encrypted in a sealed procedure, otherwise as it is."""
    return seal(session.info["settings"], workflow.name, words) if workflow.sealed and words else words


def words_kept(session: Session, workflow: Workflow, kept: str | None) -> str | None:
    """What was said with a step, from what is stored of it; raises like `unseal`."""
    return str(unseal(session.info["settings"], workflow.name, kept)) if workflow.sealed and kept else kept


def _cipher(settings: Settings, purpose: str) -> Fernet:
    return Fernet(urlsafe_b64encode(sha256(f"{purpose}:{settings.secret}".encode()).digest()))
