"""The agreements of a sanction (S5 to S8, S14, X3), its collection (S13, S14b), papers of a challenge (S10, S11)."""

from collections.abc import Mapping
from typing import Any

from inspection.papers.act import act
from inspection.papers.blocks import facts, listed, term_blocks, term_facts, told
from inspection.roles import DIRECTOR, EMPLOYER, INTAKE, LEGAL_OFFICER, NOTIFIER, SANCTIONER, SUPERIOR
from inspection.sanction.papers import named
from inspection.sanction.terms import arguments_end
from regime.law import article
from regime.sentences import Sentence
from workflow.context import Context, Role
from workflow.definition import DocumentKind
from workflow.paper import Paper
from workflow.sheet import Block, Text

OFFICERS = (LEGAL_OFFICER, NOTIFIER, SANCTIONER, SUPERIOR, DIRECTOR)
PARTIES = (EMPLOYER, *OFFICERS)
OF_CHALLENGE = (EMPLOYER, INTAKE, LEGAL_OFFICER, SUPERIOR)
COLLECTION = ("treasury", "credit_number", "total", "decided_on", "collected", "collected_on", "collected_amount")
CHALLENGED = ("kind", "filed_on", "is_late", "body", "reference", "suspension_asked", "guaranteed", "suspension")
ANSWERED = ("outcome", "decided_on", "effective_on")


def agreed_facts(context: Context) -> dict[str, Any]:
    """Which procedure, what is decided in it, and why."""
    case, ground = context.case, context.data.get("ground")
    return {
        "about": {
            "acta_on": case.acta_on,
            "heard_at": case.heard_at,
            "arguments_days": case.arguments_days,
            "served_at": case.served_at,
            "ground": Sentence(f"paper.ground.{ground}") if ground else None,
        },
        "breaches": [
            {"item": one.item, "articles": one.broken.split(), "workers": one.workers}
            for one in context.around.breaches
        ],
        "term": term_facts("closing_arguments_time", arguments_end(context)) if case.arguments_served_at else None,
        "reason": context.comment or "",
    }


def agreed_body(paper: Paper) -> tuple[Block, ...]:
    """The procedure, the reason, the breaches that it is about."""
    f = paper.facts
    about = facts(
        paper, "paper.sanction_agreement", f["about"], "acta_on", "served_at", "heard_at", "arguments_days", "ground"
    )
    return (
        about,
        *term_blocks(paper, "paper.sanction_agreement.by", f["term"]),
        *told(paper, "paper.reason", f["reason"]),
        *listed(paper, "paper.sanction.breaches", (_breach(paper, one) for one in f["breaches"])),
    )


def _breach(paper: Paper, one: Mapping[str, Any]) -> str:
    articles = ", ".join(article(key).cited for key in one["articles"])
    return paper.t(
        "paper.sanction_agreement.breach", what=named(one["item"]), articles=articles, workers=one["workers"]
    )


def collection_facts(context: Context) -> dict[str, Any]:
    """The credit, the amount, who collects it, and what became of it."""
    case = context.case
    collected = Sentence(f"sanction.collected.{case.collected}") if case.collected else None
    rules = context.around.rules
    return {
        "credit": {
            "treasury": case.treasury or rules.rules["collection"].says,
            "credit_number": case.credit_number,
            "total": case.total,
            "decided_on": case.decided_on,
            "collected": collected,
            "collected_on": case.collected_on,
            "collected_amount": case.collected_amount,
        },
        "instalments": case.instalments,
        "reason": context.comment or "",
    }


def collection_body(paper: Paper) -> tuple[Block, ...]:
    """The credit; that paying corrects nothing."""
    f, t = paper.facts, paper.t
    return (
        facts(paper, "paper.collection", f["credit"], *COLLECTION),
        *((Text(t("paper.sanction_decision.instalments", parts=f["instalments"])),) if f["instalments"] else ()),
        *told(paper, "paper.reason", f["reason"]),
        Text(t("paper.collection.corrects_nothing")),
    )


def challenge_facts(context: Context) -> dict[str, Any]:
    """What was challenged and how, and how it was answered."""
    case, code = context.case, context.action.code if context.action else ""
    return {
        "challenge": {
            "kind": Sentence(f"challenge.kind.{case.kind}") if case.kind else None,
            "filed_on": case.filed_on,
            "is_late": bool(case.is_late),
            "body": case.body,
            "reference": case.reference,
            "suspension_asked": bool(case.suspension_asked),
            "guaranteed": bool(case.guaranteed),
            "suspension": Sentence(f"paper.suspension.{case.suspension}") if case.suspension else None,
        },
        "answer": {
            "outcome": Sentence(f"paper.outcome.{code}") if case.decided_on or code in NOT_DECIDED else None,
            "decided_on": case.decided_on,
            "effective_on": case.effective_on,
        },
        "reason": context.comment or "",
    }


NOT_DECIDED = ("not_take_up", "dismiss")


def challenge_body(paper: Paper) -> tuple[Block, ...]:
    """The challenge, the answer, the reason."""
    f = paper.facts
    return (
        facts(paper, "paper.challenge", f["challenge"], *CHALLENGED),
        facts(paper, "paper.challenge", f["answer"], *ANSWERED),
        *told(paper, "paper.reason", f["reason"]),
    )


def _agreement(code: str, readers: tuple[Role, ...] = PARTIES, **more: Any) -> DocumentKind:
    return act(code, readers, agreed_facts, agreed_body, **more)


AGREEMENTS = (
    _agreement("inadmissibility", OFFICERS),
    _agreement("hearing_record"),
    _agreement("default_agreement"),
    _agreement("arguments_agreement"),
    _agreement("lapse_agreement", recourse=True),
    _agreement("withdrawal"),
    act("collection_request", OFFICERS, collection_facts, collection_body),
    act("collection_report", OFFICERS, collection_facts, collection_body),
)
CHALLENGE_PAPERS = (
    act("challenge_receipt", OF_CHALLENGE, challenge_facts, challenge_body, signed=False),
    act("suspension_agreement", OF_CHALLENGE, challenge_facts, challenge_body),
    act("challenge_answer", OF_CHALLENGE, challenge_facts, challenge_body),
)
