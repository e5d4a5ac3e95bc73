"""Incapacity in a real browser: the household writes a certificate down, she sees her weeks, the office looks."""

from datetime import date

import pytest
from playwright.sync_api import Browser
from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.insurance.certified_models import CertifiedPeriod
from enrolment.models import DomesticWorker
from enrolment.people.invented import invented_person
from tests.browser import DESK, PHONE, opened
from tests.conftest import NOON
from tests.enrolment import parties
from tests.journeys.steps import fill, go_on, go_on_refused, look, press, sign_in
from tests.web.conftest import HASH
from workflow.database import Database
from workflow.logins import open_login
from workflow.people import Login

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("in_march")]
WORKER = invented_person("certified on a journey")


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
    chromium: Browser,
    site: str,
    sqlite_database: Database,
    width: int,
    locale: str,
    scripts: bool,
) -> None:
    relation = people(sqlite_database)
    with opened(chromium, width=width, locale=locale, scripts=scripts) as page:
        sign_in(page, site, "hogar")
        page.goto(f"{site}/home/workers/{relation}/incapacity")
        look(page, "1-empty", scripts=scripts)
        fill(page, kind="maternity", folio="XA 000-123", first_day="5/3/2026", last_day="1/3/2026")
        go_on_refused(page)
        look(page, "2-refused", scripts=scripts)
        fill(page, last_day="27/5/2026")
        go_on(page)
        look(page, "3-written", scripts=scripts)
        page.goto(f"{site}/home/workers/{relation}/end")
        fill(page, ended_on="5/3/2026", end_reason="agreement", understood="y")
        go_on(page)
        page.goto(f"{site}/home/workers/{relation}/incapacity")
        press(page, 'a[href*="/cases/awaited_end/"], a[href*="/cases/contribution_period/"], .tasks a')
        look(page, "4-case", scripts=scripts)
        page.goto(f"{site}/home/workers/{relation}/situation")
        look(page, "5-situation", scripts=scripts)
        fill(page, pension="old_age", housing_credit="has")
        go_on(page)
        look(page, "6-told", scripts=scripts)
    with opened(chromium, width=width, locale=locale, scripts=scripts) as page:
        sign_in(page, site, "ella")
        page.goto(f"{site}/me/incapacity")
        look(page, "7-hers", scripts=scripts)
        page.goto(f"{site}/me/situation")
        look(page, "8-her-answers", scripts=scripts)
    with sqlite_database.read() as session:
        certificate = session.scalars(select(CertifiedPeriod.id)).one()
    with opened(chromium, width=width, locale=locale, scripts=scripts) as page:
        sign_in(page, site, "oficina")
        page.goto(f"{site}/cases/certified_period/{certificate}")
        look(page, "9-office", scripts=scripts)
        page.goto(f"{site}/office/relations/{relation}/incapacity")
        look(page, "10-office-page", scripts=scripts)
