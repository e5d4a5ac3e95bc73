"""Documents on a telephone: the household prints, she downloads her proof, a stranger checks it, she ends that."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy.orm import Session

from enrolment import service
from enrolment.models import Affiliation
from enrolment.people.invented import invented_person
from tests.browser import PHONE, opened
from tests.conftest import NOON
from tests.enrolment.parties import affiliation, household, periods
from tests.journeys.steps import go_on, look, press, sign_in
from tests.pdf_reading import codes, read
from tests.web.conftest import HASH
from workflow import clock
from workflow.database import Database
from workflow.logins import open_login
from workflow.people import Person

pytestmark = pytest.mark.browser
MARCH_10 = datetime(2026, 3, 10, 18, tzinfo=UTC)
WORKER = invented_person("documents on a journey")


@pytest.fixture
def relation(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> Affiliation:
    """A relation whose April is paid ahead; both sides have a way to sign in."""
    monkeypatch.setattr(clock, "real_now", lambda: MARCH_10)

    def begin(session: Session) -> Affiliation:
        who = household(session, NOON)
        case = affiliation(session, who, MARCH_10, WORKER, date(2026, 3, 10))
        open_login(session, "hogar", HASH, ["household"], NOON, session.get_one(Person, who.person_id))
        her = case.worker.person if case.worker else None
        open_login(session, "ella", HASH, ["domestic_worker"], NOON, her)
        for period in periods(session, case):
            if period.amount:
                service.record_payment(session, period, period.amount, date(2026, 3, 10), MARCH_10)
        return case

    return sqlite_database.run(begin)


def fetched(page: Page, label: str) -> bytes:
    """The file behind the first link of that name."""
    with page.expect_download() as found:
        page.locator(f'main :is(.tasks, .card) a:has-text("{label}")').first.click()
    return Path(found.value.path()).read_bytes()


def test_print_download_check_and_switch_off(
    chromium: Browser,
    site: str,
    relation: Affiliation,
) -> None:
    with opened(chromium, width=PHONE) as page:
        sign_in(page, site, "hogar")
        page.goto(f"{site}/home/workers/{relation.id}")
        press(page, 'main a:has-text("Contrato, comprobantes y recibos")')
        look(page, "household")
        assert "lunes, miércoles y viernes" in read(fetched(page, "Hoja para la persona trabajadora")).text
        press(page, 'main a:has-text("Hacer un recibo de pago")')
        look(page, "receipt")
        go_on(page)
        expect(page.locator('[role="status"]')).to_contain_text("Se expidió el recibo")
        assert "$1,300.00" in read(fetched(page, "Recibo de pago")).text  # she began on Tuesday 10: two visits of 650

    with opened(chromium, width=PHONE) as page:
        sign_in(page, site, "ella")
        press(page, 'main a:has-text("Mis comprobantes")')
        press(page, 'button:has-text("Pedir mi comprobante")')
        look(page, "worker")
        proof = fetched(page, "Descargar")
        folio = re.findall(r"[3-9A-Z]{4}-[3-9A-Z]{4}-[3-9A-Z]{4}", read(proof).text)[0]
        (scanned,) = codes(proof)

        with opened(chromium, width=PHONE) as stranger:
            stranger.goto(f"{site}/verify")
            look(stranger, "ask")
            stranger.fill('[name="folio"]', folio)
            go_on(stranger)
            look(stranger, "answer")
            expect(stranger.locator("main")).to_contain_text("Sigue igual")
            expect(stranger.locator("main")).not_to_contain_text(WORKER.first_surname)
            stranger.goto(f"{site}/v/{scanned.rpartition('/')[2]}")
            expect(stranger.locator("main")).to_contain_text("Sigue igual")

        press(page, f'button:has-text("Apagar {folio}")')
        expect(page.locator("main")).to_contain_text("Apagado")
        with opened(chromium, width=PHONE) as stranger:
            stranger.goto(f"{site}/v/{scanned.rpartition('/')[2]}")
            look(stranger, "nothing")
            expect(stranger.locator("h1")).to_contain_text("No hay un documento que mostrar")
