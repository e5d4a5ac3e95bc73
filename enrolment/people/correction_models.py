"""The table of corrections: a name, a birth date or a CURP that is set right, with what stood before."""

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

    It is about the worker of a relation (`affiliation_id`, `worker_id`) or about a household itself (`household_id`).
    Accepted corrections are the dated history of a person's name and birth date. A CURP is set right for a household
    only: the numbers of a worker have procedures of their own.
    """

    __tablename__ = "correction"

    affiliation_id: Mapped[UUID | None] = mapped_column(ForeignKey("affiliation.id"), index=True)
    worker_id: Mapped[UUID | None] = mapped_column(ForeignKey("domestic_worker.id"), index=True)
    household_id: Mapped[UUID | None] = mapped_column(ForeignKey("household.id"), index=True)
    asked_by: Mapped[str] = mapped_column(String(20))
    given_name: Mapped[str] = _personal(String(80))
    first_surname: Mapped[str] = _personal(String(80))
    second_surname: Mapped[str | None] = _personal(String(80))
    birth_date: Mapped[date | None] = _personal(Date)
    curp: Mapped[str | None] = _personal(String(18))
    was_given_name: Mapped[str | None] = _personal(String(80))
    was_first_surname: Mapped[str | None] = _personal(String(80))
    was_second_surname: Mapped[str | None] = _personal(String(80))
    was_birth_date: Mapped[date | None] = _personal(Date)
    was_curp: Mapped[str | None] = _personal(String(18))

    __table_args__ = (
        CheckConstraint("asked_by IN ('household', 'domestic_worker', 'office')", name="asked_by"),
        CheckConstraint("(affiliation_id IS NULL) <> (household_id IS NULL)", name="one_subject"),
        CheckConstraint("(affiliation_id IS NULL) = (worker_id IS NULL)", name="worker_of_a_relation"),
        CheckConstraint("household_id IS NOT NULL OR (curp IS NULL AND was_curp IS NULL)", name="curp_of_a_household"),
    )
