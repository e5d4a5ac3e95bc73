"""What decisions about a correction see: whom it is about, what stands, who is told and who asks already."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.household.delegates import delegates_of
from enrolment.household.homes import zone_at
from enrolment.models import Affiliation, DomesticWorker, Household, Place
from enrolment.offices import offices
from enrolment.people.correcting import ASKED_BY_OFFICE, RECORD, WITH_CURP, registration_in_force
from enrolment.people.correction_models import Correction
from enrolment.people.held_identifiers import owner_of
from enrolment.roles import DOMESTIC_WORKER, HOUSEHOLD, NOBODY, Delegates
from workflow.context import Surroundings
from workflow.definition import is_tagged
from workflow.people import Person


@dataclass(frozen=True, kw_only=True)
class Corrected(Surroundings):
    """Whom it is about, what the register holds and what the household typed, and who asks already.

    Without a worker it is about the household itself: `typed` is then what the register holds, and `curp_owner` the
    person for whom the asked CURP counts.
    """

    household_person: UUID
    household_is_open: bool
    worker_person: UUID | None = None
    worker_id: UUID | None = None
    delegates: Delegates
    record: Mapping[str, Any]
    typed: Mapping[str, Any]
    office: str | None
    asking: frozenset[str]
    curp_owner: UUID | None = None


def look(session: Session, case: Any) -> Corrected:
    """What the register and the household hold today."""
    return _about_worker(session, case) if case.affiliation_id else _about_household(session, case)


def _about_worker(session: Session, case: Any) -> Corrected:
    """Whoever asked is told, the other party is not."""
    relation = session.get_one(Affiliation, case.affiliation_id)
    household = session.get_one(Household, relation.household_id)
    worker = session.get_one(DomesticWorker, relation.worker_id)
    parties = {HOUSEHOLD: household.person, DOMESTIC_WORKER: worker.person}
    place = session.get(Place, relation.place_id) if relation.place_id else None
    return Corrected(
        people={role: (p.as_recipient(),) for role, p in parties.items() if role.code == case.asked_by},
        zone=zone_at(place.municipality if place else None),
        offices=offices(session).names,
        household_person=household.person_id,
        household_is_open=household.closed_on is None,
        worker_person=worker.person_id,
        worker_id=worker.id,
        delegates=delegates_of(session, household.id, relation.id),
        record={name: getattr(worker.person, name) for name in RECORD},
        typed={name: getattr(relation, f"worker_{name}") for name in RECORD},
        office=relation.office,
        asking=_asking(session, case),
    )


def _about_household(session: Session, case: Any) -> Corrected:
    """The household is told whoever asked: it is its own name. Nobody acts for it here."""
    household = session.get_one(Household, case.household_id)
    person = household.person
    registration = registration_in_force(session, person.id)
    stands = standing(person)
    asking = _asking(session, case)
    return Corrected(
        people={HOUSEHOLD: (person.as_recipient(),)},
        zone=zone_at(registration.municipality if registration else None),
        offices=offices(session).names,
        household_person=household.person_id,
        household_is_open=household.closed_on is None and registration is not None,
        delegates=NOBODY,
        record=stands,
        typed=stands,
        office=registration.office if registration else None,
        asking=frozenset({HOUSEHOLD.code, ASKED_BY_OFFICE}) if asking else asking,
        curp_owner=owner_of(session, "curp", case.curp),
    )


def standing(person: Person) -> Mapping[str, Any]:
    """What the register holds of a person that a correction of a household may set right."""
    held = {"curp": person.identifier("curp")}
    return {name: held.get(name) or getattr(person, name, None) for name in WITH_CURP}


def _asking(session: Session, case: Any) -> frozenset[str]:
    same = Correction.affiliation_id == case.affiliation_id
    if case.household_id:
        same = Correction.household_id == case.household_id
    others = select(Correction.asked_by).where(same, is_tagged(Correction, "open"), Correction.id != case.id)
    return frozenset(session.scalars(others))
