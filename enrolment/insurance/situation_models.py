"""The table of what was told of other insurance, a pension and a housing credit: apart from the relation itself."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from enrolment.models import Affiliation
from workflow.tables import Base, CaseColumns

OTHER_INSURANCE = ("none", "another_job", "family", "not_known")
PENSIONS = ("none", "old_age", "guaranteed", "disability", "not_known")
HOUSING_CREDITS = ("none", "has", "not_known")
_SENSITIVE = {"personal": True}
_COUNTS = "state = 'told'"


def _answer(options: tuple[str, ...], column: str) -> CheckConstraint:
    return CheckConstraint(f"{column} IS NULL OR {column} IN {options}", name=column)


class Situation(CaseColumns, Base):
    """What one party told about one relation; nobody has to answer anything.

    A household answers what it was told and reads only that; she answers herself, relation by relation, and reads all.
    """

    __tablename__ = "situation"

    affiliation_id: Mapped[UUID] = mapped_column(ForeignKey("affiliation.id"), index=True)
    told_by: Mapped[str] = mapped_column(String(40))
    other_insurance: Mapped[str | None] = mapped_column(String(20), info=_SENSITIVE)
    pension: Mapped[str | None] = mapped_column(String(20), info=_SENSITIVE)
    housing_credit: Mapped[str | None] = mapped_column(String(20), info=_SENSITIVE)

    affiliation: Mapped[Affiliation] = relationship(viewonly=True)

    __table_args__ = (
        _answer(OTHER_INSURANCE, "other_insurance"),
        _answer(PENSIONS, "pension"),
        _answer(HOUSING_CREDITS, "housing_credit"),
        Index(
            "uq_situation_told",
            "affiliation_id",
            "told_by",
            unique=True,
            postgresql_where=text(_COUNTS),
            sqlite_where=text(_COUNTS),
        ),
    )
