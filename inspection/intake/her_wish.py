"""What an order asks of a complaint, answered from her wish: whether, how and when a home may be inspected.

An inspection asks for its file and never learns whether anybody complained, who, or what they said.
"""

import re
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from inspection.files.wishes import Lead
from inspection.intake.complaint_models import IDENTITY, Complaint, SealedIdentity
from inspection.intake.complaint_rules import is_emergency
from regime.geography import plain
from regime.parameters import parameter
from regime.sentences import Sentence
from workflow.sealing import unseal

# What goes by paper: nobody stands at the door of the home.
BY_LETTER = ("documents", "appearance")
_SHORTEST_NAME = 4
_SHORTEST_NUMBER = 7
_SPEAKS_OF_A_COMPLAINT = re.compile(r"\b(denunci|quej)")


def allows(session: Session, file_id: UUID, kind: str, modality: str, day: date) -> Sentence | None:
    """Why nothing may be ordered for a file on a day; danger goes before every wish.

    What was ordered corrected is verified by letter whatever she wishes now: it is no longer hers alone.
    """
    told = _of_file(session, file_id)
    if any(is_emergency(complaint) for complaint in told) or (kind == "verification" and modality in BY_LETTER):
        return None
    open_to_it = [complaint for complaint in told if _against(complaint, modality) is None]
    if not open_to_it:
        return _against(told[-1], modality) if told else Sentence("inspection.wish_unknown")
    return _too_soon(open_to_it, day)


def names_her(session: Session, file_id: UUID, text: str) -> bool:
    """Whether a text speaks of a complaint, or holds a name, number or address that somebody left with theirs."""
    words, digits = set(plain(text).split()), re.sub(r"\D", "", text)
    if _SPEAKS_OF_A_COMPLAINT.search(plain(text)):
        return True
    sealed = select(SealedIdentity.sealed).where(
        SealedIdentity.complaint_id.in_([complaint.id for complaint in _of_file(session, file_id)])
    )
    for kept in session.scalars(sealed).all():
        for left in unseal(session.info["settings"], IDENTITY, kept).values():
            number = re.sub(r"\D", "", str(left))
            if any(word in words for word in plain(str(left)).split() if len(word) >= _SHORTEST_NAME):
                return True
            if len(number) >= _SHORTEST_NUMBER and number in digits:
                return True
    return False


def _of_file(session: Session, file_id: UUID) -> list[Complaint]:
    """The complaints worked in a file, the oldest first: its own, and those that were joined to one of them."""
    own = select(Complaint.id).where(Complaint.file_id == file_id)
    mine = select(Complaint).where(or_(Complaint.file_id == file_id, Complaint.joined_to.in_(own)))
    return list(session.scalars(mine.order_by(Complaint.opened_at, Complaint.id)))


def _against(complaint: Complaint, modality: str) -> Sentence | None:
    """What one wish says against this way of inspecting."""
    if complaint.worker_agrees is False:
        return Sentence("complaint.worker_does_not_want")
    if complaint.wish in ("advice", "withdrawn"):
        return Sentence("complaint.wish_is_advice")
    if complaint.wish == "wait":
        return Sentence("complaint.wish_is_to_wait")
    if complaint.wish == "letter" and modality not in BY_LETTER:
        return Sentence("complaint.wish_is_a_letter")
    if complaint.wish == "together" and not complaint.clustered:
        return Sentence("complaint.wish_is_together")
    return None


def _too_soon(complaints: list[Complaint], day: date) -> Sentence | None:
    """Who asked for a visit takes it upon herself that it comes soon; for everybody else some days lie between."""
    if any(complaint.wish == "visit" for complaint in complaints):
        return None
    last = max(complaint.opened_on for complaint in complaints)
    first = last + timedelta(days=int(parameter("distance_from_complaint").on(day).value) + 1)
    return Sentence("complaint.order_too_soon", {"day": first}) if day < first else None


HER_WISH = Lead(allows, names_her)
