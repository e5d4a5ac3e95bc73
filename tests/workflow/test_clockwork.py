"""Moving the demonstration's clock does what waiting would have done, moment by moment."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.workflow.conftest import LIBRARIAN, ask
from workflow import clock
from workflow.clockwork import advance, live_through
from workflow.database import Database
from workflow.engine import fire
from workflow.sweep import sweep
from workflow.tables import Event, Message

pytestmark = pytest.mark.usefixtures("loans")


def lend_now(database: Database) -> datetime:
    """A loan that runs from now on."""
    with database.write() as session:
        now = clock.now(session)
        fire(session, ask(session), "lend", LIBRARIAN, now)
    return now


def story(database: Database) -> list[tuple[str, datetime]]:
    """Every step with the moment of its recording."""
    with database.read() as session:
        return list(session.execute(select(Event.action, Event.recorded_at).order_by(Event.seq)))


def test_everything_on_the_way_happens_at_its_own_moment(database: Database) -> None:
    now = lend_now(database)
    advance(database, now + timedelta(days=20))
    steps = story(database)[2:]
    assert [action for action, _ in steps[:3]] == ["remind", "remind", "fall_overdue"]
    assert "charge" in [action for action, _ in steps]
    moments = [moment for _, moment in steps]
    assert moments == sorted(moments)
    assert moments[0] < moments[-1] <= now + timedelta(days=20)
    with database.read() as session:
        assert clock.now(session) >= now + timedelta(days=20) - timedelta(seconds=1)
        assert len(session.scalars(select(Message.id)).all()) == 4  # lent, two reminders, overdue


def test_one_leap_leaves_what_many_small_ones_leave(sqlite_database: Database, postgres_database: Database) -> None:
    told = []
    for database, days in ((sqlite_database, 12), (postgres_database, 1)):
        start = datetime(2026, 3, 2, 18, tzinfo=UTC)
        with database.write() as session:
            fire(session, ask(session), "lend", LIBRARIAN, start)
        for day in range(0, 12, days):
            live_through(database, start + timedelta(days=day), start + timedelta(days=day + days))
        told.append(story(database))
    assert told[0] == told[1]


def test_the_clock_never_goes_back(database: Database) -> None:
    with database.read() as session:
        now = clock.now(session)
    advance(database, now + timedelta(days=1))
    with pytest.raises(ValueError, match="only moves forward"):
        advance(database, now)


def test_a_sweep_that_was_missed_is_made_up_for_first(database: Database) -> None:
    with database.write() as session:
        fire(session, ask(session), "lend", LIBRARIAN, clock.now(session) - timedelta(days=30))
    with database.read() as session:
        now = clock.now(session)
    advance(database, now + timedelta(hours=1))
    assert "fall_overdue" in [action for action, _ in story(database)]
    assert sweep(database, now, clock.real_now()).fired == 0
