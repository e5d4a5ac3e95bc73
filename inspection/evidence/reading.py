"""Which evidence the employer may have: what was filed in the matter, and pictures of the home once the acta is closed.

What somebody else handed to the inspector (messages, receipts) stays with the authority, and so does whatever has a
voice, a place or a moment in it that cannot be left out: it could tell who complained. What it shows stands in the acta
in words.
"""

from typing import Any

from sqlalchemy.orm import Session

from inspection.evidence.evidence_models import PHOTO, Evidence
from workflow.received_files import KINDS
from workflow.tables import Event

TAKEN_BY_INSPECTORS = (PHOTO, "outside")
_WITHOUT_DATA = ("image/jpeg", "image/png", "image/webp")


def is_for_party(session: Session, evidence: Evidence, case: Any) -> bool:
    """Whether the employer may have the file; a picture only of a kind whose hidden data can be left out."""
    if session.get_one(Event, (evidence.case_id, evidence.seq)).action == "add_evidence":
        is_shown = evidence.kind in TAKEN_BY_INSPECTORS and getattr(case, "acta_closed_at", None) is not None
        return is_shown and evidence.media_type in _WITHOUT_DATA
    return KINDS[evidence.media_type][0] != "image" or evidence.media_type in _WITHOUT_DATA
