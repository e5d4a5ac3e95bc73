"""Payment lines issued here: clearly fictitious, with check characters; the contract of an outside register.

A line reads `DEMO-7K2M-Q4XD-93` : the configured prefix, eight characters, two check characters. It is worked out from
the period and the number of its issue, so that issuing twice gives the same line.

Contract of an outside register. Where an institution issues the lines itself, `POST {register}/lines` with the period's
id, the issue number, the amount and the due day answers 201 with `{"line": "..."}`; the same id and number answer with
the same line. A register that is slow or away delays the line, never the period: it stays proposed and is tried again.
What is checked here is structure only, and rows of unknown lines say so: whether one exists knows whoever issued it.
"""

from hashlib import sha256
from uuid import UUID

from regime.sentences import Sentence

# No letters that are read as digits, so that a line can be dictated.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
# What is said of a line that is written as ours are and yet unknown.
STRUCTURE_ONLY = Sentence("payment_line.structure_only")
BODY, BLOCK, CHECK = 8, 4, 2
_MODULUS = 97
_SEPARATORS = " -_./"


def new_line(prefix: str, period_id: UUID, number: int) -> str:
    """The line of a period's issue with that number."""
    seed = int.from_bytes(sha256(period_id.bytes + number.to_bytes(4, "big")).digest(), "big")
    body = "".join(ALPHABET[seed // len(ALPHABET) ** place % len(ALPHABET)] for place in range(BODY))
    blocks = "-".join(body[start : start + BLOCK] for start in range(0, BODY, BLOCK))
    return f"{prefix}-{blocks}-{_check(prefix + body)}"


def normal(typed: str) -> str:
    """A line as it is stored, from any way of writing it: capitals, blocks of four. What is no line comes back bare."""
    bare = "".join(c for c in typed.upper() if c not in _SEPARATORS and not c.isspace())
    if len(bare) <= BODY + CHECK:
        return bare
    prefix, body, check = bare[: -BODY - CHECK], bare[-BODY - CHECK : -CHECK], bare[-CHECK:]
    return f"{prefix}-{body[:BLOCK]}-{body[BLOCK:]}-{check}"


def fault(typed: str, prefix: str) -> Sentence | None:
    """Why something typed cannot be a line issued here, or nothing."""
    line = normal(typed)
    if not line.startswith(f"{prefix}-") or len(line) != len(prefix) + BODY + CHECK + 3:
        return Sentence("payment_line.not_ours", {"prefix": prefix})
    if line[-CHECK:] != _check(line[:-CHECK].replace("-", "")):
        return Sentence("payment_line.check_characters")
    return None


def _check(text: str) -> str:
    return f"{_MODULUS + 1 - int.from_bytes(text.encode(), 'big') * 100 % _MODULUS:02d}"
