"""CLABE, the number of a bank account in Mexico: eighteen digits of which the last checks the others."""

from regime.sentences import Sentence

LENGTH = 18
SHOWN = 4
_WEIGHTS = (3, 7, 1)


def check_clabe(typed: str) -> Sentence | None:
    """What is certainly wrong in a CLABE, or nothing. Whether the account exists knows its bank alone."""
    if not typed.isascii() or not typed.isdigit():
        return Sentence("clabe.not_digits")
    if len(typed) != LENGTH:
        return Sentence("clabe.length", {"length": LENGTH, "given": len(typed)})
    return None if typed[-1] == check_digit(typed[:-1]) else Sentence("clabe.check_digit")


def check_digit(first: str) -> str:
    """The last digit of a CLABE, from the seventeen before it (weights 3, 7, 1; each product without its tens)."""
    total = sum(int(digit) * _WEIGHTS[place % len(_WEIGHTS)] % 10 for place, digit in enumerate(first))
    return str(-total % 10)


def masked_clabe(clabe: str) -> str:
    """A CLABE as pages show it: the last four digits."""
    return f"···{clabe[-SHOWN:]}"
