"""On a telephone: somebody complains, comes back with folio and secret, says more when the page has ended; at the desk
an officer finds it first."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import DESK, PHONE, assert_accessible, chromium, opened  # noqa: F401 - a fixture
from tests.inspection.officers import CDMX
from tests.web.conftest import PASSWORD, app, login_of, site  # noqa: F401 - fixtures of the pages
from web.inspection import following
from workflow.database import Database
from workflow.people import Login

pytestmark = pytest.mark.browser
SHOTS = os.environ.get("SHOTS_OF_JOURNEYS")  # a folder, for whoever wants to look at the pages


def look(page: Page, name: str) -> None:
    assert_accessible(page)
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


def press(page: Page, form: str = "main form") -> None:
    page.locator(f"{form} .actions button").last.click()


def read_at_the_desk(page: Page, site: str, folio: str) -> None:  # noqa: F811
    """Sign in, find the complaint first, read it, open who complained."""
    page.goto(f"{site}/account/sign-in")
    page.fill("#username", "triaje")
    page.fill("#password", PASSWORD)
    press(page)
    expect(page).to_have_url(re.compile("/inspection$"))
    look(page, "10-desk")
    page.locator("a", has_text=folio).last.click()
    expect(page.get_by_text("Hoy tampoco.")).to_be_visible()
    look(page, "11-case")
    page.goto(page.url.replace("/cases/complaint/", "/inspection/complaints/") + "/identity")
    look(page, "12-identity")
    page.fill("#reason", "Para preguntarle el número de la casa.")
    press(page)
    look(page, "13-shown")


def test_from_the_first_page_to_the_desk(
    chromium: Browser,  # noqa: F811
    site: str,  # noqa: F811
    login_of: Callable[..., Login],  # noqa: F811
    sqlite_database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with opened(chromium, width=PHONE) as page:
        page.goto(f"{site}/for-workers")
        page.get_by_role("link", name="Contar un problema de trabajo").first.click()
        look(page, "1-new")
        press(page)
        expect(page.locator(".error-summary")).to_have_count(1)
        look(page, "2-empty")
        page.locator("label", has_text="No la dejan salir").click()
        page.fill("#told", "No me deja salir los domingos.")
        page.fill("#town", "06700")
        page.locator("label", has_text="Solo una carta").click()
        press(page)
        look(page, "3-received")
        folio, secret = page.locator(".big__value").all_inner_texts()
        assert page.url == f"{site}/complaints/new"

        page.goto(f"{site}/complaints/follow")
        look(page, "4-follow")
        page.fill("#folio", folio)
        page.fill("#secret", "2222-2222-2222")
        press(page)
        expect(page.locator(".error-summary")).to_have_count(1)
        look(page, "5-wrong")
        page.fill("#secret", secret.lower())
        press(page)
        look(page, "6-followed")
        page.get_by_text("Decir algo más").click()
        page.fill("#told", "Hoy tampoco.")
        with monkeypatch.context() as later:
            later.setattr(following, "SECONDS", -1)
            page.get_by_role("button", name="Enviar").click()
        look(page, "7-ended")
        page.fill("#folio", folio)
        page.fill("#secret", secret)
        press(page)
        expect(page.get_by_role("status")).to_contain_text("Quedó guardado")
        look(page, "8-kept")
        page.get_by_text("Pedir que ya no se siga").click()
        look(page, "9-withdraw")

    officer = login_of("triaje", "triage")

    def serve(session) -> None:  # type: ignore[no-untyped-def]
        session.get_one(Login, officer.id).offices = [CDMX]

    sqlite_database.run(serve)
    with opened(chromium, width=DESK) as page:
        read_at_the_desk(page, site, folio)
