"""Her wish leads: what an inspection asks of whoever complained, without knowing whether anybody did, or who.

The module of complaints registers one answer for all files (`lead`); an inspection asks it through the functions here.
A file that began with a complaint and about which nobody can answer is not inspected.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from regime.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Lead:
    """`allows(session, file_id, kind, modality, day)` says why nothing may be ordered, or nothing; `names_her(session,
    file_id, text)` whether a text holds something by which the complainant could be known."""

    allows: Callable[[Session, UUID, str, str, date], Sentence | None]
    names_her: Callable[[Session, UUID, str], bool]


_LEADS: dict[str, Lead] = {}


def lead(origin: str, answers: Lead) -> None:
    """Register who answers for the files of an origin."""
    _LEADS[origin] = answers


def her_wish_allows(session: Session, file: Any, kind: str, modality: str, day: date) -> Sentence | None:
    """Why an inspection of this kind and modality may not be ordered on a day, as far as her wish goes."""
    known = _LEADS.get(file.origin)
    if known is not None:
        return known.allows(session, file.id, kind, modality, day)
    return Sentence("inspection.wish_unknown") if file.origin == "complaint" else None


def names_complainant(session: Session, file: Any, text: str) -> bool:
    """Whether a text that the employer will read holds something by which a complainant could be known."""
    known = _LEADS.get(file.origin)
    return known is not None and known.names_her(session, file.id, text)
