"""Periodic work of the system: what time itself does, a sign of life, and the daily proofs of the record."""

import structlog
from celery import shared_task

from workers.celery_app import DatabaseTask
from workflow import periodic
from workflow.clock import now, real_now
from workflow.sweep import sweep

log = structlog.get_logger(__name__)


@shared_task(bind=True)
def expire_and_remind(self: DatabaseTask) -> None:
    """Fire what has expired and write the reminders that are due."""
    with self.database.read() as session:
        moment = now(session)
    swept = sweep(self.database, moment, real_now())
    if swept.fired or swept.reminded or swept.failed:
        log.info("swept", fired=swept.fired, reminded=swept.reminded, failed=swept.failed)


@shared_task(bind=True)
def heartbeat(self: DatabaseTask) -> None:
    """Leave a sign that scheduler, broker, worker and database work together."""
    self.database.run(lambda session: periodic.beat(session, real_now()))


@shared_task(bind=True)
def keep_daily_root(self: DatabaseTask) -> None:
    """Write the day's root of all chains outside the database, once a day."""
    periodic.once_a_day(self.database, "daily_root", real_now(), periodic.keep_root)


@shared_task(bind=True)
def verify_chains(self: DatabaseTask) -> None:
    """Walk every chain of events, once a day; a break is an error in the log and in the record of the job."""
    periodic.once_a_day(self.database, "verify_chains", real_now(), periodic.verify_record)
