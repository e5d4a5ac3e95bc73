"""What is to be corrected: measures of safety (T13) and voluntary compliance, to be served and as they were served.

What is handed over says how many business days there are; from the moment it counts there is a day, and the paper that
is issued then prints it: the earliest by every calendar.
"""

from typing import Any

from inspection.papers.act import act
from inspection.papers.blocks import (
    facts,
    item_facts,
    item_line,
    listed,
    rows,
    term_blocks,
    term_facts,
    term_with,
    told,
)
from inspection.papers.readers import OFFICERS, PARTY
from inspection.visit import terms
from inspection.visit.inspection_models import Inspection
from inspection.visit.papers.door_papers import WITHDRAWN
from inspection.visit.papers.order_papers import about_order, order_named, received
from regime.sentences import Sentence
from workflow.context import Context
from workflow.definition import states_tagged
from workflow.paper import Paper
from workflow.sheet import Block, Facts, Heading, Notice, Text


def measures_facts(context: Context) -> dict[str, Any]:
    """Each measure with its article, its business days and, once it was served, its own last day."""
    served, day = context.case.served_at, context.day
    return {
        **about_order(context),
        "measures": [_measure(context, one, day) for one in context.around.measures],
        "term": term_facts("safety_correction_time", terms.correction_ends(context)) if served else None,
        "served_at": served,
        "articles": ["rgitas_36", "lft_512d", "lfpa_36", "lfpa_39", "rgitas_6"],
    }


def _measure(context: Context, one: Any, day: Any) -> dict[str, Any]:
    ends = term_with(context, terms.correction_ends, term_days=one.days) if context.case.served_at else None
    found = item_facts(one.item, day)
    group = "administrative" if found["papers"] else "on_site"
    return {**found, "wording": one.wording, "days": one.days, "until": ends.due if ends else None, "group": group}


def measures_body(paper: Paper) -> tuple[Block, ...]:
    """The last day of all, then the measures by group, each with its own."""
    f, t = paper.facts, paper.t
    blocks: list[Block] = [*term_blocks(paper, "paper.measures.by", f["term"]), *served_lines(paper)]
    for group in ("administrative", "on_site"):
        mine = [one for one in f["measures"] if one["group"] == group]
        if mine:
            blocks.append(Heading(t(f"paper.measures.{group}")))
            for one in mine:
                blocks += [Heading(item_line(paper, one), 3), Facts(_measured(paper, one))]
    blocks.append(Text(t("paper.measures.more_time")))
    return tuple(blocks)


def served_lines(paper: Paper) -> tuple[Block, ...]:
    """The order behind it, and when it was served."""
    return (order_named(paper), facts(paper, "paper.measures", paper.facts, "served_at"))


def _measured(paper: Paper, one: Any) -> tuple[tuple[str, str], ...]:
    t = paper.t
    days = t("paper.measures.days", days=one["days"]) if one["days"] else t("paper.measures.at_once")
    until = paper.weekday_and_day(one["until"]) if one["until"] else None
    return rows(
        (t("paper.measures.what"), one["wording"]), (t("paper.measures.term"), days), (t("paper.measures.until"), until)
    )


def compliance_facts(context: Context) -> dict[str, Any]:
    """What is asked to be put right without a sanction, in how many days, and that no statute sets the term."""
    case, day = context.case, context.day
    asked = context.around.measures if case.served_at else context.around.standing
    ends = terms.compliance_ends(context) if case.served_at else None
    return {
        **about_order(context),
        "items": [{**item_facts(one.item, day), "measure": Sentence(f"checklist.{one.item}.measure")} for one in asked],
        "days": case.term_days,
        "term": term_facts("term_without_statute", ends),
        "articles": ["lfpa_32", "lfpa_82", "protocol"],
        "served_at": case.served_at,
        "reason": (context.comment if not case.served_at else None) or "",
    }


def compliance_body(paper: Paper) -> tuple[Block, ...]:
    """By when, what, and what it is not."""
    f, t = paper.facts, paper.t
    days = Text(t("paper.asked_documents.days", days=f["days"] or ""))
    return (
        *(term_blocks(paper, "paper.asked_documents.by", f["term"]) or (days,)),
        *served_lines(paper),
        Notice(t("paper.compliance_request.voluntary")),
        *listed(paper, "paper.compliance_request.items", (_asked(paper, item) for item in f["items"])),
        *told(paper, "paper.reason", f["reason"]),
        Text(t("paper.enrol_first")),
    )


def _asked(paper: Paper, item: Any) -> str:
    return paper.t("paper.item_measure", line=item_line(paper, item), measure=paper.say(item["measure"]))


def are_measures(context: Context) -> bool:
    """Whether what is served orders measures of safety, and does not only ask."""
    return context.case.state in states_tagged(Inspection, "safety")


def is_a_request(context: Context) -> bool:
    """Whether what is served asks for voluntary compliance."""
    return not are_measures(context)


SERVED_PAPERS = (
    act(
        "measures",
        OFFICERS,
        measures_facts,
        measures_body,
        after=received,
        recourse=True,
        ended_by=WITHDRAWN,
    ),
    act(
        "served_measures",
        PARTY,
        measures_facts,
        measures_body,
        words="measures",
        recourse=True,
        signed=False,
        when=are_measures,
        ended_by=WITHDRAWN,
    ),
    act(
        "compliance_request",
        OFFICERS,
        compliance_facts,
        compliance_body,
        after=received,
        ended_by=WITHDRAWN,
    ),
    act(
        "served_compliance_request",
        PARTY,
        compliance_facts,
        compliance_body,
        words="compliance_request",
        signed=False,
        when=is_a_request,
        ended_by=WITHDRAWN,
    ),
)
