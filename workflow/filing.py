"""The files of documents: set by a worker or when first asked for, kept, checked, restored; orphans swept."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from uuid import UUID

import structlog
from sqlalchemy import Column, func, or_, select, update
from sqlalchemy.orm import Session

from workflow.database import Database
from workflow.document_store import DocumentStore, FileDamaged, FileLost, store_of
from workflow.documents import sheet_of
from workflow.logs import masked
from workflow.tables import Base, Document
from workflow.typesetting import pdf_of

BATCH = 50
LEASE = timedelta(minutes=2)
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)

log = structlog.get_logger(__name__)


class NotFiled(RuntimeError):
    """A document that cannot be handed out now; why stands on its row, for the operator."""


def file_waiting(database: Database, now: datetime) -> int:
    """Set and keep every document that waits for its file; how many were. `now` is real time. A failure stops none."""
    filed = 0
    while claimed := database.run(lambda session: _claim(session, now)):
        for document_id in claimed:
            try:
                bytes_of(database, document_id, now)
                filed += 1
            except NotFiled:
                continue
    return filed


def bytes_of(database: Database, document_id: UUID, now: datetime) -> bytes:
    """The file of a document, whole: set now if nobody has, restored if it was lost or damaged. Raises `NotFiled`.

    Called outside any transaction: setting takes a few milliseconds and must hold no lock.
    """
    store = store_of(database.settings)
    with database.read() as session:
        document = session.get_one(Document, document_id)
    if document.file_sha256 is not None:
        try:
            content = store.get(document.file_sha256)
            if document.last_error is not None:  # mended meanwhile, by a backup
                database.run(lambda session: _write(session, document_id, last_error=None))
            return content
        except (FileLost, FileDamaged) as fault:
            log.error("document file not as it was kept", document=str(document_id), fault=type(fault).__name__)
    try:
        return _set_and_keep(database, store, document, now)
    except Exception as fault:  # whatever it is, the next document goes on and the operator sees it
        reason = masked(f"{type(fault).__name__}: {fault}")[:500]
        log.exception("document not set", document=str(document_id))
        database.run(lambda session: _failed(session, document_id, now, reason))
        raise NotFiled(str(document_id)) from fault


def sweep_orphans(database: Database, now: datetime) -> int:
    """Remove files that no row speaks of, left by a process that died between file and row; how many."""
    store, swept = store_of(database.settings), 0
    files = store.old(now)
    while paths := tuple(islice(files, BATCH)):
        with database.read() as session:
            orphans = _unknown(session, paths)
        store.remove(orphans)
        swept += len(orphans)
    return swept


def waiting(session: Session) -> int:
    """How many documents have no file yet."""
    return session.scalar(select(func.count()).where(Document.file_sha256.is_(None))) or 0


def failing(session: Session, limit: int = BATCH) -> Sequence[Document]:
    """Documents whose last attempt failed, the newest first."""
    failed = select(Document).where(Document.last_error.is_not(None)).order_by(Document.id.desc())
    return session.scalars(failed.limit(limit)).all()


def failing_count(session: Session) -> int:
    """How many documents failed at the last attempt."""
    return session.scalar(select(func.count()).where(Document.last_error.is_not(None))) or 0


def _set_and_keep(database: Database, store: DocumentStore, document: Document, now: datetime) -> bytes:
    content = pdf_of(sheet_of(document), document.language, document.made_at)
    name = store.put(content)
    if document.file_sha256 not in (None, name):
        raise FileDamaged(f"the file {document.file_sha256} is lost; what is set today differs: restore the backup")
    document_id, size = document.id, len(content)
    database.run(lambda session: _filed(session, document_id, name, size, now))
    return content


def _filed(session: Session, document_id: UUID, name: str, size: int, now: datetime) -> None:
    _write(session, document_id, file_sha256=name, file_size=size, filed_at=now, last_error=None, next_attempt_at=None)


def _failed(session: Session, document_id: UUID, now: datetime, reason: str) -> None:
    document = session.get_one(Document, document_id)
    attempts = document.attempts + 1
    pause = min(FIRST_PAUSE * 2 ** min(attempts - 1, 10), LONGEST_PAUSE)
    _write(session, document_id, attempts=attempts, last_error=reason, next_attempt_at=now + pause)


def _write(session: Session, document_id: UUID, **values: object) -> None:
    row = update(Document).where(Document.id == document_id).values(**values)
    session.execute(row.execution_options(synchronize_session=False))


def _claim(session: Session, now: datetime) -> list[UUID]:
    """Documents to set, leased by putting their next attempt off; a process that dies gives them back that way."""
    free = or_(Document.next_attempt_at.is_(None), Document.next_attempt_at <= now)
    due = select(Document.id).where(Document.file_sha256.is_(None), free).order_by(Document.made_at).limit(BATCH)
    if session.get_bind().dialect.name == "postgresql":
        due = due.with_for_update(skip_locked=True)
    ids = list(session.scalars(due))
    leased = update(Document).where(Document.id.in_(ids)).values(next_attempt_at=now + LEASE)
    session.execute(leased.execution_options(synchronize_session=False))
    return ids


def _unknown(session: Session, paths: tuple[Path, ...]) -> list[Path]:
    names = [path.name for path in paths]
    known = {name for column in _in_store() for name in session.scalars(select(column).where(column.in_(names)))}
    return [path for path in paths if path.name not in known]


def _in_store() -> list[Column[str]]:
    """Every column that names a file of the store, in whichever table."""
    tables = Base.metadata.sorted_tables
    return [column for table in tables for column in table.columns if column.info.get("names_a_file")]
