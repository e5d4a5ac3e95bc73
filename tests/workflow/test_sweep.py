"""What time does by itself: expiry, reminders, one bad case among good ones, several sweepers at once."""

from datetime import UTC, date, datetime, timedelta
from threading import Thread

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from regime.due_dates import Suspension
from tests.conftest import NOON
from tests.workflow.conftest import LATER, LIBRARIAN, READER, READER_ID, ask
from tests.workflow.toy import Loan
from workflow.chain import verify
from workflow.context import Actor
from workflow.database import Database
from workflow.engine import fire
from workflow.stored import loads
from workflow.suspensions import end, rehearse, suspend
from workflow.sweep import Swept, next_moment, sweep
from workflow.tables import DeadlineRow, Event, Message, SuspensionRow

pytestmark = pytest.mark.usefixtures("loans")
REAL = datetime(2026, 11, 21, tzinfo=UTC)
AFTER_DUE = datetime(2026, 3, 10, 6, 0, 1, tzinfo=UTC)  # the due day, 9 March, has just ended in Mexico City


def lent(session: Session, title: str = "Momo") -> Loan:
    """A loan that runs, due on 9 March 2026."""
    loan = ask(session, title=title)
    fire(session, loan, "lend", LIBRARIAN, LATER)
    return loan


def test_nothing_happens_before_the_due_day_is_over(database: Database) -> None:
    with database.write() as session:
        loan_id = lent(session).id
    assert sweep(database, AFTER_DUE - timedelta(seconds=2), REAL).fired == 0
    assert sweep(database, AFTER_DUE, REAL).fired == 2  # overdue, and the first day's fee
    with database.read() as session:
        assert session.get_one(Loan, loan_id).state == "overdue"


def test_a_late_sweep_changes_only_the_moment_of_recording(database: Database) -> None:
    with database.write() as session:
        loan_id = lent(session).id
    late = AFTER_DUE + timedelta(days=3)
    sweep(database, late, REAL)
    with database.read() as session:
        event = session.scalars(select(Event).where(Event.case_id == loan_id, Event.action == "fall_overdue")).one()
        assert event.recorded_at == late
        assert event.effective_at == datetime(2026, 3, 10, 6, tzinfo=UTC) - timedelta(microseconds=1)
        charged = session.scalars(select(Event.effective_at).where(Event.action == "charge").order_by(Event.seq)).all()
        assert [at.date() for at in charged] == [
            date(2026, 3, 10),
            date(2026, 3, 11),
            date(2026, 3, 12),
            date(2026, 3, 13),
        ]


def test_reminders_are_written_once_and_leave_pages_valid(database: Database) -> None:
    with database.write() as session:
        loan = lent(session)
        version = loan.version
    three_days_before = datetime(2026, 3, 6, 15, tzinfo=UTC)  # nine o'clock in Mexico City
    assert sweep(database, three_days_before, REAL) == Swept(reminded=1)
    assert sweep(database, three_days_before, REAL) == Swept()
    assert sweep(database, three_days_before + timedelta(days=2), REAL) == Swept(reminded=1)
    with database.read() as session:
        texts = session.scalars(select(Message).where(Message.template == "toy_loan/reminder_return_by"))
        assert sorted(loads(message.params)["days"] for message in texts) == [1, 3]
        assert session.get_one(Loan, loan.id).version == version
        assert list(verify(session)) == []


def test_a_missed_reminder_is_not_sent_after_the_next_one(database: Database) -> None:
    with database.write() as session:
        lent(session)
    assert sweep(database, datetime(2026, 3, 8, 16, tzinfo=UTC), REAL).reminded == 1
    with database.read() as session:
        assert session.scalars(select(DeadlineRow.remind_at)).one() is None


def test_returning_in_time_stops_the_clock(database: Database) -> None:
    with database.write() as session:
        fire(session, lent(session), "give_back", READER, LATER, comment="read")
    assert sweep(database, AFTER_DUE, REAL) == Swept()
    with database.read() as session:
        assert session.scalars(select(DeadlineRow.status)).one() == "met"


def test_renewing_counts_anew_and_keeping_does_not(database: Database) -> None:
    with database.write() as session:
        renewed, kept = lent(session), lent(session)
        fire(session, renewed, "renew", READER, LATER + timedelta(days=2))
        fire(session, kept, "keep", READER, LATER + timedelta(days=2))
    with database.read() as session:
        running = select(DeadlineRow.due_day).where(DeadlineRow.status == "running")
        assert session.scalars(running.where(DeadlineRow.case_id == renewed.id)).all() == [date(2026, 3, 11)]
        assert session.scalars(running.where(DeadlineRow.case_id == kept.id)).all() == [date(2026, 3, 9)]


def test_one_bad_case_stops_nobody_else(database: Database) -> None:
    with database.write() as session:
        bad, good = lent(session), lent(session)
        session.execute(update(DeadlineRow).where(DeadlineRow.case_id == bad.id).values(on_expiry="burn"))
    swept = sweep(database, AFTER_DUE, REAL)
    assert (swept.fired, swept.failed) == (2, 1)  # overdue, and its first day's fee
    with database.read() as session:
        assert session.get_one(Loan, good.id).state == "overdue"
        row = session.scalars(select(DeadlineRow).where(DeadlineRow.case_id == bad.id)).one()
        assert (row.status, row.attempts) == ("running", 1)
        assert "refused" in (row.last_error or "")
    assert sweep(database, AFTER_DUE, REAL).failed == 0  # it pauses
    assert sweep(database, AFTER_DUE, REAL + timedelta(minutes=6)).failed == 1  # and is tried again


def test_four_sweepers_fire_each_deadline_once(database: Database) -> None:
    with database.write() as session:
        for _ in range(40):
            lent(session)
    done: list[Swept] = []
    sweepers = [Thread(target=lambda: done.append(sweep(database, AFTER_DUE, REAL))) for _ in range(4)]
    for sweeper in sweepers:
        sweeper.start()
    for sweeper in sweepers:
        sweeper.join()
    assert sum(swept.fired for swept in done) == 80  # each falls overdue, and owes its first day
    with database.read() as session:
        assert session.scalar(select(func.count()).where(Event.action == "fall_overdue")) == 40
        assert list(verify(session)) == []


def test_the_next_moment_is_a_reminder_or_an_expiry(database: Database) -> None:
    with database.write() as session:
        lent(session)
    with database.read() as session:
        assert next_moment(session, NOON) == datetime(2026, 3, 6, 15, tzinfo=UTC)
        assert next_moment(session, datetime(2026, 3, 9, tzinfo=UTC)) == datetime(2026, 3, 10, 6, tzinfo=UTC)
        assert next_moment(session, AFTER_DUE) is None


OFFICIAL = Actor(READER_ID)


def test_a_suspension_is_rehearsed_then_moves_the_clock(database: Database) -> None:
    closed = Suspension(date(2026, 3, 4), date(2026, 3, 5), "Acuerdo de prueba")
    with database.write() as session:
        loan = lent(session)
        assert [(m.from_day, m.to_day) for m in rehearse(session, "imss", closed)] == [
            (date(2026, 3, 9), date(2026, 3, 11))
        ]
        assert session.scalars(select(SuspensionRow)).all() == []
        assert len(suspend(session, OFFICIAL, LATER, closed, authority="imss")) == 1
    with database.read() as session:
        row = session.scalars(select(DeadlineRow)).one()
        assert row.due_day == date(2026, 3, 11)
        assert "Acuerdo de prueba" in row.computation
        assert session.get_one(Loan, loan.id).version == 2
        assert session.get_one(Event, (loan.id, 3)).action == "reproject"
        assert list(verify(session)) == []


def test_an_open_suspension_pauses_and_its_end_resumes(database: Database) -> None:
    with database.write() as session:
        lent(session)
        suspend(session, OFFICIAL, LATER, Suspension(date(2026, 3, 4), None, "Inundación"), authority="imss")
        row = session.scalars(select(DeadlineRow)).one()
        assert (row.status, row.due_day, row.due_at) == ("paused", None, None)
    assert sweep(database, AFTER_DUE + timedelta(days=300), REAL) == Swept()
    with database.write() as session:
        suspension = session.scalars(select(SuspensionRow)).one()
        end(session, suspension.id, date(2026, 4, 30), LATER, "Se reanudan labores")
        row = session.scalars(select(DeadlineRow)).one()
        assert (row.status, row.due_day) == ("running", date(2026, 5, 8))  # 1 and 5 May do not count


def test_a_suspension_of_one_case_or_another_authority_leaves_others_alone(database: Database) -> None:
    week = Suspension(date(2026, 3, 3), date(2026, 3, 6), "Acuerdo")
    with database.write() as session:
        mine, other = lent(session), lent(session)
        assert suspend(session, OFFICIAL, LATER, week, authority="stps") == []
        assert [move.case_id for move in suspend(session, OFFICIAL, LATER, week, case_id=mine.id)] == [mine.id]
        late = lent(session)
        due = dict(session.execute(select(DeadlineRow.case_id, DeadlineRow.due_day)).all())
        assert due == {mine.id: date(2026, 3, 13), other.id: date(2026, 3, 9), late.id: date(2026, 3, 9)}
