"""On a telephone: an account and its name, an address proved by the code that arrives, changed and removed."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import PHONE, assert_accessible, chromium, opened  # noqa: F401 - a fixture
from tests.mail_server import Mailbox, mail_server
from tests.web.conftest import PASSWORD, app, site  # noqa: F401 - fixtures of the pages
from workers.delivery import deliver_batch, relay_batches
from workflow.database import Database

pytestmark = pytest.mark.browser
SHOTS = os.environ.get("SHOTS_OF_JOURNEYS")  # a folder, for whoever wants to look at the pages


def look(page: Page, name: str) -> None:
    assert_accessible(page)
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


def send(page: Page, **typed: str) -> None:
    for name, value in typed.items():
        page.fill(f"#{name}", value)
    page.locator("main form .actions button").first.click()
    expect(page.locator(".error-summary")).to_have_count(0)


def code_for(address: str, database: Database, mailbox: Mailbox) -> str:
    """The code as it stands in the message that arrived at an address."""
    with mail_server(mailbox) as smtp:
        database.settings = database.settings.model_copy(update={"smtp_url": smtp})
        relay_batches(database, lambda token: deliver_batch(database, token))
    mail = next(mail for mail in reversed(mailbox.mails) if mail["To"] == address)
    return str(re.findall(r"^\d{6}$", mail.get_content(), re.MULTILINE)[0])


def test_an_address_from_the_first_page_to_none(
    chromium: Browser,  # noqa: F811
    site: str,  # noqa: F811
    sqlite_database: Database,
) -> None:
    mailbox = Mailbox()
    with opened(chromium, width=PHONE) as page:
        page.goto(f"{site}/account/new")
        look(page, "1-new")
        send(page, given_name="Rosa", first_surname="Núñez", email="rosa@example.org", password=PASSWORD)
        look(page, "2-opened")
        page.click(".notice a")
        look(page, "3-code")
        page.fill("#code", "12")
        page.locator("main form .actions button").first.click()
        look(page, "4-wrong")
        send(page, code=code_for("rosa@example.org", sqlite_database, mailbox))
        look(page, "5-proved")
        page.goto(f"{site}/account/email")
        look(page, "6-email")
        send(page, email="otra@example.org")
        page.goto(f"{site}/account")
        look(page, "7-waits")
        page.goto(f"{site}/account/email/code")
        send(page, code=code_for("otra@example.org", sqlite_database, mailbox))
        code_for("otra@example.org", sqlite_database, mailbox)
        assert [mail["To"] for mail in mailbox.mails][-1] == "rosa@example.org"
        for name in ("phone", "language"):
            page.goto(f"{site}/account/{name}")
            look(page, f"8-{name}")
        page.goto(f"{site}/account/email")
        page.locator("main form button").last.click()
        look(page, "9-removed")
