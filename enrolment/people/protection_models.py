"""The table of sealed protection matters: a child who was to be enrolled as a worker, known to the few who protect."""

from uuid import UUID

from sqlalchemy import CheckConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from workflow.tables import Base, CaseColumns


class ProtectionMatter(CaseColumns, Base):
    """What is known of a child stands in `sealed`, encrypted; nothing else here names anybody.

    `affiliation_id` and `household_id` are references without a key of the database, so that a matter outlives both.
    `origin` says how it became known: an enrolment that was sent, or the correction of a birth date.
    """

    __tablename__ = "protection_matter"

    origin: Mapped[str] = mapped_column(String(20))
    affiliation_id: Mapped[UUID] = mapped_column(index=True)
    household_id: Mapped[UUID]
    municipality: Mapped[str | None] = mapped_column(String(5))
    sealed: Mapped[str] = mapped_column(Text, info={"digest": True})

    __table_args__ = (CheckConstraint("origin IN ('enrolment', 'correction')", name="origin"),)
