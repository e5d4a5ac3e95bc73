"""The two doors to the database inside a request: one snapshot to read, one write transaction per command."""

from collections.abc import Callable
from contextlib import ExitStack
from typing import TypeVar, cast

from flask import Flask, current_app, g
from sqlalchemy.orm import Session

from workflow.database import Database

T = TypeVar("T")
KEY = "afilia.database"


def database() -> Database:
    """The database of this application."""
    return cast(Database, current_app.extensions[KEY])


def reading() -> Session:
    """The read-only session of this request, opened when first needed; it cannot write."""
    if "reading" not in g:
        g.reading_stack = ExitStack()
        g.reading = g.reading_stack.enter_context(database().read())
    return cast(Session, g.reading)


def run(command: Callable[[Session], T]) -> T:
    """Run one command in its own write transaction; what is read afterwards sees its effect."""
    close_reading()
    return database().run(command)


def close_reading(_error: BaseException | None = None) -> None:
    """End the read snapshot of this request, if there is one."""
    g.pop("reading", None)
    stack: ExitStack | None = g.pop("reading_stack", None)
    if stack is not None:
        stack.close()


def install(app: Flask, database: Database) -> None:
    """Attach the database; every request ends its snapshot."""
    app.extensions[KEY] = database
    app.teardown_appcontext(close_reading)
