"""What follows from an accepted correction: the register, the names that are shown, and what her age now asks for."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.following import then
from enrolment.models import Affiliation, DomesticWorker
from enrolment.people.age_found import look_at_age
from enrolment.people.correction_models import Correction
from enrolment.roles import HOUSEHOLD
from workflow.definition import Step, is_tagged

RECORD = ("given_name", "first_surname", "second_surname", "birth_date")
ASKED_BY_OFFICE = "office"


def correct_everywhere(session: Session, step: Step) -> None:
    """The register takes what is right; relations show it; lines, payments and cover stay as they are."""
    case: Correction = step.case
    person = session.get_one(DomesticWorker, case.worker_id).person
    for name in RECORD:
        if name != "birth_date" or case.birth_date is not None:
            setattr(person, name, getattr(case, name))
    session.flush()
    for relation in _relations(session, case):
        typed = {f"worker_{name}": getattr(person, name) for name in RECORD}
        then(session, step, "correct_identity", relation, **typed)
    if case.birth_date is not None and case.birth_date != case.was_birth_date:
        for relation in _in_force(session, case):
            look_at_age(session, step, relation, case.birth_date)


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
