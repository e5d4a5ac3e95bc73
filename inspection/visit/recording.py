"""What inspectors write down while they are there (row 28): who takes part, what items show, what she says alone."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspection.checklist import MODALITIES as RELATION_MODALITIES
from inspection.evidence.evidence_models import KINDS, PHOTO
from inspection.evidence.keeping import FILES, files_are_few, files_are_there, keep_evidence
from inspection.roles import INSPECTOR
from inspection.visit.discretion import betrays_nobody
from inspection.visit.items import item_fault
from inspection.visit.record_models import BREACH, PARTS, RESULTS, Answer, Interview, Participant
from regime.sentences import Sentence
from workflow.columns import new_id
from workflow.context import Context
from workflow.definition import Action, Step, anybody
from workflow.sealing import seal, unseal

PURPOSE = "inspection interview"
INTERVIEW_PLACES = ("home", "office", "telephone", "union", "neutral_place")
PRESENT = ("under_way", "entered", "at_the_door")
BEFORE = ("assigned", "ordered", "rescheduled", "summoned")
BETWEEN = ("paused", "not_constituted", "refused")
ON_PAPER = ("documents_required", "documents_required_after_refusal")
HER_PART = "worker"
MOST_AGE = 120


def participant_is_complete(context: Context) -> Sentence | None:
    """A part, a name, and a signature or the reason why it is missing (LFPA 66)."""
    data = context.data
    if data.get("part") not in PARTS or not (data.get("name") or "").strip():
        return Sentence("inspection.participant_missing")
    if not data.get("signed") and not (data.get("unsigned_reason") or "").strip():
        return Sentence("inspection.unsigned_why")
    return None


def her_words_are_sealed(context: Context) -> Sentence | None:
    """What she says is an interview, which nobody reads without her word; the acta only names who took part."""
    hers = context.data.get("part") == HER_PART and (context.data.get("statement") or "").strip()
    return Sentence("inspection.her_statement_elsewhere") if hers else None


def keep_participant(session: Session, step: Step) -> None:
    """Write somebody down who takes part."""
    data = step.context.data
    names = ("part", "capacity", "name", "address", "statement", "proposed_by", "unsigned_reason")
    kept = {name: data.get(name) or None for name in names}
    session.add(Participant(id=new_id(), inspection_id=step.case.id, signed=bool(data.get("signed")), **kept))
    session.flush()


def answer_is_complete(context: Context) -> Sentence | None:
    """A known item, its result, and for a breach what shows it and how many workers it touches (LFT 992)."""
    data = context.data
    fault = item_fault(data.get("item"))
    if fault is not None:
        return fault
    if data.get("result") not in RESULTS:
        return Sentence("inspection.result_missing")
    if data["result"] != BREACH:
        return None
    if not (data.get("evidence") or "").strip():
        return Sentence("inspection.evidence_missing")
    return None if (data.get("workers") or 0) >= 1 else Sentence("inspection.workers_missing")


def keep_answer(session: Session, step: Step) -> None:
    """Write down what an item shows; a second look at the same item replaces the first until the acta is closed."""
    data = step.context.data
    row = answer_of(session, step.case.id, data["item"]) or Answer(
        id=new_id(), inspection_id=step.case.id, item=data["item"], result=data["result"]
    )
    row.result, row.workers, row.presumed = data["result"], data.get("workers"), False
    row.evidence, row.remark = data.get("evidence") or None, data.get("remark") or None
    session.add(row)
    session.flush()


def answer_of(session: Session, inspection_id: UUID, item: int) -> Answer | None:
    """What is written down about one item."""
    mine = select(Answer).where(Answer.inspection_id == inspection_id, Answer.item == item)
    return session.scalar(mine.execution_options(populate_existing=True))


def interview_is_free(context: Context) -> Sentence | None:
    """She wants to speak, somewhere; not in the home where that is a risk for her (LFT 541 III names no place)."""
    data = context.data
    if not data.get("consented"):
        return Sentence("inspection.interview_unwanted")
    if data.get("place") not in INTERVIEW_PLACES or not (data.get("statement") or "").strip():
        return Sentence("inspection.interview_incomplete")
    risky = data.get("risk_at_home") and data["place"] == "home"
    return Sentence("inspection.interview_elsewhere") if risky else None


def keep_interview(session: Session, step: Step) -> None:
    """Encrypt what was said; without the key of the installation nobody reads it, and with it only whoever may."""
    data, settings = step.context.data, session.info["settings"]
    said = {name: data.get(name) for name in ("name", "statement", "spoken_language")}
    row = Interview(
        id=new_id(),
        inspection_id=step.case.id,
        place=data["place"],
        alone=bool(data.get("alone")),
        with_interpreter=bool(data.get("with_interpreter")),
        taken_at=step.context.at,
        sealed=seal(settings, PURPOSE, said),
        may_be_used=bool(data.get("may_be_used")),
    )
    session.add(row)
    session.flush()


def interviews_of(session: Session, inspection_id: UUID, *, usable: bool = False) -> list[Interview]:
    """The interviews of an inspection, the oldest first; only those whose use she agreed to, if so asked."""
    mine = select(Interview).where(Interview.inspection_id == inspection_id)
    mine = mine.where(Interview.may_be_used) if usable else mine
    return list(session.scalars(mine.order_by(Interview.id)))


def opened(session: Session, interview: Interview) -> dict[str, Any]:
    """What was said in an interview that she lets be used; whoever asks has noted the reading first.

    Raises `PermissionError` for one that stays sealed, `CannotUnseal` where the key is another.
    """
    if not interview.may_be_used:
        raise PermissionError("She has not agreed to the use of what she said.")
    said: dict[str, Any] = unseal(session.info["settings"], PURPOSE, interview.sealed)
    return said


def interview_is_known(context: Context) -> Sentence | None:
    """One of this inspection's own interviews."""
    asked = context.data.get("interview_id")
    known = asked in {interview for interview, _usable in context.around.interviews}
    return None if known else Sentence("inspection.interview_unknown")


def use_is_said(session: Session, step: Step) -> None:
    """Her word about the use of what she said: she may give it later, and take it back."""
    interview = session.get_one(Interview, step.context.data["interview_id"])
    interview.may_be_used = bool(step.context.data.get("may_be_used"))
    session.flush()


def shown_is_known(context: Context) -> Sentence | None:
    """What a file shows; an item of the checklist only where it speaks of one."""
    data = context.data
    if data.get("shows") not in KINDS:
        return Sentence("inspection.shows_missing")
    return item_fault(data["item"]) if data.get("item") is not None else None


def photographs_were_allowed(context: Context) -> Sentence | None:
    """Nothing is photographed inside a home without a written permission that says so (CPEUM 16)."""
    if context.data.get("shows") != PHOTO or context.case.judicial_reference:
        return None
    return None if context.around.photographs_allowed() else Sentence("inspection.photographs_not_allowed")


def relation_is_possible(context: Context) -> Sentence | None:
    """One of the ways in which people work in homes, and an age in whole years; either may stay unknown."""
    case = context.case
    if case.relation_modality is not None and case.relation_modality not in RELATION_MODALITIES:
        return Sentence("inspection.relation_modality_unknown")
    possible = case.worker_age is None or 0 < case.worker_age < MOST_AGE
    return None if possible else Sentence("inspection.age_impossible")


RECORDING = (
    Action(
        # What she is, so that only the questions that concern her are asked.
        code="record_relation",
        source=(*BEFORE, *PRESENT, *BETWEEN, *ON_PAPER),
        roles=anybody(INSPECTOR),
        basis=("lft_331", "lft_541"),
        checks=(relation_is_possible,),
        facts=("relation_modality", "worker_age"),
        internal=True,
        rows=(27, 32),
    ),
    Action(
        code="add_evidence",
        source=(*PRESENT, *BETWEEN, *ON_PAPER, "in_verification"),
        roles=anybody(INSPECTOR),
        basis=("lft_541", "lfpa_67"),
        checks=(files_are_there, files_are_few, shown_is_known, photographs_were_allowed),
        inputs=("item", "shows", FILES),
        effects=(keep_evidence,),
        internal=True,
        rows=(27, 32),
    ),
    Action(
        code="record_participant",
        source=(*PRESENT, *ON_PAPER),
        roles=anybody(INSPECTOR),
        basis=("lfpa_66", "lfpa_67"),
        checks=(
            participant_is_complete,
            her_words_are_sealed,
            betrays_nobody("address", "proposed_by", "unsigned_reason"),
        ),
        inputs=("part", "capacity", "proposed_by", "signed"),
        private=("name", "address", "statement", "unsigned_reason"),
        effects=(keep_participant,),
        internal=True,
        rows=(27, 32),
    ),
    Action(
        code="answer_item",
        source=(*PRESENT, *ON_PAPER),
        roles=anybody(INSPECTOR),
        basis=("lft_541", "lfpa_67"),
        checks=(answer_is_complete, betrays_nobody("evidence", "remark")),
        inputs=("item", "result", "workers"),
        private=("evidence", "remark"),
        effects=(keep_answer,),
        internal=True,
        rows=(27, 32),
    ),
    Action(
        code="interview",
        source=(*BEFORE, *PRESENT, *BETWEEN, *ON_PAPER),
        roles=anybody(INSPECTOR),
        basis=("lft_541",),
        checks=(interview_is_free,),
        inputs=("place", "alone", "consented", "risk_at_home", "with_interpreter", "may_be_used"),
        private=("name", "statement", "spoken_language"),
        effects=(keep_interview,),
        internal=True,
        rows=(28,),
    ),
    Action(
        code="agree_to_use",
        source=(*PRESENT, *BETWEEN, *ON_PAPER, "under_observation", "in_assessment"),
        roles=anybody(INSPECTOR),
        basis=("protocol",),
        checks=(interview_is_known,),
        inputs=("interview_id", "may_be_used"),
        effects=(use_is_said,),
        internal=True,
        rows=(28,),
    ),
)
