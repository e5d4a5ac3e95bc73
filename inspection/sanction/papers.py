"""The two great papers of a sanction: the summons to answer it, and its decision with the fines line by line."""

from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from inspection.papers.blocks import checked_by, item_facts, item_line, listed, rows
from inspection.roles import DIRECTOR, EMPLOYER, LEGAL_OFFICER, NOTIFIER, SANCTIONER, SUPERIOR
from inspection.sanction.sanction_models import CONVICTING
from regime.fines import CRITERIA
from regime.law import article
from regime.sentences import Sentence
from workflow.context import Context, Role
from workflow.definition import DocumentKind
from workflow.paper import Paper
from workflow.sheet import Block, Facts, Heading, Points, Sheet, Signatures, Table, Text
from workflow.stored import loads

OFFICERS = (DIRECTOR, LEGAL_OFFICER, NOTIFIER, SANCTIONER, SUPERIOR)


def common(context: Context) -> dict[str, Any]:
    """What both papers say: the folio, the authority, by whose delegation, every breach with its articles."""
    around, rules = context.around, context.around.rules.rules
    return {
        "folio": around.folio,
        "authority": around.rules.name,
        "delegation": rules["delegation"].says,
        "procedure": rules["procedure"].says,
        "acta_on": context.case.acta_on,
        "breaches": [_breach(breach) for breach in around.breaches],
        "items": [item_facts(breach.item, context.day) for breach in around.breaches if breach.item],
        "notice": around.rules.notice,
        "employer": around.home.employer,
        "home": around.home.address,
        "office_address": around.rules.address,
        "office_phone": around.rules.phone,
        "officer": around.officer_name(context.actor.login_id),
    }


def _breach(breach: Any) -> dict[str, Any]:
    return {
        "item": breach.item,
        "broken": breach.broken.split(),
        "provision": breach.provision,
        "evidence": breach.evidence,
        "presumed": breach.presumed,
        "workers": breach.workers,
        "violated_on": breach.violated_on,
        "proved": breach.proved,
        "weighing": breach.weighing,
    }


def summons_facts(context: Context) -> dict[str, Any]:
    """The facts, the provisions and the right to be heard (LFPA 72)."""
    return common(context)


def decision_facts(context: Context) -> dict[str, Any]:
    """What was weighed, why, what it costs by every reading, and before whom it can be challenged (LFPA 39, 59)."""
    case, rules = context.case, context.around.rules.rules
    return {
        **common(context),
        "decided_on": case.decided_on,
        "sense": case.sense,
        "in_default": case.in_default,
        "criteria": dict(context.around.criteria),
        "statement": loads(case.statement) if case.statement else None,
        "total": case.total,
        "instalments": case.instalments,
        "recourse": rules["recourse"].says,
        "court": rules["court"].says,
    }


def summons_template(paper: Paper) -> Sheet:
    """What is imputed, and that there are fifteen business days to answer it and to bring evidence."""
    t = paper.t
    return Sheet(
        t("paper.sanction_summons.title"),
        (
            Text(t("paper.sanction_summons.lead"), "lead"),
            Facts(_head(paper)),
            Heading(t("paper.sanction.breaches")),
            *_breaches(paper),
            Heading(t("paper.sanction_summons.rights")),
            Points(tuple(t(f"paper.sanction_summons.{name}") for name in ("answer", "evidence", "hearing", "silence"))),
        ),
        t("paper.foot", day=paper.issued()),
    )


def decision_template(paper: Paper) -> Sheet:
    """The decision: proofs one by one, criteria one by one, the fines with their total, and how it is challenged."""
    facts, t = paper.facts, paper.t
    heard = "in_default" if facts["in_default"] else "appeared"
    return Sheet(
        t("paper.sanction_decision.title"),
        (
            Text(t(f"paper.sanction_decision.{facts['sense']}"), "lead"),
            Facts((*_head(paper), (t("sanction.decided_on"), paper.day(facts["decided_on"])))),
            Text(t(f"paper.sanction_decision.{heard}")),
            Heading(t("paper.sanction.breaches")),
            *_breaches(paper),
            *(_fines(paper) if facts["sense"] == CONVICTING else ()),
            Heading(t("paper.sanction_decision.recourse")),
            Text(t("paper.sanction_decision.revision", body=facts["recourse"])),
            Text(t("paper.sanction_decision.nullity", court=facts["court"])),
            Text(t("paper.sanction_decision.correct")),
        ),
        t("paper.foot", day=paper.issued()),
    )


def _head(paper: Paper) -> tuple[tuple[str, str], ...]:
    facts, t = paper.facts, paper.t
    return (
        (t("sanction.folio"), facts["folio"]),
        (t("sanction.authority"), facts["authority"]),
        (t("sanction.delegation"), facts["delegation"]),
        (t("sanction.acta_on"), paper.day(facts["acta_on"])),
    )


def _breaches(paper: Paper) -> tuple[Block, ...]:
    """Each breach with its articles, day, workers and evidence; of a decision also how it was weighed."""
    blocks: list[Block] = []
    for breach in paper.facts["breaches"]:
        blocks += [Heading(paper.say(named(breach["item"])), 3), Facts(_about(paper, breach))]
    return tuple(blocks)


def named(item: int) -> Sentence:
    """A breach by what the checklist asks for, or as the refusal of the inspection."""
    return Sentence("sanction.item", {"number": item}) if item else Sentence("sanction.refusal")


def _about(paper: Paper, breach: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    t = paper.t
    shown = t("sanction.presumed") if breach["presumed"] else None
    verdict = (
        None if breach["proved"] is None else t(f"sanction.verdict.{'proved' if breach['proved'] else 'unproved'}")
    )
    known = (
        (t("sanction.broken"), ", ".join(article(key).cited for key in breach["broken"])),
        (t("sanction.provision"), f"LFT {breach['provision']}" if breach["provision"] else None),
        (t("sanction.evidence"), breach["evidence"] or shown),
        (t("sanction.workers"), paper.number(breach["workers"])),
        (t("sanction.violated_on"), paper.day(breach["violated_on"])),
        (t("sanction.verdict"), verdict),
        (t("sanction.weighing"), breach["weighing"]),
    )
    return tuple((term, value) for term, value in known if value)


def _fines(paper: Paper) -> tuple[Block, ...]:
    facts, t = paper.facts, paper.t
    statement = facts["statement"]
    lines = [_row(paper, line) for line in statement["lines"]]
    total = (t("sanction.total"), "", "", paper.money(facts["total"]))
    head = (t("sanction.breach"), t("sanction.uma"), t("sanction.workers"), t("sanction.fine"))
    parts = facts["instalments"]
    return (
        Heading(t("paper.sanction_decision.criteria")),
        Facts(tuple((t(f"fine.criterion.{name}"), facts["criteria"][name]) for name in CRITERIA)),
        Heading(t("paper.sanction_decision.fines")),
        Table(head, (*lines, total), has_total=True),
        Points(tuple(paper.say(Sentence.from_json(sentence)) for sentence in statement["explanation"])),
        *((Text(t("paper.sanction_decision.instalments", parts=parts)),) if parts else ()),
    )


def _row(paper: Paper, line: Mapping[str, Any]) -> tuple[str, str, str, str]:
    return (
        paper.say(named(line["item"])),
        paper.money(Decimal(line["uma"])),
        paper.number(line["workers"]),
        paper.money(Decimal(line["total"])),
    )


def _marked(template: Any, paper: Paper) -> Sheet:
    """The same sheet with the parties, where to file, and the mark by which anybody can check it."""
    sheet, facts, t = template(paper), paper.facts, paper.t
    about = rows(
        (t("paper.act.employer"), facts["employer"] or t("paper.act.unnamed_employer")),
        (t("paper.act.home"), facts["home"]),
        (t("paper.act.office"), facts["office_address"] or t("paper.act.by_hand")),
        (t("paper.act.phone"), facts["office_phone"] or t("paper.act.by_hand")),
    )
    lead, *rest = sheet.blocks
    items = listed(paper, "paper.sanction.items", (item_line(paper, item) for item in facts["items"]))
    signed = Signatures((facts["officer"] or t("paper.signs.officer"),))
    foot = t("paper.act.foot", authority=facts["authority"], day=paper.issued())
    return Sheet(sheet.title, (lead, Facts(about), *rest, *items, signed, checked_by(paper)), foot)


def _kind(code: str, readers: tuple[Role, ...], facts: Any, template: Any, *ended_by: str) -> DocumentKind:
    """A paper that was issued without a mark before."""
    return DocumentKind(
        code,
        readers,
        facts,
        partial(_marked, template),
        version="2",
        earlier={"1": template},
        checkable=True,
        ended_by=ended_by,
    )


SUMMONS_PAPER = _kind("summons", (*OFFICERS, EMPLOYER), summons_facts, summons_template, "withdraw_act")
DECISION_PAPER = _kind("decision", OFFICERS, decision_facts, decision_template, "withdraw_act", "annul", "remand")
# The same paper for the party, from when it is served on her.
PARTY_DECISION_PAPER = _kind(
    "notified_decision", (EMPLOYER,), decision_facts, decision_template, "withdraw_act", "annul", "remand"
)
