"""A worker starts her enrolment on a telephone: account, four short pages, a code; the employer opens it and enrols."""

import re
from datetime import date

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from enrolment.models import Affiliation, Confirmation
from enrolment.people.invented import invented_person
from enrolment.relation.invitation_models import Invitation
from tests.browser import PHONE, chromium, opened  # noqa: F401 - a fixture
from tests.conftest import NOON
from tests.enrolment import parties
from tests.journeys.test_household_journey import fill, go_on, sign_in
from tests.journeys.test_household_journey import press as press_choice
from tests.journeys.test_identity_journey import look
from tests.web.at_home import in_march  # noqa: F401 - a fixture
from tests.web.conftest import HASH, app, site  # noqa: F401 - fixtures
from workflow.database import Database
from workflow.logins import open_login
from workflow.people import Login, Person

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("in_march")]
PASSWORD = "una batería azul larga"
HER = invented_person("starter of the journey", sex="M")


def press(page: Page, name: str) -> None:
    """Press the button of that name."""
    page.get_by_role("button", name=name).click()


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
    press(page, "Continuar")
    fill(page, began_on="5/1/2026", weekdays="0+2")
    look(page, "start-work")
    press(page, "Continuar")
    fill(page, pay_each="visit", pay_amount="650")
    look(page, "start-pay")
    press(page, "Continuar")
    look(page, "start-numbers")
    press(page, "Continuar")
    expect(page.get_by_role("heading", level=1)).to_have_text("Elija cómo seguir")
    look(page, "start-choice")


@pytest.mark.usefixtures("homes")
def test_by_a_code_and_then_by_imss(chromium: Browser, site: str, sqlite_database: Database) -> None:  # noqa: F811
    with opened(chromium, width=PHONE) as her:
        her.goto(f"{site}/for-workers")
        look(her, "start-public")
        her.get_by_role("link", name="Abrir mi cuenta").click()
        her.locator("input[name=given_name]").fill(HER.given_names)
        her.locator("input[name=first_surname]").fill(HER.first_surname)
        her.locator("input[name=password]").fill(PASSWORD)
        look(her, "start-account")
        her.locator("main form button").last.click()
        her.get_by_role("link", name="Continuar").click()
        look(her, "start-area")
        her.get_by_role("link", name="Empezar").click()
        describe_work(her, "Señora Laura")
        her.get_by_role("link", name="Hacer el código").click()
        look(her, "start-invite")
        press(her, "Hacer el código")
        code = her.locator(".big__value").inner_text()
        assert re.fullmatch(r"(\w{4}-){2}\w{4}", code)
        look(her, "start-code")
        with her.expect_download() as letter:
            press(her, "Guardar la carta (PDF)")
        assert letter.value.suggested_filename.startswith("carta-")
        with opened(chromium, width=PHONE) as home:
            take_up(home, site, code, sqlite_database)
        her.goto(f"{site}/me")
        expect(her.locator("main")).to_contain_text("Alta hecha")
        look(her, "start-enrolled")
        her.get_by_role("link", name="Empezar").click()
        describe_work(her, "Don Raúl")
        her.get_by_role("link", name="Pedirla").click()
        look(her, "start-request")
        press(her, "Presentar mi solicitud")
        expect(her.locator("main")).to_contain_text("Su solicitud quedó presentada")
        look(her, "start-requested")
    with opened(chromium) as office:
        sign_in(office, site, "oficina")
        with sqlite_database.read() as session:
            filed = session.scalars(select(Invitation).where(Invitation.submitted_on.is_not(None))).one()
        office.goto(f"{site}/cases/invitation/{filed.id}")
        look(office, "start-office")
        office.get_by_role("link", name="Preguntar al hogar").click()
        office.locator("textarea[name=words]").fill("¿Trabaja en su hogar?")
        look(office, "start-ask-household")
        press(office, "Hacer la carta")
        look(office, "start-requirement")


def take_up(home: Page, site: str, code: str, database: Database) -> None:  # noqa: F811
    """The employer opens the code, signs in, takes it up, completes the draft and sends it as she had said it."""
    home.goto(f"{site}/i/{code}")
    look(home, "taking-ask")
    press(home, "Abrir")
    expect(home.locator("main")).to_contain_text(HER.given_names)
    look(home, "taking-told")
    press(home, "Seguir con el alta")
    home.locator("input[name=username]").fill("casa")
    home.locator("input[name=password]").fill(PASSWORD)
    home.locator("main form button").last.click()
    look(home, "taking-take")
    press(home, "Sí, la doy de alta")
    look(home, "taking-one")
    press(home, "Empezar el alta")
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
    press_choice(home, home.locator('[name="workplace"]').first)
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
