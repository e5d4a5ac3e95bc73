"""The tables of what labour law grants beside the wage: a case for each relation, what was paid, what is missing."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from enrolment.models import Affiliation
from workflow.columns import new_id
from workflow.tables import Base, CaseColumns

# What may be recorded as paid or enjoyed, and what she may say that she did not receive.
KINDS = ("aguinaldo", "vacation", "settlement")
SUBJECTS = ("aguinaldo", "vacation", "rest_days", "settlement")


class LabourDues(CaseColumns, Base):
    """What one household owes one worker beside her wage: the clocks of a running relation, then its settlement.

    `bonus_year` is the calendar year whose bonus falls due next, `anniversaries` how many years of service have been
    announced. At the end `settlement` keeps the explained statement and `settlement_amount` its total in pesos.
    """

    __tablename__ = "labour_dues"

    affiliation_id: Mapped[UUID] = mapped_column(ForeignKey("affiliation.id"), index=True)
    bonus_year: Mapped[int]
    anniversaries: Mapped[int]
    settlement: Mapped[str | None] = mapped_column(Text, info={"digest": True})
    settlement_amount: Mapped[Decimal | None]

    affiliation: Mapped[Affiliation] = relationship(viewonly=True)

    __table_args__ = (
        Index(
            "uq_labour_dues_open",
            "affiliation_id",
            unique=True,
            postgresql_where=text("state IN ('running', 'leaving')"),
            sqlite_where=text("state IN ('running', 'leaving')"),
        ),
    )


class DuesRecord(Base):
    """Something paid or enjoyed, as the household recorded it.

    `year` is the calendar year of a bonus, the year of service of vacation; `days` the days enjoyed from `day` on;
    `amount` pesos paid on `day` (of vacation: its premium).
    """

    __tablename__ = "dues_record"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    affiliation_id: Mapped[UUID] = mapped_column(ForeignKey("affiliation.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    year: Mapped[int]
    day: Mapped[date]
    days: Mapped[Decimal]
    amount: Mapped[Decimal]
    recorded_at: Mapped[datetime]

    __table_args__ = (CheckConstraint(f"kind IN {KINDS}", name="kind"),)


class NotReceived(CaseColumns, Base):
    """What the worker says she did not receive from one household; it stays hers until she tells the household."""

    __tablename__ = "not_received"

    affiliation_id: Mapped[UUID] = mapped_column(ForeignKey("affiliation.id"), index=True)
    subject: Mapped[str] = mapped_column(String(10))

    affiliation: Mapped[Affiliation] = relationship(viewonly=True)

    __table_args__ = (CheckConstraint(f"subject IN {SUBJECTS}", name="subject"),)
