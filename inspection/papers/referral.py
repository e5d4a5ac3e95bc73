"""A communication to another authority (R1, E1, E2): to whom, which facts, how urgent, what goes with it.

It never says who complained, nor what they said. Who protects people or prosecutes crimes gets the identity apart, from
whoever may open it and gives the reason; everybody else does not get it at all.
"""

from collections.abc import Callable, Mapping
from typing import Any

from inspection.papers.act import act
from inspection.papers.blocks import facts, told
from regime.sentences import Sentence
from workflow.context import Context, Role
from workflow.definition import DocumentKind
from workflow.paper import Paper
from workflow.sheet import Block, Notice

LINES = ("to", "urgency", "filed_on", "matter", "learnt_at", "reference", "worker", "began_on", "accident_on")


def referral(
    code: str, readers: tuple[Role, ...], facts_of: Callable[[Context], Mapping[str, Any]], **more: Any
) -> DocumentKind:
    """The declaration of a referral; `facts_of` answers with its `LINES`, `known` (what happened) and `identity`."""

    def frozen(context: Context) -> dict[str, Any]:
        found = {"known": "", "identity": "withheld", **facts_of(context)}
        return {"referral": {name: found.pop(name, None) for name in LINES}, **found}

    return act(code, readers, frozen, referral_body, words="referral", **more)


def referral_body(paper: Paper) -> tuple[Block, ...]:
    """To whom first; the facts; what is not said and why."""
    f = paper.facts
    known = paper.say(f["known"]) if isinstance(f["known"], Sentence) else f["known"]
    return (
        facts(paper, "paper.referral", f["referral"], *LINES),
        *told(paper, "paper.referral.known", known),
        Notice(paper.t(f"paper.referral.identity.{f['identity']}")),
    )
