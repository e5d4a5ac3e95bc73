"""Her month on a telephone: an answer that depends, looked at under each rule; then what is kept after cover ended."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy.orm import Session

from enrolment.models import Affiliation
from enrolment.people.invented import invented_person
from enrolment.service import end_relation, record_payment
from tests.browser import PHONE, opened
from tests.enrolment import parties
from tests.journeys.steps import look, press_button, press_link, sign_in
from tests.web.conftest import HASH
from workflow import clock
from workflow.clockwork import live_through
from workflow.context import Actor
from workflow.database import Database
from workflow.engine import fire
from workflow.people import Login

pytestmark = pytest.mark.browser

WORKER = invented_person("worker of three homes on a telephone")
APRIL = date(2026, 4, 1)


def at(month: int, day: int) -> datetime:
    """Ten in the morning in Mexico City, in 2026."""
    return datetime(2026, month, day, 16, tzinfo=UTC)


def enrol(session: Session, seed: int, moment: datetime, **terms: object) -> tuple[Affiliation, Actor]:
    who = parties.household(session, moment, seed)
    wanted = parties.THREE_DAYS | {"pay_amount": Decimal(500)} | terms
    return parties.affiliation(session, who, moment, WORKER, moment.date(), terms=wanted), who.actor


def pay(session: Session, case: Affiliation, month: date, moment: datetime) -> None:
    (due,) = (p for p in parties.periods(session, case) if p.first_month == month)
    record_payment(session, due, due.amount, moment.date(), moment)


def herself(session: Session, case: Affiliation, moment: datetime) -> str:
    login = session.get_one(Login, parties.worker_actor(session, case, moment).login_id)
    login.password = HASH
    return login.username


def three_homes(database: Database) -> str:
    """April 2026: one home paid, one after day 20 of March, one not; a vacation, a certificate and a pause."""
    with database.write() as session:
        olmo, by_olmo = enrol(session, 1, at(3, 2), weekdays="01")
        fresno, _ = enrol(session, 2, at(3, 2), weekdays="12")
        nogal, by_nogal = enrol(session, 3, at(3, 2), weekdays="3")
        pay(session, olmo, APRIL, at(3, 2))
        fire(session, olmo, "take_vacation", by_olmo, at(3, 2), data=_days(13, 13))
        fire(session, nogal, "pause", by_nogal, at(3, 2), data={"kind": "pause", **_days(20, 24)})
    live_through(database, at(3, 2), at(3, 25))
    with database.write() as session:
        pay(session, session.get_one(Affiliation, fresno.id), APRIL, at(3, 25))
    live_through(database, at(3, 25), at(4, 10))
    with database.write() as session:
        olmo = session.get_one(Affiliation, olmo.id)
        parties.certificate(session, olmo, by_olmo, at(4, 10), **_days(6, 7))
        return herself(session, olmo, at(4, 10))


def _days(first: int, last: int) -> dict[str, date]:
    return {"first_day": APRIL.replace(day=first), "last_day": APRIL.replace(day=last)}


def after_a_baja(database: Database) -> str:
    """She lived in from 5 January and the relation ended on 20 March: eleven weeks in a row."""
    with database.write() as session:
        case, actor = enrol(session, 1, at(1, 5), **parties.LIVE_IN)
        pay(session, case, date(2026, 2, 1), at(1, 5))
    live_through(database, at(1, 5), at(2, 10))
    with database.write() as session:
        case = session.get_one(Affiliation, case.id)
        for month in (date(2026, 1, 1), date(2026, 3, 1)):
            pay(session, case, month, at(2, 10))
    live_through(database, at(2, 10), at(3, 20))
    with database.write() as session:
        end_relation(session, case.id, actor, at(3, 20), date(2026, 3, 20), "agreement")
        name = herself(session, session.get_one(Affiliation, case.id), at(3, 20))
    live_through(database, at(3, 20), at(3, 25))
    return name


def stand(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr(clock, "real_now", lambda: moment)


def test_a_month_that_depends_is_looked_at_under_each_rule(
    chromium: Browser,
    site: str,
    sqlite_database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stand(monkeypatch, at(4, 10))
    name = three_homes(sqlite_database)
    with opened(chromium, width=PHONE, scripts=False) as page:  # by links and a form alone
        sign_in(page, site, name)
        expect(page.get_by_text("Depende de una regla del IMSS").first).to_be_visible()
        expect(page.get_by_text("En martes (7, 14, 21, 28): 2 hogares pagaron el mismo día")).to_be_visible()
        page.locator("summary", has_text="Si basta pagar antes de que empiece el mes").click()
        page.get_by_text("Solo cuenta lo que se pagó hasta el 20 de marzo de 2026").click()
        press_button(page, "Ver el mes así")
        assert "prepayment_cut_off_day=2026-03-20" in page.url
        expect(page.get_by_text("Así se lee con la regla que usted eligió mirar.")).to_be_visible()
        expect(page.get_by_text("Solo estos días").first).to_be_visible()
        press_link(page, "Volver a la respuesta sin elegir")
        expect(page.get_by_text("Depende de una regla del IMSS").first).to_be_visible()
    with opened(chromium, width=PHONE) as page:
        sign_in(page, site, name)
        look(page, "her-month-es")
        page.goto(f"{site}/me?prepayment_cut_off_day=2026-03-20")
        _every_mark_in_words(page)
        look(page, "her-month-pilot-es")
        page.goto(f"{site}/me/months/2026-04?prepayment_cut_off_day=2026-03-31&lang=en")
        expect(page.get_by_text("If the rule were that one")).to_be_visible()
        look(page, "her-month-chosen-en")
        page.goto(f"{site}/me/months/2026-03?month_days=30")
        expect(page.get_by_text("decides nothing in this month any more")).to_be_visible()


def _every_mark_in_words(page: Page) -> None:
    page.get_by_text("Los mismos días en una lista").click()
    months = page.locator("#answer details dl").first
    expect(months).to_be_visible()
    rows = months.locator("div").all()
    assert {row.locator("dt").inner_text(): row.locator("dd").inner_text() for row in rows} == {
        "Pagado": "14, 20, 21, 27, 28",
        "Vacaciones pagadas": "13",
        "Incapacidad certificada": "6, 7",
        "De trabajo, sin pago": "1, 2, 8, 9, 15, 16, 22, 29, 30",
        "Pausa": "23, 24",
        "Sin trabajo ni pago": "3–5, 10–12, 17–19, 25, 26",
    }


@pytest.mark.parametrize(("language", "until"), [("es", "15 de mayo de 2026"), ("en", "15 May 2026")])
def test_after_a_baja_she_reads_what_she_keeps(
    chromium: Browser,
    site: str,
    sqlite_database: Database,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
    until: str,
) -> None:
    """75 days in a row are eleven weeks: care until 15 May, day-care until 17 April (20 March and 56, and 28 days)."""
    stand(monkeypatch, at(3, 25))
    name = after_a_baja(sqlite_database)
    with opened(chromium, width=PHONE) as page:
        sign_in(page, site, name)
        page.goto(f"{site}/me?lang={language}")
        kept = page.locator("section", has=page.locator("#kept"))
        expect(kept.get_by_text(until).first).to_be_visible()
        expect(kept.get_by_text("17 de abril de 2026" if language == "es" else "17 April 2026").first).to_be_visible()
        page.get_by_text("Cómo se contaron las semanas" if language == "es" else "How the weeks were counted").click()
        expect(kept.get_by_text("43")).to_be_visible()
        look(page, f"kept-{language}")
