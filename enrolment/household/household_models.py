"""The tables of a household's shapes: who helps it, who takes it over, what a relation was before, who paid a line."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from enrolment.models import Household
from workflow.columns import new_id
from workflow.people import Person
from workflow.tables import Base, CaseColumns

_PERSONAL = {"personal": True}


class Delegation(CaseColumns, Base):
    """The case by which a household lets somebody act for it: with which rights, for which relations, until when.

    `rights` are codes of `enrolment.roles.RIGHTS` with a space between; whoever helps may always see. `relations` is a
    JSON list of affiliations, empty for all of them. An invitation is for a user name or for whoever brings the code
    whose digest is kept.
    """

    __tablename__ = "delegation"

    household_id: Mapped[UUID] = mapped_column(ForeignKey("household.id"), index=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    invited_name: Mapped[str] = mapped_column(String(120), info=_PERSONAL)
    invited_username: Mapped[str | None] = mapped_column(String(64), index=True, info=_PERSONAL)
    code_digest: Mapped[str | None] = mapped_column(String(64), index=True)
    rights: Mapped[str] = mapped_column(String(60))
    relations: Mapped[str | None] = mapped_column(Text)
    until: Mapped[date]

    household: Mapped[Household] = relationship(viewonly=True)
    person: Mapped[Person | None] = relationship(viewonly=True)

    __table_args__ = (
        CheckConstraint("state <> 'in_force' OR person_id IS NOT NULL", name="in_force_is_accepted"),
        CheckConstraint("(invited_username IS NULL) <> (code_digest IS NULL)", name="one_way_in"),
    )


class Succession(CaseColumns, Base):
    """The case by which somebody else becomes the employer of relations that go on: why, since when, which ones.

    `household_id` is the household they come from, unknown until the checks or an official find it by what was typed:
    a payment line, or names and a CURP. `relations` is a JSON list of affiliations, empty for all of them.
    """

    __tablename__ = "succession"

    successor_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    household_id: Mapped[UUID | None] = mapped_column(ForeignKey("household.id"), index=True)
    reason: Mapped[str | None] = mapped_column(String(20))
    kin: Mapped[str | None] = mapped_column(String(20))
    since: Mapped[date | None]
    relations: Mapped[str | None] = mapped_column(Text)
    employer_name: Mapped[str | None] = mapped_column(String(160), info=_PERSONAL)
    employer_curp: Mapped[str | None] = mapped_column(String(18), info=_PERSONAL)
    worker_name: Mapped[str | None] = mapped_column(String(160), info=_PERSONAL)
    line: Mapped[str | None] = mapped_column(String(80), info=_PERSONAL)
    handed_on: Mapped[date | None]
    liable_until: Mapped[date | None]

    household: Mapped[Household | None] = relationship(viewonly=True)
    successor: Mapped[Person] = relationship(viewonly=True)

    __table_args__ = (
        CheckConstraint("state <> 'handed_over' OR handed_on IS NOT NULL", name="handed_over_has_a_day"),
        # The same person asks once; two relatives may both ask, and officials see both.
        Index(
            "uq_succession_open",
            "household_id",
            "successor_id",
            unique=True,
            postgresql_where=text("closed_at IS NULL AND household_id IS NOT NULL"),
            sqlite_where=text("closed_at IS NULL AND household_id IS NOT NULL"),
        ),
    )


class FormerHome(Base):
    """Whose home and where a relation was before a month: a succession or a move leaves one.

    What was paid for the months before stays the former household's, and the wage zone of those months is the former
    place's; the relation itself has the household and the place of today.
    """

    __tablename__ = "former_home"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    affiliation_id: Mapped[UUID] = mapped_column(ForeignKey("affiliation.id"))
    before_month: Mapped[date]
    household_id: Mapped[UUID] = mapped_column(ForeignKey("household.id"), index=True)
    place_id: Mapped[UUID] = mapped_column(ForeignKey("place.id"))
    succession_id: Mapped[UUID | None] = mapped_column(ForeignKey("succession.id"), index=True)
    recorded_at: Mapped[datetime]

    __table_args__ = (Index("ix_former_home_affiliation_id", "affiliation_id", "before_month"),)


class LinePayer(Base):
    """Who paid the line of a period, as the family says: sharing is their own matter, the receipt names the payer."""

    __tablename__ = "line_payer"

    period_id: Mapped[UUID] = mapped_column(ForeignKey("contribution_period.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    said_at: Mapped[datetime]

    person: Mapped[Person] = relationship(viewonly=True)
