"""Values as stored text: JSON that keeps money, days, moments and sentences exact, always written the same way."""

import hashlib
import hmac
import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from regime.sentences import Sentence


def dumps(value: Any) -> str:
    """The value as text; equal values give equal text. Raises `TypeError` for what cannot be read back."""
    return _ENCODER.encode(value)


def loads(text: str) -> Any:
    """The value of a stored text."""
    return json.loads(text, object_hook=_untagged)


def digest(text: str) -> str:
    """The SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def keyed_digest(salt: str, text: str) -> str:
    """A digest that says nothing about a short text once the salt is erased."""
    return hmac.new(salt.encode(), text.encode(), hashlib.sha256).hexdigest()


def _tagged(value: Any) -> dict[str, Any]:
    match value:
        case Decimal():
            return {"$money": str(value)}
        case datetime():
            return {"$moment": value.isoformat()}
        case date():
            return {"$day": value.isoformat()}
        case UUID():
            return {"$id": str(value)}
        case Sentence():
            return {"$sentence": value.code, "params": dict(value.params)}
        case set() | frozenset():
            return {"$set": sorted(value)}
        case _:
            raise TypeError(f"{type(value).__name__} cannot be stored.")


def _untagged(pairs: dict[str, Any]) -> Any:  # noqa: PLR0911 - one return per kind of value
    match pairs:
        case {"$money": str(text)}:
            return Decimal(text)
        case {"$moment": str(text)}:
            return datetime.fromisoformat(text)
        case {"$day": str(text)}:
            return date.fromisoformat(text)
        case {"$id": str(text)}:
            return UUID(text)
        case {"$sentence": str(code), "params": params}:
            return Sentence(code, params)
        case {"$set": list(items)}:
            return frozenset(items)
        case _:
            return pairs


_ENCODER = json.JSONEncoder(default=_tagged, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
