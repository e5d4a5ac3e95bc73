"""Attending at the counter and by telephone as pages: whose they are, what opens, what is written down, how it ends."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from enrolment.attending.agreed_answers import agree, hashed
from enrolment.attending.attendance_models import AgreedAnswer, Attendance
from enrolment.models import Affiliation, Confirmation, DomesticWorker, Registration
from enrolment.people.invented import invented_person
from tests.conftest import NOON
from tests.enrolment import parties
from tests.web.at_home import answer
from tests.web.conftest import Visitor
from web.edge.access import AREA_OF, OPEN_BY_TELEPHONE
from workflow.context import TELEPHONE
from workflow.database import Database
from workflow.definition import WORKFLOWS
from workflow.people import AccessLog, Login, Person
from workflow.tables import Event

COUNTER, CALL, HERE = "/office/attending/counter", "/office/attending/telephone", "/office/attending"
ANSWERS = {"first_school": "Benito Juárez", "childhood_friend": "Lupita", "grandmother": "Eulalia"}
SEEN = {"checked": "ine", "present": "y", "office": "CMX"}


@pytest.fixture
def official(visitor: Visitor, login_of: Callable[..., Login]) -> Visitor:
    """A caseworker at work."""
    return visitor.be(login_of("caso", "caseworker"))


@pytest.fixture
def relation(sqlite_database: Database) -> Affiliation:
    """A worker in force."""

    def command(session: Any) -> Affiliation:
        who = parties.household(session, NOON, 50)
        return parties.affiliation(session, who, NOON, invented_person("worker"), date(2026, 3, 1))

    return sqlite_database.run(command)


def worker_person(database: Database, relation: Affiliation) -> Person:
    """The person who works in it."""
    with database.read() as session:
        return session.get_one(Person, session.get_one(DomesticWorker, relation.worker_id).person_id)


def household_person(database: Database, relation: Affiliation) -> Person:
    """The person behind the home."""
    with database.read() as session:
        return session.get_one(Affiliation, relation.id).household.person


def call(official: Visitor, who: str, **answers: str) -> Any:
    """An official types what a caller says."""
    return official.send(CALL, {"who": who, "office": "CMX", **ANSWERS, **answers})


@pytest.fixture
def caller(sqlite_database: Database, relation: Affiliation) -> Person:
    """The worker, who agreed on her answers."""
    person = worker_person(sqlite_database, relation)
    hashes = hashed(ANSWERS)
    sqlite_database.run(lambda session: agree(session, person.id, hashes, NOON))
    return person


def test_a_household_without_account_is_registered_at_the_counter(official: Visitor, sqlite_database: Database) -> None:
    new = invented_person("nobody yet")
    named = {"given_name": new.given_names, "first_surname": new.first_surname, "second_surname": new.second_surname}
    begun = official.send(f"{COUNTER}/new", {**SEEN, **named, "language": "es"})
    assert begun.status_code == 303
    assert "está en ventanilla" in official.get(HERE).text
    assert official.get("/home").status_code == 200
    answer(official, "/home/registration/you", {**named, "curp": new.curp})
    answer(official, "/home/registration/home", {**parties.HOME, "town": ""})
    answer(official, "/home/registration/contact", {"email": "", "phone": ""})
    assert new.curp in official.get("/home/registration/check").text
    assert answer(official, "/home/registration/check", {"declared": "y"}).status_code == 303
    with sqlite_database.read() as session:
        case = session.scalars(select(Registration)).one()
        assert case.state == "registered"
        assert session.scalars(select(Login).where(Login.person_id == case.person_id)).all() == []
        channels = session.scalars(select(Event.channel).where(Event.case_id == case.id, Event.actor != "system"))
        assert set(channels) == {"counter"}
    ended = official.send(f"{HERE}/end", page=HERE)
    assert "/documents/" in ended.text
    assert official.get("/home").status_code == 404
    assert "está en ventanilla" not in official.get("/office").text


@pytest.mark.parametrize("missing", ["checked", "present"])
def test_nobody_is_attended_who_is_not_there_or_showed_nothing(
    official: Visitor, sqlite_database: Database, relation: Affiliation, missing: str
) -> None:
    typed = {name: value for name, value in SEEN.items() if name != missing}
    told = official.send(COUNTER, {"number": relation.worker_curp, **typed})
    assert told.status_code == 422
    assert str(relation.worker_curp) in told.text  # what was typed stays
    with sqlite_database.read() as session:
        assert session.scalars(select(Attendance)).all() == []


def test_no_number_stands_in_the_events_of_an_attendance(
    official: Visitor, sqlite_database: Database, relation: Affiliation
) -> None:
    assert official.send(COUNTER, {"number": relation.worker_nss, **SEEN}).status_code == 303
    with sqlite_database.read() as session:
        case = session.scalars(select(Attendance)).one()
        for event in session.scalars(select(Event).where(Event.case_id == case.id)):
            assert str(relation.worker_nss) not in event.data
            assert str(relation.worker_curp) not in event.data


def test_her_area_opens_and_every_look_is_written_down(
    official: Visitor, sqlite_database: Database, relation: Affiliation
) -> None:
    assert official.get("/me").status_code == 404
    official.send(COUNTER, {"number": relation.worker_curp, **SEEN})
    assert official.get("/me").status_code == 200
    assert official.get(f"/me/relations/{relation.id}").status_code == 200
    with sqlite_database.read() as session:
        looks = [row.reason for row in session.scalars(select(AccessLog).where(AccessLog.subject == "attendance"))]
    assert any("/me" in reason for reason in looks)
    assert len(looks) == 2


def test_a_person_known_from_a_case_is_attended_without_any_number(
    official: Visitor, sqlite_database: Database, relation: Affiliation
) -> None:
    text = official.get(f"/cases/affiliation/{relation.id}").text
    person = worker_person(sqlite_database, relation)
    assert f"{COUNTER}?person={person.id}" in text
    assert official.send(f"{COUNTER}?person={person.id}", SEEN).status_code == 303
    assert person.full_name in official.get("/me").text


def test_an_official_does_not_attend_their_own_worker(
    visitor: Visitor, sqlite_database: Database, relation: Affiliation
) -> None:
    home = household_person(sqlite_database, relation)

    def promote(session: Any) -> Login:
        login = session.scalars(select(Login).where(Login.person_id == home.id)).one()
        login.roles = ["household", "caseworker"]
        return login

    boss = visitor.be(sqlite_database.run(promote))
    told = boss.send(COUNTER, {"number": relation.worker_curp, **SEEN})
    assert told.status_code == 422
    assert "Usted no puede atender a esta persona" in told.text


def test_an_attendance_is_over_the_next_day(
    official: Visitor, sqlite_database: Database, relation: Affiliation, monkeypatch: pytest.MonkeyPatch
) -> None:
    official.send(COUNTER, {"number": relation.worker_curp, **SEEN})
    assert official.get("/me").status_code == 200
    official.send("/demo/clock", {"step": "day"}, page="/")
    assert official.get("/me").status_code == 404


@pytest.mark.parametrize("path", [COUNTER, f"{COUNTER}/new", CALL])
@pytest.mark.parametrize("offices", [["CMX"], ["CMX", "JAL"]])
def test_whoever_has_one_office_is_not_asked_which(
    visitor: Visitor, login_of: Callable[..., Login], sqlite_database: Database, path: str, offices: list[str]
) -> None:
    login = login_of("suya", "caseworker")
    sqlite_database.run(lambda session: setattr(session.get_one(Login, login.id), "offices", offices))
    text = visitor.be(login).get(path).text
    assert ('name="office"' in text) == (len(offices) > 1)


def test_the_office_of_the_last_attendance_is_proposed_and_none_before_the_first(official: Visitor) -> None:
    assert " selected" not in official.get(COUNTER).text
    named = {"given_name": "Alba", "first_surname": "Pino", "language": "es"}
    official.send(f"{COUNTER}/new", {**SEEN, **named, "office": "JAL"})
    official.send(f"{HERE}/end", {})
    assert '<option value="JAL" selected>' in official.get(COUNTER).text


def test_two_officials_share_no_attendance(
    official: Visitor, login_of: Callable[..., Login], sqlite_database: Database, relation: Affiliation
) -> None:
    official.send(COUNTER, {"number": relation.worker_curp, **SEEN})
    other = official.be(login_of("otro", "caseworker"))  # the same browser, another account
    assert other.get("/me").status_code == 404


# --- the telephone ---------------------------------------------------------------------------------------------------


def test_who_calls_is_answered_alike_whether_known_or_not(
    official: Visitor, sqlite_database: Database, relation: Affiliation, caller: Person
) -> None:
    without_answers = household_person(sqlite_database, relation).identifier("curp")
    texts = []
    for who, wrong in (
        (str(relation.worker_curp), {"grandmother": "otra"}),
        (str(without_answers), {}),
        ("XEXX010101HNEXXXA4", {}),
    ):
        told = call(official, who, **wrong)
        assert told.status_code == 422
        assert "Lupita" not in told.text
        token = official.page.hidden["csrf_token"]
        texts.append(told.text.replace(who, "WHO").replace(token, "TOKEN"))
    assert texts[0] == texts[1] == texts[2]
    with sqlite_database.read() as session:
        assert session.scalars(select(Attendance)).all() == []


def test_after_three_wrong_tries_right_answers_do_not_help(
    official: Visitor, relation: Affiliation, caller: Person
) -> None:
    for _ in range(3):
        assert call(official, str(relation.worker_curp), grandmother="otra").status_code == 422
    assert call(official, str(relation.worker_curp)).status_code == 422
    assert call(official, str(relation.worker_nss)).status_code == 422  # by whatever name


def test_a_caller_confirms_and_everything_else_says_where_to_go(
    official: Visitor, sqlite_database: Database, relation: Affiliation, caller: Person
) -> None:
    assert call(official, str(relation.worker_curp), first_school="benito juarez").status_code == 303
    text = official.get(HERE).text
    assert str(relation.worker_curp) not in text
    assert str(relation.worker_nss) not in text
    with sqlite_database.read() as session:
        asked = session.scalars(select(Confirmation)).one()
    for path in ("/me", f"/me/relations/{relation.id}", f"/cases/confirmation/{asked.id}", "/me/papers", "/home"):
        told = official.get(path)
        assert told.status_code == 403, path
        assert "Por teléfono no se puede hacer esto" in told.text
    official.send(f"{HERE}/confirmations/{asked.id}", {"key": "k1"}, page=HERE)
    with sqlite_database.read() as session:
        assert session.get_one(Confirmation, asked.id).state == "confirmed"
        events = session.scalars(select(Event).where(Event.case_id == asked.id).order_by(Event.seq)).all()
        assert [event.channel for event in events] == [None, "telephone"]
    disputes = official.get(f"/me/relations/{relation.id}/dispute")
    assert disputes.status_code == 200
    hidden = dict(official.page.hidden)
    said = {"wrong": "days", "words": "Son dos días.", "tell": "no"}
    sent = official.post(f"/me/relations/{relation.id}/dispute", data={**hidden, **said})
    assert (sent.status_code, sent.location) == (303, HERE)


def test_pages_open_by_telephone_belong_to_steps_declared_for_it() -> None:
    for endpoint, (workflow, code) in OPEN_BY_TELEPHONE.items():
        assert AREA_OF[endpoint].attended
        assert all(TELEPHONE in action.channels for action in WORKFLOWS[workflow].versions_of(code))


def test_answers_are_agreed_in_the_own_account_and_shown_to_nobody(
    visitor: Visitor, login_of: Callable[..., Login], sqlite_database: Database
) -> None:
    me = visitor.be(login_of("ana", "domestic_worker"))
    page = "/account/telephone-answers"
    assert me.send(page, {**ANSWERS, "grandmother": "Lupita"}).status_code == 422
    assert me.send(page, {**ANSWERS, "grandmother": "x"}).status_code == 422
    assert me.send(page, ANSWERS).status_code == 303
    text = me.get(page).text
    assert "Eulalia" not in text
    assert "Hay respuestas acordadas" in text
    with sqlite_database.read() as session:
        assert len(session.scalars(select(AgreedAnswer)).all()) == len(ANSWERS)


# --- the office ------------------------------------------------------------------------------------------------------


def test_the_queue_shows_the_channel_and_whoever_filed_reads_why_not(
    official: Visitor, sqlite_database: Database, login_of: Callable[..., Login]
) -> None:
    odd = invented_person("somebody else").curp
    new = invented_person("nobody yet")
    named = {"given_name": new.given_names, "first_surname": new.first_surname, "second_surname": new.second_surname}
    official.send(f"{COUNTER}/new", {**SEEN, **named, "language": "es"})
    answer(official, "/home/registration/you", {**named, "curp": odd})
    answer(official, "/home/registration/home", {**parties.HOME, "town": ""})
    answer(official, "/home/registration/contact", {"email": "", "phone": ""})
    answer(official, "/home/registration/check", {"declared": "y"})
    official.send(f"{HERE}/end", page=HERE)
    assert "En ventanilla" in official.get("/office").text
    with sqlite_database.read() as session:
        case = session.scalars(select(Registration)).one()
    assert case.state == "in_review"
    text = official.get(f"/cases/registration/{case.id}").text
    assert "Usted presentó algo en este caso" in text
    assert "En ventanilla" in text
    colleague = official.be(login_of("colega", "caseworker"))
    assert "Usted presentó algo en este caso" not in colleague.get(f"/cases/registration/{case.id}").text
