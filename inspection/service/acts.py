"""Which acts are served on the employer, and how each may be."""

from collections.abc import Mapping

# What RGITAS 6 and LFPA 35 want in the hands of the person goes by no mail.
ACTS: Mapping[str, bool] = {
    "documents": False,
    "instructivo": True,
    "measures": True,
    "compliance": False,
    "extension": True,
    "rescheduling": False,
    "certification": False,
    "archive": True,
    "reassessment": True,
    "withdrawal": True,
    "requirement": False,
    "sanction_notice": True,
    "on_answer": True,
    "agreement": True,
    "lapse": True,
    "resolution": True,
    "challenge_answer": True,
    "not_taken_up": True,
}


def must_be_personal(act: str) -> bool:
    """Whether an act is delivered by hand, at the door or electronically, and by no mail."""
    return ACTS[act]
