"""The table of inspectors' absences: who is away, on which days, and who stands in."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from workflow.tables import Base, CaseColumns


class Absence(CaseColumns, Base):
    """One absence of an inspector (`login_id`) of an authority (`office`); both days are included.

    Why somebody is away is nobody's business here.
    """

    __tablename__ = "inspector_absence"

    login_id: Mapped[UUID] = mapped_column(ForeignKey("login.id"), index=True)
    substitute_id: Mapped[UUID] = mapped_column(ForeignKey("login.id"), index=True)
    from_day: Mapped[date]
    until_day: Mapped[date]

    __table_args__ = (
        CheckConstraint("from_day <= until_day", name="days_in_order"),
        CheckConstraint("login_id <> substitute_id", name="two_persons"),
    )
