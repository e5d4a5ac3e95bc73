"""The tables of attendances: who was attended by whom, and by which answers somebody is known on the telephone."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, PrimaryKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from workflow.context import CHANNELS
from workflow.people import Person
from workflow.tables import Base, CaseColumns


class Attendance(CaseColumns, Base):
    """The case by which an official files for somebody who does not sign in, until the end of the same day.

    `login_id` is the official's. `checked` says how identity was checked (a code of `CHECKS`, never a number), `office`
    where.
    """

    __tablename__ = "attendance"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    login_id: Mapped[UUID] = mapped_column(ForeignKey("login.id"), index=True)
    channel: Mapped[str] = mapped_column(String(12))
    checked: Mapped[str] = mapped_column(String(20))
    until: Mapped[date]

    __table_args__ = (CheckConstraint(f"channel IN {CHANNELS}", name="channel"),)


class AgreedAnswer(Base):
    """The answer to a question (a code of `QUESTIONS`) that somebody agreed on, as a hash that nobody can read back."""

    __tablename__ = "agreed_answer"

    person_id: Mapped[UUID] = mapped_column(ForeignKey(Person.id))
    question: Mapped[str] = mapped_column(String(20))
    answer: Mapped[str] = mapped_column(String(255))
    agreed_at: Mapped[datetime]

    __table_args__ = (PrimaryKeyConstraint("person_id", "question"),)


class CallerTries(Base):
    """How often the answers of a caller were wrong on a day; `caller` is a keyed digest, of strangers too."""

    __tablename__ = "caller_tries"

    caller: Mapped[str] = mapped_column(String(64))
    day: Mapped[date]
    wrong: Mapped[int]

    __table_args__ = (PrimaryKeyConstraint("caller", "day"),)
