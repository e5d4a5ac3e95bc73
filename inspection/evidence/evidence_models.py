"""The table of evidence: which file belongs to which matter, by the hash of its content. Rows are never changed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from workflow.columns import new_id
from workflow.tables import NAMES_A_FILE, Base

# Taken inside the home, which needs a permission of its own; from the door or the street it does not.
PHOTO = "photo"
KINDS = (PHOTO, "outside", "paper", "message", "sound")


class Evidence(Base):
    """One file of a matter, named by (`workflow`, `case_id`) and by the step that brought it (`seq`).

    `sha256` is the digest of the file as it came, `file_sha256` of the sealed bytes in the store. `item` is a number of
    the checklist. There is no file name: a name says more than people know. Append-only, like the event it belongs to.
    """

    __tablename__ = "evidence"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    workflow: Mapped[str] = mapped_column(String(40))
    case_id: Mapped[UUID]
    seq: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    item: Mapped[int | None]
    media_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    file_sha256: Mapped[str] = mapped_column(String(64), index=True, info=NAMES_A_FILE)
    by_role: Mapped[str] = mapped_column(String(40))
    recorded_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint(f"kind IN {KINDS}", name="kind"),
        Index("ix_evidence_case_id", "case_id", "seq"),
    )
