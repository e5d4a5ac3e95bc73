"""Days as they are, in a real browser on a telephone: by the hour, next month in one tap, August away, her page."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from enrolment.models import Affiliation
from tests.browser import PHONE, opened
from tests.conftest import NOON
from tests.enrolment import parties
from tests.journeys.steps import fill, go_on, look, press_button, press_link, sign_in
from tests.web.at_home import only
from tests.web.conftest import HASH
from tests.web.test_household import enrolled_household
from workflow.database import Database
from workflow.people import Login

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("in_march")]


def with_password(database: Database, login: Login) -> str:
    """The user name of a login that can now sign in by typing."""
    with database.write() as session:
        known = session.get_one(Login, login.id)
        known.password = HASH
        return known.username


def test_days_as_life_has_them(
    chromium: Browser,
    site: str,
    sqlite_database: Database,
) -> None:
    household = with_password(sqlite_database, enrolled_household(sqlite_database))
    case = only(sqlite_database, Affiliation)
    with sqlite_database.write() as session:
        her = session.get_one(Login, parties.worker_actor(session, case, NOON).login_id)
    worker = with_password(sqlite_database, her)
    with opened(chromium, width=PHONE) as page:
        sign_in(page, site, household)
        _next_month_in_one_tap(page, site)
        _august_away(page, site, str(case.id))
        _by_the_hour(page, site, str(case.id))
    with opened(chromium, width=PHONE) as page:
        sign_in(page, site, worker)
        _what_she_reads(page, site, str(case.id))


def _next_month_in_one_tap(page: Page, site: str) -> None:
    page.goto(f"{site}/home")
    expect(page.get_by_text("4 lunes (6, 13, 20, 27)")).to_be_visible()
    look(page, "1-dashboard")
    press_button(page, "Sí, son esos días")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("4 lunes (6, 13, 20, 27)")).to_have_count(0)
    look(page, "2-relation")


def _august_away(page: Page, site: str, case: str) -> None:
    page.goto(f"{site}/home/workers/{case}/pause")
    look(page, "3-pause")
    fill(page, kind="pause", first_day="1/8/2026", last_day="31/8/2026")
    go_on(page)
    expect(page.get_by_text("Pausa sin trabajo ni pago")).to_be_visible()
    page.goto(f"{site}/home/workers/{case}/vacation")
    fill(page, first_day="9/3/2026", last_day="13/3/2026")
    go_on(page)
    expect(page.get_by_text(re.compile("Vacaciones pagadas: 9, 10, 11, 12, 13"))).to_be_visible()
    look(page, "4-relation-with-days")
    press_link(page, re.compile("Acortar o quitar.*Pausa"))
    look(page, "5-shorten")


def _by_the_hour(page: Page, site: str, case: str) -> None:
    page.goto(f"{site}/home/workers/{case}/change")
    page.get_by_text("¿Otras horas según el día?").first.click()
    fill(page, change_from="2/3/2026", pay_each="hour", pay_amount="75")
    page.get_by_label("Viernes", exact=True).last.fill("4")
    look(page, "6-change")
    go_on(page)
    expect(page.get_by_text("lunes 8 h, miércoles 8 h y viernes 4 h")).to_be_visible()
    look(page, "7-preview")


def _what_she_reads(page: Page, site: str, case: str) -> None:
    page.goto(f"{site}/me/relations/{case}")
    expect(page.get_by_text("Descanso por ley, pagado: 16")).to_be_visible()
    look(page, "8-hers")
    page.goto(f"{site}/me/relations/{case}/pay")
    fill(page, how="received", amount="700", each="visit", since="1/3/2026")
    look(page, "9-pay-said")
    go_on(page)
    expect(page.get_by_text("Quedó anotado.")).to_be_visible()
