"""The table of inspections: what was ordered, who goes, what happened at the door, which terms run from when."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from inspection.models import OfFile
from workflow.tables import Base, CaseColumns

KINDS = ("ordinary", "extraordinary", "orientation", "verification")
ANNOUNCED = ("ordinary", "orientation", "verification")  # RGITAS 27: with a summons; only 28 comes unannounced
MODALITIES = ("visit", "doorstep", "documents", "appearance", "interview_elsewhere")
MATTERS = ("conditions", "safety", "both")
ABSENCES = ("nobody", "wrong_address", "unsafe")
PLACE_CHECKS = ("plate", "said_by_who_opened", "neighbour", "document", "map")
DEFECTS = ("order_incomplete", "not_identified", "hours_missing", "witnesses_missing", "facts_missing", "not_signed")
_PERSONAL = {"personal": True}


class Inspection(CaseColumns, OfFile, Base):
    """One inspection of one home; `follows_id` is the one whose measures it verifies or whose acta it repeats.

    `told_at` is the moment from which the employer knows of it, and before which she sees nothing. `documents_asked`
    are items of the checklist by number, with spaces between them. Nothing here says why the home is inspected.
    """

    __tablename__ = "inspection"

    kind: Mapped[str] = mapped_column(String(20))
    follows_id: Mapped[UUID | None] = mapped_column(ForeignKey("inspection.id"))

    # Who goes (logins). A substitute stands in while somebody is away, up to and including `substitute_until`.
    inspector_id: Mapped[UUID | None] = mapped_column(ForeignKey("login.id"), index=True)
    second_inspector_id: Mapped[UUID | None] = mapped_column(ForeignKey("login.id"), index=True)
    substitute_id: Mapped[UUID | None] = mapped_column(ForeignKey("login.id"), index=True)
    substitute_until: Mapped[date | None]

    # What is known of the relation, for the questions of the checklist; the age in whole years.
    relation_modality: Mapped[str | None] = mapped_column(String(20))
    worker_age: Mapped[int | None] = mapped_column(info=_PERSONAL)

    # The order (LFPA 63).
    modality: Mapped[str | None] = mapped_column(String(20))
    matter: Mapped[str | None] = mapped_column(String(20))
    scope: Mapped[str | None] = mapped_column(Text, info=_PERSONAL)
    period_from: Mapped[date | None]
    period_until: Mapped[date | None]
    documents_asked: Mapped[str | None] = mapped_column(String(200))
    planned_on: Mapped[date | None]
    enabled_by: Mapped[str | None] = mapped_column(String(120))
    order_folio: Mapped[str | None] = mapped_column(String(20), unique=True)
    verification_code: Mapped[str | None] = mapped_column(String(20))
    ordered_at: Mapped[datetime | None]
    ordered_by: Mapped[UUID | None] = mapped_column(ForeignKey("login.id"))

    # The summons and the visit.
    visit_at: Mapped[datetime | None]
    summoned_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    began_at: Mapped[datetime | None]
    door_capacity: Mapped[str | None] = mapped_column(String(20))
    place_check: Mapped[str | None] = mapped_column(String(20))
    attended_name: Mapped[str | None] = mapped_column(String(240), info=_PERSONAL)
    absence: Mapped[str | None] = mapped_column(String(20))
    consent_id: Mapped[UUID | None]
    judicial_reference: Mapped[str | None] = mapped_column(String(120))
    left_at: Mapped[datetime | None]
    resume_at: Mapped[datetime | None]

    # A refusal, and the documents that are asked for.
    refused_at: Mapped[datetime | None]
    refused_by: Mapped[str | None] = mapped_column(String(20))
    alternative: Mapped[str | None] = mapped_column(String(20))
    documents_days: Mapped[int | None]
    documents_extra_days: Mapped[int | None]
    documents_served_at: Mapped[datetime | None]
    documents_overdue: Mapped[bool] = mapped_column(default=False)
    presumed: Mapped[bool] = mapped_column(default=False)

    # The acta (LFPA 67).
    ended_at: Mapped[datetime | None]
    women: Mapped[int | None]
    men: Mapped[int | None]
    employer_statement: Mapped[str | None] = mapped_column(Text, info=_PERSONAL)
    no_witness_reason: Mapped[str | None] = mapped_column(String(400), info=_PERSONAL)
    copies_to: Mapped[str | None] = mapped_column(String(60))
    electronic_notices: Mapped[bool | None]
    acta_closed_at: Mapped[datetime | None]
    acta_digest: Mapped[str | None] = mapped_column(String(64))
    forwarded_at: Mapped[datetime | None]

    # What follows from it.
    defect: Mapped[str | None] = mapped_column(String(20))
    term_days: Mapped[int | None]
    served_at: Mapped[datetime | None]
    first_term_ended_on: Mapped[date | None]
    extra_days: Mapped[int | None]
    verification_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint(f"kind IN {KINDS}", name="kind"),
        CheckConstraint(f"modality IS NULL OR modality IN {MODALITIES}", name="modality"),
        CheckConstraint("period_from IS NULL OR period_from <= period_until", name="period_in_order"),
        # Nobody is inside a home without a written consent or the reference of a judge's authorisation.
        CheckConstraint(
            "state <> 'entered' OR consent_id IS NOT NULL OR judicial_reference IS NOT NULL", name="entered_lawfully"
        ),
        CheckConstraint("ended_at IS NULL OR began_at IS NULL OR began_at <= ended_at", name="hours_in_order"),
    )
