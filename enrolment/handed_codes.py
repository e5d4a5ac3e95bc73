"""One-time codes that people hand over, read aloud or copy from paper; only a digest of them is ever kept."""

import hashlib
import secrets

# No letters or digits that are mistaken for each other when a code is read aloud or copied by hand.
_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_GROUPS, _LENGTH = 3, 4


def new_code() -> str:
    """A one-time code to hand over: three groups of four signs, about 58 bits."""
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(_LENGTH)) for _ in range(_GROUPS))


def digest_of(code: str) -> str:
    """What is kept of a code, however it was spaced or written when it is typed."""
    return hashlib.sha256("".join(sign for sign in code.upper() if sign in _SIGNS).encode()).hexdigest()
