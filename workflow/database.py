"""The database: SQLite or PostgreSQL behind the same two doors, one to read and one to write."""

import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, IntegrityError, InvalidatePoolError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from workflow.errors import Busy
from workflow.settings import Settings

T = TypeVar("T")
ATTEMPTS = 3
TRUSTED_FOR = 1.0  # seconds for which a connection given back is taken as alive

# PostgreSQL: serialization failure, deadlock, lock not available, and a unique key taken by a twin request: the second
# run finds the twin's row and answers with its result or with a sentence.
_RETRIED = frozenset({"40001", "40P01", "55P03", "23505"})


class Database:
    """One engine per process. `read()` gives a session that cannot write; `write()` commits when its block ends."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.url = settings.database
        if self.url.startswith("sqlite"):
            # Readers have connections of their own: switching `query_only` makes SQLite forget its prepared statements.
            self.engine, self._readers = _sqlite(self.url), _sqlite(self.url, reads=True)
        else:
            self.engine = _postgresql(self.url)
            self._readers = self.engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    @property
    def is_sqlite(self) -> bool:
        """Whether the embedded database is in use."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session for looking: a consistent snapshot that the database itself keeps from writing."""
        with Session(self._readers, expire_on_commit=False, autoflush=False, info=self._info()) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session for one command; commits at the end of the block, rolls back on any error."""
        with Session(self.engine, expire_on_commit=False, info=self._info()) as session, session.begin():
            yield session

    def run(self, command: Callable[[Session], T]) -> T:
        """Run one command in a write session, again if a lock or a twin got in the way, at most three times.

        A stale page is never retried: what the person saw has changed and they must decide again.
        Raises `Busy` when the third attempt fails as well.
        """
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with self.write() as session:
                    return command(session)
            except (OperationalError, IntegrityError) as error:
                if not _may_be_retried(error):
                    raise
                if attempt == ATTEMPTS:
                    raise (Busy() if isinstance(error, OperationalError) else error) from error
                time.sleep(random.uniform(0.01, 0.05) * attempt)  # noqa: S311 - jitter, not a secret
        raise AssertionError("unreachable")  # pragma: no cover

    def dispose(self) -> None:
        """Close the pool, for example in a forked process that must not share its parent's sockets."""
        self.engine.dispose(close=False)
        self._readers.dispose(close=False)

    def _info(self) -> dict[str, Any]:
        # Policies and the like reach domain code through its unit of work, not through module globals.
        return {"settings": self.settings}


def driver_errors(connection: Connection) -> type[Exception]:
    """The class of all errors of the driver behind a connection."""
    return cast(type[Exception], connection.dialect.loaded_dbapi.Error)


def wrapped(connection: Connection, statement: str, error: Exception) -> Exception:
    """A driver's error as SQLAlchemy would have raised it, for the few statements that go past SQLAlchemy."""
    dialect = connection.dialect
    return DBAPIError.instance(statement, None, error, driver_errors(connection), dialect=dialect)


def _may_be_retried(error: OperationalError | IntegrityError) -> bool:
    state = getattr(error.orig, "sqlstate", None)
    if state is not None:
        return state in _RETRIED
    text = str(error.orig)
    return "locked" in text or "busy" in text or "UNIQUE constraint failed" in text


def _postgresql(url: str) -> Engine:
    engine = create_engine(url, pool_size=8, max_overflow=8, hide_parameters=True)

    @event.listens_for(engine, "checkin")
    def _put_back(_connection: Any, record: ConnectionPoolEntry) -> None:
        record.info["used_at"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def _try_out(connection: Any, record: ConnectionPoolEntry, _proxy: Any) -> None:
        # A connection used a moment ago is taken as alive: asking each time costs a round trip (90 µs of a step).
        used_at = record.info.get("used_at")
        if used_at is not None and time.monotonic() - used_at > TRUSTED_FOR:
            _ping(engine, connection)

    return engine


def _ping(engine: Engine, connection: Any) -> None:
    """Raise `InvalidatePoolError`, at which the pool gives up what it holds, if the server no longer answers."""
    try:
        engine.dialect.do_ping(connection)
    except engine.dialect.loaded_dbapi.Error as gone:
        raise InvalidatePoolError from gone


def _sqlite(url: str, *, reads: bool = False) -> Engine:
    engine = create_engine(url, connect_args={"check_same_thread": False}, hide_parameters=True)
    # A deferred BEGIN that writes later fails at once when another writer was faster; writers queue instead.
    begin = "BEGIN" if reads else "BEGIN IMMEDIATE"

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, below
        for pragma in (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "foreign_keys=ON",
            "busy_timeout=5000",
            "recursive_triggers=ON",  # or INSERT OR REPLACE would delete an event past its trigger
            f"query_only={'ON' if reads else 'OFF'}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        bare: Any = connection.connection.driver_connection
        try:
            bare.execute(begin)
        except sqlite3.Error as error:
            raise wrapped(connection, "BEGIN", error) from error

    return engine
