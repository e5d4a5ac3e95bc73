"""On a telephone: an account and its name, an address proved by the code that arrives, changed and removed."""

import re

import pytest
from playwright.sync_api import Browser

from tests.browser import PHONE, opened
from tests.journeys.steps import fill, go_on, go_on_refused, look, press
from tests.mail_server import Mailbox, mail_server
from tests.web.conftest import PASSWORD
from workers.delivery import deliver_batch, relay_batches
from workflow.database import Database

pytestmark = pytest.mark.browser


def code_for(address: str, database: Database, mailbox: Mailbox) -> str:
    """The code as it stands in the message that arrived at an address."""
    with mail_server(mailbox) as smtp:
        database.settings = database.settings.model_copy(update={"smtp_url": smtp})
        relay_batches(database, lambda token: deliver_batch(database, token))
    mail = next(mail for mail in reversed(mailbox.mails) if mail["To"] == address)
    return str(re.findall(r"^\d{6}$", mail.get_content(), re.MULTILINE)[0])


def test_an_address_from_the_first_page_to_none(
    chromium: Browser,
    site: str,
    sqlite_database: Database,
) -> None:
    mailbox = Mailbox()
    with opened(chromium, width=PHONE) as page:
        page.goto(f"{site}/account/new")
        look(page, "1-new")
        fill(page, given_name="Rosa", first_surname="Núñez", email="rosa@example.org", password=PASSWORD)
        go_on(page)
        look(page, "2-opened")
        press(page, ".notice a")
        look(page, "3-code")
        fill(page, code="12")
        go_on_refused(page)
        look(page, "4-wrong")
        fill(page, code=code_for("rosa@example.org", sqlite_database, mailbox))
        go_on(page)
        look(page, "5-proved")
        page.goto(f"{site}/account/email")
        look(page, "6-email")
        fill(page, email="otra@example.org")
        go_on(page)
        page.goto(f"{site}/account")
        look(page, "7-waits")
        page.goto(f"{site}/account/email/code")
        fill(page, code=code_for("otra@example.org", sqlite_database, mailbox))
        go_on(page)
        code_for("otra@example.org", sqlite_database, mailbox)
        assert [mail["To"] for mail in mailbox.mails][-1] == "rosa@example.org"
        for name in ("phone", "language"):
            page.goto(f"{site}/account/{name}")
            look(page, f"8-{name}")
        page.goto(f"{site}/account/email")
        press(page, page.locator("main form button").last)
        look(page, "9-removed")
