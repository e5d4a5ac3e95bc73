"""A fault at every statement of a step, many writers on few cases: nothing lost, nothing doubled."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from random import Random
from threading import Thread
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from tests.workflow.conftest import LATER, LIBRARIAN, OTHER_LIBRARIAN, READER, ask
from tests.workflow.toy import LOAN, Loan
from workflow.chain import verify
from workflow.database import Database
from workflow.engine import fire
from workflow.errors import ChangedMeanwhile, NotAllowed, NotReady, WrongState
from workflow.tables import DeadlineRow, Document, Event, Idempotency, Message, Note
from workflow.writing import Cursor

pytestmark = pytest.mark.usefixtures("loans")
TABLES = (Event, Note, DeadlineRow, Message, Document, Idempotency)


class Fault(RuntimeError):
    """The power fails."""


@contextmanager
def fault_at(database: Database, nth: int) -> Iterator[None]:
    """Fail before (even) or after (odd) the nth statement of the step, whichever road it takes to the driver."""
    seen = 0
    run = Cursor.run

    def before(*_event: object) -> None:
        nonlocal seen
        seen += 1
        if nth % 2 == 0 and seen == nth // 2 + 1:
            raise Fault

    def after(*_event: object) -> None:
        if nth % 2 == 1 and seen == nth // 2 + 1:
            raise Fault

    def run_watched(cursor: Cursor, sql: str, params: Sequence[Any]) -> Any:
        before()
        result = run(cursor, sql, params)
        after()
        return result

    event.listen(database.engine, "before_cursor_execute", before)
    event.listen(database.engine, "after_cursor_execute", after)
    Cursor.run = run_watched  # type: ignore[method-assign] - these statements go past SQLAlchemy and its events
    try:
        yield
    finally:
        Cursor.run = run  # type: ignore[method-assign]
        event.remove(database.engine, "before_cursor_execute", before)
        event.remove(database.engine, "after_cursor_execute", after)


def counts(session: Session) -> dict[str, int]:
    """How many rows each table of the record holds."""
    return {table.__tablename__: session.scalar(select(func.count()).select_from(table)) or 0 for table in TABLES}


def lend(database: Database, loan_id: UUID) -> None:
    """The command whose every statement is hit: a step with note, clock, message, document and key."""
    database.run(lambda s: fire(s, s.get_one(Loan, loan_id), "lend", LIBRARIAN, LATER, key="lend", comment="why"))


def test_a_fault_at_any_statement_leaves_all_or_nothing(database: Database) -> None:
    with database.write() as session:
        loan_id = ask(session).id
        empty = counts(session)
    hits = 0
    while True:
        try:
            with fault_at(database, hits):
                lend(database, loan_id)
        except Fault:
            hits += 1
            with database.read() as session:
                assert counts(session) == empty, f"after fault {hits}"
                assert session.get_one(Loan, loan_id).version == 1
                assert list(verify(session)) == []
            continue
        break
    assert hits >= (6 if not database.is_sqlite else 14)
    lend(database, loan_id)  # again, as after a lost answer
    with database.read() as session:
        assert counts(session) == {"event": 2, "note": 2, "deadline": 1, "message": 1, "document": 1, "idempotency": 1}
        assert list(verify(session)) == []


def test_two_librarians_decide_once(database: Database) -> None:
    with database.write() as session:
        loan_id = ask(session).id
    outcomes: list[str] = []

    def decide(actor) -> None:  # type: ignore[no-untyped-def]
        try:
            database.run(lambda s: fire(s, s.get_one(Loan, loan_id), "lend", actor, LATER, version=1))
            outcomes.append("lent")
        except ChangedMeanwhile as stale:
            outcomes.append(f"{stale.action} by {stale.role}")

    threads = [Thread(target=decide, args=(actor,)) for actor in (LIBRARIAN, OTHER_LIBRARIAN)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["lend by librarian", "lent"]


def test_many_writers_lose_nothing_and_take_no_illegal_edge(database: Database) -> None:
    """Eight writers on few cases, each through a session that already holds old rows in its identity map."""
    with database.write() as session:
        ids = [ask(session).id for _ in range(5)]
    taken: list[UUID] = []

    def write(seed: int) -> None:
        random = Random(seed)  # noqa: S311 - a repeatable shuffle
        for number in range(25):
            loan_id = random.choice(ids)
            action, actor = random.choice(
                [("lend", LIBRARIAN), ("renew", READER), ("keep", READER), ("correct", READER)]
            )
            data = {"title": f"{seed}-{number}"} if action == "correct" else None
            try:
                database.run(lambda s, i=loan_id, a=action, w=actor, d=data: _with_old_rows(s, ids, i, a, w, d))
                taken.append(loan_id)
            except (WrongState, NotAllowed, NotReady):
                continue

    threads = [Thread(target=write, args=(seed,)) for seed in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    legal = {(source, a.target or source) for a in LOAN.actions for source in a.source}
    with database.read() as session:
        for loan_id in ids:
            loan = session.get_one(Loan, loan_id)
            events = session.scalars(select(Event).where(Event.case_id == loan_id).order_by(Event.seq)).all()
            assert loan.version == len(events) == taken.count(loan_id) + 1
            assert {(e.from_state, e.to_state) for e in events[1:]} <= legal
            assert [e.to_state for e in events[:-1]] == [e.from_state for e in events[1:]]
        assert list(verify(session)) == []


def _with_old_rows(session: Session, ids: list[UUID], loan_id: UUID, action: str, actor, data) -> None:  # type: ignore[no-untyped-def]
    loans = {loan.id: loan for loan in session.scalars(select(Loan).where(Loan.id.in_(ids)))}
    fire(session, loans[loan_id], action, actor, LATER, data=data)
