"""Money that pays nothing, in a real browser: the household decides on a telephone, the office at a desk."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import DESK, PHONE, opened
from tests.enrolment.bank_rows import AMOUNT, APRIL, LUZ, MARCH, Home, two_workers
from tests.journeys.steps import act, go_on_refused, look, press, sign_in, unfold
from tests.web.conftest import HASH
from workflow import clock
from workflow.database import Database
from workflow.logins import open_login
from workflow.people import Login, Person

pytestmark = pytest.mark.browser

IN_MARCH = datetime(2026, 3, 25, 18, tzinfo=UTC)
IN_MAY = datetime(2026, 5, 20, 18, tzinfo=UTC)
CLABE = "032180000118359719"


@pytest.fixture
def home(sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A household that paid too much, twice, and in the wrong name; an official to deal with it."""
    monkeypatch.setattr(clock, "real_now", lambda: found.here)
    found = two_workers(sqlite_database, tmp_path)
    found.at(IN_MARCH)
    line = found.period(found.ana, APRIL).line
    paid = (line, AMOUNT + 100, "2026-03-20", "B1")
    found.bank(
        paid,
        paid,
        (line, "350.00", "2026-03-21", "B2", LUZ.curp),
        ("DEMO-2222-2222-00", "10.00", "2026-03-21", "B3"),
        (found.period(found.luz, APRIL).line, "1000.00", "2026-03-21", "B4"),
        (line, "mil", "2026-03-21", "B5"),
    )

    def logins(session) -> None:  # type: ignore[no-untyped-def]
        login = session.get_one(Login, found.payer.actor.login_id)
        login.username, login.password = "hogar", HASH
        official = Person(given_name="Berta", first_surname="Soto", created_at=found.here)
        open_login(session, "berta", HASH, ["caseworker"], found.here, official)

    sqlite_database.run(logins)
    return found


def test_too_much_paid_and_asked_back_on_a_telephone(chromium: Browser, site: str, home: Home) -> None:
    over = next(case for case in home.exceptions() if case.fate == "over")
    with opened(chromium, width=PHONE) as page:
        sign_in(page, site, "hogar")
        page.goto(f"{site}/home/payments")
        look(page, "own-money")
        press(page, f'a[href$="{over.id}"]')
        look(page, "exception")
        expect(page.locator(".big__value").first).to_contain_text("$100.00")
        unfold(page, "ask_refund")
        act(page, f"{over.id}/ask_refund")
        (refund,) = home.refunds()
        page.goto(f"{site}/home/payments/refunds/{refund.id}")
        look(page, "refund-asked")
        page.locator('label[for="set_account-how-0"]').click()
        page.locator("#set_account-clabe").fill(CLABE[:-1] + "0")
        act(page, f"{refund.id}/set_account")
        expect(page.locator(".error-summary")).to_have_count(1)
        look(page, "refund-wrong-clabe")
        page.goto(f"{site}/home/payments/refunds/{refund.id}")
        page.locator('label[for="set_account-how-0"]').click()
        page.locator("#set_account-clabe").fill(CLABE)
        act(page, f"{refund.id}/set_account")
        expect(page.get_by_text("···9719").first).to_be_visible()
        look(page, "refund-by-deposit")
    with opened(chromium, width=DESK) as page:
        sign_in(page, site, "berta")
        page.goto(f"{site}/cases/refund/{refund.id}")
        look(page, "office-refund")
        act(page, f"{refund.id}/review")
        unfold(page, "grant")
        look(page, "office-refund-in-review")
        assert CLABE not in page.content()


def test_the_worklist_and_a_row_in_the_wrong_name(chromium: Browser, site: str, home: Home) -> None:
    wrong = next(case for case in home.exceptions() if case.fate == "wrong_worker")
    with opened(chromium, width=PHONE) as page:
        sign_in(page, site, "hogar")
        page.goto(f"{site}/home/payments/exceptions/{wrong.id}")
        unfold(page, "request")
        look(page, "wrong-worker")
        page.locator(f'form[action$="{wrong.id}/request"] .choice label').first.click()
        act(page, f"{wrong.id}/request")
        look(page, "wrong-worker-requested")
    with opened(chromium, width=DESK) as page:
        sign_in(page, site, "berta")
        page.goto(f"{site}/payments/worklist")
        look(page, "worklist")
        press(page, f'a[href$="{wrong.id}"]')
        look(page, "office-wrong-worker")
        act(page, f"{wrong.id}/assign")
        expect(page.get_by_text("Listo").first).to_be_visible()
    assert home.period(home.luz, APRIL).paid_amount == 1350
    with opened(chromium, width=PHONE) as page:
        sign_in(page, site, "berta")
        page.goto(f"{site}/payments/worklist?order=largest&taken=nobody")
        look(page, "worklist-phone")


def test_a_late_line_and_one_that_expired(chromium: Browser, site: str, home: Home) -> None:
    home.at(IN_MAY)
    late, expired = home.period(home.luz, MARCH), home.period(home.luz, APRIL)
    paid = home.period(home.ana, APRIL)
    with opened(chromium, width=PHONE) as page:
        sign_in(page, site, "hogar")
        page.goto(f"{site}/home/payments/{late.id}")
        look(page, "late-slip")
        act(page, f"{late.id}/repeat_line")
        page.goto(f"{site}/home/payments/{expired.id}")
        look(page, "expired-slip")
        act(page, f"{expired.id}/replace_line")
        look(page, "expired-slip-replaced")
        page.goto(f"{site}/home/payments/{paid.id}")
        look(page, "paid-slip")
        page.goto(f"{site}/home/payments/{paid.id}/refund")
        look(page, "ask-refund")
        go_on_refused(page)
        assert page.locator(".error-summary a").count() >= 2
        look(page, "ask-refund-errors")
