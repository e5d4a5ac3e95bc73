"""What else is owed, in a real browser: what is recorded, an end worked out, what she says did not arrive."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import update
from sqlalchemy.orm import Session

from enrolment.people.invented import invented_person
from tests.browser import PHONE, assert_accessible, chromium, opened  # noqa: F401 - a fixture
from tests.conftest import NOON
from tests.enrolment import parties
from tests.journeys.test_household_journey import fill, go_on
from tests.web.at_home import in_march  # noqa: F401 - a fixture
from tests.web.conftest import HASH, PASSWORD, app, site  # noqa: F401 - fixtures
from workflow.context import Actor
from workflow.database import Database
from workflow.people import Login

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("in_march")]

WORKER = invented_person("worker of three years")
TERMS = {**parties.THREE_DAYS, "pay_amount": Decimal("500.00"), "weekdays": "03"}


@dataclass(frozen=True)
class Names:
    """The user names of both sides, and the relation."""

    household: str
    worker: str
    relation: str


def named(session: Session, actor: Actor, name: str) -> str:
    """Give the login of an actor a name and the password of these tests."""
    session.execute(update(Login).where(Login.id == actor.login_id).values(username=name, password=HASH))
    return name


@pytest.fixture
def both(sqlite_database: Database) -> Names:
    """A relation that began on 1 November 2023 and was enrolled today: two days a week at 500."""

    def enter(session: Session) -> Names:
        who = parties.household(session, NOON)
        case = parties.affiliation(session, who, NOON, WORKER, date(2023, 11, 1), **TERMS)
        her = parties.worker_actor(session, case, NOON)
        return Names(named(session, who.actor, "casa"), named(session, her, "luz"), str(case.id))

    return sqlite_database.run(enter)


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:  # noqa: F811
    """A telephone."""
    with opened(chromium, width=PHONE) as page:
        yield page


def sign_in(page: Page, site: str, name: str) -> None:  # noqa: F811
    page.goto(f"{site}/account/sign-in")
    fill(page, username=name, password=PASSWORD)
    go_on(page)


def test_a_household_sees_records_and_ends(phone: Page, site: str, both: Names) -> None:  # noqa: F811
    sign_in(phone, site, both.household)
    phone.goto(f"{site}/home/workers/{both.relation}")
    assert_accessible(phone)
    phone.get_by_role("link", name="Aguinaldo, vacaciones y descansos").click()
    # 1,000 a week / 7 = 142.857; × 15.
    expect(phone.get_by_text("$2,142.86").first).to_be_visible()
    # Two completed years: 12 and 14 days × 2 / 5.
    expect(phone.get_by_text("4.8 días por tomar")).to_be_visible()
    expect(phone.get_by_text("5.6 días por tomar")).to_be_visible()
    assert_accessible(phone)
    fill(phone, **{"record_bonus-paid": "2142.86", "record_bonus-paid_on": "2/3/2026"})
    phone.locator('form[action$="/record_bonus"] button').click()
    expect(phone.get_by_text("Ya está anotado como pagado").first).to_be_hidden()  # 2027 is next now
    expect(phone.get_by_text("Aguinaldo de 2026: $2,142.86")).to_be_visible()
    assert_accessible(phone)
    phone.get_by_role("link", name="Ver qué se debe si termina").click()
    assert_accessible(phone)
    fill(phone, last_day="2/3/2026", reason="household_ended", unpaid="3")
    phone.locator("main form .actions button").click()
    # 142.857 × 1.0521 (16 days in the third year) × 90.
    expect(phone.get_by_text("$13,527.00")).to_be_visible()
    assert_accessible(phone)
    phone.get_by_role("link", name="Ir a avisar que termina").click()
    assert_accessible(phone)
    fill(phone, ended_on="2/3/2026", end_reason="she_left", understood="y")
    go_on(phone)
    phone.goto(f"{site}/home/workers/{both.relation}/owed")
    expect(phone.get_by_text("Se debe al terminar")).to_be_visible()
    assert_accessible(phone)


def test_she_sees_what_she_is_owed_and_says_what_did_not_arrive(phone: Page, site: str, both: Names) -> None:  # noqa: F811
    sign_in(phone, site, both.worker)
    phone.goto(f"{site}/me/relations/{both.relation}")
    phone.get_by_role("link", name="Qué más me deben").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Qué más me deben")
    expect(phone.get_by_text("$2,142.86").first).to_be_visible()
    assert phone.locator(".quick-exit, [href*='leave']").count()
    assert_accessible(phone)
    phone.get_by_role("link", name="Decir que algo no llegó").click()
    assert_accessible(phone)
    phone.locator("main form .actions button").click()
    expect(phone.locator(".error-summary")).to_be_visible()
    assert_accessible(phone)
    fill(phone, subject="vacation", tell="no")
    go_on(phone)
    expect(phone.get_by_text("Solo usted lo ve").first).to_be_visible()
    assert_accessible(phone)
