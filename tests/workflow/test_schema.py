"""The schema: one head, migrations equal models and declarations, triggers there after each, data kept, on both."""

import re
from datetime import UTC, datetime

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from enrolment.lifecycle import LIFECYCLES
from tests import postgres
from tests.conftest import settings_for
from workflow import protection
from workflow.database import Database
from workflow.people import Person
from workflow.schema import configuration, current, newest, upgrade
from workflow.tables import Base

REVISIONS = [step.revision for step in reversed(list(ScriptDirectory.from_config(configuration()).walk_revisions()))]


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request, tmp_path):  # type: ignore[no-untyped-def]
    """An empty database of each kind."""
    if request.param == "sqlite":
        database = Database(settings_for(f"sqlite:///{tmp_path}/empty.sqlite3", tmp_path))
        yield database
        database.engine.dispose()
        return
    name = f"afilia_schema_{abs(hash(tmp_path)) % 10**8}"
    database = Database(settings_for(postgres.create_database(name), tmp_path))
    yield database
    database.engine.dispose()
    postgres.drop_database(name)


def test_there_is_one_head() -> None:
    assert ScriptDirectory.from_config(configuration()).get_heads() == [newest()]


def test_triggers_are_there_after_every_revision(empty: Database) -> None:
    for revision in REVISIONS:
        upgrade(empty, revision)
        assert current(empty) == revision
        with empty.engine.begin() as connection:
            assert protection.missing(connection) == []
    upgrade(empty)  # once more: harmless


def test_migrations_equal_models(empty: Database) -> None:
    upgrade(empty)
    with empty.engine.connect() as connection:
        differences = compare_metadata(
            MigrationContext.configure(connection, opts={"compare_type": True}), Base.metadata
        )
    assert differences == []


def test_the_constraint_of_states_equals_the_declaration(empty: Database) -> None:
    """Alembic does not notice when a CHECK changes."""
    upgrade(empty)
    for workflow in LIFECYCLES:
        table = workflow.model.__tablename__
        checks = {c["name"]: c["sqltext"] for c in inspect(empty.engine).get_check_constraints(table)}
        assert set(re.findall(r"'(\w+)'", checks[f"ck_{table}_state"])) == set(workflow.state_codes)


def test_every_other_constraint_is_live_too(empty: Database) -> None:
    upgrade(empty)
    for table in Base.metadata.sorted_tables:
        wanted = {str(c.name) for c in table.constraints if c.__visit_name__ == "check_constraint"}
        live = {c["name"] for c in inspect(empty.engine).get_check_constraints(table.name)}
        assert {name if name.startswith("ck_") else f"ck_{table.name}_{name}" for name in wanted} <= live


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
