"""Days that a household marks in a running relation: pauses, unpaid absence, paid vacation, work on a holiday."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from enrolment.money.contributed import days_between
from workflow.columns import new_id
from workflow.tables import Base

PAUSE, ABSENCE, VACATION, WORKED_HOLIDAY = "pause", "absence", "vacation", "worked_holiday"
KINDS = (PAUSE, ABSENCE, VACATION, WORKED_HOLIDAY)
UNPAID = (PAUSE, ABSENCE)


class MarkedDays(Base):
    """Consecutive days of one kind in one affiliation, both included. Withdrawn, they stay on record and count no more.

    Written only by steps of the affiliation; shortening changes the last day.
    """

    __tablename__ = "marked_days"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    affiliation_id: Mapped[UUID] = mapped_column(ForeignKey("affiliation.id"))
    kind: Mapped[str] = mapped_column(String(20))
    first_day: Mapped[date]
    last_day: Mapped[date]
    marked_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint(f"kind IN {KINDS}", name="kind"),
        CheckConstraint("first_day <= last_day", name="days_in_order"),
        Index("ix_marked_days_affiliation_id", "affiliation_id", "first_day"),
    )


@dataclass(frozen=True, slots=True)
class Marked:
    """Marked days that hold, as decisions see them."""

    id: UUID
    kind: str
    first: date
    last: date

    @property
    def length(self) -> int:
        """How many days, whether she comes on them or not."""
        return (self.last - self.first).days + 1

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def overlaps(self, first: date, last: date) -> bool:
        """Whether they share a day with others."""
        return self.first <= last and first <= self.last


def marked_in(session: Session, affiliation_id: UUID, *kinds: str) -> tuple[Marked, ...]:
    """The marked days of an affiliation that hold, the earliest first; of some kinds if any are named."""
    held = select(MarkedDays.id, MarkedDays.kind, MarkedDays.first_day, MarkedDays.last_day).where(
        MarkedDays.affiliation_id == affiliation_id, MarkedDays.withdrawn_at.is_(None)
    )
    if kinds:
        held = held.where(MarkedDays.kind.in_(kinds))
    rows = session.execute(held.order_by(MarkedDays.first_day, MarkedDays.id))
    return tuple(Marked(*row) for row in rows)


def days_marked(marked: Sequence[Marked]) -> dict[date, str]:
    """Each marked day with its kind."""
    return {day: span.kind for span in marked for day in days_between(span.first, span.last)}
