"""Incapacity in a real browser: the household writes a certificate down, she sees her weeks, the office looks."""

import os
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.insurance.certified_models import CertifiedPeriod
from enrolment.models import DomesticWorker
from enrolment.people.invented import invented_person
from tests.browser import DESK, PHONE, chromium, opened  # noqa: F401 - a fixture
from tests.conftest import NOON
from tests.enrolment import parties
from tests.journeys.test_household_journey import fill, go_on, look, sign_in
from tests.web.at_home import in_march  # noqa: F401 - a fixture
from tests.web.conftest import HASH, app, site  # noqa: F401 - fixtures
from workflow.database import Database
from workflow.logins import open_login
from workflow.people import Login

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("in_march")]
WORKER = invented_person("certified on a journey")
SHOTS = os.environ.get("SHOTS")


def seen(page: Page, name: str, scripts: bool) -> None:
    """Look at the page, and keep its picture where somebody asked for pictures."""
    look(page, scripts)
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


def people(database: Database) -> str:
    """A household with an enrolled worker and a draft, the worker's own login, and a caseworker."""

    def command(session: Session) -> str:
        who = parties.household(session, NOON, 1)
        case = parties.affiliation(session, who, NOON, WORKER, date(2026, 3, 2), terms=parties.LIVE_IN)
        parties.draft(session, who, NOON, invented_person("to be asked"), date(2026, 3, 2))
        household = session.get_one(Login, who.actor.login_id)
        household.username, household.password = "hogar", HASH
        her = session.scalars(select(DomesticWorker)).one().person
        open_login(session, "ella", HASH, ["domestic_worker"], NOON, her)
        open_login(session, "oficina", HASH, ["caseworker"], NOON, None)
        return str(case.id)

    return database.run(command)


@pytest.mark.parametrize(
    ("width", "locale", "scripts"), [(PHONE, "es-MX", True), (PHONE, "es-MX", False), (DESK, "en-US", True)]
)
def test_a_certificate_from_the_household_to_the_office(
    chromium: Browser,  # noqa: F811
    site: str,  # noqa: F811
    sqlite_database: Database,
    width: int,
    locale: str,
    scripts: bool,
) -> None:
    relation = people(sqlite_database)
    with opened(chromium, width=width, locale=locale, scripts=scripts) as page:
        sign_in(page, site, "hogar")
        page.goto(f"{site}/home/workers/{relation}/incapacity")
        seen(page, f"{width}-1-empty", scripts)
        fill(page, kind="maternity", folio="XA 000-123", first_day="5/3/2026", last_day="1/3/2026")
        page.locator("main form .actions button").first.click()
        expect(page.locator(".error-summary")).to_have_count(1)
        seen(page, f"{width}-2-refused", scripts)
        fill(page, last_day="27/5/2026")
        go_on(page)
        seen(page, f"{width}-3-written", scripts)
        page.goto(f"{site}/home/workers/{relation}/end")
        fill(page, ended_on="5/3/2026", end_reason="agreement", understood="y")
        go_on(page)
        page.goto(f"{site}/home/workers/{relation}/incapacity")
        page.locator('a[href*="/cases/awaited_end/"], a[href*="/cases/contribution_period/"], .tasks a').first.click()
        seen(page, f"{width}-4-case", scripts)
        page.goto(f"{site}/home/workers/{relation}/situation")
        seen(page, f"{width}-5-situation", scripts)
        fill(page, pension="old_age", housing_credit="has")
        go_on(page)
        seen(page, f"{width}-6-told", scripts)
    with opened(chromium, width=width, locale=locale, scripts=scripts) as page:
        sign_in(page, site, "ella")
        page.goto(f"{site}/me/incapacity")
        seen(page, f"{width}-7-hers", scripts)
        page.goto(f"{site}/me/situation")
        seen(page, f"{width}-8-her-answers", scripts)
    with sqlite_database.read() as session:
        certificate = session.scalars(select(CertifiedPeriod.id)).one()
    with opened(chromium, width=width, locale=locale, scripts=scripts) as page:
        sign_in(page, site, "oficina")
        page.goto(f"{site}/cases/certified_period/{certificate}")
        seen(page, f"{width}-9-office", scripts)
        page.goto(f"{site}/office/relations/{relation}/incapacity")
        seen(page, f"{width}-10-office-page", scripts)
