"""Work of the system that comes back: done once in its period however many schedulers call, and a sign of life."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy.orm import Session

from workflow import chain, clock, daily_root
from workflow.database import Database
from workflow.tables import JobRun

HEARTBEAT = "heartbeat"
SILENT_AFTER = timedelta(minutes=2)

log = structlog.get_logger(__name__)

Job = Callable[[Database], str]


def once_a_day(database: Database, name: str, at: datetime, job: Job) -> bool:
    """Do a job unless it was done today (UTC); whether it was done now. A job that fails is done at the next call."""
    key = (name, at.astimezone(UTC).date().isoformat())
    with database.read() as session:
        if session.get(JobRun, key):
            return False
    result = job(database)
    database.run(lambda session: session.merge(JobRun(name=key[0], period=key[1], done_at=at, result=result)))
    return True


def keep_root(database: Database) -> str:
    """Write the root of all chains to the data folder; the root, as a line."""
    with database.read() as session:
        root = daily_root.root_at(session, clock.now(session) - daily_root.IN_FLIGHT)
    daily_root.keep(root, database.settings.data_dir)
    return str(root)


def verify_record(database: Database) -> str:
    """Walk every chain; how many breaks there are, each of them an error in the log."""
    with database.read() as session:
        breaks = list(chain.verify(session))
    for found in breaks:
        log.error("record broken", workflow=found.workflow, case=str(found.case_id), seq=found.seq, fault=found.fault)
    return f"{len(breaks)} breaks"


def beat(session: Session, at: datetime) -> None:
    """Leave the sign of life of the periodic tasks."""
    session.merge(JobRun(name=HEARTBEAT, period="latest", done_at=at, result="ok"))


def is_alive(session: Session, at: datetime) -> bool:
    """Whether the periodic tasks have left their sign within the last two minutes."""
    latest = session.get(JobRun, (HEARTBEAT, "latest"))
    return latest is not None and at - latest.done_at <= SILENT_AFTER
