"""The file (expediente) of a home, and what every matter that belongs to one has in common."""

from datetime import date
from secrets import choice
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from workflow.tables import Base, CaseColumns

ORIGINS = ("complaint", "programme", "referral", "worker_dispute", "sweep")
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


class InspectionFile(CaseColumns, Base):
    """Everything about one home and one period under one folio; `office` is the code of the competent authority.

    `filed_on` is the stamp of the body that received it first, kept through every remission (LFPA 42). The columns
    about home and employer are what officers work with; nothing here names who complained, nor whether anybody did
    to anyone but officers (`origin`).
    """

    __tablename__ = "inspection_file"

    folio: Mapped[str] = mapped_column(String(20), unique=True)
    origin: Mapped[str] = mapped_column(String(20))
    filed_on: Mapped[date]
    employer_name: Mapped[str | None] = mapped_column(String(240), info={"personal": True})
    employer_person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    household_id: Mapped[UUID | None] = mapped_column(ForeignKey("household.id"))
    affiliation_id: Mapped[UUID | None] = mapped_column(ForeignKey("affiliation.id"))
    street: Mapped[str | None] = mapped_column(String(240), info={"personal": True})
    neighbourhood: Mapped[str | None] = mapped_column(String(120), info={"personal": True})
    postal_code: Mapped[str | None] = mapped_column(String(5))
    municipality: Mapped[str | None] = mapped_column(String(5), index=True)

    __table_args__ = (CheckConstraint(f"origin IN {ORIGINS}", name="origin"),)


class OfFile:
    """A matter that belongs to a file; the file closes only when every one of them is final."""

    file_id: Mapped[UUID] = mapped_column(ForeignKey("inspection_file.id"), index=True)


def new_folio(day: date) -> str:
    """A folio that says its year and nothing else: no order, no place, and none that a neighbour of it would guess."""
    letters = "".join(choice(_LETTERS) for _ in range(8))
    return f"IT-{day:%y}-{letters[:4]}-{letters[4:]}"
