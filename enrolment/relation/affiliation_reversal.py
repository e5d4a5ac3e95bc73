"""A mistaken baja taken back: the relation is in force again, and what can still be paid of it is asked again."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.following import then
from enrolment.insurance.cover import refresh_cover_of_relation
from enrolment.labour.dues_effects import resume_dues
from enrolment.models import ContributionPeriod
from enrolment.money.period_days import line_issue_day
from enrolment.relation.affiliation_effects import has_days, periods_of, propose, propose_runs, reissue
from enrolment.relation.affiliation_rules import household_is_open
from enrolment.relation.agreement import months_from
from enrolment.relation.relation_tasks import ask_what_is_missing
from enrolment.roles import DOMESTIC_WORKER, HOUSEHOLD, OFFICIALS
from regime.parameters import parameter
from regime.periods import month_after
from regime.sentences import Sentence
from workflow.context import Computed, Context
from workflow.definition import Action, Step, anybody, is_tagged

POST_PAID = "post_paid"


def window_is_open(context: Context) -> Sentence | None:
    """A household takes its own mistake back for a while; afterwards an official looks at it first."""
    if context.roles & set(OFFICIALS) or context.case.closed_at is None:
        return None
    reported = context.case.closed_at.astimezone(context.around.zone).date()
    latest = reported + timedelta(days=int(parameter("end_reversal_time").on(reported).value))
    return None if context.day <= latest else Sentence("affiliation.reversal_too_late", {"latest": latest})


def nobody_enrolled_again(context: Context) -> Sentence | None:
    """Who was enrolled again at the same home has a relation already; two would be billed twice."""
    return Sentence("affiliation.enrolled_again") if context.around.is_duplicate else None


def back_in_force(context: Context) -> Computed:
    """No end any more; and the months that began without a line, which cannot be paid ahead any more (239-C VI)."""
    ended: date = context.case.ended_on
    lost = [month for month in _begun_since(ended, context.day) if not _is_covered(context, month)]
    facts: dict[str, Any] = {"ended_on": None, "end_reason": None, "was_ended_on": ended}
    return Computed({**facts, "first_lost": min(lost, default=None), "last_lost": max(lost, default=None)})


def _begun_since(ended: date, day: date) -> list[date]:
    months, month = [], month_after(ended, 1)
    while month <= day:
        months.append(month)
        month = month_after(month, 1)
    return months


def _is_covered(context: Context, month: date) -> bool:
    return any(span.first_month <= month <= span.last_month for span in context.around.periods)


def restore_periods(session: Session, step: Step) -> None:
    """Ask again for the days and months that the baja took out, as far as they can still be paid."""
    ended = step.context.data["was_ended_on"].replace(day=1)
    reissue(session, step, ended)
    for gone in _cancelled_since(session, step.case.id, ended):
        missing = tuple(month for month in months_from(gone.first_month, gone.months) if month >= ended)
        free = tuple(month for month in missing if not _has_period(session, step, month))
        if gone.basis == POST_PAID and free and has_days(session, step.case, free[0]):
            propose(session, step, free[0], 1, POST_PAID)
        elif gone.basis != POST_PAID:
            propose_runs(session, step, tuple(month for month in free if month > step.context.day), "prepaid")
    if line_issue_day(step.case.next_month) <= step.context.day:
        then(session, step, "propose_next")


def _cancelled_since(session: Session, affiliation_id: Any, month: date) -> list[ContributionPeriod]:
    found = select(ContributionPeriod).where(
        ContributionPeriod.affiliation_id == affiliation_id, is_tagged(ContributionPeriod, "void")
    )
    newest = session.scalars(found.order_by(ContributionPeriod.first_month, ContributionPeriod.id.desc()))
    return [period for period in newest if month_after(period.first_month, period.months) > month]


def _has_period(session: Session, step: Step, month: date) -> bool:
    live = periods_of(session, step.case.id, "open", "fixed")
    return any(period.first_month <= month < month_after(period.first_month, period.months) for period in live)


def what_is_lost(context: Context) -> Sentence:
    """What the reversal cannot bring back, in a sentence for both."""
    first, last = context.data.get("first_lost"), context.data.get("last_lost")
    if first is None or last is None:
        return Sentence("affiliation.reversal_nothing_lost")
    if first == last:
        return Sentence("affiliation.reversal_month_lost", {"month": first})
    return Sentence("affiliation.reversal_months_lost", {"first_month": first, "last_month": last})


REVERSE_END = Action(
    code="reverse_end",
    weight="rare",
    source=("ended",),
    target="enrolled",
    roles=anybody(HOUSEHOLD, *OFFICIALS),
    basis=("lss_15", "lss_37"),
    guards=(household_is_open, window_is_open, nobody_enrolled_again),
    computes=back_in_force,
    comment="required",
    notices={HOUSEHOLD: "end_reversed", DOMESTIC_WORKER: "end_reversed_worker"},
    effects=(restore_periods, resume_dues, ask_what_is_missing, refresh_cover_of_relation),
)
