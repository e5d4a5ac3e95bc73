"""The papers of an order (T1, T3, T4), of its summons (T2) and of another day (T10)."""

from collections.abc import Mapping
from typing import Any

from inspection.checklist import items
from inspection.papers.act import act
from inspection.papers.blocks import (
    document_line,
    documents_asked,
    facts,
    item_facts,
    item_line,
    listed,
    moment,
    told,
)
from inspection.papers.readers import PARTY
from inspection.visit.capacities import named
from regime.sentences import Sentence
from regime.time_limits import length_of
from workflow.context import Context
from workflow.paper import Paper
from workflow.sheet import Block, Facts, Figure, Heading, Notice, Points, Signatures, Table, Text

UNANNOUNCED = "extraordinary"
ORDER = (
    "order_folio",
    "verification_code",
    "ordered_at",
    "kind",
    "matter",
    "modality",
    "period_from",
    "period_until",
)
DELIVERED = ("delivered_at", "served_to", "received_by", "notifier")
ONE_MATTER = ("conditions", "safety")
GUIDE = {
    "rights": ("identify", "order", "entry", "revoke", "elsewhere", "witnesses", "statement", "copy", "observations"),
    "duties": ("attend", "show", "truth", "no_reprisal"),
    "helps": ("enrol_first", "prove", "complain"),
}


def order_facts(context: Context) -> dict[str, Any]:
    """What an order says (LFPA 63), with its number and who is sent."""
    case, rules = context.case, context.around.rules
    kind = "rgitas_28" if case.kind == UNANNOUNCED else "rgitas_27"
    competence = "lft_527" if rules and rules.level == "federal" else "lft_529"
    return {
        **about_order(context),
        "scope": case.scope or "",
        "enabled_by": case.enabled_by,
        "delegation": rules.rules["delegation"].says if rules else "",
        "inspectors": inspectors_of(context),
        "documents": documents_asked(context),
        "articles": ["cpeum_16", competence, "lft_540", "lft_541", "lft_542", kind, "lfpa_3", "lfpa_63", "lft_1004a"],
    }


def about_order(context: Context) -> dict[str, Any]:
    """The order by its number, kind, matter and period, as every paper that rests on it names it."""
    case = context.case
    return {
        "order": {
            "order_folio": case.order_folio,
            "verification_code": case.verification_code,
            "ordered_at": case.ordered_at,
            "kind": _coded("visit.kind", case.kind),
            "modality": _coded("visit.modality", case.modality),
            "matter": _coded("visit.matter", case.matter),
            "period_from": case.period_from,
            "period_until": case.period_until,
        }
    }


def _coded(prefix: str, code: str | None) -> Sentence | None:
    return Sentence(f"{prefix}.{code}") if code else None


def inspectors_of(context: Context) -> list[dict[str, Any]]:
    """Who is sent, with the credential that each shows at the door."""
    case, around = context.case, context.around
    found = []
    for login in dict.fromkeys((case.inspector_id, case.second_inspector_id, case.substitute_id)):
        if login is not None:
            held = around.shown(login)
            found.append(
                {
                    "name": around.officer_name(login),
                    "credential": held.number if held else "",
                    "valid_until": held.valid_until if held else None,
                }
            )
    return found


def order_body(paper: Paper) -> tuple[Block, ...]:
    """The object, who comes, which papers are asked for, and what follows from a refusal."""
    f, t = paper.facts, paper.t
    return (
        order_lines(paper, "delegation", "enabled_by"),
        *told(paper, "paper.order.scope", f["scope"]),
        Heading(t("paper.order.inspectors")),
        inspectors_table(paper, f["inspectors"]),
        *listed(paper, "paper.order.documents", (document_line(paper, item) for item in f["documents"])),
        Notice(t("paper.order.entry"), t("paper.order.entry_title")),
        Notice(t("paper.order.warning"), t("paper.order.warning_title")),
        Text(t("paper.order.check_by_phone")),
    )


def inspectors_table(paper: Paper, inspectors: list[Mapping[str, Any]]) -> Table:
    """Names with credential and its last day."""
    head = tuple(paper.t(f"paper.inspector.{name}") for name in ("name", "credential", "valid_until"))
    rows = tuple(
        (one["name"], one["credential"], paper.day(one["valid_until"]) if one["valid_until"] else "")
        for one in inspectors
    )
    return Table(head, rows, numbers_from=len(head))


def order_lines(paper: Paper, *more: str) -> Facts:
    """The order as every paper that rests on it names it."""
    return facts(paper, "paper.order", {**paper.facts, **paper.facts["order"]}, *ORDER, *more)


def order_named(paper: Paper) -> Facts:
    """The order by its number and day only."""
    return facts(paper, "paper.order", paper.facts["order"], "order_folio", "ordered_at")


def list_facts(context: Context) -> dict[str, Any]:
    """Which documents are asked for, and every item of the matter: the same for every home, so it tells nothing."""
    matters = (context.case.matter,) if context.case.matter in ONE_MATTER else ONE_MATTER
    seen = [item_facts(number, context.day) for number, item in items().items() if item.matter in matters]
    return {**about_order(context), "documents": documents_asked(context), "items": seen}


def list_body(paper: Paper) -> tuple[Block, ...]:
    """The papers first, then everything that is looked at."""
    f, t = paper.facts, paper.t
    return (
        order_named(paper),
        *(listed(paper, "paper.annexed_list.documents", (document_line(paper, item) for item in f["documents"]))),
        Heading(t("paper.annexed_list.items")),
        Points(tuple(item_line(paper, item) for item in f["items"])),
    )


def guide_facts(context: Context) -> dict[str, Any]:
    """How many days there are for observations."""
    days, _unit = length_of("observation_time", context.day)
    return {**about_order(context), "days": days}


def guide_body(paper: Paper) -> tuple[Block, ...]:
    """Rights, duties and what helps, in plain words, the same for everybody."""
    blocks: list[Block] = []
    for part, points in GUIDE.items():
        blocks += [Heading(paper.t(f"paper.rights_guide.{part}"))]
        said = (paper.t(f"paper.rights_guide.{part}.{point}", days=paper.facts["days"]) for point in points)
        blocks += [Points(tuple(said))]
    return tuple(blocks)


def summons_facts(context: Context) -> dict[str, Any]:
    """Day and hour of the visit, and how the summons was delivered: when, to whom, by whom."""
    case, data = context.case, context.data
    return {
        **list_facts(context),
        "visit_at": case.visit_at,
        "delivered": {
            "delivered_at": case.summoned_at,
            "served_to": named(data.get("served_to")),
            "received_by": data.get("received_by"),
            "notifier": context.around.officer_name(context.actor.login_id),
        },
    }


def verification_summons_facts(context: Context) -> dict[str, Any]:
    """The same of a visit that looks at what was ordered to be corrected."""
    measures = [item_facts(measure.item, context.day) for measure in context.around.measures]
    delivered = {
        "delivered_at": context.data.get("delivered_at"),
        "notifier": context.around.officer_name(context.actor.login_id),
    }
    return {
        **about_order(context),
        "visit_at": context.case.verification_at,
        "documents": [],
        "items": measures,
        "delivered": delivered,
    }


def summons_body(paper: Paper) -> tuple[Block, ...]:
    """The hour first; then what is looked at, which papers to have at hand, and the receipt."""
    f, t = paper.facts, paper.t
    hour = moment(paper, f["visit_at"]) if f["visit_at"] else t("paper.act.by_hand")
    return (
        Figure(t("paper.summons.visit_at"), hour),
        order_lines(paper),
        *listed(paper, "paper.order.documents", (document_line(paper, item) for item in f["documents"])),
        Heading(t("paper.summons.aspects")),
        Points(tuple(item_line(paper, item) for item in f["items"])),
        Text(t("paper.summons.not_there")),
        Heading(t("paper.delivery")),
        delivery(paper),
    )


def delivery(paper: Paper) -> Facts:
    """When, to whom and by whom it was handed over."""
    return facts(paper, "paper.delivery", paper.facts["delivered"], *DELIVERED)


def received(paper: Paper) -> tuple[Block, ...]:
    """A line for whoever receives it."""
    return (Signatures((paper.t("paper.signs.receiver"),)),)


def rescheduling_facts(context: Context) -> dict[str, Any]:
    """Until which day it is put off, and why."""
    return {**about_order(context), "planned_on": context.case.planned_on, "reason": context.comment or ""}


def rescheduling_body(paper: Paper) -> tuple[Block, ...]:
    """The summons that was delivered counts no more; another one follows."""
    f = paper.facts
    return (
        facts(paper, "paper.rescheduling", {"planned_on": f["planned_on"]}),
        order_lines(paper),
        *told(paper, "paper.reason", f["reason"]),
        Text(paper.t("paper.rescheduling.again")),
    )


WITHDRAWN = ("withdraw_act",)
ORDER_PAPERS = (
    act("order", PARTY, order_facts, order_body, ended_by=WITHDRAWN),
    act("annexed_list", PARTY, list_facts, list_body, signed=False, ended_by=WITHDRAWN),
    act("rights_guide", PARTY, guide_facts, guide_body, signed=False),
    act("summons", PARTY, summons_facts, summons_body, after=received, ended_by=("withdraw_act", "reschedule")),
    act("verification_summons", PARTY, verification_summons_facts, summons_body, words="summons", after=received),
    act("rescheduling", PARTY, rescheduling_facts, rescheduling_body),
)
