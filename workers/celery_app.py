"""Celery made from the settings: how tasks travel, what they share, and the whole beat schedule on one screen."""

from typing import Any, cast

import structlog
from celery import Celery, Task, current_app
from celery.signals import task_postrun, task_prerun, worker_process_init

from workflow.database import Database
from workflow.settings import Settings

# Seconds between two calls of each periodic task. Every task finds its work in the database, so that a call that comes
# twice, late or not at all does no harm; those of ten minutes do it once a day, after midnight UTC.
SCHEDULE = {
    "workers.delivery.relay": 1.0,
    "workers.sweeps.expire_and_remind": 5.0,
    "workers.documents.file_waiting": 1.0,
    "workers.sweeps.heartbeat": 10.0,
    "workers.sweeps.keep_daily_root": 600.0,
    "workers.sweeps.verify_chains": 600.0,
    "workers.sweeps.recompute_cover": 600.0,
    "workers.documents.sweep_orphans": 600.0,
    "workers.figures.count": 60.0,
    "workers.figures.check": 600.0,
}

# A task that is not acknowledged by then is given to another process; no task may take that long.
VISIBILITY_SECONDS = 600
TASK_LIMIT_SECONDS = 540


class DatabaseTask(Task):
    """A task that knows the database of its application."""

    abstract = True

    @property
    def database(self) -> Database:
        """The one database of this process; each task opens its own sessions on it."""
        return cast(Database, self.app.conf.afilia_database)


def make_celery(settings: Settings, database: Database) -> Celery:
    """Celery over Redis, or over this process's own memory when no Redis is configured.

    The message of a task is only a wake-up: what is to be done stands in the database. So neither results nor delayed
    tasks are used, and a lost broker loses nothing.
    """
    tasks = ["workers.delivery", "workers.documents", "workers.figures", "workers.sweeps"]
    celery = Celery("afilia", task_cls=DatabaseTask, include=tasks)
    celery.conf.update(
        afilia_database=database,
        broker_url=settings.redis_url or "memory://",
        broker_connection_retry_on_startup=True,
        broker_transport_options=_transport(settings),
        task_ignore_result=True,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_time_limit=TASK_LIMIT_SECONDS,
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        worker_redirect_stdouts=False,
        worker_enable_remote_control=False,
        beat_schedule={name: _periodic(name, seconds) for name, seconds in SCHEDULE.items()},
        beat_scheduler="celery.beat.Scheduler",  # in memory: what is due stands in the database
    )
    return celery


def _transport(settings: Settings) -> dict[str, Any]:
    return {"visibility_timeout": VISIBILITY_SECONDS} if settings.redis_url else {"polling_interval": 0.1}


def _periodic(name: str, seconds: float) -> dict[str, Any]:
    # A wake-up nobody took in time is dropped: the next one finds the same work.
    return {"task": name, "schedule": seconds, "options": {"expires": max(seconds, 5.0)}}


@worker_process_init.connect
def _forget_parents_connections(**_signal: Any) -> None:
    """A forked process opens its own connections: two processes on one socket would read each other's answers."""
    cast(Database, current_app.conf.afilia_database).dispose()


@task_prerun.connect
def _bind_task(task_id: str, task: Task, **_signal: Any) -> None:
    structlog.contextvars.bind_contextvars(task=task.name, task_id=task_id)


@task_postrun.connect
def _unbind_task(**_signal: Any) -> None:
    structlog.contextvars.unbind_contextvars("task", "task_id")
