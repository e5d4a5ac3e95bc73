"""Adding a worker in nine steps: left, resumed, sent twice, sent late, and never lost."""

import re

import pytest
from flask import Flask

from enrolment.models import Affiliation
from enrolment.people.invented import invented_person
from tests.conftest import NOON
from tests.enrolment import parties
from tests.web.at_home import answer, carried, events, in_march, name_of, only, send, steps_of  # noqa: F401
from tests.web.conftest import Visitor
from tests.web.test_household import signed_in
from workflow.database import Database
from workflow.people import Login

pytestmark = pytest.mark.usefixtures("in_march")

WORKER = invented_person("worker in nine steps")


@pytest.fixture
def me(sqlite_database: Database) -> Login:
    """A registered household without workers."""
    return sqlite_database.run(lambda s: s.get_one(Login, parties.household(s, NOON, 1).actor.login_id))


@pytest.fixture
def at_home(app: Flask, me: Login) -> Visitor:
    return signed_in(app, me)


def begun(visitor: Visitor) -> str:
    """The address of a draft that has its first page."""
    opened = answer(visitor, "/home/workers/new", name_of(WORKER))
    assert opened.status_code == 303
    return opened.location.removesuffix("/numbers")


def filled(visitor: Visitor) -> tuple[str, dict[str, dict[str, object]]]:
    """A draft with every page answered."""
    base = begun(visitor)
    place = re.search(r'value="([0-9a-f-]{36})"', visitor.get(f"{base}/place").text)
    assert place is not None
    steps = steps_of(WORKER, place[1])
    for step, typed in steps.items():
        kept = answer(visitor, f"{base}/{step}", typed)
        assert kept.status_code == 303, step
    return base, steps


def test_nine_steps_lead_to_an_enrolment(at_home: Visitor, sqlite_database: Database) -> None:
    base, steps = filled(at_home)
    assert len(steps) + 2 == 9
    check = at_home.get(f"{base}/check").text
    assert "Paso 9 de 9" in check
    for said in (WORKER.curp, WORKER.nss, "$600.00 cada vez, lunes y jueves", "55 5555 5555", "Lo que costaría"):
        assert said in check, said
    sent = send(at_home, f"{base}/check", {"declared": "y"})
    assert sent.location == base
    assert "Cuando algo cambia" in at_home.get(base).text
    assert only(sqlite_database, Affiliation).state == "enrolled"
    assert at_home.get(f"{base}/pay").location == base


def test_looking_writes_nothing(at_home: Visitor, sqlite_database: Database) -> None:
    at_home.get("/home/workers/new")
    base, steps = filled(at_home)
    before = events(sqlite_database)
    for step in ("who", *steps, "check"):
        assert at_home.get(f"{base}/{step}").status_code == 200
    assert events(sqlite_database) == before


def test_sending_the_first_page_twice_opens_one_draft(at_home: Visitor, sqlite_database: Database) -> None:
    at_home.get("/home/workers/new")
    typed = {**carried(at_home), **name_of(WORKER)}
    first, second = (at_home.post("/home/workers/new", data=typed) for _click in range(2))
    assert first.location == second.location
    assert only(sqlite_database, Affiliation).step == 1


def test_sending_the_whole_twice_is_one_enrolment(at_home: Visitor, sqlite_database: Database) -> None:
    base, _steps = filled(at_home)
    at_home.get(f"{base}/check")
    typed = {**carried(at_home), "declared": "y"}
    assert at_home.post(f"{base}/check", data=typed).status_code == 303
    before = events(sqlite_database)
    assert at_home.post(f"{base}/check", data=typed).location == base
    assert events(sqlite_database) == before


def test_a_draft_is_taken_up_again_on_another_device(app: Flask, me: Login, at_home: Visitor) -> None:
    base = begun(at_home)
    answer(at_home, f"{base}/numbers", {"worker_curp": WORKER.curp, "nss_later": "y"})
    elsewhere = signed_in(app, me)
    home = elsewhere.get("/home").text
    assert "paso 3 de 9" in home
    assert f'href="{base}/place"' in home
    assert f'value="{WORKER.curp}"' in elsewhere.get(f"{base}/numbers").text


def test_the_page_before_can_be_sent_again(at_home: Visitor, sqlite_database: Database) -> None:
    """With the browser's own button the page comes back as it was; its answers count."""
    base = begun(at_home)
    at_home.get(f"{base}/schedule")
    earlier = carried(at_home)
    at_home.post(f"{base}/schedule", data={**earlier, "weekdays": ["0"]})
    answer(at_home, f"{base}/pay", {"pay_each": "visit", "pay_amount": "500", "in_kind": "none"})
    again = at_home.post(f"{base}/schedule", data={**earlier, "weekdays": ["0"]})
    assert again.status_code == 303
    changed = answer(at_home, f"{base}/schedule", {"weekdays": ["1", "4"]})
    assert changed.status_code == 303
    assert only(sqlite_database, Affiliation).weekdays == "14"


def test_two_devices_on_one_page_do_not_overrun_each_other(app: Flask, me: Login, at_home: Visitor) -> None:
    base = begun(at_home)
    elsewhere = signed_in(app, me)
    elsewhere.get(f"{base}/pay")
    answer(at_home, f"{base}/pay", {"pay_each": "visit", "pay_amount": "500", "in_kind": "none"})
    late = send(elsewhere, f"{base}/pay", {"pay_each": "visit", "pay_amount": "650", "in_kind": "none"})
    assert late.status_code == 409
    assert "No se hizo nada" in late.text
    assert "Datos guardados" in late.text
    assert 'value="650"' in late.text
    assert (
        send(elsewhere, f"{base}/pay", {"pay_each": "visit", "pay_amount": "650", "in_kind": "none"}).status_code == 303
    )


def test_a_session_that_ended_loses_nothing_typed(at_home: Visitor, sqlite_database: Database) -> None:
    base = begun(at_home)
    at_home.get(f"{base}/pay")
    typed = {**carried(at_home), "pay_each": "visit", "pay_amount": "512.50", "in_kind": "none"}
    with at_home.session_transaction() as session:
        session["seen"] = 0
    ended = at_home.post(f"{base}/pay", data=typed)
    assert ended.status_code == 401
    assert at_home.page.hidden["kept"]


def test_what_is_missing_is_listed_and_nothing_is_sent(at_home: Visitor, sqlite_database: Database) -> None:
    base = begun(at_home)
    check = at_home.get(f"{base}/check")
    assert "Qué falta" in check.text
    assert "disabled" in check.text
    refused = send(at_home, f"{base}/check", {"declared": "y"})
    assert refused.status_code == 422
    assert "Marque qué días" in refused.text or "Diga cuánto le paga" in refused.text
    assert only(sqlite_database, Affiliation).state == "draft"


@pytest.mark.parametrize(
    ("step", "changed", "said"),
    [
        ("numbers", {"worker_nss": "123"}, "NSS lleva 11 caracteres"),
        ("numbers", {"born": "1/1/1960"}, "La CURP dice que nació"),
        ("numbers", {"worker_curp": ""}, "marque que no la tiene"),
        ("numbers", {"worker_nss": ""}, "marque que no lo tiene"),
        ("numbers", {"worker_curp": "", "curp_later": "y", "born": ""}, "Escriba su fecha de nacimiento"),
        ("numbers", {"worker_curp": "", "curp_later": "y", "born": "1/1/2027"}, "está en el futuro"),
        ("numbers", {"worker_paper": "passport"}, "Escriba el número del documento"),
        ("place", {"workplace": None}, "Elija la casa"),
        ("place", {"workplace": "other"}, "Escriba la calle"),
        ("start", {"began_on": ""}, "Escriba el día"),
        ("start", {"began_on": "1/1/2028"}, "se puede anunciar"),
        ("schedule", {"weekdays": []}, "Marque por lo menos un día"),
        ("pay", {"pay_amount": "mucho"}, "Escriba"),
        ("insurance", {"periodicity": "12"}, "pago mensual"),
        ("contact", {"worker_email": "no tiene"}, "correo"),
    ],
)
def test_a_fault_is_said_where_it_is_and_the_page_kept(
    at_home: Visitor, sqlite_database: Database, step: str, changed: dict[str, object], said: str
) -> None:
    base = begun(at_home)
    steps = steps_of(WORKER, "nothing")
    before = events(sqlite_database)
    typed = {name: value for name, value in {**steps[step], **changed}.items() if value is not None}
    refused = answer(at_home, f"{base}/{step}", typed)
    assert refused.status_code == 422
    assert said in refused.text
    assert events(sqlite_database) == before
    for value in changed.values():
        assert not value or not isinstance(value, str) or value in refused.text


def test_nobody_too_young_is_enrolled_and_the_page_says_whom_to_ask(at_home: Visitor) -> None:
    base, _steps = filled(at_home)
    child = invented_person("child", born=NOON.date().replace(year=NOON.year - 13))
    named = {
        "worker_given_name": child.given_names,
        "worker_first_surname": child.first_surname,
        "worker_second_surname": child.second_surname,
    }
    answer(at_home, f"{base}/who", named)
    answer(at_home, f"{base}/numbers", {"worker_curp": child.curp, "nss_later": "y"})
    assert answer(at_home, f"{base}/check", {"declared": "y"}).location == base
    told = at_home.get(base).text
    assert "Procuraduría de Protección de Niñas, Niños y Adolescentes" in told
    for page in (told, at_home.get("/home").text, at_home.get("/home/past").text, at_home.get("/mailbox").text):
        assert child.curp not in page
        assert child.first_surname not in page


def test_nothing_is_filled_in_that_this_household_did_not_type(
    app: Flask, at_home: Visitor, sqlite_database: Database
) -> None:
    """Her CURP is known from another household; this one learns nothing from typing it."""

    def elsewhere(session):  # type: ignore[no-untyped-def]
        parties.affiliation(session, parties.household(session, NOON, 7), NOON, WORKER, NOON.date())

    sqlite_database.run(elsewhere)
    base = begun(at_home)
    answer(at_home, f"{base}/numbers", {"worker_curp": WORKER.curp, "nss_later": "y"})
    for step in ("numbers", "pay", "contact", "check"):
        text = at_home.get(f"{base}/{step}").text
        assert WORKER.nss not in text
        assert "trabajadora@example.org" not in text
