"""The table of inspectors' credentials: the number that is shown at the door, and the days on which it is good."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from workflow.tables import Base, CaseColumns

_IN_FORCE = "state = 'in_force'"


class Credential(CaseColumns, Base):
    """One credential of one inspector (`login_id`) of one authority (`office`); both days are included."""

    __tablename__ = "inspector_credential"

    login_id: Mapped[UUID] = mapped_column(ForeignKey("login.id"), index=True)
    number: Mapped[str] = mapped_column(String(40))
    valid_from: Mapped[date]
    valid_until: Mapped[date]

    __table_args__ = (
        CheckConstraint("valid_from <= valid_until", name="days_in_order"),
        Index(
            "uq_inspector_credential_in_force",
            "login_id",
            unique=True,
            postgresql_where=text(_IN_FORCE),
            sqlite_where=text(_IN_FORCE),
        ),
    )
