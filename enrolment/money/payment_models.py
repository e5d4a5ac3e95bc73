"""The tables of payments: the lines issued, the bank files and their rows, the money that arrived."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workflow.columns import new_id
from workflow.tables import PERSONAL, Base


class IssuedLine(Base):
    """Every payment line ever issued; a replaced one still tells what somebody who pays it meant."""

    __tablename__ = "issued_line"

    line: Mapped[str] = mapped_column(String(40), primary_key=True)
    period_id: Mapped[UUID] = mapped_column(ForeignKey("contribution_period.id"), index=True)
    amount: Mapped[Decimal]
    issued_at: Mapped[datetime]
    replaced_at: Mapped[datetime | None]


class PaymentFile(Base):
    """One bank file, known by its content: the same bytes are read once."""

    __tablename__ = "payment_file"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    imported_at: Mapped[datetime]
    imported_by: Mapped[str] = mapped_column(String(40))
    rows: Mapped[int]
    finished_at: Mapped[datetime | None]


class PaymentRow(Base):
    """One row of a bank file and what became of it; nothing is dropped."""

    __tablename__ = "payment_row"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    file_id: Mapped[UUID] = mapped_column(ForeignKey("payment_file.id"))
    number: Mapped[int]
    raw: Mapped[str] = mapped_column(Text, info=PERSONAL)
    line: Mapped[str | None] = mapped_column(String(80), index=True, info=PERSONAL)  # as typed: a line of ours or not
    amount: Mapped[Decimal | None]
    paid_on: Mapped[date | None]
    reference: Mapped[str | None] = mapped_column(String(80), info=PERSONAL)
    worker: Mapped[str | None] = mapped_column(String(18), info=PERSONAL)
    fate: Mapped[str] = mapped_column(String(20))
    period_id: Mapped[UUID | None] = mapped_column(ForeignKey("contribution_period.id"), index=True)
    note: Mapped[str | None] = mapped_column(Text, info=PERSONAL)  # sentences that repeat what was typed
    settled_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("file_id", "number"), Index("ix_payment_row_fate", "fate", "id"))


class Payment(Base):
    """Money that arrived for a period: pesos, the day it was paid, and the row of the bank file that said so."""

    __tablename__ = "payment"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    period_id: Mapped[UUID] = mapped_column(ForeignKey("contribution_period.id"), index=True)
    amount: Mapped[Decimal]
    paid_on: Mapped[date]
    row_id: Mapped[UUID | None] = mapped_column(ForeignKey("payment_row.id"))
    recorded_at: Mapped[datetime]

    __table_args__ = (CheckConstraint("amount > 0", name="amount_is_positive"),)
