"""The command itself: it explains itself, and what goes wrong is a sentence."""

import logging
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import structlog
from click.testing import CliRunner, Result
from sqlalchemy import text

from cli.main import COMMANDS, afilia
from tests.copies import settings_for
from tests.mail_server import free_port
from tests.workers.test_delivery import rows, write
from workflow.daily_root import FILE
from workflow.database import Database
from workflow.schema import upgrade

SECRET = "only-for-this-test-0123456789-0123"


@pytest.fixture(autouse=True)
def _own_log() -> Iterator[None]:
    """Leave the log of the other tests as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Run `afilia` with a data folder of its own."""
    monkeypatch.setenv("AFILIA_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("AFILIA_SECRET_KEY", SECRET)

    def invoke(*arguments: str, **environment: str) -> Result:
        return CliRunner().invoke(afilia, arguments, env=environment)

    return invoke


@pytest.fixture
def installed(tmp_path: Path) -> Iterator[Database]:
    """The embedded database in that folder."""
    database = Database(settings_for("", tmp_path))
    upgrade(database)
    yield database
    database.engine.dispose()


def test_help_is_there_without_importing_a_command() -> None:
    script = (
        "import sys; from cli.main import afilia; afilia(['--help'], standalone_mode=False); print(len(sys.modules))"
    )
    bare = "import sys; import click, importlib.metadata; print(len(sys.modules))"
    modules = [
        int(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()[-1])
        for code in (script, bare)
    ]
    assert modules[0] < modules[1] + 60


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(run, name: str) -> None:
    done = run(name, "--help")
    assert done.exit_code == 0
    assert len(done.output) > 150
    command = afilia.get_command(click.Context(afilia), name)
    assert command is not None
    assert all(option.help for option in command.params if isinstance(option, click.Option))


@pytest.mark.parametrize("name", ["check", "audit", "tick", "worker", "migrate"])
def test_a_missing_secret_is_named_with_its_remedy(run, name: str) -> None:
    arguments = ("audit", "verify") if name == "audit" else (name,)
    done = run(*arguments, AFILIA_SECRET_KEY="")
    assert done.exit_code == 1
    assert "AFILIA_SECRET_KEY is required outside the demo" in done.output


@pytest.mark.parametrize("name", ["worker", "beat"])
def test_processes_of_their_own_need_redis(run, name: str) -> None:
    done = run(name)
    assert done.exit_code == 1
    assert "AFILIA_REDIS_URL is not set" in done.output
    assert "afilia up" in done.output


def test_a_database_that_is_away_is_a_sentence(run) -> None:
    done = run("audit", "verify", AFILIA_DATABASE_URL=f"postgresql://nobody@127.0.0.1:{free_port()}/none")
    assert done.exit_code == 1
    assert "The database cannot be used" in done.output


def test_a_port_that_is_taken_is_named_and_no_other_is_chosen(run, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run("up", "--demo", "--port", str(port))
    assert done.exit_code == 1
    assert f"Cannot listen on 127.0.0.1:{port}" in done.output
    assert "--port" in done.output
    assert list(tmp_path.iterdir()) == []


def test_a_sound_installation(run, installed: Database) -> None:
    done = run("check")
    assert "FAULT" not in done.output
    assert done.exit_code == 0


def test_an_installation_that_is_behind_says_what_to_do(run) -> None:
    done = run("check")
    assert done.exit_code == 1
    assert "run `afilia migrate`" in done.output
    assert run("migrate").exit_code == 0
    assert run("check").exit_code == 0


def test_a_missing_trigger_is_found_and_mended(run, installed: Database) -> None:
    with installed.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER event_refuses_delete"))
    done = run("check")
    assert done.exit_code == 1
    assert "event_refuses_delete" in done.output
    run("migrate")
    assert run("check").exit_code == 0


def test_stopped_periodic_work_is_found(run, installed: Database) -> None:
    done = run("check", "--running")
    assert done.exit_code == 1
    assert "do worker and beat run?" in done.output


def test_tick_delivers_without_celery(run, installed: Database) -> None:
    write(installed, "ana@example.org")
    assert run("tick").exit_code == 0
    assert rows(installed)["ana@example.org"].status == "delivered"


def test_the_record_is_verified_and_anchored(run, installed: Database, tmp_path: Path) -> None:
    assert run("audit", "anchor").exit_code == 0
    done = run("audit", "verify")
    assert (done.exit_code, done.output) == (0, "The chains of 0 cases are whole and agree with 1 daily roots.\n")
    root = (tmp_path / FILE).read_text().replace(" 0 ", " 7 ")
    (tmp_path / FILE).write_text(root)
    done = run("audit", "verify")
    assert done.exit_code == 1
    assert "BROKEN" in done.output


def test_figures_are_printed_for_the_monitoring(run, installed: Database) -> None:
    write(installed, "ana@example.org")
    done = run("metrics")
    assert done.exit_code == 0
    assert 'afilia_messages{status="waiting"} 1.0' in done.output


def test_seeding_never_mixes_with_what_is_there(run, installed: Database) -> None:
    with installed.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO login (id, username, active, roles, offices, fs_uniquifier, created_at) "
                "VALUES ('0190f3a0000070008000000000000000', 'somebody', 1, '[]', '[]', 'x', '2026-01-01 00:00:00')"
            )
        )
    done = run("seed")
    assert done.exit_code == 1
    assert "The database is not empty" in done.output


def test_the_reference_of_every_procedure_is_written(run, tmp_path: Path) -> None:
    assert run("describe", "--write", str(tmp_path / "docs")).exit_code == 0
    pages = {path.stem: path.read_text() for path in (tmp_path / "docs").iterdir()}
    assert set(pages) >= {"registration", "affiliation", "confirmation", "contribution_period"}
    assert all("stateDiagram-v2" in page for page in pages.values())
