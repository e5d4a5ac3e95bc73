"""Append-only is kept by the database itself: triggers that refuse to change or remove what is recorded.

Installed after every migration, because rebuilding a table on SQLite drops its triggers, and checked by `afilia check`.
On PostgreSQL the application's role owns nothing, so that it can neither drop a trigger nor switch triggers off.
"""

from collections.abc import Iterable

from sqlalchemy import Connection, inspect, text

APPEND_ONLY = ("event", "access_log", "service_entry", "evidence")
_KEYS = {
    "event": "case_id = NEW.case_id AND seq = NEW.seq",
    "access_log": "id = NEW.id",
    "service_entry": "id = NEW.id",
    "evidence": "id = NEW.id",
}


def install(connection: Connection) -> None:
    """Put the triggers of every append-only table in place; harmless when they are there already."""
    for statement in _statements(connection.dialect.name, _there(connection)):
        connection.execute(text(statement))


def missing(connection: Connection) -> list[str]:
    """The names of triggers that should be there and are not (or, on PostgreSQL, are switched off)."""
    if connection.dialect.name == "postgresql":
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'"
    else:
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    present = set(connection.execute(text(query)).scalars())
    return [name for name in names(connection.dialect.name, _there(connection)) if name not in present]


def _there(connection: Connection) -> tuple[str, ...]:
    """The append-only tables that the database has at its revision: an older one knows fewer."""
    known = inspect(connection)
    return tuple(table for table in APPEND_ONLY if known.has_table(table))


def names(dialect: str, tables: Iterable[str] = APPEND_ONLY) -> list[str]:
    """The triggers a database of this kind must have on these tables."""
    kinds = ("update", "delete", "truncate") if dialect == "postgresql" else ("update", "delete", "replace")
    return [f"{table}_refuses_{kind}" for table in tables for kind in kinds]


def _statements(dialect: str, tables: Iterable[str]) -> list[str]:
    return _postgresql(tables) if dialect == "postgresql" else _sqlite(tables)


def _sqlite(tables: Iterable[str]) -> list[str]:
    statements = []
    for table in tables:
        refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for kind in ("UPDATE", "DELETE"):
            name = f"{table}_refuses_{kind.lower()}"
            statements.append(f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {kind} ON {table} {refuse}")
        # INSERT OR REPLACE deletes without asking the DELETE trigger, unless recursive triggers are on.
        statements.append(
            f"CREATE TRIGGER IF NOT EXISTS {table}_refuses_replace BEFORE INSERT ON {table} "  # noqa: S608 - our names
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {_KEYS[table]}) {refuse}"
        )
    return statements


def _postgresql(tables: Iterable[str]) -> list[str]:
    statements = [
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$"
    ]
    for table in tables:
        for kind, scope in (("UPDATE", "ROW"), ("DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
            statements.append(
                f"CREATE OR REPLACE TRIGGER {table}_refuses_{kind.lower()} BEFORE {kind} ON {table} "
                f"FOR EACH {scope} EXECUTE FUNCTION refuse_change()"
            )
    return statements
