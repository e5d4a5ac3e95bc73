"""How cases of enrolment are found: by names and identifiers typed in them, by persona empleadora, by line."""

from typing import Any

from sqlalchemy import ColumnElement, or_, select

from enrolment.models import Affiliation, Confirmation, ContributionPeriod, Household, Registration
from enrolment.money.payment_lines import normal
from enrolment.money.payment_models import IssuedLine
from web.casework.case_search import identifier_matches, name_matches
from workflow.people import Person

NAME = ("given_name", "first_surname", "second_surname")


def registrations(text: str) -> ColumnElement[bool]:
    """By the applicant's name, CURP or RFC."""
    by_identifier = identifier_matches(text, *_columns(Registration, "curp", "rfc"))
    return or_(name_matches(text, *_columns(Registration, *NAME)), by_identifier)


def affiliations(text: str) -> ColumnElement[bool]:
    """By the worker's name, CURP or NSS, or by the name of the household."""
    by_worker = name_matches(text, *_columns(Affiliation, *(f"worker_{part}" for part in NAME)))
    by_identifier = identifier_matches(text, *_columns(Affiliation, "worker_curp", "worker_nss"))
    people = select(Household.id).join(Person, Person.id == Household.person_id)
    by_household = Affiliation.household_id.in_(people.where(name_matches(text, *_columns(Person, *NAME))))
    return or_(by_worker, by_identifier, by_household)


def confirmations(text: str) -> ColumnElement[bool]:
    """By whatever finds the relation they are about."""
    return Confirmation.affiliation_id.in_(select(Affiliation.id).where(affiliations(text)))


def periods(text: str) -> ColumnElement[bool]:
    """By a payment line, also a replaced one, or by whatever finds the relation."""
    relations = select(Affiliation.id).where(affiliations(text))
    lines = select(IssuedLine.period_id).where(IssuedLine.line == normal(text))
    return or_(ContributionPeriod.affiliation_id.in_(relations), ContributionPeriod.id.in_(lines))


def _columns(model: Any, *names: str) -> list[ColumnElement[str | None]]:
    return [model.__table__.columns[name] for name in names]
