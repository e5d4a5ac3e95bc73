"""The services of docker-compose.yml on this machine: the same commands and environment, without containers."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import yaml
from psycopg import sql
from sqlalchemy import make_url

from tests import postgres
from tests.mail_server import free_port
from tests.redis_server import redis_server

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
VARIABLE = re.compile(r"\$\{(\w+)(?::(?:-(?P<default>[^}]*)|\?[^}]*))?\}")
PASSWORD = "only-for-this-test-0123456789"


def until(true: Callable[[], object], what: str) -> None:
    """Wait for something that another process does; fail if it does not within a minute."""
    for _ in range(600):
        if true():
            return
        time.sleep(0.1)
    raise AssertionError(f"{what} did not happen within a minute")


@dataclass
class Deployment:
    """One installation: a database of its own with two roles, a Redis, and the processes started so far."""

    folder: Path
    mail: str
    stack: ExitStack
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    environment: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        name = f"afilia_deployment_{os.getpid()}"
        self.role = f"{name}_application"
        self.owner = make_url(postgres.create_database(name))
        self.stack.callback(self._drop, name)
        self._redis_port = free_port()
        self._redis = self.stack.enter_context(ExitStack())
        self.redis = self._redis.enter_context(redis_server(self._redis_port))
        self.listen = f"127.0.0.1:{free_port()}"
        self.environment = {
            "AFILIA_SECRET_KEY": PASSWORD * 2,
            "AFILIA_OWNER_PASSWORD": PASSWORD,
            "AFILIA_APPLICATION_PASSWORD": PASSWORD,
            "AFILIA_SMTP_URL": self.mail,
            "AFILIA_BASE_URL": f"http://{self.listen}",
        }
        self.stack.callback(self._stop_all)

    def environment_of(self, service: str) -> dict[str, str]:
        """What the compose file gives the service, with this machine's addresses in place of the containers'."""
        given = {name: self._filled(str(value)) for name, value in COMPOSE["services"][service]["environment"].items()}
        for name in ("AFILIA_DATABASE_URL", "AFILIA_OWNER_DATABASE_URL"):
            if name in given:
                given[name] = self._on_this_machine(given[name])
        given["AFILIA_REDIS_URL"] = self.redis
        here = {"AFILIA_DATA_DIR": str(self.folder), "AFILIA_LISTEN": self.listen, "PATH": os.environ["PATH"]}
        return {**given, **here, "AFILIA_LOG_FORMAT": "json"}

    def start(self, service: str) -> subprocess.Popen[bytes]:
        """Start the command of a service, in a process group of its own."""
        command, *arguments = COMPOSE["services"][service]["command"]
        log = (self.folder / f"{service}.log").open("ab")
        self.processes[service] = subprocess.Popen(
            [str(Path(sys.prefix) / "bin" / command), *arguments],
            env=self.environment_of(service),
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        log.close()
        return self.processes[service]

    def run(self, service: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run an `afilia` command to its end in the environment of a service."""
        command = [str(Path(sys.prefix) / "bin" / "afilia"), *arguments]
        return subprocess.run(command, env=self.environment_of(service), capture_output=True, text=True, check=False)

    def kill(self, service: str) -> None:
        """Kill the process and its children at once, as a power cut would."""
        process = self.processes.pop(service)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def restart_redis(self) -> None:
        """Take Redis away with all it held, and bring an empty one back."""
        self._redis.close()
        self._redis.enter_context(redis_server(self._redis_port))

    def logged(self, service: str) -> str:
        """What a service has written so far."""
        return (self.folder / f"{service}.log").read_text()

    def _filled(self, text: str) -> str:
        return VARIABLE.sub(lambda found: self.environment.get(found[1], found["default"] or ""), text)

    def _on_this_machine(self, address: str) -> str:
        url = make_url(address)
        mine = self.owner if url.username == "afilia_owner" else self.owner.set(username=self.role, password=PASSWORD)
        return mine.set(drivername="postgresql").render_as_string(hide_password=False)

    def _stop_all(self) -> None:
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            process.wait(timeout=60)

    def _drop(self, name: str) -> None:
        postgres.drop_database(name)
        with psycopg.connect(postgres.server_url(), autocommit=True) as connection:
            connection.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(self.role)))
