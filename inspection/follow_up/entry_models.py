"""The table of entries that only a judge can allow: references to acts of the prosecutor and the judge."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from inspection.models import OfFile
from workflow.tables import Base, CaseColumns

GROUNDS = ("trafficking", "child_labour", "violence", "confinement", "other_crime")
_NUMBER = {"digest": True}


class JudicialEntry(CaseColumns, OfFile, Base):
    """One entry to one home, asked of the prosecutor: the labour authority neither asks a judge nor leads it.

    `learnt_at` is when the crime was suspected, `facts_shared` what the prosecutor was told, which names nobody who
    complained. `asked_reference` is the number under which the prosecutor received it, `judge_asked_at` when the judge
    was asked, `judge_reference` the number of the judge's act and `execution_on` the day it sets, if it sets one.
    `names_inspectors`: the authorisation names inspectors (CNPP 288). `executed_on` is the day of the entry.
    """

    __tablename__ = "judicial_entry"

    inspection_id: Mapped[UUID | None] = mapped_column(ForeignKey("inspection.id"), index=True)
    ground: Mapped[str] = mapped_column(String(20))
    learnt_at: Mapped[datetime]
    facts_shared: Mapped[str | None] = mapped_column(Text, info={"personal": True})
    asked_on: Mapped[date | None]
    asked_reference: Mapped[str | None] = mapped_column(String(60), info=_NUMBER)
    judge_asked_at: Mapped[datetime | None]
    judge_reference: Mapped[str | None] = mapped_column(String(60), info=_NUMBER)
    judge: Mapped[str | None] = mapped_column(String(120))
    granted_at: Mapped[datetime | None]
    names_inspectors: Mapped[bool] = mapped_column(default=False)
    execution_on: Mapped[date | None]
    executed_on: Mapped[date | None]
    executed_reference: Mapped[str | None] = mapped_column(String(60), info=_NUMBER)

    __table_args__ = (
        CheckConstraint(f"ground IN {GROUNDS}", name="ground"),
        CheckConstraint("state <> 'granted' OR judge_reference IS NOT NULL", name="granted_by_reference"),
        CheckConstraint("state <> 'executed' OR executed_reference IS NOT NULL", name="executed_by_reference"),
    )
