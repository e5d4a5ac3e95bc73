"""The counter and the telephone in the demonstration: who came without an account, and who called."""

from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment import service
from enrolment.attending.agreed_answers import agree, hashed
from enrolment.attending.attendance import ANSWERED
from enrolment.attending.attendance_models import Attendance
from enrolment.demonstration.demo_people import actor_of
from enrolment.models import Affiliation, Confirmation, Registration
from enrolment.people.invented import invented_person
from enrolment.roles import DOMESTIC_WORKER, HOUSEHOLD
from workflow.context import COUNTER, MEXICO_CITY, TELEPHONE, Actor
from workflow.database import Database
from workflow.engine import fire, open_case
from workflow.people import Person

ATTENDS, CALLS, OFFICE = "caso1", "nueva", "CMX"
CAME = invented_person("demo came to the counter")
WORKS_THERE = invented_person("demo works for whoever came to the counter")
# Public on purpose, like the password: with them the telephone of a demonstration can be tried.
ANSWERS = {"first_school": "Benito Juárez", "childhood_friend": "Lupita", "grandmother": "Eulalia"}
QUARTER_OF_AN_HOUR = timedelta(minutes=15)


def at_the_counter(database: Database, at: datetime) -> None:
    """Somebody without an account registers and files an enrolment that lacks the pay; it keeps its day."""
    database.run(lambda session: _file_what_there_is(session, at))


def on_the_telephone(database: Database, at: datetime) -> None:
    """She agreed on her answers before; she calls and confirms what her household declared."""
    hashes = hashed(ANSWERS)
    database.run(lambda session: _confirm(session, at, hashes))


def _file_what_there_is(session: Session, at: datetime) -> None:
    person = Person(
        given_name=CAME.given_names,
        first_surname=CAME.first_surname,
        second_surname=CAME.second_surname,
        created_at=at,
    )
    session.add(person)
    session.flush()
    case, files = _attend(session, person, COUNTER, "ine", at)
    home = {"street": "Calle Jalapa 77", "postal_code": "06700", "municipality": "09015"}
    registration = service.begin_registration(session, files, at, {"curp": CAME.curp, **home}).case
    service.submit(session, Registration, registration.id, files, at)
    typed = {
        "worker_given_name": WORKS_THERE.given_names, "worker_first_surname": WORKS_THERE.first_surname,
        "worker_second_surname": WORKS_THERE.second_surname, "worker_curp": WORKS_THERE.curp, **home,
        "began_on": at.astimezone(MEXICO_CITY).date(), "weekdays": "13", "hours_per_day": Decimal(6),
    }  # fmt: skip
    enrolment = service.begin_affiliation(session, files, at, typed).case
    service.file_incomplete(session, Affiliation, enrolment.id, files, at)
    fire(session, case, "end", actor_of(session, ATTENDS), at + QUARTER_OF_AN_HOUR)


def _confirm(session: Session, at: datetime, hashes: dict[str, str]) -> None:
    her = session.get_one(Person, actor_of(session, CALLS).person_id)
    agree(session, her.id, hashes, at - QUARTER_OF_AN_HOUR)
    case, files = _attend(session, her, TELEPHONE, ANSWERED, at)
    asked = select(Confirmation).join(Affiliation, Affiliation.id == Confirmation.affiliation_id)
    hers = asked.where(Affiliation.worker_curp == her.identifier("curp")).order_by(Confirmation.id)
    fire(session, session.scalars(hers).first(), "confirm", files, at)
    fire(session, case, "end", actor_of(session, ATTENDS), at + QUARTER_OF_AN_HOUR)


def _attend(session: Session, person: Person, channel: str, checked: str, at: datetime) -> tuple[Attendance, Actor]:
    """The attendance of a person, and the actor in whose right everything in it is filed."""
    official = actor_of(session, ATTENDS)
    data = {"person_id": person.id, "channel": channel, "checked": checked, "office": OFFICE}
    case: Attendance = open_case(session, Attendance, "begin", official, at, data=data).case
    roles = frozenset({HOUSEHOLD.code, DOMESTIC_WORKER.code})
    return case, Actor(official.login_id, person.id, roles, channel=channel, attendance_id=case.id)
