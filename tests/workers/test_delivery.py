"""Notices on their way: nothing is lost, whatever dies or refuses, and a second copy is known by its Message-ID."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from tests.mail_server import Mailbox, free_port, mail_server
from workers import delivery
from workers.delivery import deliver_batch, relay_batches
from workflow import messages
from workflow.clock import real_now
from workflow.columns import new_id
from workflow.database import Database
from workflow.tables import Message

ReachedBy = Callable[[str], Database]


@pytest.fixture
def reached_by(database: Database) -> ReachedBy:
    """The database of a process whose mail server is at an address."""

    def configured(address: str) -> Database:
        database.settings = database.settings.model_copy(update={"smtp_url": address})
        return database

    return configured


def write(database: Database, *addresses: str) -> None:
    """A notice waiting for each address."""
    with database.write() as session:
        session.add_all(waiting(address) for address in addresses)


def waiting(address: str) -> Message:
    """A notice that waits."""
    number = new_id()
    return Message(
        id=number, workflow="account", case_id=new_id(), seq=0, person_id=new_id(), language="es", channel="email",
        address=address, template="account/password_changed", params='{"username":"ana"}', dedupe_key=str(number),
        status="waiting", written_at=real_now(),
    )  # fmt: skip


def deliver_all(database: Database) -> None:
    """What relay and deliverer do, in one go."""
    relay_batches(database, lambda token: deliver_batch(database, token))


def rows(database: Database) -> dict[str | None, Message]:
    """Every message by its address."""
    with database.read() as session:
        return {message.address: message for message in session.scalars(select(Message))}


def end_leases(database: Database) -> None:
    """As if two minutes had passed since the claim."""
    with database.write() as session:
        session.execute(update(Message).values(claimed_until=real_now() - timedelta(seconds=1)))


def test_every_notice_is_delivered_once_with_proof(reached_by: ReachedBy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "BATCH", 3)
    box = Mailbox()
    with mail_server(box) as address:
        database = reached_by(address)
        write(database, *(f"p{n}@example.org" for n in range(7)))
        deliver_all(database)
        deliver_all(database)
    assert Counter(mail["To"] for mail in box.mails) == Counter(f"p{n}@example.org" for n in range(7))
    found = rows(database).values()
    assert {message.status for message in found} == {"delivered"}
    assert sorted(message.proof or "" for message in found) == [f"250 queued as {n}" for n in range(1, 8)]


def test_a_refused_notice_stops_no_other_and_waits(reached_by: ReachedBy) -> None:
    box = Mailbox(refused={"full@example.org": "452 mailbox full"})
    with mail_server(box) as address:
        database = reached_by(address)
        write(database, "ana@example.org", "full@example.org", "luis@example.org")
        deliver_all(database)
    found = rows(database)
    assert [found[f"{who}@example.org"].status for who in ("ana", "full", "luis")] == [
        "delivered",
        "waiting",
        "delivered",
    ]
    refused = found["full@example.org"]
    assert (refused.attempts, refused.last_error) == (1, "452 mailbox full")
    assert refused.next_attempt_at is not None


def test_a_notice_that_cannot_be_composed_stops_no_other(reached_by: ReachedBy) -> None:
    box = Mailbox()
    with mail_server(box) as address:
        database = reached_by(address)
        write(database, "ana@example.org", "bad\naddress@example.org")
        deliver_all(database)
    found = rows(database)
    assert found["ana@example.org"].status == "delivered"
    assert found["bad\naddress@example.org"].attempts == 1


def test_a_mail_server_that_is_away_costs_no_notice_an_attempt(reached_by: ReachedBy) -> None:
    port = free_port()
    database = reached_by(f"smtp://127.0.0.1:{port}")
    write(database, "ana@example.org", "luis@example.org")
    deliver_all(database)
    assert {(m.status, m.attempts, m.claim) for m in rows(database).values()} == {("waiting", 0, None)}
    assert all("refused" in (m.last_error or "") for m in rows(database).values())
    with database.write() as session:
        session.execute(update(Message).values(next_attempt_at=None))
    box = Mailbox()
    with mail_server(box, port):
        deliver_all(database)
    assert len(box.mails) == 2


def test_a_deliverer_that_dies_before_recording_sends_a_second_copy_known_as_such(
    reached_by: ReachedBy, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = Mailbox()
    with mail_server(box) as address:
        database = reached_by(address)
        write(database, "ana@example.org")
        with monkeypatch.context() as dying:
            dying.setattr(messages, "delivered", _die)
            with pytest.raises(KeyboardInterrupt):
                deliver_all(database)
        deliver_all(database)
        assert len(box.accepted) == 1  # the lease still runs
        end_leases(database)
        deliver_all(database)
    assert box.accepted[0] == box.accepted[1]
    assert box.mails[0]["Message-ID"] == box.mails[1]["Message-ID"]
    assert rows(database)["ana@example.org"].status == "delivered"


def _die(*_arguments: object) -> None:
    raise KeyboardInterrupt


def test_a_relay_that_dies_between_claim_and_task_loses_nothing(reached_by: ReachedBy) -> None:
    box = Mailbox()
    with mail_server(box) as address:
        database = reached_by(address)
        write(database, "ana@example.org")
        with pytest.raises(KeyboardInterrupt):
            relay_batches(database, _die)
        end_leases(database)
        deliver_all(database)
    assert len(box.mails) == 1


def test_a_task_that_comes_late_leaves_the_batch_to_its_new_holder(reached_by: ReachedBy) -> None:
    box, tokens = Mailbox(), []
    with mail_server(box) as address:
        database = reached_by(address)
        write(database, "ana@example.org")
        relay_batches(database, tokens.append)
        end_leases(database)
        deliver_batch(database, tokens[0])  # its lease has ended: hands off, even if nobody has claimed yet
        relay_batches(database, tokens.append)
        for token in (*tokens, *tokens):
            deliver_batch(database, token)
    assert len(box.mails) == 1


def test_without_a_mail_server_the_console_says_so(database: Database, capsys: pytest.CaptureFixture[str]) -> None:
    write(database, "ana@example.org")
    deliver_all(database)
    assert rows(database)["ana@example.org"].proof == "console"
    assert "a***@example.org" in capsys.readouterr().out
