"""Documents set as PDF and kept, and the files nobody speaks of swept."""

import structlog
from celery import shared_task

from workers.celery_app import DatabaseTask
from workflow import filing, periodic
from workflow.clock import real_now
from workflow.database import Database

log = structlog.get_logger(__name__)


@shared_task(bind=True)
def file_waiting(self: DatabaseTask) -> None:
    """Set every document that waits for its file."""
    filed = filing.file_waiting(self.database, real_now())
    if filed:
        log.info("documents filed", count=filed)


@shared_task(bind=True)
def sweep_orphans(self: DatabaseTask) -> None:
    """Remove files that no document speaks of, once a day."""
    periodic.once_a_day(self.database, "sweep_orphans", real_now(), _sweep)


def _sweep(database: Database) -> str:
    return f"{filing.sweep_orphans(database, real_now())} files"
