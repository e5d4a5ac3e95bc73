"""A database of an old release, with data in every table, brought to the newest: nothing is lost, all of it is read."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import exc, select, text
from sqlalchemy.orm import Session

from tests.procedures import LIFECYCLES
from tests.workflow.conftest import states_allowed
from tests.workflow.filled import Rows, fill, stored
from workflow import chain, protection
from workflow.database import Database
from workflow.schema import current, newest, upgrade
from workflow.tables import Base

OLD = ("0002", "0010")


@pytest.fixture(params=OLD)
def old(request: pytest.FixtureRequest, empty: Database) -> tuple[Database, Rows]:
    """A database at an old revision, and what stood in it before it was upgraded."""
    upgrade(empty, request.param)
    with empty.engine.begin() as connection:
        before = fill(connection)
    upgrade(empty)
    return empty, before


def test_an_old_database_is_upgraded_with_all_it_holds(old: tuple[Database, Rows]) -> None:
    database, before = old
    assert current(database) == newest()
    with database.engine.connect() as connection:
        assert all(before.values()), "every table held something"
        assert stored(connection, {name: list(rows[0]) for name, rows in before.items()}) == before
        assert protection.missing(connection) == []
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    for workflow in LIFECYCLES:
        assert states_allowed(database, workflow) == set(workflow.state_codes)
    with Session(database.engine) as session:
        assert list(chain.verify(session)) == []
        for mapper in Base.registry.mappers:
            read = session.scalars(select(mapper)).all()
            assert read or mapper.local_table.name not in before
    with pytest.raises(exc.DBAPIError), database.engine.begin() as connection:
        connection.execute(text("UPDATE event SET action = 'another'"))
