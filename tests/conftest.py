"""What every test may ask for: settings, and a real database of each kind, migrated once, copied or rolled back."""

import os
import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from tests import postgres
from tests.workflow.toy import LOAN, ToyBase
from workflow.database import Database
from workflow.definition import WORKFLOWS
from workflow.schema import upgrade
from workflow.settings import Settings, load_settings

NOON = datetime(2026, 3, 2, 18, tzinfo=UTC)  # a Monday, noon in Mexico City


def pytest_addoption(parser: pytest.Parser) -> None:
    """`pytest --shuffle 7`: files, and the tests of each file, in an order drawn from the seed."""
    parser.addoption("--shuffle", type=int, metavar="SEED", help="run files and their tests in an order of this seed")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """No test may need another before it; files stay together, so that what a file shares is made once."""
    seed = config.getoption("--shuffle")
    if seed is None:
        return
    draw = random.Random(seed)  # noqa: S311 - an order of tests is no secret
    places = {path: draw.random() for path in sorted({item.path for item in items})}
    ranks = {item.nodeid: draw.random() for item in items}
    items.sort(key=lambda item: (places[item.path], ranks[item.nodeid]))


def settings_for(url: str, folder: Path, **given: object) -> Settings:
    """Settings of a test process: a database of its own, a fixed secret, nothing delivered to the outside."""
    return load_settings(
        database_url=url, data_dir=folder, secret_key="a-secret-for-tests-only-0123456789", demo=True, **given
    )


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy from."""
    folder = tmp_path_factory.mktemp("sqlite")
    path = folder / "template.sqlite3"
    database = Database(settings_for(f"sqlite:///{path}", folder))
    upgrade(database)
    ToyBase.metadata.create_all(database.engine)
    with database.engine.connect() as connection:
        connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgres_template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A migrated PostgreSQL database to copy from."""
    name = f"afilia_template_{os.getpid()}"
    database = Database(settings_for(postgres.create_database(name), tmp_path_factory.mktemp("postgres")))
    upgrade(database)
    ToyBase.metadata.create_all(database.engine)
    database.engine.dispose()
    yield name
    postgres.drop_database(name)


@pytest.fixture
def sqlite_database(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    """A fresh SQLite database that the test may commit to."""
    path = tmp_path / "afilia.sqlite3"
    shutil.copyfile(sqlite_template, path)
    database = Database(settings_for(f"sqlite:///{path}", tmp_path))
    yield database
    database.engine.dispose()


@pytest.fixture
def postgres_database(postgres_template: str, tmp_path: Path) -> Iterator[Database]:
    """A fresh PostgreSQL database that the test may commit to."""
    name = f"afilia_test_{os.getpid()}_{abs(hash(tmp_path)) % 10**8}"
    database = Database(settings_for(postgres.create_database(name, postgres_template), tmp_path))
    yield database
    database.engine.dispose()
    postgres.drop_database(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Database:
    """A fresh database of each kind: the test runs once on SQLite and once on PostgreSQL."""
    kind = "sqlite" if request.param == "sqlite" else "postgres"
    return request.getfixturevalue(f"{kind}_database")


@pytest.fixture(scope="session")
def shared_sqlite(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The SQLite database of all tests that commit nothing."""
    folder = tmp_path_factory.mktemp("shared")
    path = shutil.copyfile(sqlite_template, folder / "afilia.sqlite3")
    database = Database(settings_for(f"sqlite:///{path}", folder))
    yield database
    database.engine.dispose()


@pytest.fixture(scope="session")
def shared_postgres(postgres_template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The PostgreSQL database of all tests that commit nothing."""
    name = f"afilia_shared_{os.getpid()}"
    url = postgres.create_database(name, postgres_template)
    database = Database(settings_for(url, tmp_path_factory.mktemp("shared")))
    yield database
    database.engine.dispose()
    postgres.drop_database(name)


@contextmanager
def rolled_back(database: Database) -> Iterator[Session]:
    """A write session of which nothing stays."""
    with Session(database.engine, expire_on_commit=False, info={"settings": database.settings}) as session:
        yield session
        session.rollback()


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
    kind = "sqlite" if request.param == "sqlite" else "postgres"
    return request.getfixturevalue(f"{kind}_session")


@pytest.fixture
def loans(monkeypatch: pytest.MonkeyPatch) -> None:
    """The toy procedure, known to the engine for one test."""
    monkeypatch.setitem(WORKFLOWS, LOAN.name, LOAN)
