"""The rows of bank files as people see them: by file, by page, those that wait for somebody, and as safe CSV."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TextIO
from uuid import UUID

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from enrolment.money.exception_models import PaymentException
from enrolment.money.payment_fates import FOR_A_PERSON, Fate
from enrolment.money.payment_models import PaymentFile, PaymentRow
from regime.sentences import Sentence
from workflow.database import Database
from workflow.stored import loads
from workflow.words import say_all, translate

PAGE = 50
BATCH = 500
COLUMNS = ("number", "fate", "line", "amount", "paid_on", "reference", "why", "raw")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True, slots=True)
class AccountedRow:
    """One row of a bank file with its fate and the sentences that explain it."""

    row: PaymentRow
    file_name: str
    fate: Fate
    why: tuple[Sentence, ...]

    @property
    def needs_a_person(self) -> bool:
        """Whether somebody still has to look at it."""
        return self.row.settled_at is None and self.fate in FOR_A_PERSON


def find_row(session: Session, row_id: UUID) -> AccountedRow | None:
    """One row, or nothing if there is none of that id."""
    found = session.execute(_rows().where(PaymentRow.id == row_id)).one_or_none()
    return _accounted(*found) if found else None


def rows_of_file(
    session: Session, file_id: UUID, *, fate: Fate | None = None, after: int = 0, limit: int = PAGE
) -> list[AccountedRow]:
    """The rows of a file in their order, of one fate if asked, a page by number."""
    wanted = _rows(fate).where(PaymentRow.file_id == file_id, PaymentRow.number > after)
    return [_accounted(*found) for found in session.execute(wanted.order_by(PaymentRow.number).limit(limit))]


def rows_to_settle(
    session: Session,
    *,
    fate: Fate | None = None,
    file_id: UUID | None = None,
    after: UUID | None = None,
    limit: int = PAGE,
) -> list[AccountedRow]:
    """The rows that wait for a person, file by file, the oldest first; of one fate or one file if asked.

    `after` is the last row of the page before.
    """
    wanted = _rows(fate).where(PaymentRow.settled_at.is_(None))
    if file_id is not None:
        wanted = wanted.where(PaymentRow.file_id == file_id)
    if after is not None:
        last = session.get_one(PaymentRow, after)
        same_file = and_(PaymentRow.file_id == last.file_id, PaymentRow.number > last.number)
        wanted = wanted.where(or_(PaymentRow.file_id > last.file_id, same_file))
    ordered = wanted.order_by(PaymentRow.file_id, PaymentRow.number).limit(limit)
    return [_accounted(*found) for found in session.execute(ordered)]


def case_of_row(session: Session, row_id: UUID) -> PaymentException | None:
    """The case in which somebody deals with a row; None for one that the import finished."""
    return session.scalar(select(PaymentException).where(PaymentException.row_id == row_id))


def write_worklist(session: Session, stream: TextIO, language: str, file_id: UUID) -> int:
    """Write the rows of a file that wait for a person as CSV; answers with how many they are."""
    stream.write(_heading(language))
    count = 0
    for accounted in _every_row_to_settle(session, file_id):
        stream.write(_line(_cells(accounted, language)))
        count += 1
    return count


def file_as_csv(database: Database, file_id: UUID, language: str) -> Iterator[str]:
    """Every row of a file with its fate as lines of a CSV, read in batches so that a long file takes little memory."""
    # The mark at the start tells spreadsheets that the text is UTF-8.
    yield "\N{BYTE ORDER MARK}" + _heading(language)
    after = 0
    while True:
        with database.read() as session:
            rows = rows_of_file(session, file_id, after=after, limit=BATCH)
        yield "".join(_line(_cells(accounted, language)) for accounted in rows)
        if len(rows) < BATCH:
            return
        after = rows[-1].row.number


def safe_cell(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _every_row_to_settle(session: Session, file_id: UUID) -> Iterator[AccountedRow]:
    after = None
    while page := rows_to_settle(session, file_id=file_id, after=after):
        yield from page
        after = page[-1].row.id


def _heading(language: str) -> str:
    return _line(translate(language, f"payment.column.{name}") for name in COLUMNS)


def _cells(accounted: AccountedRow, language: str) -> tuple[str, ...]:
    row = accounted.row
    return (
        str(row.number),
        translate(language, f"fate.{accounted.fate}"),
        row.line or "",
        "" if row.amount is None else f"{row.amount:f}",
        "" if row.paid_on is None else row.paid_on.isoformat(),
        row.reference or "",
        " ".join(say_all(language, accounted.why)),
        row.raw,
    )


def _line(cells: Iterable[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(safe_cell(text) for text in cells)
    return buffer.getvalue()


def _rows(fate: Fate | None = None) -> Select[PaymentRow, str]:
    rows = select(PaymentRow, PaymentFile.name).join(PaymentFile, PaymentFile.id == PaymentRow.file_id)
    return rows if fate is None else rows.where(PaymentRow.fate == fate.value)


def _accounted(row: PaymentRow, file_name: str) -> AccountedRow:
    return AccountedRow(row, file_name, Fate(row.fate), tuple(loads(row.note or "[]")))
