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
from tests.browser import PHONE, opened
from tests.conftest import NOON
from tests.enrolment import parties
from tests.journeys.steps import act, fill, go_on, go_on_refused, look, press_link, sign_in
from tests.web.conftest import HASH
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
def phone(chromium: Browser) -> Iterator[Page]:
    """A telephone."""
    with opened(chromium, width=PHONE) as page:
        yield page


def test_a_household_sees_records_and_ends(phone: Page, site: str, both: Names) -> None:
    sign_in(phone, site, both.household)
    phone.goto(f"{site}/home/workers/{both.relation}")
    look(phone, "1-relation")
    press_link(phone, "Aguinaldo, vacaciones y descansos")
    # 1,000 a week / 7 = 142.857; × 15.
    expect(phone.get_by_text("$2,142.86").first).to_be_visible()
    # Two completed years: 12 and 14 days × 2 / 5.
    expect(phone.get_by_text("4.8 días por tomar")).to_be_visible()
    expect(phone.get_by_text("5.6 días por tomar")).to_be_visible()
    look(phone, "2-owed")
    fill(phone, **{"record_bonus-paid": "2142.86", "record_bonus-paid_on": "2/3/2026"})
    act(phone, "record_bonus")
    expect(phone.get_by_text("Ya está anotado como pagado").first).to_be_hidden()  # 2027 is next now
    expect(phone.get_by_text("Aguinaldo de 2026: $2,142.86")).to_be_visible()
    look(phone, "3-recorded")
    press_link(phone, "Ver qué se debe si termina")
    look(phone, "4-end")
    fill(phone, last_day="2/3/2026", reason="household_ended", unpaid="3")
    go_on(phone)
    # 142.857 × 1.0521 (16 days in the third year) × 90.
    expect(phone.get_by_text("$13,527.00")).to_be_visible()
    look(phone, "5-end-worked-out")
    press_link(phone, "Ir a avisar que termina")
    look(phone, "6-say-that-it-ends")
    fill(phone, ended_on="2/3/2026", end_reason="she_left", understood="y")
    go_on(phone)
    phone.goto(f"{site}/home/workers/{both.relation}/owed")
    expect(phone.get_by_text("Se debe al terminar")).to_be_visible()
    look(phone, "7-owed-at-the-end")


def test_she_sees_what_she_is_owed_and_says_what_did_not_arrive(phone: Page, site: str, both: Names) -> None:
    sign_in(phone, site, both.worker)
    phone.goto(f"{site}/me/relations/{both.relation}")
    press_link(phone, "Qué más me deben")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Qué más me deben")
    expect(phone.get_by_text("$2,142.86").first).to_be_visible()
    expect(phone.locator(".quick-exit, [href*='leave']")).not_to_have_count(0)
    look(phone, "1-owed-to-her")
    press_link(phone, "Decir que algo no llegó")
    look(phone, "2-say")
    go_on_refused(phone)
    look(phone, "3-nothing-said")
    fill(phone, subject="vacation", tell="no")
    go_on(phone)
    expect(phone.get_by_text("Solo usted lo ve").first).to_be_visible()
    look(phone, "4-said")
