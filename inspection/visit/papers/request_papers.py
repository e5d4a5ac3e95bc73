"""The request that a sanction is begun: for breaches that stand (T15), or for measures that were not met (T14)."""

from typing import Any

from inspection.papers.act import act
from inspection.papers.blocks import cited, facts, item_facts, listed, told
from inspection.papers.readers import OFFICERS
from inspection.visit.papers.order_papers import about_order, order_lines
from regime.parameters import parameter
from regime.periods import month_after
from workflow.context import Context
from workflow.paper import Paper
from workflow.sheet import Block, Heading

MONTHS = 12


def request_facts(context: Context) -> dict[str, Any]:
    """Every breach with its articles, evidence and workers, what was ordered and not met, and what was found before."""
    case, around, day = context.case, context.around, context.day
    years = int(parameter("recidivism_time").on(day).value)
    before = around.inspected_before(month_after(day.replace(day=1), -MONTHS * years))
    return {
        **about_order(context),
        "acta": {"began_at": case.began_at or case.documents_served_at, "ended_at": case.ended_at},
        "digest": case.acta_digest or "",
        "refused_at": case.refused_at,
        "counts": {"women": case.women, "men": case.men},
        "breaches": [_breach(answer, day) for answer in around.standing],
        "unmet": [item_facts(one.item, day) for one in around.measures if one.verified is False],
        "before": sorted(before & {answer.item for answer in around.standing}),
        "filings": [(filing.kind, filing.filed_on, filing.is_late) for filing in around.filings],
        "reason": context.comment or "",
    }


def _breach(answer: Any, day: Any) -> dict[str, Any]:
    return {
        **item_facts(answer.item, day),
        "evidence": answer.assessed_evidence or answer.evidence,
        "presumed": answer.presumed,
        "workers": answer.workers or 1,
        "until": answer.breach_until,
    }


def request_body(paper: Paper) -> tuple[Block, ...]:
    """The acta, the breaches one by one, what was not met, the antecedents."""
    f, t = paper.facts, paper.t
    return (
        order_lines(paper),
        facts(paper, "paper.acta", {**f["acta"], **f["counts"]}, "began_at", "ended_at", "women", "men"),
        facts(paper, "paper.sanction_request", f, "refused_at", "digest"),
        Heading(t("paper.sanction.breaches")),
        *_breaches(paper),
        *listed(paper, "paper.sanction_request.unmet", (_line(paper, one) for one in f["unmet"])),
        Heading(t("paper.sanction_request.before")),
        facts(paper, "paper.sanction_request", {"repeated": ", ".join(map(str, f["before"])) or t("paper.none")}),
        *listed(paper, "paper.sanction_request.filings", (_filing(paper, *one) for one in f["filings"])),
        *told(paper, "paper.reason", f["reason"]),
    )


def _line(paper: Paper, item: Any) -> str:
    return paper.t("paper.item", number=item["number"], question=_asked(paper, item), articles=cited(item["articles"]))


def _asked(paper: Paper, item: Any) -> str:
    return paper.say(item["question"]) if item["question"] else ""


def _filing(paper: Paper, kind: str, filed_on: Any, is_late: bool) -> str:
    when = "late" if is_late else "in_time"
    came = paper.t(f"paper.certificate.{when}", day=filed_on)
    return f"{paper.t(f'paper.filed.{kind}')} {came}"


def _breaches(paper: Paper) -> tuple[Block, ...]:
    t = paper.t
    blocks: list[Block] = []
    for one in paper.facts["breaches"]:
        shown = {
            "articles": cited(one["articles"]),
            "evidence": one["evidence"] or (t("sanction.presumed") if one["presumed"] else None),
            "workers": one["workers"],
            "until": one["until"],
        }
        title = t("paper.acta.item", number=one["number"], question=_asked(paper, one))
        blocks += [Heading(title, 3), facts(paper, "paper.sanction_request", shown)]
    return tuple(blocks)


REQUEST_PAPERS = (
    act("sanction_request", OFFICERS, request_facts, request_body),
    act("sanction_request_unmet", OFFICERS, request_facts, request_body),
)
