"""The tables of enrolment: who employs whom and where, the cases about it, and the days covered."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text, UniqueConstraint, text, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflow.columns import new_id
from workflow.people import Person
from workflow.tables import PERSONAL, Base, CaseColumns

_NO_EXPLANATION = '{"decided_by": [], "possible_days": "", "sentences": []}'
_LONG = {"digest": True}

# Relations that stand or are being decided: a household has one with the same worker at the same place.
# The states tagged `filed`: an index of the database cannot ask the declaration.
FILED_AFFILIATIONS = ("submitted", "in_review", "correction_requested", "enrolled")


def _personal(kind: Any) -> Mapped[Any]:
    return mapped_column(kind, info=PERSONAL)


def _one_of_a_kind(name: str, *columns: str, among: str) -> Index:
    return Index(name, *columns, unique=True, postgresql_where=text(among), sqlite_where=text(among))


class Household(Base):
    """A persona empleadora registered as such. Written only by the steps of its registration."""

    __tablename__ = "household"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), unique=True)
    registered_on: Mapped[date]
    closed_on: Mapped[date | None]

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    places: Mapped[list["Place"]] = relationship(order_by="Place.since, Place.id")


class Place(Base):
    """A home in which work is done; its municipality decides the wage zone and the clock. A household may have two."""

    __tablename__ = "place"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    household_id: Mapped[UUID] = mapped_column(ForeignKey("household.id"), index=True)
    street: Mapped[str] = mapped_column(String(200), info=PERSONAL)
    neighbourhood: Mapped[str | None] = mapped_column(String(120), info=PERSONAL)
    postal_code: Mapped[str] = mapped_column(String(5), info=PERSONAL)
    municipality: Mapped[str] = mapped_column(String(5))
    since: Mapped[date]
    until: Mapped[date | None]


class DomesticWorker(Base):
    """A persona trabajadora del hogar. Which households she works for, no household learns from here.

    `identity_seen` is false for whoever opened her account herself, until an office has seen who she is: a number that
    was typed for her is a claim, and nobody else's filing becomes hers by it.
    """

    __tablename__ = "domestic_worker"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), unique=True)
    known_since: Mapped[date]
    identity_seen: Mapped[bool] = mapped_column(default=True, server_default=true())

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class Registration(CaseColumns, Base):
    """The case by which a person becomes a household: what was typed, and what the checks found."""

    __tablename__ = "registration"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    given_name: Mapped[str | None] = _personal(String(80))
    first_surname: Mapped[str | None] = _personal(String(80))
    second_surname: Mapped[str | None] = _personal(String(80))
    curp: Mapped[str | None] = _personal(String(18))
    rfc: Mapped[str | None] = _personal(String(13))
    email: Mapped[str | None] = _personal(String(254))
    phone: Mapped[str | None] = _personal(String(20))
    street: Mapped[str | None] = _personal(String(200))
    neighbourhood: Mapped[str | None] = _personal(String(120))
    postal_code: Mapped[str | None] = _personal(String(5))
    municipality: Mapped[str | None] = mapped_column(String(5))
    findings: Mapped[str | None] = _personal(Text)
    submitted_on: Mapped[date | None]

    __table_args__ = (
        _one_of_a_kind("uq_registration_open", "person_id", among="state NOT IN ('refused', 'withdrawn', 'closed')"),
    )


class Affiliation(CaseColumns, Base):
    """The relation between one domestic worker and one household at one place: its case from draft to end.

    The worker's data stand here as this household typed them; they never overwrite the person's own. Her birth date,
    sex and a paper (a kind of `workflow.people.PAPERS`) are typed where she has no CURP at hand. The terms are the
    latest declared; `AgreedTerms` keeps from which month each held. Pay is pesos; `weekdays` are digits, 0 is Monday;
    `periodicity` is months. The relation began on `began_on`; insurance runs from `enrolled_from`; `next_month` is
    the first month for which nothing has been proposed yet.
    """

    __tablename__ = "affiliation"

    household_id: Mapped[UUID] = mapped_column(ForeignKey("household.id"), index=True)
    worker_id: Mapped[UUID | None] = mapped_column(ForeignKey("domestic_worker.id"), index=True)
    place_id: Mapped[UUID | None] = mapped_column(ForeignKey("place.id"))
    step: Mapped[int | None]

    worker_given_name: Mapped[str | None] = _personal(String(80))
    worker_first_surname: Mapped[str | None] = _personal(String(80))
    worker_second_surname: Mapped[str | None] = _personal(String(80))
    worker_curp: Mapped[str | None] = _personal(String(18))
    worker_nss: Mapped[str | None] = _personal(String(11))
    worker_birth_date: Mapped[date | None] = _personal(Date)
    worker_sex: Mapped[str | None] = _personal(String(1))
    worker_paper: Mapped[str | None] = _personal(String(20))
    worker_paper_number: Mapped[str | None] = _personal(String(40))
    worker_email: Mapped[str | None] = _personal(String(254))
    worker_phone: Mapped[str | None] = _personal(String(20))

    street: Mapped[str | None] = _personal(String(200))
    neighbourhood: Mapped[str | None] = _personal(String(120))
    postal_code: Mapped[str | None] = _personal(String(5))
    municipality: Mapped[str | None] = mapped_column(String(5))

    pay_amount: Mapped[Decimal | None]
    pay_each: Mapped[str | None] = mapped_column(String(10))
    weekdays: Mapped[str | None] = mapped_column(String(7))
    hours_per_day: Mapped[Decimal | None]
    weekday_hours: Mapped[str | None] = mapped_column(String(60))
    in_kind: Mapped[str | None] = mapped_column(String(10))
    mode: Mapped[str | None] = mapped_column(String(10))
    periodicity: Mapped[int | None]

    submitted_on: Mapped[date | None]
    began_on: Mapped[date | None]
    enrolled_from: Mapped[date | None]
    next_month: Mapped[date | None]
    ended_on: Mapped[date | None]
    end_reason: Mapped[str | None] = mapped_column(String(30))
    wage_owed: Mapped[Decimal | None]
    findings: Mapped[str | None] = _personal(Text)

    household: Mapped[Household] = relationship(viewonly=True)
    worker: Mapped[DomesticWorker | None] = relationship(viewonly=True)
    place: Mapped[Place | None] = relationship(viewonly=True)

    __table_args__ = (
        CheckConstraint("ended_on IS NULL OR ended_on >= began_on", name="days_in_order"),
        CheckConstraint("state NOT IN ('enrolled', 'ended') OR worker_id IS NOT NULL", name="enrolled_is_identified"),
        CheckConstraint("state <> 'ended' OR ended_on IS NOT NULL", name="ended_has_a_day"),
        CheckConstraint("pay_amount IS NULL OR pay_amount > 0", name="pay_is_positive"),
        _one_of_a_kind(
            "uq_affiliation_open", "worker_id", "household_id", "place_id", among=f"state IN {FILED_AFFILIATIONS}"
        ),
    )


class AgreedTerms(Base):
    """Pay, days and insurance of an affiliation from a first month on; a change applies from the next unpaid month.

    `change_from` is the day from which the household says that they hold: before `from_month` the difference is shown,
    not billed (LSS 34, D-13).
    """

    __tablename__ = "agreed_terms"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    affiliation_id: Mapped[UUID] = mapped_column(ForeignKey("affiliation.id"))
    from_month: Mapped[date]
    change_from: Mapped[date]
    pay_amount: Mapped[Decimal]
    pay_each: Mapped[str] = mapped_column(String(10))
    weekdays: Mapped[str] = mapped_column(String(7))
    hours_per_day: Mapped[Decimal | None]
    weekday_hours: Mapped[str | None] = mapped_column(String(60))
    in_kind: Mapped[str] = mapped_column(String(10))
    mode: Mapped[str] = mapped_column(String(10))
    periodicity: Mapped[int]
    reported_at: Mapped[datetime]

    __table_args__ = (Index("ix_agreed_terms_affiliation_id", "affiliation_id", "from_month", "reported_at"),)


class ReportedDays(Base):
    """The days of a month as the household confirmed them, where they differ from the calendar or were asked for."""

    __tablename__ = "reported_days"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    affiliation_id: Mapped[UUID] = mapped_column(ForeignKey("affiliation.id"))
    month: Mapped[date]
    days: Mapped[str] = mapped_column(String(100))
    reported_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("affiliation_id", "month"),)


class Confirmation(CaseColumns, Base):
    """What the worker says about a relation that a household declared. Her silence proves and delays nothing."""

    __tablename__ = "confirmation"

    affiliation_id: Mapped[UUID] = mapped_column(ForeignKey("affiliation.id"), unique=True)
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("domestic_worker.id"), index=True)

    affiliation: Mapped[Affiliation] = relationship(viewonly=True)


class ContributionPeriod(CaseColumns, Base):
    """The contributions of one affiliation for one or more months paid together: proposed, issued, paid or lapsed.

    `first_month` is its first day; `days` a JSON object from month (YYYY-MM) to the reported days of that month;
    `statement` the explained statements, one per month; amounts are pesos. A line that is overdue carries the
    `surcharge` of its lateness and asks for the right amount up to `valid_until`, when another one takes its place.
    """

    __tablename__ = "contribution_period"

    affiliation_id: Mapped[UUID] = mapped_column(ForeignKey("affiliation.id"), index=True)
    first_month: Mapped[date]
    months: Mapped[int]
    basis: Mapped[str] = mapped_column(String(10))
    mode: Mapped[str] = mapped_column(String(10))
    days: Mapped[str | None] = mapped_column(Text)
    statement: Mapped[str | None] = mapped_column(Text, info=_LONG)
    amount: Mapped[Decimal | None]
    infonavit: Mapped[Decimal | None]
    line: Mapped[str | None] = mapped_column(String(40))
    issues: Mapped[int] = mapped_column(default=0)
    issued_on: Mapped[date | None]
    due_day: Mapped[date | None]
    paid_amount: Mapped[Decimal] = mapped_column(default=Decimal(0))
    paid_on: Mapped[date | None]
    surcharge: Mapped[Decimal] = mapped_column(default=Decimal(0))
    valid_until: Mapped[date | None]

    affiliation: Mapped[Affiliation] = relationship(viewonly=True)

    @property
    def missing(self) -> Decimal:
        """What is still to be paid, in pesos: of the contributions, and of the surcharges that lateness has added."""
        return max(Decimal(0), (self.amount or Decimal(0)) + self.surcharge - self.paid_amount)

    __table_args__ = (
        CheckConstraint("basis IN ('post_paid', 'prepaid')", name="basis"),
        CheckConstraint("mode IN ('full_month', 'per_day')", name="mode"),
        CheckConstraint("months BETWEEN 1 AND 12", name="months"),
        CheckConstraint("basis = 'prepaid' OR months = 1", name="post_paid_is_monthly"),
        CheckConstraint("state <> 'paid' OR paid_on IS NOT NULL", name="paid_has_a_day"),
        _one_of_a_kind(
            "uq_contribution_period_open",
            "affiliation_id",
            "first_month",
            among="state NOT IN ('cancelled', 'expired')",
        ),
        Index("ix_contribution_period_state_due", "state", "due_day"),
    )


class Cover(Base):
    """Whether a worker is covered in a month over all her households: yes, these days, no, or it depends."""

    __tablename__ = "cover"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("domestic_worker.id"))
    month: Mapped[date]
    answer: Mapped[str] = mapped_column(String(8))
    days: Mapped[str] = mapped_column(String(100))
    explanation: Mapped[str] = mapped_column(Text, info={**PERSONAL, "emptied": _NO_EXPLANATION})
    computed_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("worker_id", "month"),
        CheckConstraint("answer IN ('yes', 'days', 'no', 'depends')", name="answer"),
    )
