"""What people do at a page in a journey: sign in, fill in, press, go on, and look at what came.

A step that leads to another page ends when that page is loaded: the next one never meets the page before, however
busy the machine is.
"""

import os
import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser import assert_accessible
from tests.web.conftest import PASSWORD

CHOICE = ":is([type=radio], [type=checkbox])"
SEND = "main form .actions button"


def sign_in(page: Page, site: str, name: str) -> None:
    """Sign in with the password that every login of the tests has."""
    page.goto(f"{site}/account/sign-in")
    fill(page, username=name, password=PASSWORD)
    go_on(page)


def fill(page: Page, **typed: str) -> None:
    """Type into inputs, choose choices (several: `"0+2+4"`), by the names of the form."""
    for name, value in typed.items():
        named = page.locator(f'[name="{name}"]:not([type=hidden])')
        named.first.wait_for(state="attached")
        if named.and_(page.locator(CHOICE)).count():
            for part in value.split("+"):
                choose(page, named.and_(page.locator(f'{CHOICE}[value="{part}"]')))
        else:
            named.fill(value)


def choose(page: Page, choice: Locator) -> None:
    """Press a choice where people do: anywhere on its label."""
    page.locator(f'label[for="{choice.get_attribute("id")}"]').click()


def press(page: Page, target: Locator | str) -> None:
    """Press a link or a button that leads to another page, and wait until that page is there."""
    with page.expect_navigation():
        (page.locator(target) if isinstance(target, str) else target).first.click()


def press_button(page: Page, name: str) -> None:
    """Press the button of that name."""
    press(page, page.get_by_role("button", name=name))


def press_link(page: Page, name: str | re.Pattern[str]) -> None:
    """Follow the link of that name."""
    press(page, page.get_by_role("link", name=name))


def send(page: Page) -> None:
    """Send the form of the page, whatever comes."""
    press(page, SEND)


def go_on(page: Page) -> None:
    """Send the form of the page and see that it was taken."""
    send(page)
    expect(page.locator(".error-summary")).to_have_count(0)


def go_on_refused(page: Page) -> None:
    """Send the form of the page and see that it was refused."""
    send(page)
    expect(page.locator(".error-summary")).to_have_count(1)


def unfold(page: Page, action: str) -> None:
    """Open the form of an action on the page of a case, if it is folded."""
    folded = page.locator(f"details#act-{action}:not([open]) > summary")
    if folded.count():
        folded.click()


def act(page: Page, action: str) -> None:
    """Press the button of an action on the page of a case."""
    press(page, f'form[action$="/{action}"] button')


def look(page: Page, name: str, *, scripts: bool = True) -> None:
    """What every page must be; a picture of it in the folder `JOURNEY_SHOTS`, where somebody wants to see it.

    axe itself needs scripts: without them only the heading is looked at.
    """
    if scripts:
        assert_accessible(page)
    else:
        expect(page.locator("h1")).to_have_count(1)
    if folder := os.environ.get("JOURNEY_SHOTS"):
        test = re.sub(r"[^\w-]+", "-", os.environ["PYTEST_CURRENT_TEST"].rpartition("::")[2].removesuffix(" (call)"))
        page.screenshot(path=Path(folder) / test.strip("-") / f"{name}.png", full_page=True)
