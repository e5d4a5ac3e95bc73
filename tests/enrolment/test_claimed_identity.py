"""A CURP that somebody typed into an account of their own makes nobody the worker of another household."""

from datetime import UTC, date, datetime

from enrolment.models import Affiliation, DomesticWorker
from enrolment.people.invented import invented_person
from enrolment.roles import DOMESTIC_WORKER
from tests.enrolment.parties import Payer, affiliation, household, login_for, payer, registration
from workflow.database import Database
from workflow.engine import context_of
from workflow.people import Person
from workflow.tables import Message

AT = datetime(2026, 3, 10, 16, tzinfo=UTC)
BEGAN = date(2026, 3, 9)
SHE = invented_person("somebody whose CURP is known to others")


def test_whoever_registers_under_her_curp_does_not_become_her(database: Database) -> None:
    with database.write() as session:
        person = Person(
            given_name=SHE.given_names, first_surname=SHE.first_surname, created_at=AT, email="x@example.org"
        )
        session.add(person)
        session.flush()
        impostor = Payer(SHE, person.id, login_for(session, AT, person, "household"))
        assert registration(session, impostor, AT).state == "registered"
        first = affiliation(session, household(session, AT, 1), AT, SHE, BEGAN)
        second = affiliation(session, household(session, AT, 2), AT, SHE, BEGAN)
        assert {first.state, second.state} == {"enrolled"}
        assert first.worker_id == second.worker_id, "her two households add up"
        worker = session.get_one(DomesticWorker, first.worker_id)
        assert worker.person_id != impostor.person_id
        assert DOMESTIC_WORKER not in context_of(session, first, impostor.actor, AT).roles
        told = session.query(Message).where(Message.person_id == impostor.person_id, Message.workflow != "registration")
        assert told.count() == 0


def test_somebody_known_as_a_worker_stays_herself_when_she_employs_somebody(database: Database) -> None:
    with database.write() as session:
        first = affiliation(session, household(session, AT, 1), AT, SHE, BEGAN)
        worker = session.get_one(DomesticWorker, first.worker_id)
        login_for(session, AT, session.get_one(Person, worker.person_id), "domestic_worker", "household")
        second = affiliation(session, household(session, AT, 2), AT, SHE, BEGAN)
        assert isinstance(second, Affiliation)
        assert second.worker_id == first.worker_id
        assert payer(session, AT, 9).person_id != worker.person_id
