"""Nothing blocks cover except under fifteen: a girl of sixteen who is paid too little, a child who is not enrolled."""

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.models import Affiliation, DomesticWorker
from enrolment.people.invented import InventedPerson, invented_person
from enrolment.people.protection_models import ProtectionMatter
from tests.browser import PHONE, opened
from tests.conftest import NOON
from tests.enrolment import parties
from tests.journeys.steps import choose, fill, go_on, look, press, sign_in, unfold
from tests.web.conftest import HASH
from workflow.database import Database
from workflow.logins import open_login
from workflow.people import AccessLog, Login

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("in_march")]

SIXTEEN = invented_person("sixteen on a journey", born=NOON.date().replace(year=2009, month=11))
CHILD = invented_person("fourteen on a journey", born=NOON.date().replace(year=2012, month=1))


@pytest.fixture
def home(sqlite_database: Database) -> None:
    """A registered household with a password, a caseworker and somebody who protects."""

    def command(session: Session) -> None:
        login = session.get_one(Login, parties.household(session, NOON, 1).actor.login_id)
        login.username, login.password = "hogar", HASH
        open_login(session, "oficina", HASH, ["caseworker"], NOON, None)
        open_login(session, "protege", HASH, ["protection"], NOON, None)

    sqlite_database.run(command)


def enrol(page: Page, site: str, worker: InventedPerson, pay: str) -> None:
    """The pages about a worker who comes three times a week for four hours, up to the page before sending."""
    page.goto(f"{site}/home/workers/new")
    fill(page, worker_given_name=worker.given_names, worker_first_surname=worker.first_surname)
    fill(page, worker_second_surname=worker.second_surname)
    go_on(page)
    fill(page, worker_curp=worker.curp, nss_later="y")
    go_on(page)
    choose(page, page.locator('[name="workplace"]').first)
    go_on(page)
    fill(page, began_on="2/3/2026")
    go_on(page)
    fill(page, weekdays="0+2+4", hours_per_day="4")
    go_on(page)
    fill(page, pay_each="visit", pay_amount=pay, in_kind="none")
    go_on(page)
    fill(page, mode="per_day", periodicity="1")
    go_on(page)
    go_on(page)
    expect(page.locator('[name="declared"]')).to_have_count(1)


def send(page: Page) -> None:
    fill(page, declared="y")
    go_on(page)


def raised(page: Page, relation: str) -> None:
    """What is missing to the law is put right with a raise from today on."""
    page.goto(f"{relation}/change")
    look(page, "6-change")
    fill(page, change_from="2/3/2026", pay_amount="180")
    go_on(page)
    expect(page.locator("main")).to_contain_text("Se paga lo mismo")  # the base stands at its floor before and after
    look(page, "7-difference")
    expect(page.locator("main")).not_to_contain_text("abajo del mínimo")
    press(page, '[name="confirmed"]')
    expect(page.locator("main")).not_to_contain_text("El pago es menor al mínimo legal")


def certified(page: Page, site: str) -> None:
    """The first certificate of the year is at hand; the next one is asked for in half a year."""
    page.goto(f"{site}/home")
    press(page, page.locator("main a", has_text="Certificado médico"))
    expect(page.locator("main")).to_contain_text("Afilia no lo pide")
    look(page, "8-certificate")
    press(page, page.locator('form[action*="/finish"] button').last)
    expect(page.locator("main [role=status]")).to_have_count(1)
    page.goto(f"{site}/home")
    expect(page.locator("main")).to_contain_text("Certificado médico")
    look(page, "9-the-next-one")


def test_sixteen_and_paid_too_little_is_enrolled_and_both_are_told(
    chromium: Browser,
    site: str,
    home: None,
    sqlite_database: Database,
) -> None:
    with opened(chromium, width=PHONE) as page:
        sign_in(page, site, "hogar")
        enrol(page, site, SIXTEEN, "150")
        expect(page.locator("main")).to_contain_text("faltan $21.24")  # 4 of 8 hours of 342.47, less 150 (LFT 335)
        look(page, "1-before-sending")
        send(page)
        expect(page.locator("main")).to_contain_text("faltan $21.24")
        expect(page.locator("main")).to_contain_text("LFT 331 Bis")
        look(page, "2-enrolled")
        relation = page.url
        page.goto(f"{site}/home")
        expect(page.locator("main")).to_contain_text("Antes de terminar el 1 de abril de 2026")  # thirty days
        look(page, "3-what-is-to-be-done")

    def her_login(session: Session) -> None:
        her = session.scalars(select(DomesticWorker)).one().person
        open_login(session, "ella", HASH, ["domestic_worker"], NOON, her)

    sqlite_database.run(her_login)
    with opened(chromium, width=PHONE) as page:
        sign_in(page, site, "ella")
        expect(page.locator("main")).to_contain_text("El pago es menor al mínimo legal")
        expect(page.locator("main")).to_contain_text("Certificado médico")
        look(page, "4-her-page")
        press(page, 'a[href*="/me/relations/"]')
        expect(page.locator("main")).to_contain_text("faltan $21.24")
        look(page, "5-her-relation")
    with opened(chromium, width=PHONE) as page:
        sign_in(page, site, "hogar")
        raised(page, relation)
        certified(page, site)
    with sqlite_database.read() as session:
        assert session.scalars(select(Affiliation)).one().state == "enrolled"


def protected(page: Page, site: str) -> None:
    """Whoever protects finds a number with its hour, opens it, takes it up and tells the authority."""
    sign_in(page, site, "protege")
    page.goto(f"{site}/protection")
    expect(page.locator("main")).not_to_contain_text(CHILD.first_surname)
    look(page, "13-list")
    press(page, 'main a[href*="/cases/protection_matter/"]')
    expect(page.locator("main")).to_contain_text(CHILD.curp)
    expect(page.locator(".clock__day")).to_contain_text("16:00")  # four hours of the clock from noon
    look(page, "14-matter")
    press(page, page.locator('form[action*="/take_up"] button').last)
    expect(page.locator("main")).to_contain_text("En atención")
    unfold(page, "refer")
    page.locator('form[action*="/refer"] textarea').fill("Procuraduría, 2 de marzo, oficio 12.")
    press(page, page.locator('form[action*="/refer"] button').last)
    expect(page.locator("main")).to_contain_text("Con la autoridad de protección")
    expect(page.locator("main")).to_contain_text("Lo leerán solo: quien protege y supervisión")  # no office does
    look(page, "15-referred")


def test_under_fifteen_nothing_stays_but_what_is_sealed(
    chromium: Browser,
    site: str,
    home: None,
    sqlite_database: Database,
) -> None:
    with opened(chromium, width=PHONE) as page:
        sign_in(page, site, "hogar")
        enrol(page, site, CHILD, "300")
        send(page)
        expect(page.locator("main")).to_contain_text("Procuraduría de Protección de Niñas, Niños y Adolescentes")
        expect(page.locator("main")).not_to_contain_text(CHILD.first_surname)
        expect(page.locator("main")).not_to_contain_text("La oficina que decide")  # nobody decides on it
        look(page, "11-not-enrolled")
        page.goto(f"{site}/home")
        expect(page.locator("main")).to_contain_text("Nada por ahora")
        expect(page.locator("main")).not_to_contain_text(CHILD.first_surname)
        look(page, "12-home-after")
    with sqlite_database.read() as session:
        stopped, matter = session.scalars(select(Affiliation)).one(), session.scalars(select(ProtectionMatter)).one()
        assert (stopped.state, stopped.worker_curp, stopped.worker_given_name) == ("stopped", None, None)
    with opened(chromium, width=PHONE) as page:
        protected(page, site)
    with sqlite_database.read() as session:
        read = session.execute(select(AccessLog.subject, AccessLog.subject_id)).all()
        assert {(subject, case_id) for subject, case_id in read} == {("protection_matter", matter.id)}
    with opened(chromium, width=PHONE) as page:
        sign_in(page, site, "oficina")
        for path in (f"protection_matter/{matter.id}", f"affiliation/{stopped.id}"):
            found = page.goto(f"{site}/cases/{path}")
            assert found is not None
            assert found.status == 404, path
