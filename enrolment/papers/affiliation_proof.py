"""The proof of affiliation: twelve months as the payments seen give them, with a code by which anybody can check it."""

from workflow.paper import Paper
from workflow.sheet import Block, Facts, Heading, Link, Sheet, Table, Text
from workflow.typesetting import link


def template(paper: Paper) -> Sheet:
    """For herself over all her homes, which it does not name; for a household its own line."""
    facts, t = paper.facts, paper.t
    rows = [(t("paper.worker"), facts["worker"])]
    if facts["household"]:
        rows.append((t("paper.household"), facts["household"]))
    if facts["since"]:
        rows.append((t("paper.affiliation_proof.since"), paper.day(facts["since"])))
    if facts["until"]:
        rows.append((t("paper.affiliation_proof.until"), paper.day(facts["until"])))
    whose = "household" if facts["household"] else "worker"
    return Sheet(
        t("paper.affiliation_proof.title"),
        (
            Text(t(f"paper.affiliation_proof.lead.{whose}"), "lead"),
            Facts(tuple(rows)),
            Heading(t("paper.affiliation_proof.months")),
            *_months(paper),
            Text(t("paper.seen")),
            checked_by(paper),
            Text(t("paper.not_imss"), "quiet"),
        ),
        t("paper.foot", day=paper.issued()),
    )


def checked_by(paper: Paper) -> Link:
    """The code and the folio, with what the page behind them shows."""
    t, facts = paper.t, paper.facts
    return link(
        facts["address"],
        alt=t("paper.check.alt"),
        title=t("paper.check"),
        text=t("paper.check.text"),
        folio=facts["folio"],
    )


def _months(paper: Paper) -> tuple[Block, ...]:
    t, months = paper.t, paper.facts["months"]
    if not months:
        return (Text(t("paper.affiliation_proof.no_months")),)
    rows = tuple(
        (paper.month(month["month"]), t(f"paper.answer.{month['answer']}"), str(month["days"])) for month in months
    )
    head = (t("paper.month"), t("paper.affiliation_proof.answer"), t("paper.insured_days"))
    return (Table(head, rows, numbers_from=2),)
