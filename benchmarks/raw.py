"""The same step in bare SQL on the driver: what any program would have to send, and nothing else.

`raw-5`: BEGIN, SELECT, UPDATE with a version check, INSERT history, INSERT outbox, COMMIT.
`raw-full`: the same plus what the engine also records: chain hash, idempotency key, a deadline ended, another begun;
statement by statement. Row for row it writes what a step of the engine writes, in narrower rows with fewer indexes.
"""

import hashlib
import sqlite3
from typing import Any
from uuid import uuid4

import psycopg

TABLES = (
    "CREATE TABLE raw_case (id INTEGER PRIMARY KEY, state TEXT, version INTEGER, head TEXT)",
    "CREATE TABLE raw_history (case_id INTEGER, seq INTEGER, from_state TEXT, to_state TEXT, action TEXT, actor TEXT, "
    "at TEXT, data TEXT, hash TEXT, PRIMARY KEY (case_id, seq))",
    "CREATE TABLE raw_outbox (id TEXT PRIMARY KEY, case_id INTEGER, template TEXT, params TEXT, status TEXT)",
    "CREATE TABLE raw_key (key TEXT PRIMARY KEY, case_id INTEGER, seq INTEGER)",
    "CREATE TABLE raw_deadline (id TEXT PRIMARY KEY, case_id INTEGER, code TEXT, due TEXT, status TEXT)",
    "CREATE INDEX raw_deadline_case ON raw_deadline (case_id, status)",
    "CREATE INDEX raw_deadline_due ON raw_deadline (due) WHERE status = 'running'",
)
MOVES = {"active": ("pay", "paid"), "paid": ("suspend", "suspended"), "suspended": ("reactivate", "active")}


class Raw:
    """Bare SQL on one connection."""

    def __init__(self, connection: Any, mark: str, lock: str) -> None:
        self.connection = connection
        self.cursor = connection.cursor()
        self.mark = mark
        self.lock = lock
        self.sql: dict[str, str] = {}

    def prepare(self, cases: int) -> None:
        """Empty tables and that many cases."""
        for statement in TABLES:
            if statement.startswith("CREATE TABLE"):
                self.cursor.execute(f"DROP TABLE IF EXISTS {statement.split()[2]}")
            self.cursor.execute(statement)
        self.cursor.execute("BEGIN")
        for number in range(cases):
            self.run("INSERT INTO raw_case VALUES (?, 'active', 1, '')", (number,))
        self.cursor.execute("COMMIT")

    def run(self, statement: str, params: tuple[Any, ...]) -> Any:
        """One statement, its marks written the driver's way."""
        sql = self.sql.get(statement)
        if sql is None:
            sql = self.sql[statement] = statement.replace("?", self.mark)
        return self.cursor.execute(sql, params)

    def step(self, case_id: int, *, full: bool) -> None:
        """One persisted transition."""
        self.cursor.execute("BEGIN" if self.lock else "BEGIN IMMEDIATE")
        state, version, head = self.run(
            f"SELECT state, version, head FROM raw_case WHERE id = ?{self.lock}", (case_id,)
        ).fetchone()
        action, target = MOVES[state]
        content = f"{head}{case_id}{version}{state}{target}{action}officer2026-03-02{{}}"
        hashed = hashlib.sha256(content.encode()).hexdigest() if full else ""
        self.run(
            "UPDATE raw_case SET state = ?, version = version + 1, head = ? WHERE id = ? AND version = ?",
            (target, hashed, case_id, version),
        )
        row = (case_id, version, state, target, action, "officer", "2026-03-02", "{}", hashed)
        self.run("INSERT INTO raw_history VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        self.run("INSERT INTO raw_outbox VALUES (?, ?, ?, '{}', 'waiting')", (uuid4().hex, case_id, action))
        if full:
            self.run("INSERT INTO raw_key VALUES (?, ?, ?)", (uuid4().hex, case_id, version))
            self.run("UPDATE raw_deadline SET status = 'met' WHERE case_id = ? AND status = 'running'", (case_id,))
            self.run(
                "INSERT INTO raw_deadline VALUES (?, ?, ?, '2026-03-12', 'running')", (uuid4().hex, case_id, target)
            )
        self.cursor.execute("COMMIT")


def sqlite(path: str, synchronous: str) -> Raw:
    """Bare SQL on a SQLite file of its own."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute(f"PRAGMA synchronous={synchronous}")
    return Raw(connection, "?", "")


def postgresql(url: str) -> Raw:
    """Bare SQL on PostgreSQL, prepared statements as psycopg makes them."""
    return Raw(psycopg.connect(url, autocommit=True), "%s", " FOR UPDATE")
