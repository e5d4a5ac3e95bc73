"""Pages as people meet them: in a real browser, small and wide, in both languages, without scripts, by keyboard."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from flask import Flask, render_template_string
from playwright.sync_api import Browser, Page

from tests.browser import DESK, PHONE, assert_accessible, opened
from tests.web.conftest import PASSWORD
from web.edge import access
from web.forms.fields import (
    Checkbox,
    Checkboxes,
    Dropdown,
    EmailInput,
    FileInput,
    IdentifierInput,
    LongText,
    Optional,
    PageForm,
    PasswordInput,
    Radios,
    Required,
    named_choices,
)
from web.forms.value_fields import DayInput, MoneyInput
from workflow.people import Login
from workflow.words import catalogue

pytestmark = pytest.mark.browser

PAGES = (
    "/",
    "/questions",
    "/for-households",
    "/for-workers",
    "/privacy",
    "/accessibility",
    "/credits",
    "/statistics",
    "/statistics/method",
    "/account/sign-in",
    "/account/new",
    "/account/forgot",
    "/account/reset/forged",
    "/nothing-here",
)
GALLERY = Path(__file__).with_name("gallery.html").read_text(encoding="utf-8")
SOME = named_choices([("a", "One"), ("b", "Two")])
ASKED = [Required("form.choose_one")]


class EveryField(PageForm):
    """One field of each kind; the labels are any words of the catalogue."""

    text = IdentifierInput("account.username", ASKED, description="account.password_hint")
    day = DayInput("page.change", ASKED)
    pay = MoneyInput("page.more", ASKED)
    email = EmailInput("account.email", [Optional()])
    secret = PasswordInput("account.password", ASKED)
    one = Radios("page.pages", ASKED, choices=SOME)
    many = Checkboxes("page.menu", ASKED, choices=SOME)
    listed = Dropdown("page.back", choices=SOME)
    why = LongText("page.footer", [Optional()])
    sure = Checkbox("page.next_steps", ASKED)
    paper = FileInput("form.continue")


@pytest.fixture
def app(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The application with a page that holds every component."""

    @app.route("/gallery", methods=["GET", "POST"])
    def gallery() -> tuple[str, int]:
        form = EveryField()
        form.validate_on_submit()
        days = [(date(2026, 3, n), "on" if n < 15 else "maybe" if n < 21 else "off") for n in range(1, 32)]
        bars = [("Roma", Decimal("4200"), 100), ("Del Valle", Decimal("840"), 20)]
        return render_template_string(GALLERY, form=form, days=days, bars=bars), 422 if form.errors else 200

    monkeypatch.setitem(access.AREA_OF, "gallery", access.AREA_OF["public.home"])
    return app


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("language", ["es", "en"])
def test_public_pages_are_accessible(site: str, chromium: Browser, width: int, language: str) -> None:
    with opened(chromium, width=width) as page:
        for path in PAGES:
            page.goto(f"{site}{path}?lang={language}")
            assert_accessible(page)


@pytest.mark.parametrize("width", [320, DESK])
def test_every_component_is_accessible_right_and_wrong(site: str, chromium: Browser, width: int) -> None:
    with opened(chromium, width=width) as page:
        page.goto(f"{site}/gallery")
        assert_accessible(page)
        page.fill("#day", "31/2/2026")
        page.fill("#pay", "12,5")
        page.click("text=Save")
        assert_accessible(page)
        assert page.input_value("#day") == "31/2/2026"
        assert page.input_value("#pay") == "12,5"
        assert page.evaluate("document.activeElement.className") == "error-summary"
        for link in page.locator(".error-summary a").all():
            link.click()
            assert page.evaluate("'#' + document.activeElement.id") == link.get_attribute("href")


def test_a_household_opens_an_account_without_scripts(site: str, chromium: Browser) -> None:
    with opened(chromium, scripts=False) as page:
        page.goto(site)
        page.click("text=" + catalogue("es")["home.door.household"])
        page.click("text=" + catalogue("es")["households.start"])
        page.fill("#given_name", "Rosa")
        page.fill("#first_surname", "Núñez")
        page.fill("#password", "corta")
        page.click("main form .button")
        assert page.locator("#password-error1").count() == 1
        assert page.input_value("#first_surname") == "Núñez"
        page.fill("#password", PASSWORD)
        page.click("main form .button")
        assert page.locator(".tools").inner_text().count("rosa") == 1
        page.click(".tools button")
        assert catalogue("es")["account.signed_out"] in page.inner_text("main")


def test_everything_is_reached_by_keyboard(site: str, chromium: Browser, login_of: Callable[..., Login]) -> None:
    login_of("ana")
    with opened(chromium, width=DESK) as page:
        page.goto(f"{site}/account/sign-in")
        page.keyboard.press("Tab")
        assert focused(page) == catalogue("es")["page.skip"]
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.type("ana")
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/account")


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent")).strip()


def test_a_password_can_be_looked_at(site: str, chromium: Browser) -> None:
    with opened(chromium) as page:
        page.goto(f"{site}/account/sign-in")
        page.fill("#password", PASSWORD)
        page.check("label.reveal input")
        assert page.get_attribute("#password", "type") == "text"


def test_escape_three_times_leaves_and_back_does_not_return(site: str, chromium: Browser) -> None:
    with opened(chromium) as page:
        page.route("**/leave", lambda route: route.fulfill(body="weather"))
        page.goto(f"{site}/questions")
        page.goto(f"{site}/for-workers")
        for _ in range(3):
            page.keyboard.press("Escape")
        page.wait_for_url("**/leave")
        page.go_back()
        assert page.url == f"{site}/questions"


def test_pages_reflow_at_four_times_the_size(site: str, chromium: Browser) -> None:
    with opened(chromium, width=320) as page:  # 1280 pixels at 400 %
        for path in PAGES:
            page.goto(f"{site}{path}")
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
