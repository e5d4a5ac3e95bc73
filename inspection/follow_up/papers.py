"""The papers of what is followed beside an inspection: to the employer to enrol, to IMSS, to the prosecutor (E2)."""

from typing import Any

from inspection.follow_up.insurance_rules import requirement_ends
from inspection.papers.act import act
from inspection.papers.blocks import facts, term_blocks, term_facts
from inspection.papers.referral import referral
from inspection.roles import ASSESSOR, DIRECTOR, EMPLOYER, INSPECTOR, LEGAL_OFFICER
from regime.sentences import Sentence
from workflow.context import Context
from workflow.paper import Paper
from workflow.sheet import Block, Notice, Points, Text

OFFICERS = (LEGAL_OFFICER, DIRECTOR, INSPECTOR, ASSESSOR)
PARTY = (EMPLOYER, *OFFICERS)
STEPS = ("enrol", "show", "pay", "doubt")


def requirement_facts(context: Context) -> dict[str, Any]:
    """In how many days; once it counts, by which day. It names no worker: any of the home may be meant."""
    case = context.case
    return {
        "days": case.required_days,
        "term": term_facts("term_without_statute", requirement_ends(context)) if case.served_at else None,
        "served": {"served_at": case.served_at},
    }


def requirement_body(paper: Paper) -> tuple[Block, ...]:
    """What helps first (LSS 304-C), then by when and what to do."""
    f, t = paper.facts, paper.t
    days = Text(t("paper.asked_documents.days", days=f["days"] or t("paper.act.by_hand")))
    return (
        Notice(t("paper.enrol_first")),
        *(term_blocks(paper, "paper.enrolment_requirement.by", f["term"]) or (days,)),
        facts(paper, "paper.measures", f["served"], "served_at"),
        Points(tuple(t(f"paper.enrolment_requirement.{step}") for step in STEPS)),
    )


def imss_facts(context: Context) -> dict[str, Any]:
    """Which worker of which home, since when, and whether there was an accident meanwhile (LSS 77)."""
    case = context.case
    return {
        "to": Sentence("complaint.referred_to.imss"),
        "urgency": Sentence("paper.referral.urgent") if case.accident_on else None,
        "worker": case.worker_name,
        "began_on": case.began_on,
        "accident_on": case.accident_on,
        "reference": case.referral_reference,
        "known": Sentence("paper.referral.not_enrolled"),
    }


def prosecutor_facts(context: Context) -> dict[str, Any]:
    """The suspected crime and the facts, written so that they name nobody who complained (CNPP 222)."""
    case = context.case
    return {
        "to": Sentence("worker_protection.referred_to.prosecutor"),
        "urgency": Sentence("paper.referral.urgent"),
        "matter": Sentence(f"judicial_entry.ground.{case.ground}") if case.ground else None,
        "learnt_at": case.learnt_at,
        "reference": case.asked_reference,
        "known": case.facts_shared or "",
        "identity": "apart",
    }


INSURANCE_PAPERS = (
    act("enrolment_requirement", PARTY, requirement_facts, requirement_body),
    act(
        "served_enrolment_requirement",
        PARTY,
        requirement_facts,
        requirement_body,
        words="enrolment_requirement",
        signed=False,
    ),
    referral("imss_referral", OFFICERS, imss_facts),
)
ENTRY_PAPERS = (referral("report_to_prosecutor", (DIRECTOR, LEGAL_OFFICER, INSPECTOR), prosecutor_facts),)
