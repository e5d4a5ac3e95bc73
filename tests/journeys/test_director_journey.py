"""A director assigns, hands over everything of an inspector who fell ill, takes it back; an inspector has her day."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy.orm import Session

from tests.browser import DESK, PHONE, assert_accessible, chromium, opened  # noqa: F401 - a fixture
from tests.inspection.visiting import OFFICE, Field
from tests.web.conftest import PASSWORD, app, login_of, site  # noqa: F401 - fixtures of the pages
from workflow.clock import real_now
from workflow.database import Database
from workflow.people import Login

pytestmark = [pytest.mark.browser, pytest.mark.rows(12)]
SHOTS = os.environ.get("SHOTS_OF_JOURNEYS")  # a folder, for whoever wants to look at the pages


def look(page: Page, name: str) -> None:
    assert_accessible(page)
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


def sign_in(page: Page, site: str, who: str) -> None:  # noqa: F811
    page.goto(f"{site}/account/sign-in")
    page.fill("#username", who)
    page.fill("#password", PASSWORD)
    page.locator("main form .actions button").last.click()


@pytest.fixture
def folio(login_of: Callable[..., Login], sqlite_database: Database) -> str:  # noqa: F811
    """A director and two inspectors; one inspection waits, others are under way."""
    people = {role: login_of(name, role) for name, role in (("luisa", "director"), ("ines", "inspector"))}
    other = login_of("marta", "inspector")

    def enter(session: Session) -> str:
        for login in (*people.values(), other):
            session.get_one(Login, login.id).offices = [OFFICE]
        session.flush()
        field = Field(session, at=real_now().replace(hour=16))
        for name, login in (("director", people["director"]), ("inspector", people["inspector"]), ("second", other)):
            setattr(field, name, session.get_one(Login, login.id).as_actor())
        field.credential(field.inspector)
        field.credential(field.second)
        field.ordered()
        field.consent(field.under_way("extraordinary"))
        field.open()
        return field.file.folio

    return sqlite_database.run(enter)


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_director_assigns_hands_over_and_takes_back(
    chromium: Browser,  # noqa: F811
    site: str,  # noqa: F811
    folio: str,
    width: int,
) -> None:
    with opened(chromium, width=width) as page:
        sign_in(page, site, "luisa")
        page.goto(f"{site}/inspection/board")
        look(page, f"board-{width}")
        page.get_by_role("link", name="Asignación").first.click()
        look(page, f"assignment-{width}")
        page.get_by_role("link", name="Elegir quién va").first.click()
        look(page, f"choose-{width}")
        page.locator("label", has_text="Ana López: 2 abiertas").click()
        page.locator("main form .actions button").last.click()
        expect(page.get_by_role("status")).to_be_visible()

        page.goto(f"{site}/inspection/assignment")
        page.get_by_role("link", name="Repartir sus inspecciones").first.click()
        look(page, f"hand-over-{width}")
        page.locator("main .choices label").first.click()
        page.fill("#comment", "Enfermó esta mañana.")
        page.locator("main form .actions button").last.click()
        expect(page.get_by_text("Se puede deshacer hasta")).to_be_visible()
        look(page, f"batch-{width}")
        page.fill("#comment", "Ya volvió.")
        page.get_by_role("button", name="Deshacer el reparto").click()
        expect(page.get_by_text("Inspecciones devueltas")).to_be_visible()
        for name in ("absences", "credentials", "programme", "programme/09015", "search?text=invento"):
            page.goto(f"{site}/inspection/{name}")
            look(page, f"{name.partition('?')[0].replace('/', '-')}-{width}")
        page.get_by_role("link", name=folio).first.click()
        page.get_by_role("link", name="Línea de tiempo del expediente").click()
        look(page, f"timeline-{width}")

    with opened(chromium, width=width) as page:
        sign_in(page, site, "ines")
        expect(page.get_by_role("heading", name="Mi día")).to_be_visible()
        look(page, f"day-{width}")
        page.get_by_role("link", name="Mi calendario").click()
        page.get_by_role("button", name="Crear mi dirección").click()
        expect(page.get_by_text(".ics")).to_be_visible()
        look(page, f"calendar-{width}")
