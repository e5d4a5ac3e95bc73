"""The real command on a real database: a long file, every kind of bad row, imported twice, killed in the middle."""

import csv
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from cli.main import afilia
from enrolment.models import Affiliation, ContributionPeriod
from enrolment.money.payment_models import IssuedLine, Payment, PaymentRow
from enrolment.people.invented import invented_person
from tests.copies import settings_for
from tests.enrolment.parties import THREE_DAYS, affiliation, household
from workflow.chain import verify
from workflow.database import Database

ROWS = 800  # each kind of row fifty times, in sixteen batches
FEWER_ROWS = 450  # enough to be killed in the middle of
HOUSEHOLDS = 12
# A part that somebody would have to look at is finished by itself once the rest of the line arrives, as it does here.
FOR_A_PERSON_AT_THE_END = ("duplicate", "wrong_worker", "unknown_line", "unreadable", "over")
ENROLLED = datetime(2026, 3, 10, 16, tzinfo=UTC)
HEADER = "Línea de captura;Importe;Fecha de pago;Referencia;CURP\n"


@pytest.fixture(scope="module")
def populated(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, list[tuple[str, Decimal]]]:
    """A database with a line to pay for each of some households, and the lines."""
    folder = tmp_path_factory.mktemp("populated")
    shutil.copyfile(sqlite_template, folder / "afilia.sqlite3")
    database = Database(settings_for(f"sqlite:///{folder / 'afilia.sqlite3'}", folder))
    with database.write() as session:
        for number in range(HOUSEHOLDS):
            who = household(session, ENROLLED, seed=number)
            worker = invented_person(f"worker {number // 2}")
            affiliation(session, who, ENROLLED, worker, date(2026, 3, 10), terms=THREE_DAYS)
        ahead = select(IssuedLine.line, IssuedLine.amount).join(ContributionPeriod).order_by(IssuedLine.line)
        lines = [(line, amount) for line, amount in session.execute(ahead)]
        assert session.scalar(select(func.count()).select_from(Affiliation)) == HOUSEHOLDS
    with database.engine.connect() as connection:
        connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]
    database.engine.dispose()
    return folder / "afilia.sqlite3", lines


@pytest.fixture
def database(populated: tuple[Path, list[tuple[str, Decimal]]], tmp_path: Path) -> Iterator[Database]:
    """A copy of the populated database."""
    shutil.copyfile(populated[0], tmp_path / "afilia.sqlite3")
    database = Database(settings_for(f"sqlite:///{tmp_path / 'afilia.sqlite3'}", tmp_path))
    yield database
    database.engine.dispose()


def long_file(folder: Path, lines: list[tuple[str, Decimal]], rows: int = ROWS) -> Path:
    """So many rows: small payments of real lines, and among them every kind of bad row."""
    kinds = [
        lambda n, line: f"{line};0.01;2026-03-18;R{n};",
        lambda n, line: f"{line};0.01;18/03/2026;R{n};",
        lambda n, line: f"{line.lower().replace('-', ' ')};$ 0,01;2026-03-18;R{n};",
        lambda n, line: f"{line};0.01;2026-03-18;R{n - 3};",  # the movement of three rows before
        lambda n, line: f"DEMO-ZZZZ-ZZZZ-{n % 100:02d};10.00;2026-03-18;R{n};",
        lambda n, line: f"{line};1.234;2026-03-18;R{n};",
        lambda n, line: f"{line};1,234;2026-03-18;R{n};",
        lambda n, line: f"{line};-5.00;2026-03-18;R{n};",
        lambda n, line: f"{line};10.00;31/02/2026;R{n};",
        lambda n, line: f"{line};10.00;2026-03-18;;",
        lambda n, line: f'"{line};10.00;2026-03-18;R{n};',
        lambda n, line: f"{line};10.00;2026-03-18;R{n};;extra",
        lambda n, line: f"{line};10.00;2026-03-18;R{n};XEXX010101HNEXXXA4",
        lambda n, line: f"{line};10.00;2031-03-18;R{n};",
        lambda n, line: ";;;;x",
        lambda n, line: f"=1+1;10.00;2026-03-18;R{n};",
    ]
    text = [HEADER]
    for n in range(rows - len(lines)):
        line = lines[(n - 3 if n % len(kinds) == 3 else n) % len(lines)][0]
        text.append(kinds[n % len(kinds)](n, line) + "\n")
    # The last rows pay each line in full, so that what was paid in parts before makes them payments of too much.
    text += [f"{line};{amount};2026-03-19;F{n};\n" for n, (line, amount) in enumerate(lines)]
    path = folder / "movimientos.csv"
    path.write_text("".join(text), encoding="latin-1")
    return path


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-c", "from cli.main import afilia; afilia()", "import-payments", *map(str, arguments)]


def environment(database: Database) -> dict[str, str]:
    return {
        **os.environ,
        "AFILIA_DATABASE_URL": database.url,
        "AFILIA_DATA_DIR": str(database.settings.data_dir),
        "AFILIA_SECRET_KEY": "a-secret-for-tests-only-0123456789",
        "AFILIA_DEMO": "true",
    }


def run(database: Database, *arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command(*arguments), env=environment(database), capture_output=True, text=True, check=False)


def accounted(database: Database) -> tuple[list[tuple[object, ...]], Decimal, list[tuple[object, ...]]]:
    """Every row with its fate, what was credited in all, and what each line has received."""
    with database.read() as session:
        rows = select(PaymentRow.number, PaymentRow.fate, PaymentRow.amount).order_by(PaymentRow.number)
        paid = select(ContributionPeriod.line, ContributionPeriod.state, ContributionPeriod.paid_amount)
        return (
            [tuple(row) for row in session.execute(rows)],
            session.scalar(select(func.sum(Payment.amount))) or Decimal(0),
            sorted((tuple(row) for row in session.execute(paid)), key=str),
        )


def test_a_long_file_is_accounted_for_row_by_row_and_again_changes_nothing(
    database: Database, populated: tuple[Path, list[tuple[str, Decimal]]], tmp_path: Path
) -> None:
    lines = populated[1]
    path = long_file(tmp_path, lines)
    worklist = tmp_path / "por revisar.csv"
    first = run(database, path, "--worklist", worklist, "--language", "es")
    assert first.returncode == 1, first.stderr
    rows, credited, periods = accounted(database)
    assert len(rows) == ROWS
    fates = Counter(str(fate) for _, fate, _ in rows)
    assert set(fates) == {"partial", "duplicate", "wrong_worker", "unknown_line", "unreadable", "over", "matched"}
    assert credited == sum((amount for _, amount in lines), Decimal(0))
    assert {state for _, state, _ in periods} == {"paid", "proposed"}
    total = next(line for line in first.stdout.splitlines() if line.startswith("Total"))
    assert re.split(r"\s{2,}", total)[1] == f"{ROWS:,}"
    with worklist.open(encoding="utf-8-sig", newline="") as stream:
        cells = list(csv.reader(stream))
    assert len(cells) - 1 == sum(fates[name] for name in FOR_A_PERSON_AT_THE_END)
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in cells for cell in row)
    again = run(database, path, "--language", "es")
    assert again.returncode == 1
    assert "no se cambió nada" in again.stdout
    assert accounted(database) == (rows, credited, periods)


@pytest.mark.processes
def test_killed_in_the_middle_it_ends_as_if_it_had_not_been(
    database: Database, populated: tuple[Path, list[tuple[str, Decimal]]], tmp_path: Path
) -> None:
    path = long_file(tmp_path, populated[1], FEWER_ROWS)
    kills = 0
    for stop_after in (60, 300):
        with subprocess.Popen(
            command(path), env=environment(database), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            while process.poll() is None and _rows(database) < stop_after:
                time.sleep(0.01)
            process.send_signal(signal.SIGKILL)
        kills += process.returncode == -signal.SIGKILL
        assert stop_after <= _rows(database) < FEWER_ROWS
        _only_complete_rows(database)
    assert kills == 2
    assert run(database, path).returncode == 1
    interrupted = accounted(database)
    _only_complete_rows(database)
    shutil.copyfile(populated[0], tmp_path / "other.sqlite3")
    other = Database(settings_for(f"sqlite:///{tmp_path / 'other.sqlite3'}", tmp_path))
    assert run(other, path).returncode == 1
    assert interrupted == accounted(other)
    other.engine.dispose()


def _rows(database: Database) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(PaymentRow)) or 0


def _only_complete_rows(database: Database) -> None:
    """What is credited is what the rows say, and the chain of every case holds."""
    with database.read() as session:
        paid = session.scalar(select(func.sum(Payment.amount))) or 0
        assert paid == session.scalar(select(func.sum(ContributionPeriod.paid_amount)))
        assert session.scalar(select(func.count()).select_from(Payment).where(Payment.row_id.is_(None))) == 0
        assert not list(verify(session))


def test_a_clean_file_ends_well(
    database: Database, populated: tuple[Path, list[tuple[str, Decimal]]], tmp_path: Path
) -> None:
    path = tmp_path / "ok.csv"
    path.write_text(HEADER + "".join(f"{line};{amount};2026-03-19;F{line};\n" for line, amount in populated[1]))
    done = run(database, path)
    assert done.returncode == 0, done.stderr
    assert "Matched" in done.stdout


@pytest.mark.parametrize(
    ("name", "said"), [("short.csv", "has no column"), ("away.csv", "There is no file"), ("", "There is no")]
)
def test_a_wrong_file_is_one_sentence(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "short.csv").write_text("linea;importe\nA;1\n")
    done = CliRunner().invoke(afilia, ["import-payments", str(tmp_path / name)])
    assert (done.exit_code, type(done.exception)) == (1, SystemExit)
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_the_help_says_where_the_format_is() -> None:
    assert "docs/bank-files.md" in " ".join(CliRunner().invoke(afilia, ["import-payments", "--help"]).stdout.split())
