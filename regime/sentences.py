"""A sentence for a person, kept as a code and its parameters until somebody reads it in a language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Union

# A sentence may stand inside another: the name of a parameter, a list of weekdays.
Param = Union[str, int, Decimal, date, "Sentence"]


@dataclass(frozen=True)
class Sentence:
    """What a guard, a notice or an error says: `code` is the message id of the catalogues, `params` fill its places."""

    code: str
    params: Mapping[str, Param] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "params", MappingProxyType(dict(self.params)))

    def __hash__(self) -> int:
        return hash((self.code, tuple(sorted((name, str(value)) for name, value in self.params.items()))))

    def __str__(self) -> str:
        """A short form for logs and tracebacks, never for a page."""
        shown = ", ".join(f"{name}={value}" for name, value in self.params.items())
        return f"{self.code}({shown})"

    def __reduce__(self) -> tuple[type["Sentence"], tuple[str, dict[str, Param]]]:
        # A mapping proxy cannot be pickled; a sentence travels through task queues inside exceptions.
        return (Sentence, (self.code, dict(self.params)))

    def as_json(self) -> dict[str, object]:
        """Plain JSON that `from_json` reads back with the same types: days and decimals carry theirs beside them."""
        return {"code": self.code, "params": {name: _to_json(value) for name, value in self.params.items()}}

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> "Sentence":
        """Read what `as_json` wrote; raises ValueError when it is something else."""
        code, params = stored.get("code"), stored.get("params", {})
        if not isinstance(code, str) or not isinstance(params, Mapping):
            raise ValueError(f"not a stored sentence: {stored!r}")
        return cls(code, {str(name): _from_json(value) for name, value in params.items()})


def _to_json(value: Param) -> object:
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, Sentence):
        return value.as_json()
    return value


def _from_json(value: object) -> Param:
    if isinstance(value, Mapping) and "code" in value:
        return Sentence.from_json(value)
    match value:
        case {"decimal": str(text)}:
            return Decimal(text)
        case {"date": str(text)}:
            return date.fromisoformat(text)
        case str() | int():
            return value
    raise ValueError(f"not a stored sentence parameter: {value!r}")
