"""The table of doubts: what a household asks the institute to decide about a relation it has filed (LSS 17)."""

from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from workflow.tables import Base, CaseColumns

_OPEN = "state IN ('stated', 'overdue')"


class Doubt(CaseColumns, Base):
    """One doubt about one relation; the reasons stand with the steps. A relation has one open doubt at a time."""

    __tablename__ = "doubt"

    affiliation_id: Mapped[UUID] = mapped_column(ForeignKey("affiliation.id"), index=True)

    __table_args__ = (
        Index("uq_doubt_open", "affiliation_id", unique=True, postgresql_where=text(_OPEN), sqlite_where=text(_OPEN)),
    )
