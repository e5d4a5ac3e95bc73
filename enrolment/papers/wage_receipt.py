"""The wage receipt that a household hands over: days, agreed pay, what is withheld for insurance, what she gets."""

from workflow.paper import Paper
from workflow.sheet import Facts, Figure, Sheet, Signatures, Table, Text


def template(paper: Paper) -> Sheet:
    """The receipt, with lines to sign."""
    facts, t = paper.facts, paper.t
    rows = [
        (t("paper.worker"), facts["worker"]),
        (t("paper.household"), facts["household"]),
        (t("paper.wage_receipt.days"), t("paper.from_to", first=facts["first"], last=facts["last"])),
        (t("paper.pay"), t(f"paper.pay.{facts['pay_each']}", amount=facts["pay_amount"])),
        (t("paper.wage_receipt.worked"), _worked(paper)),
    ]
    return Sheet(
        t("paper.wage_receipt.title"),
        (
            Figure(t("paper.wage_receipt.to_receive"), paper.money(facts["to_receive"])),
            Facts(tuple(rows)),
            Table(
                (t("paper.concept"), t("paper.amount")),
                (
                    (t("paper.wage_receipt.earned"), paper.money(facts["earned"])),
                    (t("paper.wage_receipt.withheld"), f"−{paper.money(facts['withheld'])}"),
                    (t("paper.wage_receipt.to_receive"), paper.money(facts["to_receive"])),
                ),
                has_total=True,
            ),
            *((Text(t("paper.wage_receipt.partial")),) if facts["is_partial"] else ()),
            Text(t("paper.wage_receipt.text")),
            Signatures((t("paper.wage_receipt.received"), t("paper.wage_receipt.paid"))),
        ),
        t("paper.foot", day=paper.issued()),
    )


def _worked(paper: Paper) -> str:
    days = paper.facts["days"]
    return paper.t("paper.wage_receipt.count", count=len(days), days=", ".join(str(day.day) for day in days))
