"""A calendar as RFC 5545 has it: lines that end in CRLF, folded at 75 octets, texts escaped, moments in UTC.

What it says is neutral: a folio at most. Moments stand in UTC, so that no rule of a time zone has to come along.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

LONGEST = 75  # octets of a line, its end not counted (RFC 5545, 3.1)
_ESCAPED = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: at a moment, for an hour, or all day; `uid` stays the same as long as it is the same entry."""

    uid: str
    title: str
    when: datetime | date


def calendar_text(entries: Iterable[Entry], name: str, at: datetime) -> str:
    """The whole calendar as it stood at a moment."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Afilia//Afilia//ES", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines += [f"X-WR-CALNAME:{_escaped(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT6H"]
    for entry in entries:
        lines += _event(entry, at)
    return "".join(f"{folded}\r\n" for line in (*lines, "END:VCALENDAR") for folded in _folded(line))


def _event(entry: Entry, at: datetime) -> list[str]:
    if isinstance(entry.when, datetime):
        when = [f"DTSTART:{_moment(entry.when)}", "DURATION:PT1H"]
    else:
        # The end of an all-day entry is the first day that does not belong to it any more.
        last = entry.when + timedelta(days=1)
        when = [f"DTSTART;VALUE=DATE:{entry.when:%Y%m%d}", f"DTEND;VALUE=DATE:{last:%Y%m%d}", "TRANSP:TRANSPARENT"]
    head = ["BEGIN:VEVENT", f"UID:{_escaped(entry.uid)}", f"DTSTAMP:{_moment(at)}"]
    return [*head, *when, f"SUMMARY:{_escaped(entry.title)}", "CLASS:PRIVATE", "END:VEVENT"]


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    return "".join(
        _ESCAPED.get(sign, sign) for sign in text.replace("\r\n", "\n") if sign == "\n" or sign.isprintable()
    )


def _folded(line: str) -> Iterator[str]:
    """A line in pieces that are short enough; no sign is cut in two, and what follows begins with a space."""
    piece, size = "", 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > LONGEST:
            yield piece
            piece, size = " ", 1
        piece, size = piece + sign, size + octets
    yield piece
