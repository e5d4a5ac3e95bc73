"""What time it is: real time, or in a demonstration a clock that can be moved forward, never back."""

from datetime import UTC, datetime, timedelta
from math import ceil

from sqlalchemy.orm import Session

from workflow.tables import Clock


def real_now() -> datetime:
    """Real time. Only edges call this: once per request, task or command."""
    return datetime.now(UTC)


def now(session: Session) -> datetime:
    """The time that counts for cases: real time, moved forward as far as the demonstration's operator has moved it."""
    clock = session.get(Clock, 1)
    return real_now() + timedelta(seconds=clock.seconds_ahead if clock else 0)


def move_to(session: Session, target: datetime) -> None:
    """Move the demonstration's clock forward to a moment. Raises `ValueError` for a moment that has passed already."""
    ahead = ceil((target - real_now()).total_seconds())  # never a moment before what was asked for
    clock = session.get(Clock, 1, with_for_update=True)
    if ahead < (clock.seconds_ahead if clock else 0):
        raise ValueError("The clock only moves forward.")
    if clock:
        clock.seconds_ahead = ahead
    else:
        session.add(Clock(id=1, seconds_ahead=ahead))
