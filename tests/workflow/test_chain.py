"""The record cannot be changed: the database refuses, and what slips past it breaks the chain where it happened."""

import os
import sqlite3
from datetime import timedelta

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import make_url, select, text
from sqlalchemy.exc import DBAPIError

from tests.conftest import NOON
from tests.workflow.conftest import LATER, LIBRARIAN, READER, ask
from tests.workflow.toy import Loan
from workflow import protection
from workflow.chain import link, verify
from workflow.database import Database
from workflow.engine import fire
from workflow.privileges import grant_to_application
from workflow.tables import NO_HEAD, Event, Note

pytestmark = pytest.mark.usefixtures("loans")


@pytest.fixture
def recorded(database: Database) -> Loan:
    """A loan with four events."""
    with database.write() as session:
        loan = ask(session)
        fire(session, loan, "lend", LIBRARIAN, LATER, comment="to Ana")
        fire(session, loan, "renew", READER, LATER + timedelta(days=1))
        fire(session, loan, "give_back", READER, LATER + timedelta(days=2), comment="read")
    return loan


ATTACKS = [
    "UPDATE event SET role = 'reader' WHERE seq = 2",
    "DELETE FROM event WHERE seq = 2",
    "INSERT INTO event SELECT * FROM event WHERE seq = 2",
]
SQLITE_ATTACKS = [
    *ATTACKS,
    "INSERT OR REPLACE INTO event SELECT * FROM event WHERE seq = 2",
    "UPDATE OR REPLACE event SET seq = 9",
]
POSTGRES_ATTACKS = [*ATTACKS, "TRUNCATE event", "TRUNCATE event CASCADE", "DELETE FROM ONLY event"]


@pytest.mark.invariants("iii")
@pytest.mark.parametrize("attack", SQLITE_ATTACKS)
def test_sqlite_refuses_even_a_foreign_connection(sqlite_database: Database, attack: str, loans: None) -> None:
    with sqlite_database.write() as session:
        fire(session, ask(session), "lend", LIBRARIAN, LATER)
    foreign = sqlite3.connect(make_url(sqlite_database.url).database or "")  # no pragmas of ours
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        foreign.execute(attack)
    foreign.close()


@pytest.mark.invariants("iii")
@pytest.mark.parametrize("attack", POSTGRES_ATTACKS)
def test_postgresql_refuses_its_owner(postgres_database: Database, attack: str, loans: None) -> None:
    with postgres_database.write() as session:
        fire(session, ask(session), "lend", LIBRARIAN, LATER)
    with pytest.raises(DBAPIError, match=r"append-only|duplicate key"), postgres_database.engine.begin() as connection:
        connection.execute(text(attack))


def test_the_application_role_cannot_switch_triggers_off(postgres_database: Database, loans: None) -> None:
    with postgres_database.write() as session:
        fire(session, ask(session), "lend", LIBRARIAN, LATER)
    role = f"afilia_app_{os.getpid()}"
    owner = postgres_database.engine
    url = make_url(postgres_database.url.replace("+psycopg", "")).set(username=role)
    grant_to_application(postgres_database, url.render_as_string(hide_password=False))
    attacks = [
        "SET session_replication_role = replica",
        "ALTER TABLE event DISABLE TRIGGER ALL",
        "DROP TABLE event",
        *POSTGRES_ATTACKS,
    ]
    try:
        with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as app:
            app.execute("SELECT count(*) FROM event")
            for attack in attacks:
                with pytest.raises(psycopg.Error, match=r"permission denied|must be owner|append-only|duplicate key"):
                    app.execute(attack)
    finally:
        with owner.begin() as connection:
            connection.execute(text(f"DROP OWNED BY {role}"))
            connection.execute(text(f"DROP ROLE {role}"))


def test_the_triggers_are_there_and_their_absence_is_noticed(database: Database) -> None:
    with database.engine.begin() as connection:
        assert protection.missing(connection) == []
        table = "" if database.is_sqlite else " ON event"
        connection.execute(text(f"DROP TRIGGER event_refuses_update{table}"))
        assert protection.missing(connection) == ["event_refuses_update"]
        protection.install(connection)
        assert protection.missing(connection) == []


TAMPERING = {
    "UPDATE event SET role = 'reader' WHERE seq = 2": (2, "does not match its hash"),
    "UPDATE event SET data = '{}' WHERE seq = 1": (1, "does not match its hash"),
    "DELETE FROM event WHERE seq = 2": (3, "event 2 is missing"),
    "DELETE FROM event WHERE seq = 4": (3, "does not end with its last event"),
    "UPDATE note SET comment = 'to Eva' WHERE seq = 2": (2, "its note was changed"),
    "UPDATE toy_loan SET head = 'x'": (4, "does not end with its last event"),
    "DELETE FROM toy_loan": (4, "belongs to no case"),
}


@pytest.mark.parametrize("tampering", TAMPERING)
def test_what_slips_past_the_triggers_breaks_the_chain(database: Database, recorded: Loan, tampering: str) -> None:
    _without_triggers(database, tampering)
    seq, fault = TAMPERING[tampering]
    with database.read() as session:
        (broken,) = verify(session)
    assert (broken.case_id, broken.seq) == (recorded.id, seq)
    assert fault in broken.fault


def test_a_case_without_events_is_found(database: Database, recorded: Loan) -> None:
    _without_triggers(database, "DELETE FROM event")
    with database.read() as session:
        assert [found.fault for found in verify(session)] == ["the case has no events"]


def test_a_note_can_be_erased_without_breaking_the_chain(database: Database, recorded: Loan) -> None:
    with database.write() as session:
        for note in session.scalars(select(Note).where(Note.case_id == recorded.id)):
            note.comment = note.facts = note.salt = None
            note.erased_at = NOON
    with database.read() as session:
        assert list(verify(session)) == []


def test_an_untouched_record_holds(database: Database, recorded: Loan) -> None:
    with database.read() as session:
        assert list(verify(session)) == []
        hashes = session.scalars(select(Event.hash).order_by(Event.seq)).all()
    assert hashes[-1] == recorded.head
    assert len(set(hashes)) == 4


def _without_triggers(database: Database, statement: str) -> None:
    """As somebody would who owns the database."""
    with database.engine.begin() as connection:
        for trigger in protection.names(connection.dialect.name):
            table = "" if database.is_sqlite else f" ON {trigger.partition('_refuses')[0]}"
            connection.execute(text(f"DROP TRIGGER {trigger}{table}"))
        connection.execute(text(statement))


EVENT = {
    "case_id": Loan.__table__.c.id.type.python_type(int=1),
    "seq": 1, "workflow": "w", "action": "a", "actor": "x", "role": "r", "from_state": None, "to_state": "s",
    "data": "{}", "legal": "[]", "definition": "d", "note_digest": None, "channel": None,
    "effective_at": NOON, "recorded_at": NOON,
}  # fmt: skip


@given(st.sampled_from(["workflow", "action", "actor", "role", "to_state", "data"]), st.text(min_size=1, max_size=4))
def test_moving_text_from_one_field_to_the_next_changes_the_hash(field: str, moved: str) -> None:
    names = list(EVENT)
    following = names[names.index(field) + 1]
    shifted = {**EVENT, field: f"{EVENT[field]}{moved}", following: EVENT[following]}
    assert link(NO_HEAD, shifted) != link(NO_HEAD, EVENT)
    joined = {**EVENT, "action": "ab", "actor": "c"}, {**EVENT, "action": "a", "actor": "bc"}
    assert link(NO_HEAD, joined[0]) != link(NO_HEAD, joined[1])
