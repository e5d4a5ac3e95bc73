"""A clock read by every calendar: its earliest day is told, it passes after its latest, suspensions keep both."""

from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from regime.due_dates import DueDate, Suspension
from regime.sentences import Sentence
from regime.working_days import due
from tests.workflow import toy
from tests.workflow.conftest import LIBRARIAN, READER_ID, ask
from workflow.context import Actor
from workflow.database import Database
from workflow.engine import fire
from workflow.stored import loads
from workflow.suspensions import end, rehearse, suspend
from workflow.sweep import next_moment, sweep
from workflow.tables import DeadlineRow, Event, SuspensionRow

pytestmark = pytest.mark.usefixtures("loans")
REAL = datetime(2026, 11, 21, tzinfo=UTC)
OFFICIAL = Actor(READER_ID)

# Five business days from Thursday 12 March 2026: LFPA 28 knows 21 March, a Saturday, so that the fifth is the 19th;
# by LFT 74 Monday the 16th is a day of rest and the fifth is the 20th.
LENT = datetime(2026, 3, 12, 18, tzinfo=UTC)
EARLIEST, LATEST = date(2026, 3, 19), date(2026, 3, 20)
AFTER_LATEST = datetime(2026, 3, 21, 6, tzinfo=UTC)  # midnight in Mexico City


@pytest.fixture(autouse=True)
def _read_by_every_calendar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(toy, "due", partial(due, reading="party"))


def lend(session: Session) -> DeadlineRow:
    """The clock of a loan that runs since the 12th."""
    loan = ask(session)
    fire(session, loan, "lend", LIBRARIAN, LENT)
    return session.scalars(select(DeadlineRow).where(DeadlineRow.case_id == loan.id)).one()


def the_row(session: Session) -> DeadlineRow:
    return session.scalars(select(DeadlineRow).where(DeadlineRow.code == "return_by")).one()


def latest(row: DeadlineRow) -> object:
    return DueDate.from_json(loads(row.computation)).latest


def test_the_earliest_day_is_told_and_the_latest_must_pass(database: Database) -> None:
    with database.write() as session:
        row = lend(session)
        assert (row.due_day, row.due_at) == (EARLIEST, AFTER_LATEST)
        # Three days before the earliest day, at nine in the morning.
        assert next_moment(session, LENT) == datetime(2026, 3, 16, 15, tzinfo=UTC)
        told = DueDate.from_json(loads(row.computation)).explanation
    names = {"earliest_by": Sentence("calendar.lfpa.name"), "latest_by": Sentence("calendar.lft.name")}
    days = {"earliest": EARLIEST, "latest": LATEST}
    assert Sentence("deadline.readings_differ", days) in told
    assert Sentence("deadline.by_calendars", {**days, **names}) in told
    monday = {"day": date(2026, 3, 16), "reason": Sentence("skipped.juarez_birthday")}
    assert Sentence("deadline.also_left_out", {**monday, "calendar": Sentence("calendar.lft.name")}) in told
    assert sweep(database, AFTER_LATEST - timedelta(seconds=1), REAL).fired == 0
    assert sweep(database, AFTER_LATEST, REAL).fired == 1
    with database.read() as session:
        late = session.scalars(select(Event).where(Event.action == "fall_overdue")).one()
        assert late.effective_at == AFTER_LATEST - timedelta(microseconds=1)  # the law counts on from the latest day


def test_a_suspension_moves_both_days(database: Database) -> None:
    closed = Suspension(date(2026, 3, 17), date(2026, 3, 18), "Acuerdo de prueba")
    with database.write() as session:
        lend(session)
        assert [(m.from_day, m.to_day) for m in rehearse(session, "imss", closed)] == [(EARLIEST, date(2026, 3, 23))]
        suspend(session, OFFICIAL, LENT, closed, authority="imss")
        row = the_row(session)
        assert (row.due_day, latest(row)) == (date(2026, 3, 23), date(2026, 3, 24))
        assert row.due_at == datetime(2026, 3, 25, 6, tzinfo=UTC)


def test_a_suspension_of_the_last_day_alone_moves_the_expiry_and_no_told_day(database: Database) -> None:
    closed = Suspension(LATEST, LATEST, "Acuerdo de prueba")
    with database.write() as session:
        lend(session)
        moves = rehearse(session, "imss", closed)
        assert [(m.from_day, m.to_day, m.from_latest, m.to_latest) for m in moves] == [
            (EARLIEST, EARLIEST, LATEST, date(2026, 3, 23))
        ]
        assert suspend(session, OFFICIAL, LENT, closed, authority="imss") == moves
        row = the_row(session)
        assert (row.due_day, row.due_at) == (EARLIEST, datetime(2026, 3, 24, 6, tzinfo=UTC))


def test_an_open_suspension_after_the_told_day_leaves_it_told_and_lets_nothing_pass(database: Database) -> None:
    with database.write() as session:
        lend(session)
        suspend(session, OFFICIAL, LENT, Suspension(LATEST, None, "Inundación"), authority="imss")
        row = the_row(session)
        assert (row.status, row.due_day, row.due_at) == ("paused", EARLIEST, None)
        told = {s.code for s in DueDate.from_json(loads(row.computation)).explanation}
        assert "deadline.latest_paused" in told
    assert sweep(database, AFTER_LATEST + timedelta(days=300), REAL).fired == 0
    with database.write() as session:
        open_one = session.scalars(select(SuspensionRow)).one()
        end(session, open_one.id, date(2026, 3, 31), LENT, "Se reanudan labores")
        row = the_row(session)
        assert (row.status, row.due_day, latest(row)) == ("running", EARLIEST, date(2026, 4, 1))


def test_the_authoritys_own_days_count_for_the_latest_day_alone_and_survive_a_suspension(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = {date(2026, 3, 20): Sentence("skipped.own_day", {"act": "Gaceta"}), LENT.date(): Sentence("skipped.own_day")}
    monkeypatch.setattr(toy, "due", partial(due, reading="authority", extra_days=own))
    with database.write() as session:
        row = lend(session)
        assert (row.due_day, latest(row)) == (EARLIEST, date(2026, 3, 23))
        assert "deadline.authority_is_warned" in row.computation
        assert "calendar.authority.name" in row.computation
        suspend(session, OFFICIAL, LENT, Suspension(date(2026, 3, 17), date(2026, 3, 17), "Acuerdo"), authority="imss")
        row = the_row(session)
        # By LFPA 28 the 13th, 16th, 18th, 19th and 20th; with LFT 74 and the own day also the 23rd and 24th.
        assert (row.due_day, latest(row)) == (date(2026, 3, 20), date(2026, 3, 24))
