"""Documents from the step that issues them to the file: crash between file and row, damage, failure, orphans."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tests.conftest import NOON
from tests.pdf_reading import read
from tests.workflow.conftest import LATER, LIBRARIAN, ask
from workflow import filing
from workflow.clock import real_now
from workflow.database import Database
from workflow.document_store import YOUNG, store_of
from workflow.engine import fire
from workflow.tables import Document
from workflow.typesetting import NotSet

pytestmark = pytest.mark.usefixtures("loans")


@pytest.fixture
def lent(database: Database) -> Document:
    """The slip of a book that was lent, not set yet."""

    def command(session: Session) -> None:
        fire(session, ask(session), "lend", LIBRARIAN, LATER)

    database.run(command)
    return row(database)


def row(database: Database) -> Document:
    with database.read() as session:
        return session.scalars(select(Document)).one()


def files(database: Database) -> list[Path]:
    return [path for path in store_of(database.settings).folder.glob("*/*") if path.is_file()]


def test_the_step_freezes_the_content_and_the_worker_sets_it(database: Database, lent: Document) -> None:
    assert lent.file_sha256 is None
    assert (lent.language, lent.template_version, lent.made_at) == ("es", "1", LATER)
    assert filing.file_waiting(database, NOON) == 1
    kept = row(database)
    assert kept.file_sha256
    assert kept.filed_at == NOON
    content = filing.bytes_of(database, lent.id, NOON)
    assert kept.file_size == len(content)
    assert "Momo" in read(content).text
    assert filing.file_waiting(database, NOON) == 0


def test_a_later_change_of_the_case_changes_no_document(database: Database, lent: Document) -> None:
    def rename(session: Session) -> None:
        from tests.workflow.toy import Loan

        fire(session, session.get_one(Loan, lent.case_id), "correct", LIBRARIAN, LATER, data={"title": "Otro"})

    database.run(rename)
    assert "Momo" in read(filing.bytes_of(database, lent.id, NOON)).text


def test_whoever_asks_before_the_worker_gets_it_at_once(database: Database, lent: Document) -> None:
    first = filing.bytes_of(database, lent.id, NOON)
    assert row(database).file_sha256
    assert filing.bytes_of(database, lent.id, NOON) == first


def test_a_crash_between_file_and_row_leaves_an_orphan_that_is_used_or_swept(
    database: Database, lent: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        """The process dies: nobody catches it."""

    def die(*_args: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(filing, "_filed", die)
        with pytest.raises(Killed):
            filing.bytes_of(database, lent.id, NOON)
    assert row(database).file_sha256 is None
    (orphan,) = files(database)
    now = real_now()
    assert filing.sweep_orphans(database, now) == 0, "it may belong to a row that is about to be written"
    grow_old(orphan)
    assert filing.sweep_orphans(database, now) == 1
    assert files(database) == []
    assert filing.file_waiting(database, NOON + filing.LEASE) == 1
    assert [path.name for path in files(database)] == [row(database).file_sha256]


def grow_old(path: Path) -> None:
    before = (real_now() - YOUNG - timedelta(minutes=1)).timestamp()
    os.utime(path, (before, before))


def test_a_file_that_a_row_speaks_of_is_never_swept(database: Database, lent: Document) -> None:
    filing.bytes_of(database, lent.id, NOON)
    (kept,) = files(database)
    grow_old(kept)
    assert filing.sweep_orphans(database, real_now()) == 0
    assert files(database) == [kept]


@pytest.mark.parametrize("fault", ["damaged", "lost"])
def test_a_damaged_or_lost_file_is_set_again_to_the_same_bytes(database: Database, lent: Document, fault: str) -> None:
    first = filing.bytes_of(database, lent.id, NOON)
    (kept,) = files(database)
    if fault == "damaged":
        kept.write_bytes(first.replace(b"Momo", b"Nono") + b" ")
    else:
        kept.unlink()
    assert filing.bytes_of(database, lent.id, NOON) == first
    assert kept.read_bytes() == first
    assert row(database).last_error is None


def test_a_file_that_cannot_be_set_alike_is_the_operators_until_it_is_restored(
    database: Database, lent: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = filing.bytes_of(database, lent.id, NOON)
    (kept,) = files(database)
    kept.unlink()
    with monkeypatch.context() as patch:
        patch.setattr(filing, "pdf_of", lambda *_: b"%PDF of a newer typesetter")
        with pytest.raises(filing.NotFiled):
            filing.bytes_of(database, lent.id, NOON)
    with database.read() as session:
        assert filing.failing_count(session) == 1
        assert "restore the backup" in str(filing.failing(session)[0].last_error)
    kept.write_bytes(first)
    assert filing.bytes_of(database, lent.id, NOON) == first
    assert row(database).last_error is None


def test_content_that_was_tampered_with_is_never_set(database: Database, lent: Document) -> None:
    database.run(lambda s: s.execute(update(Document).values(content='{"title":"Falsa"}')))
    with pytest.raises(filing.NotFiled):
        filing.bytes_of(database, lent.id, NOON)
    assert str(row(database).last_error).startswith("ContentChanged")


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """A typesetter that fails until the test lets it go."""

    def fail(*_args: object) -> bytes:
        raise NotSet("no such font")

    with monkeypatch.context() as patch:
        patch.setattr(filing, "pdf_of", fail)
        yield patch


def test_a_failure_is_kept_tried_again_later_and_later_and_then_forgotten(
    database: Database, lent: Document, broken: pytest.MonkeyPatch
) -> None:
    assert filing.file_waiting(database, NOON) == 0
    failed = row(database)
    assert (failed.attempts, failed.last_error) == (1, "NotSet: no such font")
    assert failed.next_attempt_at == NOON + filing.FIRST_PAUSE
    assert filing.file_waiting(database, NOON) == 0
    assert row(database).attempts == 1, "not before its pause is over"
    filing.file_waiting(database, NOON + filing.FIRST_PAUSE)
    assert row(database).attempts == 2
    broken.undo()
    assert filing.file_waiting(database, NOON + filing.LONGEST_PAUSE) == 1
    assert row(database).last_error is None


def test_one_bad_document_stops_no_other(database: Database, lent: Document) -> None:
    database.run(lambda s: s.execute(update(Document).values(content="{}")))

    def another(session: Session) -> None:
        fire(session, ask(session, title="Jim Knopf"), "lend", LIBRARIAN, LATER)

    database.run(another)
    assert filing.file_waiting(database, NOON) == 1
    with database.read() as session:
        assert filing.waiting(session) == filing.failing_count(session) == 1
