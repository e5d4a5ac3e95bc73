"""Bank files on their way in: kept by their content, read in stretches short enough for one request each."""

import hashlib
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from enrolment.money.bank_files import BankFile, open_bank_file
from enrolment.money.payment_models import PaymentFile, PaymentRow
from enrolment.money.payments import import_payments
from workflow.context import Actor
from workflow.database import Database

FOLDER = "bank-files"
STRETCH_SECONDS = 4.0
CHUNK = 1 << 16


class StretchOver(Exception):
    """This request has worked long enough; what is read so far is kept."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of a file has been read."""

    file: PaymentFile
    read: int

    @property
    def is_complete(self) -> bool:
        """Whether every row has its fate."""
        return self.file.finished_at is not None


def keep(database: Database, upload: FileStorage) -> BankFile:
    """Store an uploaded file under the hash of its content and look through it.

    Raises `BankFileRefused` for what is no bank file; nothing is kept then.
    """
    folder = _folder(database)
    folder.mkdir(parents=True, exist_ok=True)
    suffix = _suffix(upload)
    digest = hashlib.sha256()
    handle, temporary = tempfile.mkstemp(suffix, dir=folder)
    try:
        with os.fdopen(handle, "wb") as stream:
            while chunk := upload.stream.read(CHUNK):
                digest.update(chunk)
                stream.write(chunk)
        open_bank_file(Path(temporary), upload.filename)
        path = folder / f"{digest.hexdigest()}{suffix}"
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return open_bank_file(path, upload.filename)


def kept(database: Database, file: PaymentFile) -> BankFile | None:
    """A file that was uploaded to this machine; None if it came in another way and must be uploaded again."""
    path = next(_folder(database).glob(f"{file.sha256}.*"), None)
    return open_bank_file(path, file.name) if path else None


def _suffix(upload: FileStorage) -> str:
    """What kind of file it is by its first bytes, whatever its name says: a workbook is a ZIP archive."""
    start = upload.stream.read(2)
    upload.stream.seek(0)
    return ".xlsx" if start == b"PK" else ".csv"


def read_on(database: Database, bank_file: BankFile, at: datetime, actor: Actor) -> bool:
    """Account for as many further rows as fit into one request; whether the file is complete now."""
    try:
        import_payments(database, bank_file, at, actor, _until(time.monotonic() + STRETCH_SECONDS))
    except StretchOver:
        return False
    return True


def file_of(session: Session, bank_file: BankFile) -> PaymentFile | None:
    """What is known of a file with this content."""
    return session.scalar(select(PaymentFile).where(PaymentFile.sha256 == bank_file.sha256))


def progress(session: Session, file_id: UUID) -> Progress | None:
    """How far a file has been read; None for one that does not exist."""
    file = session.get(PaymentFile, file_id)
    if file is None:
        return None
    read = select(func.count()).select_from(PaymentRow).where(PaymentRow.file_id == file_id)
    return Progress(file, session.scalar(read) or 0)


def files(session: Session, after: UUID | None, limit: int) -> list[PaymentFile]:
    """The files imported, the newest first, a page by key."""
    query = select(PaymentFile).order_by(PaymentFile.id.desc()).limit(limit)
    return list(session.scalars(query.where(PaymentFile.id < after) if after else query))


def _until(end: float) -> Callable[[int], None]:
    def stop_in_time(_rows: int) -> None:
        if time.monotonic() > end:
            raise StretchOver

    return stop_in_time


def _folder(database: Database) -> Path:
    return database.settings.data_dir / FOLDER
