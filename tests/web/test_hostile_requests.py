"""What nobody types and somebody may send: signs no database keeps, numbers no column holds, forms of other roles."""

from datetime import date

import pytest
from structlog.testing import capture_logs

from enrolment.people.invented import invented_person
from tests.conftest import NOON
from tests.enrolment import parties
from tests.web.conftest import Visitor
from web.app import create_app
from workflow.database import Database
from workflow.people import Login

FAR = "9" * 30


@pytest.fixture
def browser(database: Database) -> Visitor:
    """A browser before each kind of database."""
    app = create_app(database.settings, database)
    app.test_client_class = Visitor
    client = app.test_client()
    assert isinstance(client, Visitor)
    return client


@pytest.fixture
def payer(database: Database) -> parties.Payer:
    """A registered household."""
    return database.run(lambda s: parties.household(s, NOON, 1))


@pytest.fixture
def page(database: Database, payer: parties.Payer) -> str:
    """The page of what that household has to pay."""

    def command(session):  # type: ignore[no-untyped-def]
        case = parties.affiliation(session, payer, NOON, invented_person("worker"), date(2026, 3, 2))
        return f"/cases/contribution_period/{parties.periods(session, case)[0].id}"

    return database.run(command)


def login(database: Database, login_id: object) -> Login:
    with database.read() as session:
        return session.get_one(Login, login_id)


def official(database: Database) -> Login:
    return login(database, database.run(lambda s: parties.official(s, NOON)).login_id)


@pytest.mark.parametrize("path", ["/office?text=a%00b", "/office?after=%00", "/cases/%00/x", "/notices?lang=%00"])
def test_the_sign_nul_is_refused_in_addresses(browser: Visitor, database: Database, path: str) -> None:
    assert browser.be(official(database)).get(path).status_code == 400


def test_the_sign_nul_is_refused_in_forms(browser: Visitor) -> None:
    typed = {"given_name": "Ana\0", "first_surname": "Paz", "password": "una frase larga"}
    assert browser.send("/account/new", typed).status_code == 400
    assert browser.send("/account/sign-in", {"username": "ana\0", "password": "x"}).status_code == 400


@pytest.mark.parametrize("path", ["/payments?after=x", "/office?after=2026-01-01~2026-01-01T00:00:00~" + "0" * 32])
def test_keys_of_lists_that_are_none_do_not_exist(browser: Visitor, database: Database, path: str) -> None:
    assert browser.be(official(database)).get(path).status_code == 404


def test_numbers_that_no_column_holds_do_no_harm(browser: Visitor, database: Database, page: str) -> None:
    browser.be(official(database))
    typed = {"key": "k", "version": FAR, "seen": FAR, "settle-received": "1", "settle-paid_on": "3/3/2026"}
    assert browser.send(f"{page}/settle", typed, page=page).status_code == 409


def test_the_form_of_another_role_does_not_exist(
    browser: Visitor, database: Database, payer: parties.Payer, page: str
) -> None:
    browser.be(login(database, payer.actor.login_id))
    assert browser.get(page).location.startswith("/home/payments/")  # a household has a page of its own for it
    assert browser.send(f"{page}/settle", {"key": "k", "version": "1"}, page="/account").status_code == 404


def test_the_log_of_a_failure_does_not_hold_the_link_that_lets_somebody_in(browser: Visitor) -> None:
    def fail(token: str) -> str:
        raise RuntimeError

    browser.application.view_functions["account.reset"] = fail
    with capture_logs() as lines:
        assert browser.get("/account/reset/a-link-that-works").status_code == 500
    assert [line["page"] for line in lines] == ["/account/reset/<token>"]
    assert "a-link-that-works" not in str(lines)
