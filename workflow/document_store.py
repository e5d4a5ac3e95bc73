"""Files under the SHA-256 of their bytes, in the data folder: written whole or not at all, checked whenever read."""

import hashlib
import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from workflow.settings import Settings

FOLDER = "documents"
# A file is kept before its row says so: what is younger may belong to a row that is about to be written.
YOUNG = timedelta(hours=1)


class FileLost(LookupError):
    """There is no file under that name."""


class FileDamaged(ValueError):
    """The bytes of a file are not those it was named after."""


@dataclass(frozen=True, slots=True)
class DocumentStore:
    """A folder of files. It takes bytes as they are: what must be sealed is encrypted before it comes here."""

    folder: Path

    def put(self, content: bytes) -> str:
        """Keep bytes and answer with their SHA-256; the same bytes are kept once."""
        name = hashlib.sha256(content).hexdigest()
        path = self._path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.parent / f".{uuid4().hex}"
        with unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)  # also over an older copy: it is young again, and whole
        return name

    def get(self, name: str) -> bytes:
        """The bytes kept under a SHA-256. Raises `FileLost` or `FileDamaged`."""
        try:
            content = self._path(name).read_bytes()
        except FileNotFoundError:
            raise FileLost(name) from None
        if hashlib.sha256(content).hexdigest() != name:
            raise FileDamaged(name)
        return content

    def keep_young(self, name: str) -> bool:
        """Whether there is a file under that SHA-256; it counts as kept just now, for a row about to be written."""
        try:
            os.utime(self._path(name))
        except FileNotFoundError:
            return False
        return True

    def old(self, now: datetime) -> Iterator[Path]:
        """Every file that is no longer young, unfinished ones included."""
        for path in self.folder.glob("*/*"):
            if now - datetime.fromtimestamp(path.stat().st_mtime, UTC) > YOUNG:
                yield path

    def remove(self, paths: Collection[Path]) -> None:
        """Delete files; one that has gone meanwhile is no fault."""
        for path in paths:
            path.unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        return self.folder / name[:2] / name


def store_of(settings: Settings) -> DocumentStore:
    """The store of an installation. Web and worker processes share one data folder."""
    return DocumentStore(settings.data_dir / FOLDER)
