"""After something was ordered (rows 41 to 44): more time asked for in time, verification, and what is left unmet."""

from sqlalchemy.orm import Session

from enrolment.following import then_open
from inspection.time_limits import choice_is_lawful
from inspection.visit.filings import EXTENSION
from inspection.visit.inspection_models import Inspection
from inspection.visit.ordering import notice_fault, working_fault
from inspection.visit.terms import correction_ends, documents_end
from regime.parameters import parameter
from regime.sentences import Sentence
from workflow.context import Computed, Context
from workflow.definition import Effect, Step, nothing_to_do

GRANTED, DENIED = "granted", "denied"
WAYS = ("documents", "visit")


@nothing_to_do
def is_not_served_yet(context: Context) -> Sentence | None:
    """An act is served once; its term runs from then."""
    return Sentence("inspection.served_already") if context.case.served_at else None


@nothing_to_do
def more_time_was_asked(context: Context) -> Sentence | None:
    """Somebody asked, and nobody has answered yet."""
    open_ones = [filing for filing in context.around.filed(EXTENSION) if filing.answered is None]
    return None if open_ones else Sentence("inspection.nobody_asked_more")


def was_asked_in_time(context: Context) -> Sentence | None:
    """More time is granted once, and only if it was asked for before the term had passed (RGITAS 36)."""
    if context.case.first_term_ended_on:
        return Sentence("inspection.extended_once")
    open_ones = [filing for filing in context.around.filed(EXTENSION) if filing.answered is None]
    late = open_ones and all(filing.is_late for filing in open_ones)
    return Sentence("inspection.asked_too_late") if late else None


def cause_is_outside(context: Context) -> Sentence | None:
    """The cause of the delay does not lie in the home."""
    return None if context.data.get("cause_outside") else Sentence("inspection.cause_inside")


extension_is_lawful = choice_is_lawful("safety_extension_time", "extra_days")


def first_term_over(context: Context) -> Computed:
    """The extension starts where the first term ends."""
    ends = correction_ends(context)
    assert ends is not None  # noqa: S101 - what was never served has no term that could be extended
    return Computed({"first_term_ended_on": ends.latest or ends.due})


def is_served(context: Context) -> Sentence | None:
    """Before the act is served no term runs."""
    return None if context.case.served_at else Sentence("inspection.not_served")


def answered(with_what: str) -> Effect:
    """The effect that marks every open request as answered."""

    def answer(session: Session, step: Step) -> None:
        for filing in step.context.around.filed(EXTENSION):
            if filing.answered is None:
                filing.answered = with_what
        session.flush()

    return answer


def more_documents_allowed(context: Context) -> Sentence | None:
    """A term is extended once, by half of it at most (LFPA 31), and while it runs."""
    case = context.case
    if case.documents_overdue or case.first_term_ended_on:
        return Sentence("inspection.extended_once")
    most = int((case.documents_days or 0) * parameter("extension_share").on(context.day).value)
    wanted = case.documents_extra_days
    return None if wanted and 1 <= wanted <= most else Sentence("inspection.half_at_most", {"most": most})


def first_documents_term_over(context: Context) -> Computed:
    """The extension of the documents' term starts where it ends."""
    ends = documents_end(context)
    assert ends is not None  # noqa: S101 - a requirement that was served has a term
    return Computed({"first_term_ended_on": ends.latest or ends.due})


def evidence_came(context: Context) -> Sentence | None:
    """Before the term has passed, verification begins with what the employer showed; what is due at once needs none."""
    at_once = context.case.served_at is not None and context.case.term_days == 0
    return None if at_once or context.around.filed("compliance") else Sentence("inspection.no_evidence_yet")


def verification_is_announced(context: Context) -> Sentence | None:
    """A visit of verification is announced like every ordinary one: 24 hours before, for a working hour."""
    delivered, visit = context.data.get("delivered_at"), context.case.verification_at
    return notice_fault(context, delivered, visit) or working_fault(context, visit)


def measure_is_looked_at(context: Context) -> Sentence | None:
    """One of the measures, how it was looked at, and what shows it; by a visit only from its announced hour on."""
    data = context.data
    if data.get("item") not in {measure.item for measure in context.around.measures}:
        return Sentence("inspection.measure_unknown")
    if data.get("how") not in WAYS:
        return Sentence("inspection.way_missing")
    if not (data.get("verified_evidence") or "").strip():
        return Sentence("inspection.assessed_evidence_missing")
    if data["how"] == "documents":
        return None
    visit = context.case.verification_at
    if visit is None:
        return Sentence("inspection.needs_summons")
    return Sentence("inspection.before_summons", {"visit": visit}) if context.at < visit else None


def keep_verified(session: Session, step: Step) -> None:
    """Write down whether a measure was met."""
    data = step.context.data
    for measure in step.context.around.measures:
        if measure.item == data["item"]:
            measure.verified = bool(data.get("fulfilled"))
            measure.verified_evidence = data["verified_evidence"]
    session.flush()


def everything_is_verified(context: Context) -> Sentence | None:
    """No measure waits to be looked at."""
    waiting = [str(measure.item) for measure in context.around.measures if measure.verified is None]
    return Sentence("inspection.measures_unverified", {"items": ", ".join(waiting)}) if waiting else None


def everything_is_met(context: Context) -> Sentence | None:
    """Every measure was met."""
    unmet = [str(measure.item) for measure in context.around.measures if measure.verified is False]
    return Sentence("inspection.measures_unmet", {"items": ", ".join(unmet)}) if unmet else None


def something_is_unmet(context: Context) -> Sentence | None:
    """Some measure was not met."""
    unmet = any(measure.verified is False for measure in context.around.measures)
    return None if unmet else Sentence("inspection.all_measures_met")


def open_verification(session: Session, step: Step) -> None:
    """A visit to verify is an inspection of its own: with an order, a summons, and the same rules at the door."""
    case = step.case
    facts = {"file_id": case.file_id, "office": case.office, "follows_id": case.id}
    then_open(session, step, Inspection, "open", kind="verification", **facts)
