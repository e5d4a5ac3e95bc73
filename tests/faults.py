"""The power fails: at any statement or commit, before it or just after it."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from sqlalchemy import event

from workflow.database import Database
from workflow.writing import Cursor


class Fault(RuntimeError):
    """The process got no further."""


class _Watch:
    """Counts what is sent to the database and fails before (even) or after (odd) one of them."""

    def __init__(self, nth: int) -> None:
        self.nth = nth
        self.seen = 0

    def before(self, *_event: object) -> None:
        """Something is about to be sent."""
        self.seen += 1
        if self.nth == 2 * (self.seen - 1):
            raise Fault

    def after(self, *_event: object) -> None:
        """It has been done."""
        if self.nth == 2 * (self.seen - 1) + 1:
            raise Fault


@contextmanager
def fault_at(database: Database, nth: int) -> Iterator[None]:
    """Fail at the nth moment: twice the number of the statement or commit, plus one for the moment after it."""
    watch, dialect = _Watch(nth), database.engine.dialect
    run, commit = Cursor.run, dialect.do_commit

    def watched(real: Any) -> Any:
        def sent(*given: Any) -> Any:
            watch.before()
            result = real(*given)
            watch.after()
            return result

        return sent

    event.listen(database.engine, "before_cursor_execute", watch.before)
    event.listen(database.engine, "after_cursor_execute", watch.after)
    Cursor.run = watched(run)  # type: ignore[method-assign] - these statements go past SQLAlchemy and its events
    dialect.do_commit = watched(commit)  # type: ignore[method-assign] - no event tells that a commit is done
    try:
        yield
    finally:
        Cursor.run = run  # type: ignore[method-assign]
        dialect.do_commit = commit  # type: ignore[method-assign]
        event.remove(database.engine, "before_cursor_execute", watch.before)
        event.remove(database.engine, "after_cursor_execute", watch.after)


def every_fault(database: Database, command: Any, *, at_least: int) -> Iterator[int]:
    """Run the command with a fault at its first moment, then its second, until it gets through; each fault's number.

    `at_least` guards against a watch that sees nothing: the command must have had so many moments.
    """
    for nth in count():
        try:
            with fault_at(database, nth):
                command(nth)
        except Fault:
            yield nth
            continue
        assert nth >= at_least, f"only {nth} moments were seen"
        return
