"""The office in a real browser: two caseworkers on one case, a telephone without scripts, a payment file."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from enrolment.models import Registration
from enrolment.people.invented import invented_person
from tests.browser import DESK, PHONE, opened
from tests.conftest import NOON
from tests.enrolment import parties
from tests.journeys.steps import act, look, press, press_button, sign_in, unfold
from web.officials import payment_uploads
from workflow.database import Database
from workflow.engine import fire
from workflow.people import Login

pytestmark = pytest.mark.browser


@pytest.fixture
def officials(login_of: Callable[..., Login]) -> None:
    """Two caseworkers, one of whom reads English, and an operator."""
    login_of("berta", "caseworker")
    login_of("carl", "caseworker", language="en")
    login_of("opera", "operator")


@pytest.fixture
def cases(sqlite_database: Database, officials: None) -> list[Registration]:
    """Two registrations to decide, and one that waits for a correction."""

    def command(session) -> list[Registration]:  # type: ignore[no-untyped-def]
        odd = invented_person("somebody else").curp
        found = [
            parties.registration(session, parties.payer(session, NOON, seed), NOON + timedelta(seed), curp=odd)
            for seed in range(1, 4)
        ]
        asked = {"comment": "Revise la CURP."}
        fire(session, found[2], "request_correction", parties.official(session, NOON), NOON + timedelta(4), **asked)
        return found

    return sqlite_database.run(command)


@pytest.fixture
def two_pages(chromium: Browser, site: str, cases: list[Registration]) -> Iterator[tuple[Page, Page]]:
    """Two caseworkers at their screens: one in Spanish at a desk, one in English on a telephone."""
    with opened(chromium, width=DESK) as berta, opened(chromium, width=PHONE, locale="en-US") as carl:
        sign_in(berta, site, "berta")
        sign_in(carl, site, "carl")
        yield berta, carl


def test_two_caseworkers_race_and_the_second_is_told(
    two_pages: tuple[Page, Page], site: str, cases: list[Registration], sqlite_database: Database
) -> None:
    berta, carl = two_pages
    case = cases[0]
    address = f"{site}/cases/registration/{case.id}"
    for page in two_pages:
        page.goto(f"{site}/office")
        press(page, f'a[href$="{case.id}"]')
        expect(page).to_have_url(address)
        look(page, f"1-case-{page.viewport_size['width']}")  # type: ignore[index]
    unfold(berta, "request_correction")
    berta.locator("#request_correction-comment").fill("La CURP no corresponde al nombre.")
    act(berta, f"{case.id}/request_correction")
    expect(berta.locator("[role=status]")).to_contain_text("Listo")
    look(berta, "2-asked")

    unfold(carl, "request_correction")
    carl.locator("#request_correction-comment").fill("Please check the second surname.")
    with carl.expect_response(lambda answer: answer.request.method == "POST") as answered:
        act(carl, f"{case.id}/request_correction")
    assert answered.value.status == 409
    for told in ("orrection", "caseworker", "Please check the second surname."):
        expect(carl.locator("[role=alert]")).to_contain_text(told)
    look(carl, "3-too-late")
    with sqlite_database.read() as session:
        now = session.get_one(Registration, case.id)
        assert (now.state, now.version) == ("correction_requested", case.version + 1)


def test_a_decision_is_taken_on_a_telephone_without_scripts(
    chromium: Browser, site: str, cases: list[Registration], sqlite_database: Database
) -> None:
    case = cases[1]
    with opened(chromium, width=PHONE, scripts=False) as page:
        sign_in(page, site, "berta")
        page.locator("#text").fill(case.given_name)
        press_button(page, "Buscar")
        press(page, f'a[href$="{case.id}"]')
        act(page, f"{case.id}/register")
        expect(page.locator("[role=status]")).to_contain_text("Listo")
        page.goto(f"{site}/office/decisions")
        expect(page.locator(f'a[href$="{case.id}"]')).to_have_count(1)
    with sqlite_database.read() as session:
        assert session.get_one(Registration, case.id).state == "registered"


def test_a_payment_file_goes_on_by_itself(
    two_pages: tuple[Page, Page], site: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(payment_uploads, "STRETCH_SECONDS", 0.0)  # one batch for each request
    file = tmp_path / "Banco.csv"
    rows = [f"DEMO-{n},10.00,2026-03-02,R{n}" for n in range(120)]
    file.write_text("\n".join(["Línea de captura,Importe,Fecha de pago,Referencia", *rows]) + "\n", encoding="utf-8")
    page, _other = two_pages
    page.goto(f"{site}/payments")
    look(page, "1-upload")
    page.locator("#bank_file").set_input_files(file)
    press_button(page, "Subir e importar")
    expect(page.get_by_text("todas las filas están contadas")).to_be_visible()
    look(page, "2-counted")
    press(page, page.locator("tbody a").nth(1))
    look(page, "3-one-file")


@pytest.mark.parametrize(("width", "locale"), [(PHONE, "es-MX"), (DESK, "en-US")])
def test_the_pages_of_officials_are_accessible(
    chromium: Browser, site: str, cases: list[Registration], width: int, locale: str
) -> None:
    with opened(chromium, width=width, locale=locale) as page:
        sign_in(page, site, "opera")
        for path in ("/operations", "/operations/suspensions", "/mailbox", "/notices"):
            page.goto(site + path)
            look(page, path.strip("/").replace("/", "-"))
        page.goto(f"{site}/operations/suspensions")
        for field, typed in (("since", "9/3/2026"), ("until", "13/3/2026"), ("act", "Acuerdo de prueba")):
            page.locator(f"#{field}").fill(typed)
        press(page, "form:has(#since) button.button")
        expect(page.locator(".card--calm")).to_be_visible()
        look(page, "suspended")
    with opened(chromium, width=width, locale=locale) as page:
        sign_in(page, site, "berta")
        shown = {"waits": f"/cases/registration/{cases[2].id}", "any": "/office?state=any", "all": "/office/overview"}
        for name, path in shown.items():
            page.goto(site + path)
            look(page, name)
