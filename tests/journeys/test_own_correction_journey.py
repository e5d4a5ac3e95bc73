"""A household on a telephone finds its name misspelled, asks that it be set right, and an official decides."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from enrolment.people.invented import invented_person
from tests.browser import DESK, PHONE, opened
from tests.conftest import NOON
from tests.enrolment import parties
from tests.journeys.steps import fill, go_on, look, press, send, sign_in, unfold
from tests.web.conftest import HASH
from workflow.database import Database
from workflow.logins import open_login
from workflow.people import Login, Person

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("in_march")]

RIGHT = invented_person("the right name of the household")


@pytest.fixture
def home(sqlite_database: Database) -> parties.Payer:
    """A registered household with a password, and an official."""

    def command(session):  # type: ignore[no-untyped-def]
        who = parties.household(session, NOON, 1)
        login = session.scalars(select(Login).where(Login.person_id == who.person_id)).one()
        login.username, login.password = "casa", HASH
        official = Person(given_name="Olivia", first_surname="Fresno", created_at=NOON)
        open_login(session, "oficina", HASH, ["caseworker"], NOON, official)
        return who

    return sqlite_database.run(command)


def asked(page: Page, site: str) -> None:
    """From the household's own page to a question that is being looked at, with one mistake on the way."""
    sign_in(page, site, "casa")
    press(page, page.locator("main a", has_text="Corregir sus datos"))
    look(page, "1-as-it-stands")
    fill(page, given_name=RIGHT.given_names, first_surname=RIGHT.first_surname, second_surname="")
    fill(page, curp=RIGHT.curp[:-1], why="En el acta está con otro nombre.")
    send(page)
    look(page, "2-a-number-too-short")
    expect(page.locator(".error-summary a")).to_have_count(1)
    expect(page.locator('[name="given_name"]')).to_have_value(RIGHT.given_names)
    fill(page, curp=RIGHT.curp, second_surname=RIGHT.second_surname)
    fill(page, birth_date=f"{RIGHT.born:%d/%m/%Y}")
    go_on(page)
    expect(page.locator("main")).to_contain_text("En revisión")
    look(page, "3-asked")
    page.goto(f"{site}/home")
    press(page, page.locator("main a", has_text="Corregir sus datos"))
    expect(page.locator("main")).to_contain_text("En revisión")  # one question at a time: the page is that of the case


def decided(page: Page, site: str) -> None:
    """The office compares and accepts, and is asked which paper was seen."""
    sign_in(page, site, "oficina")
    press(page, "main a[href*='/cases/correction/']")
    expect(page.locator("main")).to_contain_text("Lo que está en el registro")
    look(page, "4-before-the-official")
    unfold(page, "accept")
    form = page.locator("form[action*='/accept']")
    press(page, form.locator("button").last)
    expect(page.locator(".error-summary")).to_contain_text("qué papel vio")
    form.locator("textarea").fill("Vi el acta y la identificación.")
    press(page, form.locator("button").last)
    expect(page.locator("main")).to_contain_text("Corregido")


def test_a_household_sets_its_name_right(
    chromium: Browser,
    site: str,
    home: parties.Payer,
    sqlite_database: Database,
) -> None:
    steps: list[tuple[int, Callable[[Page, str], None]]] = [(PHONE, asked), (DESK, decided)]
    for width, step in steps:
        with opened(chromium, width=width) as page:
            step(page, site)
    with opened(chromium, width=PHONE) as page:
        sign_in(page, site, "casa")
        page.goto(f"{site}/notices")
        press(page, "main a[href*='/notices/']")
        look(page, "5-told")
        page.goto(f"{site}/account")
        expect(page.locator("main")).to_contain_text(RIGHT.given_names)
    with sqlite_database.read() as session:
        person = session.get_one(Person, home.person_id)
        assert (person.full_name, person.identifier("curp")) == (
            " ".join((RIGHT.given_names, RIGHT.first_surname, RIGHT.second_surname)),
            RIGHT.curp,
        )
