"""What may be said about single days of a running relation: when they lie, that they do not overlap, what they are."""

from datetime import date

from enrolment.relation.affiliation_checks import MONTHS_AHEAD
from enrolment.relation.marked_days import UNPAID, Marked
from regime.periods import month_after
from regime.rest_days import is_holiday
from regime.sentences import Sentence
from workflow.context import Context


def unpaid_kind_is_chosen(context: Context) -> Sentence | None:
    """Why nothing is paid: the household is away, or she does not come."""
    return None if context.data.get("kind") in UNPAID else Sentence("marked.kind_missing")


def span_is_possible(context: Context) -> Sentence | None:
    """From one day to another, both of the relation, at most a year ahead."""
    first, last = span_of(context)
    if first is None or last is None:
        return Sentence("marked.days_missing")
    if last < first:
        return Sentence("marked.days_in_disorder", {"first": first, "last": last})
    since, until = context.case.enrolled_from, _latest(context)
    if first < since or last > until:
        return Sentence("marked.days_outside", {"since": since, "until": until})
    return None


def span_is_free(context: Context) -> Sentence | None:
    """A day is marked once: what is marked already is shortened first."""
    first, last = span_of(context)
    if first is None or last is None:
        return None
    other = next((span for span in context.around.marked if span.overlaps(first, last)), None)
    return Sentence("marked.overlap", {"first": other.first, "last": other.last}) if other else None


def day_is_a_holiday(context: Context) -> Sentence | None:
    """A day of rest by law (LFT 74) of the relation, today or before."""
    day: date | None = context.data.get("first_day")
    if day is None:
        return Sentence("marked.days_missing")
    if not context.case.enrolled_from <= day <= context.day:
        return Sentence("marked.days_outside", {"since": context.case.enrolled_from, "until": context.day})
    return None if is_holiday(day) else Sentence("marked.not_a_holiday", {"day": day})


def marked_is_known(context: Context) -> Sentence | None:
    """The marked days are of this relation and still hold."""
    return None if _marked(context) else Sentence("marked.unknown")


def shorter_end_is_possible(context: Context) -> Sentence | None:
    """A new last day lies within what was marked; none at all withdraws it."""
    span, last = _marked(context), context.data.get("last_day")
    if span is None or last is None or span.first <= last < span.last:
        return None
    return Sentence("marked.not_shorter", {"first": span.first, "last": span.last})


def span_of(context: Context) -> tuple[date | None, date | None]:
    """The first and last day that were typed; one day alone is both."""
    first, last = context.data.get("first_day"), context.data.get("last_day")
    return first, last or first


def _latest(context: Context) -> date:
    return month_after(context.day, MONTHS_AHEAD)


def _marked(context: Context) -> Marked | None:
    return next((span for span in context.around.marked if span.id == context.data.get("marked_id")), None)
