"""Households as they are, in a real browser on a telephone: a helper, two homes, a succession, closing, two spouses."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy.orm import Session

from enrolment.models import Affiliation
from enrolment.people.invented import invented_person
from enrolment.service import record_payment
from tests.browser import PHONE, opened
from tests.conftest import NOON
from tests.enrolment import parties
from tests.journeys.steps import act, fill, go_on, look, press, press_button, send, sign_in, unfold
from tests.web.conftest import HASH
from workflow.database import Database
from workflow.logins import open_login
from workflow.people import Login, Person

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("in_march")]

ANA, BEA = invented_person("ana of shapes"), invented_person("bea of shapes")


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


def test_a_helper_from_the_invitation_to_the_end(chromium: Browser, site: str, household: Any) -> None:
    ana, _line = household
    with opened(chromium, width=PHONE) as mother, opened(chromium, width=PHONE) as daughter:
        sign_in(mother, site, "madre")
        look(mother, "01-household")
        mother.goto(f"{site}/home/helpers")
        look(mother, "02-nobody-helps")
        press(mother, ".empty a.button")
        mother.fill("#invited_name", "Mi hija")
        fill(mother, whom="some")
        look(mother, "03-invite")
        fill(mother, named=str(ana))
        mother.fill("#until", "30/6/2026")
        go_on(mother)
        code = mother.locator(".big__value").inner_text()
        look(mother, "04-code")

        sign_in(daughter, site, "hija")
        daughter.goto(f"{site}/helping")
        look(daughter, "05-helping")
        daughter.fill("#code", code)
        press_button(daughter, "Ver la invitación")
        look(daughter, "06-invitation")
        press_button(daughter, "Aceptar y ayudar")
        look(daughter, "07-helped")
        press(daughter, 'a.button[href*="on_behalf"]')
        expect(daughter.locator(".acting")).to_contain_text("Usted actúa por")
        expect(daughter.locator("main")).not_to_contain_text(BEA.given_names)
        look(daughter, "08-for-the-mother")
        press(daughter, f'a[href*="{ana}"]')
        expect(daughter.locator(".acting")).to_have_count(1)
        look(daughter, "09-relation")
        daughter.goto(f"{site}/home/workers/{ana}/days/2026-04")
        look(daughter, "10-days")
        go_on(daughter)
        daughter.goto(f"{site}/home/workers/{ana}")
        expect(daughter.locator(".acting")).to_have_count(1)

        mother.goto(f"{site}/home/helpers")
        press(mother, ".tasks a")
        look(mother, "11-permission")
        unfold(mother, "end")
        act(mother, "end")
        look(mother, "12-ended")
        assert daughter.goto(f"{site}/home/workers/{ana}").status == 404  # type: ignore[union-attr]


def test_a_second_home_and_a_move_to_the_border(chromium: Browser, site: str, household: Any) -> None:
    with opened(chromium, width=PHONE) as page:
        sign_in(page, site, "madre")
        page.goto(f"{site}/home/homes/new")
        page.fill("#street", "Callejón del Sol 3")
        page.fill("#postal_code", "62000")
        page.fill("#town", "Cuernavaca")
        go_on(page)
        expect(page.locator("section.card")).to_have_count(2)
        look(page, "20-two-homes")
        press(page, 'a.button[href$="/move"]')
        page.fill("#moved_on", "1/4/2026")
        page.fill("#street", "Avenida Norte 8")
        page.fill("#postal_code", "22000")
        page.fill("#town", "Tijuana")
        look(page, "21-move")
        go_on(page)
        look(page, "22-what-changes")
        expect(page.locator(".lead")).to_contain_text("otra zona")
        press_button(page, "Avisar el cambio")
        expect(page.locator("[role=status]")).to_contain_text("Las relaciones siguen igual")
        page.goto(f"{site}/home/close")
        look(page, "23-close")


def test_a_daughter_takes_over_with_the_slip_in_her_hand(
    chromium: Browser,
    site: str,
    household: Any,
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
        look(daughter, "30-take-over")
        send(daughter)
        expect(daughter.locator(".error-summary li")).not_to_have_count(0)
        look(daughter, "31-what-is-missing")
        daughter.fill("#line", line)
        fill(daughter, reason="death", kin="child")
        daughter.fill("#since", "1/3/2026")
        go_on(daughter)
        expect(daughter.locator("main")).to_contain_text(line)
        look(daughter, "32-pay-meanwhile")

        sign_in(worker, site, "ana")
        worker.goto(daughter.url)
        look(worker, "33-the-worker-is-asked")

        sign_in(official, site, "oficina")
        official.goto(daughter.url)
        look(official, "34-decide")
        unfold(official, "accept")
        official.fill("#accept-comment", "Acta de defunción a la vista.")
        act(official, "accept")
        look(official, "35-accepted")
        expect(official.locator(".case-head")).to_contain_text("Aceptada")
        sqlite_database.run(_register_the_daughter)
        daughter.goto(f"{site}/home")
        expect(daughter.locator("main")).to_contain_text(ANA.given_names)
        look(daughter, "36-hers")
        daughter.goto(f"{site}/home/workers/{ana}")
        look(daughter, "37-the-same-relation")


def _register_the_daughter(session: Session) -> None:
    login = session.query(Login).filter_by(username="hija").one()
    who = parties.Payer(invented_person("household 2"), login.person_id, login.as_actor())  # type: ignore[arg-type]
    parties.registration(session, who, NOON, street="Calle Lejana 40")


def test_two_spouses_are_compared_by_an_official(
    chromium: Browser,
    site: str,
    household: Any,
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
        look(official, "40-same-home")
