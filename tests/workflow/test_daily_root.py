"""The daily root finds out what the chain alone cannot: a whole history replaced together with its head."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.conftest import NOON
from tests.workflow.conftest import LATER, LIBRARIAN, ask
from workflow.daily_root import FILE, contradictions, keep, kept, root_at
from workflow.database import Database
from workflow.engine import fire

pytestmark = pytest.mark.usefixtures("loans")


def test_a_root_stays_true_while_the_record_grows(database: Database, tmp_path: Path) -> None:
    with database.write() as session:
        loan, _other = ask(session), ask(session)
        root = root_at(session, NOON)
        assert root.cases == 2
        keep(root, tmp_path)
        fire(session, loan, "lend", LIBRARIAN, LATER)
        keep(root_at(session, LATER), tmp_path)
    with database.read() as session:
        roots = kept(tmp_path)
        assert len({root.digest for root in roots}) == 2
        assert list(contradictions(session, roots)) == []
        assert root_at(session, NOON - timedelta(days=1)).cases == 0


def test_a_case_that_vanished_is_missed(postgres_database: Database, tmp_path: Path) -> None:
    with postgres_database.write() as session:
        ask(session)
        gone = ask(session)
        keep(root_at(session, NOON), tmp_path)
    with postgres_database.engine.begin() as connection:  # what only an administrator of the database could do
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text("DELETE FROM event WHERE case_id = :id"), {"id": gone.id})
        connection.execute(text("DELETE FROM toy_loan WHERE id = :id"), {"id": gone.id})
    with postgres_database.read() as session:
        assert list(contradictions(session, kept(tmp_path))) == kept(tmp_path)


def test_both_databases_have_the_same_root(sqlite_database: Database, postgres_database: Database) -> None:
    with sqlite_database.write() as session:
        ask(session)
        one = root_at(session, NOON)
        rows = session.connection().exec_driver_sql("SELECT * FROM event").mappings().all()
    with postgres_database.write() as session:
        names = ", ".join(rows[0])
        marks = ", ".join(f"%({name})s" for name in rows[0])
        session.connection().exec_driver_sql(
            f"INSERT INTO event ({names}) VALUES ({marks})", [dict(row) for row in rows]
        )
        assert root_at(session, NOON + timedelta(hours=12)).digest == one.digest


def test_a_spoilt_file_of_roots_is_named(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("not a root\n")
    with pytest.raises(ValueError, match="'not a root' is not a moment"):
        kept(tmp_path)
