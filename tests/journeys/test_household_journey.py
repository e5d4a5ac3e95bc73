"""The main job in a real browser: register, enrol somebody, see what to pay, pay, and she sees that she is covered."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from enrolment.models import ContributionPeriod, DomesticWorker
from enrolment.money.bank_files import open_bank_file
from enrolment.money.payments import import_payments
from enrolment.people.invented import InventedPerson, invented_person
from tests.browser import DESK, PHONE, opened
from tests.conftest import NOON
from tests.journeys.steps import choose, fill, go_on, look, press, sign_in
from tests.web.conftest import HASH, PASSWORD
from workflow.context import THE_SYSTEM
from workflow.database import Database
from workflow.logins import open_login

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("in_march")]

WHO = invented_person("household on a journey")
WORKER = invented_person("worker on a journey")


def open_account(page: Page, site: str, who: InventedPerson) -> None:
    page.goto(f"{site}/account/new")
    fill(page, given_name=who.given_names, first_surname=who.first_surname, second_surname=who.second_surname)
    fill(page, password=PASSWORD)
    go_on(page)


def register(page: Page, site: str) -> Iterator[str]:
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


def enrol(page: Page, site: str) -> Iterator[str]:
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
    choose(page, page.locator('[name="workplace"]').first)
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


@pytest.mark.parametrize(
    ("width", "locale", "scripts"), [(PHONE, "es-MX", False), (PHONE, "es-MX", True), (DESK, "en-US", True)]
)
def test_from_an_account_to_cover(
    chromium: Browser,
    site: str,
    sqlite_database: Database,
    tmp_path: Path,
    width: int,
    locale: str,
    scripts: bool,
) -> None:
    with opened(chromium, width=width, locale=locale, scripts=scripts) as page:
        open_account(page, site, WHO)
        for pages in (register, enrol):
            for step in pages(page, site):
                look(page, f"{pages.__name__}-{step}", scripts=scripts)
        look(page, "enrolled", scripts=scripts)
        relation = page.url
        page.goto(f"{site}/home")
        amount = page.locator(".big__value").first.inner_text()
        assert re.fullmatch(r"\$[\d,]+\.\d\d", amount)
        look(page, "home", scripts=scripts)
        press(page, ".cards .button")
        expect(page.locator(".big__value").first).to_have_text(amount)
        look(page, "slip", scripts=scripts)
        slip = page.url
        pay_by_bank_file(sqlite_database, tmp_path)
        page.goto(slip)
        expect(page.locator(".badge--good, .badge--quiet").first).to_have_text(re.compile("^(Pagado|Paid)$"))
        for further in ("change", "end", "days/2026-03", "payments"):
            page.goto(f"{relation}/{further}")
            look(page, further.replace("/", "-"), scripts=scripts)
    give_her_a_login(sqlite_database)
    with opened(chromium, width=width, locale=locale, scripts=scripts) as page:
        sign_in(page, site, "ella")
        expect(page).to_have_url(f"{site}/me")
        expect(page.locator(".big__value")).to_have_text(re.compile("^(Solo estos días|Only these days)$"))
        # Mondays, Wednesdays, Fridays of March from the 2nd; the 16th rests by law.
        for mark, days in (("on", 12), ("holiday", 1)):
            expect(page.locator(f".strip__days .strip__day--{mark}")).to_have_count(days)
        look(page, "hers", scripts=scripts)
        press(page, 'a[href*="/me/relations/"]')
        look(page, "her-relation", scripts=scripts)
        page.goto(f"{page.url}/dispute")
        look(page, "her-dispute", scripts=scripts)


@pytest.mark.parametrize(
    ("width", "locale", "scripts"), [(PHONE, "en-US", True), (DESK, "es-MX", True), (PHONE, "es-MX", False)]
)
def test_the_simulator_in_a_browser(
    chromium: Browser,
    site: str,
    width: int,
    locale: str,
    scripts: bool,
) -> None:
    with opened(chromium, width=width, locale=locale, scripts=scripts) as page:
        page.goto(f"{site}/simulator")
        look(page, "asked", scripts=scripts)
        fill(page, each="week", amount="2,500", weekdays="0+2+4", hours="8", town="Guerrero", others="yes")
        fill(page, in_kind="both", first_day="2/3/2026")
        press(page, "main form button")
        expect(page.locator(".error-summary a")).to_have_count(1)
        look(page, "two-municipalities", scripts=scripts)
        fill(page, municipality="05012")
        press(page, "main form button")
        expect(page.locator(".bars tbody tr")).to_have_count(12)
        page.locator("details summary").nth(1).click()
        look(page, "answered", scripts=scripts)
