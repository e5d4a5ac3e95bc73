"""The papers of a service: the citatorio that fixes an hour (LFPA 36), the cédula that proves what was served (S3)."""

from typing import Any

from inspection.papers.act import act
from inspection.papers.blocks import facts, listed, told
from inspection.papers.readers import PARTY
from inspection.visit.capacities import named
from regime.sentences import Sentence
from workflow.context import Context
from workflow.definition import WORKFLOWS
from workflow.paper import Paper
from workflow.sheet import Block, Facts, Figure, Notice, Signatures, Text

# The papers by which an act is served; the newest one is what is handed over.
PAPERS_OF = {
    "documents": ("documents_to_require", "requirement"),
    "instructivo": ("instructivo_to_serve", "instructivo"),
    "measures": ("measures",),
    "compliance": ("compliance_request",),
    "extension": ("extension", "extension_refusal", "more_time_for_documents"),
    "rescheduling": ("rescheduling",),
    "certification": ("certificate",),
    "archive": ("archive", "termination"),
    "reassessment": ("reassessment",),
    "withdrawal": ("withdrawal",),
    "requirement": ("enrolment_requirement",),
    "sanction_notice": ("summons",),
    "agreement": ("arguments_agreement", "default_agreement"),
    "on_answer": ("default_agreement", "hearing_record"),
    "lapse": ("lapse_agreement",),
    "resolution": ("decision",),
    "challenge_answer": ("challenge_answer",),
    "not_taken_up": ("challenge_answer",),
}
# Acts that end a procedure before the administration, and may be challenged as such (LFPA 39, 83).
FINAL = frozenset({"archive", "lapse", "resolution", "challenge_answer", "not_taken_up"})
CHALLENGED = FINAL | {"measures"}  # the rest is challenged with what ends the procedure
SERVED = (
    "way",
    "served_at",
    "effective_at",
    "address",
    "receiver",
    "receiver_name",
    "identification",
    "signature",
    "citatorio_for",
    "published_from",
    "published_until",
    "notifier",
)


def act_facts(context: Context) -> dict[str, Any]:
    """The act that is served, by its name and day and the folio of the paper that is handed over."""
    case = context.case
    given = context.around.papers_of(case.subject_id, PAPERS_OF.get(case.act, ()))
    return {
        "served": {
            "act": Sentence(f"service_of_act.act.{case.act}") if case.act else None,
            "issued_on": case.issued_on,
            "is_final": case.act in FINAL,
        },
        "given": [
            {"title": Sentence(f"{one.workflow}.document.{one.kind}"), "folio": one.folio, "day": one.made_at}
            for one in given[-1:]
            if one.workflow in WORKFLOWS
        ],
    }


def citatorio_facts(context: Context) -> dict[str, Any]:
    """For which hour, with whom it was left, when and by whom."""
    case, data = context.case, context.data
    return {
        **act_facts(context),
        "return_at": case.return_at,
        "delivered": {
            "delivered_at": data.get("happened_at"),
            "served_to": named(data.get("left_with")) if data.get("left_with") else None,
            "notifier": context.around.officer_name(context.actor.login_id),
        },
    }


def citatorio_body(paper: Paper) -> tuple[Block, ...]:
    """The hour, that somebody must wait, and what happens otherwise."""
    f, t = paper.facts, paper.t
    hour = facts(paper, "paper.notifier_citatorio", f, "return_at").rows
    return (
        Figure(hour[0][0], hour[0][1]) if hour else Text(t("paper.act.by_hand")),
        facts(paper, "paper.served_act", f["served"], "act", "issued_on"),
        Notice(t("paper.notifier_citatorio.wait")),
        facts(paper, "paper.delivery", f["delivered"], "delivered_at", "served_to", "notifier"),
    )


def cedula_facts(context: Context) -> dict[str, Any]:
    """What was served, how, when, on whom, after which citatorio, and since when it counts."""
    case, data, around = context.case, context.data, context.around
    coded = {
        name: Sentence(f"service_of_act.{name}.{data[name]}")
        for name in ("identification", "signature")
        if data.get(name)
    }
    challenged = {} if case.act in CHALLENGED else {"recourse": None}
    return {
        **act_facts(context),
        **challenged,
        "service": {
            "way": Sentence(f"service_of_act.way.{case.way}") if case.way else None,
            "served_at": case.served_at,
            "effective_at": case.effective_at,
            "address": case.address,
            "receiver": named(case.receiver) if case.receiver else None,
            "receiver_name": case.receiver_name,
            **coded,
            "citatorio_for": case.return_at,
            "published_from": data.get("published_from"),
            "published_until": data.get("published_until"),
            "notifier": around.officer_name(context.actor.login_id or case.notifier_id),
        },
        "found": context.comment or "",
    }


def cedula_body(paper: Paper) -> tuple[Block, ...]:
    """The act first, whether it is final, then the service."""
    f, t = paper.facts, paper.t
    given = (t("paper.served_act.given_line", title=one["title"], folio=one["folio"] or "") for one in f["given"])
    final = "final" if f["served"]["is_final"] else "not_final"
    return (
        facts(paper, "paper.served_act", f["served"], "act", "issued_on"),
        *listed(paper, "paper.served_act.given", given),
        Notice(t(f"paper.served_act.{final}")),
        service_lines(paper),
        *told(paper, "paper.cedula.found", f["found"]),
        Text(t("paper.cedula.counts")),
    )


def service_lines(paper: Paper) -> Facts:
    """The service, line by line."""
    return facts(paper, "paper.cedula", paper.facts["service"], *SERVED)


def receiver_signs(paper: Paper) -> tuple[Block, ...]:
    """Whoever received it, or why nobody signs."""
    return (Signatures((paper.t("paper.signs.receiver"),)),)


SERVICE_PAPERS = (
    act("notifier_citatorio", PARTY, citatorio_facts, citatorio_body, after=receiver_signs, ended_by=("miss_hour",)),
    act("cedula", PARTY, cedula_facts, cedula_body, after=receiver_signs, recourse=True),
)
