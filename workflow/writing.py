"""How a step reaches the database: statements prepared once per table and shape, run past the ORM's unit of work.

PostgreSQL takes a whole step in one statement whose other parts select from the UPDATE of the case: when the case was
moved by somebody else, nothing at all is written and no idempotency key is burnt. SQLite takes a statement per part,
inside the transaction that already holds its only write lock.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Dialect, String, Table
from sqlalchemy.orm import Session

from workflow.database import driver_errors, wrapped
from workflow.tables import DeadlineRow, Event, Idempotency, Message

# The order in which parts are written; a message already written under its dedupe key is left alone.
_LENIENT = {Message.__tablename__: "dedupe_key"}


class LostRace(RuntimeError):
    """The case was moved between the lock and the write; only possible where a lock was not honoured."""


@dataclass(slots=True)
class Write:
    """One step as rows: the new values of the case, the deadlines that end, and the rows to insert."""

    case_id: UUID
    head: str
    values: dict[str, Any]
    ends: dict[str, str] = field(default_factory=dict)
    rows: list[tuple[Table, dict[str, Any]]] = field(default_factory=list)

    def insert(self, table: Any, row: dict[str, Any]) -> None:
        """Add a row of an engine table."""
        self.rows.append((table.__table__, row))


@dataclass(frozen=True)
class Codec:
    """How the values of one table travel to the driver and back."""

    names: tuple[str, ...]
    to_driver: tuple[Any, ...]
    from_driver: tuple[Any, ...]
    casts: tuple[str, ...]

    def values(self, row: Mapping[str, Any]) -> list[Any]:
        """The row's values in column order, as the driver wants them; columns not given are NULL."""
        return [
            convert(row.get(name)) if convert else row.get(name)
            for name, convert in zip(self.names, self.to_driver, strict=True)
        ]

    def read(self, values: Sequence[Any]) -> dict[str, Any]:
        """A fetched row as Python values by column name."""
        return {
            name: convert(value) if convert else value
            for name, convert, value in zip(self.names, self.from_driver, values, strict=True)
        }


@cache
def codec(table: Table, dialect: Dialect) -> Codec:
    """The codec of a table on one database, built once."""
    columns = list(table.columns)
    kinds = [column.type.dialect_impl(dialect) for column in columns]
    return Codec(
        tuple(column.name for column in columns),
        tuple(kind.bind_processor(dialect) for kind in kinds),
        tuple(kind.result_processor(dialect, None) for kind in kinds),
        tuple(_cast(column, dialect) for column in columns),
    )


def _cast(column: Column[Any], dialect: Dialect) -> str:
    # A cast to VARCHAR(n) would cut a long text without a word; the column itself refuses it.
    return "TEXT" if isinstance(column.type, String) else column.type.compile(dialect)


class Cursor:
    """A driver's cursor on the session's own connection and transaction.

    Statements prepared here gain nothing from SQLAlchemy's execution machinery, which costs more than they do; errors
    are raised as SQLAlchemy's all the same.
    """

    def __init__(self, session: Session) -> None:
        self.connection = session.connection()
        self.dialect = self.connection.dialect
        self.at_once = self.dialect.name == "postgresql"
        self._cursor = self.connection.connection.cursor()

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
    mark, cast = ("%s", "::text") if dialect.name == "postgresql" else ("?", "")
    columns = ", ".join(f"c.{name}" for name in codec(table, dialect).names)
    suffix = " FOR NO KEY UPDATE OF c" if dialect.name == "postgresql" else ""
    return (
        f"SELECT {columns}, k.payload, k.case_id, k.seq FROM {table.name} AS c "  # noqa: S608 - names from our metadata
        f"LEFT JOIN {Idempotency.__tablename__} AS k ON k.key = {mark}{cast} WHERE c.id = {mark}{suffix}"
    )


def apply(session: Session, table: Table, write: Write) -> None:
    """Write one step of an existing case. Raises `LostRace` if the case was no longer as it was read."""
    cursor = Cursor(session)
    written = _apply_at_once(cursor, table, write) if cursor.at_once else _apply_in_turn(cursor, table, write)
    if not written:
        raise LostRace(f"{table.name} {write.case_id}")


def insert_case(session: Session, table: Table, row: Mapping[str, Any], write: Write) -> None:
    """Write a new case with its first event and everything else of its opening step."""
    cursor = Cursor(session)
    _insert(cursor, table, row)
    for other, values in write.rows:
        _insert(cursor, other, values)


def _apply_in_turn(cursor: Cursor, table: Table, write: Write) -> bool:
    case = _bound(table, cursor.dialect, write.values)
    sql = _update_sql(table, tuple(write.values), "?")
    if cursor.run(sql, (*case, write.case_id.hex, write.head)).rowcount != 1:
        return False
    for code, status in write.ends.items():
        ended = (status, *_bound(DeadlineRow.__table__, cursor.dialect, {"ended_at": _ended(write)}))
        cursor.run(_end_sql("?"), (*ended, write.case_id.hex, code))
    for other, row in write.rows:
        _insert(cursor, other, row)
    return True


def _apply_at_once(cursor: Cursor, table: Table, write: Write) -> bool:
    dialect = cursor.dialect
    params = [*_bound(table, dialect, write.values), write.case_id, write.head]
    for code, status in write.ends.items():
        params += [status, _ended(write), write.case_id, code]
    for other, row in write.rows:
        params += codec(other, dialect).values(row)
    sql = _step_sql(table, tuple(write.values), len(write.ends), tuple(other for other, _row in write.rows), dialect)
    return bool(cursor.run(sql, params).fetchone()[0] == 1)


def _ended(write: Write) -> Any:
    return next(row["recorded_at"] for table, row in write.rows if table.name == Event.__tablename__)


def _bound(table: Any, dialect: Dialect, values: Mapping[str, Any]) -> list[Any]:
    converters = dict(zip(codec(table, dialect).names, codec(table, dialect).to_driver, strict=True))
    return [converters[name](value) if converters[name] else value for name, value in values.items()]


def _insert(cursor: Cursor, table: Table, row: Mapping[str, Any]) -> None:
    cursor.run(_insert_sql(table, cursor.dialect), codec(table, cursor.dialect).values(row))


@cache
def _insert_sql(table: Table, dialect: Dialect) -> str:
    names = codec(table, dialect).names
    marks = ", ".join(["%s" if dialect.name == "postgresql" else "?"] * len(names))
    return f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks}){_leniency(table)}"  # noqa: S608


def _leniency(table: Table) -> str:
    key = _LENIENT.get(table.name)
    return f" ON CONFLICT ({key}) DO NOTHING" if key else ""


@cache
def _update_sql(table: Table, names: tuple[str, ...], mark: str) -> str:
    sets = ", ".join(f"{name} = {mark}" for name in names)
    return f"UPDATE {table.name} SET {sets} WHERE id = {mark} AND head = {mark}"  # noqa: S608


def _end_sql(mark: str) -> str:
    return (
        f"UPDATE {DeadlineRow.__tablename__} SET status = {mark}, ended_at = {mark} "  # noqa: S608
        f"WHERE case_id = {mark} AND code = {mark} AND status IN ('running', 'paused')"
    )


@cache
def _step_sql(table: Table, names: tuple[str, ...], ends: int, inserts: tuple[Table, ...], dialect: Dialect) -> str:
    parts = [f"moved AS ({_update_sql(table, names, '%s')} RETURNING id)"]
    for number in range(ends):
        ended = f"{_end_sql('%s')} AND EXISTS (SELECT 1 FROM moved)"  # noqa: S608
        parts.append(f"ended{number} AS ({ended})")
    for number, other in enumerate(inserts):
        case = codec(other, dialect)
        values = ", ".join(f"%s::{cast}" for cast in case.casts)
        parts.append(
            f"row{number} AS (INSERT INTO {other.name} ({', '.join(case.names)}) "  # noqa: S608
            f"SELECT {values} FROM moved{_leniency(other)})"
        )
    return f"WITH {', '.join(parts)} SELECT count(*) FROM moved"  # noqa: S608
