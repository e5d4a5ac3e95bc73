"""What a picture tells beside what it shows (where, when, with which telephone), and the picture without it.

Nothing is drawn again: the parts of the file that hold such data are left out and the rest stays as it is. The turn of
a photograph is the one thing of them that is kept, or pictures would lie on their side.
"""

import struct
from collections.abc import Iterator

_JPEG_DATA = frozenset({*range(0xE1, 0xF0), 0xFE})  # application data but the first, and remarks
_JPEG_SCAN, _JPEG_END, _JPEG_TURN = 0xDA, 0xD9, 0x0112
_JPEG_RESTARTS = frozenset(range(0xD0, 0xD8))
_JPEG_COLOURS = 0xEE  # says how the colours are meant, and nothing of a person
_PNG_SHOWN = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs"}
)
_WEBP_SHOWN = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"})
_WEBP_FLAGS = 0b0010_1100  # of which the file says that it has: colour profile, Exif, XMP


def without_data(kind: str, content: bytes) -> bytes | None:
    """The picture alone; None for a kind whose data cannot be left out, or a file that ends in the middle."""
    strip = {"image/jpeg": _jpeg, "image/png": _png, "image/webp": _webp}.get(kind)
    try:
        return strip(content) if strip else None
    except (struct.error, IndexError, ValueError):
        return None


def _jpeg(content: bytes) -> bytes:
    kept, at, turn = [content[:2]], 2, b""
    while content[at + 1] != _JPEG_SCAN:
        marker, length = content[at + 1], struct.unpack(">H", content[at + 2 : at + 4])[0]
        if content[at] != 0xFF or at + 2 + length > len(content):  # noqa: PLR2004 - every part begins with it
            raise ValueError("cut off")
        part = content[at : at + 2 + length]
        turn = turn or (_turn_of(part) if part[4:10] == b"Exif\0\0" else b"")
        if marker not in _JPEG_DATA or marker == _JPEG_COLOURS:
            kept.append(part)
        at += 2 + length
    return b"".join((kept[0], turn, *kept[1:], content[at : _jpeg_end(content, at)]))


def _jpeg_end(content: bytes, at: int) -> int:
    """Where the picture ends: telephones put further pictures behind it, with data of their own."""
    while content[at + 1] != _JPEG_END:
        at += 2 + struct.unpack(">H", content[at + 2 : at + 4])[0]
        at = content.index(b"\xff", at)
        while content[at + 1] == 0 or content[at + 1] in _JPEG_RESTARTS:
            at = content.index(b"\xff", at + 2)
    return at + 2


def _turn_of(part: bytes) -> bytes:
    """A part that says how the picture is turned and nothing else; none where nothing is said."""
    facts = part[10:]
    order = {b"II": "<", b"MM": ">"}[facts[:2]] if facts[:2] in (b"II", b"MM") else ""
    if not order:
        return b""
    start = struct.unpack(f"{order}I", facts[4:8])[0]
    count = struct.unpack(f"{order}H", facts[start : start + 2])[0]
    for number in range(count):
        entry = facts[start + 2 + 12 * number : start + 14 + 12 * number]
        if struct.unpack(f"{order}H", entry[:2])[0] == _JPEG_TURN:
            turned = struct.unpack(f"{order}H", entry[8:10])[0]
            said = struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, _JPEG_TURN, 3, 1, turned, 0, 0)
            return b"\xff\xe1" + struct.pack(">H", 8 + len(said)) + b"Exif\0\0" + said
    return b""


def _png(content: bytes) -> bytes:
    return content[:8] + b"".join(part for name, part in _png_parts(content) if name in _PNG_SHOWN)


def _png_parts(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    while at < len(content):
        length = struct.unpack(">I", content[at : at + 4])[0]
        name, end = content[at + 4 : at + 8], at + 12 + length
        if end > len(content):
            raise ValueError("cut off")
        yield name, content[at:end]
        if name == b"IEND":
            return
        at = end


def _webp(content: bytes) -> bytes:
    parts, at = [], 12
    while at < len(content):
        name, length = content[at : at + 4], struct.unpack("<I", content[at + 4 : at + 8])[0]
        end = at + 8 + length + length % 2
        part = content[at:end]
        if len(part) < 8 + length:
            raise ValueError("cut off")
        if name == b"VP8X":
            part = part[:8] + bytes([part[8] & ~_WEBP_FLAGS & 0xFF]) + part[9:]
        if name in _WEBP_SHOWN:
            parts.append(part)
        at = end
    body = b"WEBP" + b"".join(parts)
    return b"RIFF" + struct.pack("<I", len(body)) + body
