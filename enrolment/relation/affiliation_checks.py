"""What may be typed about an enrolled relation: changed terms, the days of a month, its end."""

from datetime import date, timedelta

from enrolment.insurance.certified_days import certified_until
from enrolment.money.contributed import last_of_month
from enrolment.relation.affiliation_rules import latest_announced
from regime.periods import month_after
from regime.sentences import Sentence
from workflow.context import Context

MONTHS_AHEAD = 12
END_REASONS = ("she_left", "household_ended", "agreement", "death", "other")


def change_day_is_possible(context: Context) -> Sentence | None:
    """Terms change on a day of the relation; a raise may be agreed up to a year ahead."""
    day: date | None = context.data.get("change_from")
    if day is None:
        return Sentence("affiliation.change_day_missing")
    first, latest = context.case.enrolled_from, month_after(context.day, MONTHS_AHEAD)
    if first <= day <= latest:
        return None
    return Sentence("affiliation.change_day_outside", {"first": first, "latest": latest})


def month_is_of_the_relation(context: Context) -> Sentence | None:
    """Days are confirmed for a month of the relation, up to the next one or the last that is to be paid."""
    month: date | None = context.data.get("month")
    first = context.case.enrolled_from.replace(day=1)
    latest = max(month_after(context.case.next_month, -1), month_after(context.day, 1))
    if month is not None and month.day == 1 and first <= month <= latest:
        return None
    return Sentence("affiliation.month_outside", {"first_month": first, "latest_month": latest})


def month_is_changeable(context: Context) -> Sentence | None:
    """The days of a month that is paid are not changed any more: the payment was for those reported."""
    month: date | None = context.data.get("month")
    if month is None:
        return None
    fixed = any(span.is_fixed and span.first_month <= month <= span.last_month for span in context.around.periods)
    return Sentence("affiliation.month_paid", {"month": month}) if fixed else None


def days_are_possible(context: Context) -> Sentence | None:
    """At least one day, each of them in the month and in the relation."""
    month: date | None = context.data.get("month")
    days = context.data.get("days")
    if month is None or not days:
        return Sentence("affiliation.no_day_reported")
    last = last_of_month(month)
    first = max(month, context.case.enrolled_from)
    outside = [number for number in days if not first <= _day(month, number) <= last]
    if not outside:
        return None
    return Sentence("affiliation.day_outside_month", {"day": outside[0], "first": first, "last": last})


def end_is_possible(context: Context) -> Sentence | None:
    """The last day lies within the relation, at most a little ahead."""
    last: date | None = context.case.ended_on
    if last is None:
        return Sentence("affiliation.ended_on_missing")
    first, latest = context.case.enrolled_from, latest_announced(context)
    if first <= last <= latest:
        return None
    return Sentence("affiliation.end_outside", {"first": first, "latest": latest})


def end_has_a_reason(context: Context) -> Sentence | None:
    """Why it ends: the reason decides nothing about cover, but statistics and rights depend on it."""
    return None if context.case.end_reason in END_REASONS else Sentence("affiliation.end_reason_missing")


def she_is_not_certified(context: Context) -> Sentence | None:
    """A baja reported during incapacity has no effect while it lasts (LSS 21); it can be asked for and waits."""
    last: date | None = context.case.ended_on
    days = (context.day, *(day for day in (last,) if day is not None and day >= context.day))
    until = certified_until(context.around.certified, *days)
    return Sentence("affiliation.end_waits", {"until": until}) if until is not None else None


def _day(month: date, number: int) -> date:
    return month + timedelta(days=number - 1)
