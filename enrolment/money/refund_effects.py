"""What follows from the steps of a refund for the payment exception that it came from."""

from decimal import Decimal

from sqlalchemy.orm import Session

from enrolment.following import then
from enrolment.money.exception_models import PaymentException
from workflow.definition import Step


def close_exception(session: Session, step: Step) -> None:
    """What was given back is loose no more; a rest that was refused stays on the list."""
    _end(session, step, step.case.refunded_amount)


def give_up(session: Session, step: Step) -> None:
    """Nothing was given back: the money waits for another decision."""
    _end(session, step, Decimal(0))


def _end(session: Session, step: Step, refunded: Decimal) -> None:
    if step.case.exception_id is None:
        return
    exception = session.get_one(PaymentException, step.case.exception_id, populate_existing=True)
    action = "close_refunded" if refunded >= exception.loose else "end_refund"
    then(session, step, action, exception, refunded=refunded)
