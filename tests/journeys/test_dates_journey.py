"""Dates and limits in a real browser on a telephone: years before, a minor, a mistaken end, a correction, a child."""

import re
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy.orm import Session

from enrolment.models import Household
from enrolment.people.invented import invented_person
from tests.browser import PHONE, opened
from tests.conftest import NOON
from tests.enrolment import parties
from tests.journeys.steps import fill, go_on, look, press_button, press_link, sign_in
from tests.journeys.test_days_journey import with_password
from workflow.database import Database
from workflow.engine import fire
from workflow.people import Login

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("in_march")]

SIXTEEN = invented_person("sixteen on a journey", born=date(2009, 11, 2))
CHILD = invented_person("child on a journey", born=date(2012, 1, 20))
SHORT_PAY = {**parties.THREE_DAYS, "pay_amount": Decimal("150.00"), "hours_per_day": Decimal(7)}
OFFICE = ("caseworker", "supervisor", "protection")


def test_dates_and_limits(
    chromium: Browser,
    site: str,
    sqlite_database: Database,
) -> None:
    names, cases = sqlite_database.run(a_home)
    with opened(chromium, width=PHONE) as page:
        sign_in(page, site, with_password(sqlite_database, names["household"]))
        _years_before(page, site, cases["minor"])
        _a_mistaken_end(page, site, cases["ended"])
        _what_stopped(page, site, cases["stopped"])
        _a_correction(page, site, cases["minor"])
    with opened(chromium, width=PHONE) as page:
        sign_in(page, site, with_password(sqlite_database, names["worker"]))
        _her_two_dates(page, site, cases["minor"])
    with opened(chromium, width=PHONE) as page:
        sign_in(page, site, with_password(sqlite_database, names["caseworker"]))
        _the_office(page, site)
    with opened(chromium, width=PHONE) as page:
        sign_in(page, site, with_password(sqlite_database, names["protection"]))
        _who_protects(page)


def a_home(session: Session) -> tuple[dict[str, Login], dict[str, UUID]]:
    """A household with an underpaid minor of six years' standing, a relation that ended, and a filing that stopped."""
    who = parties.household(session, NOON)
    minor = parties.affiliation(session, who, NOON, SIXTEEN, date(2024, 12, 2), terms=SHORT_PAY)
    ended = parties.affiliation(session, who, NOON, invented_person(7), NOON.date(), terms=parties.LIVE_IN)
    fire(session, ended, "end", who.actor, NOON, data={"ended_on": NOON.date(), "end_reason": "other"})
    stopped = parties.affiliation(session, who, NOON, CHILD, NOON.date())
    her = parties.worker_actor(session, minor, NOON)
    actors = {"household": who.actor, "worker": her, **{role: parties.official(session, NOON, role) for role in OFFICE}}
    logins = {name: session.get_one(Login, actor.login_id) for name, actor in actors.items()}
    assert session.get_one(Household, minor.household_id).closed_on is None
    return logins, {"minor": minor.id, "ended": ended.id, "stopped": stopped.id}


def _years_before(page: Page, site: str, case: UUID) -> None:
    page.goto(f"{site}/home")
    expect(page.get_by_role("heading", name="Pendientes")).to_be_visible()
    look(page, "1-dashboard")
    page.goto(f"{site}/home/workers/{case}")
    expect(page.get_by_text(re.compile("a lo más 6 horas al día y 36 a la semana"))).to_be_visible()
    look(page, "2-relation")
    press_link(page, "Los meses antes del alta")
    expect(page.get_by_text("Esta cuenta es solo para usted", exact=False)).to_be_visible()
    page.locator("details summary").first.click()
    look(page, "3-arrears")


def _a_mistaken_end(page: Page, site: str, case: UUID) -> None:
    page.goto(f"{site}/home/workers/{case}")
    look(page, "4-ended")
    page.locator('[name="reverse_end-comment"]').fill("Solo se fue de vacaciones.")
    press_button(page, "La baja fue un error")
    expect(page.get_by_text("La baja se deshizo").first).to_be_visible()
    look(page, "5-reversed")


def _what_stopped(page: Page, site: str, case: UUID) -> None:
    page.goto(f"{site}/home/workers/{case}")
    expect(page.get_by_text(re.compile("Procuraduría de Protección"))).to_be_visible()
    assert CHILD.first_surname not in page.content()
    look(page, "6-stopped")


def _a_correction(page: Page, site: str, case: UUID) -> None:
    page.goto(f"{site}/corrections/{case}")
    look(page, "7-correction")
    fill(page, given_name="Luz del Alba", why="Así está en el acta de nacimiento.")
    go_on(page)
    expect(page.get_by_text("Luz del Alba", exact=False).first).to_be_visible()
    look(page, "8-correction-asked")


def _her_two_dates(page: Page, site: str, case: UUID) -> None:
    page.goto(f"{site}/me")
    look(page, "9-her-tasks")
    page.goto(f"{site}/me/relations/{case}")
    expect(page.get_by_text(re.compile("desde ese día cuentan su antigüedad"))).to_be_visible()
    look(page, "10-her-relation")
    assert page.goto(f"{site}/home/workers/{case}/before").status == 404  # type: ignore[union-attr]


def _the_office(page: Page, site: str) -> None:
    page.goto(f"{site}/office")
    expect(page.locator("main").get_by_text("Corrección de nombre, nacimiento o CURP").last).to_be_visible()
    look(page, "11-queue")


def _who_protects(page: Page) -> None:
    look(page, "12-protection")
    press_link(page, re.compile("Asunto"))
    expect(page.get_by_text(CHILD.curp)).to_be_visible()
    look(page, "13-matter")
