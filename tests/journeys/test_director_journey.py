"""A director assigns, hands over everything of an inspector who fell ill, takes it back; an inspector has her day."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy.orm import Session

from tests.browser import DESK, PHONE, opened
from tests.inspection.visiting import OFFICE, Field
from tests.journeys.steps import look, press, press_button, press_link, sign_in
from workflow.clock import real_now
from workflow.database import Database
from workflow.people import Login

pytestmark = [pytest.mark.browser, pytest.mark.rows(12)]


@pytest.fixture
def folio(login_of: Callable[..., Login], sqlite_database: Database) -> str:
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
    chromium: Browser,
    site: str,
    folio: str,
    width: int,
) -> None:
    with opened(chromium, width=width) as page:
        sign_in(page, site, "luisa")
        page.goto(f"{site}/inspection/board")
        look(page, "board")
        press_link(page, "Asignación")
        look(page, "assignment")
        press_link(page, "Elegir quién va")
        look(page, "choose")
        page.locator("label", has_text="Ana López. Abiertas: 2.").click()
        press(page, page.locator("main form .actions button").last)
        expect(page.get_by_role("status")).to_be_visible()

        page.goto(f"{site}/inspection/assignment")
        press_link(page, "Repartir sus inspecciones")
        look(page, "hand-over")
        page.locator("main .choices label").first.click()
        page.fill("#comment", "Enfermó esta mañana.")
        press(page, page.locator("main form .actions button").last)
        expect(page.get_by_text("Se puede deshacer hasta")).to_be_visible()
        look(page, "batch")
        page.fill("#comment", "Ya volvió.")
        press_button(page, "Deshacer el reparto")
        expect(page.get_by_text("Inspecciones devueltas")).to_be_visible()
        for name in ("absences", "credentials", "programme", "programme/09015", "search?text=invento"):
            page.goto(f"{site}/inspection/{name}")
            look(page, f"{name.partition('?')[0].replace('/', '-')}")
        press_link(page, folio)
        press_link(page, "Línea de tiempo del expediente")
        look(page, "timeline")

    with opened(chromium, width=width) as page:
        sign_in(page, site, "ines")
        expect(page.get_by_role("heading", name="Mi día")).to_be_visible()
        look(page, "day")
        press_link(page, "Mi calendario")
        press_button(page, "Crear mi dirección")
        expect(page.get_by_text(".ics")).to_be_visible()
        look(page, "calendar")
