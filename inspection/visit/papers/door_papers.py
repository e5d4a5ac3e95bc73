"""The papers of the door: permission to enter (N2), report of the commission (T6), refusal (T7), documents asked for
(N1), before a refusal and after one."""

from typing import Any

from inspection.papers.act import act
from inspection.papers.blocks import (
    document_line,
    documents_asked,
    facts,
    listed,
    moment,
    term_blocks,
    term_facts,
    told,
)
from inspection.papers.readers import OFFICERS, PARTY
from inspection.visit import terms
from inspection.visit.capacities import AFFIXED, ROOMS, named
from inspection.visit.papers.order_papers import (
    about_order,
    delivery,
    inspectors_of,
    inspectors_table,
    order_lines,
    order_named,
    received,
)
from inspection.visit.record_models import WITNESS
from regime.sentences import Sentence
from workflow.context import Context
from workflow.paper import Paper
from workflow.sheet import Block, Heading, Notice, Points, Signatures, Text
from workflow.stored import loads

CONSENT = (
    "giver",
    "capacity",
    "persons",
    "valid_from",
    "valid_until",
    "photos",
    "worker_agrees",
    "witnesses",
    "no_witness_reason",
    "copy_given",
)
REFUSAL = (
    "began_at",
    "order_shown",
    "credential_shown",
    "alternative",
    "explained",
    "declined",
    "warning_given",
    "refused_by",
    "name",
    "description",
    "refused_at",
    "witnesses",
    "no_witness_reason",
)


def consent_facts(context: Context) -> dict[str, Any]:
    """Who lets whom into which rooms, from when until when, and what else was agreed (CPEUM 16)."""
    data = context.data
    return {
        **about_order(context),
        "consent": {
            "giver": data.get("giver_name"),
            "capacity": named(data.get("given_by")),
            "persons": data.get("persons"),
            "valid_from": data.get("valid_from"),
            "valid_until": data.get("valid_until"),
            "photos": bool(data.get("photos")),
            "worker_agrees": bool(data.get("worker_agrees")),
            "witnesses": data.get("witnesses") or 0,
            "no_witness_reason": data.get("no_witness_reason"),
            "copy_given": bool(data.get("copy_given")),
        },
        "rooms": [Sentence(f"visit.room.{room}") for room in ROOMS if room in (data.get("rooms") or ())],
        "inspectors": inspectors_of(context),
    }


def consent_body(paper: Paper) -> tuple[Block, ...]:
    """What is allowed, for whom, and that it can be taken back at any moment."""
    f, t = paper.facts, paper.t
    return (
        Notice(t("paper.consent.revoke"), t("paper.consent.revoke_title")),
        facts(paper, "paper.consent", f["consent"], *CONSENT),
        *listed(paper, "paper.consent.rooms", (paper.say(room) for room in f["rooms"])),
        Heading(t("paper.order.inspectors")),
        inspectors_table(paper, f["inspectors"]),
        order_named(paper),
    )


def giver_signs(paper: Paper) -> tuple[Block, ...]:
    """Whoever gives permission, and two witnesses."""
    witness = paper.t("paper.signs.witness")
    return (Signatures((paper.t("paper.signs.giver"), witness, witness)),)


def report_facts(context: Context) -> dict[str, Any]:
    """Every attempt with its hour, and why the visit could not be made (RGITAS 8)."""
    case, around = context.case, context.around
    began = [loads(event.data).get("began_at") or event.effective_at for event in around.taken(*BEGINNINGS)]
    return {
        **about_order(context),
        "attempts": began,
        "absence": {
            "reason": Sentence(f"visit.absence.{case.absence}") if case.absence else None,
            "opened": named(case.door_capacity) if case.door_capacity else None,
            "ended_at": case.ended_at,
        },
        "found": context.comment or "",
        "inspectors": inspectors_of(context),
    }


BEGINNINGS = ("begin", "begin_unannounced", "resume")


def report_body(paper: Paper) -> tuple[Block, ...]:
    """The attempts, the reason, what was found."""
    f, t = paper.facts, paper.t
    return (
        order_lines(paper),
        *listed(paper, "paper.commission_report.attempts", (moment(paper, at) for at in f["attempts"])),
        facts(paper, "paper.commission_report", f["absence"], "reason", "opened", "ended_at"),
        *told(paper, "paper.commission_report.found", f["found"]),
        Heading(t("paper.order.inspectors")),
        inspectors_table(paper, f["inspectors"]),
    )


def refusal_facts(context: Context) -> dict[str, Any]:
    """Who refused what, in which words, after which warning, before whom (LFT 1004-A, RGITAS 30)."""
    case, data, around = context.case, context.data, context.around
    return {
        **about_order(context),
        "refusal": {
            "refused_at": case.refused_at,
            "began_at": case.began_at,
            "refused_by": named(case.refused_by),
            "name": case.attended_name,
            "description": None if case.attended_name else data.get("description"),
            "order_shown": bool(data.get("order_shown")),
            "credential_shown": bool(data.get("credential_shown")),
            "alternative": Sentence(f"visit.alternative.{case.alternative}") if case.alternative else None,
            "explained": bool(data.get("explained")),
            "declined": bool(data.get("declined")),
            "warning_given": bool(data.get("warning_given")),
            "witnesses": data.get("witnesses") or 0,
            "no_witness_reason": data.get("no_witness_reason"),
        },
        "words": data.get("words_used") or "",
        "seen": data.get("description") or "",
        "witnesses": [(one.name, one.address or "") for one in around.participants if one.part == WITNESS],
        "inspectors": inspectors_of(context),
        "documents": documents_asked(context),
    }


def refusal_body(paper: Paper) -> tuple[Block, ...]:
    """The refusal with everything that makes it one, and what is served after it."""
    f, t = paper.facts, paper.t
    return (
        order_lines(paper),
        facts(paper, "paper.refusal_record", f["refusal"], *REFUSAL),
        *told(paper, "paper.refusal_record.words", f["words"]),
        *told(paper, "paper.refusal_record.seen", f["seen"]),
        *listed(paper, "paper.acta.witnesses", (": ".join(part for part in one if part) for one in f["witnesses"])),
        Heading(t("paper.order.inspectors")),
        inspectors_table(paper, f["inspectors"]),
        Notice(t("paper.order.warning"), t("paper.order.warning_title")),
        *listed(paper, "paper.refusal_record.documents", (document_line(paper, item) for item in f["documents"])),
        Text(t("paper.refusal_record.next")),
    )


def witnesses_sign(paper: Paper) -> tuple[Block, ...]:
    """Two witnesses."""
    witness = paper.t("paper.signs.witness")
    return (Signatures((witness, witness)),)


def requirement_facts(context: Context) -> dict[str, Any]:
    """Which documents, in how many days; once it was served also on whom and by which day."""
    case, data = context.case, context.data
    served = case.documents_served_at
    extended = bool(case.documents_extra_days)
    ends = (terms.more_documents_end if extended else terms.documents_end)(context) if served else None
    return {
        **about_order(context),
        "documents": documents_asked(context),
        "days": case.documents_days,
        "term": term_facts("extension_share" if extended else "term_without_statute", ends),
        "delivered": {
            "delivered_at": served,
            "served_to": _receiver(data.get("served_to")) if served else None,
            "received_by": data.get("received_by"),
            "notifier": context.around.officer_name(context.actor.login_id) if served else None,
        },
        "affixed": data.get("served_to") == AFFIXED,
    }


def _receiver(capacity: str | None) -> Sentence | None:
    if capacity == AFFIXED:
        return Sentence("inspection.capacity.affixed")
    return named(capacity) if capacity else None


def asked_body(paper: Paper, warning: str) -> tuple[Block, ...]:
    """The last day first, then what to bring, where and how, what follows, and how it was delivered."""
    f, t = paper.facts, paper.t
    days = f["days"] or t("paper.act.by_hand")
    # Where it is handed over the day depends on when it counts; afterwards the day is known and printed.
    by = term_blocks(paper, "paper.asked_documents.by", f["term"]) or (
        Text(t("paper.asked_documents.days", days=days)),
    )
    return (
        *by,
        order_named(paper),
        *listed(paper, "paper.order.documents", (document_line(paper, item) for item in f["documents"])),
        Heading(t("paper.asked_documents.how")),
        Points(tuple(t(f"paper.asked_documents.how_{way}") for way in ("where", "copies", "missing", "late"))),
        Notice(t(f"paper.{warning}.warning"), t("paper.order.warning_title")),
        Text(t("paper.enrol_first")),
        *_delivered(paper),
    )


def _delivered(paper: Paper) -> tuple[Block, ...]:
    f, t = paper.facts, paper.t
    if f["delivered"]["delivered_at"] is None:
        return ()
    affixed = (Text(t("paper.instructivo.affixed")),) if f["affixed"] else ()
    return (Heading(t("paper.delivery")), delivery(paper), *affixed)


def requirement_body(paper: Paper) -> tuple[Block, ...]:
    """Without a refusal: what is not shown is looked at with what there is."""
    return asked_body(paper, "asked_documents")


def instructivo_body(paper: Paper) -> tuple[Block, ...]:
    """After a refusal: what is not shown is presumed not to exist (LFT 1004-A)."""
    return asked_body(paper, "instructivo")


def receipt_facts(context: Context) -> dict[str, Any]:
    """What came, on which day, in time or late."""
    case, data = context.case, context.data
    return {
        "receipt": {
            "filed_on": data.get("filed_on") or context.day,
            "received_at": context.at,
            "papers": data.get("papers"),
            "days_wanted": data.get("days_wanted"),
        },
        "order": {"order_folio": case.order_folio, "ordered_at": case.ordered_at},
    }


def receipt_body(paper: Paper) -> tuple[Block, ...]:
    """The stamp: kept whenever it comes (LFPA 43)."""
    f = paper.facts
    return (
        facts(paper, "paper.filing_receipt", f["receipt"]),
        order_named(paper),
        Text(paper.t("paper.filing_receipt.kept")),
    )


def by_documents(context: Context) -> bool:
    """Whether documents are asked for in writing, by the order itself or by a paper drawn up after it."""
    drawn_up = context.action is not None and context.action.code == "draw_up_requirement"
    return drawn_up or bool(context.case.modality == "documents")


WITHDRAWN = ("withdraw_act",)
DOOR_PAPERS = (
    act("consent", PARTY, consent_facts, consent_body, after=giver_signs, ended_by=("revoke_consent",)),
    act("commission_report", OFFICERS, report_facts, report_body),
    act("refusal_record", PARTY, refusal_facts, refusal_body, after=witnesses_sign, ended_by=WITHDRAWN),
    act(
        "documents_to_require",
        PARTY,
        requirement_facts,
        requirement_body,
        words="asked_documents",
        after=received,
        when=by_documents,
        ended_by=WITHDRAWN,
    ),
    act(
        "requirement",
        PARTY,
        requirement_facts,
        requirement_body,
        words="asked_documents",
        after=received,
        ended_by=WITHDRAWN,
    ),
    act(
        "instructivo_to_serve",
        OFFICERS,
        requirement_facts,
        instructivo_body,
        words="instructivo",
        ended_by=WITHDRAWN,
    ),
    act("instructivo", PARTY, requirement_facts, instructivo_body, ended_by=WITHDRAWN),
    act("filing_receipt", PARTY, receipt_facts, receipt_body),
)
