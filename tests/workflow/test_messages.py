"""The outbox: claimed once, retried with pauses, given up visibly, never lost by a deliverer that dies."""

from datetime import UTC, datetime, timedelta
from threading import Thread
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tests.workflow.conftest import LATER, LIBRARIAN, ask
from workflow.database import Database
from workflow.engine import fire
from workflow.messages import LEASE, MAX_ATTEMPTS, claim, delivered, failed, revive, waiting
from workflow.tables import Message

pytestmark = pytest.mark.usefixtures("loans")
REAL = datetime(2026, 11, 21, tzinfo=UTC)


def write_messages(database: Database, number: int) -> None:
    """That many messages waiting for delivery."""
    with database.write() as session:
        for _ in range(number):
            fire(session, ask(session), "lend", LIBRARIAN, LATER)


def test_a_batch_is_claimed_once(database: Database) -> None:
    write_messages(database, 5)
    first = database.run(lambda s: claim(s, REAL, 3))
    second = database.run(lambda s: claim(s, REAL, 3))
    assert (len(first), len(second)) == (3, 2)
    assert not set(first) & set(second)


def test_claims_of_many_threads_never_overlap(database: Database) -> None:
    write_messages(database, 40)
    taken: list[UUID] = []

    def take() -> None:
        while batch := database.run(lambda s: claim(s, REAL, 7)):
            taken.extend(batch)

    threads = [Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(taken), len(set(taken))) == (40, 40)


def test_a_deliverer_that_dies_gives_its_batch_back_when_the_lease_ends(database: Database) -> None:
    write_messages(database, 1)
    lost = database.run(lambda s: claim(s, REAL))
    assert database.run(lambda s: claim(s, REAL + LEASE - timedelta(seconds=1))) == []
    assert database.run(lambda s: claim(s, REAL + LEASE + timedelta(seconds=1))) == lost


def test_delivery_is_proved(database: Database) -> None:
    write_messages(database, 1)
    (message_id,) = database.run(lambda s: claim(s, REAL))
    database.run(lambda s: delivered(s, message_id, REAL, "250 queued as 7"))
    with database.read() as session:
        message = session.get_one(Message, message_id)
        assert (message.status, message.proof, message.delivered_at) == ("delivered", "250 queued as 7", REAL)
        assert waiting(session) == 0
    with pytest.raises(IntegrityError), database.write() as session:
        session.get_one(Message, message_id).proof = None


def test_failures_pause_longer_each_time_and_end_as_dead_letters(database: Database) -> None:
    write_messages(database, 1)
    now, pauses = REAL, []
    for _ in range(MAX_ATTEMPTS):
        (message_id,) = database.run(lambda s, at=now: claim(s, at))
        database.run(lambda s, at=now, m=message_id: failed(s, m, at, "connection refused"))
        with database.read() as session:
            message = session.get_one(Message, message_id)
        if message.next_attempt_at is not None:
            pauses.append(message.next_attempt_at - now)
            now = message.next_attempt_at
    assert message.status == "dead"
    assert message.last_error == "connection refused"
    assert pauses == [timedelta(seconds=30 * 2**n) for n in range(MAX_ATTEMPTS - 1)]
    assert database.run(lambda s: claim(s, now + timedelta(days=9))) == []
    database.run(lambda s: revive(s, [message_id], now))
    assert database.run(lambda s: claim(s, now)) == [message_id]


def test_the_same_notice_is_written_once(database: Database) -> None:
    write_messages(database, 1)
    with database.read() as session:
        message = session.scalars(select(Message)).one()
        twin = {name: getattr(message, name) for name in Message.__table__.columns.keys() if name != "id"}  # noqa: SIM118
    with pytest.raises(IntegrityError, match="dedupe_key"):
        database.run(lambda s: s.add(Message(**twin)))
