"""Content that stands in the database encrypted: who reads rows or a backup without the secret key learns nothing."""

from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any

from cryptography.fernet import Fernet, InvalidToken

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


def _cipher(settings: Settings, purpose: str) -> Fernet:
    return Fernet(urlsafe_b64encode(sha256(f"{purpose}:{settings.secret}".encode()).digest()))
