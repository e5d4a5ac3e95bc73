"""Invented households and domestic workers for tests, brought into a state by the steps that real ones take."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

import enrolment.lifecycle  # noqa: F401 - declares the procedures
from enrolment import service
from enrolment.attending.attendance import ANSWERED
from enrolment.attending.attendance_models import Attendance
from enrolment.insurance.certified_models import CertifiedPeriod
from enrolment.models import Affiliation, ContributionPeriod, DomesticWorker, Registration
from enrolment.people.correcting import RECORD
from enrolment.people.correction_models import Correction
from enrolment.people.invented import InventedPerson, invented_person
from enrolment.relation.doubt_models import Doubt
from workflow.context import COUNTER, Actor
from workflow.engine import open_case
from workflow.people import Login, Person

HOME = {"street": "Calle Invento 12", "neighbourhood": "Roma Norte", "postal_code": "06700", "municipality": "09015"}
THREE_DAYS = {
    "pay_amount": Decimal("650.00"),
    "pay_each": "visit",
    "weekdays": "024",
    "hours_per_day": Decimal(8),
    "in_kind": "none",
    "mode": "per_day",
    "periodicity": 1,
}
LIVE_IN = {
    "pay_amount": Decimal("14000.00"),
    "pay_each": "month",
    "weekdays": "012345",
    "hours_per_day": Decimal(8),
    "in_kind": "both",
    "mode": "full_month",
    "periodicity": 1,
}


@dataclass(frozen=True)
class Payer:
    """A person who signs in as a household, and the actor behind every step of theirs."""

    person: InventedPerson
    person_id: UUID
    actor: Actor


def login_for(session: Session, at: datetime, person: Person | None, *roles: str) -> Actor:
    """A login for a person (or for an official without one) as an actor."""
    login = Login(
        username=f"u{session.query(Login).count()}.{at:%f}{id(person) % 10**6}",
        person=person,
        roles=list(roles),
        offices=[],
        fs_uniquifier=f"{id(session)}{session.query(Login).count()}{at.timestamp()}",
        created_at=at,
    )
    session.add(login)
    session.flush()
    return login.as_actor()


def payer(session: Session, at: datetime, seed: int = 1, email: str | None = "hogar@example.org") -> Payer:
    """Somebody who has just opened an account as a household."""
    who = invented_person(f"household {seed}")
    person = Person(
        given_name=who.given_names,
        first_surname=who.first_surname,
        second_surname=who.second_surname,
        email=email,
        created_at=at,
    )
    session.add(person)
    session.flush()
    return Payer(who, person.id, login_for(session, at, person, "household"))


def official(session: Session, at: datetime, role: str = "caseworker") -> Actor:
    """Somebody who decides."""
    return login_for(session, at, None, role)


def registration(session: Session, who: Payer, at: datetime, **facts: Any) -> Registration:
    """A registration sent with everything in it; `facts` change what is typed."""
    typed = {"curp": who.person.curp, "rfc": who.person.rfc, **HOME, **facts}
    case = service.begin_registration(session, who.actor, at, typed).case
    return service.submit(session, Registration, case.id, who.actor, at).case  # type: ignore[no-any-return]


def household(session: Session, at: datetime, seed: int = 1, **facts: Any) -> Payer:
    """A registered household."""
    who = payer(session, at, seed)
    assert registration(session, who, at, **facts).state == "registered"
    return who


def worker_facts(worker: InventedPerson) -> dict[str, Any]:
    """A worker as a household types her."""
    return {
        "worker_given_name": worker.given_names,
        "worker_first_surname": worker.first_surname,
        "worker_second_surname": worker.second_surname,
        "worker_curp": worker.curp,
        "worker_nss": worker.nss,
        "worker_email": "trabajadora@example.org",
    }


def draft(
    session: Session,
    who: Payer,
    at: datetime,
    worker: InventedPerson,
    began_on: date,
    terms: Mapping[str, Any] = THREE_DAYS,
    **facts: Any,
) -> Affiliation:
    """A complete draft by which a household enrols a worker."""
    typed = {**worker_facts(worker), **HOME, **terms, "began_on": began_on, **facts}
    return service.begin_affiliation(session, who.actor, at, typed).case  # type: ignore[no-any-return]


def affiliation(
    session: Session, who: Payer, at: datetime, worker: InventedPerson, began_on: date, **facts: Any
) -> Affiliation:
    """An affiliation that was sent."""
    case = draft(session, who, at, worker, began_on, **facts)
    return service.submit(session, Affiliation, case.id, who.actor, at).case  # type: ignore[no-any-return]


def worker_actor(session: Session, case: Affiliation, at: datetime) -> Actor:
    """The worker of an affiliation, signed in."""
    worker = session.get_one(DomesticWorker, case.worker_id)
    return login_for(session, at, worker.person, "domestic_worker")


def periods(session: Session, case: Affiliation) -> list[ContributionPeriod]:
    """The periods of an affiliation by month, as the database has them."""
    found = select(ContributionPeriod).where(ContributionPeriod.affiliation_id == case.id)
    ordered = found.order_by(ContributionPeriod.first_month, ContributionPeriod.id)
    return list(session.scalars(ordered.execution_options(populate_existing=True)))


def state_doubt(session: Session, relation: Affiliation, actor: Actor, at: datetime) -> Doubt:
    """A doubt that a household states about a relation of its own."""
    data = {"affiliation_id": relation.id}
    stated: Doubt = open_case(session, Doubt, "state", actor, at, comment="Solo fue una vez.", data=data).case
    return stated


def certificate(session: Session, relation: Affiliation, actor: Actor, at: datetime, **facts: Any) -> CertifiedPeriod:
    """A certificate of incapacity for a week from the day on, as somebody writes it down."""
    week = {"first_day": at.date(), "last_day": at.date() + timedelta(days=6)}
    data = {"affiliation_id": relation.id, "kind": "sickness", "folio": "ENF0001", **week, **facts}
    recorded: CertifiedPeriod = open_case(session, CertifiedPeriod, "record", actor, at, data=data).case
    return recorded


def asked_correction(session: Session, relation: Affiliation, actor: Actor, at: datetime, **facts: Any) -> Correction:
    """A correction that somebody asked of the worker's name; `facts` change what is asked."""
    typed = {name: getattr(relation, f"worker_{name}") for name in RECORD}
    wanted = {**typed, "given_name": "Luz del Alba", **facts, "affiliation_id": relation.id}
    opened = open_case(session, Correction, "ask", actor, at, data=wanted, comment="Así está en el acta.")
    return opened.case  # type: ignore[no-any-return]


def attendance(session: Session, official: Actor, person_id: UUID, at: datetime, channel: str = COUNTER) -> Attendance:
    """Somebody who stands at the counter, or has answered their questions on the telephone."""
    checked = "ine" if channel == COUNTER else ANSWERED
    data = {
        "person_id": person_id,
        "channel": channel,
        "checked": checked,
        "office": min(official.offices, default=None),
    }
    begun: Attendance = open_case(session, Attendance, "begin", official, at, data=data).case
    return begun


def attended(official: Actor, case: Attendance) -> Actor:
    """Whoever is attended, as the one for whom the official files."""
    roles = frozenset({"household", "domestic_worker"})
    return Actor(official.login_id, case.person_id, roles, channel=case.channel, attendance_id=case.id)
