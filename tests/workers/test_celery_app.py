"""Celery as it is set up: one schedule, no delayed tasks, and the same tasks in one process or over Redis."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from celery import Celery
from celery.contrib.testing.worker import start_worker

from tests.mail_server import Mailbox, mail_server
from tests.redis_server import redis_server
from tests.workers.test_delivery import rows, write
from workers.celery_app import SCHEDULE, make_celery
from workers.delivery import relay
from workers.embedded import Embedded
from workflow import periodic
from workflow.clock import real_now
from workflow.database import Database

ROOT = Path(__file__).parents[2]


def until(true: Callable[[], bool]) -> None:
    """Wait for something that happens elsewhere; fail if it does not within twenty seconds."""
    for _ in range(400):
        if true():
            return
        time.sleep(0.05)
    raise AssertionError("it did not happen")


@contextmanager
def mailbox_of(database: Database) -> Iterator[Mailbox]:
    """A mail server that this process delivers to."""
    box = Mailbox()
    with mail_server(box) as address:
        database.settings = database.settings.model_copy(update={"smtp_url": address})
        yield box


def test_every_scheduled_task_exists(sqlite_database: Database) -> None:
    celery = make_celery(sqlite_database.settings, sqlite_database)
    celery.loader.import_default_modules()
    assert set(SCHEDULE) <= set(celery.tasks)
    assert {entry["task"] for entry in celery.conf.beat_schedule.values()} == set(SCHEDULE)


def test_the_documented_schedule_is_the_one_that_runs() -> None:
    documented = (ROOT / "docs" / "operations.md").read_text()
    assert set(re.findall(r"`(workers\.\w+\.\w+)`", documented)) == set(SCHEDULE)


def test_nothing_a_person_depends_on_waits_inside_the_broker() -> None:
    for package in ("workers", "workflow", "enrolment", "inspection", "web", "cli"):
        for file in (ROOT / package).rglob("*.py"):
            text = file.read_text()
            assert not [word for word in ("eta=", "countdown=", "apply_async") if word in text], file


def test_worker_and_beat_inside_this_process_deliver_and_can_be_started_again(sqlite_database: Database) -> None:
    celery = make_celery(sqlite_database.settings, sqlite_database)
    with mailbox_of(sqlite_database) as box:
        for number in (1, 2):
            write(sqlite_database, f"p{number}@example.org")
            embedded = Embedded(celery)
            embedded.start()
            until(lambda number=number: len(box.mails) == number)
            embedded.stop()
    assert {message.status for message in rows(sqlite_database).values()} == {"delivered"}


@pytest.fixture
def over_redis(database: Database) -> Iterator[Celery]:
    """Celery over a Redis of its own, with a worker in this process."""
    with redis_server() as address:
        settings = database.settings.model_copy(update={"redis_url": address})
        celery = make_celery(settings, database)
        with start_worker(celery, pool="threads", concurrency=2, perform_ping_check=False, shutdown_timeout=20):
            yield celery


def test_a_batch_travels_through_redis(database: Database, over_redis: Celery) -> None:
    with mailbox_of(database) as box:
        write(database, *(f"p{n}@example.org" for n in range(20)))
        over_redis.tasks[relay.name].delay()
        until(lambda: {message.status for message in rows(database).values()} == {"delivered"})
    assert len(box.mails) == 20


def test_the_heartbeat_proves_the_whole_way(database: Database, over_redis: Celery) -> None:
    over_redis.tasks["workers.sweeps.heartbeat"].delay()

    def beaten() -> bool:
        with database.read() as session:
            return periodic.is_alive(session, real_now())

    until(beaten)
