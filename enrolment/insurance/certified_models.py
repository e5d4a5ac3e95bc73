"""The tables of certificates of incapacity, and of the ends of relations that wait until one is over."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from enrolment.models import Affiliation
from workflow.tables import Base, CaseColumns

KINDS = ("sickness", "maternity", "work_risk")
_HEALTH = {"personal": True}
_COUNTS = "state IN ('recorded', 'confirmed')"
_WAITS = "state = 'waiting'"


class CertifiedPeriod(CaseColumns, Base):
    """One certificate of IMSS as one relation knows it: a household sees those of its own relation and no other.

    `kind` is health data, kept here and nowhere else; whose words they are stands in `entered_by` (a role's code), and
    only she and officials read the kind that somebody else wrote. Days count from the first to the last, both included.
    """

    __tablename__ = "certified_period"

    affiliation_id: Mapped[UUID] = mapped_column(ForeignKey("affiliation.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20), info={**_HEALTH, "stays": True})
    folio: Mapped[str] = mapped_column(String(20), info=_HEALTH)
    first_day: Mapped[date]
    last_day: Mapped[date]
    entered_by: Mapped[str] = mapped_column(String(40))

    affiliation: Mapped[Affiliation] = relationship(viewonly=True)

    __table_args__ = (
        CheckConstraint(f"kind IN {KINDS}", name="kind"),
        CheckConstraint("last_day >= first_day", name="days_in_order"),
        Index(
            "uq_certified_period_folio",
            "affiliation_id",
            "folio",
            unique=True,
            postgresql_where=text(_COUNTS),
            sqlite_where=text(_COUNTS),
        ),
    )


class AwaitedEnd(CaseColumns, Base):
    """A baja reported while she is certified as unable to work: it takes effect when that is over (LSS 21)."""

    __tablename__ = "awaited_end"

    affiliation_id: Mapped[UUID] = mapped_column(ForeignKey("affiliation.id"), index=True)
    wanted_day: Mapped[date]
    end_reason: Mapped[str] = mapped_column(String(30))
    ends_on: Mapped[date]

    affiliation: Mapped[Affiliation] = relationship(viewonly=True)

    __table_args__ = (
        CheckConstraint("ends_on >= wanted_day", name="days_in_order"),
        Index(
            "uq_awaited_end_waiting",
            "affiliation_id",
            unique=True,
            postgresql_where=text(_WAITS),
            sqlite_where=text(_WAITS),
        ),
    )
