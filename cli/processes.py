"""The processes of a production installation: `afilia serve`, `afilia worker`, `afilia beat`."""

import logging
import os
from typing import Any

import click
import waitress
from celery import Celery
from flask import Flask

from cli.wiring import database_of, settings_from
from web.app import create_app
from workers.celery_app import make_celery
from workflow.database import Database
from workflow.settings import Settings

THREADS = 4


@click.command()
@click.option("--processes", type=click.IntRange(1, 64), help="How many; as many as there are cores if not given.")
def serve(processes: int | None) -> None:
    """Serve the pages on AFILIA_LISTEN until stopped.

    With PostgreSQL by gunicorn in several processes, with the embedded database by waitress in one. The database must
    be up to date (`afilia migrate`); periodic work and delivery are done by `afilia worker` and `afilia beat`.
    """
    settings = settings_from()
    database = database_of(settings)
    app = create_app(settings, database)
    if database.is_sqlite:
        waitress.serve(app, listen=settings.listen, threads=THREADS, ident=None)
    else:
        _gunicorn(app, settings, database, processes or os.cpu_count() or 1)


def _gunicorn(app: Flask, settings: Settings, database: Database, processes: int) -> None:
    from gunicorn.app.base import BaseApplication  # noqa: PLC0415 - only here, and only on systems that have it

    class Pages(BaseApplication):  # type: ignore[misc]
        """The pages as gunicorn runs them: loaded once, then forked."""

        def load_config(self) -> None:
            for name, value in _gunicorn_options(settings, database, processes).items():
                self.cfg.set(name, value)

        def load(self) -> Flask:
            return app

    Pages().run()


def _gunicorn_options(settings: Settings, database: Database, processes: int) -> dict[str, Any]:
    return {
        "bind": settings.listen,
        "workers": processes,
        "worker_class": "gthread",
        "threads": THREADS,
        "preload_app": True,
        "post_fork": lambda _arbiter, _worker: database.dispose(),  # no two processes on one connection
        "worker_tmp_dir": "/dev/shm" if os.path.isdir("/dev/shm") else None,  # noqa: S108 - heartbeats of gunicorn, in memory
        "graceful_timeout": 30,
        "forwarded_allow_ips": "*" if settings.trusted_proxies else "127.0.0.1",
        "proc_name": "afilia",
        "control_socket_disable": True,
        "on_starting": lambda _arbiter: _log_with_ours("gunicorn.error"),
    }


def _log_with_ours(name: str) -> None:
    """Let a library that brings handlers of its own write into our log."""
    logger = logging.getLogger(name)
    logger.handlers, logger.propagate = [], True


@click.command()
@click.option("--concurrency", type=click.IntRange(1, 64), default=2, show_default=True, help="Tasks done at a time.")
@click.option(
    "--pool",
    type=click.Choice(["prefork", "threads", "solo"]),
    default="prefork",
    show_default=True,
    help="How tasks run.",
)
@click.pass_context
def worker(context: click.Context, concurrency: int, pool: str) -> None:
    """Run a Celery worker: it delivers notices and does the periodic work that `afilia beat` calls for.

    Any number may run. A worker that is killed loses nothing: what it had not finished is done by another.
    """
    celery = _celery_over_redis()
    process = celery.Worker(
        pool=pool, concurrency=concurrency, loglevel="INFO", quiet=True, without_gossip=True, without_mingle=True
    )
    process.start()
    context.exit(process.exitcode or 0)


@click.command()
def beat() -> None:
    """Run the scheduler that calls for periodic work. Two of them do no harm; without one nothing is called for."""
    _celery_over_redis().Beat(loglevel="INFO", quiet=True).run()


def _celery_over_redis() -> Celery:
    settings = settings_from()
    if not settings.redis_url:
        raise click.ClickException(
            "AFILIA_REDIS_URL is not set: worker and beat are processes of their own and need Redis between them. "
            "Without Redis use `afilia up`, which runs everything in one process."
        )
    return make_celery(settings, database_of(settings))
