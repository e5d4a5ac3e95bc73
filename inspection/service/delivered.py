"""What an officer writes down of a delivery of their own: when it was, and to whom (LFPA 36)."""

from inspection.visit.capacities import AFFIXED, RECEIVES_SERVICE, cannot
from regime.sentences import Sentence
from workflow.context import SYSTEM, Context


def delivery_fault(context: Context, given: str = "delivered_at") -> Sentence | None:
    """What is wrong with a delivery: no moment or one that has not come, nobody who may receive it, if anything is.

    What the system writes down comes from a service that was checked already.
    """
    if SYSTEM in context.roles:
        return None
    moment, to = context.data.get(given), context.data.get("served_to")
    if moment is None or moment > context.at:
        return Sentence("inspection.served_when")
    if to is None:
        return Sentence("inspection.served_to_missing")
    return None if to in RECEIVES_SERVICE | {AFFIXED} else cannot("receive", to)
