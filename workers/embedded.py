"""Worker and scheduler inside one process: the same tasks as in production, with threads instead of processes."""

import threading
from typing import Any

from celery import Celery
from celery.beat import EmbeddedService
from celery.worker import state

THREADS = 2
STOP_SECONDS = 30


class Embedded:
    """A worker and a beat in threads of this process. Can be started and stopped more than once, one at a time."""

    def __init__(self, celery: Celery) -> None:
        self._celery = celery
        self._beat: Any = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to work; returns at once."""
        state.should_stop = state.should_terminate = None
        self._celery.set_default()  # the threads of the pool look their tasks up in the default application
        worker = self._celery.WorkController(
            pool="threads",  # `pool_cls` would be swallowed and tasks would run, unseen, in forked processes
            concurrency=THREADS,
            hostname="embedded@local",
            without_heartbeat=True,
            without_mingle=True,
            without_gossip=True,
        )
        self._thread = threading.Thread(target=worker.start, name="worker", daemon=True)
        self._thread.start()
        self._beat = EmbeddedService(self._celery, thread=True, scheduler_cls="celery.beat.Scheduler")
        self._beat.daemon = True
        self._beat.start()

    def stop(self) -> None:
        """Finish the tasks at hand and stop. The scheduler goes first: a closed pool cannot take what it publishes."""
        if self._thread is None:
            return
        self._beat.stop()
        state.should_stop = 0
        self._thread.join(STOP_SECONDS)
        self._thread = self._beat = None
        state.should_stop = None
