"""Files that people send: known by their first bytes, never by their name; what may carry a script is not taken.

What is taken is listed in `KINDS`. A file is refused with a sentence that says what to do instead: too large, empty,
of no kind we take, of another kind than its name says, locked, or carrying instructions for a program (a page, a
drawing, a PDF with actions, an Office file). Nothing is ever opened or converted here.
"""

import re
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from regime.sentences import Sentence

MEGABYTE = 1024 * 1024
MOST_BYTES = 10 * MEGABYTE
MOST_FILES = 5
MOST_NAME = 80
# What a stream of a PDF may become when it is unpacked: more than this is a trap, not a letter.
MOST_UNPACKED = 20 * MEGABYTE

# Each kind with its family and the endings that a name may have for it. Endings of one family pass for each other:
# telephones rename pictures, and what counts is what is inside.
KINDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "image/jpeg": ("image", ("jpg", "jpeg", "jpe", "jfif")),
    "image/png": ("image", ("png",)),
    "image/webp": ("image", ("webp",)),
    "image/heic": ("image", ("heic", "heif")),
    "application/pdf": ("pdf", ("pdf",)),
    "audio/mpeg": ("sound", ("mp3",)),
    "audio/mp4": ("sound", ("m4a", "mp4a")),
    "audio/aac": ("sound", ("aac",)),
    "audio/ogg": ("sound", ("ogg", "oga", "opus")),
    "audio/wav": ("sound", ("wav",)),
    "audio/amr": ("sound", ("amr",)),
    "video/mp4": ("sound", ("mp4", "m4v")),
    "video/3gpp": ("sound", ("3gp", "3gpp")),
    "video/quicktime": ("sound", ("mov",)),
    "video/webm": ("sound", ("webm",)),
    "text/plain": ("text", ("txt",)),
}
ACCEPTED = ",".join(f".{ending}" for _family, endings in KINDS.values() for ending in endings)
_FAMILY_OF = {ending: family for family, endings in KINDS.values() for ending in endings}
# Endings of files that are never taken, whatever they hold: the name alone says that a program is meant to run it.
_PROGRAMS = frozenset(
    {"svg", "html", "htm", "xhtml", "js", "exe", "apk", "bat", "cmd", "sh", "php", "docm", "xlsm", "pptm"}
)

_BRANDS = {b"M4A ": "audio/mp4", b"M4B ": "audio/mp4", b"qt  ": "video/quicktime"}
_PICTURES = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1")
_STARTS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"%PDF-", "application/pdf"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"#!AMR", "audio/amr"),
    (b"\x1a\x45\xdf\xa3", "video/webm"),
)
_IN_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav"}
_SCRIPT = re.compile(rb"<\s*script|<\?php|javascript\s*:", re.IGNORECASE)
_PAGE = re.compile(rb"<\s*(!doctype|html|svg|iframe|object|embed|\?xml)|^#!|\bon(load|error|click)\s*=", re.IGNORECASE)


class FileRefused(ValueError):
    """A file that is not taken; `sentence` says why and what to send instead."""

    def __init__(self, code: str, name: str) -> None:
        self.sentence = Sentence(code, {"name": name, "most": MOST_BYTES // MEGABYTE})
        super().__init__(code)


def kind_of(content: bytes, name: str) -> str:
    """The kind (a key of `KINDS`) of a file by its content. Raises `FileRefused`."""
    said = tidy_name(name)
    if not content:
        raise FileRefused("file.empty", said)
    if len(content) > MOST_BYTES:
        raise FileRefused("file.too_large", said)
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending in _PROGRAMS or _carries_script(content):
        raise FileRefused("file.has_script", said)
    found = _by_start(content) or _as_text(content)
    if found is None:
        raise FileRefused("file.unknown_kind", said)
    if ending in _FAMILY_OF and _FAMILY_OF[ending] != KINDS[found][0]:
        raise FileRefused("file.not_its_name", said)
    if found == "application/pdf" and (fault := _pdf_fault(content)):
        raise FileRefused(fault, said)
    return found


def tidy_name(name: str) -> str:
    """The name as it is said back to whoever sent the file: without folders, and not endless."""
    return re.split(r"[/\\]", name)[-1].strip()[-MOST_NAME:] or "—"


def _by_start(content: bytes) -> str | None:
    for start, kind in _STARTS:
        if content.startswith(start):
            return kind
    if content[:4] == b"RIFF":
        return _IN_RIFF.get(content[8:12])
    if content[4:8] == b"ftyp":
        return _in_container(content[8:12])
    if content[0] == 0xFF and content[1:2] and content[1] & 0xE0 == 0xE0:  # noqa: PLR2004 - the sync of a sound frame
        return "audio/aac" if content[1] & 0x06 == 0 else "audio/mpeg"
    return None


def _in_container(brand: bytes) -> str:
    if brand in _PICTURES:
        return "image/heic"
    return _BRANDS.get(brand, "video/3gpp" if brand.startswith(b"3g") else "video/mp4")


def _as_text(content: bytes) -> str | None:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    odd = sum(1 for sign in text if ord(sign) < 32 and sign not in "\t\n\r\f")  # noqa: PLR2004 - signs nobody types
    return None if odd else "text/plain"


def _carries_script(content: bytes) -> bool:
    """Whether it is a page, a drawing or a program, or a file of another kind into which one was put."""
    if content[:2] == b"PK":
        return _office_runs(content)
    if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":  # the older Office files: macros stand in them by this name
        return b"_\0V\0B\0A\0" in content or b"M\0a\0c\0r\0o\0s\0" in content
    if _SCRIPT.search(content):
        return True
    return _by_start(content) is None and bool(_PAGE.search(content.lstrip(b"\xef\xbb\xbf \t\r\n")))


def _office_runs(content: bytes) -> bool:
    try:
        names = ZipFile(BytesIO(content)).namelist()
    except (BadZipFile, NotImplementedError, ValueError):
        return False
    return any(name.lower().endswith(("vbaproject.bin", ".html", ".js", ".svg", ".exe")) for name in names)


# What makes a PDF act by itself or carry another file.
_ACTS = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData|GoToE)(?![A-Za-z0-9])")
_BEGINS = re.compile(rb"stream\r?\n")
_ENDS = b"endstream"
_PACKED = re.compile(rb"/ObjStm(?![A-Za-z0-9])")


def _pdf_fault(content: bytes) -> str | None:
    """Why a PDF is not taken: it acts, it cannot be looked into, or it is locked.

    Objects are looked at where they stand open and where they are packed into streams; pictures and the marks on the
    paper are not, for they cannot act and any bytes may stand in them.
    """
    acts = False
    for part in _parts_of_pdf(content):
        if part is None or b"/Encrypt" in part:
            return "file.locked"
        acts = acts or bool(_ACTS.search(part))
    return "file.has_script" if acts else None


def _parts_of_pdf(content: bytes) -> Iterator[bytes | None]:
    """What stands open, part by part, and what is packed; nothing where it cannot be unpacked.

    One pass and one part at a time, whatever was sent: all packed parts together may grow to `MOST_UNPACKED`.
    """
    at, left = 0, MOST_UNPACKED
    while (begins := _BEGINS.search(content, at)) and (ends := content.find(_ENDS, begins.end())) >= 0:
        before = _named_plainly(content[at : begins.start()])
        at = ends + len(_ENDS)
        yield before
        if _PACKED.search(before.rpartition(b" obj")[2]):
            inside = _unpacked(content[begins.end() : ends], left)
            left -= len(inside or b"")
            yield None if inside is None else _named_plainly(inside)
    yield _named_plainly(content[at:])


def _named_plainly(part: bytes) -> bytes:
    """Names as they are meant: #4a is a J."""
    sign: Callable[[re.Match[bytes]], bytes] = lambda match: bytes([int(match[1], 16)])  # noqa: E731 - one expression
    return re.sub(rb"#([0-9A-Fa-f]{2})", sign, part)


def _unpacked(stream: bytes, most: int) -> bytes | None:
    if most <= 0:  # to zlib no limit at all
        return None
    work = zlib.decompressobj()
    try:
        inside = work.decompress(stream, most)
    except zlib.error:
        return None
    return None if work.unconsumed_tail else inside
