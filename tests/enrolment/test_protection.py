"""A child under fifteen is not enrolled: what was typed is sealed, known to few, and taken up in hours of the clock."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from enrolment.models import DomesticWorker
from enrolment.people.invented import InventedPerson, invented_person
from enrolment.people.protecting import opened
from enrolment.people.protection import PROTECTION_MATTER
from enrolment.people.protection_models import ProtectionMatter
from enrolment.relation.affiliation import AFFILIATION
from regime.working_days import Suspension
from tests.enrolment.parties import Payer, affiliation, household, login_for, official
from workflow.chain import verify
from workflow.clockwork import live_through
from workflow.context import Actor
from workflow.database import Database
from workflow.engine import context_of, fire
from workflow.errors import NotAllowed
from workflow.people import Person
from workflow.sealing import words_kept
from workflow.suspensions import suspend
from workflow.tables import DeadlineRow, Message, Note

FRIDAY = datetime(2026, 4, 3, 23, tzinfo=UTC)  # Good Friday, five in the afternoon in Mexico City
BEGAN = date(2026, 4, 1)
CHILD = invented_person("a child", born=date(2012, 1, 20))  # fourteen


@pytest.fixture
def who(session: Session) -> Payer:
    """The household that wants to enrol her."""
    return household(session, FRIDAY)


def matter_of(session: Session) -> ProtectionMatter:
    """The one matter there is."""
    return session.scalars(select(ProtectionMatter)).one()


def test_nothing_of_the_child_is_left_outside_the_seal(sqlite_database: Database) -> None:
    with sqlite_database.write() as session:
        case = affiliation(session, household(session, FRIDAY), FRIDAY, CHILD, BEGAN)
        assert case.state == "stopped"
        assert opened(session, matter_of(session))["worker_curp"] == CHILD.curp
    with sqlite_database.read() as session:
        assert traces(session, CHILD) == []
        assert list(verify(session)) == []
        assert session.scalars(select(DomesticWorker)).all() == []


def test_what_protectors_write_is_kept_as_sealed_as_the_matter(sqlite_database: Database) -> None:
    """Whoever protects reads it on the page of the matter; the rows and a backup say nothing."""
    said = f"{CHILD.given_names} {CHILD.first_surname} está con su tía."
    with sqlite_database.write() as session:
        affiliation(session, household(session, FRIDAY), FRIDAY, CHILD, BEGAN)
        matter, guard = matter_of(session), official(session, FRIDAY, "protection")
        fire(session, matter, "take_up", guard, FRIDAY)
        fire(session, matter, "note", guard, FRIDAY, comment=said)
    with sqlite_database.read() as session:
        assert traces(session, CHILD) == []
        assert list(verify(session)) == []
        kept = session.scalars(select(Note.comment).where(Note.case_id == matter_of(session).id)).one()
        assert words_kept(session, PROTECTION_MATTER, kept) == said


def traces(session: Session, person: InventedPerson) -> list[str]:
    """Where in the whole database the names or numbers of a person can be read."""
    tables = session.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars().all()
    words = (person.curp, person.nss, person.given_names, f"{person.first_surname}")
    found = []
    for table in tables:
        for row in session.execute(text(f'SELECT * FROM "{table}"')):
            found += [f"{table}: {word}" for word in words if word in " ".join(map(str, row))]
    return found


def test_the_household_is_told_calmly_and_owes_nothing(session: Session, who: Payer) -> None:
    case = affiliation(session, who, FRIDAY, CHILD, BEGAN)
    told = session.scalars(select(Message.template).where(Message.person_id == who.person_id)).all()
    assert told[-1] == "affiliation/stopped"
    assert (case.worker_given_name, case.worker_curp, case.worker_id) == (None, None, None)
    assert context_of(session, case, who.actor, FRIDAY).roles


@pytest.mark.parametrize("role", ["caseworker", "supervisor", "protection"])
def test_no_official_reads_the_stopped_filing(session: Session, who: Payer, role: str) -> None:
    case = affiliation(session, who, FRIDAY, CHILD, BEGAN)
    assert context_of(session, case, official(session, FRIDAY, role), FRIDAY).roles == frozenset()


def test_only_those_who_protect_are_anything_in_the_matter(session: Session, who: Payer) -> None:
    affiliation(session, who, FRIDAY, CHILD, BEGAN)
    matter = matter_of(session)
    for role in ("protection", "supervisor"):
        assert context_of(session, matter, official(session, FRIDAY, role), FRIDAY).roles
    others = [official(session, FRIDAY), who.actor, login_for(session, FRIDAY, None, "operator")]
    for actor in others:
        with pytest.raises(NotAllowed):
            fire(session, matter, "take_up", actor, FRIDAY)


def test_who_employs_the_child_does_not_protect_it(session: Session, who: Payer) -> None:
    affiliation(session, who, FRIDAY, CHILD, BEGAN)
    person = session.get_one(Person, who.person_id)
    for role in ("protection", "supervisor"):
        both: Actor = login_for(session, FRIDAY, person, "household", role)
        assert context_of(session, matter_of(session), both, FRIDAY).roles == frozenset()


def test_its_hours_run_over_a_holiday_weekend_and_no_suspension_stops_them(database: Database) -> None:
    # Taken up within four hours of the clock: 17:00 on Good Friday + 4 h = 21:00 the same day.
    due = FRIDAY + timedelta(hours=4)
    with database.write() as session:
        affiliation(session, household(session, FRIDAY), FRIDAY, CHILD, BEGAN)
        operator = official(session, FRIDAY, "operator")
        for authority in ("imss", "protection"):
            suspend(session, operator, FRIDAY, Suspension(BEGAN, None, "Acuerdo"), authority=authority)
        row = session.scalars(select(DeadlineRow).where(DeadlineRow.case_id == matter_of(session).id)).one()
        assert (row.status, row.due_at) == ("running", due)
    live_through(database, FRIDAY, due - timedelta(minutes=1))
    with database.read() as session:
        assert matter_of(session).state == "received"
    live_through(database, due - timedelta(minutes=1), due)
    with database.read() as session:
        assert matter_of(session).state == "escalated"


def test_a_mistyped_date_can_be_filed_again(session: Session, who: Payer) -> None:
    affiliation(session, who, FRIDAY, CHILD, BEGAN)
    fire(session, matter_of(session), "find_mistaken", official(session, FRIDAY, "protection"), FRIDAY, comment="Acta.")
    grown_up = invented_person("a child", born=date(1992, 1, 20))
    assert affiliation(session, who, FRIDAY, grown_up, BEGAN).state == "enrolled"


def test_both_declarations_say_that_they_are_sealed() -> None:
    assert PROTECTION_MATTER.sealed
    assert AFFILIATION.states_tagged("sealed") == ("stopped",)
