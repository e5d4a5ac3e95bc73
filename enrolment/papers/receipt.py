"""The receipt of a filing: folio, day and hour, what was filed, what is missing and by when, what happens next."""

from collections.abc import Callable, Iterable
from functools import partial

from enrolment.filings import DOCUMENT, receipt_facts
from enrolment.papers.relation import known
from enrolment.papers.told import language_of
from regime.sentences import Sentence
from workflow.context import Context, Role
from workflow.definition import DocumentKind, Guard
from workflow.paper import Paper
from workflow.sheet import Block, Facts, Figure, Heading, Points, Sheet, Text


def receipt(
    workflow: str,
    *readers: Role,
    complete: tuple[Guard, ...] = (),
    more: Callable[[Context], Iterable[Sentence]] | None = None,
) -> DocumentKind:
    """The receipt of what is filed in a procedure.

    `complete` is what a filing needs that may be completed later, `more` what else whoever filed it should know.
    """
    return DocumentKind(
        DOCUMENT,
        readers,
        partial(receipt_facts, workflow, complete, more),
        template,
        version="2",
        earlier={"1": template},  # without the channel, whose row is left out where it is not known
        language=partial(language_of, readers),
    )


def template(paper: Paper) -> Sheet:
    """One page that can be shown at any counter."""
    facts, t = paper.facts, paper.t
    rows = [
        (t("paper.filing.asked"), paper.say(facts["asked"])),
        (t("paper.filing.filed_on"), paper.weekday_and_day(facts["filed_on"])),
        (t("paper.receipt.at"), t("paper.receipt.moment", at=facts["at"])),
        (t("paper.filing.channel"), t(f"channel.{facts['channel']}") if "channel" in facts else None),
        (t("paper.filing.office"), facts["office"]),
    ]
    return Sheet(
        t("paper.receipt.title"),
        (
            Text(t("paper.receipt.lead"), "lead"),
            Figure(t("paper.filing.folio"), facts["folio"], t("paper.receipt.keep")),
            Facts(known(rows)),
            *_missing(paper),
            *(Text(paper.say(sentence)) for sentence in facts.get("more", ())),
            Heading(t("paper.what_now")),
            Text(paper.say(facts["next"])),
            Text(t("paper.not_imss"), "quiet"),
        ),
        t("paper.foot", day=paper.issued()),
    )


def _missing(paper: Paper) -> tuple[Block, ...]:
    facts, t = paper.facts, paper.t
    if not facts["missing"]:
        return (Text(t("paper.receipt.nothing_missing")),)
    return (
        Heading(t("paper.receipt.missing")),
        Points(tuple(paper.say(sentence) for sentence in facts["missing"])),
        Figure(t("paper.receipt.by"), paper.weekday_and_day(facts["by"])),
    )
