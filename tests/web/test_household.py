"""The household's area: registering, what to pay and why, changes and the end, and only ever one's own."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from flask import Flask

from enrolment.models import Affiliation, Registration
from enrolment.people.invented import invented_person
from regime.surcharges import late_payment
from tests.conftest import NOON
from tests.enrolment import parties
from tests.web.at_home import HOME, answer, carried, events, in_march, only, period, send  # noqa: F401 - a fixture
from tests.web.conftest import Visitor
from workflow.clockwork import advance
from workflow.database import Database
from workflow.engine import fire
from workflow.people import Login
from workflow.words import money

pytestmark = pytest.mark.usefixtures("in_march")

WORKER = invented_person("worker at home")
WHO = invented_person("household at home")
YOU = {
    "given_name": WHO.given_names,
    "first_surname": WHO.first_surname,
    "second_surname": WHO.second_surname,
    "curp": WHO.curp,
}
MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
TERMS = {
    "pay_each": "visit",
    "pay_amount": "800",
    "weekdays": ["0", "2", "4"],
    "hours_per_day": "8",
    "in_kind": "none",
    "mode": "per_day",
    "periodicity": "1",
}


@pytest.fixture
def new_here(visitor: Visitor, login_of: Callable[..., Login]) -> Visitor:
    """Somebody with an account who has not registered yet."""
    return visitor.be(login_of("nueva", "household"))


@pytest.fixture
def at_home(app: Flask, sqlite_database: Database) -> Visitor:
    """A registered household whose worker was enrolled on 2 March, three days a week at 650 pesos."""
    return signed_in(app, enrolled_household(sqlite_database))


def enrolled_household(database: Database, seed: int = 1) -> Login:
    def command(session):  # type: ignore[no-untyped-def]
        who = parties.household(session, NOON, seed)
        parties.affiliation(session, who, NOON, WORKER, date(2026, 3, 2))
        return session.get_one(Login, who.actor.login_id)

    return database.run(command)


def signed_in(app: Flask, login: Login) -> Visitor:
    client = app.test_client()
    assert isinstance(client, Visitor)
    return client.be(login)


def register(visitor: Visitor, **you: str) -> None:
    answer(visitor, "/home/registration/you", {**YOU, **you})
    answer(visitor, "/home/registration/home", HOME)
    answer(visitor, "/home/registration/contact", {"email": "", "phone": ""})


def test_a_registration_is_kept_page_by_page_and_settled_at_once(new_here: Visitor, sqlite_database: Database) -> None:
    assert "Empezar el registro" in new_here.get("/home").text
    register(new_here)
    assert "Seguir con el registro" in new_here.get("/home").text
    check = new_here.get("/home/registration/check").text
    assert WHO.curp in check
    assert "Cuauhtémoc, Ciudad de México" in check
    assert send(new_here, "/home/registration/check", {}).status_code == 422
    sent = send(new_here, "/home/registration/check", {"declared": "y"})
    assert sent.location == "/home"
    assert "su registro quedó aceptado" in new_here.get("/home").text
    assert new_here.get("/home/registration/you").location == "/home"


def test_a_wrong_curp_is_refused_with_its_position_and_stays_typed(new_here: Visitor) -> None:
    wrong = WHO.curp[:6] + "13" + WHO.curp[8:]
    refused = answer(new_here, "/home/registration/you", {**YOU, "curp": wrong})
    assert refused.status_code == 422
    assert "no existe el mes 13" in refused.text
    assert f'value="{wrong}"' in refused.text


def test_an_unknown_postal_code_asks_for_the_town(new_here: Visitor) -> None:
    answer(new_here, "/home/registration/you", YOU)
    asked = answer(new_here, "/home/registration/home", {**HOME, "postal_code": "00001"})
    assert asked.status_code == 422
    assert "Escriba aquí el nombre del municipio" in asked.text
    named = send(new_here, "/home/registration/home", {**HOME, "postal_code": "00001", "town": "Tulum"})
    assert named.status_code == 303
    assert 'value="Tulum, Quintana Roo"' in new_here.get("/home/registration/home").text


def test_what_the_checks_cannot_settle_is_reviewed_corrected_and_sent_again(
    new_here: Visitor, sqlite_database: Database
) -> None:
    other = invented_person("somebody else")
    register(new_here, curp=other.curp)
    assert "Mire esto otra vez" in new_here.get("/home/registration/check").text
    send(new_here, "/home/registration/check", {"declared": "y"})
    assert "Estamos revisando su registro" in new_here.get("/home").text

    def ask(session):  # type: ignore[no-untyped-def]
        official = parties.official(session, NOON)
        case = session.query(Registration).one()
        session.expunge_all()
        case = session.get_one(Registration, case.id)
        fire(session, case, "request_correction", official, NOON, comment="La CURP no es la de su nombre.")

    sqlite_database.run(ask)
    told = new_here.get("/home").text
    assert "La CURP no es la de su nombre." in told
    assert 'class="card clock' in told
    answer(new_here, "/home/registration/you", YOU)
    new_here.get("/home/registration/check")
    assert send(new_here, "/home/registration/check", {"declared": "y"}).location == "/home"
    assert "Todavía no hay nadie aquí" in new_here.get("/home").text


def test_the_area_does_not_exist_for_others(app: Flask, login_of: Callable[..., Login], at_home: Visitor) -> None:
    official = signed_in(app, login_of("caso", "caseworker"))
    for path in ("/home", "/home/registration/you", "/home/workers/new", "/home/past"):
        assert official.get(path).status_code == 404


def test_the_cases_of_another_household_do_not_exist(app: Flask, sqlite_database: Database, at_home: Visitor) -> None:
    case, due = only(sqlite_database, Affiliation), period(sqlite_database, APRIL)
    other = signed_in(
        app, sqlite_database.run(lambda s: s.get_one(Login, parties.household(s, NOON, 9).actor.login_id))
    )
    base = f"/home/workers/{case.id}"
    for path in (base, f"{base}/payments", f"{base}/change", f"{base}/end", f"{base}/days/2026-03", f"{base}/check"):
        assert at_home.get(path).status_code in (200, 302), path
        assert other.get(path).status_code == 404, path
    assert other.get(f"/home/payments/{due.id}").status_code == 404
    other.get("/home/workers/new")
    assert send(other, f"{base}/end", {"understood": "y"}).status_code == 404


def test_the_dashboard_says_first_what_to_pay_and_by_when(at_home: Visitor, sqlite_database: Database) -> None:
    due = period(sqlite_database, APRIL)
    text = at_home.get("/home").text
    assert money("es", due.amount or Decimal(0)) in text
    assert "martes 31 de marzo de 2026" in text
    assert "Faltan 29 días" in text
    assert WORKER.first_surname in text


def test_the_slip_explains_every_line_and_the_day(at_home: Visitor, sqlite_database: Database) -> None:
    due = period(sqlite_database, APRIL)
    text = at_home.get(f"/home/payments/{due.id}").text
    assert due.line in text
    assert "ningún banco la acepta" in text
    for said in ("LSS art. 147", "LIFNVT art. 29", "Días asegurados: 13", "Pagar antes de que empiece el periodo"):
        assert said in text, said
    assert "239-C VIII" not in text  # nothing that depends on other households


def test_a_month_that_stays_unpaid_is_said_where_the_household_starts(
    at_home: Visitor, sqlite_database: Database
) -> None:
    assert "Sin pago a tiempo" not in at_home.get("/home").text
    advance(sqlite_database, NOON + timedelta(days=31))
    lapsed = period(sqlite_database, APRIL)
    assert lapsed.state == "expired"
    assert "Sin pago a tiempo: abril de 2026" in at_home.get("/home").text
    assert "Esta línea ya no sirve" in at_home.get(f"/home/payments/{lapsed.id}").text
    linked = at_home.get(f"/cases/contribution_period/{lapsed.id}")  # where notices lead
    assert linked.location == f"/home/payments/{lapsed.id}"


def test_an_overdue_slip_grows_by_its_surcharges(
    at_home: Visitor, sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    advance(sqlite_database, NOON + timedelta(days=80))
    due = period(sqlite_database, MARCH)
    assert due.state == "overdue"
    owed = late_payment(due.amount or Decimal(0), due.due_day or MARCH, date(2026, 5, 21))
    text = at_home.get(f"/home/payments/{due.id}").text
    assert owed.surcharge > 0
    assert money("es", owed.total) in text
    assert money("es", owed.surcharge) in text


def test_a_change_shows_its_difference_first_and_is_done_once(at_home: Visitor, sqlite_database: Database) -> None:
    path = f"/home/workers/{only(sqlite_database, Affiliation).id}/change"
    before, was = events(sqlite_database), period(sqlite_database, APRIL).amount or Decimal(0)
    shown = answer(at_home, path, {**TERMS, "change_from": "1/4/2026"})
    assert shown.status_code == 200
    assert events(sqlite_database) == before
    assert money("es", was) in shown.text
    typed = {**carried(at_home), **TERMS, "change_from": "1/4/2026", "confirmed": "y"}
    for _click in range(2):
        assert at_home.post(path, data=typed).status_code == 303
    after = period(sqlite_database, APRIL)
    assert money("es", after.amount or Decimal(0)) in shown.text
    assert money("es", (after.amount or Decimal(0)) - was) in shown.text
    assert after.issues == 2


def test_a_stale_change_says_what_happened_and_keeps_what_was_typed(
    app: Flask, at_home: Visitor, sqlite_database: Database
) -> None:
    path = f"/home/workers/{only(sqlite_database, Affiliation).id}/change"
    at_home.get(path)
    old = carried(at_home)
    typed = {**TERMS, "change_from": "1/4/2026", "confirmed": "y"}
    send(at_home, path, {**typed, "pay_amount": "700"})
    stale = at_home.post(path, data={**old, "key": "another", **typed})
    assert stale.status_code == 409
    assert "No se hizo nada" in stale.text
    assert "Pago o días cambiados" in stale.text
    assert 'value="800"' in stale.text
    assert only(sqlite_database, Affiliation).pay_amount == 700


def test_a_change_that_cannot_be_is_said_before_anything_is_confirmed(
    at_home: Visitor, sqlite_database: Database
) -> None:
    path = f"/home/workers/{only(sqlite_database, Affiliation).id}/change"
    refused = answer(at_home, path, {**TERMS, "change_from": "1/1/2020"})
    assert refused.status_code == 422
    assert "El cambio puede contar desde" in refused.text
    assert "varios meses juntos" in answer(at_home, path, {**TERMS, "change_from": "1/4/2026", "periodicity": "6"}).text


def test_days_of_a_month_are_confirmed_from_the_calendar(at_home: Visitor, sqlite_database: Database) -> None:
    case = only(sqlite_database, Affiliation)
    path = f"/home/workers/{case.id}/days/2026-04"
    page = at_home.get(path).text
    assert re.findall(r'value="(\d+)" checked', page) == [
        "1",
        "3",
        "6",
        "8",
        "10",
        "13",
        "15",
        "17",
        "20",
        "22",
        "24",
        "27",
        "29",
    ]
    before = period(sqlite_database, APRIL).amount or Decimal(0)
    assert send(at_home, path, {"days": ["1", "3"]}).status_code == 303
    assert (period(sqlite_database, APRIL).amount or Decimal(0)) < before
    assert re.findall(r'value="(\d+)" checked', at_home.get(path).text) == ["1", "3"]
    assert answer(at_home, path, {}).status_code == 422


def test_ending_needs_that_the_consequences_were_read(at_home: Visitor, sqlite_database: Database) -> None:
    case = only(sqlite_database, Affiliation)
    path = f"/home/workers/{case.id}/end"
    typed = {"ended_on": "2/3/2026", "end_reason": "she_left", "comment": ""}
    refused = answer(at_home, path, typed)
    assert refused.status_code == 422
    assert 'value="2/3/2026"' in refused.text
    assert send(at_home, path, {**typed, "understood": "y"}).location == f"/home/workers/{case.id}"
    assert only(sqlite_database, Affiliation).state == "ended"
    assert period(sqlite_database, APRIL).state == "cancelled"
    assert at_home.get(path).location == f"/home/workers/{case.id}"
    assert WORKER.first_surname in at_home.get("/home/past").text


def test_payments_are_paged_by_month(
    at_home: Visitor, sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.home.household.PAGE", 1)
    case = only(sqlite_database, Affiliation)
    first = at_home.get(f"/home/workers/{case.id}/payments").text
    more = re.search(r'rel="next" href="([^"]+)"', first)
    assert more is not None
    assert "abril de 2026" in first
    second = at_home.get(more[1]).text
    assert "marzo de 2026" in second
    assert f"/home/payments/{period(sqlite_database, APRIL).id}" not in second


def test_a_correction_asked_for_a_worker_can_be_made_in_the_same_pages(app: Flask, sqlite_database: Database) -> None:
    def command(session):  # type: ignore[no-untyped-def]
        who = parties.household(session, NOON, 3)
        odd = invented_person("another worker").curp
        case = parties.affiliation(session, who, NOON, WORKER, date(2026, 3, 2), worker_curp=odd)
        fire(session, case, "request_correction", parties.official(session, NOON), NOON, comment="Revise la CURP.")
        return session.get_one(Login, who.actor.login_id)

    me = signed_in(app, sqlite_database.run(command))
    case = only(sqlite_database, Affiliation)
    assert "Revise la CURP." in me.get(f"/home/workers/{case.id}").text
    path = f"/home/workers/{case.id}/numbers"
    answer(me, path, {"worker_curp": WORKER.curp, "worker_nss": WORKER.nss})
    assert answer(me, f"/home/workers/{case.id}/check", {"declared": "y"}).status_code == 303
    assert only(sqlite_database, Affiliation).state == "enrolled"
