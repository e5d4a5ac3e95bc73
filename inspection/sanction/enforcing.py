"""From the decision to its end (rows 55 to 63, 66): challenge, compliance, firmness, collection, withdrawal."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from enrolment.following import then
from inspection.roles import EMPLOYER, LEGAL_OFFICER, SANCTIONER
from inspection.sanction import breaches, deciding
from inspection.sanction.discretion import reason_names_nobody
from inspection.sanction.filings import FILERS
from inspection.sanction.look import open_challenges
from inspection.sanction.opening import ends_inspection, verify_what_is_uncorrected
from inspection.sanction.sanction_models import COLLECTED, GROUNDS, KINDS, Challenge
from inspection.sanction.terms import has_passed, nullity_ends, revision_ends
from inspection.service.matters import issues
from inspection.visit.filings import stamp_is_possible
from regime.sentences import Sentence
from workflow.context import SYSTEM, THE_SYSTEM, Computed, Context
from workflow.definition import Action, Step, anybody
from workflow.engine import open_case
from workflow.stored import dumps, loads

UNDER_INSTRUCTION = ("to_serve", "service_failed", "to_answer", "heard", "in_default", "closing_arguments", "to_decide")
STANDING = ("firm", "collection_requested", "collection_reported")
IN_FORCE = ("open_to_challenge", "firm", "collection_requested")


def challenge_is_known(context: Context) -> Sentence | None:
    """Revision, nullity or amparo."""
    return None if context.data.get("kind") in KINDS else Sentence("challenge.kind_missing")


def every_term_has_passed(context: Context) -> Sentence | None:
    """A decision is firm once the terms of revision and of nullity have both passed by every calendar."""
    last = nullity_ends(context)
    first = None if context.case.revision_used else revision_ends(context)
    passed = has_passed(last, context.at) and (first is None or has_passed(first, context.at))
    return None if passed else Sentence("sanction.still_open_to_challenge")


def is_filed_late(context: Context, kind: str, filed_on: date) -> bool:
    """Whether a challenge came after its term by every calendar (LFPA 85, LFPCA 13)."""
    ends = revision_ends(context) if kind == "revision" else nullity_ends(context)
    return ends is not None and isinstance(ends.latest, date) and filed_on > ends.latest


def open_challenge(session: Session, step: Step) -> None:
    """Begin the case of the challenge, marked when it came late."""
    context, case = step.context, step.case
    kind, filed_on = context.data["kind"], context.data.get("filed_on") or context.day
    facts = {
        "file_id": case.file_id,
        "office": case.office,
        "sanction_id": case.id,
        "kind": kind,
        "filed_on": filed_on,
        "body": context.data.get("body") or None,
        "reference": context.data.get("reference") or None,
        "suspension_asked": bool(context.data.get("suspension_asked")),
        "guaranteed": bool(context.data.get("guaranteed")),
    }
    late = is_filed_late(context, kind, filed_on)
    action = "file_late" if late else "file"
    open_case(session, Challenge, action, THE_SYSTEM, context.at, comment=context.comment, data=facts)


def amount_is_possible(context: Context) -> Sentence | None:
    """Whether the fine was paid or cannot be collected, on a day that has come; what was paid is an amount."""
    case = context.case
    if case.collected not in COLLECTED:
        return Sentence("sanction.collected_missing")
    if case.collected_on is None or not case.decided_on <= case.collected_on <= context.day:
        return Sentence("sanction.collected_day", {"decided": case.decided_on, "today": context.day})
    if case.collected == COLLECTED[0] and not 0 < (case.collected_amount or 0) <= case.total:
        return Sentence("sanction.collected_amount", {"total": case.total})
    return None


def collection_is_named(context: Context) -> Sentence | None:
    """The treasury that collects and the number of the credit (LFT 1010)."""
    named = (context.case.credit_number or "").strip() and (context.case.treasury or "").strip()
    return None if named else Sentence("sanction.collection_unnamed")


def ground_is_lawful(context: Context) -> Sentence | None:
    """An act is withdrawn for one of the two grounds of LFPA 95."""
    return None if context.data.get("ground") in GROUNDS else Sentence("sanction.ground_missing")


def part_can_be_withdrawn(context: Context) -> Sentence | None:
    """The fine of one breach is withdrawn while others stay; the last one goes with the whole act."""
    fined = [breach.item for breach in context.around.proved]
    if context.data.get("item") not in fined:
        return Sentence("sanction.item_not_fined")
    return Sentence("sanction.withdraw_whole") if len(fined) == 1 else None


def without_part(context: Context) -> Computed:
    """The total without the fine of one breach; the line stays in the statement, marked."""
    case, item = context.case, context.data["item"]
    gone = breaches.breach_named(context.around, item)
    statement = loads(case.statement)
    for line in statement["lines"]:
        if line["item"] == item:
            line["withdrawn_on"] = context.day.isoformat()
    total = case.total - gone.per_worker * gone.workers
    return Computed({"statement": dumps({**statement, "total": str(total)}), "total": total})


def keep_withdrawn(session: Session, step: Step) -> None:
    """Write down that the fine of a breach was withdrawn."""
    breaches.breach_named(step.context.around, step.context.data["item"]).withdrawn_on = step.context.day
    session.flush()


def was_told(step: Step) -> bool:
    """Whether the employer knows of the sanction: what never reached her needs no withdrawal."""
    return step.case.served_at is not None


def close_challenges(session: Session, step: Step) -> None:
    """A challenge of an act that was withdrawn has nothing left to decide."""
    for challenge in open_challenges(session, step.case.id):
        then(session, step, "lose_object", challenge)


def remanded(context: Context) -> Computed:
    """The judgment orders another decision; prescription counts anew from it (LFPA 80)."""
    day = context.data.get("effective_on") or context.day
    return Computed({"remanded_on": day, "interrupted_on": day})


def told_anew(context: Context) -> Computed:
    """The answer to a revision can itself be taken to court, in a term of its own."""
    return Computed({"revision_used": True, "notified_at": context.legal_moment})


CHALLENGED: dict[str, Any] = {
    "roles": anybody(*FILERS),
    "checks": (challenge_is_known, stamp_is_possible),
    "inputs": ("kind", "filed_on", "body", "reference", "suspension_asked", "guaranteed"),
    "effects": (open_challenge,),
    "comment": "required",
    "rows": (57,),
    "basis": ("lfpa_83", "lfpa_85", "lfpca_13", "rgitas_65"),
}

DECISION = (
    Action(
        code="decide",
        source=("to_decide", "to_comply"),
        target="decided",
        roles=anybody(SANCTIONER),
        basis=("lft_1008", "lft_992", "lfpa_59", "lfpa_73", "lfpa_74", "lfpa_77"),
        guards=deciding.DECISION_GUARDS,
        checks=deciding.DECISION_CHECKS,
        facts=("sense", "instalments"),
        computes=deciding.decided,
        effects=(deciding.keep_amounts, issues("resolution")),
        produces=("decision",),
        comment="required",
        internal=True,
        weight="grave",
        rows=(55, 60),
    ),
    Action(
        code="end_without_fine",
        source=("open_to_challenge",),
        target="acquitted",
        roles=anybody(SYSTEM),
        basis=("lfpa_57",),
        effects=(ends_inspection("conclude"),),
        rows=(55, 56),
    ),
)

CHALLENGES = (
    Action(code="challenge", source=("open_to_challenge",), target="challenged", **CHALLENGED),
    # What comes late, or beside another, is a matter of its own all the same, which says whether it is taken up.
    Action(code="challenge", source=("challenged", *STANDING), **CHALLENGED),
    Action(
        code="take_up_challenge",
        source=STANDING,
        target="challenged",
        roles=anybody(SYSTEM),
        basis=("lfpa_83", "lfpca_13"),
        comment="required",
        rows=(57,),
    ),
    Action(
        code="resume_term",
        source=("challenged",),
        target="open_to_challenge",
        roles=anybody(SYSTEM),
        basis=("lfpa_85", "lfpca_13"),
        rows=(61,),
    ),
    Action(
        code="pass_revision",
        source=("open_to_challenge",),
        roles=anybody(SYSTEM),
        basis=("lfpa_85",),
        quiet=True,
        rows=(61,),
    ),
    Action(
        code="become_firm",
        source=("open_to_challenge",),
        target="firm",
        roles=anybody(SYSTEM),
        basis=("lfpa_85", "lfpca_13"),
        guards=(every_term_has_passed,),
        notices={EMPLOYER: "firm"},
        rows=(61,),
    ),
    Action(
        code="confirm",
        source=("challenged",),
        target="firm",
        roles=anybody(SYSTEM),
        basis=("lfpa_91", "lfpca_52"),
        notices={EMPLOYER: "firm"},
        rows=(58,),
    ),
    Action(
        code="reopen_term",
        source=("challenged",),
        target="open_to_challenge",
        roles=anybody(SYSTEM),
        basis=("lfpa_91", "lfpca_13"),
        computes=told_anew,
        rows=(58, 61),
    ),
    Action(
        code="annul",
        source=("challenged",),
        target="without_effect",
        roles=anybody(SYSTEM),
        basis=("lfpa_91", "lfpca_52"),
        effects=(deciding.forget_amounts, ends_inspection("lose_effect")),
        rows=(59,),
    ),
    Action(
        code="remand",
        source=("challenged",),
        target="to_comply",
        roles=anybody(SYSTEM),
        basis=("lfpa_92", "lfpca_58_14", "lfpa_80"),
        facts=("by_summary",),
        computes=remanded,
        effects=(deciding.forget_amounts,),
        rows=(60,),
    ),
)

COLLECTION = (
    Action(
        code="request_collection",
        source=("firm",),
        target="collection_requested",
        roles=anybody(LEGAL_OFFICER),
        basis=("lft_1010",),
        checks=(collection_is_named,),
        facts=("credit_number", "treasury"),
        produces=("collection_request",),
        rows=(62,),
    ),
    Action(
        # The treasury never acts here: an officer records what it reported. A fine may also be paid before it is asked.
        code="report_collection",
        source=("firm", "collection_requested"),
        target="collection_reported",
        roles=anybody(LEGAL_OFFICER),
        basis=("lft_1010",),
        checks=(amount_is_possible, reason_names_nobody),
        facts=("collected", "collected_on", "collected_amount"),
        effects=(ends_inspection("conclude"), verify_what_is_uncorrected),
        comment="required",
        notices={EMPLOYER: "collection_reported"},
        produces=("collection_report",),
        rows=(63,),
    ),
    Action(
        code="record_correction",
        source=(*UNDER_INSTRUCTION, "decided", *IN_FORCE, "challenged", "to_comply", "collection_reported"),
        roles=anybody(LEGAL_OFFICER),
        basis=("lft_512d", "lfpa_82"),
        checks=(breaches.breach_exists,),
        inputs=("item",),
        effects=(breaches.keep_correction,),
        comment="required",
        internal=True,
        weight="rare",
        rows=(63,),
    ),
)

withdrawal = issues("withdrawal", when=was_told)
WITHDRAWAL: dict[str, Any] = {
    "basis": ("lfpa_95",),
    "comment": "required",
    "notices": {EMPLOYER: "withdrawn"},
    "weight": "grave",
    "rows": (66,),
}

WITHDRAWALS = (
    Action(
        code="withdraw_act",
        source=UNDER_INSTRUCTION,
        target="without_effect",
        roles=anybody(LEGAL_OFFICER),
        checks=(ground_is_lawful, reason_names_nobody),
        inputs=("ground",),
        effects=(ends_inspection("lose_effect"), withdrawal),
        produces=("withdrawal",),
        **WITHDRAWAL,
    ),
    Action(
        code="withdraw_act",
        source=("decided", *IN_FORCE, "challenged"),
        target="without_effect",
        roles=anybody(SANCTIONER),
        checks=(ground_is_lawful, reason_names_nobody),
        inputs=("ground",),
        effects=(deciding.forget_amounts, ends_inspection("lose_effect"), close_challenges, withdrawal),
        produces=("withdrawal",),
        **WITHDRAWAL,
    ),
    Action(
        code="withdraw_part",
        source=IN_FORCE,
        roles=anybody(SANCTIONER),
        checks=(ground_is_lawful, part_can_be_withdrawn, reason_names_nobody),
        inputs=("ground", "item"),
        computes=without_part,
        effects=(keep_withdrawn, withdrawal),
        produces=("withdrawal",),
        **WITHDRAWAL,
    ),
)

ENFORCEMENT = (*DECISION, *CHALLENGES, *COLLECTION, *WITHDRAWALS)
