"""A fault at every statement of a step, many writers on few cases: nothing lost, nothing doubled."""

from random import Random
from threading import Thread
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.faults import every_fault
from tests.workflow.conftest import LATER, LIBRARIAN, OTHER_LIBRARIAN, READER, ask
from tests.workflow.toy import LOAN, Loan
from workflow.chain import verify
from workflow.database import Database
from workflow.engine import fire
from workflow.errors import ChangedMeanwhile, NotAllowed, NotReady, WrongState
from workflow.tables import DeadlineRow, Document, Event, Idempotency, Message, Note

pytestmark = pytest.mark.usefixtures("loans")
TABLES = (Event, Note, DeadlineRow, Message, Document, Idempotency)


def counts(session: Session) -> dict[str, int]:
    """How many rows each table of the record holds."""
    return {table.__tablename__: session.scalar(select(func.count()).select_from(table)) or 0 for table in TABLES}


def lend(database: Database, loan_id: UUID) -> None:
    """The command whose every statement is hit: a step with note, clock, message, document and key."""
    database.run(lambda s: fire(s, s.get_one(Loan, loan_id), "lend", LIBRARIAN, LATER, key="lend", comment="why"))


def test_a_fault_at_any_moment_leaves_all_or_nothing(database: Database) -> None:
    with database.write() as session:
        loan_id = ask(session).id
        nothing = counts(session)
    everything = {**nothing, "event": 2, "note": 2, "deadline": 1, "message": 1, "document": 1, "idempotency": 1}
    seen = []
    for moment in every_fault(database, lambda _moment: lend(database, loan_id), at_least=8):
        with database.read() as session:
            seen.append(counts(session))
            assert seen[-1] in (nothing, everything), f"at moment {moment}"
            assert session.get_one(Loan, loan_id).events == seen[-1]["event"]
            assert list(verify(session)) == []
    assert nothing in seen
    assert everything in seen  # the answer was lost after the commit
    lend(database, loan_id)  # once more, as whoever got no answer does
    with database.read() as session:
        assert counts(session) == everything


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
