"""Households as they are, in a real browser on a telephone: a helper, two homes, a succession, closing, two spouses."""

import os
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy.orm import Session

from enrolment.models import Affiliation
from enrolment.people.invented import invented_person
from enrolment.service import record_payment
from tests.browser import PHONE, assert_accessible, chromium, opened  # noqa: F401 - a fixture
from tests.conftest import NOON
from tests.enrolment import parties
from tests.web.at_home import in_march  # noqa: F401 - a fixture
from tests.web.conftest import HASH, PASSWORD, app, site  # noqa: F401 - fixtures
from workflow.database import Database
from workflow.logins import open_login
from workflow.people import Login, Person

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("in_march")]

ANA, BEA = invented_person("ana of shapes"), invented_person("bea of shapes")


def sign_in(page: Page, site: str, name: str) -> None:  # noqa: F811 - the name of the fixture
    page.goto(f"{site}/account/sign-in")
    page.fill("#username", name)
    page.fill("#password", PASSWORD)
    page.locator("main form button.button").click()
    page.wait_for_load_state()


def choose(page: Page, name: str, value: str) -> None:
    """Press a choice where people do: on its label."""
    choice = page.locator(f'[name="{name}"][value="{value}"]')
    page.click(f'label[for="{choice.get_attribute("id")}"]')


def send(page: Page) -> None:
    """Send the form of the page and see that it was taken."""
    page.locator("main form .actions button").first.click()
    expect(page.locator(".error-summary")).to_have_count(0)


@pytest.fixture
def see(shots: Path) -> Any:
    """Look at a page: nothing for axe, nothing sideways; keep a picture."""

    def look(page: Page, name: str) -> None:
        assert_accessible(page)
        page.screenshot(path=str(shots / f"{name}.png"), full_page=True)

    return look


@pytest.fixture
def shots(tmp_path: Path) -> Path:
    """Where pictures go: to the folder named by the environment, else away with the test."""
    folder = Path(os.environ.get("JOURNEY_SHOTS", tmp_path))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def household(sqlite_database: Database) -> Any:
    """A household with two workers, a daughter with an account, an official, and Ana with a login."""

    def begin(session: Session) -> Any:
        mother, daughter = parties.household(session, NOON, 1), parties.payer(session, NOON, 2)
        ana = parties.affiliation(session, mother, NOON, ANA, date(2026, 3, 2))
        parties.affiliation(session, mother, NOON, BEA, date(2026, 3, 2), pay_amount=Decimal("420.00"), weekdays="1")
        for actor, name in ((mother.actor, "madre"), (daughter.actor, "hija")):
            login = session.get_one(Login, actor.login_id)
            login.username, login.password = name, HASH
        official = Person(given_name="Berta", first_surname="Mesa", created_at=NOON)
        open_login(session, "oficina", HASH, ["caseworker"], NOON, official)
        her = parties.worker_actor(session, ana, NOON)
        login = session.get_one(Login, her.login_id)
        login.username, login.password = "ana", HASH
        return ana.id, parties.periods(session, ana)[1].line

    return sqlite_database.run(begin)


def test_a_helper_from_the_invitation_to_the_end(chromium: Browser, site: str, household: Any, see: Any) -> None:  # noqa: F811
    ana, _line = household
    with opened(chromium, width=PHONE) as mother, opened(chromium, width=PHONE) as daughter:
        sign_in(mother, site, "madre")
        see(mother, "01-household")
        mother.goto(f"{site}/home/helpers")
        see(mother, "02-nobody-helps")
        mother.locator(".empty a.button").click()
        mother.fill("#invited_name", "Mi hija")
        choose(mother, "whom", "some")
        see(mother, "03-invite")
        choose(mother, "named", str(ana))
        mother.fill("#until", "30/6/2026")
        send(mother)
        code = mother.locator(".big__value").inner_text()
        see(mother, "04-code")

        sign_in(daughter, site, "hija")
        daughter.goto(f"{site}/helping")
        see(daughter, "05-helping")
        daughter.fill("#code", code)
        daughter.get_by_role("button", name="Ver la invitación").click()
        see(daughter, "06-invitation")
        daughter.get_by_role("button", name="Aceptar y ayudar").click()
        see(daughter, "07-helped")
        daughter.locator('a.button[href*="on_behalf"]').click()
        expect(daughter.locator(".acting")).to_contain_text("Usted actúa por")
        expect(daughter.locator("main")).not_to_contain_text(BEA.given_names)
        see(daughter, "08-for-the-mother")
        daughter.locator(f'a[href*="{ana}"]').first.click()
        expect(daughter.locator(".acting")).to_have_count(1)
        see(daughter, "09-relation")
        daughter.goto(f"{site}/home/workers/{ana}/days/2026-04")
        see(daughter, "10-days")
        send(daughter)
        daughter.goto(f"{site}/home/workers/{ana}")
        expect(daughter.locator(".acting")).to_have_count(1)

        mother.goto(f"{site}/home/helpers")
        mother.locator(".tasks a").first.click()
        see(mother, "11-permission")
        _open(mother, "end")
        mother.locator('form[action$="/end"] button').click()
        see(mother, "12-ended")
        assert daughter.goto(f"{site}/home/workers/{ana}").status == 404  # type: ignore[union-attr]


def test_a_second_home_and_a_move_to_the_border(chromium: Browser, site: str, household: Any, see: Any) -> None:  # noqa: F811
    with opened(chromium, width=PHONE) as page:
        sign_in(page, site, "madre")
        page.goto(f"{site}/home/homes/new")
        page.fill("#street", "Callejón del Sol 3")
        page.fill("#postal_code", "62000")
        page.fill("#town", "Cuernavaca")
        send(page)
        expect(page.locator("section.card")).to_have_count(2)
        see(page, "20-two-homes")
        page.locator('a.button[href$="/move"]').first.click()
        page.fill("#moved_on", "1/4/2026")
        page.fill("#street", "Avenida Norte 8")
        page.fill("#postal_code", "22000")
        page.fill("#town", "Tijuana")
        see(page, "21-move")
        send(page)
        see(page, "22-what-changes")
        expect(page.locator(".lead")).to_contain_text("otra zona")
        page.get_by_role("button", name="Avisar el cambio").click()
        expect(page.locator("[role=status]")).to_contain_text("Las relaciones siguen igual")
        page.goto(f"{site}/home/close")
        see(page, "23-close")


def test_a_daughter_takes_over_with_the_slip_in_her_hand(
    chromium: Browser,  # noqa: F811
    site: str,  # noqa: F811
    household: Any,
    see: Any,
    sqlite_database: Database,
) -> None:
    ana, line = household
    with (
        opened(chromium, width=PHONE) as daughter,
        opened(chromium, width=PHONE) as worker,
        opened(chromium, width=PHONE) as official,
    ):
        sign_in(daughter, site, "hija")
        daughter.goto(f"{site}/successions/new")
        see(daughter, "30-take-over")
        daughter.locator("main form .actions button").first.click()
        expect(daughter.locator(".error-summary li")).not_to_have_count(0)
        see(daughter, "31-what-is-missing")
        daughter.fill("#line", line)
        choose(daughter, "reason", "death")
        choose(daughter, "kin", "child")
        daughter.fill("#since", "1/3/2026")
        send(daughter)
        expect(daughter.locator("main")).to_contain_text(line)
        see(daughter, "32-pay-meanwhile")

        sign_in(worker, site, "ana")
        worker.goto(daughter.url)
        see(worker, "33-the-worker-is-asked")

        sign_in(official, site, "oficina")
        official.goto(daughter.url)
        see(official, "34-decide")
        _open(official, "accept")
        official.fill("#accept-comment", "Acta de defunción a la vista.")
        official.locator('form[action$="/accept"] button').click()
        see(official, "35-accepted")
        assert "Aceptada" in official.locator(".case-head").inner_text()
        sqlite_database.run(_register_the_daughter)
        daughter.goto(f"{site}/home")
        expect(daughter.locator("main")).to_contain_text(ANA.given_names)
        see(daughter, "36-hers")
        daughter.goto(f"{site}/home/workers/{ana}")
        see(daughter, "37-the-same-relation")


def _register_the_daughter(session: Session) -> None:
    login = session.query(Login).filter_by(username="hija").one()
    who = parties.Payer(invented_person("household 2"), login.person_id, login.as_actor())  # type: ignore[arg-type]
    parties.registration(session, who, NOON, street="Calle Lejana 40")


def _open(page: Page, action: str) -> None:
    closed = page.locator(f"details#act-{action}:not([open]) > summary")
    if closed.count():
        closed.click()


def test_two_spouses_are_compared_by_an_official(
    chromium: Browser,  # noqa: F811
    site: str,  # noqa: F811
    household: Any,
    see: Any,
    sqlite_database: Database,
) -> None:
    def both(session: Session) -> None:
        spouse = parties.household(session, NOON, 5)
        twice: Affiliation = parties.affiliation(session, spouse, NOON, ANA, date(2026, 3, 2))
        april = parties.periods(session, twice)[1]
        record_payment(session, april, april.amount, NOON.date(), NOON)

    sqlite_database.run(both)
    with opened(chromium, width=PHONE) as official:
        sign_in(official, site, "oficina")
        official.goto(f"{site}/office/same-home")
        expect(official.locator("table")).to_have_count(1)
        see(official, "40-same-home")
