"""The main job in a real browser: register, enrol somebody, see what to pay, pay, and she sees that she is covered."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from sqlalchemy import select

from enrolment.models import ContributionPeriod, DomesticWorker
from enrolment.money.bank_files import open_bank_file
from enrolment.money.payments import import_payments
from enrolment.people.invented import InventedPerson, invented_person
from tests.browser import DESK, PHONE, assert_accessible, chromium, opened  # noqa: F401 - a fixture
from tests.conftest import NOON
from tests.web.at_home import in_march  # noqa: F401 - a fixture
from tests.web.conftest import HASH, PASSWORD, app, site  # noqa: F401 - fixtures
from workflow.context import THE_SYSTEM
from workflow.database import Database
from workflow.logins import open_login

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("in_march")]

WHO = invented_person("household on a journey")
WORKER = invented_person("worker on a journey")


def fill(page: Page, **typed: str) -> None:
    """Type into inputs, press choices, by the names of the form."""
    for name, value in typed.items():
        for part in value.split("+"):
            choice = page.locator(f'[name="{name}"][value="{part}"]:is([type=radio], [type=checkbox])')
            press(page, choice) if choice.count() else page.fill(f'[name="{name}"]', part)


def press(page: Page, choice: Locator) -> None:
    """Press a choice where people do: anywhere on its card."""
    page.click(f'label[for="{choice.get_attribute("id")}"]')


def look(page: Page, scripts: bool) -> None:
    """What every page must be; axe itself needs scripts, so that without them only the width is looked at."""
    if scripts:
        assert_accessible(page)
    else:
        assert page.locator("h1").count() == 1


def go_on(page: Page) -> None:
    """Send the form of the page and look at what comes."""
    page.locator("main form .actions button").first.click()
    expect(page.locator(".error-summary")).to_have_count(0)


def open_account(page: Page, site: str, who: InventedPerson) -> None:  # noqa: F811 - the name of the fixture
    page.goto(f"{site}/account/new")
    fill(page, given_name=who.given_names, first_surname=who.first_surname, second_surname=who.second_surname)
    fill(page, password=PASSWORD)
    go_on(page)


def register(page: Page, site: str) -> Iterator[str]:  # noqa: F811
    """The pages of a registration, each before it is sent."""
    page.goto(f"{site}/home/registration/you")
    yield "you"
    fill(page, curp=WHO.curp)
    go_on(page)
    yield "home"
    fill(page, street="Calle Invento 12", neighbourhood="Roma Norte", postal_code="06700")
    go_on(page)
    go_on(page)
    yield "check"
    fill(page, declared="y")
    go_on(page)


def enrol(page: Page, site: str) -> Iterator[str]:  # noqa: F811
    """The nine pages about a worker, each before it is sent."""
    page.goto(f"{site}/home/workers/new")
    yield "who"
    fill(page, worker_given_name=WORKER.given_names, worker_first_surname=WORKER.first_surname)
    fill(page, worker_second_surname=WORKER.second_surname)
    go_on(page)
    yield "numbers"
    fill(page, worker_curp=WORKER.curp, worker_nss=WORKER.nss)
    go_on(page)
    yield "place"
    press(page, page.locator('[name="workplace"]').first)
    go_on(page)
    yield "start"
    fill(page, began_on="2/3/2026")
    go_on(page)
    fill(page, weekdays="0+2+4", hours_per_day="8")
    go_on(page)
    yield "pay"
    fill(page, pay_each="visit", pay_amount="650", in_kind="food")
    go_on(page)
    yield "insurance"
    fill(page, mode="per_day", periodicity="1")
    go_on(page)
    go_on(page)
    yield "check"
    fill(page, declared="y")
    go_on(page)


def pay_by_bank_file(database: Database, folder: Path) -> None:
    """The bank's file of the day, with the line of April paid in full."""
    with database.read() as session:
        due = session.scalars(select(ContributionPeriod).where(ContributionPeriod.state == "issued")).one()
    path = folder / "banco.csv"
    path.write_text(f"linea;importe;fecha;referencia\n{due.line};{due.amount};2026-03-02;A1\n", encoding="utf-8")
    import_payments(database, open_bank_file(path), NOON, THE_SYSTEM)


def give_her_a_login(database: Database) -> None:
    def command(session):  # type: ignore[no-untyped-def]
        person = session.scalars(select(DomesticWorker)).one().person
        open_login(session, "ella", HASH, ["domestic_worker"], NOON, person)

    database.run(command)


def sign_in(page: Page, site: str, name: str) -> None:  # noqa: F811
    page.goto(f"{site}/account/sign-in")
    fill(page, username=name, password=PASSWORD)
    go_on(page)


@pytest.mark.parametrize(
    ("width", "locale", "scripts"), [(PHONE, "es-MX", False), (PHONE, "es-MX", True), (DESK, "en-US", True)]
)
def test_from_an_account_to_cover(
    chromium: Browser,  # noqa: F811
    site: str,  # noqa: F811
    sqlite_database: Database,
    tmp_path: Path,
    width: int,
    locale: str,
    scripts: bool,
) -> None:
    with opened(chromium, width=width, locale=locale, scripts=scripts) as page:
        open_account(page, site, WHO)
        for pages in (register, enrol):
            for _step in pages(page, site):
                look(page, scripts)
        look(page, scripts)
        relation = page.url
        page.goto(f"{site}/home")
        amount = page.locator(".big__value").first.inner_text()
        assert re.fullmatch(r"\$[\d,]+\.\d\d", amount)
        look(page, scripts)
        page.locator(".cards .button").first.click()
        assert page.locator(".big__value").first.inner_text() == amount
        look(page, scripts)
        slip = page.url
        pay_by_bank_file(sqlite_database, tmp_path)
        page.goto(slip)
        assert page.locator(".badge--good, .badge--quiet").first.inner_text() in ("Pagado", "Paid")
        for further in ("change", "end", "days/2026-03", "payments"):
            page.goto(f"{relation}/{further}")
            look(page, scripts)
    give_her_a_login(sqlite_database)
    with opened(chromium, width=width, locale=locale, scripts=scripts) as page:
        sign_in(page, site, "ella")
        assert page.url == f"{site}/me"
        assert page.locator(".big__value").inner_text() in ("Solo estos días", "Only these days")
        days = [page.locator(f".strip__days .strip__day--{mark}").count() for mark in ("on", "holiday")]
        assert days == [12, 1]  # Mondays, Wednesdays, Fridays of March from the 2nd; the 16th rests by law
        look(page, scripts)
        page.locator('a[href*="/me/relations/"]').click()
        look(page, scripts)
        page.goto(f"{page.url}/dispute")
        look(page, scripts)


@pytest.mark.parametrize(
    ("width", "locale", "scripts"), [(PHONE, "en-US", True), (DESK, "es-MX", True), (PHONE, "es-MX", False)]
)
def test_the_simulator_in_a_browser(
    chromium: Browser,  # noqa: F811
    site: str,  # noqa: F811
    width: int,
    locale: str,
    scripts: bool,
) -> None:
    with opened(chromium, width=width, locale=locale, scripts=scripts) as page:
        page.goto(f"{site}/simulator")
        look(page, scripts)
        fill(page, each="week", amount="2,500", weekdays="0+2+4", hours="8", town="Guerrero", others="yes")
        fill(page, in_kind="both", first_day="2/3/2026")
        page.locator("main form button").click()
        expect(page.locator(".error-summary a")).to_have_count(1)
        look(page, scripts)
        fill(page, municipality="05012")
        page.locator("main form button").click()
        expect(page.locator(".bars tbody tr")).to_have_count(12)
        page.locator("details summary").nth(1).click()
        look(page, scripts)
