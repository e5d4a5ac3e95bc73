"""The agreements after the acta: more time (T9), archive (T11), end (T12), another look (X2), withdrawal of an act
(X3), certificates of terms that passed."""

from typing import Any

from inspection.papers.act import act
from inspection.papers.blocks import facts, item_facts, item_line, listed, term_blocks, term_facts, told
from inspection.papers.readers import PARTY
from inspection.visit import terms
from inspection.visit.papers.door_papers import WITHDRAWN, requirement_facts
from inspection.visit.papers.order_papers import about_order, order_lines, order_named
from regime.sentences import Sentence
from workflow.context import Context
from workflow.paper import Paper
from workflow.sheet import Block, Notice, Text
from workflow.stored import loads


def granted_facts(context: Context) -> dict[str, Any]:
    """When more time was asked for, why it is given, and the new last day (RGITAS 36)."""
    ends = terms.extension_ends(context)
    return {
        **_asked_on(context),
        "extra_days": context.case.extra_days,
        "answer": "granted",
        "term": term_facts("safety_extension_time", ends),
    }


def refused_facts(context: Context) -> dict[str, Any]:
    """When more time was asked for, and why it is not given."""
    return {**_asked_on(context), "extra_days": None, "answer": "refused", "term": None}


def documents_granted_facts(context: Context) -> dict[str, Any]:
    """More time for documents: half of the term at most (LFPA 31)."""
    asked = requirement_facts(context)
    return {
        **about_order(context),
        "asked_on": None,
        "reason": context.comment or "",
        "extra_days": context.case.documents_extra_days,
        "answer": "granted",
        "term": asked["term"],
    }


def _asked_on(context: Context) -> dict[str, Any]:
    asked = [filing.filed_on for filing in context.around.filed("extension")]
    return {**about_order(context), "asked_on": asked[-1] if asked else None, "reason": context.comment or ""}


def extension_body(paper: Paper) -> tuple[Block, ...]:
    """The answer, the new day, the cause."""
    f, t = paper.facts, paper.t
    return (
        Notice(t(f"paper.extension.{f['answer']}")),
        *term_blocks(paper, "paper.extension.by", f["term"]),
        facts(paper, "paper.extension", {"asked_on": f["asked_on"], "extra_days": f["extra_days"]}),
        *told(paper, "paper.reason", f["reason"]),
    )


def archive_facts(context: Context) -> dict[str, Any]:
    """What became of every item, and why the inspection ends."""
    case, day = context.case, context.day
    return {
        **about_order(context),
        "why": context.action.code if context.action else "",
        "items": [_weighed(answer, day) for answer in context.around.answers],
        "measures": [{**item_facts(one.item, day), "verified": bool(one.verified)} for one in context.around.measures],
        "defect": Sentence(f"visit.defect.{case.defect}") if case.defect else None,
        "reason": context.comment or "",
    }


def _weighed(answer: Any, day: Any) -> dict[str, Any]:
    return {
        **item_facts(answer.item, day),
        "result": answer.result,
        "assessed": answer.assessed,
        "evidence": answer.assessed_evidence,
    }


def archive_body(paper: Paper) -> tuple[Block, ...]:
    """Why it ends, and item by item on which evidence."""
    f, t = paper.facts, paper.t
    return (
        Notice(t(f"paper.archive.why.{f['why']}")),
        order_named(paper),
        facts(paper, "paper.archive", {"defect": f["defect"]}),
        *told(paper, "paper.reason", f["reason"]),
        *listed(paper, "paper.archive.items", (_decided(paper, item) for item in f["items"])),
        *listed(paper, "paper.archive.measures", (_verified(paper, one) for one in f["measures"])),
        Text(t("paper.archive.rights")),
    )


def _decided(paper: Paper, item: Any) -> str:
    verdict = f"visit.assessed.{item['assessed']}" if item["assessed"] else f"visit.result.{item['result']}"
    line = paper.t("paper.archive.item", line=item_line(paper, item), verdict=paper.t(verdict))
    return f"{line} {paper.t('paper.archive.by', evidence=item['evidence'])}" if item["evidence"] else line


def _verified(paper: Paper, one: Any) -> str:
    verdict = "paper.archive.met" if one["verified"] else "paper.archive.unmet"
    return paper.t("paper.archive.item", line=item_line(paper, one), verdict=paper.t(verdict))


def reason_facts(context: Context) -> dict[str, Any]:
    """What is decided, and why."""
    ground = context.data.get("ground")
    return {
        **about_order(context),
        "ground": Sentence(f"paper.ground.{ground}") if ground else None,
        "reason": context.comment or "",
    }


def reason_body(paper: Paper) -> tuple[Block, ...]:
    """The inspection it is about, the ground and the reason."""
    f = paper.facts
    return (
        order_lines(paper),
        facts(paper, "paper.act", {"ground": f["ground"]}),
        *told(paper, "paper.reason", f["reason"]),
    )


def withdrawal_facts(context: Context) -> dict[str, Any]:
    """Where it stood, with the number of the order, which is gone from the case by now."""
    numbers = [loads(event.data).get("order_folio") for event in context.around.taken("order")]
    stood = {
        "stood": Sentence(f"inspection.state.{context.case.state}"),
        "order_folio": numbers[-1] if numbers else None,
    }
    return {**reason_facts(context), "withdrawn": stood}


def withdrawal_body(paper: Paper) -> tuple[Block, ...]:
    """Where the procedure stood, the ground (LFPA 95), the reason, and that terms are not suspended by it."""
    f = paper.facts
    return (
        facts(paper, "paper.withdrawal", f["withdrawn"]),
        *reason_body(paper),
        Text(paper.t("paper.withdrawal.effect")),
    )


def certificate_facts(context: Context) -> dict[str, Any]:
    """Which term passed and what came within it."""
    kind = "documents" if context.action and context.action.code == "presume" else "observations"
    ends = (terms.documents_end if kind == "documents" else terms.observations_end)(context)
    return {
        **about_order(context),
        "kind": kind,
        "presumed": bool(context.case.presumed) and kind == "documents",
        "term": term_facts("term_without_statute" if kind == "documents" else "observation_time", ends),
        "came": [{"filed_on": filing.filed_on, "is_late": filing.is_late} for filing in context.around.filed(kind)],
    }


def certificate_body(paper: Paper) -> tuple[Block, ...]:
    """The term, what came, and what follows."""
    f, t = paper.facts, paper.t
    came = [
        t("paper.certificate.late" if one["is_late"] else "paper.certificate.in_time", day=one["filed_on"])
        for one in f["came"]
    ]
    presumed = (Notice(t("paper.certificate.presumed")),) if f["presumed"] else ()
    return (
        order_named(paper),
        Text(t(f"paper.certificate.{f['kind']}")),
        *term_blocks(paper, "paper.certificate.ended", f["term"]),
        *(listed(paper, "paper.certificate.came", came) or (Text(t("paper.certificate.nothing")),)),
        *presumed,
    )


AGREEMENT_PAPERS = (
    act("extension", PARTY, granted_facts, extension_body, ended_by=WITHDRAWN),
    act("extension_refusal", PARTY, refused_facts, extension_body, words="extension"),
    act("more_time_for_documents", PARTY, documents_granted_facts, extension_body, words="extension"),
    act("archive", PARTY, archive_facts, archive_body, ended_by=("reassess",)),
    act("termination", PARTY, archive_facts, archive_body, ended_by=("reassess",)),
    act("reassessment", PARTY, reason_facts, reason_body),
    act("withdrawal", PARTY, withdrawal_facts, withdrawal_body),
    act("certificate", PARTY, certificate_facts, certificate_body),
)
