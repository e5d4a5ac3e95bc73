"""What follows from the steps of a registration: the automatic decision, and the household it leads to."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.following import then
from enrolment.household.homes import place_of
from enrolment.household.registration_rules import register_findings, review_reasons
from enrolment.models import Household
from enrolment.people.curp import birth_date
from enrolment.people.duplicate_finding import look_for_duplicates
from enrolment.people.held_identifiers import hold
from workflow.contacts import give_address
from workflow.definition import Step
from workflow.people import Person
from workflow.stored import dumps


def decide(session: Session, step: Step) -> None:
    """Register at once what the checks settle; hand everything else to an official with the reasons."""
    case, reasons = step.context.case, review_reasons(step.context)
    findings = (*reasons, *register_findings(step.context))
    found = {"findings": dumps(list(findings)) if findings else None} if findings or case.findings else {}
    then(session, step, "review" if reasons else "register", **found)


def become_household(session: Session, step: Step) -> None:
    """The person becomes a household with a first home; a former household begins again."""
    case, day = step.context.case, step.context.day
    person = session.get_one(Person, case.person_id)
    for name in ("given_name", "first_surname", "second_surname"):
        setattr(person, name, getattr(case, name))
    person.phone = case.phone or person.phone
    if case.email:
        give_address(session, person.id, case.email, step.context.at)
    person.birth_date = person.birth_date or (birth_date(case.curp, day) if case.curp else None)
    for kind in ("curp", "rfc"):
        hold(session, person, kind, getattr(case, kind), day)
    household = session.scalar(select(Household).where(Household.person_id == person.id))
    if household is None:
        household = Household(person_id=person.id, registered_on=day)
        session.add(household)
    household.closed_on = None
    session.flush()
    place_of(session, household.id, case, day)
    look_for_duplicates(session, step, person.id, {"curp": case.curp, "rfc": case.rfc}, case.office)


def change_contact(session: Session, step: Step) -> None:
    """The new telephone is the person's from now on; an e-mail address is proved and changed in their account."""
    session.get_one(Person, step.case.person_id).phone = step.case.phone
