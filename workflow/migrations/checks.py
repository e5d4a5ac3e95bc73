"""How a revision changes a CHECK of a table that holds cases: in place on PostgreSQL and on SQLite.

SQLite knows no ALTER for it. Rebuilding the table would copy every case and drop its triggers, and a CHECK changes
nothing of what is stored: the text of the table's definition is exchanged, as SQLite's own manual describes for this
("Making Other Kinds Of Table Schema Changes", https://www.sqlite.org/lang_altertable.html#otheralter).
"""

import re
from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op


def allow_states(table: str, states: Iterable[str]) -> None:
    """From now on the cases of a table may be in these states and no others."""
    listed = ", ".join(f"'{state}'" for state in states)
    replace_check(table, f"ck_{table}_state", f"state IN ({listed})")


def replace_check(table: str, name: str, condition: str) -> None:
    """Give the named CHECK of a table another condition. Raises `LookupError` if the table has none of that name."""
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(op.f(name), table, type_="check")
        op.create_check_constraint(op.f(name), table, sa.text(condition))
        return
    connection = op.get_bind()
    found = sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :table")
    definition = connection.execute(found, {"table": table}).scalar_one()
    changed = _exchanged(definition, name, condition)
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    exchange = sa.text("UPDATE sqlite_master SET sql = :sql WHERE type = 'table' AND name = :table")
    connection.execute(exchange, {"sql": changed, "table": table})
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = RESET")


def _exchanged(definition: str, name: str, condition: str) -> str:
    begins = re.search(rf'CONSTRAINT "?{name}"? CHECK \(', definition)
    if begins is None:
        raise LookupError(f"The table has no CHECK named {name}.")
    depth, end = 1, begins.end()
    while depth:
        depth += {"(": 1, ")": -1}.get(definition[end], 0)
        end += 1
    return f"{definition[: begins.end()]}{condition}{definition[end - 1 :]}"
