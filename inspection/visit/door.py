"""What happens at the door of a home (rows 15, 17, 19 to 26, 30): who opens, who lets in, who may refuse.

Entry needs a written consent that can be taken back at any moment, or a judge's authorisation that others carry out;
there is no other way in (CPEUM 16). Keeping the door shut is no refusal, and neither is answering at the door: refusal
is the employer's, of a lawful alternative that was offered and explained.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from inspection.visit.capacities import (
    CAPACITIES,
    COMMON_ROOMS,
    HER_ROOM,
    OPENS_COMMON_ROOMS,
    ROOMS,
    SPEAKS_FOR_HOME,
    cannot,
)
from inspection.visit.inspection_models import ABSENCES, ANNOUNCED, PLACE_CHECKS
from inspection.visit.ordering import working_fault
from inspection.visit.record_models import Answer, Consent
from regime.sentences import Sentence
from workflow.columns import new_id
from workflow.context import Computed, Context
from workflow.definition import Step, nothing_to_do

ALTERNATIVES = ("documents", "appearance", "doorstep", "another_day", "interview_elsewhere")
WITNESSES = 2
CONSENT_INPUTS = (
    "given_by",
    "rooms",
    "persons",
    "valid_from",
    "valid_until",
    "photos",
    "worker_agrees",
    "witnesses",
    "signed",
    "copy_given",
)


@nothing_to_do
def comes_unannounced(context: Context) -> Sentence | None:
    """Only an extraordinary inspection begins without a summons (RGITAS 28)."""
    return Sentence("inspection.needs_summons") if context.case.kind in ANNOUNCED else None


def is_not_by_documents(context: Context) -> Sentence | None:
    """What the order wants in writing is not visited."""
    return Sentence("inspection.by_documents") if context.case.modality == "documents" else None


def papers_were_shown(context: Context) -> Sentence | None:
    """The order and a credential that is good were shown before anything else (LFT 542 I, LFPA 65)."""
    fault: Sentence | None = context.around.credential_fault(context.actor.login_id, context.day)
    if fault is not None:
        return fault
    shown = context.data.get("order_shown") and context.data.get("credential_shown")
    return None if shown else Sentence("inspection.not_identified")


def began_in_time(context: Context) -> Sentence | None:
    """The hour at which it began lies behind us, and not before the hour that was announced."""
    case = context.case
    if case.began_at is None or case.began_at > context.at:
        return Sentence("inspection.began_when")
    if case.visit_at is None:
        return None
    if case.began_at < case.visit_at:
        return Sentence("inspection.before_summons", {"visit": case.visit_at})
    zone = context.around.zone
    if case.began_at.astimezone(zone).date() != case.visit_at.astimezone(zone).date():
        return Sentence("inspection.summoned_day_passed", {"visit": case.visit_at})
    return working_fault(context, case.began_at)


def absence_is_known(context: Context) -> Sentence | None:
    """Why the visit did not come about."""
    return None if context.case.absence in ABSENCES else Sentence("inspection.absence_missing")


def begun_anew(_context: Context) -> Computed:
    """What an earlier attempt ended with is in its own report; this visit has not ended."""
    return Computed({"ended_at": None, "absence": None})


def not_made(context: Context) -> Computed:
    """The moment from which the report of the commission is due."""
    return Computed({"ended_at": context.at, "forwarded_at": None})


def capacity_is_known(context: Context) -> Sentence | None:
    """Who opened the door, in which capacity."""
    return None if context.case.door_capacity in CAPACITIES else Sentence("inspection.capacity_missing")


def place_check_is_known(context: Context) -> Sentence | None:
    """How they made sure that this is the address of the order, if they say it."""
    said = context.case.place_check
    return None if said is None or said in PLACE_CHECKS else Sentence("inspection.place_check_unknown")


def may_consent(context: Context) -> Sentence | None:
    """The employer for the home; an adult who lives there for what everybody uses; her own room also needs her word."""
    data = context.data
    giver, rooms = data.get("given_by"), set(data.get("rooms") or ())
    if giver not in OPENS_COMMON_ROOMS:
        return cannot("consent", giver)
    if not rooms or rooms - set(ROOMS):
        return Sentence("inspection.rooms_missing")
    if giver not in SPEAKS_FOR_HOME and rooms - COMMON_ROOMS:
        return Sentence("inspection.common_rooms_only")
    if HER_ROOM in rooms and not data.get("worker_agrees"):
        return Sentence("inspection.her_room_is_hers")
    return None


def consent_is_written(context: Context) -> Sentence | None:
    """Signed, by name, with a copy left, for so many persons and from when until when (CPEUM 16)."""
    data = context.data
    if not data.get("signed") or not data.get("copy_given") or not (data.get("giver_name") or "").strip():
        return Sentence("inspection.consent_unwritten")
    if not data.get("persons") or data["persons"] < 1:
        return Sentence("inspection.persons_missing")
    begins, ends = data.get("valid_from"), data.get("valid_until")
    if begins is None or ends is None or ends <= begins or not begins <= context.at < ends:
        return Sentence("inspection.window_missing")
    return None


def entry_was_asked(context: Context) -> Sentence | None:
    """An order for the doorstep, for documents or for another place does not lead into the home."""
    return None if context.case.modality == "visit" else Sentence("inspection.order_stays_outside")


def witnesses_are_named(context: Context) -> Sentence | None:
    """Two witnesses, or why there are none (LFPA 66)."""
    why = context.data.get("no_witness_reason") or ""
    enough = (context.data.get("witnesses") or 0) >= WITNESSES or why.strip()
    return None if enough else Sentence("inspection.witnesses_missing", {"count": WITNESSES})


def consent_is_given(context: Context) -> Computed:
    """The number of the consent under which they are inside."""
    return Computed({"consent_id": new_id(), "told_at": context.case.told_at or context.at, "left_at": None})


def keep_consent(session: Session, step: Step) -> None:
    """Write the consent down as it was signed."""
    data, context = step.context.data, step.context
    kept = {name: data.get(name) for name in (*CONSENT_INPUTS, "giver_name", "no_witness_reason")}
    kept = {name: value for name, value in kept.items() if name not in ("signed", "copy_given", "rooms")}
    kept |= {"photos": bool(kept["photos"]), "worker_agrees": bool(kept["worker_agrees"])}
    kept["witnesses"] = kept["witnesses"] or 0
    rooms = " ".join(room for room in ROOMS if room in data["rooms"])
    row = Consent(
        id=step.case.consent_id, inspection_id=step.case.id, rooms=rooms, given_at=context.at, revoked_at=None, **kept
    )
    session.add(row)
    session.flush()


def there_is_a_consent(context: Context) -> Sentence | None:
    """What a judge authorised is not taken back by the household."""
    return None if context.case.consent_id else Sentence("inspection.no_consent")


def out_at_once(context: Context) -> Computed:
    """They leave in the same moment; what was seen before stays seen."""
    return Computed({"consent_id": None, "judicial_reference": None, "left_at": context.at})


def end_consent(session: Session, step: Step) -> None:
    """The consent holds no more from this moment."""
    open_one = update(Consent).where(Consent.inspection_id == step.case.id, Consent.revoked_at.is_(None))
    session.execute(open_one.values(revoked_at=step.context.at).execution_options(synchronize_session=False))


def authorisation_is_named(context: Context) -> Sentence | None:
    """A judge's authorisation by its reference, that names these inspectors (CNPP 283, 288)."""
    data = context.data
    named = (context.case.judicial_reference or "").strip() and (data.get("judge") or "").strip()
    if not named or data.get("authorised_on") is None:
        return Sentence("inspection.authorisation_missing")
    return None if data.get("names_inspectors") else Sentence("inspection.authorisation_of_others")


def may_refuse(context: Context) -> Sentence | None:
    """Only the employer, or who represents her, refuses."""
    who = context.case.refused_by
    return None if who in SPEAKS_FOR_HOME else cannot("refuse", who)


def alternative_was_declined(context: Context) -> Sentence | None:
    """Another lawful way was offered and explained, and declined; who cooperates at the door refuses nothing."""
    data = context.data
    if context.case.alternative not in ALTERNATIVES:
        return Sentence("inspection.alternative_missing")
    if not data.get("explained"):
        return Sentence("inspection.alternative_unexplained")
    return None if data.get("declined") else Sentence("inspection.cooperates")


def refusal_was_warned(context: Context) -> Sentence | None:
    """The order and the credential were shown, and what follows from a refusal was said (LFT 1004-A)."""
    data = context.data
    warned = data.get("order_shown") and data.get("credential_shown") and data.get("warning_given")
    return None if warned else Sentence("inspection.refusal_unwarned")


def refused_now(context: Context) -> Computed:
    """The moment of the refusal; from then on the employer knows of the inspection for certain."""
    told = context.case.told_at or context.at
    return Computed({"refused_at": context.at, "told_at": told, "ended_at": context.at, "forwarded_at": None})


def warning_is_written(context: Context) -> Sentence | None:
    """The instructivo says that what is not shown is presumed not to exist (LFT 1004-A)."""
    return None if context.data.get("warning_stated") else Sentence("inspection.warning_unwritten")


def documents_came(context: Context) -> Sentence | None:
    """Something was filed within the term."""
    in_time = [filing for filing in context.around.filed("documents") if not filing.is_late]
    return None if in_time else Sentence("inspection.documents_not_filed")


def presumption(context: Context) -> Computed:
    """The presumption holds where nothing was shown in time."""
    return Computed({"presumed": documents_came(context) is not None})


def presume_breaches(session: Session, step: Step) -> None:
    """Every document that was asked for and not shown is presumed not to exist: its item counts as breached."""
    if not step.case.presumed:
        return
    known = {answer.item for answer in step.context.around.answers}
    asked = [int(number) for number in (step.case.documents_asked or "").split()]
    for item in asked:
        if item not in known:
            session.add(presumed_breach(step.case.id, item))
    session.flush()


def presumed_breach(inspection_id: Any, item: int) -> Answer:
    """The answer that stands in for a document nobody showed; at least one worker is affected."""
    return Answer(id=new_id(), inspection_id=inspection_id, item=item, result="breach", workers=1, presumed=True)


def resumes_later(context: Context) -> Sentence | None:
    """Everybody present agreed to an hour that lies ahead."""
    agreed: datetime | None = context.case.resume_at
    if agreed is None or agreed <= context.at:
        return Sentence("inspection.resumption_missing")
    return None if context.data.get("agreed") else Sentence("inspection.pause_not_agreed")
