"""The payment slip of a line: the same statement as on the page, to the cent, as it stood when the line was issued."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from enrolment.money.contribution_rules import months_covered
from regime.periods import PeriodStatement
from regime.statement import Statement
from workflow.context import Context
from workflow.paper import Paper
from workflow.sheet import Block, Facts, Figure, Heading, Points, Rows, Sheet, Table, Text
from workflow.stored import loads


def facts(context: Context) -> Mapping[str, Any]:
    """The line with its statement."""
    case, around = context.case, context.around
    return {
        "worker": around.worker_name,
        "household": around.household_name,
        "months": months_covered(case),
        "basis": case.basis,
        "line": case.line,
        "amount": case.amount,
        "due_day": case.due_day,
        "paid": case.paid_amount,
        "surcharge": case.surcharge,
        "valid_until": case.valid_until,
        "days": loads(case.days),
        "statement": loads(case.statement),
        "is_demo": around.is_demo,
    }


def template(paper: Paper) -> Sheet:
    """What to pay, by when, with which line; then every month line by line."""
    facts, t = paper.facts, paper.t
    statement = PeriodStatement.from_json(facts["statement"])
    months = [block for month in statement.months for block in _month(paper, month)]
    notices = (*statement.notices, *(notice for month in statement.months for notice in month.notices))
    assumptions = tuple(paper.say(notice) for notice in dict.fromkeys(notices))
    to_pay = facts["amount"] + facts["surcharge"] - facts["paid"]
    due = t("paper.payment_slip.due", day=paper.weekday_and_day(facts["valid_until"] or facts["due_day"]))
    return Sheet(
        t("paper.payment_slip.title"),
        (
            Figure(t("paper.payment_slip.to_pay"), paper.money(to_pay), due),
            Facts(_rows(paper)),
            *((Text(t("paper.payment_slip.fictitious")),) if facts["is_demo"] else ()),
            Text(t(f"paper.payment_slip.{facts['basis']}")),
            *months,
            *((Heading(t("paper.assumptions")), Points(assumptions)) if assumptions else ()),
            Text(t("paper.not_imss"), "quiet"),
        ),
        t("paper.foot", day=paper.issued()),
    )


def _rows(paper: Paper) -> Rows:
    facts, t = paper.facts, paper.t
    rows = [
        (t("paper.payment_slip.line"), facts["line"]),
        (t("paper.payment_slip.for"), paper.say(facts["months"])),
        (t("paper.worker"), facts["worker"]),
        (t("paper.household"), facts["household"]),
    ]
    if facts["surcharge"] or facts["paid"]:
        parts = ("amount", "surcharge", "paid")
        rows += [(t(f"paper.payment_slip.{name}"), paper.money(facts[name])) for name in parts]
    return tuple(rows)


def _month(paper: Paper, month: Statement) -> list[Block]:
    t = paper.t
    shares = (
        (t("paper.payment_slip.own"), paper.money(month.paid_by_employer)),
        (t("paper.payment_slip.withheld"), paper.money(month.worker)),
    )
    head = tuple(t(f"paper.payment_slip.{name}") for name in ("concept", "payer", "base", "rate", "amount"))
    rows = [
        (
            t(f"concept.{line.concept}"),
            t(f"paper.payment_slip.payer.{line.payer}"),
            "" if line.base is None else paper.money(line.base),
            "" if line.rate is None else f"{(line.rate * 100).normalize():f} %",
            paper.money(line.amount),
        )
        for line in month.lines
    ]
    total = (t("paper.total"), "", "", "", paper.money(month.total))
    return [
        Heading(paper.month(month.day).capitalize()),
        Text(t("paper.payment_slip.days", days=_days(paper, month.day))),
        Facts(shares),
        Table(head, (*rows, total), numbers_from=2, has_total=True),
    ]


def _days(paper: Paper, month: date) -> str:
    return ", ".join(str(day) for day in paper.facts["days"][f"{month:%Y-%m}"])
