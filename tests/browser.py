"""A real Chromium on a real server: fixtures for every test that looks at pages the way people do."""

import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import pytest
import waitress
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Error, Page, Playwright, expect, sync_playwright
from waitress import wasyncore

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--no-sandbox",  # CI runs as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE, DESK = 360, 1280
PATIENCE = 30_000  # milliseconds for what a page is expected to show: a busy machine is no mistake of the page
expect.set_options(timeout=PATIENCE)
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """The address of the application on a free port of this machine, served while the block lasts."""
    server = waitress.create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{server.effective_port}"
    finally:
        # Closed inside the server's own loop, which ends when nothing is left to serve.
        server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map))
        thread.join(10)
        server.task_dispatcher.shutdown()


@lru_cache(maxsize=1)
def _started() -> tuple[Playwright, Browser]:
    playwright = sync_playwright().start()
    return playwright, playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for the whole run, however many folders ask for it."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    playwright, browser = _started()
    yield browser
    if browser.is_connected():
        browser.close()
        playwright.stop()


@contextmanager
def opened(browser: Browser, *, width: int = PHONE, locale: str = "es-MX", scripts: bool = True) -> Iterator[Page]:
    """A page in a window of its own, with nothing remembered; ends in an error if the console complained."""
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        locale=locale,
        timezone_id="America/Mexico_City",
        java_script_enabled=scripts,
        reduced_motion="reduce",
    )
    page = context.new_page()
    complaints: list[str] = []
    # A refused form or a missing page is an answer, though Chromium writes a line about it.
    page.on(
        "console", lambda m: complaints.append(m.text) if m.type == "error" and "status of 4" not in m.text else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    try:
        yield page
    finally:
        context.close()
    assert complaints == []


def assert_accessible(page: Page) -> None:
    """axe finds nothing, nothing sticks out sideways, and the page has one title and one h1."""
    violations = _axe(page)
    assert not violations, f"{page.url}\n{json.dumps(violations, indent=2, ensure_ascii=False)}"
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), page.url
    assert page.locator("h1").count() == 1, page.url
    assert page.title().strip(), page.url


# What is thrown by a document that gave way to another while it was looked at.
REPLACED = ("Execution context was destroyed", "documentElement", "axe is not defined")
# Only what is wrong comes back: the rest, half of the time of a look, nobody reads.
RUN_AXE = """options => axe.run(options).then(found => found.violations.map(
    ({id, help, nodes}) => ({id, help, nodes: nodes.map(({html, failureSummary}) => ({html, failureSummary}))})))"""
AXE = Axe().axe_script


def _axe(page: Page, tries: int = 3) -> list[dict[str, Any]]:
    """What axe finds in the page that is there in the end; a page that goes on by itself is looked at again."""
    page.wait_for_load_state()
    try:
        page.evaluate(AXE)
        found: list[dict[str, Any]] = page.evaluate(RUN_AXE, {"runOnly": AXE_TAGS, "resultTypes": ["violations"]})
        return found
    except Error as error:
        if tries == 1 or not any(sign in error.message for sign in REPLACED):
            raise
        return _axe(page, tries - 1)
