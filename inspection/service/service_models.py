"""The tables of service: one act to be served, and the ledger of everything that was done to serve it."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from inspection.models import OfFile
from inspection.visit.capacities import CAPACITIES
from workflow.columns import new_id
from workflow.tables import Base, CaseColumns

WAYS = ("personal", "whoever_is_there", "instructivo", "electronic", "certified_mail", "edict")
HAPPENINGS = ("attempt", "citatorio", "sent", "not_received", "not_kept", "failed", *WAYS)
CHANNELS = ("paper", "door", "email", "mailbox", "post", "press")
SIGNATURES = ("signed", "refused", "cannot")
IDENTIFICATIONS = ("ine", "passport", "licence", "known", "not_shown")
_PERSONAL = {"personal": True}
_UNSERVED = text("closed_at IS NULL AND served_at IS NULL")


class ServiceOfAct(CaseColumns, OfFile, Base):
    """One act of one matter (`subject_workflow`, `subject_id`) that has to reach the employer; `act` is its kind.

    `issued_on` starts the term to serve it. `address` is where it is served when that is not the home of the file.
    `return_at` is the hour that a citatorio fixed. `served_at` is when it was delivered, by one of `WAYS`;
    `effective_at` from when it counts, by the rule of the authority: terms start on the day after.
    """

    __tablename__ = "service_of_act"

    subject_workflow: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[UUID] = mapped_column(index=True)
    act: Mapped[str] = mapped_column(String(40))
    issued_on: Mapped[date]
    notifier_id: Mapped[UUID | None] = mapped_column(ForeignKey("login.id"), index=True)
    address: Mapped[str | None] = mapped_column(String(400), info=_PERSONAL)
    accepted_on: Mapped[date | None]
    electronic_address: Mapped[str | None] = mapped_column(String(254), info=_PERSONAL)
    return_at: Mapped[datetime | None]
    way: Mapped[str | None] = mapped_column(String(20))
    receiver: Mapped[str | None] = mapped_column(String(20))
    receiver_name: Mapped[str | None] = mapped_column(String(240), info=_PERSONAL)
    served_at: Mapped[datetime | None]
    effective_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint(f"way IS NULL OR way IN {WAYS}", name="way"),
        CheckConstraint("state <> 'effective' OR effective_at IS NOT NULL", name="effective_since"),
        CheckConstraint("effective_at IS NULL OR served_at IS NOT NULL", name="served_before_effective"),
        CheckConstraint("state <> 'citatorio_left' OR return_at IS NOT NULL", name="citatorio_has_an_hour"),
        Index(
            "uq_service_of_act_open",
            "subject_id",
            "act",
            unique=True,
            postgresql_where=_UNSERVED,
            sqlite_where=_UNSERVED,
        ),
    )


class ServiceEntry(Base):
    """One line of the ledger; the database refuses to change or remove it. `seq` is the event that tells the rest.

    `receiver` is who was found, `identification` what they showed, `notifier_id` who served: no name stands here.
    """

    __tablename__ = "service_entry"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    service_id: Mapped[UUID] = mapped_column(ForeignKey("service_of_act.id"), index=True)
    seq: Mapped[int]
    at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    happened: Mapped[str] = mapped_column(String(20))
    channel: Mapped[str] = mapped_column(String(10))
    receiver: Mapped[str | None] = mapped_column(String(20))
    identification: Mapped[str | None] = mapped_column(String(20))
    signature: Mapped[str | None] = mapped_column(String(10))
    notifier_id: Mapped[UUID | None] = mapped_column(ForeignKey("login.id"))
    takes_effect_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint(f"happened IN {HAPPENINGS}", name="happened"),
        CheckConstraint(f"channel IN {CHANNELS}", name="channel"),
        CheckConstraint(f"receiver IS NULL OR receiver IN {CAPACITIES}", name="receiver"),
        CheckConstraint(f"signature IS NULL OR signature IN {SIGNATURES}", name="signature"),
        CheckConstraint(f"identification IS NULL OR identification IN {IDENTIFICATIONS}", name="identification"),
    )
