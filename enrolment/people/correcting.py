"""What follows from an accepted correction: the register, the names that are shown, and what her age now asks for."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.following import then
from enrolment.models import Affiliation, DomesticWorker, Household, Registration
from enrolment.people.age_found import look_at_age
from enrolment.people.correction_models import Correction
from enrolment.people.curp import birth_date
from enrolment.people.duplicate_finding import look_for_duplicates
from enrolment.people.held_identifiers import hold
from enrolment.roles import HOUSEHOLD
from workflow.definition import Step, is_tagged
from workflow.people import Person

RECORD = ("given_name", "first_surname", "second_surname", "birth_date")
NAMES = RECORD[:-1]
WITH_CURP = (*RECORD, "curp")
ASKED_BY_OFFICE = "office"


def correct_everywhere(session: Session, step: Step) -> None:
    """The register takes what is right; relations show it; lines, payments and cover stay as they are."""
    case: Correction = step.case
    if case.household_id is not None:
        _correct_household(session, step)
        return
    person = session.get_one(DomesticWorker, case.worker_id).person
    _write(session, case, person)
    for relation in _relations(session, case):
        typed = {f"worker_{name}": getattr(person, name) for name in RECORD}
        then(session, step, "correct_identity", relation, **typed)
    if case.birth_date is not None and case.birth_date != case.was_birth_date:
        for relation in _in_force(session, case):
            look_at_age(session, step, relation, case.birth_date)


def _correct_household(session: Session, step: Step) -> None:
    """The household is called by its right name from now on; a replaced CURP stays known with its last day."""
    case: Correction = step.case
    person = session.get_one(Household, case.household_id).person
    _write(session, case, person)
    if case.curp and case.curp != case.was_curp:
        hold(session, person, "curp", case.curp, step.context.day)
        if case.birth_date is None:
            person.birth_date = birth_date(case.curp, step.context.day) or person.birth_date
    session.flush()
    registration = registration_in_force(session, person.id)
    if registration is not None:
        facts = {name: getattr(person, name) for name in NAMES} | {"curp": case.curp or registration.curp}
        then(session, step, "correct_identity", registration, **facts)
    look_for_duplicates(session, step, person.id, {"curp": case.curp}, case.office)


def registration_in_force(session: Session, person_id: UUID) -> Registration | None:
    """The registration under which a person is a household today."""
    mine = select(Registration).where(Registration.person_id == person_id, is_tagged(Registration, "in_force"))
    return session.scalar(mine)


def _write(session: Session, case: Correction, person: Person) -> None:
    for name in RECORD:
        if name != "birth_date" or case.birth_date is not None:
            setattr(person, name, getattr(case, name))
    session.flush()


def _relations(session: Session, case: Correction) -> list[Affiliation]:
    """Whose page changes: what one household asked shows at that household only, or the others would learn of it."""
    hers = select(Affiliation).where(
        Affiliation.worker_id == case.worker_id, is_tagged(Affiliation, "in_force", "was_in_force")
    )
    if case.asked_by == HOUSEHOLD.code:
        hers = hers.where(Affiliation.id == case.affiliation_id)
    return list(session.scalars(hers.order_by(Affiliation.id)))


def _in_force(session: Session, case: Correction) -> list[Affiliation]:
    hers = select(Affiliation).where(Affiliation.worker_id == case.worker_id, is_tagged(Affiliation, "in_force"))
    return list(session.scalars(hers.order_by(Affiliation.id)))
