"""The letters with a code about an enrolment that a worker starts: hers to hand over, and the office's to the home.

They are set when they are asked for and kept nowhere: only a digest of the code is ever stored.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from regime.parameters import parameter
from workflow.paper import Paper
from workflow.sheet import Block, Facts, Figure, Heading, Points, Sheet, Text
from workflow.typesetting import link


def letter_facts(code: str, until: date | None, base_url: str, worker: str) -> Mapping[str, Any]:
    """What both letters say, and the addresses at which the code is opened."""
    addresses = {"page": f"{base_url}/invitation", "qr": f"{base_url}/i/{code}", "simulator": f"{base_url}/simulator"}
    return {"code": code, "until": until, "worker": worker, **addresses}


def handed_over(paper: Paper) -> Sheet:
    """From her: what she asks, the code, what an ordinary month costs (`cost`, if she tells it), and what it avoids."""
    facts, t = paper.facts, paper.t
    fine = parameter("fine_not_enrolled").on(paper.made_at.date()).range
    return Sheet(
        t("paper.invitation.title"),
        (
            Text(t("paper.invitation.lead", worker=facts["worker"]), "lead"),
            *_code(paper),
            *_cost(paper),
            Heading(t("paper.invitation.why")),
            Points(
                (
                    t("paper.invitation.why.law"),
                    t("paper.invitation.why.cost"),
                    t("paper.invitation.why.fine", least=paper.number(fine.least), most=paper.number(fine.most)),
                    t("paper.invitation.why.both"),
                )
            ),
            Heading(t("paper.invitation.how")),
            Points(tuple(t(f"paper.invitation.how.{step}") for step in ("open", "check", "send"))),
            Text(t("paper.invitation.no"), "quiet"),
            Text(t("paper.not_imss"), "quiet"),
        ),
        t("paper.foot", day=paper.issued()),
    )


def requirement(paper: Paper) -> Sheet:
    """From the office: about whom it asks, what, until when, and what follows."""
    facts, t = paper.facts, paper.t
    return Sheet(
        t("paper.requirement.title"),
        (
            Text(t("paper.requirement.lead", worker=facts["worker"]), "lead"),
            *_code(paper),
            Heading(t("paper.requirement.asked")),
            Text(facts["words"]),
            Heading(t("paper.what_now")),
            Points(tuple(t(f"paper.requirement.now.{step}") for step in ("answer", "enrol", "silence"))),
            Text(t("paper.not_imss"), "quiet"),
        ),
        t("paper.foot", day=paper.issued()),
    )


def _cost(paper: Paper) -> tuple[Block, ...]:
    """An ordinary month, explained by its parts; nothing where she does not tell her days and her pay."""
    cost, t = paper.facts.get("cost"), paper.t
    if cost is None:
        return ()
    parts = ("insurance", "housing", *(("withheld",) if cost["withheld"] else ()))
    return (
        Heading(t("paper.invitation.cost")),
        Text(paper.say(cost["echo"])),
        Figure(
            t("paper.invitation.cost.month", month=paper.month(cost["month"])),
            paper.money(cost["total"]),
            t("paper.invitation.cost.days", days=cost["days"]),
        ),
        Facts(tuple((t(f"paper.invitation.cost.{part}"), paper.money(cost[part])) for part in parts)),
        *(Text(paper.say(notice), "quiet") for notice in cost["notices"]),
        Text(t("paper.invitation.cost.why", address=paper.facts["simulator"]), "quiet"),
    )


def _code(paper: Paper) -> tuple[Any, ...]:
    facts, t = paper.facts, paper.t
    by = t("paper.invitation.until", day=paper.weekday_and_day(facts["until"])) if facts["until"] else ""
    return (
        Figure(t("paper.invitation.code"), facts["code"], by),
        link(
            facts["qr"],
            alt=t("paper.invitation.qr"),
            title=t("paper.invitation.page", address=facts["page"]),
            text=t("paper.invitation.page.text"),
        ),
    )
