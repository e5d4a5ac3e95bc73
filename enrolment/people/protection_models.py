"""The table of sealed protection matters: a child who was to be enrolled as a worker, known to the few who protect."""

from uuid import UUID

from sqlalchemy import CheckConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from workflow.tables import Base, CaseColumns

PURPOSE = "protection matter"  # which key seals it, see `workflow.sealing`


class ProtectionMatter(CaseColumns, Base):
    """What is known of a child stands in `sealed`, encrypted; nothing else here names anybody.

    `affiliation_id` and `household_id`, or `invitation_id`, are references without a key of the database, so that a
    matter outlives them. `origin` says how it became known: an enrolment that was sent, the correction of a birth date,
    or a request of the child itself to be enrolled (LSS 18).
    """

    __tablename__ = "protection_matter"

    origin: Mapped[str] = mapped_column(String(20))
    affiliation_id: Mapped[UUID | None] = mapped_column(index=True)
    household_id: Mapped[UUID | None]
    invitation_id: Mapped[UUID | None] = mapped_column(index=True)
    municipality: Mapped[str | None] = mapped_column(String(5))
    sealed: Mapped[str] = mapped_column(Text, info={"digest": True, "sealed_for": PURPOSE})

    __table_args__ = (
        CheckConstraint("origin IN ('enrolment', 'correction', 'request')", name="origin"),
        CheckConstraint("(origin = 'request') = (invitation_id IS NOT NULL)", name="request_of_a_child"),
        CheckConstraint("(affiliation_id IS NULL) <> (invitation_id IS NULL)", name="one_subject"),
    )
