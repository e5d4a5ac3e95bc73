"""The counter, the telephone and what people take home, in a real browser: at a desk, and on the household's phone."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from enrolment import service
from enrolment.attending.agreed_answers import agree, hashed
from enrolment.models import Affiliation, Confirmation, DomesticWorker, Registration
from enrolment.people.invented import invented_person
from tests.browser import DESK, PHONE, assert_accessible, opened
from tests.conftest import NOON
from tests.enrolment import parties
from tests.web.conftest import PASSWORD
from workflow.database import Database
from workflow.engine import fire
from workflow.logins import change_password, hash_password
from workflow.people import Login

pytestmark = pytest.mark.browser
ANSWERS = {"first_school": "Benito Juárez", "childhood_friend": "Lupita", "grandmother": "Eulalia"}
NEW = invented_person("at the counter")
ODD = invented_person("somebody else").curp


def sign_in(page: Page, site: str, name: str) -> None:
    page.goto(f"{site}/account/sign-in")
    page.locator("#username").fill(name)
    page.locator("#password").fill(PASSWORD)
    page.locator("main form button.button").click()
    page.wait_for_url(lambda url: "sign-in" not in url)


@pytest.fixture
def desk(chromium: Browser, site: str, login_of: Callable[..., Login]) -> Iterator[Page]:
    """An official at a desk, signed in."""
    login_of("berta", "caseworker")
    with opened(chromium, width=DESK) as page:
        sign_in(page, site, "berta")
        yield page


def begin(page: Page) -> None:
    """The document was seen, the person is here."""
    page.locator("label[for=checked-0]").click()
    page.locator("#office").select_option("CMX")
    page.locator("label[for=present]").click()
    page.get_by_role("button", name="Empezar a atender").click()
    page.get_by_role("heading", name="¿Qué pide?").wait_for()


def answer(page: Page, **typed: str) -> None:
    """Fill in a page of a draft and go on."""
    for name, value in typed.items():
        page.locator(f"#{name}").fill(value)
    page.locator("main form button.button").first.click()


def test_somebody_without_account_is_registered_and_goes_home_with_a_receipt(
    desk: Page, site: str, sqlite_database: Database
) -> None:
    desk.get_by_role("link", name="Ventanilla").click()
    assert_accessible(desk)
    desk.get_by_role("button", name="Empezar a atender").click()
    desk.locator(".error-summary").wait_for()
    assert_accessible(desk)
    desk.get_by_role("link", name="La persona viene por primera vez").click()
    for name in ("first_surname", "second_surname"):
        desk.locator(f"#{name}").fill(getattr(NEW, name))
    desk.locator("#given_name").fill(NEW.given_names)
    assert_accessible(desk)
    begin(desk)
    assert_accessible(desk)
    desk.get_by_role("link", name="Como persona empleadora").click()
    assert "está en ventanilla" in desk.locator(".acting--office").inner_text()
    assert_accessible(desk)
    desk.goto(f"{site}/home/registration/you")
    answer(desk, curp=ODD)
    answer(desk, street="Calle Invento 12", neighbourhood="Roma Norte", postal_code="06700")
    answer(desk)
    desk.locator("label[for=declared]").click()
    assert_accessible(desk)
    desk.locator("form:has(#declared) button.button").first.click()
    desk.goto(f"{site}/office/attending")
    assert_accessible(desk)
    desk.locator(".acting--office button").click()
    desk.get_by_role("heading", name="La atención terminó").wait_for()
    assert_accessible(desk)
    with desk.expect_download() as printed:
        desk.get_by_role("link", name="Imprimir el acuse").click()
    assert printed.value.suggested_filename.startswith("attendance-receipt")
    with sqlite_database.read() as session:
        case = session.query(Registration).one()
        assert case.state == "in_review"
    desk.goto(f"{site}/office")
    assert "En ventanilla" in desk.locator("tbody").inner_text()
    assert_accessible(desk)
    desk.goto(f"{site}/cases/registration/{case.id}")
    assert "lo decide alguien más" in desk.locator("main").inner_text()
    assert_accessible(desk)


@pytest.fixture
def relation(sqlite_database: Database) -> Affiliation:
    """A worker in force who agreed on her answers."""
    hashes = hashed(ANSWERS)

    def command(session: Any) -> Affiliation:
        who = parties.household(session, NOON, 50)
        found = parties.affiliation(session, who, NOON, invented_person("worker"), date(2026, 3, 1))
        agree(session, session.get_one(DomesticWorker, found.worker_id).person_id, hashes, NOON)
        return found

    return sqlite_database.run(command)


def test_a_caller_is_known_by_her_answers_and_confirms(
    desk: Page, site: str, relation: Affiliation, sqlite_database: Database
) -> None:
    desk.get_by_role("link", name="Teléfono").click()
    desk.locator("#office").select_option("CMX")
    assert_accessible(desk)
    answer(desk, who=str(relation.worker_curp), **{**ANSWERS, "grandmother": "otra"})
    assert "No se pudo comprobar quién llama" in desk.locator("[role=alert]").inner_text()
    assert desk.locator("#grandmother").input_value() == ""
    assert_accessible(desk)
    answer(desk, **ANSWERS)
    desk.get_by_role("heading", name="Lo que se puede hacer por teléfono").wait_for()
    assert_accessible(desk)
    desk.locator("form[action*='/confirmations/'] button").click()
    desk.locator("[role=status]").wait_for()
    with sqlite_database.read() as session:
        assert session.query(Confirmation).one().state == "confirmed"
    desk.goto(f"{site}/me/relations/{relation.id}/dispute")
    assert_accessible(desk)
    desk.goto(f"{site}/me")
    assert "Por teléfono no se puede hacer esto" in desk.locator("main").inner_text()
    assert_accessible(desk)


@pytest.fixture
def filed(sqlite_database: Database) -> tuple[Affiliation, Registration, str, str]:
    """An enrolment filed incomplete, a registration refused, and the user names of their households."""
    password = hash_password(PASSWORD)

    def name_of(session: Any, who: Any) -> str:
        login = session.get_one(Login, who.actor.login_id)
        change_password(session, login.id, password, NOON)
        return str(login.username)

    def command(session: Any) -> tuple[Affiliation, Registration, str, str]:
        who, other = parties.household(session, NOON, 60), parties.payer(session, NOON, 61)
        draft = parties.draft(session, who, NOON, invented_person("missing"), date(2026, 3, 1), pay_amount=None)
        service.file_incomplete(session, Affiliation, draft.id, who.actor, NOON)
        refused = parties.registration(session, other, NOON, curp=ODD)
        later = NOON + timedelta(hours=1)
        fire(session, refused, "refuse", parties.official(session, NOON), later, comment="El nombre no coincide.")
        return draft, refused, name_of(session, who), name_of(session, other)

    return sqlite_database.run(command)


def test_the_household_reads_the_refusal_and_what_an_incomplete_filing_lacks(
    chromium: Browser, site: str, filed: tuple[Affiliation, Registration, str, str]
) -> None:
    incomplete, refused, files, was_refused = filed
    with opened(chromium, width=PHONE) as page:
        sign_in(page, site, was_refused)
        page.goto(f"{site}/home")
        text = page.locator("main").inner_text()
        assert "El nombre no coincide." in text
        assert "LSS 294" in text
        assert_accessible(page)
        page.goto(f"{site}/cases/registration/{refused.id}")
        assert_accessible(page)
    with opened(chromium, width=PHONE) as page:
        sign_in(page, site, files)
        page.goto(f"{site}/home/workers/{incomplete.id}")
        assert page.get_by_role("link", name="Imprimir el acuse").count() == 1
        assert_accessible(page)


def test_the_office_hands_a_case_on_and_agrees_on_answers(
    desk: Page, site: str, sqlite_database: Database, chromium: Browser, login_of: Callable[..., Login]
) -> None:
    case = sqlite_database.run(
        lambda session: parties.registration(session, parties.payer(session, NOON, 62), NOON, curp=ODD)
    )
    desk.goto(f"{site}/cases/registration/{case.id}")
    desk.locator("#act-transfer > summary").click()
    assert_accessible(desk)
    desk.locator("#transfer-to_office").select_option("JAL")
    desk.locator("#transfer-comment").fill("La casa está en Jalisco.")
    desk.locator(f'form[action$="{case.id}/transfer"] button').click()
    desk.locator("[role=status]").wait_for()
    assert_accessible(desk)
    desk.goto(f"{site}/office/certificates-of-ended-relations")
    assert_accessible(desk)
    login_of("ana", "domestic_worker")
    with opened(chromium, width=PHONE) as page:
        sign_in(page, site, "ana")
        page.goto(f"{site}/account/telephone-answers")
        assert_accessible(page)
        answer(page, **ANSWERS)
        page.locator("[role=status]").wait_for()
