"""How much a step of the engine costs beside bare SQL: `python -m benchmarks.engine [--postgres URL] [--rounds 5]`.

T2  a full step inside a Session with the ORM entity, PostgreSQL:  at most 1.8 x raw-5 and 1.25 x raw-full
T4  the same on SQLite:  at most 3.6 x raw-full with synchronous NORMAL, 2.2 x with FULL
T8  client CPU of a full step:  at most 0.5 x that of raw-full on PostgreSQL beyond it, and no memory per case

All figures are ratios of medians over interleaved rounds of one run; absolute times depend on the machine.
"""

import argparse
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import event

from benchmarks import raw
from benchmarks.procedure import INSURANCE, LOOP, Insurance, MeasuredBase
from workflow import people, protection
from workflow.columns import new_id
from workflow.database import Database
from workflow.definition import THE_SYSTEM, Actor
from workflow.engine import fire, open_case
from workflow.settings import load_settings
from workflow.tables import Base

AT = datetime(2026, 3, 2, 18, tzinfo=UTC)
OFFICER = Actor(uuid4(), uuid4(), frozenset({"officer"}))
Timing = tuple[float, float]


class Engine:
    """The product's own step, as a request takes it: a session, the entity, `fire`, commit."""

    def __init__(self, url: str, cases: int, synchronous: str = "NORMAL") -> None:
        self.database = Database(load_settings(database_url=url, secret_key="x" * 40))
        if self.database.is_sqlite:
            event.listen(self.database.engine, "connect", lambda c, _r: c.execute(f"PRAGMA synchronous={synchronous}"))
        assert people.AccessLog.metadata is Base.metadata  # its table is among those created
        Base.metadata.create_all(self.database.engine)
        MeasuredBase.metadata.create_all(self.database.engine)
        with self.database.engine.begin() as connection:
            protection.install(connection)
        data = {"owner_id": new_id(), "balance": 0}
        with self.database.write() as session:
            self.ids: list[UUID] = [
                open_case(session, Insurance, "begin", THE_SYSTEM, AT, data=data).case.id for _ in range(cases)
            ]
        self.turn = [0] * cases

    def step(self, number: int) -> None:
        """The next action of one case."""
        action = LOOP[self.turn[number] % 3]
        self.turn[number] += 1
        with self.database.write() as session:
            case = session.get_one(Insurance, self.ids[number])
            fire(session, case, action, OFFICER, AT, key=uuid4().hex, version=case.version)


def timed(step: Callable[[int], None], cases: int, steps: int, start: int) -> Timing:
    """Wall and CPU seconds of so many steps, over all cases in turn."""
    wall, cpu = time.perf_counter(), time.process_time()
    for number in range(start, start + steps):
        step(number % cases)
    return time.perf_counter() - wall, time.process_time() - cpu


def compare(contenders: dict[str, Callable[[int], None]], cases: int, steps: int, rounds: int) -> dict[str, Timing]:
    """Median wall and CPU microseconds a step, the contenders taking turns in every round."""
    results: dict[str, list[Timing]] = {name: [] for name in contenders}
    for number in range(rounds + 1):
        for name, step in contenders.items():
            taken = timed(step, cases, steps, number * steps)
            if number:  # the first round warms caches and prepared statements
                results[name].append(taken)
    return {
        name: tuple(statistics.median(column) / steps * 1e6 for column in zip(*taken, strict=True))  # type: ignore[misc]
        for name, taken in results.items()
    }


def report(title: str, taken: dict[str, Timing]) -> None:
    """A table of medians and of the engine's ratios."""
    print(f"\n{title}")
    for name, (wall, cpu) in taken.items():
        print(f"  {name:<10} {wall:8.0f} us wall {cpu:8.0f} us client CPU")
    engine = taken["engine"]
    for name in ("raw-5", "raw-full"):
        print(f"  engine / {name:<9} {engine[0] / taken[name][0]:5.2f} wall {engine[1] / taken[name][1]:5.2f} CPU")
    print(f"  engine CPU beyond raw-full: {engine[1] - taken['raw-full'][1]:.0f} us")


def measure(title: str, bare: raw.Raw, engine: Engine, cases: int, steps: int, rounds: int) -> None:
    """One database: bare SQL twice and the engine."""
    bare.prepare(cases)
    contenders: dict[str, Callable[[int], None]] = {
        "raw-5": lambda number: bare.step(number, full=False),
        "raw-full": lambda number: bare.step(number, full=True),
        "engine": engine.step,
    }
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    report(title, compare(contenders, cases, steps, rounds))
    print(f"  peak memory grew by {(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024:.1f} MB")


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--postgres", help="address of an empty PostgreSQL database that may be filled")
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--steps", type=int, default=1500, help="steps a round")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    size = (given.cases, given.steps, given.rounds)
    assert len(INSURANCE.state_codes) == 12
    for synchronous in ("NORMAL", "FULL"):
        with tempfile.TemporaryDirectory() as folder:
            bare = raw.sqlite(str(Path(folder) / "raw.sqlite3"), synchronous)
            engine = Engine(f"sqlite:///{folder}/engine.sqlite3", given.cases, synchronous)
            measure(f"T4 SQLite, synchronous={synchronous}", bare, engine, *size)
            engine.database.engine.dispose()
    if given.postgres:
        url = given.postgres
        measure("T2, T8 PostgreSQL", raw.postgresql(url), Engine(url, given.cases), *size)


if __name__ == "__main__":
    main()
