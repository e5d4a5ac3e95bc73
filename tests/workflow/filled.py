"""A row in every table of an old schema, written as that release would have: past the models of today."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import JSON, Column, Connection, MetaData, String, Table, Text, column, select, table
from sqlalchemy.types import TypeDecorator, TypeEngine

from workflow import chain
from workflow.columns import Cents
from workflow.definition import WORKFLOWS
from workflow.stored import keyed_digest
from workflow.tables import NO_HEAD, Base

DAY = date(2026, 3, 10)
AT = datetime(2026, 3, 10, 18, tzinfo=UTC)
SEED = UUID("01900000-0000-7000-8000-0000000000aa")
OURS = {"alembic_version", "event", "note"}  # events and notes are written with their cases

# What the CHECKs of a table ask for, where the first value at hand would not do; None leaves a column empty.
ASKED: Mapping[str, Mapping[str, Any]] = {
    "affiliation": {"state": "enrolled", "ended_on": None, "end_reason": None},
    "clock": {"seconds_ahead": 0},
    "confirmation": {"state": "pending"},
    "contribution_period": {"state": "proposed", "basis": "prepaid", "mode": "full_month"},
    "cover": {"answer": "yes"},
    "deadline": {"status": "running"},
    "delegation": {"state": "invited", "invited_username": None},
    "doubt": {"state": "stated"},
    "identifier": {"kind": "curp", "until": None, "replaced_by": None},
    "marked_days": {"kind": "pause"},
    "message": {"status": "delivered", "channel": "mailbox"},
    "number_choice": {"state": "waiting"},
    "payment_exception": {"state": "waiting"},
    "person": {"merged_into": None},
    "possible_duplicate": {"state": "waiting", "other_id": uuid5(SEED, "person.other")},
    "refund": {"state": "asked"},
    "registration": {"state": "registered"},
    "succession": {"state": "received"},
    "suspension": {"case_id": None},
    "task": {"state": "pending"},
}
Rows = dict[str, list[dict[str, Any]]]


def fill(connection: Connection) -> Rows:
    """Write a case, an event or a row into every table there is, and answer all of them as they are stored."""
    old = MetaData()
    old.reflect(connection)
    for found in old.sorted_tables:
        if found.name in OURS:
            continue
        if found.name == "person":
            _insert(connection, found, {**_values(found), "id": ASKED["possible_duplicate"]["other_id"]})
        values = _values(found)
        if "head" in values:
            values["head"] = _event_of(connection, old, found.name, values)
        _insert(connection, found, values)
    return stored(connection, {found.name: [c.name for c in found.columns] for found in old.sorted_tables})


def stored(connection: Connection, columns: Mapping[str, list[str]]) -> Rows:
    """The rows of the tables, of these columns alone, in one order."""
    rows = {}
    for name in sorted(set(columns) - {"alembic_version"}):
        typed = [column(each, _type(name, each)) for each in columns[name]]
        found = connection.execute(select(*typed).select_from(table(name))).mappings()
        rows[name] = sorted((dict(row) for row in found), key=str)
    return rows


def _event_of(connection: Connection, old: MetaData, name: str, case: dict[str, Any]) -> str:
    """The one event of a case, with its words, as the chain has them; answers its hash."""
    workflow = next(found.name for found in WORKFLOWS.values() if found.model.__tablename__ == name)
    whose = {"case_id": case["id"], "workflow": workflow, "from_state": None, "to_state": case["state"]}
    note = _values(old.tables["note"]) | {"case_id": case["id"], "erased_at": None}
    digest = keyed_digest(note["salt"], chain.note_text(note["comment"], note["facts"]))
    event = _values(old.tables["event"]) | whose | {"note_digest": digest}
    later = dict.fromkeys(Base.metadata.tables["event"].columns.keys())  # columns that the old release did not know
    event["hash"] = chain.link(NO_HEAD, {**later, **event})
    _insert(connection, old.tables["event"], event)
    _insert(connection, old.tables["note"], note)
    return str(event["hash"])


def _insert(connection: Connection, found: Table, values: Mapping[str, Any]) -> None:
    typed = table(found.name, *(column(name, _type(found.name, name)) for name in values))
    connection.execute(typed.insert().values(values))


def _values(found: Table) -> dict[str, Any]:
    return {c.name: ASKED.get(found.name, {}).get(c.name, _value(c)) for c in found.columns}


def _value(of: Column[Any]) -> Any:
    """A value of the column's type: the row it points to, or one that is told from those of other columns."""
    points_to = next((key.column.table.name for key in of.foreign_keys), None)
    wanted = _type(of.table.name, of.name)
    plain = wanted.impl_instance if isinstance(wanted, TypeDecorator) else wanted
    if plain.python_type is UUID:
        return uuid5(SEED, f"{points_to}.id" if points_to else f"{of.table.name}.{of.name}")
    if isinstance(wanted, Cents):
        return Decimal(1)
    if isinstance(plain, JSON):
        return []
    if isinstance(plain, Text):
        return "{}"
    if isinstance(plain, String):
        return f"{of.table.name}.{of.name}"[: plain.length]
    return {bool: True, int: 1, Decimal: Decimal(1), date: DAY, datetime: AT}[plain.python_type]


def _type(table_name: str, column_name: str) -> TypeEngine[Any]:
    """The type that the models give to a column: what is stored is the same on both kinds of database."""
    return Base.metadata.tables[table_name].c[column_name].type
