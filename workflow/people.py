"""People and logins, kept apart: a person may have no login, no e-mail and several identifiers."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflow.columns import new_id
from workflow.context import Actor, Recipient
from workflow.tables import Base


class Person(Base):
    """Somebody Afilia knows: a persona empleadora, a persona trabajadora del hogar, an official, an analyst."""

    __tablename__ = "person"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    given_name: Mapped[str] = mapped_column(String(80))
    first_surname: Mapped[str] = mapped_column(String(80))
    second_surname: Mapped[str | None] = mapped_column(String(80))
    birth_date: Mapped[date | None]
    language: Mapped[str] = mapped_column(String(8), default="es")
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(20))
    created_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]

    identifiers: Mapped[list["Identifier"]] = relationship(lazy="selectin")

    @property
    def full_name(self) -> str:
        """The name as it is written on a form: given name and both surnames."""
        return " ".join(part for part in (self.given_name, self.first_surname, self.second_surname) if part)

    @property
    def initials(self) -> str:
        """The initials, for pages and notices that strangers may see."""
        return " ".join(f"{part[0]}." for part in (self.given_name, self.first_surname, self.second_surname) if part)

    def identifier(self, kind: str) -> str | None:
        """The identifier of a kind that holds today, if the person has one."""
        return next((i.value for i in self.identifiers if i.kind == kind and i.until is None), None)

    def as_recipient(self, otherwise: str | None = None) -> Recipient:
        """The person as somebody who is told: at their own address, else at the one given for this occasion."""
        return Recipient(self.id, self.language, self.email or otherwise)


class Identifier(Base):
    """One CURP, RFC or NSS of a person, with the days for which it was theirs. Two NSS may belong to one person."""

    __tablename__ = "identifier"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(String(8))
    value: Mapped[str] = mapped_column(String(18))
    since: Mapped[date]
    until: Mapped[date | None]

    __table_args__ = (
        CheckConstraint("kind IN ('curp', 'rfc', 'nss')", name="kind"),
        Index(
            "uq_identifier_in_use",
            "kind",
            "value",
            unique=True,
            postgresql_where=text("until IS NULL"),
            sqlite_where=text("until IS NULL"),
        ),
    )


class Login(Base):
    """A way to sign in. Nobody needs an e-mail address to have one."""

    __tablename__ = "login"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    username: Mapped[str] = mapped_column(String(64), unique=True)
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


class AccessLog(Base):
    """Reads of sealed or personal records: who looked at what, when and why. Append-only like the events."""

    __tablename__ = "access_log"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    login_id: Mapped[UUID]
    subject: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[UUID] = mapped_column(index=True)
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
