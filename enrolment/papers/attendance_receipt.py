"""The receipt of an attendance: where and how somebody was attended, each thing that was filed, what happens next."""

from collections.abc import Mapping
from typing import Any

from enrolment.papers.refusals import folio_of
from enrolment.papers.relation import known
from workflow.context import Context
from workflow.paper import Paper
from workflow.sheet import Block, Facts, Figure, Heading, Points, Sheet, Text
from workflow.words import knows


def facts(context: Context) -> Mapping[str, Any]:
    """What is frozen: initials only, and steps by procedure and folio."""
    case, around = context.case, context.around
    return {
        "folio": folio_of(case.id),
        "initials": around.initials,
        "channel": case.channel,
        "checked": case.checked,
        "office": around.office.name if around.office else "",
        "address": around.office.address if around.office else "",
        "phone": around.office.phone if around.office else "",
        "at": case.opened_at,
        "steps": [dict(step) for step in around.steps],
    }


def template(paper: Paper) -> Sheet:
    """One page for whoever was attended, to show at any counter."""
    f, t = paper.facts, paper.t
    rows = [
        (t("paper.attendance.who"), f["initials"]),
        (t("paper.filing.channel"), t(f"channel.{f['channel']}")),
        (t("paper.attendance.checked"), t(f"attendance.checked.{f['checked']}")),
        (t("paper.filing.office"), f["office"]),
        (t("paper.attendance.address"), f["address"]),
        (t("paper.attendance.phone"), f["phone"]),
        (t("paper.receipt.at"), t("paper.receipt.moment", at=f["at"])),
    ]
    return Sheet(
        t("paper.attendance.title"),
        (
            Text(t("paper.attendance.lead"), "lead"),
            Figure(t("paper.filing.folio"), f["folio"], t("paper.attendance.keep")),
            Facts(known(rows)),
            Heading(t("paper.attendance.filed")),
            *_filed(paper),
            Heading(t("paper.what_now")),
            Points(tuple(_what_now(paper))),
            Text(t("paper.attendance.not_you")),
            Text(t("paper.not_imss"), "quiet"),
        ),
        t("paper.foot", day=paper.issued()),
    )


def _filed(paper: Paper) -> tuple[Block, ...]:
    """Each thing that was filed, with the folio under which it is found; or that nothing was."""
    lines = dict.fromkeys(_line(paper, step) for step in paper.facts["steps"])
    return (Points(tuple(lines)),) if lines else (Text(paper.t("paper.attendance.nothing")),)


def _line(paper: Paper, step: Mapping[str, Any]) -> str:
    workflow, code = step["workflow"], step["action"]
    words = f"{workflow}.action.{code}"
    words = f"{words}.done" if knows(f"{words}.done") else words
    return paper.t(
        "paper.attendance.step",
        what=paper.t(words),
        where=paper.t(f"{workflow}.title"),
        folio=step["folio"],
        at=step["at"],
    )


def _what_now(paper: Paper) -> list[str]:
    """What happens next with each kind of thing that was filed."""
    filed = dict.fromkeys(f"filing.next.{step['workflow']}" for step in paper.facts["steps"])
    return [*(paper.t(code) for code in filed if knows(code)), paper.t("paper.attendance.ask")]
