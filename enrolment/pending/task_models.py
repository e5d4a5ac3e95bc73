"""The table of tasks: what somebody should still do about a case, while nothing is blocked."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from workflow.tables import Base, CaseColumns

_OPEN = "state IN ('pending', 'overdue', 'in_office')"


class Task(CaseColumns, Base):
    """One thing to do about one case. `kind` is a code of `task_kinds.KINDS`; `due_on` the last day, if there is one.

    The subject is a case by its workflow and id; household and worker are those whom the task concerns, for permission.
    """

    __tablename__ = "task"

    kind: Mapped[str] = mapped_column(String(40))
    subject_workflow: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[UUID]
    household_id: Mapped[UUID | None] = mapped_column(ForeignKey("household.id"), index=True)
    worker_id: Mapped[UUID | None] = mapped_column(ForeignKey("domestic_worker.id"), index=True)
    due_on: Mapped[date | None]

    __table_args__ = (
        Index(
            "uq_task_open",
            "subject_id",
            "kind",
            unique=True,
            postgresql_where=text(_OPEN),
            sqlite_where=text(_OPEN),
        ),
    )
