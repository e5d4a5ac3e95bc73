"""The daily root: one hash over the last event of every case, kept outside the database.

Whoever can write to the database could replace a whole chain with its head; they cannot make it agree with roots that
were written down elsewhere. Copy the file to a place that the database's administrators cannot reach.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflow.tables import Event

FILE = "daily-roots.txt"
# Steps that were decided before the root's moment but are committed only now would be missing from it.
IN_FLIGHT = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Root:
    """All chains as they stood at a moment: how many cases there were and the hash over their last events."""

    at: datetime
    cases: int
    digest: str

    def __str__(self) -> str:
        return f"{self.at.isoformat()} {self.cases} {self.digest}"


def root_at(session: Session, moment: datetime) -> Root:
    """The root of all events recorded up to a moment, the same whenever it is computed."""
    last = (
        select(Event.case_id, func.max(Event.seq).label("seq"))
        .where(Event.recorded_at <= moment)
        .group_by(Event.case_id)
        .subquery()
    )
    heads = (
        select(Event.case_id, Event.hash)
        .join(last, (last.c.case_id == Event.case_id) & (last.c.seq == Event.seq))
        .order_by(Event.case_id)
    )
    sha, cases = hashlib.sha256(), 0
    for case_id, head in session.execute(heads.execution_options(yield_per=5000)):
        sha.update(case_id.bytes + bytes.fromhex(head))
        cases += 1
    return Root(moment, cases, sha.hexdigest())


def keep(root: Root, folder: Path) -> Path:
    """Add a root to the file of roots in a folder; the file only ever grows."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / FILE
    with file.open("a", encoding="ascii") as lines:
        lines.write(f"{root}\n")
    return file


def kept(folder: Path) -> list[Root]:
    """The roots written down so far, the oldest first. Raises `ValueError` for a line that is no root."""
    file = folder / FILE
    return [_read(line) for line in file.read_text("ascii").splitlines()] if file.exists() else []


def contradictions(session: Session, roots: list[Root]) -> Iterator[Root]:
    """The roots that the record in the database no longer agrees with."""
    for root in roots:
        if root_at(session, root.at) != root:
            yield root


def _read(line: str) -> Root:
    try:
        at, cases, digest = line.split(" ")
        return Root(datetime.fromisoformat(at), int(cases), digest)
    except ValueError:
        raise ValueError(f"{FILE}: {line!r} is not a moment, a number of cases and a hash.") from None
