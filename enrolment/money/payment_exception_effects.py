"""What follows from the steps of a payment exception: lines paid as the household decided, refunds, rows dealt with."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.following import then, then_open
from enrolment.models import ContributionPeriod
from enrolment.money.exception_models import PaymentException, Refund
from enrolment.money.late_lines import NOTHING
from enrolment.money.payment_models import PaymentRow
from enrolment.service import record_payment
from regime.sentences import Sentence
from workflow.context import THE_SYSTEM
from workflow.definition import Step, is_tagged
from workflow.engine import fire
from workflow.words import DEFAULT_LANGUAGE, say


def pay_wanted_line(session: Session, step: Step) -> None:
    """The line that the household named takes what it lacks; the row of the bank stays behind the payment."""
    context, target = step.context, step.context.around.target
    period = session.get_one(ContributionPeriod, target.period_id)
    used, paid_on = context.data["used"], context.data["counts_from"]
    if target.takes_money:
        record_payment(session, period, used, paid_on, context.at, row_id=step.case.row_id)
        return
    # The household decided in time and the office came later: the month is insured by the decision (239-C VI).
    because = say(DEFAULT_LANGUAGE, Sentence("exception.assigned_late", {"wanted_on": paid_on}))
    data = {"received": used, "paid_on": paid_on, "row_id": step.case.row_id}
    fire(session, period, "reinstate", THE_SYSTEM, context.at, comment=because, data=data)


def ask_for_it_back(session: Session, step: Step) -> None:
    """The loose money becomes a refund, a case with clocks of its own."""
    case = step.case
    reason = case.fate if case.fate in ("duplicate", "over", "after_baja", "expired_line") else "other"
    then_open(
        session,
        step,
        Refund,
        "ask",
        household_id=case.household_id,
        exception_id=case.id,
        period_id=case.period_id,
        reason=reason,
        paid_on=case.paid_on,
        asked_amount=case.loose,
        office=case.office,
    )


def finish_row(session: Session, step: Step) -> None:
    """The row of the bank's file is dealt with."""
    session.get_one(PaymentRow, step.case.row_id).settled_at = step.context.at
    session.flush()


def open_row_again(session: Session, step: Step) -> None:
    """The row of the bank's file waits for a person again."""
    session.get_one(PaymentRow, step.case.row_id).settled_at = None
    session.flush()


def complete_shortfalls(session: Session, step: Step) -> None:
    """What earlier payments of a line lacked has arrived: nobody needs to look at their rows any more."""
    if step.case.missing:
        return
    short = select(PaymentException).where(
        PaymentException.period_id == step.case.id,
        PaymentException.short > NOTHING,
        PaymentException.loose == NOTHING,
        is_tagged(PaymentException, "on_the_list"),
    )
    for case in session.scalars(short.order_by(PaymentException.id)).all():
        then(session, step, "complete", case)
