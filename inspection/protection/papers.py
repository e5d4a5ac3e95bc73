"""The communication to whoever can protect somebody in danger (E1): which danger, where, since when it is known."""

from typing import Any

from enrolment.roles import PROTECTION
from inspection.papers.referral import referral
from inspection.roles import DIRECTOR, INSPECTOR, INTAKE, LEGAL_OFFICER, TRIAGE
from regime.sentences import Sentence
from workflow.context import Context

READERS = (DIRECTOR, LEGAL_OFFICER, PROTECTION, TRIAGE, INTAKE, INSPECTOR)
# They may be told who it is, by whoever opens the identity with a reason; parties read no file of theirs.
MAY_KNOW = frozenset({"prosecutor", "child_protection", "justice_centre"})


def protection_facts(context: Context) -> dict[str, Any]:
    """To whom, which danger, learnt when; always at once."""
    case = context.case
    return {
        "to": Sentence(f"worker_protection.referred_to.{case.referred_to}") if case.referred_to else None,
        "urgency": Sentence("paper.referral.urgent"),
        "learnt_at": case.learnt_at,
        "reference": case.reference,
        "known": Sentence(f"worker_protection.danger.{case.danger}") if case.danger else "",
        "identity": "apart" if case.referred_to in MAY_KNOW else "withheld",
    }


PROTECTION_REFERRAL = referral("protection_referral", READERS, protection_facts)
