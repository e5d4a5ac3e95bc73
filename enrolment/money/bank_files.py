"""Bank files as rows: CSV or XLSX with a header, every row read or answered with what is wrong in which column.

The format is documented in `docs/bank-files.md`. Nothing here knows what a payment line is for.
"""

import csv
import hashlib
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from enrolment.money import workbooks
from enrolment.money.bank_cells import CellRefused, read_amount, read_day, read_line, read_reference, read_worker
from regime.sentences import Sentence

MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 100_000
MOST_CHARACTERS = 2_000  # in one row; a row of a payment file has about a hundred

REQUIRED = ("line", "amount", "paid_on", "reference")
_HEADERS: Mapping[str, tuple[str, ...]] = {
    "line": ("linea de captura", "linea", "payment line", "line", "capture line"),
    "amount": ("importe", "monto", "importe pagado", "amount", "amount paid"),
    "paid_on": ("fecha de pago", "fecha", "date paid", "payment date", "paid on", "date"),
    "reference": ("referencia", "referencia bancaria", "folio", "bank reference", "reference"),
    "worker": ("persona trabajadora", "identificador", "curp", "nss", "worker", "worker identifier"),
}
_NAMES = {name: column for column, names in _HEADERS.items() for name in names}
_DELIMITERS = ";,\t"
_OTHER_KINDS = (b"\xff\xfe", b"\xfe\xff", b"%PDF", b"\xd0\xcf\x11\xe0")  # UTF-16, PDF, workbooks before 2007


class BankFileRefused(ValueError):
    """A file that is no bank file at all; nothing of it was used. `sentence` says why and how to mend it."""

    def __init__(self, code: str, **params: str | int) -> None:
        self.sentence = Sentence(f"payment.file.{code}", params)
        super().__init__(str(self.sentence))


@dataclass(frozen=True, slots=True)
class BankRow:
    """One row: what was read, or `faults` when something in it could not be; `raw` is the row as it stood.

    `amount` is pesos and may be known although another column is at fault. `line` is comparable (see `read_line`).
    """

    number: int
    raw: str
    line: str | None = None
    amount: Decimal | None = None
    paid_on: date | None = None
    reference: str | None = None
    worker: str | None = None
    faults: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class BankFile:
    """A bank file that can be read: its content is its identity, `row_count` how many rows follow the header."""

    path: Path
    name: str
    sha256: str
    row_count: int
    _source: "_Source" = field(repr=False)

    def rows(self, after: int = 0) -> Iterator[BankRow]:
        """The rows in their order, without those numbered up to `after`; a row is numbered by its line in the file."""
        for number, cells, raw in self._source.records():
            if number > after:
                yield _row(number, cells, raw, self._source.columns)


def open_bank_file(path: Path, name: str | None = None) -> BankFile:
    """Look through a file once: size, kind, header, number of rows. `name` is how people know the file.

    Raises `BankFileRefused` for what is no bank file; single bad rows are no reason.
    """
    if not path.is_file():
        raise BankFileRefused("not_found", name=name or path.name)
    if path.stat().st_size > MOST_BYTES:
        raise BankFileRefused("too_large", most=MOST_BYTES // 1024 // 1024)
    with path.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    try:
        source = _source_of(path)
        row_count = sum(1 for _ in islice(source.records(), MOST_ROWS + 1))
    except workbooks.NotAWorkbook as error:
        raise BankFileRefused(error.code) from error
    if not row_count:
        raise BankFileRefused("no_rows")
    if row_count > MOST_ROWS:
        raise BankFileRefused("too_many_rows", most=MOST_ROWS)
    return BankFile(path, name or path.name, sha256, row_count, source)


Cells = list[object]


@dataclass(frozen=True, slots=True)
class _Source:
    """Where rows come from: `columns` are the places of the known columns, `width` how many cells the header has."""

    path: Path
    columns: Mapping[str, int]
    width: int
    encoding: str | None  # None for a workbook
    delimiter: str = ""
    header_number: int = 1

    def records(self) -> Iterator[tuple[int, Cells | Sentence, str]]:
        """Number, cells (or why the row has none) and raw text of every row after the header that is not blank."""
        found = self._of_workbook() if self.encoding is None else self._of_text(self.encoding)
        for number, cells, raw in found:
            if number <= self.header_number or not raw.strip(self.delimiter + " \t\r\n"):
                continue
            yield number, cells, raw

    def _of_workbook(self) -> Iterator[tuple[int, Cells | Sentence, str]]:
        for number, cells in workbooks.rows(self.path):
            raw = "\t".join("" if cell is None else str(cell) for cell in cells)
            yield number, _fitted(cells, self.width), _printable(raw)[:MOST_CHARACTERS]

    def _of_text(self, encoding: str) -> Iterator[tuple[int, Cells | Sentence, str]]:
        # Line by line: a quotation mark that is never closed must not swallow the rows after it.
        with self.path.open(encoding=encoding, newline=None) as stream:
            for number, text in enumerate(stream, start=1):
                raw = _printable(text.rstrip("\n"))
                yield number, _cells(raw, self.delimiter, self.width), raw[:MOST_CHARACTERS]


def _source_of(path: Path) -> _Source:
    with path.open("rb") as stream:
        start = stream.read(8)
    if start.startswith(b"PK"):
        return _workbook_source(path)
    if start.startswith(_OTHER_KINDS) or b"\x00" in start:
        raise BankFileRefused("not_a_bank_file")
    return _text_source(path)


def _workbook_source(path: Path) -> _Source:
    for number, cells in workbooks.rows(path):
        if any(cell is not None for cell in cells):
            return _Source(path, _columns(cells), _width(cells), None, header_number=number)
    raise BankFileRefused("no_rows")


def _text_source(path: Path) -> _Source:
    encoding = _encoding(path)
    with path.open(encoding=encoding, newline=None) as stream:
        for number, text in enumerate(stream, start=1):
            if text.strip():
                delimiter = max(_DELIMITERS, key=lambda sign: _known(_split(text, sign)))
                header = _split(text, delimiter)
                return _Source(path, _columns(header), _width(header), encoding, delimiter, number)
    raise BankFileRefused("no_rows")


def _encoding(path: Path) -> str:
    """UTF-8 if every byte is, with or without a mark at its start; else Latin-1, as older bank systems write."""
    try:
        with path.open(encoding="utf-8-sig") as stream:
            while stream.read(1 << 16):
                pass
    except UnicodeDecodeError:
        return "latin-1"
    return "utf-8-sig"


def _split(text: str, delimiter: str) -> Cells:
    return list(next(csv.reader([text.rstrip("\n")], delimiter=delimiter), []))


def _known(cells: Cells) -> int:
    return sum(_plain(cell) in _NAMES for cell in cells)


def _width(cells: Cells) -> int:
    return max((place for place, cell in enumerate(cells, start=1) if _plain(cell)), default=0)


def _columns(header: Cells) -> dict[str, int]:
    columns: dict[str, int] = {}
    for place, cell in enumerate(header):
        column = _NAMES.get(_plain(cell))
        if column in columns:
            raise BankFileRefused("column_twice", column=str(cell).strip())
        if column is not None:
            columns[column] = place
    for column in REQUIRED:
        if column not in columns:
            raise BankFileRefused("column_missing", column=_HEADERS[column][0], names=", ".join(_HEADERS[column]))
    return columns


def _plain(cell: object) -> str:
    """A header as it is compared: small letters, no accents, single spaces."""
    text = unicodedata.normalize("NFKD", str(cell or "").replace("_", " ")).casefold()
    return " ".join("".join(sign for sign in text if not unicodedata.combining(sign)).split())


def _cells(raw: str, delimiter: str, width: int) -> Cells | Sentence:
    if len(raw) > MOST_CHARACTERS:
        return Sentence("payment.row.too_long", {"most": MOST_CHARACTERS})
    try:
        return _fitted(list(next(csv.reader([raw], delimiter=delimiter, strict=True), [])), width)
    except csv.Error:
        return Sentence("payment.row.quotes")


def _fitted(cells: Cells, width: int) -> Cells | Sentence:
    while len(cells) > width and (cells[-1] is None or not str(cells[-1]).strip()):
        cells.pop()
    if len(cells) > width:
        return Sentence("payment.row.too_many_cells", {"cells": len(cells), "width": width})
    return [*cells, *[None] * (width - len(cells))]


def _printable(text: str) -> str:
    """The text without signs that no database or terminal should be given."""
    return "".join(sign if sign.isprintable() or sign == "\t" else "\N{REPLACEMENT CHARACTER}" for sign in text)


_READERS: Mapping[str, Callable[[object], object]] = {
    "line": read_line,
    "amount": read_amount,
    "paid_on": read_day,
    "reference": read_reference,
    "worker": read_worker,
}


def _row(number: int, cells: Cells | Sentence, raw: str, columns: Mapping[str, int]) -> BankRow:
    if isinstance(cells, Sentence):
        return BankRow(number, raw, faults=(cells,))
    read: dict[str, Any] = {}
    faults = []
    for column, place in columns.items():
        try:
            read[column] = _READERS[column](cells[place])
        except CellRefused as refused:
            faults.append(refused.sentence)
    return BankRow(number, raw, faults=tuple(faults), **read)
