"""Rows of bank files that wait for a person without a case: each gets the one it would have today, once."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from enrolment.models import Affiliation, ContributionPeriod
from enrolment.money.exception_models import PaymentException
from enrolment.money.payment_fates import FOR_A_PERSON, NO_MOVEMENT, Fate
from enrolment.money.payment_models import Payment, PaymentRow
from workflow.context import THE_SYSTEM
from workflow.database import Database
from workflow.engine import fire, open_case

BATCH = 50
NOTHING = Decimal(0)
OF_A_PART = frozenset({Fate.PARTIAL, Fate.EXPIRED_LINE})


def open_missing_cases(database: Database, at: datetime) -> int:
    """Open the cases of rows that were imported before there were any; answers with how many. Safe to run again.

    Batch by batch, so that it can be cut off at any moment and run while people work.
    """
    opened = 0
    while batch := database.run(lambda session: _open_some(session, at)):
        opened += batch
    return opened


def open_exception(session: Session, row: PaymentRow, credit: Decimal, short: Decimal, at: datetime) -> Any:
    """A case for a row that somebody has to look at. What it did not pay of its line is loose, if money came at all."""
    period = session.get(ContributionPeriod, row.period_id) if row.period_id else None
    affiliation = None if period is None else session.get_one(Affiliation, period.affiliation_id)
    came = row.amount is not None and row.fate not in NO_MOVEMENT
    data = {
        "row_id": row.id,
        "fate": row.fate,
        "amount": row.amount,
        "loose": (row.amount or NOTHING) - credit if came else NOTHING,
        "short": short,
        "paid_on": row.paid_on,
        "period_id": None if period is None else period.id,
        "household_id": None if affiliation is None else affiliation.household_id,
        "office": None if affiliation is None else affiliation.office,
    }
    return open_case(session, PaymentException, "arise", THE_SYSTEM, at, data=data).case


def _open_some(session: Session, at: datetime) -> int:
    """Some of the rows, locked one by one: whoever comes second finds the case that the first has opened."""
    rows = session.scalars(_waiting().limit(BATCH).with_for_update(of=PaymentRow)).all()
    for row in rows:
        known = session.scalar(select(PaymentException.id).where(PaymentException.row_id == row.id))
        if known is None:
            _open_now(session, row, at)
    return len(rows)


def _open_now(session: Session, row: PaymentRow, at: datetime) -> None:
    """The case as it stands today: a part payment whose line has been paid meanwhile is over at once."""
    credited, short = _credited(session, row), _short(session, row)
    case = open_exception(session, row, credited, short, at)
    if row.fate == Fate.PARTIAL and not case.short and not case.loose:
        fire(session, case, "complete", THE_SYSTEM, at)


def _waiting() -> Select[PaymentRow]:
    has_a_case = select(PaymentException.id).where(PaymentException.row_id == PaymentRow.id).exists()
    for_a_person = [fate.value for fate in FOR_A_PERSON]
    waiting = select(PaymentRow).where(PaymentRow.settled_at.is_(None), PaymentRow.fate.in_(for_a_person))
    return waiting.where(~has_a_case).order_by(PaymentRow.id)


def _credited(session: Session, row: PaymentRow) -> Decimal:
    """What the row has paid of its line."""
    return session.scalar(select(func.sum(Payment.amount)).where(Payment.row_id == row.id)) or NOTHING


def _short(session: Session, row: PaymentRow) -> Decimal:
    """What the line of a part payment still lacks today."""
    period = session.get(ContributionPeriod, row.period_id) if row.period_id else None
    return period.missing if period is not None and row.fate in OF_A_PART else NOTHING
