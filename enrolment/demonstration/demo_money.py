"""Money in the demonstration: a payment that the office asks about, a refund in review, one paid by deposit."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.demonstration.demo_people import actor_of
from enrolment.models import Household
from enrolment.money.exception_models import PaymentException, Refund
from workflow.context import Actor
from workflow.engine import fire
from workflow.people import Login

CLABE = "032180000118359719"


def settle_some_money(session: Session, at: datetime) -> None:
    """What a caseworker and the households did about the first payments that the bank's file left open."""
    office = actor_of(session, "caso1")
    loose = [case for case in session.scalars(_loose()).all() if _payer(session, case) is not None]
    for number, case in enumerate(loose[:3]):
        payer = _payer(session, case)
        assert payer is not None  # noqa: S101 - filtered above
        if number == 0:
            fire(session, case, "ask", office, at, comment="¿Quiere que se le devuelva o que se use para otra línea?")
            continue
        fire(session, case, "ask_refund", payer, at)
        refund = session.scalars(select(Refund).where(Refund.exception_id == case.id)).one()
        fire(session, refund, "set_account", payer, at, data={"by_deposit": True, "clabe": CLABE})
        fire(session, refund, "review", office, at)
        if number == 1:
            _pay(session, refund, office, at, refund.asked_amount)


def _pay(session: Session, refund: Refund, office: Actor, at: datetime, amount: Decimal) -> None:
    fire(session, refund, "grant", office, at, data={"granted_amount": amount})
    fire(session, refund, "pay_back", office, at, data={"refunded_on": refund.asked_on, "bank_reference": "T-0001"})


def _loose() -> Any:
    nothing = Decimal(0)
    return select(PaymentException).where(PaymentException.loose > nothing).order_by(PaymentException.id)


def _payer(session: Session, case: PaymentException) -> Actor | None:
    if case.household_id is None:
        return None
    person = session.get_one(Household, case.household_id).person_id
    login = session.scalars(select(Login).where(Login.person_id == person).limit(1)).first()
    return login.as_actor() if login else None
