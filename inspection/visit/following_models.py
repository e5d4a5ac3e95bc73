"""What comes after the visit: what parties file, what is ordered to be corrected, who was assigned before."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from inspection.visit.record_models import OfInspection
from workflow.tables import Base

FILINGS = ("documents", "observations", "extension", "compliance")
_PERSONAL = {"personal": True}


class Filing(OfInspection, Base):
    """Something that a party filed: kept whenever it comes, and marked when it came after its term (LFPA 43)."""

    __tablename__ = "inspection_filing"

    kind: Mapped[str] = mapped_column(String(20))
    filed_on: Mapped[date]
    recorded_at: Mapped[datetime]
    by_role: Mapped[str] = mapped_column(String(40))
    papers: Mapped[str | None] = mapped_column(String(400), info=_PERSONAL)
    is_late: Mapped[bool]
    answered: Mapped[str | None] = mapped_column(String(20))

    __table_args__ = (CheckConstraint(f"kind IN {FILINGS}", name="kind"),)


class Measure(OfInspection, Base):
    """What is to be corrected for one item, in how many business days (0: at once and from now on), and whether it was.

    `verified` is None until somebody has looked.
    """

    __tablename__ = "inspection_measure"

    item: Mapped[int]
    wording: Mapped[str] = mapped_column(Text, info=_PERSONAL)
    days: Mapped[int]
    verified: Mapped[bool | None]
    verified_evidence: Mapped[str | None] = mapped_column(String(400), info=_PERSONAL)

    __table_args__ = (CheckConstraint("days >= 0", name="days"),)


class Reassignment(OfInspection, Base):
    """One change of who goes, with who went before it, so that a whole batch can be taken back exactly."""

    __tablename__ = "inspection_reassignment"

    batch_id: Mapped[UUID | None] = mapped_column(index=True)
    recorded_at: Mapped[datetime]
    inspector_id: Mapped[UUID | None] = mapped_column(ForeignKey("login.id"))
    second_inspector_id: Mapped[UUID | None] = mapped_column(ForeignKey("login.id"))
    substitute_id: Mapped[UUID | None] = mapped_column(ForeignKey("login.id"))
    substitute_until: Mapped[date | None]
    before_inspector_id: Mapped[UUID | None] = mapped_column(ForeignKey("login.id"))
    before_second_inspector_id: Mapped[UUID | None] = mapped_column(ForeignKey("login.id"))
    before_substitute_id: Mapped[UUID | None] = mapped_column(ForeignKey("login.id"))
    before_substitute_until: Mapped[date | None]
