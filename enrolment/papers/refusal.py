"""The paper of a refusal: what was asked, why not, on which articles, and what can be done about it until when."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from enrolment.papers.refusals import DOCUMENT, refusal_facts
from enrolment.papers.relation import known
from enrolment.papers.told import language_of
from regime.law import article
from workflow.context import Role
from workflow.definition import DocumentKind
from workflow.paper import Paper
from workflow.sheet import Facts, Figure, Heading, Notice, Points, Sheet, Text


def refusal(workflow: str, *readers: Role) -> DocumentKind:
    """The refusal of what is asked in a procedure; it speaks the language of whoever is told."""
    return DocumentKind(
        DOCUMENT, readers, partial(refusal_facts, workflow), template, language=partial(language_of, readers)
    )


def template(paper: Paper) -> Sheet:
    """The decision on one page; the day that matters stands first."""
    facts, t = paper.facts, paper.t
    return Sheet(
        t("paper.refusal.title"),
        (
            Text(t("paper.refusal.lead"), "lead"),
            Figure(t("paper.refusal.until"), paper.weekday_and_day(facts["until"])),
            Facts(known(_about(paper))),
            Heading(t("paper.refusal.reason")),
            Text(facts["reason"]),
            Heading(t("paper.refusal.basis")),
            Points(tuple(_cited(key) for key in facts["articles"])),
            Heading(t("paper.refusal.disagree")),
            Text(paper.say(facts["recourse"])),
            *(Notice(paper.say(doubt)) for doubt in facts["doubts"]),
            Heading(t("paper.what_now")),
            Text(t("paper.refusal.now")),
            Text(t("paper.not_imss"), "quiet"),
        ),
        t("paper.foot", day=paper.issued()),
    )


def _about(paper: Paper) -> list[tuple[str, Any]]:
    facts: Mapping[str, Any] = paper.facts
    return [
        (paper.t("paper.filing.folio"), facts["folio"]),
        (paper.t("paper.filing.asked"), paper.say(facts["asked"])),
        (paper.t("paper.filing.filed_on"), paper.weekday_and_day(facts["filed_on"])),
        (paper.t("paper.filing.decided_on"), paper.weekday_and_day(facts["decided_on"])),
        (paper.t("paper.filing.office"), facts["office"]),
    ]


def _cited(key: str) -> str:
    found = article(key)
    return f"{found.cited} ({found.law})"
