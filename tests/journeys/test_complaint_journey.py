"""On a telephone: somebody complains, comes back with folio and secret, says more when the page has ended; at the desk
an officer finds it first."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import DESK, PHONE, opened
from tests.inspection.officers import CDMX
from tests.journeys.steps import go_on_refused, look, press, press_button, press_link, send, sign_in
from web.inspection import following
from workflow.database import Database
from workflow.people import Login

pytestmark = pytest.mark.browser


def read_at_the_desk(page: Page, site: str, folio: str) -> None:
    """Sign in, find the complaint first, read it, open who complained."""
    sign_in(page, site, "triaje")
    expect(page).to_have_url(re.compile("/inspection$"))
    look(page, "10-desk")
    press(page, page.locator("a", has_text=folio).last)
    expect(page.get_by_text("Hoy tampoco.")).to_be_visible()
    look(page, "11-case")
    page.goto(page.url.replace("/cases/complaint/", "/inspection/complaints/") + "/identity")
    look(page, "12-identity")
    page.fill("#reason", "Para preguntarle el número de la casa.")
    send(page)
    look(page, "13-shown")


def test_from_the_first_page_to_the_desk(
    chromium: Browser,
    site: str,
    login_of: Callable[..., Login],
    sqlite_database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with opened(chromium, width=PHONE) as page:
        page.goto(f"{site}/for-workers")
        press_link(page, "Contar un problema de trabajo")
        look(page, "1-new")
        go_on_refused(page)
        look(page, "2-empty")
        page.locator("label", has_text="No la dejan salir").click()
        page.fill("#told", "No me deja salir los domingos.")
        page.fill("#town", "06700")
        page.locator("label", has_text="Solo una carta").click()
        send(page)
        look(page, "3-received")
        expect(page.locator(".big__value")).to_have_count(2)
        folio, secret = page.locator(".big__value").all_inner_texts()
        assert page.url == f"{site}/complaints/new"

        page.goto(f"{site}/complaints/follow")
        look(page, "4-follow")
        page.fill("#folio", folio)
        page.fill("#secret", "2222-2222-2222")
        go_on_refused(page)
        look(page, "5-wrong")
        page.fill("#secret", secret.lower())
        send(page)
        look(page, "6-followed")
        page.get_by_text("Decir algo más").click()
        page.fill("#told", "Hoy tampoco.")
        with monkeypatch.context() as later:
            later.setattr(following, "SECONDS", -1)
            press_button(page, "Enviar")
        look(page, "7-ended")
        page.fill("#folio", folio)
        page.fill("#secret", secret)
        send(page)
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
