"""No line of the log names a person, whoever writes it."""

import json
import logging

import pytest
import structlog
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from workflow.database import Database
from workflow.logs import configure_logs, masked

PERSONAL = [
    "BOXW310820HNERXN09",
    "boxw310820hnerxn09",
    "GODE561231GR8",
    "12345678903",
    "12-34-56-7890-3",
    "032180000118359719",
    "ana.p+x@example.org",
]


@pytest.fixture(autouse=True)
def _own_log(monkeypatch):
    """Leave the log of the other tests as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


@pytest.mark.parametrize("value", PERSONAL)
def test_identifiers_are_masked_wherever_they_stand(value: str) -> None:
    assert value not in masked(f"before {value}, after")


@pytest.mark.parametrize(
    "harmless",
    [
        "0192f0c1-1111-7222-8333-123456789012",
        "2026-11-21T04:12:44.572315Z",
        "DEMO0000123456789012345678",
        "5432",
        "10411.09",
    ],
)
def test_what_names_nobody_stays(harmless: str) -> None:
    assert masked(harmless) == harmless


@pytest.mark.parametrize("value", PERSONAL)
def test_our_lines_and_those_of_libraries_are_masked(value: str, capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("json")
    structlog.get_logger("ours").info("paid", by=value, also=[value])
    logging.getLogger("theirs").warning("bad row %s", value)
    try:
        raise ValueError(value)
    except ValueError:
        structlog.get_logger("ours").exception("failed")
    written = capsys.readouterr().err
    assert value not in written
    assert [json.loads(line)["event"].split()[0] for line in written.splitlines()] == ["paid", "bad", "failed"]


def test_a_row_that_postgresql_refuses_is_not_quoted(
    postgres_database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    configure_logs("json")
    name = "A" + "na"  # in two parts, because a traceback shows lines of source
    person = text("INSERT INTO person (id, given_name) VALUES ('01900000-0000-7000-8000-000000000001', :name)")
    with pytest.raises(IntegrityError, match=name) as refused, postgres_database.write() as session:
        session.execute(person, {"name": name})
    structlog.get_logger("ours").error("failed", exc_info=refused.value)
    written = capsys.readouterr().err
    assert "first_surname" in written
    assert name not in written


def test_a_task_binds_its_number(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("json")
    with structlog.contextvars.bound_contextvars(task_id="t-1"):
        structlog.get_logger("ours").info("swept")
    assert json.loads(capsys.readouterr().err)["task_id"] == "t-1"
