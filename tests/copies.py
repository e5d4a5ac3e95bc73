"""Copies of databases: fresh ones for tests that commit, and worlds that many tests begin with, filled once."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from tests import postgres
from workflow.database import Database
from workflow.settings import Settings, load_settings

T = TypeVar("T")
Template = Path | str  # a SQLite file, or the name of a PostgreSQL database
_numbers = count(1)


def settings_for(url: str, folder: Path, **given: object) -> Settings:
    """Settings of a test process: a database of its own, a fixed secret, nothing delivered to the outside."""
    return load_settings(
        database_url=url, data_dir=folder, secret_key="a-secret-for-tests-only-0123456789", demo=True, **given
    )


@contextmanager
def copy_of(template: Template, folder: Path) -> Iterator[Database]:
    """A database of its own like a template, gone when the block ends."""
    if isinstance(template, Path):
        path = shutil.copyfile(template, folder / "afilia.sqlite3")
        database = Database(settings_for(f"sqlite:///{path}", folder))
        yield database
        database.engine.dispose()
    else:
        name = f"afilia_test_{os.getpid()}_{next(_numbers)}"
        database = Database(settings_for(postgres.create_database(name, template), folder))
        yield database
        database.engine.dispose()
        postgres.drop_database(name)


def at_rest(database: Database) -> Template:
    """Nobody is connected and everything is written: the database can be a template."""
    if database.is_sqlite:
        with database.engine.connect() as connection:
            connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.engine.dispose()
    name = database.engine.url.database or ""
    return Path(name) if database.is_sqlite else name


@contextmanager
def rolled_back(database: Database) -> Iterator[Session]:
    """A write session of which nothing stays."""
    with Session(database.engine, expire_on_commit=False, info={"settings": database.settings}) as session:
        yield session
        session.rollback()


class Worlds:
    """Databases filled once in this process, by the function that fills them."""

    def __init__(self, folder: Callable[[str], Path], kept: ExitStack) -> None:
        self._folder, self._kept = folder, kept
        self._filled: dict[tuple[Template, Callable[..., Any]], tuple[Template, Any]] = {}

    @contextmanager
    def copy(self, empty: Template, fill: Callable[[Database, Path], T], folder: Path) -> Iterator[tuple[Database, T]]:
        """A copy of a filled database that a test may commit to, and what filling it answered."""
        if (empty, fill) not in self._filled:
            self._filled[empty, fill] = self._fill(empty, fill)
        template, answered = self._filled[empty, fill]
        with copy_of(template, folder) as database:
            yield database, answered

    def _fill(self, empty: Template, fill: Callable[[Database, Path], Any]) -> tuple[Template, Any]:
        folder = self._folder("world")
        database = self._kept.enter_context(copy_of(empty, folder))
        answered = fill(database, folder)
        return at_rest(database), answered
