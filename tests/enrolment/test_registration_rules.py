"""What a registration needs, what makes an official look at it, and what follows when it is accepted."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment import service
from enrolment.models import Household, Place, Registration
from enrolment.people.held_identifiers import owner_of
from enrolment.people.identity_models import PossibleDuplicate
from enrolment.people.invented import invented_person
from enrolment.queries import household_of, missing, registration_of
from tests.enrolment.parties import HOME, affiliation, household, official, payer, registration
from workflow.clockwork import live_through
from workflow.database import Database
from workflow.engine import fire
from workflow.errors import NotReady
from workflow.people import Person
from workflow.tables import Message

NOON = datetime(2026, 3, 10, 18, tzinfo=UTC)


@pytest.fixture
def session(sqlite_session: Session) -> Session:
    """The rules ask nothing that differs between databases."""
    return sqlite_session


def test_a_registered_household_has_its_home_and_identifiers(session: Session) -> None:
    who = household(session, NOON)
    found = household_of(session, who.person_id)
    assert found is not None
    assert found.registered_on == date(2026, 3, 10)
    (home,) = found.places
    assert (home.municipality, home.street) == ("09015", HOME["street"])
    assert found.person.identifier("curp") == who.person.curp
    assert found.person.identifier("rfc") == who.person.rfc


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"curp": None}, "registration.identity_missing"),
        ({"first_surname": None}, "registration.identity_missing"),
        ({"street": None}, "registration.address_missing"),
        ({"municipality": None}, "registration.address_missing"),
    ],
)
def test_what_is_missing_is_said(session: Session, facts: dict[str, Any], code: str) -> None:
    who = payer(session, NOON)
    begun = service.begin_registration(session, who.actor, NOON, {"curp": who.person.curp, **HOME, **facts}).case
    assert [sentence.code for sentence in missing(session, begun, who.actor, NOON)] == [code]
    with pytest.raises(NotReady):
        service.submit(session, Registration, begun.id, who.actor, NOON)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"given_name": "Zoila"}, "identifier.curp_other_given_names"),
        ({"postal_code": "22000"}, "finding.postal_code_elsewhere"),
    ],
)
def test_an_official_looks_at_what_the_checks_cannot_settle(session: Session, facts: dict[str, Any], code: str) -> None:
    case = registration(session, payer(session, NOON), NOON, **facts)
    assert case.state == "in_review"
    assert case.findings is not None
    assert code in case.findings


def test_a_postal_code_newer_than_the_list_is_no_fault(session: Session) -> None:
    assert registration(session, payer(session, NOON), NOON, postal_code="00001").state == "registered"


def test_a_curp_in_use_is_answered_like_any_other_and_looked_at_by_officials(session: Session) -> None:
    """Nothing tells that somebody is known: the CURP stays with whom it counts for, and officials compare."""
    first = household(session, NOON)
    other = payer(session, NOON, 2)
    names = {
        "given_name": first.person.given_names,
        "first_surname": first.person.first_surname,
        "second_surname": first.person.second_surname,
    }
    case = registration(session, other, NOON, curp=first.person.curp, rfc=None, **names)
    assert case.state == "registered"
    assert "finding.curp_of_another_person" in (case.findings or "")
    assert owner_of(session, "curp", first.person.curp) == first.person_id
    assert session.scalars(select(PossibleDuplicate.rules)).one() == "contact curp name_birth"


def test_nobody_registers_twice_and_a_closed_household_may_begin_again(session: Session) -> None:
    who = household(session, NOON)
    with pytest.raises(NotReady):
        service.begin_registration(session, who.actor, NOON)
    relation = affiliation(session, who, NOON, invented_person(3), date(2026, 3, 10))
    case = registration_of(session, who.person_id)
    with pytest.raises(NotReady) as refused:
        fire(session, case, "close", who.actor, NOON)
    assert [sentence.code for sentence in refused.value.sentences] == ["registration.affiliations_open"]
    service.end_relation(session, relation.id, who.actor, NOON, date(2026, 3, 10), "agreement")
    fire(session, case, "close", who.actor, NOON)
    assert registration(session, who, NOON).state == "registered"
    assert session.scalars(select(Household.closed_on)).all() == [None]
    assert len(session.scalars(select(Place)).all()) == 1


def test_the_same_key_registers_once(session: Session) -> None:
    who = payer(session, NOON)
    first = service.begin_registration(session, who.actor, NOON, HOME, key="web:1")
    again = service.begin_registration(session, who.actor, NOON, HOME, key="web:1")
    assert again.repeated
    assert again.case is first.case


def test_an_unanswered_correction_ends_with_a_notice(sqlite_database: Database) -> None:
    with sqlite_database.write() as session:
        who = payer(session, NOON)
        case = registration(session, who, NOON, given_name="Zoila")
        fire(session, case, "request_correction", official(session, NOON), NOON, comment="Revise su nombre.")
        session.expunge_all()
    live_through(sqlite_database, NOON, NOON + timedelta(days=20))
    with sqlite_database.read() as session:
        assert session.get_one(Registration, case.id).state == "withdrawn"
        told = session.scalars(select(Message.template).order_by(Message.written_at)).all()
        assert [template.partition("/")[2] for template in told] == [
            "in_review",
            "correction_requested",
            "reminder_correction",
            "reminder_correction",
            "reminder_correction",
            "expired",
        ]


def test_a_person_without_email_is_told_in_the_mailbox(session: Session) -> None:
    who = payer(session, NOON, email=None)
    registration(session, who, NOON)
    message = session.scalars(select(Message)).one()
    assert (message.channel, message.status) == ("mailbox", "delivered")
    assert session.get_one(Person, who.person_id).email is None
