"""Time that passes in one go: every due moment in order, each thing done at its own moment, as if one had waited."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from workflow import clock
from workflow.database import Database
from workflow.sweep import next_moment, sweep


def live_through(
    database: Database, since: datetime, until: datetime, arrive: Callable[[datetime], object] | None = None
) -> None:
    """Do everything that falls due between two moments, also what is only set in motion on the way.

    `arrive` is told each moment before its work is done.
    """
    here = since
    sweep(database, here, clock.real_now())
    while here < until:
        with database.read() as session:
            moment = next_moment(session, here)
        nothing_more = moment is None or moment > until
        here = until if moment is None or moment > until else moment
        if arrive:
            arrive(here)
        if nothing_more:
            return
        sweep(database, here, clock.real_now())


def advance(database: Database, target: datetime) -> None:
    """Move the demonstration's clock forward to `target` and do what would have happened on the way.

    The clock stands at each moment while its work is done, so that whoever looks meanwhile sees no future. Raises
    `ValueError` for a moment that has passed.
    """
    with database.read() as session:
        here = clock.now(session)
    if target < here:
        raise ValueError("The clock only moves forward.")
    live_through(database, here, target, lambda moment: database.run(lambda session: _move(session, moment)))


def _move(session: Session, moment: datetime) -> None:
    if moment > clock.now(session):  # real time ran on while the work of the moment before was done
        clock.move_to(session, moment)
