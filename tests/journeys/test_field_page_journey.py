"""At a door with a telephone: the signal goes, the page is closed and opened again, the session ends; everything that
was written arrives once, and the acta is closed by one of two."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import select

from inspection.evidence.evidence_models import Evidence
from inspection.visit.inspection_models import Inspection
from inspection.visit.record_models import Answer, Interview, Participant
from tests.browser import PHONE, assert_accessible, chromium, opened  # noqa: F401 - a fixture
from tests.inspection.visiting import Field
from tests.web.conftest import HASH, PASSWORD, app, site  # noqa: F401 - fixtures of the pages
from tests.workflow.test_received_files import picture
from workflow.database import Database
from workflow.people import Login

pytestmark = pytest.mark.browser
SHOTS = os.environ.get("SHOTS_OF_JOURNEYS")  # a folder, for whoever wants to look at the pages
HERE = "Guardado en este teléfono, sin enviar"


def look(page: Page, name: str) -> None:
    assert_accessible(page)
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"field-{name}.png", full_page=True)


@pytest.fixture
def visit(sqlite_database: Database) -> Inspection:
    """A visit under way, made by two inspectors who can sign in."""
    with sqlite_database.write() as session:
        at = Field(session)
        case = at.under_way("extraordinary")
        both = {"inspector_id": at.inspector.login_id, "second_inspector_id": at.second.login_id}
        case = at.take(case, "reassign", at.director, **both)
        for name, login_id in (("luz", at.inspector.login_id), ("sol", at.second.login_id)):
            login = session.get_one(Login, login_id)
            login.username, login.password = name, HASH
        return case  # type: ignore[no-any-return]


def sign_in(page: Page, site: str, name: str, visit: Inspection) -> None:  # noqa: F811
    page.goto(f"{site}/account/sign-in?next=/inspection/visits/{visit.id}/field")
    page.fill("#username", name)
    page.fill("#password", PASSWORD)
    page.locator("main form .actions button").last.click()
    expect(page.locator("[data-visit][data-ready]")).to_have_count(1)


def part(page: Page, code: str) -> None:
    """Unfold a part of the page."""
    if page.locator(f"#{code}").get_attribute("open") is None:
        page.locator(f"#{code} > summary").click()


def press(page: Page, form: str) -> None:
    page.locator(f"#form-{form} > button").click()


def choose(page: Page, field: str, value: str) -> None:
    page.locator(f"input[name='{field}'][value='{value}']").check(force=True)


def line(page: Page, form: str):  # type: ignore[no-untyped-def]
    return page.locator(f"#form-{form} [data-sync]")


def kept(page: Page) -> str:
    """Everything that the telephone keeps, as anybody who finds it could read it."""
    return str(page.evaluate("JSON.stringify(localStorage)"))


def answer_contract(page: Page) -> None:
    part(page, "section-contract")
    choose(page, "item9-result", "breach")
    page.locator("[aria-labelledby=item9] details > summary").click()
    page.fill("[name='item9-evidence']", "No hay contrato.")
    page.fill("[name='item9-workers']", "1")


def interview(page: Page) -> None:
    part(page, "act-interview")
    choose(page, "interview-place", "neutral_place")
    page.check("[name='interview-consented']", force=True)
    page.fill("[name='interview-name']", "Rosa Prueba")
    page.fill("[name='interview-statement']", "Trabajo doce horas y no descanso.")


def test_the_signal_goes_and_everything_arrives_once(
    chromium: Browser,  # noqa: F811
    site: str,  # noqa: F811
    visit: Inspection,
    sqlite_database: Database,
) -> None:
    context = chromium.new_context(
        viewport={"width": PHONE, "height": 800}, locale="es-MX", timezone_id="America/Mexico_City",
        reduced_motion="reduce",
    )  # fmt: skip
    page = context.new_page()
    sign_in(page, site, "luz", visit)
    look(page, "1-begun")
    part(page, "act-record_participant")
    choose(page, "record_participant-part", "inspector")
    page.fill("[name='record_participant-name']", "Luz Vista")
    page.check("[name='record_participant-signed']", force=True)
    press(page, "record_participant")
    expect(line(page, "record_participant")).to_contain_text("Enviado a las")
    expect(page.locator("[data-lines=record_participant]")).to_contain_text("Luz Vista")

    context.set_offline(True)
    answer_contract(page)
    press(page, "contract")
    expect(line(page, "contract")).to_have_text(HERE)
    interview(page)
    press(page, "interview")
    part(page, "section-pay")
    choose(page, "item15-result", "complies")  # typed and not sent
    expect(line(page, "pay")).to_have_text(HERE)
    expect(page.locator("[data-bar]")).to_contain_text("Sin conexión")
    look(page, "2-offline")
    assert "afilia-visit" in kept(page)
    assert not re.search("Rosa|doce horas|contrato", kept(page)), "a telephone that is found tells nothing"
    assert rows(sqlite_database) == (0, 0, 1, 0)

    page.close()
    context.set_offline(False)
    page = context.new_page()
    page.goto(f"{site}/inspection/visits/{visit.id}/field")
    expect(line(page, "contract")).to_contain_text("Enviado a las")
    expect(page.locator("[data-lines=interview] li")).to_have_count(1)
    assert rows(sqlite_database) == (1, 1, 1, 0)
    assert page.locator("input[name='item15-result'][value='complies']").is_checked()
    expect(line(page, "pay")).to_have_text(HERE)
    press(page, "pay")
    expect(line(page, "pay")).to_contain_text("Enviado a las")
    assert rows(sqlite_database) == (2, 1, 1, 0)
    expect(page.locator("[data-bar]")).to_contain_text("Enviado a las")
    assert "afilia-visit" not in kept(page)
    look(page, "3-arrived")
    photograph(page, context, sqlite_database)
    session_ends(page, context, site, sqlite_database)
    close_the_acta(page, chromium, site, visit)
    context.close()
    with sqlite_database.read() as session:
        assert session.get_one(Inspection, visit.id).acta_closed_at is not None


def photograph(page: Page, context: BrowserContext, database: Database) -> None:
    """A picture that waits for the signal while the page is open."""
    part(page, "act-add_evidence")
    choose(page, "add_evidence-shows", "outside")
    page.set_input_files("[name='add_evidence-files']", {"name": "foto.jpg", "mimeType": "image/jpeg",
                                                          "buffer": picture()})  # fmt: skip
    context.set_offline(True)
    press(page, "add_evidence")
    expect(line(page, "add_evidence")).to_contain_text("vuelva a elegir los archivos")
    context.set_offline(False)
    expect(line(page, "add_evidence")).to_contain_text("Enviado a las", timeout=10_000)
    assert rows(database)[3] == 1


def session_ends(page: Page, context: BrowserContext, site: str, database: Database) -> None:  # noqa: F811
    """What is written while nobody is signed in any more goes on after signing in."""
    part(page, "section-time")
    choose(page, "item19-result", "breach")
    page.locator("[aria-labelledby=item19] details > summary").click()
    page.fill("[name='item19-evidence']", "Diez horas al día.")
    page.fill("[name='item19-workers']", "1")
    context.clear_cookies()
    press(page, "time")
    expect(page.locator("[data-bar]")).to_contain_text("Su sesión terminó")
    look(page, "4-session")
    before = rows(database)
    page.locator("[data-bar] a").click()
    page.fill("#username", "luz")
    page.fill("#password", PASSWORD)
    page.locator("main form .actions button").last.click()
    expect(line(page, "time")).to_contain_text("Enviado a las")
    assert rows(database)[0] == before[0] + 1


def close_the_acta(page: Page, chromium: Browser, site: str, visit: Inspection) -> None:  # noqa: F811
    """Both have the page open; one closes the acta, the other is told so and keeps what was typed."""

    def closing(page: Page) -> None:
        part(page, "act-close_acta")
        page.fill("[name='close_acta-ended_at']", "8/6/2026 10:00")
        page.fill("[name='close_acta-women']", "1")
        page.fill("[name='close_acta-men']", "0")
        page.fill("[name='close_acta-no_witness_reason']", "Nadie quiso.")
        page.fill("[name='close_acta-copies_to']", "Ana Prueba")
        choose(page, "close_acta-electronic_notices", "no")
        press(page, "close_acta")

    with opened(chromium, width=PHONE) as other:
        sign_in(other, site, "sol", visit)
        page.reload()
        expect(page.locator("[data-visit][data-ready]")).to_have_count(1)
        closing(page)
        expect(page.locator("h1 ~ p .badge").first).not_to_have_text("En diligencia")
        look(page, "5-closed")
        closing(other)
        expect(other.locator("#form-close_acta .error-summary")).to_be_visible()
        assert other.input_value("[name='close_acta-copies_to']") == "Ana Prueba"
        look(other, "6-told")
        other.reload()
        expect(other.locator("[data-left]")).to_contain_text("Ana Prueba")
        look(other, "7-left-over")
        other.on("dialog", lambda dialog: dialog.accept())
        other.locator("form[data-sign-out] button").click()
        expect(other.locator("[data-visit]")).to_have_count(0)
        assert "afilia-visit" not in kept(other)


def rows(database: Database) -> tuple[int, int, int, int]:
    """How many answers, interviews, participants and files there are."""
    with database.read() as session:
        answers, interviews, people, files = (
            len(session.scalars(select(model)).all()) for model in (Answer, Interview, Participant, Evidence)
        )
    return answers, interviews, people, files


def test_without_scripts_every_part_is_an_ordinary_form(
    chromium: Browser,  # noqa: F811
    site: str,  # noqa: F811
    visit: Inspection,
    sqlite_database: Database,
) -> None:
    with opened(chromium, width=PHONE, scripts=False) as page:
        page.goto(f"{site}/account/sign-in?next=/inspection/visits/{visit.id}/field")
        page.fill("#username", "luz")
        page.fill("#password", PASSWORD)
        page.locator("main form .actions button").last.click()
        part(page, "section-contract")
        choose(page, "item9-result", "breach")
        press(page, "contract")
        expect(page.locator(".error-summary a").first).to_be_visible()
        page.fill("[name='item9-evidence']", "No hay contrato.")
        page.fill("[name='item9-workers']", "1")
        press(page, "contract")
        expect(page.get_by_role("status").first).to_contain_text("quedaron guardadas")
    assert rows(sqlite_database) == (1, 0, 0, 0)


def test_the_key_of_what_is_kept_is_not_the_telephones(
    chromium: Browser,  # noqa: F811
    site: str,  # noqa: F811
    visit: Inspection,
) -> None:
    """Another inspector on the same telephone finds nothing of what the first has written."""
    with opened(chromium, width=PHONE) as page:
        sign_in(page, site, "luz", visit)
        interview(page)
        expect(line(page, "interview")).to_have_text(HERE)
        page.context.clear_cookies()
        sign_in(page, site, "sol", visit)
        assert page.input_value("[name='interview-statement']") == ""
        page.context.clear_cookies()
        sign_in(page, site, "luz", visit)
        assert page.input_value("[name='interview-statement']") == "Trabajo doce horas y no descanso."
