"""PostgreSQL, Redis, migration, web, worker and beat as real processes, some of them killed."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from http.client import HTTPException
from threading import Thread
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener, urlopen

import psycopg
import pytest
from sqlalchemy import func, select

from tests.mail_server import Mailbox, mail_server
from tests.processes.deployment import Deployment, until
from tests.workers.test_delivery import end_leases, waiting
from workflow.database import Database
from workflow.people import Login, Person
from workflow.settings import load_settings
from workflow.tables import Message

pytestmark = pytest.mark.processes


@pytest.fixture(scope="module")
def mailbox() -> Mailbox:
    """What the installation has sent; the server takes its time, so that a worker can be killed in between."""
    return Mailbox(seconds=0.1)


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory, mailbox: Mailbox) -> Iterator[Deployment]:
    """The whole installation, migrated and running."""
    with ExitStack() as stack:
        mail = stack.enter_context(mail_server(mailbox))
        running = Deployment(tmp_path_factory.mktemp("deployment"), mail, stack)
        assert running.start("migrate").wait(120) == 0, running.logged("migrate")
        for service in ("web", "worker", "beat"):
            running.start(service)
        yield running


@pytest.fixture(scope="module")
def database(deployment: Deployment) -> Iterator[Database]:
    """The installation's database as the application's role sees it."""
    url = deployment.environment_of("web")["AFILIA_DATABASE_URL"]
    opened = Database(load_settings(database_url=url, demo=True))
    yield opened
    opened.engine.dispose()


def fates(database: Database) -> Counter[str]:
    """How many messages have which status."""
    with database.read() as session:
        return Counter(session.scalars(select(Message.status)))


def answers(deployment: Deployment, path: str) -> bool:
    """Whether the pages answer."""
    try:
        with urlopen(f"http://{deployment.listen}{path}", timeout=5) as response:
            return bool(response.status == 200)
    except OSError:
        return False


def test_a_page_is_served(deployment: Deployment) -> None:
    until(lambda: answers(deployment, "/health"), "the health page")
    assert answers(deployment, "/")


def test_a_notice_reaches_the_mail_server(deployment: Deployment, database: Database, mailbox: Mailbox) -> None:
    database.run(lambda session: session.add(waiting("first@example.org")))
    until(lambda: any(mail["To"] == "first@example.org" for mail in mailbox.mails), "delivery")
    until(lambda: fates(database)["waiting"] == 0, "its record")


def test_the_installation_finds_itself_sound(deployment: Deployment) -> None:
    def sound() -> bool:
        return deployment.run("web", "check", "--running").returncode == 0

    until(sound, "a sound installation")


def test_the_application_cannot_touch_the_record_or_its_triggers(deployment: Deployment) -> None:
    url = deployment.environment_of("web")["AFILIA_DATABASE_URL"]
    for attack in (
        "UPDATE event SET action = 'x'",
        "DELETE FROM event",
        "TRUNCATE event",
        "ALTER TABLE event DISABLE TRIGGER ALL",
        "DROP TRIGGER event_refuses_update ON event",
        "SET session_replication_role = replica",
        "UPDATE alembic_version SET version_num = 'x'",
    ):
        with psycopg.connect(url) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(attack)


def test_a_worker_killed_in_mid_delivery_loses_nothing_and_doubles_nothing_unseen(
    deployment: Deployment, database: Database, mailbox: Mailbox
) -> None:
    mailbox.accepted.clear()
    addresses = [f"p{n}@example.org" for n in range(30)]
    database.run(lambda session: session.add_all(waiting(address) for address in addresses))
    until(lambda: len(mailbox.accepted) >= 5, "the first deliveries")
    deployment.kill("worker")
    sent_before = len(mailbox.accepted)
    assert sent_before < len(addresses)
    end_leases(database)
    deployment.start("worker")
    until(lambda: fates(database)["waiting"] == 0, "the other deliveries")
    copies = Counter(mail["To"] for mail in mailbox.mails)
    assert set(copies) == set(addresses)
    assert sum(copies.values()) <= len(addresses) + 1  # only the one in the worker's hands may have gone twice
    assert len({(mail["To"], mail["Message-ID"]) for mail in mailbox.mails}) == len(addresses)


def open_account(deployment: Deployment) -> str | None:
    """Open an account through the pages as a browser would; the user name that the pages promised, if they did."""
    browser = build_opener(HTTPCookieProcessor())
    address = f"http://{deployment.listen}/account/new"
    typed = {"given_name": "Brisa", "first_surname": "Sauce", "password": "jacaranda-en-flor"}
    try:
        with browser.open(address, timeout=10) as page:
            token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.read().decode())
        assert token is not None
        with browser.open(address, urlencode({**typed, "csrf_token": token[1]}).encode(), timeout=10) as answer:
            given = re.search(r'big__value">([^<]+)', answer.read().decode())
            return given[1] if given else None
    except (OSError, HTTPException):
        return None


def test_pages_killed_while_people_use_them_keep_every_promise_they_made(
    deployment: Deployment, database: Database
) -> None:
    promised: list[str] = []

    def keep_opening() -> None:
        for _ in range(13):
            username = open_account(deployment)
            if username is None:
                return
            promised.append(username)

    visitors = [Thread(target=keep_opening) for _ in range(2)]
    for visitor in visitors:
        visitor.start()
    until(lambda: len(promised) >= 3, "the first accounts")
    deployment.kill("web")
    for visitor in visitors:
        visitor.join()
    deployment.start("web")
    until(lambda: answers(deployment, "/health"), "the health page")
    with database.read() as session:
        logins = session.scalars(select(Login)).unique().all()
        people = session.scalar(select(func.count()).select_from(Person))
    assert set(promised) <= {login.username for login in logins}
    assert people == len(logins)


def test_killed_beat_and_killed_pages_come_back_to_the_same_work(
    deployment: Deployment, database: Database, mailbox: Mailbox
) -> None:
    for service in ("beat", "web"):
        deployment.kill(service)
    database.run(lambda session: session.add(waiting("late@example.org")))
    for service in ("beat", "web"):
        deployment.start(service)
    until(lambda: answers(deployment, "/health"), "the health page")
    until(lambda: fates(database)["waiting"] == 0, "delivery")
    assert [mail["To"] for mail in mailbox.mails].count("late@example.org") == 1


def test_redis_may_go_away_and_come_back(deployment: Deployment, database: Database, mailbox: Mailbox) -> None:
    deployment.restart_redis()
    database.run(lambda session: session.add(waiting("after@example.org")))
    until(lambda: fates(database)["waiting"] == 0, "delivery")
    assert [mail["To"] for mail in mailbox.mails].count("after@example.org") == 1


def test_no_log_names_a_person(deployment: Deployment) -> None:
    for service in ("migrate", "web", "worker", "beat"):
        assert "@example.org" not in deployment.logged(service), service
