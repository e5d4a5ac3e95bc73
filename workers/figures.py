"""Figures kept up to date: touched months counted again, months published on their day, and a check once a day."""

from datetime import datetime

import structlog
from celery import shared_task

from enrolment.demonstration import demo_figures
from enrolment.statistics import counting, publishing
from workers.celery_app import DatabaseTask
from workflow import periodic
from workflow.clock import now, real_now
from workflow.database import Database

log = structlog.get_logger(__name__)


@shared_task(bind=True)
def count(self: DatabaseTask) -> None:
    """Count again what was touched, and publish a month whose day has come."""
    with self.database.read() as session:
        moment = now(session)
    counted, published = keep_figures(self.database, moment)
    if counted or published:
        log.info("figures", counted=counted, published=published)


@shared_task(bind=True)
def check(self: DatabaseTask) -> None:
    """Compare facts and cells with what a rebuild would give, once a day; what differs is counted again."""
    periodic.once_a_day(self.database, "check_figures", real_now(), _check)


def keep_figures(database: Database, at: datetime) -> tuple[int, int]:
    """Count what was touched and publish what is due; how many months of each.

    In a demonstration an invented population stands beside the few people whose year is lived there.
    """
    counted = counting.refresh(database, at)
    if database.settings.demo and demo_figures.live_on(database, at):
        counted += counting.refresh(database, at)
    return counted, publishing.publish_due(database, at)


def rebuild(database: Database, at: datetime) -> tuple[int, int]:
    """Count everything from the beginning; how many months were counted and published."""
    database.run(counting.forget)
    return keep_figures(database, at)


def _check(database: Database) -> str:
    with database.read() as session:
        moment = now(session)
    wrong = counting.differences(database, moment)
    if wrong:
        log.error("figures differ from a rebuild", rows=wrong)
    return f"{wrong} differences"
