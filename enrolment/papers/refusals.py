"""A refusal as its paper, its notice and its page say it: on which articles it rests, what can be done, until when."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from regime.law import article
from regime.parameters import parameter
from regime.sentences import Sentence
from regime.time_limits import length_of, term
from regime.working_days import DueDate
from workflow.context import Context

DOCUMENT = "refusal"
RECOURSE = "inconformity_time"
FOLIO_SIGNS = 8


def folio_of(case_id: UUID) -> str:
    """What people read out of a case at a counter or by telephone: the last signs of its id."""
    return case_id.hex[-FOLIO_SIGNS:].upper()


def filed_on(case: Any) -> date:
    """The day on which a case was filed; that of a draft is the day on which it was sent."""
    day: date = getattr(case, "submitted_on", None) or case.opened_on
    return day


def refusal_facts(workflow: str, context: Context) -> Mapping[str, Any]:
    """All that a refusal says. Its articles are those that the declaration gives for the step."""
    case = context.case
    return {
        "folio": folio_of(case.id),
        "asked": Sentence(f"filing.asked.{workflow}"),
        "filed_on": filed_on(case),
        "decided_on": context.day,
        "office": context.around.offices.get(case.office, ""),
        "reason": context.comment,
        "articles": list(context.action.basis) if context.action else [],
        "until": recourse_until(context),
        "recourse": recourse(context),
        "doubts": list(doubts_of(context)),
    }


def told_of_refusal(context: Context) -> dict[str, Any]:
    """The same for the notice of a refusal; nothing for all other steps."""
    if context.action is None or DOCUMENT not in context.action.produces:
        return {}
    cited = ", ".join(article(key).cited for key in context.action.basis)
    return {"basis": cited, "recourse": recourse(context), "folio": folio_of(context.case.id)}


def recourse_until(context: Context) -> date:
    """The last day of the recurso de inconformidad (LSS 294).

    The notice is taken to have effect on the day it is written, so that nobody is told a day later than the earliest.
    """
    return earliest(term(RECOURSE, context.legal_moment, timezone=str(context.around.zone)))


def earliest(ends: DueDate) -> date:
    """Where calendars disagree, whoever has to act is told the first of the days on which a term may end."""
    read = (ends.due, *ends.alternatives.values())
    return min(day for day in read if day is not None and not isinstance(day, datetime))


def recourse(context: Context) -> Sentence:
    """What somebody can do who disagrees, and until when."""
    days, _unit = length_of(RECOURSE, context.day)
    return Sentence("refusal.recourse", {"until": recourse_until(context), "days": days})


def doubts_of(context: Context) -> tuple[Sentence, ...]:
    """What has to be confirmed of it: a term that is known from memory only."""
    verified = parameter(RECOURSE).on(context.day).mark == "verified"
    return () if verified else (Sentence("refusal.term_from_memory"),)
