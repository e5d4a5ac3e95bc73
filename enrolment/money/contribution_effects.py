"""What follows from the steps of a contribution period: lines kept, money kept, months proposed again after a lapse."""

from datetime import date

from sqlalchemy import update
from sqlalchemy.orm import Session

from enrolment.following import then
from enrolment.models import Affiliation
from enrolment.money.contribution_rules import issue_day, next_month_to_pay
from enrolment.money.payment_models import IssuedLine, Payment
from enrolment.relation.affiliation_effects import periods_of
from regime.periods import month_after
from workflow.definition import Step, has_tag


def issue_when_due(session: Session, step: Step) -> None:
    """A period whose day of issue has come gets its line at once."""
    if not step.context.around.identity_is_missing and issue_day(step.context) <= step.context.day:
        then(session, step, "issue")


def keep_line(session: Session, step: Step) -> None:
    """Remember a new line, what it asks for, and that the one before it is replaced."""
    case, at = step.case, step.context.at
    if session.get(IssuedLine, case.line) is not None:
        return
    earlier = update(IssuedLine).where(IssuedLine.period_id == case.id, IssuedLine.replaced_at.is_(None))
    session.execute(earlier.values(replaced_at=at).execution_options(synchronize_session=False))
    session.add(IssuedLine(line=case.line, period_id=case.id, amount=case.missing, issued_at=at))
    session.flush()


def keep_payment(session: Session, step: Step) -> None:
    """Remember what arrived, when it was paid and which row of a bank file said so."""
    data = step.context.data
    session.add(
        Payment(
            period_id=step.case.id,
            amount=data["received"],
            paid_on=data["paid_on"],
            row_id=data.get("row_id"),
            recorded_at=step.context.at,
        )
    )
    session.flush()


def offer_next_month(session: Session, step: Step) -> None:
    """The line of the next month that can still be paid ahead; the month that lapsed is not bought back (239-C VI)."""
    month = next_month_to_pay(step.context)
    affiliation = session.get_one(Affiliation, step.case.affiliation_id)
    covering = [
        period
        for period in periods_of(session, affiliation.id, "open", "fixed")
        if period.first_month <= month < month_after(period.first_month, period.months)
    ]
    if not covering:
        then(session, step, "propose_next", affiliation, from_month=month)
        covering = [p for p in periods_of(session, affiliation.id, "open") if p.first_month == month]
    for period in covering:
        if has_tag(period, "line_to_come"):
            then(session, step, "issue", period)


def propose_rest_again(session: Session, step: Step) -> None:
    """After a long period lapsed in its first month, the months that can still be paid ahead are proposed again."""
    if step.case.months > 1:
        _propose_from(session, step, month_after(step.case.first_month, 1))


def cancel_overlaps(session: Session, step: Step) -> None:
    """A long period that is paid after all leaves nothing to pay twice of the months proposed again meanwhile."""
    case = step.case
    following = month_after(case.first_month, case.months)
    unpaid = periods_of(session, case.affiliation_id, "unpaid")
    overlapping = [period for period in unpaid if case.first_month < period.first_month < following]
    for period in overlapping:
        then(session, step, "cancel", period)
    if overlapping:
        _propose_from(session, step, following)


def _propose_from(session: Session, step: Step, month: date) -> None:
    affiliation = session.get_one(Affiliation, step.case.affiliation_id)
    if has_tag(affiliation, "in_force"):
        then(session, step, "propose_next", affiliation, from_month=month)
