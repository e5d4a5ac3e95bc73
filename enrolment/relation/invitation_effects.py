"""What a decision for the worker leads to (LSS 18): the employer on record, and the relation enrolled."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.following import then, then_open
from enrolment.household.homes import ADDRESS, place_of
from enrolment.models import Affiliation, DomesticWorker, Household, Registration
from workflow.definition import Step, is_tagged
from workflow.people import Person

NAMES = ("given_name", "first_surname", "second_surname")


def enrol_on_request(session: Session, step: Step) -> None:
    """Register the employer if that has not happened, and enrol the relation from the day on which she asked."""
    case, data = step.case, step.context.data
    household = _household(session, step)
    worker, person = _worker(session, step), session.get_one(Person, case.person_id)
    facts: dict[str, Any] = {
        "household_id": household.id,
        "worker_id": worker.id,
        "place_id": place_of(session, household.id, case, step.context.day).id,
        "office": case.office,
        "submitted_on": case.submitted_on,
        **{f"worker_{name}": getattr(person, name) for name in NAMES},
        "worker_curp": person.identifier("curp") or case.curp,
        "worker_nss": person.identifier("nss") or case.nss,
        "worker_birth_date": person.birth_date,
        "began_on": data["decided_began"],
        "weekdays": data["decided_days"],
        "hours_per_day": data.get("decided_hours"),
        "pay_amount": data["decided_amount"],
        "pay_each": data["decided_each"],
        "mode": data["decided_mode"],
        "in_kind": "none",
        "periodicity": 1,
    }
    then(session, step, "link", case, household_id=household.id, employer_id=household.person_id)
    then_open(session, step, Affiliation, "enrol_on_request", **facts)  # which settles this case


def _household(session: Session, step: Step) -> Household:
    """The employer as a household on record: the one that answered, or one that the institute registers now."""
    case = step.case
    person_id = case.employer_id or _new_employer(session, step).id
    registered = select(Household).where(Household.person_id == person_id, Household.closed_on.is_(None))
    household = session.scalar(registered)
    if household is not None:
        return household
    person = session.get_one(Person, person_id)
    address = {name: getattr(case, name) for name in ADDRESS}
    names = {name: getattr(person, name) for name in NAMES}
    begun = select(Registration).where(Registration.person_id == person_id, is_tagged(Registration, "open"))
    registration = session.scalar(begun)
    if registration is None:
        facts = {"person_id": person_id, "office": case.office, **names, **address}
        then_open(session, step, Registration, "register_on_request", **facts)
    else:
        then(session, step, "register_on_request", registration, **names, **address)
    return session.scalars(registered).one()


def _new_employer(session: Session, step: Step) -> Person:
    case = step.case
    person = Person(
        given_name=case.employer_given_name, first_surname=case.employer_first_surname, created_at=step.context.at
    )
    session.add(person)
    session.flush()
    return person


def _worker(session: Session, step: Step) -> DomesticWorker:
    """Herself as a domestic worker. That she typed a number proves nothing about whose it is."""
    case = step.case
    worker = session.scalar(select(DomesticWorker).where(DomesticWorker.person_id == case.person_id))
    if worker is None:
        worker = DomesticWorker(person_id=case.person_id, known_since=step.context.day, identity_seen=False)
        session.add(worker)
        session.flush()
    return worker
