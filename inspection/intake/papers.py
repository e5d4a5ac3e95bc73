"""The remission of a matter to the authority that is competent for it (R1): the home, the stamp, and nothing told."""

from typing import Any

from inspection.papers.referral import referral
from inspection.roles import DIRECTOR, INSPECTOR, INTAKE, TRIAGE
from regime.sentences import Sentence
from workflow.context import Context

READERS = (TRIAGE, DIRECTOR, INTAKE, INSPECTOR)


def remission_facts(context: Context) -> dict[str, Any]:
    """To whom, since when, in which matter; another labour authority gets the sealed record with its file."""
    case, around = context.case, context.around
    to = around.authorities.get(context.data.get("to_authority", ""), "")
    body = Sentence(f"complaint.referred_to.{case.referred_to}") if case.referred_to else None
    return {
        "to": to or body,
        "filed_on": around.home.filed_on,
        "matter": Sentence(f"complaint.matter.{case.matter}") if case.matter else None,
        "urgency": Sentence("paper.referral.urgent") if case.dangers else None,
        "identity": "with_file" if to else "withheld",
    }


REMISSION = referral("remission", READERS, remission_facts)
