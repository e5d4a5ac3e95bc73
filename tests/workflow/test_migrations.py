"""The migrations: one head, triggers there after each, down and up again, people kept, on both kinds of database."""

from datetime import UTC, datetime

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from workflow import protection
from workflow.database import Database
from workflow.people import Person
from workflow.schema import configuration, current, newest, upgrade

REVISIONS = [step.revision for step in reversed(list(ScriptDirectory.from_config(configuration()).walk_revisions()))]


def test_there_is_one_head() -> None:
    assert ScriptDirectory.from_config(configuration()).get_heads() == [newest()]


def test_triggers_are_there_after_every_revision(empty: Database) -> None:
    for revision in REVISIONS:
        upgrade(empty, revision)
        assert current(empty) == revision
        with empty.engine.begin() as connection:
            assert protection.missing(connection) == []
    upgrade(empty)  # once more: harmless


def test_down_and_up_again(empty: Database) -> None:
    upgrade(empty)
    with empty.engine.begin() as connection:
        command.downgrade(configuration(connection), "base")
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
    upgrade(empty)
    assert current(empty) == newest()


def test_people_survive_a_migration_that_is_run_again(empty: Database) -> None:
    upgrade(empty)
    with empty.write() as session:
        session.add(Person(given_name="Ana", first_surname="Prueba", created_at=datetime(2026, 3, 2, tzinfo=UTC)))
    upgrade(empty)
    with empty.read() as session:
        assert session.execute(text("SELECT given_name FROM person")).scalar_one() == "Ana"
