"""Periodic work of the system: what time itself does, a sign of life, and the daily proofs of the record."""

import structlog
from celery import shared_task

from enrolment.insurance.cover import current_months, recompute_everybody
from workers.celery_app import DatabaseTask
from workflow import periodic
from workflow.clock import now, real_now
from workflow.database import Database
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


@shared_task(bind=True)
def recompute_cover(self: DatabaseTask) -> None:
    """Answer again for every worker's current months, once a day: a policy or a legal value may have changed."""
    periodic.once_a_day(self.database, "recompute_cover", real_now(), _recompute_cover)


def _recompute_cover(database: Database) -> str:
    with database.read() as session:
        moment = now(session)
    batches = sum(recompute_everybody(database, month, moment) for month in current_months(moment))
    return f"{batches} batches"
