"""The table of protection matters of an inspection: what the danger is, who was asked to act, which measure holds."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from inspection.models import OfFile
from workflow.tables import Base, CaseColumns

DANGERS = (
    "child_under_fifteen",
    "violence",
    "confinement",
    "held_documents",
    "trafficking",
    "imminent_danger",
    "retaliation",
)
BODIES = ("prosecutor", "child_protection", "justice_centre", "labour_ministry", "defence_office")


class WorkerProtection(CaseColumns, OfFile, Base):
    """One danger in one home. It names nobody: who is in danger is known to those who may open the complaint.

    `measure_from` and `measure_until` are the days of an order of protection, `extended` whether it was prolonged once.
    """

    __tablename__ = "worker_protection"

    danger: Mapped[str] = mapped_column(String(20))
    learnt_at: Mapped[datetime]
    referred_to: Mapped[str | None] = mapped_column(String(20))
    referred_at: Mapped[datetime | None]
    reference: Mapped[str | None] = mapped_column(String(60), info={"digest": True})
    measure_from: Mapped[date | None]
    measure_until: Mapped[date | None]
    extended: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        CheckConstraint(f"danger IN {DANGERS}", name="danger"),
        CheckConstraint(f"referred_to IS NULL OR referred_to IN {BODIES}", name="referred_to"),
        CheckConstraint("measure_until IS NULL OR measure_until >= measure_from", name="measure_days"),
    )
