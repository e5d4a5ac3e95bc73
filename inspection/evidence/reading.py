"""Which evidence a party may have: what was filed in her matter, and pictures of her home once the acta is closed.

What somebody else handed to the inspector (messages, receipts, a voice) stays with the authority: it could tell who
complained. What it shows stands in the acta in words.
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
    if KINDS[evidence.media_type][0] == "image" and evidence.media_type not in _WITHOUT_DATA:
        return False
    if session.get_one(Event, (evidence.case_id, evidence.seq)).action != "add_evidence":
        return True
    return evidence.kind in TAKEN_BY_INSPECTORS and getattr(case, "acta_closed_at", None) is not None
