"""A worker starts her enrolment on a telephone: account, four short pages, a code; the employer opens it and enrols."""

import re
from datetime import date

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from enrolment.models import Affiliation, Confirmation
from enrolment.people.invented import invented_person
from enrolment.relation.invitation_models import Invitation
from tests.browser import PHONE, opened
from tests.conftest import NOON
from tests.enrolment import parties
from tests.journeys.steps import choose, fill, go_on, look, press, press_button, press_link, sign_in
from tests.web.conftest import HASH, PASSWORD
from workflow.database import Database
from workflow.logins import open_login
from workflow.people import Login, Person

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("in_march")]
HER = invented_person("starter of the journey", sex="M")


@pytest.fixture
def homes(sqlite_database: Database) -> None:
    """A registered household with a password, and an official."""

    def command(session):  # type: ignore[no-untyped-def]
        who = parties.household(session, NOON, 1)
        login = session.scalars(select(Login).where(Login.person_id == who.person_id)).one()
        login.username, login.password = "casa", HASH
        official = Person(given_name="Olivia", first_surname="Fresno", created_at=NOON)
        open_login(session, "oficina", HASH, ["caseworker"], NOON, official)

    sqlite_database.run(command)


def describe_work(page: Page, employer: str) -> None:
    """The four pages, up to the choice at their end."""
    fill(page, employer_name=employer, town="06700")
    look(page, "start-employer")
    press_button(page, "Continuar")
    fill(page, began_on="5/1/2026", weekdays="0+2")
    look(page, "start-work")
    press_button(page, "Continuar")
    fill(page, pay_each="visit", pay_amount="650")
    look(page, "start-pay")
    press_button(page, "Continuar")
    look(page, "start-numbers")
    press_button(page, "Continuar")
    expect(page.get_by_role("heading", level=1)).to_have_text("Elija cómo seguir")
    look(page, "start-choice")


@pytest.mark.usefixtures("homes")
def test_by_a_code_and_then_by_imss(chromium: Browser, site: str, sqlite_database: Database) -> None:
    with opened(chromium, width=PHONE) as her:
        her.goto(f"{site}/for-workers")
        look(her, "start-public")
        press_link(her, "Abrir mi cuenta")
        fill(her, given_name=HER.given_names, first_surname=HER.first_surname, password=PASSWORD)
        look(her, "start-account")
        press(her, her.locator("main form button").last)
        press_link(her, "Continuar")
        look(her, "start-area")
        press_link(her, "Empezar")
        describe_work(her, "Señora Laura")
        press_link(her, "Hacer el código")
        look(her, "start-invite")
        press_button(her, "Hacer el código")
        code = her.locator(".big__value").inner_text()
        assert re.fullmatch(r"(\w{4}-){2}\w{4}", code)
        look(her, "start-code")
        with her.expect_download() as letter:
            her.get_by_role("button", name="Guardar la carta (PDF)").click()
        assert letter.value.suggested_filename.startswith("carta-")
        with opened(chromium, width=PHONE) as home:
            take_up(home, site, code, sqlite_database)
        her.goto(f"{site}/me")
        expect(her.locator("main")).to_contain_text("Alta hecha")
        look(her, "start-enrolled")
        press_link(her, "Empezar")
        describe_work(her, "Don Raúl")
        press_link(her, "Pedirla")
        look(her, "start-request")
        press_button(her, "Presentar mi solicitud")
        expect(her.locator("main")).to_contain_text("Su solicitud quedó presentada")
        look(her, "start-requested")
    with opened(chromium) as office:
        sign_in(office, site, "oficina")
        with sqlite_database.read() as session:
            filed = session.scalars(select(Invitation).where(Invitation.submitted_on.is_not(None))).one()
        office.goto(f"{site}/cases/invitation/{filed.id}")
        look(office, "start-office")
        press_link(office, "Preguntar al hogar")
        fill(office, words="¿Trabaja en su hogar?")
        look(office, "start-ask-household")
        press_button(office, "Hacer la carta")
        look(office, "start-requirement")


def take_up(home: Page, site: str, code: str, database: Database) -> None:
    """The employer opens the code, signs in, takes it up, completes the draft and sends it as she had said it."""
    home.goto(f"{site}/i/{code}")
    look(home, "taking-ask")
    press_button(home, "Abrir")
    expect(home.locator("main")).to_contain_text(HER.given_names)
    look(home, "taking-told")
    press_button(home, "Seguir con el alta")
    fill(home, username="casa", password=PASSWORD)
    press(home, home.locator("main form button").last)
    look(home, "taking-take")
    press_button(home, "Sí, la doy de alta")
    look(home, "taking-one")
    press_button(home, "Empezar el alta")
    expect(home.locator("input[name=worker_given_name]")).to_have_value(HER.given_names)
    complete(home)
    expect(home.locator("main")).to_contain_text(HER.given_names)
    look(home, "taking-enrolled")
    with database.read() as session:
        invitation = session.scalars(select(Invitation)).one()
        relation = session.scalars(select(Affiliation)).one()
        asked = session.scalars(select(Confirmation)).one()
        assert (invitation.state, relation.state, asked.state) == ("enrolled", "enrolled", "confirmed")
        assert (relation.began_on, relation.weekdays) == (date(2026, 1, 5), "02")
        assert invitation.affiliation_id == relation.id


def complete(home: Page) -> None:
    """The pages of the draft: what she told stands there already, the household adds what she cannot know."""
    look(home, "taking-who")
    go_on(home)
    fill(home, worker_curp=HER.curp, worker_nss=HER.nss)
    look(home, "taking-numbers")
    go_on(home)
    choose(home, home.locator('[name="workplace"]').first)
    look(home, "taking-place")
    go_on(home)
    expect(home.locator("input[name=began_on]")).not_to_have_value("")
    look(home, "taking-start")
    go_on(home)
    expect(home.locator("input[name=weekdays]:checked")).to_have_count(2)
    look(home, "taking-days")
    go_on(home)
    expect(home.locator("input[name=pay_amount]")).to_have_value("650.00")
    fill(home, in_kind="none")
    look(home, "taking-pay")
    go_on(home)
    fill(home, mode="per_day", periodicity="1")
    look(home, "taking-insurance")
    go_on(home)
    go_on(home)
    look(home, "taking-check")
    fill(home, declared="y")
    go_on(home)
