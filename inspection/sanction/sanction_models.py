"""The tables of a sanction: its breaches, the reasons for each criterion, what was filed, and who challenged it."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from inspection.models import OfFile
from workflow.columns import new_id
from workflow.tables import Base, CaseColumns

REFUSAL = 0  # the breach that is not of the checklist: the inspection was not allowed (LFT 1004-A)
CONVICTING = "convicting"
SENSES = (CONVICTING, "acquitting", "not_admitted")
STANDINGS = ("employer", "representative")
FILINGS = ("answer", "arguments", "evidence", "lapse_request", "unproved_standing", "other")
GROUNDS = ("manifest_error", "earlier_compliance")
COLLECTED = ("paid", "uncollectable")
KINDS = ("revision", "nullity", "amparo")
SUSPENSIONS = ("granted", "refused", "deemed")
INSTALMENTS = 36
_PERSONAL = {"personal": True}


class Sanction(CaseColumns, OfFile, Base):
    """One procedure of sanction about one acta; `statement` holds the explained fines of the decision, as JSON.

    Each term starts from its own moment: `accepted_at` that of deciding at all, `served_at` the answer,
    `arguments_served_at` the closing arguments, `ready_at` the decision, `notified_at` the challenge, `remanded_on`
    the compliance with a judgment. `prescribes_from` is the day of the earliest breach; a challenge interrupts it
    (`interrupted_on`).
    """

    __tablename__ = "sanction"

    inspection_id: Mapped[UUID] = mapped_column(ForeignKey("inspection.id"), index=True)
    acta_on: Mapped[date]
    prescribes_from: Mapped[date]
    interrupted_on: Mapped[date | None]
    accepted_at: Mapped[datetime | None]
    served_at: Mapped[datetime | None]
    heard_at: Mapped[datetime | None]
    in_default: Mapped[bool] = mapped_column(default=False)
    arguments_days: Mapped[int | None]
    arguments_served_at: Mapped[datetime | None]
    ready_at: Mapped[datetime | None]
    decided_on: Mapped[date | None]
    sense: Mapped[str | None] = mapped_column(String(20))
    instalments: Mapped[int | None]
    total: Mapped[Decimal | None]
    statement: Mapped[str | None] = mapped_column(Text)
    notified_at: Mapped[datetime | None]
    revision_used: Mapped[bool] = mapped_column(default=False)
    remanded_on: Mapped[date | None]
    by_summary: Mapped[bool] = mapped_column(default=False)
    credit_number: Mapped[str | None] = mapped_column(String(60))
    treasury: Mapped[str | None] = mapped_column(String(120))
    collected: Mapped[str | None] = mapped_column(String(20))
    collected_on: Mapped[date | None]
    collected_amount: Mapped[Decimal | None]

    __table_args__ = (
        CheckConstraint(f"sense IS NULL OR sense IN {SENSES}", name="sense"),
        CheckConstraint(f"collected IS NULL OR collected IN {COLLECTED}", name="collected"),
        CheckConstraint("sense IS NULL OR decided_on IS NOT NULL", name="decided_on_a_day"),
        CheckConstraint("total IS NULL OR statement IS NOT NULL", name="total_explained"),
        CheckConstraint("arguments_days IS NULL OR arguments_days > 0", name="arguments_days"),
    )


class OfSanction:
    """A row that belongs to one sanction."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    sanction_id: Mapped[UUID] = mapped_column(ForeignKey("sanction.id"), index=True)


class SanctionBreach(OfSanction, Base):
    """One breach: item of the checklist, articles broken, provision that fines it, evidence, workers and day.

    `violated_on` is its day, the last one if it went on. `chosen` is what the decision sets, in UMA for each worker,
    `per_worker` what that makes in pesos. `corrected_on` is apart from both: a fine that is paid corrects nothing.
    """

    __tablename__ = "sanction_breach"

    item: Mapped[int]
    broken: Mapped[str] = mapped_column(String(160))
    provision: Mapped[str | None] = mapped_column(String(20))
    evidence: Mapped[str | None] = mapped_column(Text, info=_PERSONAL)
    presumed: Mapped[bool]
    workers: Mapped[int]
    violated_on: Mapped[date]
    proved: Mapped[bool | None]
    weighing: Mapped[str | None] = mapped_column(Text, info=_PERSONAL)
    chosen: Mapped[Decimal | None]
    per_worker: Mapped[Decimal | None]
    withdrawn_on: Mapped[date | None]
    corrected_on: Mapped[date | None]

    __table_args__ = (
        CheckConstraint("workers > 0", name="workers"),
        Index("uq_sanction_breach_item", "sanction_id", "item", unique=True),
    )


class SanctionCriterion(OfSanction, Base):
    """What was reasoned about one criterion by which a fine is weighed (LFT 992)."""

    __tablename__ = "sanction_criterion"

    criterion: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text, info=_PERSONAL)

    __table_args__ = (Index("uq_sanction_criterion", "sanction_id", "criterion", unique=True),)


class SanctionFiling(OfSanction, Base):
    """Something that the employer filed: kept whenever it comes, and marked when it came after its term (LFPA 43)."""

    __tablename__ = "sanction_filing"

    kind: Mapped[str] = mapped_column(String(20))
    filed_on: Mapped[date]
    recorded_at: Mapped[datetime]
    by_role: Mapped[str] = mapped_column(String(40))
    standing: Mapped[str | None] = mapped_column(String(20))
    is_late: Mapped[bool]

    __table_args__ = (CheckConstraint(f"kind IN {FILINGS}", name="kind"),)


class Challenge(CaseColumns, OfFile, Base):
    """Who challenges a decision: by revision, nullity or amparo, when it was filed, before whom, and how it ended."""

    __tablename__ = "challenge"

    sanction_id: Mapped[UUID] = mapped_column(ForeignKey("sanction.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    filed_on: Mapped[date]
    is_late: Mapped[bool] = mapped_column(default=False)
    body: Mapped[str | None] = mapped_column(String(120))
    reference: Mapped[str | None] = mapped_column(String(60))
    suspension_asked: Mapped[bool] = mapped_column(default=False)
    guaranteed: Mapped[bool] = mapped_column(default=False)
    suspension: Mapped[str | None] = mapped_column(String(20))
    decided_on: Mapped[date | None]
    effective_on: Mapped[date | None]
    by_summary: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        CheckConstraint(f"kind IN {KINDS}", name="kind"),
        CheckConstraint(f"suspension IS NULL OR suspension IN {SUSPENSIONS}", name="suspension"),
        CheckConstraint(
            "decided_on IS NULL OR effective_on IS NULL OR decided_on <= effective_on", name="days_in_order"
        ),
    )
