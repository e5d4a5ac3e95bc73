"""The recap of a year: month by month what was asked for, withheld and paid, for a household or for a worker."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from enrolment.papers.affiliation_proof import checked_by
from workflow.paper import Paper
from workflow.sheet import Block, Figure, Heading, Sheet, Table, Text

Months = Sequence[Mapping[str, Any]]
COVERED = ("yes", "days", "at_least")
ASKED, WITHHELD = "amount", "withheld"


def template(paper: Paper) -> Sheet:
    """One table per relation; her own recap begins with the months covered over all homes."""
    facts, t = paper.facts, paper.t
    whose = "household" if facts["is_households"] else "worker"
    blocks: list[Block] = [Text(t(f"paper.yearly_recap.lead.{whose}"), "lead"), _figure(paper)]
    for relation in facts["relations"]:
        blocks += [Heading(relation["name"]), _table(paper, relation["months"])]
    if not facts["relations"]:
        blocks.append(Text(t("paper.yearly_recap.nothing")))
    blocks += [Text(t("paper.seen")), Text(t("paper.yearly_recap.text"))]
    if facts["address"]:
        blocks.append(checked_by(paper))
    blocks.append(Text(t("paper.not_imss"), "quiet"))
    return Sheet(t("paper.yearly_recap.title", year=facts["year"]), tuple(blocks), t("paper.foot", day=paper.issued()))


def _figure(paper: Paper) -> Figure:
    facts, t = paper.facts, paper.t
    if facts["is_households"]:
        paid = [month for relation in facts["relations"] for month in relation["months"] if month["is_paid"]]
        return Figure(t("paper.yearly_recap.paid"), paper.money(_sum(paid, ASKED)), t("paper.yearly_recap.paid_hint"))
    covered = sum(1 for month in facts["covered"] if month["answer"] in COVERED)
    return Figure(t("paper.yearly_recap.covered"), str(covered), t("paper.yearly_recap.covered_hint"))


def _table(paper: Paper, months: Months) -> Table:
    t = paper.t
    head = ("month", "insured_days", "base_wage", "asked", "withheld", "paid")
    rows = [
        (
            paper.month(month["month"]),
            str(month["days"]),
            paper.money(month["base_wage"]),
            paper.money(month[ASKED]),
            paper.money(month[WITHHELD]),
            t("paper.yes" if month["is_paid"] else "paper.no"),
        )
        for month in months
    ]
    paid = [month for month in months if month["is_paid"]]
    total = (
        t("paper.yearly_recap.total_paid"),
        str(sum(month["days"] for month in paid)),
        "",
        paper.money(_sum(paid, ASKED)),
        paper.money(_sum(paid, WITHHELD)),
        "",
    )
    return Table(tuple(t(f"paper.{name}") for name in head), (*rows, total), has_total=True)


def _sum(months: Months, amount: str) -> Decimal:
    return sum((month[amount] for month in months), Decimal("0.00"))
