"""`afilia up --demo` as people start it: ready users, a first page, a clean stop, and nothing lost by a power cut."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from enrolment.demonstration.demo_attending import ANSWERS
from enrolment.demonstration.demo_people import HOUSEHOLDS, OFFICIALS, PASSWORD, WORKERS
from tests.mail_server import free_port
from tests.processes.deployment import until

pytestmark = pytest.mark.processes
AFILIA = str(Path(sys.prefix) / "bin" / "afilia")


class Demo:
    """A demonstration in a folder, on a port of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it as a person would."""
        log = (self.folder / "console.log").open("wb")
        command = [AFILIA, "up", "--demo", "--small", "--port", str(self.port), "--data-dir", str(self.folder / "data")]
        # In the background SIGINT may be ignored, and children inherit that; a person at a terminal has it.
        self.process = subprocess.Popen(
            command,
            stdout=log,
            stderr=log,
            env={"PATH": os.environ["PATH"]},
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - the tests run no threads
        )
        log.close()

    def stop(self, number: int) -> int:
        """Send a signal and wait for the end."""
        assert self.process is not None
        self.process.send_signal(number)
        status = self.process.wait(60)
        self.process = None
        return status

    def console(self) -> str:
        """What it has printed."""
        return (self.folder / "console.log").read_text()

    def page(self) -> str:
        """The first page, or nothing."""
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/", timeout=60) as response:
                return response.read().decode()
        except OSError:
            return ""

    def audit(self) -> int:
        """Whether the record is whole."""
        environment = {"PATH": os.environ["PATH"], "AFILIA_DEMO": "1", "AFILIA_DATA_DIR": str(self.folder / "data")}
        return subprocess.run([AFILIA, "audit", "verify"], env=environment, capture_output=True, check=False).returncode


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A demonstration, started."""
    started = Demo(tmp_path_factory.mktemp("up"))
    started.start()
    yield started
    if started.process:
        started.stop(signal.SIGKILL)


def test_it_shows_a_page_and_names_its_users(demo: Demo) -> None:
    until(lambda: "<h1" in demo.page(), "the first page")
    printed = demo.console()
    assert f"http://127.0.0.1:{demo.port}" in printed
    assert PASSWORD in printed
    assert all(name in printed for name in (*HOUSEHOLDS, *WORKERS, *OFFICIALS, *ANSWERS.values()))
    assert "Traceback" not in printed


def test_a_second_one_does_not_take_another_port(demo: Demo) -> None:
    command = [AFILIA, "up", "--demo", "--port", str(demo.port), "--data-dir", str(demo.folder / "other")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={"PATH": os.environ["PATH"]})
    assert done.returncode == 1
    assert "Choose another port" in done.stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_cleanly_and_starts_again_with_what_it_had(demo: Demo, number: int) -> None:
    until(demo.page, "a page")
    assert demo.stop(number) == 0
    assert "Traceback" not in demo.console()
    demo.start()
    until(demo.page, "the page after a restart")
    assert "Living a year" not in demo.console()


def test_a_power_cut_loses_nothing(demo: Demo) -> None:
    demo.stop(signal.SIGKILL)
    assert demo.audit() == 0
    demo.start()
    until(demo.page, "the page after a power cut")
    assert demo.stop(signal.SIGTERM) == 0
