"""What people type as an identifier: brought into one form, then compared with its pattern position by position."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from regime.sentences import Sentence

# The signs of a pattern; any other sign stands for a letter.
DIGIT, EITHER, TAX_LETTER = "9", "*", "Ñ"

_SHAPES = {
    "CURP": re.compile(r"[A-Z]{4}\d{6}[A-Z].{7}"),
    "RFC": re.compile(r"[A-ZÑ&]{4}\d{6}.{3}"),
    "NSS": re.compile(r"\d{11}"),
}
_SEPARATORS = " -_./"
# Pairs that the eye and the keyboard confuse; they are never swapped in silence.
_LOOKS_LIKE_DIGIT = {"O": "0", "Q": "0", "I": "1", "L": "1", "Z": "2", "S": "5", "B": "8"}
_LOOKS_LIKE_LETTER = {"0": "O", "1": "I", "2": "Z", "5": "S", "8": "B"}


@dataclass(frozen=True, slots=True)
class Checked:
    """An identifier in its one written form: `problems` are certain and refuse it, `warnings` ask to look again."""

    value: str
    problems: tuple[Sentence, ...] = ()
    warnings: tuple[Sentence, ...] = ()

    @property
    def is_acceptable(self) -> bool:
        return not self.problems


def first_problem(text: str | None, check: Callable[[str], Checked]) -> Sentence | None:
    """The first certain fault of something typed, or nothing if it was left empty."""
    return next(iter(check(text).problems), None) if text else None


def normalised(text: str) -> str:
    """Upper case, without the spaces, hyphens, dots and slashes that people and forms put between parts."""
    composed = unicodedata.normalize("NFKC", text)
    return "".join(c for c in composed if c not in _SEPARATORS and not c.isspace()).upper()


def misfits(name: str, value: str, pattern: str) -> Iterator[Sentence]:
    """One sentence for each position that cannot be what stands there; positions count from 1."""
    for position, (given, wanted) in enumerate(zip(value, pattern, strict=False), start=1):
        code = _misfit(given, wanted)
        if code:
            meant = (_LOOKS_LIKE_DIGIT if wanted == DIGIT else _LOOKS_LIKE_LETTER).get(given)
            params: dict[str, str | int] = {"name": name, "position": position, "given": given}
            yield Sentence(f"{code}_looks_like", params | {"meant": meant}) if meant else Sentence(code, params)


def wrong_length(name: str, value: str, expected: int) -> Sentence:
    """What to say of an identifier of another length: perhaps it is one of the others."""
    other = next((other for other, shape in _SHAPES.items() if shape.fullmatch(value)), None)
    if other:
        return Sentence("identifier.looks_like_another", {"name": name, "expected": expected, "other": other})
    return Sentence("identifier.length", {"name": name, "expected": expected, "given": len(value)})


def _misfit(given: str, wanted: str) -> str | None:
    if wanted == DIGIT:
        return None if given.isascii() and given.isdigit() else "identifier.digit_expected"
    if given.isascii() and (given.isalpha() or (given.isdigit() and wanted == EITHER)):
        return None
    if wanted == EITHER:
        return "identifier.letter_or_digit_expected"
    if given in "Ñ&":
        return None if wanted == TAX_LETTER else "identifier.special_letter"
    return "identifier.letter_expected"
