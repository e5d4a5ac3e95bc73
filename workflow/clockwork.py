"""The demonstration's clock moved forward by hand: through every due moment in order, as if the time had passed."""

from datetime import datetime

from workflow import clock
from workflow.database import Database
from workflow.sweep import next_moment, sweep


def advance(database: Database, target: datetime) -> None:
    """Move the clock to `target` and do what would have happened on the way, each thing at its own moment.

    What a step sets in motion (a new deadline that also ends before `target`) happens too. Raises `ValueError` for a
    moment that has passed.
    """
    with database.read() as session:
        here = clock.now(session)
    if target < here:
        raise ValueError("The clock only moves forward.")
    while here < target:
        sweep(database, here, clock.real_now())
        with database.read() as session:
            due = next_moment(session, here)
        here = min(due or target, target)
        _move(database, here)
    sweep(database, target, clock.real_now())


def _move(database: Database, moment: datetime) -> None:
    database.run(lambda session: clock.move_to(session, moment))
