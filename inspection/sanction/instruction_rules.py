"""What the steps before a decision depend on: a valid acta, service that took effect, terms that are over."""

from datetime import date

from sqlalchemy.orm import Session

from enrolment.following import then
from inspection.sanction.sanction_models import CONVICTING
from inspection.sanction.terms import answer_ends, general_lapse, has_passed, resolution_lapse
from inspection.service.delivered import delivery_fault
from regime.sentences import Sentence
from workflow.context import SYSTEM, Computed, Context
from workflow.definition import Step, nothing_to_do


def acta_is_intact(context: Context) -> Sentence | None:
    """The acta still says what it said when it was closed."""
    return None if context.around.acta_intact() else Sentence("sanction.acta_changed")


def acta_is_valid(context: Context) -> Sentence | None:
    """Whoever admits has looked at the acta and at how it was served; otherwise it is not admitted."""
    return None if context.data.get("acta_valid") else Sentence("sanction.acta_unchecked")


def accepted_now(context: Context) -> Computed:
    """The moment from which the whole procedure is to be decided."""
    return Computed({"accepted_at": context.legal_moment})


def it_was_delivered(context: Context) -> Sentence | None:
    """An officer delivered it at a moment that has come and after it was issued, to somebody who may receive it."""
    fault, since = delivery_fault(context), context.case.accepted_at
    if fault is not None or SYSTEM in context.roles:
        return fault
    before = since is not None and context.data["delivered_at"] < since
    return Sentence("sanction.service_moment_wrong") if before else None


@nothing_to_do
def arguments_are_not_served(context: Context) -> Sentence | None:
    """The agreement is served once; its term runs from then."""
    return Sentence("sanction.served_already") if context.case.arguments_served_at else None


def hearing_is_past(context: Context) -> Sentence | None:
    """The hearing took place at an hour that has come, after the procedure was served."""
    at, served = context.case.heard_at, context.case.served_at
    possible = at is not None and served is not None and served <= at <= context.at
    return None if possible else Sentence("sanction.hearing_moment")


def answer_term_is_over(context: Context) -> Sentence | None:
    """Evidence is decided upon once the time to answer has passed by every calendar (LFPA 72)."""
    ends = answer_ends(context)
    if context.case.in_default or has_passed(ends, context.at):
        return None
    until = ends.latest if ends else None
    return Sentence("sanction.answer_still_open", {"until": until}) if until else Sentence("sanction.answer_paused")


def arguments_were_opened(_context: Context) -> Computed:
    """Nothing was served yet."""
    return Computed({"arguments_served_at": None})


def fell_into_default(_context: Context) -> Computed:
    """Nobody answered in time."""
    return Computed({"in_default": True})


def is_heard_after_all(_context: Context) -> Computed:
    """An answer that came in time counts, however late it reached the file."""
    return Computed({"in_default": False})


def end_what_fines_nothing(session: Session, step: Step) -> None:
    """A decision that fines nothing ends the matter once it is served: there is nothing to challenge or to collect."""
    if step.case.sense != CONVICTING:
        then(session, step, "end_without_fine")


def lapse_has_come(context: Context) -> Sentence | None:
    """A lapse is declared once the first of its readings has come: thirty business days after the term to decide."""
    known = [ends for ends in (general_lapse(context), resolution_lapse(context)) if ends is not None]
    days = [ends.due for ends in known if isinstance(ends.due, date)]
    if not days:
        return Sentence("sanction.lapse_paused")
    return None if context.day > min(days) else Sentence("sanction.lapse_not_come", {"day": min(days)})
