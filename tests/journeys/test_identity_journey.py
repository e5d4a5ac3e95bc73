"""Identity that is not perfect, on a telephone: enrolled without numbers, completed, two records before an official."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from enrolment.models import Affiliation, DomesticWorker
from enrolment.people.identity_models import NumberChoice, PossibleDuplicate
from enrolment.people.invented import invented_person
from tests.browser import PHONE, opened
from tests.conftest import NOON
from tests.enrolment import parties
from tests.journeys.steps import choose, fill, go_on, look, press, send, sign_in
from tests.web.conftest import HASH
from workflow.database import Database
from workflow.logins import open_login
from workflow.people import Login, Person

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("in_march")]

WORKER = invented_person("worker of the identity journey")
OTHER_NUMBER = invented_person("her other number").nss


@contextmanager
def signed_in(browser: Browser, site: str, name: str) -> Iterator[Page]:
    with opened(browser, width=PHONE) as page:
        sign_in(page, site, name)
        yield page


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


def enrol_without_numbers(page: Page, site: str) -> str:
    """The pages of the wizard; the address of the relation."""
    page.goto(f"{site}/home/workers/new")
    fill(page, worker_given_name=WORKER.given_names, worker_first_surname=WORKER.first_surname)
    fill(page, worker_second_surname=WORKER.second_surname)
    go_on(page)
    send(page)
    expect(page.locator(".error-summary a")).to_have_count(2)
    look(page, "1-neither-number-nor-answer")
    fill(page, curp_later="y", nss_later="y", born=f"{WORKER.born:%d/%m/%Y}")
    page.locator("summary", has_text="otro documento").click()
    fill(page, worker_paper="consular_id", worker_paper_number="MX 12345", worker_sex=WORKER.sex)
    look(page, "2-not-at-hand")
    go_on(page)
    choose(page, page.locator('[name="workplace"]').first)
    go_on(page)
    fill(page, began_on="2/3/2026")
    go_on(page)
    fill(page, weekdays="0+2+4", hours_per_day="8")
    go_on(page)
    fill(page, pay_each="visit", pay_amount="650", in_kind="none")
    go_on(page)
    fill(page, mode="per_day", periodicity="1")
    go_on(page)
    go_on(page)
    look(page, "3-check")
    fill(page, declared="y")
    go_on(page)
    return page.url


def another_home(database: Database) -> tuple[PossibleDuplicate, Affiliation]:
    """Somebody else enrols her under another NSS; she gets a way to sign in."""

    def command(session):  # type: ignore[no-untyped-def]
        typed = {"worker_curp": None, "worker_nss": OTHER_NUMBER, "worker_birth_date": WORKER.born}
        began = date(2026, 3, 2)
        case = parties.affiliation(session, parties.household(session, NOON, 2), NOON, WORKER, began, **typed)
        first = session.scalars(select(Affiliation).order_by(Affiliation.opened_at)).first()
        person = session.get_one(DomesticWorker, first.worker_id).person
        open_login(session, "ella", HASH, ["domestic_worker"], NOON, person)
        return session.scalars(select(PossibleDuplicate)).one(), case

    return database.run(command)


def test_from_no_number_to_one_person(
    chromium: Browser,
    site: str,
    sqlite_database: Database,
    homes: None,
) -> None:
    with signed_in(chromium, site, "casa") as page:
        relation = enrol_without_numbers(page, site)
        expect(page.locator("main")).to_contain_text("sin CURP ni NSS")
        look(page, "4-relation")
        press(page, 'main a[href*="/identity/"]')
        page.locator("summary", has_text="Cómo se consigue").click()
        look(page, "5-complete")
        fill(page, worker_curp=WORKER.curp)
        go_on(page)
        expect(page).to_have_url(relation)
    case, _second = another_home(sqlite_database)
    with signed_in(chromium, site, "ella") as page:
        page.goto(f"{site}/me/identity")
        look(page, "6-my-numbers")
        press(page, 'main a[href*="/identity/"]')
        fill(page, worker_nss=WORKER.nss)
        look(page, "7-she-completes")
        go_on(page)
        expect(page).to_have_url(f"{site}/me/identity")
    with signed_in(chromium, site, "oficina") as page:
        press(page, f'a[href$="{case.id}"]')
        expect(page.locator("main")).to_contain_text("Registro A")
        look(page, "8-side-by-side")
        fill(page, **{"merge-survivor_id": "one", "merge-papers_seen": "y", "merge-comment": "Vino con su acta."})
        press(page, page.locator("main form button", has_text="juntar"))
        expect(page.locator(".badge").first).to_have_text("Son la misma persona")
        look(page, "9-together")
        with sqlite_database.read() as session:
            choice = session.scalars(select(NumberChoice.id)).one()
        page.goto(f"{site}/cases/number_choice/{choice}")
        look(page, "10-two-numbers")
        choose(page, page.locator('[name="choose-identifier_id"]').first)
        fill(page, **{"choose-comment": "El IMSS lo confirmó."})
        press(page, page.locator("main form button", has_text="es el bueno"))
        expect(page.locator(".badge").first).to_have_text("Número elegido")
        look(page, "11-chosen")
    with signed_in(chromium, site, "ella") as page:
        page.goto(f"{site}/me/identity")
        expect(page.locator("main")).to_contain_text("semanas")
        look(page, "12-both-numbers")
