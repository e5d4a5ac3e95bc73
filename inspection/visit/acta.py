"""The acta (rows 27, 32, 33): closed once, by whom it may be, with everything it must say; never changed afterwards."""

from typing import Any

from sqlalchemy.orm import Session

from enrolment.following import then
from inspection.roles import DIRECTOR, EMPLOYER, INSPECTOR
from inspection.visit.discretion import betrays_nobody
from inspection.visit.door import WITNESSES, end_consent, out_at_once
from inspection.visit.record_models import WITNESS
from regime.sentences import Sentence
from workflow.context import SYSTEM, Computed, Context
from workflow.definition import Action, Step, anybody
from workflow.stored import digest, dumps

LFPA_67 = ("lfpa_66", "lfpa_67", "lft_542")
FACTS = ("ended_at", "women", "men", "employer_statement", "no_witness_reason", "copies_to", "electronic_notices")
INSPECTOR_PART = "inspector"


def hours_are_written(context: Context) -> Sentence | None:
    """The hour at which it began and the hour at which it ended, in order and behind us (LFPA 67 II)."""
    case = context.case
    began = case.began_at or case.documents_served_at
    if began is None or case.ended_at is None:
        return Sentence("inspection.acta_hours_missing")
    if case.ended_at > context.at:
        return Sentence("inspection.ended_later")
    return Sentence("inspection.hours_turned") if case.ended_at < began else None


def witnesses_took_part(context: Context) -> Sentence | None:
    """Two witnesses, proposed by who attended or by the inspector, or why there were none (LFPA 66)."""
    witnesses = [one for one in context.around.participants if one.part == WITNESS]
    if len(witnesses) >= WITNESSES or (context.case.no_witness_reason or "").strip():
        return None
    return Sentence("inspection.witnesses_missing", {"count": WITNESSES})


def inspectors_signed(context: Context) -> Sentence | None:
    """At least one inspector is written down as taking part, and signed."""
    signed = any(one.part == INSPECTOR_PART and one.signed for one in context.around.participants)
    return None if signed else Sentence("inspection.inspector_unsigned")


def workers_are_counted(context: Context) -> Sentence | None:
    """How many women and men work there."""
    case = context.case
    counted = case.women is not None and case.men is not None and case.women >= 0 and case.men >= 0
    return None if counted else Sentence("inspection.workers_uncounted")


def something_was_found(context: Context) -> Sentence | None:
    """The checklist says something of at least one item."""
    return None if context.around.answers else Sentence("inspection.nothing_answered")


def copies_were_left(context: Context) -> Sentence | None:
    """A copy for whoever attended (LFT 542 IV), and whether later papers may come electronically (LFPA 35 II)."""
    case = context.case
    if not (case.copies_to or "").strip():
        return Sentence("inspection.copies_missing")
    return Sentence("inspection.notices_choice_missing") if case.electronic_notices is None else None


def documents_are_in(context: Context) -> Sentence | None:
    """By documents alone an acta is closed when they came, or when the time for them has passed."""
    case = context.case
    if case.documents_served_at is None or case.documents_overdue or context.around.filed("documents"):
        return None
    return Sentence("inspection.documents_awaited")


def closed_now(context: Context) -> Computed:
    """The moment of closing, and a digest of everything the acta says, so that nobody changes it unseen."""
    # A report of an earlier attempt, or of a refusal, may have gone up already; the acta has not.
    facts = {"acta_closed_at": context.at, "told_at": context.case.told_at or context.at, "forwarded_at": None}
    case = {name: getattr(context.case, name) for name in ("began_at", "order_folio", *FACTS)}
    left = out_at_once(context).facts
    return Computed({**left, **facts, "acta_digest": acta_digest(case, context.around)})


def acta_digest(case: dict[str, Any], around: Any) -> str:
    """The digest of an acta: its hours and statements, who took part, what items showed. No interview is in it."""
    participants = [_plain(one, ("part", "capacity", "name", "statement", "signed")) for one in around.participants]
    answers = [_plain(one, ("item", "result", "evidence", "workers", "remark")) for one in around.answers]
    return digest(dumps([case, participants, answers]))


def _plain(row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def is_intact(case: Any, around: Any) -> bool:
    """Whether a closed acta still says what it said when it was closed."""
    said = {name: getattr(case, name) for name in ("began_at", "order_folio", *FACTS)}
    return bool(case.acta_digest == acta_digest(said, around))


def begin_observations(session: Session, step: Step) -> None:
    """The five days begin by themselves, except after a visit that only advised (LFPA 68)."""
    end_consent(session, step)
    if step.case.kind != "orientation":
        then(session, step, "open_observations")


def documents_are_late(_context: Context) -> Computed:
    """The time for documents has passed; what comes later is kept and marked."""
    return Computed({"documents_overdue": True})


def is_open_still(context: Context) -> Sentence | None:
    """An acta goes up once."""
    return Sentence("inspection.acta_forwarded") if context.case.forwarded_at else None


def forwarded_now(context: Context) -> Computed:
    """The moment at which the acta and its papers went up."""
    return Computed({"forwarded_at": context.at})


ACTA = (
    Action(
        code="close_acta",
        source=("under_way", "entered"),
        target="acta_closed",
        roles=anybody(INSPECTOR),
        basis=LFPA_67,
        guards=(something_was_found, inspectors_signed),
        checks=(
            hours_are_written,
            witnesses_took_part,
            workers_are_counted,
            copies_were_left,
            betrays_nobody("no_witness_reason", "copies_to"),
        ),
        facts=FACTS,
        computes=closed_now,
        effects=(begin_observations,),
        weight="grave",
        produces=("acta",),
        rows=(32,),
    ),
    Action(
        code="close_desk_acta",
        source=("documents_required", "at_the_door"),
        target="acta_closed",
        roles=anybody(INSPECTOR),
        basis=("rgitas_2", *LFPA_67),
        guards=(documents_are_in, something_was_found, inspectors_signed),
        checks=(
            hours_are_written,
            witnesses_took_part,
            workers_are_counted,
            copies_were_left,
            betrays_nobody("no_witness_reason", "copies_to"),
        ),
        facts=FACTS,
        computes=closed_now,
        effects=(begin_observations,),
        weight="grave",
        produces=("acta",),
        rows=(27,),
    ),
    Action(
        code="pass_documents_term",
        source=("documents_required", "at_the_door"),
        roles=anybody(SYSTEM),
        basis=("lfpa_32",),
        computes=documents_are_late,
        rows=(27,),
    ),
    Action(
        code="open_observations",
        source=("acta_closed",),
        target="under_observation",
        roles=anybody(SYSTEM),
        basis=("lfpa_68",),
        notices={EMPLOYER: "observations"},
        rows=(33,),
    ),
    Action(
        code="forward_acta",
        source=("not_constituted", "refused", "acta_closed", "under_observation", "in_assessment"),
        roles=anybody(INSPECTOR),
        basis=("rgitas_8",),
        guards=(is_open_still,),
        computes=forwarded_now,
        rearms=("forwarding",),
        internal=True,
        rows=(19, 22, 32),
    ),
    Action(
        # What was closed stays as it is; a correction is a paper of its own beside it.
        code="annex_correction",
        source=("acta_closed", "under_observation", "in_assessment"),
        roles=anybody(INSPECTOR, DIRECTOR),
        basis=("lfpa_67",),
        checks=(betrays_nobody(),),
        comment="required",
        weight="rare",
        notices={EMPLOYER: "acta_corrected"},
        produces=("acta_correction",),
        rows=(32,),
    ),
)
