"""How a step reaches the database: statements prepared once per table and shape, run past the ORM's unit of work.

PostgreSQL takes a whole step in one statement whose other parts select from the UPDATE of the case: when the case was
moved by somebody else, nothing at all is written and no idempotency key is burnt. SQLite takes a statement per part,
inside the transaction that already holds its only write lock.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from itertools import count, islice, repeat
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Dialect, String, Table
from sqlalchemy.orm import Session

from workflow.database import driver_errors, wrapped
from workflow.tables import DeadlineRow, Idempotency, Message

# The order in which parts are written; a message already written under its dedupe key is left alone.
_LENIENT = {Message.__tablename__: "dedupe_key"}


class LostRace(RuntimeError):
    """The case was moved between the lock and the write; only possible where a lock was not honoured."""


@dataclass(slots=True)
class Write:
    """One step as rows: the new values of the case, the deadlines that end, and the rows to insert."""

    case_id: UUID
    head: str
    at: datetime
    values: dict[str, Any] = field(default_factory=dict)
    ends: dict[str, str] = field(default_factory=dict)
    rows: list[tuple[Table, dict[str, Any]]] = field(default_factory=list)

    def insert(self, table: Any, row: dict[str, Any]) -> None:
        """Add a row of an engine table."""
        self.rows.append((table.__table__, row))


@dataclass(frozen=True)
class Codec:
    """How the values of one table travel to the driver and back; columns that need no conversion have no converter."""

    names: tuple[str, ...]
    to_driver: Mapping[str, Callable[[Any], Any]]
    from_driver: tuple[Callable[[Any], Any] | None, ...]
    casts: Mapping[str, str]

    def values(self, row: Mapping[str, Any]) -> list[Any]:
        """The row's values as the driver wants them, in the row's own order; None is NULL in every column."""
        converter = self.to_driver.get
        return [
            value if value is None or (convert := converter(name)) is None else convert(value)
            for name, value in row.items()
        ]

    def read(self, values: Sequence[Any]) -> dict[str, Any]:
        """A fetched row as Python values by column name."""
        return {
            name: convert(value) if convert else value
            for name, convert, value in zip(self.names, self.from_driver, values, strict=True)
        }


@cache
def codec(table: Any, dialect: Dialect) -> Codec:
    """The codec of a table on one database, built once."""
    columns = list(table.columns)
    kinds = [column.type.dialect_impl(dialect) for column in columns]
    names = tuple(column.name for column in columns)
    to_driver = {name: kind.bind_processor(dialect) for name, kind in zip(names, kinds, strict=True)}
    return Codec(
        names,
        {name: convert for name, convert in to_driver.items() if convert},
        tuple(kind.result_processor(dialect, None) for kind in kinds),
        {column.name: _cast(column, dialect) for column in columns},
    )


def _cast(column: Column[Any], dialect: Dialect) -> str:
    # A cast to VARCHAR(n) would cut a long text without a word; the column itself refuses it.
    return "TEXT" if isinstance(column.type, String) else column.type.compile(dialect)


class Cursor:
    """A driver's cursor on the session's own connection and transaction.

    Statements prepared here gain nothing from SQLAlchemy's execution machinery, which costs more than they do; errors
    are raised as SQLAlchemy's all the same. On PostgreSQL it is psycopg's raw cursor: the ordinary one numbers the
    places of a statement anew each time when there are more than 50 (measured: 70 µs a step).
    """

    def __init__(self, session: Session) -> None:
        self.connection = session.connection()
        self.dialect = self.connection.dialect
        self.at_once = self.dialect.name == "postgresql"
        driver: Any = self.connection.connection.driver_connection
        self._cursor = self.dialect.loaded_dbapi.RawCursor(driver) if self.at_once else driver.cursor()

    def run(self, sql: str, params: Sequence[Any]) -> Any:
        """Execute one statement; the cursor, for what it returns."""
        try:
            self._cursor.execute(sql, params)
        except driver_errors(self.connection) as error:
            raise wrapped(self.connection, sql, error) from error
        return self._cursor


def lock(
    session: Session, table: Table, case_id: UUID, key: str | None
) -> tuple[dict[str, Any], tuple[Any, ...]] | None:
    """Lock a case's row and read it afresh, with what is stored under the idempotency key; None without a case.

    The values come from the database and not from the session: a row that the session already held would keep its old
    attributes even under FOR UPDATE.
    """
    cursor = Cursor(session)
    params = (key, case_id if cursor.at_once else case_id.hex)
    row = cursor.run(_lock_sql(table, cursor.dialect), params).fetchone()
    if row is None:
        return None
    case = codec(table, cursor.dialect)
    return case.read(row[: len(case.names)]), tuple(row[len(case.names) :])


@cache
def _lock_sql(table: Table, dialect: Dialect) -> str:
    at_once = dialect.name == "postgresql"
    marks, cast, suffix = _marks(dialect), "::text" if at_once else "", " FOR NO KEY UPDATE OF c" if at_once else ""
    columns = ", ".join(f"c.{name}" for name in codec(table, dialect).names)
    return (
        f"SELECT {columns}, k.payload, k.case_id, k.seq FROM {table.name} AS c "  # noqa: S608 - names from our metadata
        f"LEFT JOIN {Idempotency.__tablename__} AS k ON k.key = {next(marks)}{cast} WHERE c.id = {next(marks)}{suffix}"
    )


def apply(session: Session, table: Table, write: Write) -> None:
    """Write one step of an existing case. Raises `LostRace` if the case was no longer as it was read."""
    cursor = Cursor(session)
    written = _apply_at_once(cursor, table, write) if cursor.at_once else _apply_in_turn(cursor, table, write)
    if not written:
        raise LostRace(f"{table.name} {write.case_id}")


def insert_case(session: Session, table: Table, row: dict[str, Any], write: Write) -> None:
    """Write a new case with its first event and everything else of its opening step."""
    cursor = Cursor(session)
    for other, values in ((table, row), *write.rows):
        _insert(cursor, other, values)


def _apply_in_turn(cursor: Cursor, table: Table, write: Write) -> bool:
    dialect = cursor.dialect
    case = codec(table, dialect).values(write.values)
    if (
        cursor.run(_update_sql(table, tuple(write.values), dialect), (*case, write.case_id.hex, write.head)).rowcount
        != 1
    ):
        return False
    for code, status in write.ends.items():
        ended = codec(DeadlineRow.__table__, dialect).values({"status": status, "ended_at": write.at})
        cursor.run(_end_sql(dialect), (*ended, write.case_id.hex, code))
    for other, row in write.rows:
        _insert(cursor, other, row)
    return True


def _apply_at_once(cursor: Cursor, table: Table, write: Write) -> bool:
    dialect = cursor.dialect
    params = [*codec(table, dialect).values(write.values), write.case_id, write.head]
    for code, status in write.ends.items():
        params += (status, write.at, write.case_id, code)
    for other, row in write.rows:
        params += codec(other, dialect).values(row)
    shapes = tuple((other, tuple(row)) for other, row in write.rows)
    sql = _step_sql(table, tuple(write.values), len(write.ends), shapes, dialect)
    return bool(cursor.run(sql, params).fetchone()[0] == 1)


def _insert(cursor: Cursor, table: Table, row: Mapping[str, Any]) -> None:
    cursor.run(_insert_sql(table, tuple(row), cursor.dialect), codec(table, cursor.dialect).values(row))


def _marks(dialect: Dialect) -> Iterator[str]:
    """The places of a statement's parameters, as the driver wants them."""
    return map("${}".format, count(1)) if dialect.name == "postgresql" else repeat("?")


# The statements below hold names from our own metadata only, and values as parameters: so each S608 is answered.
@cache
def _insert_sql(table: Table, names: tuple[str, ...], dialect: Dialect) -> str:
    values = ", ".join(islice(_marks(dialect), len(names)))
    return f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({values}){_leniency(table)}"  # noqa: S608


def _leniency(table: Table) -> str:
    key = _LENIENT.get(table.name)
    return f" ON CONFLICT ({key}) DO NOTHING" if key else ""


@cache
def _update_sql(table: Table, names: tuple[str, ...], dialect: Dialect) -> str:
    return _update(table, names, _marks(dialect))


def _update(table: Table, names: tuple[str, ...], marks: Iterator[str]) -> str:
    sets = ", ".join(f"{name} = {next(marks)}" for name in names)
    return f"UPDATE {table.name} SET {sets} WHERE id = {next(marks)} AND head = {next(marks)}"  # noqa: S608


@cache
def _end_sql(dialect: Dialect) -> str:
    return _end(_marks(dialect))


def _end(marks: Iterator[str]) -> str:
    return (
        f"UPDATE {DeadlineRow.__tablename__} SET status = {next(marks)}, ended_at = {next(marks)} "  # noqa: S608
        f"WHERE case_id = {next(marks)} AND code = {next(marks)} AND status IN ('running', 'paused')"
    )


@cache
def _step_sql(
    table: Table,
    names: tuple[str, ...],
    ends: int,
    inserts: tuple[tuple[Table, tuple[str, ...]], ...],
    dialect: Dialect,
) -> str:
    marks = _marks(dialect)
    parts = [f"moved AS ({_update(table, names, marks)} RETURNING id)"]
    for number in range(ends):
        parts.append(f"ended{number} AS ({_end(marks)} AND EXISTS (SELECT 1 FROM moved))")  # noqa: S608
    for number, (other, columns) in enumerate(inserts):
        casts = codec(other, dialect).casts
        values = ", ".join(f"{next(marks)}::{casts[name]}" for name in columns)
        parts.append(
            f"row{number} AS (INSERT INTO {other.name} ({', '.join(columns)}) "  # noqa: S608
            f"SELECT {values} FROM moved{_leniency(other)})"
        )
    return f"WITH {', '.join(parts)} SELECT count(*) FROM moved"  # noqa: S608
