"""A calendar as RFC 5545 has it: ends of lines, folds, escapes, moments in UTC and days without an hour."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from inspection.desks.calendar_text import LONGEST, Entry, calendar_text

AT = datetime(2026, 6, 8, 16, tzinfo=UTC)


def lines_of(*entries: Entry) -> list[str]:
    """The lines of a calendar, those that were folded put together again."""
    text = calendar_text(entries, "Afilia", AT)
    assert text.endswith("END:VCALENDAR\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= LONGEST for line in text.split("\r\n"))
    return text.replace("\r\n ", "").split("\r\n")


def test_a_moment_stands_in_utc_and_lasts_an_hour() -> None:
    local = datetime(2026, 6, 10, 10, tzinfo=ZoneInfo("America/Tijuana"))
    lines = lines_of(Entry("1@afilia", "Afilia: cita IT-26-ABCD-EFGH", local))
    assert "DTSTART:20260610T170000Z" in lines
    assert "DURATION:PT1H" in lines
    assert "DTSTAMP:20260608T160000Z" in lines


def test_a_day_ends_before_the_next_begins() -> None:
    lines = lines_of(Entry("1@afilia", "Afilia: plazo", date(2026, 12, 31)))
    assert "DTSTART;VALUE=DATE:20261231" in lines
    assert "DTEND;VALUE=DATE:20270101" in lines


@pytest.mark.parametrize("title", ["á" * 90, "a" * 74, "a" * 67, "😀" * 40, "x" * 300])
def test_a_long_line_is_folded_between_signs(title: str) -> None:
    assert f"SUMMARY:{title}" in lines_of(Entry("1@afilia", title, AT))


def test_what_has_a_meaning_is_escaped_and_nothing_is_smuggled_in() -> None:
    lines = lines_of(Entry("1@afilia", "a;b,c\\d\r\nBEGIN:VEVENT\x07", AT))
    assert "SUMMARY:a\\;b\\,c\\\\d\\nBEGIN:VEVENT" in lines
    assert lines.count("BEGIN:VEVENT") == 1
