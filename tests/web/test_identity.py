"""Who she is, on pages: enrolled without numbers, completed later; two records before officials; nothing told."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from shutil import copyfile

import pytest
from flask import Flask
from sqlalchemy import select

from enrolment.models import Affiliation, DomesticWorker
from enrolment.pending.task_models import Task
from enrolment.people.identity_models import NumberChoice, PossibleDuplicate
from enrolment.people.invented import invented_person
from tests.conftest import NOON
from tests.copies import settings_for
from tests.enrolment import parties
from tests.web.at_home import answer, carried, in_march, name_of, only, send, steps_of  # noqa: F401 - a fixture
from tests.web.conftest import Visitor
from tests.web.test_household import signed_in
from web.app import create_app
from workflow.database import Database
from workflow.people import AccessLog, Login, Person
from workflow.tables import Message

pytestmark = pytest.mark.usefixtures("in_march")

WORKER = invented_person("worker without her numbers at hand")
LATER = {"worker_curp": "", "curp_later": "y", "born": f"{WORKER.born:%d/%m/%Y}", "worker_nss": "", "nss_later": "y"}
CHANCE = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}|DEMO-[A-Z0-9-]+|(?<=value=\")[\w.-]{16,}(?=\")|#?\b[0-9A-F]{8}\b|u\d+\.\d+"
)


@pytest.fixture
def at_home(app: Flask, sqlite_database: Database) -> Visitor:
    """A registered household at its pages."""
    login = sqlite_database.run(lambda s: s.get_one(Login, parties.household(s, NOON, 1).actor.login_id))
    return signed_in(app, login)


def enrolled(visitor: Visitor, numbers: dict[str, object]) -> tuple[str, list[str]]:
    """Answer every page of the wizard; the address of the relation, and every page that was shown on the way."""
    seen = []
    opened = answer(visitor, "/home/workers/new", name_of(WORKER))
    base = opened.location.removesuffix("/numbers")
    place = re.search(r'value="([0-9a-f-]{36})"', visitor.get(f"{base}/place").text)
    assert place is not None
    for step, typed in {**steps_of(WORKER, place[1]), "numbers": numbers}.items():
        kept = answer(visitor, f"{base}/{step}", typed)
        seen.append(f"{step} {kept.status} {kept.location}")
        seen.append(visitor.get(f"{base}/{step}").text)
    seen.append(visitor.get(f"{base}/check").text)
    sent = send(visitor, f"{base}/check", {"declared": "y"})
    seen.append(f"{sent.status} {sent.location}")
    seen.append(visitor.get(base).text)
    return base, seen


def test_she_is_enrolled_without_curp_or_nss_and_completed_later(
    app: Flask, at_home: Visitor, sqlite_database: Database
) -> None:
    paper = {"worker_paper": "passport", "worker_paper_number": "g 1234 5678", "worker_sex": "M"}
    base, seen = enrolled(at_home, {**LATER, **paper})
    assert "Pasaporte G12345678" in seen[-3]
    assert only(sqlite_database, Affiliation).state == "enrolled"
    page = at_home.get(base).text
    assert "sin CURP ni NSS" in page
    complete = f"/identity/{base.rpartition('/')[2]}"
    assert complete in page
    form = at_home.get(complete).text
    assert "RENAPO" in form
    assert "situación migratoria" in form
    assert answer(at_home, complete, {}).status_code == 422
    assert "CURP lleva 18" in answer(at_home, complete, {"worker_curp": "ABC"}).text
    first = answer(at_home, complete, {"worker_curp": WORKER.curp})
    assert first.location == base
    assert 'name="worker_curp"' not in at_home.get(complete).text
    second = answer(at_home, complete, {"worker_nss": WORKER.nss})
    assert second.location == base
    assert "ya están" in at_home.get(complete).text
    assert "sin CURP ni NSS" not in at_home.get(base).text
    with sqlite_database.read() as session:
        assert {task.state for task in session.scalars(select(Task))} == {"done"}
        case = session.scalars(select(Affiliation)).one()
        person = session.get_one(DomesticWorker, case.worker_id).person
        assert (person.identifier("curp"), person.identifier("nss")) == (WORKER.curp, WORKER.nss)
        assert person.birth_date == WORKER.born


def test_what_is_on_file_is_not_replaced_in_passing(at_home: Visitor, sqlite_database: Database) -> None:
    base, _seen = enrolled(at_home, {"worker_curp": WORKER.curp, "nss_later": "y"})
    path = f"/identity/{base.rpartition('/')[2]}"
    other = invented_person("somebody else").curp
    at_home.get(path)
    at_home.post(path, data={**carried(at_home), "worker_nss": WORKER.nss, "worker_curp": other})
    assert only(sqlite_database, Affiliation).worker_curp == WORKER.curp


def test_she_completes_it_herself_and_a_stranger_finds_nothing(
    app: Flask, at_home: Visitor, sqlite_database: Database, login_of: Callable[..., Login]
) -> None:
    base, _seen = enrolled(at_home, {"worker_curp": WORKER.curp, "nss_later": "y"})
    path = f"/identity/{base.rpartition('/')[2]}"
    stranger = signed_in(app, login_of("otra", "household", "domestic_worker"))
    assert stranger.get(path).status_code == 404

    def herself(session):  # type: ignore[no-untyped-def]
        case = session.scalars(select(Affiliation)).one()
        return session.get_one(Login, parties.worker_actor(session, case, NOON).login_id)

    her = signed_in(app, sqlite_database.run(herself))
    assert path in her.get("/me/identity").text
    assert answer(her, path, {"worker_nss": WORKER.nss}).location == "/me/identity"
    mine = her.get("/me/identity").text
    assert f"•{WORKER.nss[-4:]}" in mine
    assert WORKER.nss not in mine
    assert WORKER.curp not in mine
    assert path not in mine
    assert "/me/identity" in her.get("/me").text


@pytest.fixture
def in_two_records(sqlite_database: Database) -> PossibleDuplicate:
    """Her two households, of which one had none of her numbers but another NSS."""
    other = invented_person("her other number").nss

    def command(session):  # type: ignore[no-untyped-def]
        began = date(2026, 3, 2)
        parties.affiliation(session, parties.household(session, NOON, 1), NOON, WORKER, began)
        typed = {"worker_curp": None, "worker_nss": other, "worker_birth_date": WORKER.born}
        parties.affiliation(session, parties.household(session, NOON, 2), NOON, WORKER, began, **typed)
        return session.scalars(select(PossibleDuplicate)).one()

    return sqlite_database.run(command)


def test_officials_compare_put_together_choose_a_number_and_take_apart(
    app: Flask, sqlite_database: Database, in_two_records: PossibleDuplicate, login_of: Callable[..., Login]
) -> None:
    official = signed_in(app, login_of("caso", "caseworker"))
    path = f"/cases/possible_duplicate/{in_two_records.id}"
    assert path in official.get("/office").text
    page = official.get(path).text
    assert "Registro A" in page
    assert "El mismo nombre y la misma fecha de nacimiento" in page
    for identifier in (WORKER.curp, WORKER.nss):
        assert identifier not in page
        assert f"•{identifier[-4:]}" in page
    with sqlite_database.read() as session:
        read = session.scalars(select(AccessLog).where(AccessLog.subject_id == in_two_records.id)).all()
        assert len(read) == 1

    def act(action: str, typed: dict[str, object]) -> int:
        hidden = official.get(path) and official.page.hidden
        with sqlite_database.read() as session:
            case = session.get_one(PossibleDuplicate, in_two_records.id)
            data = {"key": f"k{action}{case.events}", "version": case.version, "seen": case.events}
        sent = {f"{action}-{name}": value for name, value in typed.items()}
        return official.post(f"{path}/{action}", data={"csrf_token": hidden["csrf_token"], **data, **sent}).status_code

    assert act("merge", {"comment": "Vino con su acta.", "survivor_id": "one"}) == 422
    assert act("merge", {"comment": "Vino con su acta.", "papers_seen": "y"}) == 422
    assert act("merge", {"comment": "Vino con su acta.", "survivor_id": "one", "papers_seen": "y"}) == 303
    with sqlite_database.read() as session:
        assert len(set(session.scalars(select(Affiliation.worker_id)))) == 1
        choice = session.scalars(select(NumberChoice)).one()
    numbers = official.get(f"/cases/number_choice/{choice.id}").text
    assert WORKER.nss not in numbers
    assert f"•{WORKER.nss[-4:]}" in numbers
    assert act("undo", {"comment": "Eran dos personas."}) == 303
    with sqlite_database.read() as session:
        assert len(set(session.scalars(select(Affiliation.worker_id)))) == 2


def test_no_party_reads_that_there_is_a_question(
    app: Flask, sqlite_database: Database, in_two_records: PossibleDuplicate
) -> None:
    with sqlite_database.read() as session:
        logins = session.scalars(select(Login)).unique().all()
    for login in logins:
        assert signed_in(app, login).get(f"/cases/possible_duplicate/{in_two_records.id}").status_code == 404


@pytest.fixture
def known_and_unknown(sqlite_template: Path, tmp_path: Path) -> Callable[[bool], tuple[Flask, Database]]:
    """The same world with and without somebody who has the CURP: a worker of others, and once a household."""

    def world(known: bool) -> tuple[Flask, Database]:
        folder = tmp_path / str(known)
        folder.mkdir()
        copyfile(sqlite_template, folder / "afilia.sqlite3")
        database = Database(settings_for(f"sqlite:///{folder}/afilia.sqlite3", folder))
        if known:
            database.run(
                lambda s: parties.affiliation(s, parties.household(s, NOON, 7), NOON, WORKER, date(2026, 3, 2))
            )
        app = create_app(database.settings, database)
        app.test_client_class = Visitor
        return app, database

    return world


def told(database: Database, login: Login) -> list[tuple[str, str, str]]:
    """What somebody was written, without what chance decides."""
    with database.read() as session:
        mine = select(Message.template, Message.channel, Message.params).where(Message.person_id == login.person_id)
        rows = session.execute(mine.order_by(Message.id))
        return [(name, channel, CHANCE.sub("*", text)) for name, channel, text in rows]


Worlds = Callable[[bool], tuple[Flask, Database]]


@pytest.mark.parametrize("numbers", ["curp", "later"])
def test_a_typed_curp_is_answered_the_same_byte_for_byte(known_and_unknown: Worlds, numbers: str) -> None:
    """In the wizard, page by page, in what is told, and when the CURP is typed only later."""
    seen = {}
    for known in (True, False):
        app, database = known_and_unknown(known)
        login = database.run(lambda s: s.get_one(Login, parties.household(s, NOON, 1).actor.login_id))
        home = signed_in(app, login)
        typed = steps_of(WORKER, "")["numbers"] if numbers == "curp" else LATER
        base, pages = enrolled(home, typed)
        if numbers == "later":
            path = f"/identity/{base.rpartition('/')[2]}"
            pages.append(answer(home, path, {"worker_curp": WORKER.curp, "worker_nss": WORKER.nss}).location)
            pages += [home.get(path).text, home.get(base).text]
        pages.append(home.get("/home").text)
        seen[known] = ([CHANCE.sub("*", page) for page in pages], told(database, login))
        database.engine.dispose()
    for mine, other in zip(seen[True][0], seen[False][0], strict=True):
        assert mine == other
    assert seen[True][1] == seen[False][1]


def test_a_curp_typed_to_register_is_answered_the_same_byte_for_byte(known_and_unknown: Worlds) -> None:
    """Whoever registers under the CURP of somebody known is registered like anybody, and enrols like anybody."""
    seen = {}
    for known in (True, False):
        app, database = known_and_unknown(known)

        def account(session):  # type: ignore[no-untyped-def]
            person = Person(given_name=WORKER.given_names, first_surname=WORKER.first_surname,
                            second_surname=WORKER.second_surname, email="x@example.org", created_at=NOON)  # fmt: skip
            session.add(person)
            session.flush()
            return session.get_one(Login, parties.login_for(session, NOON, person, "household").login_id)

        login = database.run(account)
        home = signed_in(app, login)
        home.get("/home/registration/you")
        pages = [home.get("/home").text]
        typed = {
            "you": {"given_name": WORKER.given_names, "first_surname": WORKER.first_surname,
                    "second_surname": WORKER.second_surname, "curp": WORKER.curp, "rfc": ""},
            "home": {"street": "Calle Invento 12", "neighbourhood": "Roma Norte", "postal_code": "06700"},
            "contact": {"email": "x@example.org", "phone": ""},
        }  # fmt: skip
        for step, facts in typed.items():
            kept = answer(home, f"/home/registration/{step}", facts)
            pages.append(f"{step} {kept.status} {kept.location}")
            pages.append(home.get(f"/home/registration/{step}").text)
        sent = answer(home, "/home/registration/check", {"declared": "y"})
        pages += [f"{sent.status} {sent.location}", home.get("/home").text, home.get("/account").text]
        seen[known] = ([CHANCE.sub("*", page) for page in pages], told(database, login))
        database.engine.dispose()
    assert "registered" in str(seen[False][1])
    for mine, other in zip(seen[True][0], seen[False][0], strict=True):
        assert mine == other
    assert seen[True][1] == seen[False][1]
