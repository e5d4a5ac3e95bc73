"""How long the pure half of a step takes, without a database: `python -m benchmarks.decisions [--rounds 9]`.

T9  one decision (role, state, guards, the machine's word on the next state):  at most 10 us
T9  which actions for 50 cases of a procedure with 24 transitions, guards evaluated:  at most 2 ms

Unlike the other benchmark this one knows absolute times; read them beside the load of the machine.
"""

import argparse
import time
from collections.abc import Callable
from itertools import cycle, islice
from typing import cast

from sqlalchemy.orm import Session

from benchmarks.engine import AT, OFFICER, spread
from benchmarks.procedure import INSURANCE, Insurance
from workflow.columns import new_id
from workflow.decision import decide
from workflow.engine import context_of, offers
from workflow.machines import next_state

NO_SESSION = cast(Session, None)  # the measured procedure looks nothing up


def case_in(state: str) -> Insurance:
    """A case as it would have been read."""
    day = AT.date()
    return Insurance(
        id=new_id(), state=state, version=1, events=1, head="0" * 64, opened_on=day, opened_at=AT, balance=0
    )


def rounds_of(work: Callable[[], object], times: int, rounds: int) -> list[float]:
    """Microseconds of one piece of work in each round."""
    taken = []
    for _round in range(rounds):
        start = time.perf_counter()
        for _time in range(times):
            work()
        taken.append((time.perf_counter() - start) / times * 1e6)
    return taken


def main() -> None:
    """Run both measurements."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=9)
    given = parser.parse_args()
    moves = len(INSURANCE.actions)
    assert moves == 24
    context = context_of(NO_SESSION, case_in("active"), OFFICER, AT)

    def decision() -> str:
        return next_state(INSURANCE.name, decide(INSURANCE, "pay", context), "active")

    cases = [case_in(state) for state in islice(cycle(INSURANCE.state_codes), 50)]

    def worklist() -> int:
        return sum(len(offers(NO_SESSION, case, OFFICER, AT)) for case in cases)

    assert (decision(), worklist() >= 50) == ("paid", True)
    print(f"T9 one decision:                     {spread(rounds_of(decision, 2000, given.rounds), 1)} us")
    print(f"T9 which actions, 50 cases x {moves}:     {spread(rounds_of(worklist, 50, given.rounds), 0)} us")


if __name__ == "__main__":
    main()
