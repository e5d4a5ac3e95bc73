"""XLSX workbooks as rows of cells, read without trusting them: one sheet, a bounded size, no formulas."""

import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

MOST_UNPACKED = 200 * 1024 * 1024
# The library lets whatever a damaged part provokes pass through, also while rows are read.
_OF_DAMAGED_PARTS = (
    BadZipFile,
    InvalidFileException,
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
    SyntaxError,
    EOFError,
    zlib.error,
)


class NotAWorkbook(ValueError):
    """A file that cannot be read as one sheet of rows; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def rows(path: Path) -> Iterator[tuple[int, list[object]]]:
    """Every row of the only sheet with its number, as values. Raises `NotAWorkbook`."""
    with _opened(path) as book:
        if len(book.worksheets) != 1:
            raise NotAWorkbook("several_sheets")
        yield from enumerate((list(row) for row in book.worksheets[0].iter_rows(values_only=True)), start=1)


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    try:
        # Opened here: the library leaves a file open that it could not make out.
        with path.open("rb") as stream:
            with ZipFile(stream) as packed:
                if sum(entry.file_size for entry in packed.infolist()) > MOST_UNPACKED:
                    raise NotAWorkbook("unpacks_too_large")
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # styles and extensions it does not know say nothing about the rows
                book = load_workbook(stream, read_only=True, data_only=True)
            try:
                yield book
            finally:
                book.close()
    except NotAWorkbook:
        raise
    except _OF_DAMAGED_PARTS as error:
        raise NotAWorkbook("damaged_workbook") from error
