"""Daily work is done once a day, however many schedulers call, and again after a failure."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from tests.workflow.conftest import ask
from workflow import daily_root, periodic
from workflow.clock import real_now
from workflow.database import Database
from workflow.metrics import exposition
from workflow.tables import JobRun

pytestmark = pytest.mark.usefixtures("loans")
MORNING = datetime(2026, 3, 3, 7, tzinfo=UTC)


def test_a_daily_job_is_done_once_a_day(database: Database) -> None:
    done = []

    def job(_database: Database) -> str:
        done.append(1)
        return "done"

    assert periodic.once_a_day(database, "job", MORNING, job)
    assert not periodic.once_a_day(database, "job", MORNING + timedelta(hours=9), job)
    assert periodic.once_a_day(database, "job", MORNING + timedelta(days=1), job)
    assert len(done) == 2


def test_a_daily_job_that_failed_is_tried_again(database: Database) -> None:
    def broken(_database: Database) -> str:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        periodic.once_a_day(database, "job", MORNING, broken)
    assert periodic.once_a_day(database, "job", MORNING, lambda _database: "done")


def test_the_daily_root_is_written_outside_the_database(database: Database) -> None:
    assert periodic.once_a_day(database, "daily_root", MORNING, periodic.keep_root)
    folder: Path = database.settings.data_dir
    assert len(daily_root.kept(folder)) == 1


def test_a_broken_chain_is_counted(database: Database) -> None:
    with database.write() as session:
        ask(session)
    with database.write() as session:
        session.execute(text("UPDATE toy_loan SET head = :forged"), {"forged": "f" * 64})
    periodic.once_a_day(database, "verify_chains", MORNING, periodic.verify_record)
    with database.read() as session:
        assert session.scalar(select(JobRun.result).where(JobRun.name == "verify_chains")) == "1 breaks"


def test_the_sign_of_life_grows_old(database: Database) -> None:
    with database.write() as session:
        assert not periodic.is_alive(session, MORNING)
        periodic.beat(session, MORNING)
        assert periodic.is_alive(session, MORNING + timedelta(minutes=2))
        assert not periodic.is_alive(session, MORNING + timedelta(minutes=3))
        periodic.beat(session, MORNING + timedelta(minutes=3))
        assert periodic.is_alive(session, MORNING + timedelta(minutes=3))


def test_the_operator_sees_what_waits_and_what_is_late(database: Database) -> None:
    with database.write() as session:
        ask(session)
        periodic.beat(session, real_now())
    with database.read() as session:
        figures = exposition(session, MORNING, real_now()).decode()
    assert 'afilia_cases{state="asked",workflow="toy_loan"} 1.0' in figures
    assert 'afilia_messages{status="dead"} 0.0' in figures
    assert "afilia_deadlines_overdue 0.0" in figures
