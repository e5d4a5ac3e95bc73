"""The schema of the database: migrated in-process to the newest revision, its append-only triggers put in place."""

from importlib.resources import files
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from workflow import protection
from workflow.database import Database

if TYPE_CHECKING:
    from sqlalchemy import Connection


def configuration(connection: "Connection | None" = None) -> Config:
    """Alembic's configuration, pointing at the revisions shipped with the package."""
    config = Config()
    config.set_main_option("script_location", str(files("workflow") / "migrations"))
    config.attributes["connection"] = connection
    return config


def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the database to a revision (the newest by default) and install the triggers again."""
    with database.engine.connect() as connection:
        # SQLite rebuilds a table to alter it; with foreign keys on, dropping the old one would be refused.
        _foreign_keys(connection, on=False)
        with connection.begin():
            command.upgrade(configuration(connection), revision)
            protection.install(connection)
            _check_foreign_keys(connection)
        _foreign_keys(connection, on=True)


def current(database: Database) -> str | None:
    """The revision the database is at; None for an empty one."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest() -> str:
    """The revision this release of Afilia needs."""
    head = ScriptDirectory.from_config(configuration()).get_current_head()
    assert head is not None  # noqa: S101 - the package ships at least one revision
    return head


def _check_foreign_keys(connection: "Connection") -> None:
    """What the database did not check while keys were off; raises `RuntimeError`, which takes the migration back."""
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"The migration would leave rows without their parents: {broken[:5]}")


def _foreign_keys(connection: "Connection", *, on: bool) -> None:
    if connection.dialect.name == "sqlite":
        connection.connection.driver_connection.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")  # type: ignore[union-attr]
