"""Reading figures as they were counted against asking the facts the same: `python -m benchmarks.figures`.

Three questions, in one run on one machine: insured people of the country month by month, those of one month by
state, and those of one month by state and age. Every answer is compared before anything is timed; what counts is the
ratio. With `--url` the facts lie in a PostgreSQL database of your own, which must be empty.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from enrolment.statistics.cells import ALL, count
from enrolment.statistics.facts import COVERED
from enrolment.statistics.models import StatisticsCell, WorkerMonth
from regime.periods import month_after
from workflow.database import Database
from workflow.schema import upgrade
from workflow.settings import load_settings

FIRST = date(2024, 1, 1)
CHUNK = 5000
Question = Callable[[Session], list[tuple[Any, ...]]]


def fill(database: Database, people: int, months: int) -> None:
    """Invented people spread evenly over states, ages and the rest, insured in nine months of ten."""
    for number in range(months):
        month = month_after(FIRST, number)
        for start in range(0, people, CHUNK):
            rows = [fact(n, month, number) for n in range(start, min(start + CHUNK, people))]
            database.run(lambda session, rows=rows: session.execute(insert(WorkerMonth), rows))  # type: ignore[misc]
        database.run(lambda session, month=month: count(session, month))  # type: ignore[misc]


def fact(number: int, month: date, at: int) -> dict[str, Any]:
    """The row of one invented person in one month."""
    state = f"{number % 32 + 1:02}"
    insured = (number + at) % 10 != 0
    return {
        "month": month, "worker_id": UUID(int=number), "state": state, "municipality": f"{state}{number % 20 + 1:03}",
        "sex": "M" if number % 3 else "H", "age": str(30 + 10 * (number % 4)), "mode": "full_month",
        "homes": str(1 + number % 3), "wage": "1", "uma": "2", "answer": "yes" if insured else "no",
        "insured_days": 30 if insured else 0, "movement": "stayed" if insured else "without", "reason": "",
    }  # fmt: skip


def by_month(session: Session) -> list[tuple[Any, ...]]:
    """The country month by month, from the cells."""
    cell = StatisticsCell
    asked = select(cell.month, func.sum(cell.covered)).where(cell.trait == ALL).group_by(cell.month)
    return _answer(session, asked.order_by(cell.month))


def by_month_of_facts(session: Session) -> list[tuple[Any, ...]]:
    """The country month by month, from the facts."""
    fact = WorkerMonth
    asked = select(fact.month, func.count()).where(fact.answer.in_(COVERED)).group_by(fact.month)
    return _answer(session, asked.order_by(fact.month))


def by_state(session: Session) -> list[tuple[Any, ...]]:
    """The states in one month, from the cells."""
    cell = StatisticsCell
    asked = select(cell.state, cell.covered).where(cell.month == FIRST, cell.trait == ALL)
    return _answer(session, asked.order_by(cell.state))


def by_state_of_facts(session: Session) -> list[tuple[Any, ...]]:
    """The states in one month, from the facts."""
    fact = WorkerMonth
    asked = select(fact.state, func.count()).where(fact.month == FIRST, fact.answer.in_(COVERED)).group_by(fact.state)
    return _answer(session, asked.order_by(fact.state))


def by_state_and_age(session: Session) -> list[tuple[Any, ...]]:
    """The states by age in one month, from the cells."""
    cell = StatisticsCell
    asked = select(cell.state, cell.category, cell.covered).where(cell.month == FIRST, cell.trait == "age")
    return _answer(session, asked.order_by(cell.state, cell.category))


def by_state_and_age_of_facts(session: Session) -> list[tuple[Any, ...]]:
    """The states by age in one month, from the facts."""
    fact = WorkerMonth
    asked = select(fact.state, fact.age, func.count()).where(fact.month == FIRST, fact.answer.in_(COVERED))
    return _answer(session, asked.group_by(fact.state, fact.age).order_by(fact.state, fact.age))


def _answer(session: Session, asked: Any) -> list[tuple[Any, ...]]:
    return [tuple(int(each) if isinstance(each, int) else str(each) for each in row) for row in session.execute(asked)]


PAIRS: tuple[tuple[str, Question, Question], ...] = (
    ("the country month by month", by_month, by_month_of_facts),
    ("one month by state", by_state, by_state_of_facts),
    ("one month by state and age", by_state_and_age, by_state_and_age_of_facts),
)


def milliseconds(database: Database, question: Question, rounds: int) -> float:
    """The median time of an answer."""
    taken = []
    for _round in range(rounds):
        with database.read() as session:
            start = time.perf_counter()
            question(session)
            taken.append((time.perf_counter() - start) * 1e3)
    return statistics.median(taken)


def main() -> None:
    """Fill, compare, time."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=20000)
    parser.add_argument("--months", type=int, default=24)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--url")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = given.url or f"sqlite:///{folder}/figures.sqlite3"
        secret = "a-secret-for-benchmarks-only-0123456789"  # noqa: S105 - of a database that is thrown away
        database = Database(load_settings(database_url=url, data_dir=Path(folder), secret_key=secret))
        upgrade(database)
        fill(database, given.people, given.months)
        for name, of_cells, of_facts in PAIRS:
            with database.read() as session:
                assert of_cells(session) == of_facts(session), name
            cells = milliseconds(database, of_cells, given.rounds)
            facts = milliseconds(database, of_facts, given.rounds)
            print(f"{name:28} cells {cells:9.2f} ms   facts {facts:9.2f} ms   ratio {facts / cells:7.1f}")
        database.dispose()


if __name__ == "__main__":
    main()
