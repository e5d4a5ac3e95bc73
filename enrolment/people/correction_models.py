"""The table of corrections: a name or a birth date that is set right, with what stood before."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from workflow.tables import Base, CaseColumns


def _personal(kind: Any) -> Mapped[Any]:
    return mapped_column(kind, info={"personal": True})


class Correction(CaseColumns, Base):
    """What is right according to whoever asks, and from its acceptance on what stood in the register before.

    Accepted corrections are the dated history of a person's name and birth date. Identifiers are no part of it.
    """

    __tablename__ = "correction"

    affiliation_id: Mapped[UUID] = mapped_column(ForeignKey("affiliation.id"), index=True)
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("domestic_worker.id"), index=True)
    asked_by: Mapped[str] = mapped_column(String(20))
    given_name: Mapped[str] = _personal(String(80))
    first_surname: Mapped[str] = _personal(String(80))
    second_surname: Mapped[str | None] = _personal(String(80))
    birth_date: Mapped[date | None] = _personal(Date)
    was_given_name: Mapped[str | None] = _personal(String(80))
    was_first_surname: Mapped[str | None] = _personal(String(80))
    was_second_surname: Mapped[str | None] = _personal(String(80))
    was_birth_date: Mapped[date | None] = _personal(Date)

    __table_args__ = (CheckConstraint("asked_by IN ('household', 'domestic_worker', 'office')", name="asked_by"),)
