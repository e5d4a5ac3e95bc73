"""The table of documents that people ask for: which, about whom, of which days, and how strangers may check it."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from workflow.tables import Base, CaseColumns

PROOF, RECAP, RECEIPT = "affiliation_proof", "yearly_recap", "wage_receipt"
KINDS = (PROOF, RECAP, RECEIPT)
_SECRET = {"personal": True}


class Issuance(CaseColumns, Base):
    """The case of one issued document, for the household that asked (`household_id`) or for the worker herself.

    `worker_id` is the person it speaks of, none for a household's own recap; `first_day` and `last_day` are both
    included. `code` opens the page behind the QR; `folio` is what people type. A document that nobody is to check has
    neither. The worker switches off what speaks of her.
    """

    __tablename__ = "issuance"

    kind: Mapped[str] = mapped_column(String(30))
    household_id: Mapped[UUID | None] = mapped_column(ForeignKey("household.id"))
    worker_id: Mapped[UUID | None] = mapped_column(ForeignKey("domestic_worker.id"))
    affiliation_id: Mapped[UUID | None] = mapped_column(ForeignKey("affiliation.id"), index=True)
    first_day: Mapped[date]
    last_day: Mapped[date]
    language: Mapped[str] = mapped_column(String(8))
    folio: Mapped[str | None] = mapped_column(String(20), unique=True, info=_SECRET)
    code: Mapped[str | None] = mapped_column(String(40), unique=True, info=_SECRET)

    __table_args__ = (
        CheckConstraint(f"kind IN {KINDS}", name="kind"),
        CheckConstraint("first_day <= last_day", name="days_in_order"),
        CheckConstraint("household_id IS NOT NULL OR worker_id IS NOT NULL", name="is_somebodys"),
        CheckConstraint("(folio IS NULL) = (code IS NULL)", name="folio_and_code"),
        Index("ix_issuance_household_id", "household_id", "id"),
        Index("ix_issuance_worker_id", "worker_id", "id"),
    )
