"""What the employer reads holds nothing by which somebody who complained could be known."""

from inspection.sanction.breaches import listed
from regime.sentences import Sentence
from workflow.context import Context


def reason_names_nobody(context: Context) -> Sentence | None:
    """The reason given is for the employer too, now or with the decision."""
    return Sentence("sanction.names_her") if context.around.names_her(context.comment or "") else None


def evidence_names_nobody(context: Context) -> Sentence | None:
    """What shows each breach stands in the summons."""
    around = context.around
    named = [breach.item for breach in around.breaches if around.names_her(breach.evidence or "")]
    return Sentence("sanction.evidence_names_her", {"items": listed(named)}) if named else None
