"""The ladder for private homes: from asking in writing to entering with permission, and what follows a refusal.

Each rung is lawful by itself and none needs the one above it; a judge's authorisation is not on it, because labour
inspectors neither ask for it nor carry it out.
"""

from typing import Any

from workflow.definition import has_tag

RUNGS = ("documents", "interview_elsewhere", "doorstep", "entry", "refusal")
_BY_TAG = {"inside": "entry", "declined": "refusal", "by_documents": "documents", "threshold": "doorstep"}
_BY_ORDER = {
    "visit": "doorstep",
    "doorstep": "doorstep",
    "documents": "documents",
    "appearance": "interview_elsewhere",
    "interview_elsewhere": "interview_elsewhere",
}


def rung(case: Any) -> str | None:
    """Where a visit stands on the ladder; before anybody is at the door, where its order leads, if there is one."""
    here = next((rung for tag, rung in _BY_TAG.items() if has_tag(case, tag)), None)
    return here or _BY_ORDER.get(case.modality or "")
