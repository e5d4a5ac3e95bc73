"""What inspectors write down: who took part, what each item of the checklist showed, what was agreed and said."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from workflow.columns import new_id
from workflow.tables import Base

PARTS = ("inspector", "witness", "attended", "worker", "worker_representative", "interpreter", "expert")
WITNESS = "witness"
RESULTS = ("complies", "breach", "not_applicable", "not_verified")
BREACH = "breach"
ASSESSED = ("stands", "disproved", "unfounded", "cured")
STANDS = "stands"
_PERSONAL = {"personal": True}


class OfInspection:
    """A row that belongs to one inspection."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    inspection_id: Mapped[UUID] = mapped_column(ForeignKey("inspection.id"), index=True)


class Participant(OfInspection, Base):
    """Somebody who takes part in the visit, with their signature or the reason why it is missing (LFPA 66, 67)."""

    __tablename__ = "inspection_participant"

    part: Mapped[str] = mapped_column(String(24))
    capacity: Mapped[str | None] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(240), info=_PERSONAL)
    address: Mapped[str | None] = mapped_column(String(240), info=_PERSONAL)
    statement: Mapped[str | None] = mapped_column(Text, info=_PERSONAL)
    proposed_by: Mapped[str | None] = mapped_column(String(20))
    signed: Mapped[bool]
    unsigned_reason: Mapped[str | None] = mapped_column(String(400), info=_PERSONAL)

    __table_args__ = (
        CheckConstraint(f"part IN {PARTS}", name="part"),
        CheckConstraint("signed OR unsigned_reason IS NOT NULL", name="signed_or_why_not"),
    )


class Answer(OfInspection, Base):
    """What one item of the checklist showed, with its evidence, and what became of it in the assessment."""

    __tablename__ = "inspection_answer"

    item: Mapped[int]
    result: Mapped[str] = mapped_column(String(20))
    evidence: Mapped[str | None] = mapped_column(String(400), info=_PERSONAL)
    workers: Mapped[int | None]
    remark: Mapped[str | None] = mapped_column(Text, info=_PERSONAL)
    presumed: Mapped[bool] = mapped_column(default=False)
    assessed: Mapped[str | None] = mapped_column(String(20))
    assessed_evidence: Mapped[str | None] = mapped_column(String(400), info=_PERSONAL)
    breach_until: Mapped[date | None]

    __table_args__ = (
        CheckConstraint(f"result IN {RESULTS}", name="result"),
        CheckConstraint(f"assessed IS NULL OR assessed IN {ASSESSED}", name="assessed"),
        Index("uq_inspection_answer_item", "inspection_id", "item", unique=True),
    )


class Consent(OfInspection, Base):
    """A written permission to enter: by whom, to which rooms, for whom, until when; `revoked_at` ends it at once."""

    __tablename__ = "inspection_consent"

    given_by: Mapped[str] = mapped_column(String(20))
    giver_name: Mapped[str] = mapped_column(String(240), info=_PERSONAL)
    rooms: Mapped[str] = mapped_column(String(80))
    persons: Mapped[int]
    valid_from: Mapped[datetime]
    valid_until: Mapped[datetime]
    photos: Mapped[bool]
    worker_agrees: Mapped[bool]
    witnesses: Mapped[int]
    no_witness_reason: Mapped[str | None] = mapped_column(String(400), info=_PERSONAL)
    given_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("valid_from < valid_until", name="window_in_order"),
        CheckConstraint("witnesses >= 2 OR no_witness_reason IS NOT NULL", name="witnesses_or_why_not"),
    )


class Interview(OfInspection, Base):
    """What somebody said alone or before others: encrypted, and used only if she agrees to it (`may_be_used`)."""

    __tablename__ = "inspection_interview"

    place: Mapped[str] = mapped_column(String(20))
    alone: Mapped[bool]
    with_interpreter: Mapped[bool]
    taken_at: Mapped[datetime]
    sealed: Mapped[str] = mapped_column(Text, info={"sealed_for": "inspection interview"})
    may_be_used: Mapped[bool]
