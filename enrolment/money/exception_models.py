"""The tables of money that does not settle a line by itself: payment exceptions, and refunds of what was not owed."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from workflow.tables import PERSONAL, Base, CaseColumns


class PaymentException(CaseColumns, Base):
    """A row of a bank file that somebody has to look at: one case for each.

    `amount` is what the row says; `loose` the part of it that pays nothing yet and is still the payer's; `short` what
    the line still lacked after it. `household_id` is whoever paid, once that is known. `wanted_period_id` is the line
    that the household asked on `wanted_on` to pay with the loose money: without that, none of it pays anything else.
    """

    __tablename__ = "payment_exception"

    row_id: Mapped[UUID] = mapped_column(ForeignKey("payment_row.id"), unique=True)
    fate: Mapped[str] = mapped_column(String(20))
    amount: Mapped[Decimal | None]
    loose: Mapped[Decimal] = mapped_column(default=Decimal(0))
    short: Mapped[Decimal] = mapped_column(default=Decimal(0))
    paid_on: Mapped[date | None]
    line: Mapped[str | None] = mapped_column(String(80), info=PERSONAL)  # whatever the row had in that place
    period_id: Mapped[UUID | None] = mapped_column(ForeignKey("contribution_period.id"), index=True)
    household_id: Mapped[UUID | None] = mapped_column(ForeignKey("household.id"), index=True)
    taken_by: Mapped[UUID | None]
    wanted_period_id: Mapped[UUID | None] = mapped_column(ForeignKey("contribution_period.id"))
    wanted_on: Mapped[date | None]

    __table_args__ = (
        CheckConstraint("loose >= 0 AND short >= 0", name="sums_are_not_negative"),
        CheckConstraint("loose = 0 OR loose <= amount", name="loose_is_part_of_the_amount"),
        CheckConstraint("state <> 'requested' OR wanted_period_id IS NOT NULL", name="requested_names_a_line"),
        Index("ix_payment_exception_open", "state", "opened_at", "id"),
        Index("ix_payment_exception_by_amount", "state", "amount", "id"),
    )


APART = "retirement_part >= 0 AND housing_part >= 0 AND retirement_part + housing_part <= asked_amount"


class Refund(CaseColumns, Base):
    """What a household asks back because it was not owed (LSS 299), and what became of that.

    It is about the loose money of an exception or about a paid period; `reason` is a code of `REFUND_REASONS`.
    `paid_on` is the day of the undue payment, from which the five years run. `retirement_part` of `asked_amount`
    went to her retirement account and cannot simply be given back; `housing_part` is given back by Infonavit (R-3).
    `by_deposit` decides between two terms.
    """

    __tablename__ = "refund"

    household_id: Mapped[UUID] = mapped_column(ForeignKey("household.id"), index=True)
    exception_id: Mapped[UUID | None] = mapped_column(ForeignKey("payment_exception.id"), index=True)
    period_id: Mapped[UUID | None] = mapped_column(ForeignKey("contribution_period.id"), index=True)
    reason: Mapped[str] = mapped_column(String(20))
    paid_on: Mapped[date]
    asked_on: Mapped[date]
    asked_amount: Mapped[Decimal]
    retirement_part: Mapped[Decimal] = mapped_column(default=Decimal(0))
    housing_part: Mapped[Decimal] = mapped_column(default=Decimal(0))
    by_deposit: Mapped[bool] = mapped_column(default=False)
    clabe: Mapped[str | None] = mapped_column(String(18), info=PERSONAL)
    granted_amount: Mapped[Decimal | None]
    refunded_amount: Mapped[Decimal] = mapped_column(default=Decimal(0))
    refunded_on: Mapped[date | None]
    bank_reference: Mapped[str | None] = mapped_column(String(60))
    is_late: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        CheckConstraint("asked_amount > 0", name="asked_is_positive"),
        CheckConstraint(APART, name="retirement_is_a_part"),
        CheckConstraint(
            "granted_amount IS NULL OR granted_amount BETWEEN 0 AND asked_amount", name="granted_is_a_part"
        ),
        CheckConstraint("refunded_amount = 0 OR refunded_amount = granted_amount", name="refunded_as_granted"),
        CheckConstraint("exception_id IS NOT NULL OR period_id IS NOT NULL", name="is_about_money"),
        CheckConstraint("state <> 'paid' OR refunded_on IS NOT NULL", name="paid_has_a_day"),
    )

    @property
    def claimed(self) -> Decimal:
        """What it asks for, apart parts included; once granted in part, only what was decided on."""
        if self.granted_amount is None:
            return self.asked_amount
        return self.granted_amount + self.retirement_part + self.housing_part
