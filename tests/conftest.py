"""What every test may ask for: settings, and a real database of each kind, migrated once, copied or rolled back."""

import os
import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests import postgres
from tests.copies import Worlds, at_rest, copy_of, rolled_back, settings_for
from tests.workflow.toy import LOAN, ToyBase
from workflow.database import Database
from workflow.definition import WORKFLOWS
from workflow.schema import upgrade

NOON = datetime(2026, 3, 2, 18, tzinfo=UTC)  # a Monday, noon in Mexico City
NAMES = {"sqlite": "sqlite", "postgresql": "postgres"}  # of fixtures, by kind of database
Begun = Callable[[Callable[[Database, Path], Any]], tuple[Database, Any]]


def pytest_addoption(parser: pytest.Parser) -> None:
    """`pytest --shuffle 7`: files, and the tests of each file, in an order drawn from the seed."""
    parser.addoption("--shuffle", type=int, metavar="SEED", help="run files and their tests in an order of this seed")


# Folders in the order in which they begin: what takes long first, so that at the end no core waits for another.
ORDER = ("processes", "journeys", "cli", "web", "inspection", "enrolment", "workers", "workflow", "regime")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """No test may need another before it; files stay together, so that what a file shares is made once."""
    seed = config.getoption("--shuffle")
    if seed is None:
        items.sort(key=lambda item: ORDER.index(item.path.parent.name) if item.path.parent.name in ORDER else 0)
        return
    draw = random.Random(seed)  # noqa: S311 - an order of tests is no secret
    places = {path: draw.random() for path in sorted({item.path for item in items})}
    ranks = {item.nodeid: draw.random() for item in items}
    items.sort(key=lambda item: (places[item.path], ranks[item.nodeid]))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy from."""
    folder = tmp_path_factory.mktemp("sqlite")
    path = folder / "template.sqlite3"
    _migrated(Database(settings_for(f"sqlite:///{path}", folder)))
    return path


@pytest.fixture(scope="session")
def postgres_template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A migrated PostgreSQL database to copy from."""
    name = f"afilia_template_{os.getpid()}"
    _migrated(Database(settings_for(postgres.create_database(name), tmp_path_factory.mktemp("postgres"))))
    yield name
    postgres.drop_database(name)


def _migrated(database: Database) -> None:
    upgrade(database)
    ToyBase.metadata.create_all(database.engine)
    at_rest(database)


@pytest.fixture
def sqlite_database(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    """A fresh SQLite database that the test may commit to."""
    with copy_of(sqlite_template, tmp_path) as database:
        yield database


@pytest.fixture
def postgres_database(postgres_template: str, tmp_path: Path) -> Iterator[Database]:
    """A fresh PostgreSQL database that the test may commit to."""
    with copy_of(postgres_template, tmp_path) as database:
        yield database


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Database:
    """A fresh database of each kind: the test runs once on SQLite and once on PostgreSQL."""
    return request.getfixturevalue(f"{NAMES[request.param]}_database")


@pytest.fixture(scope="session")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worlds]:
    """What many tests begin with, filled once on each kind of database that is asked for."""
    with ExitStack() as kept:
        yield Worlds(tmp_path_factory.mktemp, kept)


@pytest.fixture(params=["sqlite", "postgresql"])
def begun(request: pytest.FixtureRequest, worlds: Worlds, tmp_path: Path) -> Iterator[Begun]:
    """`begun(fill)`: a copy of a world on each kind of database, and what `fill` answered; the test goes on with it."""
    empty = request.getfixturevalue(f"{NAMES[request.param]}_template")
    with ExitStack() as copies:
        yield lambda fill: copies.enter_context(worlds.copy(empty, fill, tmp_path))


@pytest.fixture(scope="session")
def shared_sqlite(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The SQLite database of all tests that commit nothing."""
    with copy_of(sqlite_template, tmp_path_factory.mktemp("shared")) as database:
        yield database


@pytest.fixture(scope="session")
def shared_postgres(postgres_template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The PostgreSQL database of all tests that commit nothing."""
    with copy_of(postgres_template, tmp_path_factory.mktemp("shared")) as database:
        yield database


@pytest.fixture
def sqlite_session(shared_sqlite: Database) -> Iterator[Session]:
    """A write session on SQLite that is rolled back at the end."""
    with rolled_back(shared_sqlite) as session:
        yield session


@pytest.fixture
def postgres_session(shared_postgres: Database) -> Iterator[Session]:
    """A write session on PostgreSQL that is rolled back at the end."""
    with rolled_back(shared_postgres) as session:
        yield session


@pytest.fixture(params=["sqlite", "postgresql"])
def session(request: pytest.FixtureRequest) -> Session:
    """A write session on each kind of database that is rolled back at the end: the test runs once on each."""
    return request.getfixturevalue(f"{NAMES[request.param]}_session")


@pytest.fixture
def loans(monkeypatch: pytest.MonkeyPatch) -> None:
    """The toy procedure, known to the engine for one test."""
    monkeypatch.setitem(WORKFLOWS, LOAN.name, LOAN)
