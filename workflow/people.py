"""People and logins, kept apart: a person may have no login, no e-mail and several identifiers."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, false, text, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflow.columns import new_id
from workflow.context import Actor, Recipient
from workflow.tables import PERSONAL, Base


def initials_of(*names: str | None) -> str:
    """The first letter of each name there is, for pages and notices that strangers may see."""
    return " ".join(f"{name[0]}." for name in names if name)


class Person(Base):
    """Somebody Afilia knows: a persona empleadora, a persona trabajadora del hogar, an official, an analyst."""

    __tablename__ = "person"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    given_name: Mapped[str] = mapped_column(String(80), info=PERSONAL)
    first_surname: Mapped[str] = mapped_column(String(80), info=PERSONAL)
    second_surname: Mapped[str | None] = mapped_column(String(80), info=PERSONAL)
    birth_date: Mapped[date | None] = mapped_column(info=PERSONAL)
    language: Mapped[str] = mapped_column(String(8), default="es")
    # Only an address that was proved (`workflow.contacts`); one that was merely typed is an `AddressProof`.
    email: Mapped[str | None] = mapped_column(String(254), info=PERSONAL)
    phone: Mapped[str | None] = mapped_column(String(20), info=PERSONAL)
    created_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]
    merged_into: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))

    identifiers: Mapped[list["Identifier"]] = relationship(lazy="selectin", order_by="Identifier.since, Identifier.id")

    __table_args__ = (Index("ix_person_birth_date", "birth_date"),)

    @property
    def full_name(self) -> str:
        """The name as it is written on a form: given name and both surnames."""
        return " ".join(part for part in (self.given_name, self.first_surname, self.second_surname) if part)

    @property
    def initials(self) -> str:
        """The initials, for pages and notices that strangers may see."""
        return initials_of(self.given_name, self.first_surname, self.second_surname)

    def identifier(self, kind: str) -> str | None:
        """The identifier of a kind that counts today, if the person has one."""
        return next((i.value for i in self.identifiers if i.kind == kind and i.counts), None)

    def identifiers_of(self, kind: str) -> list["Identifier"]:
        """Every identifier of a kind that was ever theirs, the oldest first."""
        return [i for i in self.identifiers if i.kind == kind]

    def as_recipient(self, otherwise: str | None = None) -> Recipient:
        """The person as somebody who is told: at their own address, else at the one given for this occasion."""
        return Recipient(self.id, self.language, self.email or otherwise)


# What the registers give, and the papers that stand for it while it is missing.
NUMBERS = ("curp", "rfc", "nss")
PAPERS = ("birth_certificate", "passport", "residence_card", "consular_id", "refugee_papers", "other_paper")
_COUNTING_NUMBER = "counts AND kind IN ('curp', 'rfc', 'nss')"


class Identifier(Base):
    """One CURP, RFC, NSS or paper of a person, with the days for which it was theirs.

    Two NSS may belong to one person: one of them `counts`, the other stays known; `until` is the day on which an
    official found that it is used no more, `replaced_by` what is used instead.
    """

    __tablename__ = "identifier"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    value: Mapped[str] = mapped_column(String(40), info=PERSONAL)
    since: Mapped[date]
    until: Mapped[date | None]
    counts: Mapped[bool] = mapped_column(default=True, server_default=true())
    replaced_by: Mapped[UUID | None] = mapped_column(ForeignKey("identifier.id"))

    __table_args__ = (
        CheckConstraint(f"kind IN {NUMBERS + PAPERS}", name="kind"),
        CheckConstraint("until IS NULL OR NOT counts", name="ended_counts_no_more"),
        # Papers are numbered by many countries; what a register gives stands for one person only.
        Index(
            "uq_identifier_in_use",
            "kind",
            "value",
            unique=True,
            postgresql_where=text(_COUNTING_NUMBER),
            sqlite_where=text(_COUNTING_NUMBER),
        ),
        Index(
            "uq_identifier_counts",
            "person_id",
            "kind",
            unique=True,
            postgresql_where=text("counts"),
            sqlite_where=text("counts"),
        ),
    )


class AddressProof(Base):
    """An e-mail address that somebody gave as theirs and has not proved yet; until then nothing else is sent to it.

    `code_digest` is that of the code sent last, good until `expires_at` on real time for `tries_left` more tries.
    """

    __tablename__ = "address_proof"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    address: Mapped[str] = mapped_column(String(254), info=PERSONAL)
    code_digest: Mapped[str | None] = mapped_column(String(64))
    expires_at: Mapped[datetime | None]
    tries_left: Mapped[int] = mapped_column(default=0)
    given_at: Mapped[datetime]


class Login(Base):
    """A way to sign in. Nobody needs an e-mail address to have one."""

    __tablename__ = "login"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    username: Mapped[str] = mapped_column(String(64), unique=True, info=PERSONAL)
    password: Mapped[str | None] = mapped_column(String(255))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    temporary_password: Mapped[bool] = mapped_column(default=False, server_default=false())
    active: Mapped[bool] = mapped_column(default=True)
    roles: Mapped[list[str]] = mapped_column(JSON, default=list)
    offices: Mapped[list[str]] = mapped_column(JSON, default=list)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]

    person: Mapped[Person | None] = relationship(lazy="joined")

    def as_actor(self) -> Actor:
        """The login as somebody who acts."""
        return Actor(self.id, self.person_id, frozenset(self.roles), frozenset(self.offices))


class CalendarFeed(Base):
    """The secret address of somebody's calendar: only the digest of its token is kept, and one for each login."""

    __tablename__ = "calendar_feed"

    login_id: Mapped[UUID] = mapped_column(ForeignKey("login.id"), primary_key=True)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]


class AccessLog(Base):
    """Reads of sealed or personal records: who looked at what, when and why. Append-only like the events."""

    __tablename__ = "access_log"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    login_id: Mapped[UUID]
    subject: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[UUID] = mapped_column(index=True)
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
