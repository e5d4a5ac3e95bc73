"""What became of a household's money to the cent: what pays its lines, what is loose, what was given back.

Of every row of a bank's file: amount = credited + loose + given back. Of a household: given back + kept = received.
"""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from enrolment.models import Affiliation, ContributionPeriod
from enrolment.money.exception_models import PaymentException, Refund
from enrolment.money.payment_models import Payment

NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class MoneyHeld:
    """Pesos of one household: `credited` pays lines, `loose` pays nothing yet, `refunded` went back to it.

    `refunded_of_lines` is the part of what went back that had paid a line before.
    """

    credited: Decimal
    loose: Decimal
    refunded: Decimal
    refunded_of_lines: Decimal

    @property
    def kept(self) -> Decimal:
        """What the institution still has of it."""
        return self.credited + self.loose - self.refunded_of_lines

    @property
    def received(self) -> Decimal:
        """Everything that arrived: what was given back and what is kept."""
        return self.refunded + self.kept


def money_of(session: Session, household_id: UUID) -> MoneyHeld:
    """All money seen of a household."""
    credited = (
        select(func.sum(Payment.amount))
        .join(ContributionPeriod, ContributionPeriod.id == Payment.period_id)
        .join(Affiliation, Affiliation.id == ContributionPeriod.affiliation_id)
        .where(Affiliation.household_id == household_id)
    )
    loose = select(func.sum(PaymentException.loose)).where(PaymentException.household_id == household_id)
    refunded = select(func.sum(Refund.refunded_amount)).where(Refund.household_id == household_id)
    return MoneyHeld(
        credited=_sum(session, credited),
        loose=_sum(session, loose),
        refunded=_sum(session, refunded),
        refunded_of_lines=_sum(session, refunded.where(Refund.exception_id.is_(None))),
    )


def _sum(session: Session, query: Select[Decimal | None]) -> Decimal:
    return session.scalar(query) or NOTHING
