"""The newest schema: it equals models and declarations, CHECKs included, on both."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from tests.procedures import LIFECYCLES
from tests.workflow.conftest import states_allowed
from workflow.database import Database
from workflow.schema import upgrade
from workflow.tables import Base


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
        assert states_allowed(empty, workflow) == set(workflow.state_codes)


def test_every_other_constraint_is_live_too(empty: Database) -> None:
    upgrade(empty)
    for table in Base.metadata.sorted_tables:
        wanted = {str(c.name) for c in table.constraints if c.__visit_name__ == "check_constraint"}
        live = {c["name"] for c in inspect(empty.engine).get_check_constraints(table.name)}
        assert {name if name.startswith("ck_") else f"ck_{table.name}_{name}" for name in wanted} <= live


def test_no_constraint_stands_twice(empty: Database) -> None:
    """SQLite lets two be of one name; a later change would reach the first and leave the second."""
    upgrade(empty)
    seen = inspect(empty.engine)
    for table in seen.get_table_names():
        names = [check["name"] for check in seen.get_check_constraints(table)]
        assert len(names) == len(set(names)), table
