"""The two doors of the database: a reader cannot write, and a connection that died in the pool troubles nobody."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from workflow.clock import real_now
from workflow.database import Database
from workflow.tables import JobRun

OWN = "SELECT pg_backend_pid()"


def test_a_reader_cannot_write_even_after_a_writer(database: Database) -> None:
    for _turn in range(2):
        with database.write() as session:
            session.execute(text("DELETE FROM clock"))
            session.execute(text("INSERT INTO clock (id, seconds_ahead) VALUES (1, 0)"))
        with database.read() as session, pytest.raises(DBAPIError, match=r"read.?only"):
            session.execute(text("UPDATE clock SET seconds_ahead = 1"))
    with database.read() as session:
        assert session.execute(text("SELECT seconds_ahead FROM clock")).scalar_one() == 0


def test_a_reader_looks_at_one_moment(database: Database) -> None:
    """A chain whose case was read before a step and whose events after it would look broken."""
    count = text("SELECT count(*) FROM job_run")
    with database.read() as session:
        assert session.execute(count).scalar_one() == 0
        with database.write() as other:
            other.add(JobRun(name="now", period="meanwhile", done_at=real_now(), result=""))
        assert session.execute(count).scalar_one() == 0


def test_connections_that_died_while_they_rested_are_replaced(
    postgres_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workflow.database.TRUSTED_FOR", 0.0)
    with postgres_database.read() as session, postgres_database.write() as other:
        rested = {session.execute(text(OWN)).scalar_one(), other.execute(text(OWN)).scalar_one()}
    executioner = Database(postgres_database.settings)
    with executioner.write() as session:
        for pid in rested:
            session.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})
    executioner.engine.dispose()
    with postgres_database.write() as session, postgres_database.read() as other:
        fresh = {session.execute(text(OWN)).scalar_one(), other.execute(text(OWN)).scalar_one()}
    assert len(fresh) == 2
    assert not fresh & rested
