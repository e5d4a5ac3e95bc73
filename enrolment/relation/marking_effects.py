"""What follows when days of a relation are marked, shortened or withdrawn: rows kept, unpaid lines made right."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.following import then
from enrolment.models import ContributionPeriod
from enrolment.relation.affiliation_effects import has_days, periods_of, propose_runs
from enrolment.relation.agreement import months_from
from enrolment.relation.marked_days import MarkedDays
from enrolment.relation.marking_checks import span_of
from enrolment.relation.relation_days import unpaid_spans
from regime.periods import month_after
from workflow.definition import Effect, Step, is_tagged, states_tagged

ONE_DAY = timedelta(days=1)


def mark_as(kind_of: Callable[[Step], str]) -> Effect:
    """The effect that keeps the typed days under a kind."""

    def keep_marked(session: Session, step: Step) -> None:
        first, last = span_of(step.context)
        assert first is not None and last is not None  # noqa: S101, PT018 - checked before
        at = step.context.at
        row = MarkedDays(affiliation_id=step.case.id, kind=kind_of(step), first_day=first, last_day=last, marked_at=at)
        session.add(row)
        session.flush()
        make_lines_right(session, step, *_with_what_adjoins(step, first, last))

    return keep_marked


def shorten(session: Session, step: Step) -> None:
    """Move the last day, or withdraw the whole; the days set free are insured again where they still can be."""
    data = step.context.data
    row = session.get_one(MarkedDays, data["marked_id"])
    first, last = row.first_day, row.last_day
    if data.get("last_day") is None:
        row.withdrawn_at = step.context.at
    else:
        row.last_day = data["last_day"]
    session.flush()
    make_lines_right(session, step, *_with_what_adjoins(step, first, last))


def _with_what_adjoins(step: Step, first: date, last: date) -> tuple[date, date]:
    """Some days with the unpaid ones right before and after: how long an absence lasts decides for all its days."""
    spans = unpaid_spans(step.context.around.marked)
    return (
        min([first, *(since for since, until in spans if until + ONE_DAY >= first and since <= last)]),
        max([last, *(until for since, until in spans if since - ONE_DAY <= last and until >= first)]),
    )


def make_lines_right(session: Session, step: Step, first: date, last: date) -> None:
    """Unpaid lines for the months of some days: issued again, cancelled where no day is left, proposed where one is.

    What is paid stays as it was paid. A month that has begun can be paid ahead no more (LSS 239-C VI).
    """
    for period in periods_of(session, step.case.id, "unpaid"):
        months = months_from(period.first_month, period.months)
        if not period.paid_amount and months[0] <= last and first < month_after(months[-1], 1):
            _make_right(session, step, period, months)
    for month in _months_between(first, last):
        if not _is_proposed(session, step.case.id, month) and has_days(session, step.case, month):
            _propose_late(session, step, month)


def _make_right(session: Session, step: Step, period: ContributionPeriod, months: tuple[date, ...]) -> None:
    if all(has_days(session, step.case, month) for month in months):
        if period.state in states_tagged(ContributionPeriod, "changeable"):
            then(session, step, "reissue", period)
        return
    then(session, step, "cancel", period)
    propose_runs(session, step, months, period.basis)


def _propose_late(session: Session, step: Step, month: date) -> None:
    """A month whose days were all marked until now: paid as it was to be paid before."""
    if _was_post_paid(session, step.case.id, month):
        propose_runs(session, step, (month,), "post_paid")
    elif step.context.day < month < step.case.next_month:
        propose_runs(session, step, (month,), "prepaid")


def _was_post_paid(session: Session, affiliation_id: UUID, month: date) -> bool:
    found = select(ContributionPeriod.id).where(
        ContributionPeriod.affiliation_id == affiliation_id,
        ContributionPeriod.first_month == month,
        ContributionPeriod.basis == "post_paid",
    )
    return session.scalar(found.limit(1)) is not None


def _is_proposed(session: Session, affiliation_id: UUID, month: date) -> bool:
    held = select(ContributionPeriod.first_month, ContributionPeriod.months).where(
        ContributionPeriod.affiliation_id == affiliation_id, ~is_tagged(ContributionPeriod, "void")
    )
    return any(start <= month < month_after(start, count) for start, count in session.execute(held))


def _months_between(first: date, last: date) -> Iterable[date]:
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = month_after(month, 1)
