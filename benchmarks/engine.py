"""How much a step of the engine costs beside bare SQL: `python -m benchmarks.engine [--postgres URL] [--rounds 5]`.

T2  a full step inside a Session with the ORM entity, PostgreSQL:  at most 1.8 x raw-5 and 1.25 x raw-full
T4  the same on SQLite:  at most 3.6 x raw-full with synchronous NORMAL, 2.2 x with FULL
T8  client CPU of a full step:  at most 400 us beyond raw-full on PostgreSQL, and no memory per step

All figures are medians over interleaved rounds of one run; ratios are taken round by round, because absolute times
depend on the machine and on what else it does.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import psutil
from sqlalchemy import event
from sqlalchemy.orm import Session

from benchmarks import raw
from benchmarks.procedure import INSURANCE, LOOP, Insurance, MeasuredBase
from workflow import people, protection
from workflow.columns import new_id
from workflow.context import THE_SYSTEM, Actor
from workflow.database import Database
from workflow.engine import fire, open_case, reference
from workflow.settings import load_settings
from workflow.tables import Base

AT = datetime(2026, 3, 2, 18, tzinfo=UTC)
OFFICER = Actor(uuid4(), uuid4(), frozenset({"officer"}))
WALL, CPU = 0, 1
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
        """The next action of one case, named by its id as the pages of the product do."""
        with self.database.write() as session:
            self._fire(session, number, reference(session, Insurance, self.ids[number]))

    def step_after_reading(self, number: int) -> None:
        """The same for a caller that has read the entity before."""
        with self.database.write() as session:
            self._fire(session, number, session.get_one(Insurance, self.ids[number]))

    def _fire(self, session: Session, number: int, case: Insurance) -> None:
        action = LOOP[self.turn[number] % 3]
        self.turn[number] += 1
        fire(session, case, action, OFFICER, AT, key=uuid4().hex, version=self.turn[number])


def timed(step: Callable[[int], None], cases: int, steps: int, start: int) -> Timing:
    """Wall and CPU microseconds a step, of so many steps over all cases in turn."""
    wall, cpu = time.perf_counter(), time.process_time()
    for number in range(start, start + steps):
        step(number % cases)
    return (time.perf_counter() - wall) / steps * 1e6, (time.process_time() - cpu) / steps * 1e6


def compare(
    contenders: dict[str, Callable[[int], None]], cases: int, steps: int, rounds: int
) -> dict[str, list[Timing]]:
    """What each contender took in each round; they take turns in every round."""
    taken: dict[str, list[Timing]] = {name: [] for name in contenders}
    for number in range(rounds + 1):
        for name, step in contenders.items():
            timing = timed(step, cases, steps, number * steps)
            if number:  # the first round warms caches and prepared statements
                taken[name].append(timing)
    return taken


def spread(values: list[float], places: int) -> str:
    """Median and range."""
    low, middle, high = (f"{f(values):.{places}f}" for f in (min, statistics.median, max))
    return f"{middle} ({low} to {high})"


def report(title: str, taken: dict[str, list[Timing]]) -> None:
    """A table of medians with their ranges, and of the engine's ratios."""
    print(f"\n{title}")
    for name, rounds in taken.items():
        wall, cpu = ([timing[kind] for timing in rounds] for kind in (WALL, CPU))
        print(f"  {name:<22} {spread(wall, 0):>22} us wall {spread(cpu, 0):>20} us client CPU")
    for name in ("engine", "engine, case read"):
        for bare in ("raw-5", "raw-full"):
            ratios = [a[WALL] / b[WALL] for a, b in zip(taken[name], taken[bare], strict=True)]
            print(f"  {name + ' / ' + bare:<28} {spread(ratios, 2)} wall")
    beyond = [a[CPU] - b[CPU] for a, b in zip(taken["engine"], taken["raw-full"], strict=True)]
    print(f"  engine, CPU beyond raw-full: {spread(beyond, 0)} us")


def measure(title: str, bare: raw.Raw, engine: Engine, cases: int, steps: int, rounds: int) -> None:
    """One database: bare SQL twice and the engine."""
    bare.prepare(cases)
    contenders: dict[str, Callable[[int], None]] = {
        "raw-5": lambda number: bare.step(number, full=False),
        "raw-full": lambda number: bare.step(number, full=True),
        "engine": engine.step,
        "engine, case read": engine.step_after_reading,
    }
    report(title, compare(contenders, cases, steps, rounds))


def memory(engine: Engine, cases: int, steps: int) -> None:
    """How much the process grows over many steps, once its caches are full."""
    process = psutil.Process()
    timed(engine.step, cases, 5000, 0)
    before = process.memory_info().rss
    timed(engine.step, cases, steps, 0)
    print(f"\nT8 memory: grew by {(process.memory_info().rss - before) / 2**20:.1f} MB over {steps} steps")


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--postgres", help="address of an empty PostgreSQL database that may be filled")
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--steps", type=int, default=1500, help="steps a round")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--memory-steps", type=int, default=0, help="measure memory over so many steps (on SQLite)")
    given = parser.parse_args()
    size = (given.cases, given.steps, given.rounds)
    assert len(INSURANCE.state_codes) == 12
    for synchronous in ("NORMAL", "FULL"):
        with tempfile.TemporaryDirectory() as folder:
            bare = raw.sqlite(str(Path(folder) / "raw.sqlite3"), synchronous)
            engine = Engine(f"sqlite:///{folder}/engine.sqlite3", given.cases, synchronous)
            measure(f"T4 SQLite, synchronous={synchronous}", bare, engine, *size)
            if given.memory_steps and synchronous == "NORMAL":
                memory(engine, given.cases, given.memory_steps)
            engine.database.engine.dispose()
    if given.postgres:
        url = given.postgres
        measure("T2, T8 PostgreSQL", raw.postgresql(url), Engine(url, given.cases), *size)


if __name__ == "__main__":
    main()
