"""What follows from the steps of an affiliation: who she is, the automatic decision, her terms, her periods."""

from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.following import then, then_open
from enrolment.household.homes import place_of
from enrolment.models import AgreedTerms, Confirmation, ContributionPeriod, ReportedDays
from enrolment.money.contributed import last_of_month
from enrolment.money.period_days import line_issue_day
from enrolment.people.duplicate_finding import look_for_duplicates
from enrolment.people.identifying import known_or_new_worker, typed_of
from enrolment.relation.affiliation_rules import register_findings, review_reasons
from enrolment.relation.agreement import insured_days, months_from, terms_as_dict
from enrolment.relation.days import days_text
from enrolment.relation.invited import question_to
from enrolment.relation.relation_days import relation_of, reported_days
from regime.periods import month_after
from workflow.definition import Step, is_tagged, states_tagged
from workflow.stored import dumps


def identify_and_decide(session: Session, step: Step) -> None:
    """Find or add the worker and the place, enrol what agrees with itself, hand the rest to an official."""
    case, day = step.context.case, step.context.day
    reasons = review_reasons(step.context)
    findings = (*reasons, *register_findings(step.context))
    worker = known_or_new_worker(session, step)
    place_id = case.place_id or place_of(session, case.household_id, case, day).id
    found: dict[str, Any] = {"worker_id": worker.id, "place_id": place_id}
    if findings or case.findings:  # those of an earlier review hold no longer
        found["findings"] = dumps(list(findings)) if findings else None
    look_for_duplicates(session, step, worker.person_id, typed_of(case), case.office)
    then(session, step, "review" if reasons else "enrol", **found)


def begin_insurance(session: Session, step: Step) -> None:
    """Keep the first terms, ask the worker, and propose the first months.

    The month in which she is enrolled is paid after it has passed (LSS 239-C IV), and so is the one before it when the
    relation began there and was reported in time; the months after are proposed in advance. Who began after her last
    working day of a month has no day to insure in it.
    """
    case = step.case
    keep_terms(session, step, case.enrolled_from.replace(day=1), case.began_on)
    asked = {"affiliation_id": case.id, "worker_id": case.worker_id, "office": case.office}
    then_open(session, step, Confirmation, question_to(session, case), **asked)
    month = case.enrolled_from.replace(day=1)
    while month < case.next_month:
        if has_days(session, case, month):
            propose(session, step, month, 1, "post_paid")
        month = month_after(month, 1)
    if line_issue_day(case.next_month) <= step.context.day:
        then(session, step, "propose_next")


def propose_period(session: Session, step: Step) -> None:
    """Open the period that `propose_next` has worked out."""
    data = step.context.data
    propose_runs(session, step, months_from(data["first_month"], data["months"]), "prepaid")


def propose_runs(session: Session, step: Step, months: tuple[date, ...], basis: str) -> None:
    """Open a period for each run of months with a day to insure; a month that is paused whole asks for nothing."""
    for with_days, run in groupby(months, key=lambda month: has_days(session, step.case, month)):
        if with_days:
            found = tuple(run)
            propose(session, step, found[0], len(found), basis)


def propose(session: Session, step: Step, first_month: date, months: int, basis: str) -> None:
    """Open one contribution period, with the mode of the terms that hold in its first month."""
    terms = terms_for(session, step.case.id, first_month)
    facts = {"first_month": first_month, "months": months, "basis": basis, "mode": terms.mode}
    then_open(session, step, ContributionPeriod, "propose", affiliation_id=step.case.id, **facts)


def terms_for(session: Session, affiliation_id: Any, month: date) -> AgreedTerms:
    """The terms that count in a month."""
    held = select(AgreedTerms).where(AgreedTerms.affiliation_id == affiliation_id, AgreedTerms.from_month <= month)
    newest = held.order_by(AgreedTerms.from_month.desc(), AgreedTerms.reported_at.desc(), AgreedTerms.id.desc())
    return session.scalars(newest.limit(1)).one()


def keep_terms(session: Session, step: Step, from_month: date, change_from: date) -> None:
    """Add the declared terms to the dated history."""
    declared = terms_as_dict(step.case)
    declared["weekdays"] = declared["weekdays"] or ""
    at = step.context.at
    session.add(
        AgreedTerms(
            affiliation_id=step.case.id, from_month=from_month, change_from=change_from, reported_at=at, **declared
        )
    )
    session.flush()


def apply_new_terms(session: Session, step: Step) -> None:
    """Keep the changed terms and issue again the unpaid lines they reach."""
    from_month = step.context.data["from_month"]
    keep_terms(session, step, from_month, step.context.data["change_from"])
    reissue(session, step, from_month)


def keep_days(session: Session, step: Step) -> None:
    """Keep the confirmed days of a month and issue its unpaid line again."""
    data = step.context.data
    known = select(ReportedDays).where(ReportedDays.affiliation_id == step.case.id, ReportedDays.month == data["month"])
    row = session.scalar(known)
    if row is None:
        row = ReportedDays(affiliation_id=step.case.id, month=data["month"])
        session.add(row)
    row.days, row.reported_at = days_text(data["days"]), step.context.at
    session.flush()
    if data["month"] >= step.case.next_month:
        return  # it will be proposed with these days
    if _was_proposed(session, step.case.id, data["month"]):
        reissue(session, step, data["month"])
    else:  # a first month that had no day of hers until now
        propose(session, step, data["month"], 1, "post_paid")


def _was_proposed(session: Session, affiliation_id: Any, month: date) -> bool:
    earlier = select(ContributionPeriod.first_month, ContributionPeriod.months).where(
        ContributionPeriod.affiliation_id == affiliation_id, ContributionPeriod.first_month <= month
    )
    return any(month < month_after(first, months) for first, months in session.execute(earlier))


def reissue(session: Session, step: Step, from_month: date) -> None:
    """Issue again every unpaid line for months from one on."""
    for period in periods_of(session, step.case.id, "changeable"):
        if month_after(period.first_month, period.months - 1) >= from_month and not period.paid_amount:
            then(session, step, "reissue", period)


def end_periods(session: Session, step: Step) -> None:
    """Months after the last day, and those in which no day of hers is left, are owed no more; a line that reaches
    beyond the last day asks for fewer days."""
    last: date = step.case.ended_on
    for period in periods_of(session, step.case.id, "unpaid"):
        months = months_from(period.first_month, period.months)
        if not any(has_days(session, step.case, month) for month in months):
            then(session, step, "cancel", period)
        elif (
            period.state in states_tagged(ContributionPeriod, "changeable")
            and not period.paid_amount
            and last < last_of_month(months[-1])
        ):
            then(session, step, "reissue", period)


def has_days(session: Session, case: Any, month: date) -> bool:
    """Whether a month has a day of hers to insure."""
    relation, terms = relation_of(session, case, ""), terms_for(session, case.id, month)
    return bool(insured_days(terms, relation, month, reported_days(session, case.id, month)))


def cancel_periods(session: Session, step: Step) -> None:
    """A relation that never was owes nothing."""
    for period in periods_of(session, step.case.id, "unpaid", "payable"):
        then(session, step, "cancel", period)


def periods_of(session: Session, affiliation_id: Any, *tags: str) -> list[ContributionPeriod]:
    """The periods of an affiliation in states with one of the tags, in the order of their months."""
    found = select(ContributionPeriod).where(
        ContributionPeriod.affiliation_id == affiliation_id, is_tagged(ContributionPeriod, *tags)
    )
    return list(session.scalars(found.order_by(ContributionPeriod.first_month)))
