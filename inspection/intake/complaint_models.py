"""The tables of complaints: what officers work with, and apart from it, encrypted, who spoke and what they said."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from inspection.models import OfFile
from workflow.columns import new_id
from workflow.tables import Base, CaseColumns

# What the two sealed contents are for: each purpose has a key of its own.
IDENTITY, STATEMENT = "complainant", "complaint statement"

CHANNELS = ("web", "telephone", "desk", "letter", "referral", "afilia")
SPEAKERS = ("worker", "former_worker", "relative", "neighbour", "union", "authority", "other")
WISHES = ("visit", "wait", "letter", "together", "advice", "withdrawn")
MATTERS = ("working_conditions", "safety", "social_security", "individual_claim")
# Bodies outside the labour authorities to which a complaint, or whoever made it, is sent.
OTHER_BODIES = ("imss", "conciliation", "defence_office", "other")
RELATIONS = ("domestic", "occasional", "for_profit", "other_labour", "none", "unknown")


class Complaint(CaseColumns, OfFile, Base):
    """One complaint. Nothing here says who made it: `speaker_id` is a made-up identity under which they act with folio
    and secret, and stands for nobody elsewhere.

    `dangers` are the codes of emergencies, separated by spaces. `still_working` is false for work that ended, which is
    inspected for the past alone. `places_home` says that the place was named, `reachable` that an answer can be sent.
    """

    __tablename__ = "complaint"

    channel: Mapped[str] = mapped_column(String(20))
    speaker_id: Mapped[UUID] = mapped_column(unique=True)
    secret_digest: Mapped[str] = mapped_column(String(64))
    speaks_as: Mapped[str] = mapped_column(String(20))
    wish: Mapped[str] = mapped_column(String(20))
    wish_on: Mapped[date]
    worker_agrees: Mapped[bool | None]
    still_working: Mapped[bool | None]
    separated_on: Mapped[date | None]
    dangers: Mapped[str] = mapped_column(String(120), default="")
    matter: Mapped[str | None] = mapped_column(String(20))
    relation: Mapped[str | None] = mapped_column(String(20))
    places_home: Mapped[bool] = mapped_column(default=False)
    reachable: Mapped[bool] = mapped_column(default=False)
    data_missing: Mapped[bool] = mapped_column(default=False)
    clustered: Mapped[bool] = mapped_column(default=False)
    joined_to: Mapped[UUID | None] = mapped_column(ForeignKey("complaint.id"))
    referred_to: Mapped[str | None] = mapped_column(String(20))
    claim_until: Mapped[date | None]

    __table_args__ = (
        CheckConstraint(f"channel IN {CHANNELS}", name="channel"),
        CheckConstraint(f"speaks_as IN {SPEAKERS}", name="speaks_as"),
        CheckConstraint(f"wish IN {WISHES}", name="wish"),
        CheckConstraint(f"matter IS NULL OR matter IN {MATTERS}", name="matter"),
        CheckConstraint(f"relation IS NULL OR relation IN {RELATIONS}", name="relation"),
        CheckConstraint(f"referred_to IS NULL OR referred_to IN {OTHER_BODIES}", name="referred_to"),
    )


class SealedIdentity(Base):
    """Who complained and how they may be reached, encrypted; opened only with a reason that is written down."""

    __tablename__ = "sealed_identity"

    complaint_id: Mapped[UUID] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    sealed: Mapped[str] = mapped_column(Text, info={"sealed_for": IDENTITY})


class SealedStatement(Base):
    """What was said, encrypted: the account at first and everything added to it, each with its moment."""

    __tablename__ = "sealed_statement"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    complaint_id: Mapped[UUID] = mapped_column(ForeignKey("complaint.id"))
    at: Mapped[datetime]
    sealed: Mapped[str] = mapped_column(Text, info={"sealed_for": STATEMENT})

    __table_args__ = (Index("ix_sealed_statement_complaint_id", "complaint_id", "at"),)
