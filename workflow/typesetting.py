"""A sheet as a tagged PDF (PDF/UA-1): the same sheet gives the same bytes, in the fonts shipped beside this module."""

import io
import json
import struct
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import segno
import typst

from workflow.sheet import Link, Sheet

_HERE = Path(str(files("workflow")))
FONTS = tuple(sorted((_HERE / "fonts").glob("*.ttf")))
LAYOUT = _HERE / "layout" / "sheet.typ"
UNPRINTABLE = "?"
COMMANDS = frozenset({"Cc", "Cf"})  # the Unicode categories of controls and invisible marks


class NotSet(Exception):
    """A sheet that could not be set; the text is the typesetter's own."""


def pdf_of(sheet: Sheet, language: str, made_at: datetime) -> bytes:
    """The sheet as a PDF with tags, language and title; `made_at` is the only moment in it. Raises `NotSet`."""
    compiler = typst.Compiler(
        input=str(LAYOUT), root=str(LAYOUT.parent), font_paths=_fonts(), sys_inputs=_inputs(sheet, language)
    )
    try:
        pdf = compiler.compile(
            format="pdf", pdf_standards=["ua-1"], timestamp=made_at.astimezone(UTC).replace(microsecond=0)
        )
    except typst.TypstError as error:
        raise NotSet(error.message) from error
    if not isinstance(pdf, bytes):
        raise NotSet("The typesetter answered with something that is no document.")
    return pdf


def link(url: str, *, alt: str, title: str, text: str, folio: str = "") -> Link:
    """An address with its QR code, which still reads with a tenth of it dirty (level M)."""
    drawn = io.BytesIO()
    segno.make(url, error="m", micro=False).save(drawn, kind="svg", xmldecl=False, nl=False, border=4)
    return Link(url, drawn.getvalue().decode(), alt, title, text, folio)


def printable(text: str) -> str:
    """The text with a question mark for every sign that none of our fonts can draw: a name never stops a document."""
    drawable = _drawable()
    return "".join(sign if ord(sign) in drawable or sign in "\r\n" else UNPRINTABLE for sign in text)


def _inputs(sheet: Sheet, language: str) -> dict[str, str]:
    return {"sheet": json.dumps(_printable(sheet.as_json()), ensure_ascii=False, sort_keys=True), "language": language}


def _printable(value: Any) -> Any:
    match value:
        case str():
            return printable(value)
        case dict():
            return {key: _printable(entry) for key, entry in value.items()}
        case list() | tuple():
            return [_printable(entry) for entry in value]
        case _:
            return value


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS[0].parent)])


@lru_cache(maxsize=1)
def _drawable() -> frozenset[int]:
    """Every code point of our fonts, read from their own tables of characters, but for signs that only command.

    Such a sign could stop a document (NUL) or turn round what stands beside it (U+202E).
    """
    known = {point for font in FONTS for point in _code_points(font.read_bytes())}
    return frozenset(point for point in known if unicodedata.category(chr(point)) not in COMMANDS)


def _code_points(font: bytes) -> Iterator[int]:
    """The code points of the Unicode subtables of a font's `cmap` (OpenType 1.9, formats 4 and 12)."""
    count = struct.unpack_from(">H", font, 4)[0]
    records = (struct.unpack_from(">4sLLL", font, 12 + 16 * number) for number in range(count))
    start = next(offset for tag, _sum, offset, _length in records if tag == b"cmap")
    for number in range(struct.unpack_from(">H", font, start + 2)[0]):
        at = start + struct.unpack_from(">L", font, start + 4 + 8 * number + 4)[0]
        kind = struct.unpack_from(">H", font, at)[0]
        if kind == 4:  # noqa: PLR2004 - the number of a format
            yield from _segments(font, at)
        elif kind == 12:  # noqa: PLR2004
            for group in range(struct.unpack_from(">L", font, at + 12)[0]):
                first, last = struct.unpack_from(">LL", font, at + 16 + 12 * group)
                yield from range(first, last + 1)


def _segments(font: bytes, at: int) -> Iterator[int]:
    segments = struct.unpack_from(">H", font, at + 6)[0] // 2
    ends = struct.unpack_from(f">{segments}H", font, at + 14)
    starts = struct.unpack_from(f">{segments}H", font, at + 16 + 2 * segments)
    for first, last in zip(starts, ends, strict=True):
        yield from range(first, min(last, 0xFFFE) + 1)
