"""The counter, the telephone and what people take home, in a real browser: at a desk, and on the household's phone."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from enrolment import service
from enrolment.attending.agreed_answers import agree, hashed
from enrolment.models import Affiliation, Confirmation, DomesticWorker, Registration
from enrolment.people.invented import invented_person
from tests.browser import DESK, PHONE, opened
from tests.conftest import NOON
from tests.enrolment import parties
from tests.journeys.steps import act, look, press, press_button, press_link, sign_in, unfold
from tests.web.conftest import PASSWORD
from workflow.database import Database
from workflow.engine import fire
from workflow.logins import change_password, hash_password
from workflow.people import Login

pytestmark = pytest.mark.browser
ANSWERS = {"first_school": "Benito Juárez", "childhood_friend": "Lupita", "grandmother": "Eulalia"}
NEW = invented_person("at the counter")
ODD = invented_person("somebody else").curp


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
    press_button(page, "Empezar a atender")
    expect(page.get_by_role("heading", name="¿Qué pide?")).to_be_visible()


def answer(page: Page, **typed: str) -> None:
    """Fill in a page of a draft and go on."""
    for name, value in typed.items():
        page.locator(f"#{name}").fill(value)
    press(page, "main form button.button")


def test_somebody_without_account_is_registered_and_goes_home_with_a_receipt(
    desk: Page, site: str, sqlite_database: Database
) -> None:
    press_link(desk, "Ventanilla")
    look(desk, "1-counter")
    press_button(desk, "Empezar a atender")
    expect(desk.locator(".error-summary")).to_be_visible()
    look(desk, "2-nothing-said")
    press_link(desk, "La persona viene por primera vez")
    for name in ("first_surname", "second_surname"):
        desk.locator(f"#{name}").fill(getattr(NEW, name))
    desk.locator("#given_name").fill(NEW.given_names)
    look(desk, "3-first-visit")
    begin(desk)
    look(desk, "4-what-is-asked")
    press_link(desk, "Como persona empleadora")
    expect(desk.locator(".acting--office")).to_contain_text("está en ventanilla")
    look(desk, "5-acting")
    desk.goto(f"{site}/home/registration/you")
    answer(desk, curp=ODD)
    answer(desk, street="Calle Invento 12", neighbourhood="Roma Norte", postal_code="06700")
    answer(desk)
    desk.locator("label[for=declared]").click()
    look(desk, "6-check")
    press(desk, "form:has(#declared) button.button")
    desk.goto(f"{site}/office/attending")
    look(desk, "7-attending")
    press(desk, ".acting--office button")
    expect(desk.get_by_role("heading", name="La atención terminó")).to_be_visible()
    look(desk, "8-ended")
    with desk.expect_download() as printed:
        desk.get_by_role("link", name="Imprimir el acuse").click()
    assert printed.value.suggested_filename.startswith("attendance-receipt")
    with sqlite_database.read() as session:
        case = session.query(Registration).one()
        assert case.state == "in_review"
    desk.goto(f"{site}/office")
    expect(desk.locator("tbody")).to_contain_text("En ventanilla")
    look(desk, "9-queue")
    desk.goto(f"{site}/cases/registration/{case.id}")
    expect(desk.locator("main")).to_contain_text("lo decide alguien más")
    look(desk, "10-somebody-else-decides")


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
    press_link(desk, "Teléfono")
    desk.locator("#office").select_option("CMX")
    look(desk, "1-telephone")
    answer(desk, who=str(relation.worker_curp), **{**ANSWERS, "grandmother": "otra"})
    expect(desk.locator("[role=alert]")).to_contain_text("No se pudo comprobar quién llama")
    expect(desk.locator("#grandmother")).to_have_value("")
    look(desk, "2-not-known")
    answer(desk, **ANSWERS)
    expect(desk.get_by_role("heading", name="Lo que se puede hacer por teléfono")).to_be_visible()
    look(desk, "3-known")
    press(desk, "form[action*='/confirmations/'] button")
    expect(desk.locator("[role=status]")).to_be_visible()
    with sqlite_database.read() as session:
        assert session.query(Confirmation).one().state == "confirmed"
    desk.goto(f"{site}/me/relations/{relation.id}/dispute")
    look(desk, "4-dispute")
    desk.goto(f"{site}/me")
    expect(desk.locator("main")).to_contain_text("Por teléfono no se puede hacer esto")
    look(desk, "5-not-by-telephone")


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
        expect(page.locator("main")).to_contain_text("El nombre no coincide.")
        expect(page.locator("main")).to_contain_text("LSS 294")
        look(page, "1-refused")
        page.goto(f"{site}/cases/registration/{refused.id}")
        look(page, "2-the-case")
    with opened(chromium, width=PHONE) as page:
        sign_in(page, site, files)
        page.goto(f"{site}/home/workers/{incomplete.id}")
        expect(page.get_by_role("link", name="Imprimir el acuse")).to_have_count(1)
        look(page, "3-filed-incomplete")


def test_the_office_hands_a_case_on_and_agrees_on_answers(
    desk: Page, site: str, sqlite_database: Database, chromium: Browser, login_of: Callable[..., Login]
) -> None:
    case = sqlite_database.run(
        lambda session: parties.registration(session, parties.payer(session, NOON, 62), NOON, curp=ODD)
    )
    desk.goto(f"{site}/cases/registration/{case.id}")
    unfold(desk, "transfer")
    look(desk, "1-hand-on")
    desk.locator("#transfer-to_office").select_option("JAL")
    desk.locator("#transfer-comment").fill("La casa está en Jalisco.")
    act(desk, f"{case.id}/transfer")
    expect(desk.locator("[role=status]")).to_be_visible()
    look(desk, "2-handed-on")
    desk.goto(f"{site}/office/certificates-of-ended-relations")
    look(desk, "3-ended-relations")
    login_of("ana", "domestic_worker")
    with opened(chromium, width=PHONE) as page:
        sign_in(page, site, "ana")
        page.goto(f"{site}/account/telephone-answers")
        look(page, "4-answers")
        answer(page, **ANSWERS)
        expect(page.locator("[role=status]")).to_be_visible()
