"""Another insurance, a pension, a housing credit: asked in plain words, warned of before sending, each look logged."""

from datetime import date

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.insurance.situation_models import Situation
from enrolment.models import DomesticWorker
from enrolment.people.invented import invented_person
from tests.browser import DESK, PHONE, opened
from tests.conftest import NOON
from tests.enrolment import parties
from tests.journeys.steps import fill, go_on, go_on_refused, look, press, sign_in
from tests.web.conftest import HASH
from workflow.database import Database
from workflow.logins import open_login
from workflow.people import AccessLog, Login

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("in_march")]

WORKER = invented_person("pensioner on a journey", born=date(1955, 5, 4))
# April 2026 of 14,000 a month costs 4,001.71; an old-age pensioner owes no disability and life (257.08 + 91.81) and no
# medical care of pensioners (154.25 + 55.09) of it (LSS 196).
WITHOUT_BRANCHES = "$3,443.48"


@pytest.fixture
def draft(sqlite_database: Database) -> str:
    """A household with a password that has written everything about somebody and not sent it, and a caseworker."""

    def command(session: Session) -> str:
        who = parties.household(session, NOON, 1)
        case = parties.draft(session, who, NOON, WORKER, date(2026, 3, 2), terms=parties.LIVE_IN)
        login = session.get_one(Login, who.actor.login_id)
        login.username, login.password = "hogar", HASH
        open_login(session, "oficina", HASH, ["caseworker"], NOON, None)
        return str(case.id)

    return sqlite_database.run(command)


def told_and_sent(page: Page, site: str, draft: str) -> None:
    """From the page before sending to the three questions and back, warned, and sent."""
    sign_in(page, site, "hogar")
    page.goto(f"{site}/home/workers/{draft}/check")
    press(page, f'main a[href="/home/workers/{draft}/situation"]')
    look(page, "1-three-questions")
    go_on_refused(page)
    look(page, "2-nothing-answered")
    fill(page, other_insurance="family", pension="old_age", housing_credit="has")
    go_on(page)
    expect(page.locator("main")).to_contain_text("LSS 196")
    look(page, "3-warned")
    page.goto(f"{site}/home/workers/{draft}/check")
    expect(page.locator("main")).to_contain_text("LIFNVT 29")
    expect(page.locator(".big__value")).to_have_text(WITHOUT_BRANCHES)
    look(page, "4-before-sending")
    fill(page, declared="y")
    go_on(page)
    expect(page.locator(".big__value").first).to_have_text(WITHOUT_BRANCHES)  # what was estimated is what is asked for
    look(page, "5-enrolled")


def test_a_pensioner_with_a_housing_credit(
    chromium: Browser,
    site: str,
    draft: str,
    sqlite_database: Database,
) -> None:
    with opened(chromium, width=PHONE) as page:
        told_and_sent(page, site, draft)

    def her_login(session: Session) -> None:
        her = session.scalars(select(DomesticWorker)).one().person
        open_login(session, "ella", HASH, ["domestic_worker"], NOON, her)

    sqlite_database.run(her_login)
    with opened(chromium, width=PHONE) as page:
        sign_in(page, site, "ella")
        page.goto(f"{site}/me/situation")
        expect(page.locator("main")).to_contain_text("De cesantía o vejez")  # what a household told of her
        look(page, "6-hers")
        fill(page, pension="guaranteed")
        go_on(page)
        expect(page.locator("main")).to_contain_text("LSS 173")
        look(page, "7-hers-told")
    with sqlite_database.read() as session:
        told = session.scalars(select(Situation.id)).all()
        assert len(told) == 2
        assert not session.scalars(select(AccessLog.id)).all()  # neither of the two is an official
    with opened(chromium, width=PHONE) as page:
        sign_in(page, site, "hogar")
        page.goto(f"{site}/home/workers/{draft}/situation")
        expect(page.locator("main")).to_contain_text("LSS 196")
        expect(page.locator("main")).not_to_contain_text("LSS 173")  # what she said herself is hers
        look(page, "8-what-the-household-reads")
    with opened(chromium, width=DESK) as page:
        sign_in(page, site, "oficina")
        for number, case in enumerate(told, 1):
            page.goto(f"{site}/cases/situation/{case}")
            expect(page.locator("main")).to_contain_text("Lo que significa")
            look(page, f"9-office-{number}")
    with sqlite_database.read() as session:
        assert session.scalars(select(AccessLog.subject)).all() == ["situation"] * 2
    with opened(chromium, width=PHONE) as page:
        sign_in(page, site, "ella")
        page.goto(f"{site}/me/situation")
        page.locator("main details summary").click()
        expect(page.locator("main details")).to_contain_text("oficina")
        look(page, "10-who-looked")
