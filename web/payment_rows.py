"""The rows of bank files as pages and downloads show them: by fate, by pages, without formulas."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.models import PaymentFile, PaymentRow
from enrolment.payment_fates import FOR_A_PERSON, Fate
from enrolment.payment_worklist import safe_cell
from regime.sentences import Sentence
from web.language import say, t
from workflow.database import Database
from workflow.stored import loads

PAGE = 50
BATCH = 500
COLUMNS = ("number", "fate", "line", "amount", "paid_on", "reference", "why", "raw")


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row with its fate and the sentences that explain it."""

    row: PaymentRow
    fate: Fate
    why: tuple[Sentence, ...]

    @property
    def needs_a_person(self) -> bool:
        """Whether somebody still has to look at it."""
        return self.row.settled_at is None and self.fate in FOR_A_PERSON


def shown(row: PaymentRow) -> ShownRow:
    """A row as pages show it."""
    return ShownRow(row, Fate(row.fate), tuple(loads(row.note or "[]")))


def rows_of(session: Session, file_id: UUID, fate: Fate | None, after: int, limit: int) -> list[ShownRow]:
    """The rows of a file in their order, of one fate if asked, a page by number."""
    query = select(PaymentRow).where(PaymentRow.file_id == file_id, PaymentRow.number > after)
    if fate is not None:
        query = query.where(PaymentRow.fate == fate.value)
    return [shown(row) for row in session.scalars(query.order_by(PaymentRow.number).limit(limit))]


def row_with_file(session: Session, row_id: UUID) -> tuple[ShownRow, PaymentFile] | None:
    """One row and the file it came in."""
    row = session.get(PaymentRow, row_id)
    return (shown(row), session.get_one(PaymentFile, row.file_id)) if row else None


def as_csv(database: Database, file_id: UUID) -> Iterator[str]:
    """Every row of a file with its fate as lines of a CSV, read in batches so that a long file takes little memory."""
    # The mark at the start tells spreadsheets that the text is UTF-8.
    yield "\N{BYTE ORDER MARK}" + _line(t(f"payment.column.{name}") for name in COLUMNS)
    after = 0
    while True:
        with database.read() as session:
            rows = rows_of(session, file_id, None, after, BATCH)
        yield "".join(_line(safe_cell(text) for text in _cells(row)) for row in rows)
        if len(rows) < BATCH:
            return
        after = rows[-1].row.number


def _cells(shown: ShownRow) -> tuple[str, ...]:
    row = shown.row
    return (
        str(row.number),
        t(f"fate.{shown.fate}"),
        row.line or "",
        "" if row.amount is None else f"{row.amount:f}",
        "" if row.paid_on is None else row.paid_on.isoformat(),
        row.reference or "",
        " ".join(say(sentence) for sentence in shown.why),
        row.raw,
    )


def _line(cells: Iterator[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue()
