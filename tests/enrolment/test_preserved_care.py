"""Medical care after cover ends (LSS 109): the last day of it and the weeks before, worked out by hand."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrolment.insurance.preserved_care import preserved_care
from regime.sentences import Sentence
from workflow.words import say

LAST = date(2026, 3, 31)


def days(first: date, last: date = LAST) -> set[date]:
    return {first + timedelta(days=n) for n in range((last - first).days + 1)}


@pytest.mark.parametrize(
    ("first", "held", "reached"),
    [
        (date(2026, 2, 4), 8, True),  # 25 days of February and 31 of March: 56 = 8 x 7
        (date(2026, 2, 7), 8, True),  # 22 + 31 = 53 = 7 x 7 + 4: more than three left are one week more (LSS 20)
        (date(2026, 2, 8), 7, False),  # 21 + 31 = 52 = 7 x 7 + 3
        (date(2026, 3, 1), 4, False),  # 31 = 4 x 7 + 3
    ],
)
def test_eight_weeks_in_a_row_keep_eight_weeks_of_care(first: date, held: int, reached: bool) -> None:
    found = preserved_care(days(first), date(2026, 4, 1))
    assert found is not None
    # 31 March and 56 days: 30 of April make 30 April, 26 more make 26 May.
    assert (found.held, found.is_reached, found.until) == (held, reached, date(2026, 5, 26))


def test_a_gap_begins_the_count_again() -> None:
    found = preserved_care(days(date(2025, 6, 1)) - {date(2026, 2, 10)}, date(2026, 4, 1))
    assert found is not None
    assert found.held == 7  # 18 days of February after the gap and 31 of March: 49


@pytest.mark.parametrize(
    ("day", "shown"),
    [(date(2026, 3, 31), False), (date(2026, 4, 1), True), (date(2026, 5, 26), True), (date(2026, 5, 27), False)],
)
def test_it_is_said_from_the_day_after_cover_until_the_last_day_of_care(day: date, shown: bool) -> None:
    assert (preserved_care(days(date(2026, 1, 1)), day) is not None) == shown
    assert preserved_care((), day) is None


@given(st.integers(1, 120), st.integers(1, 120))
def test_more_weeks_paid_never_keep_less(some: int, more: int) -> None:
    fewer, longer = (preserved_care(days(LAST - timedelta(days=n - 1)), date(2026, 4, 1)) for n in (some, some + more))
    assert fewer is not None
    assert longer is not None
    assert longer.held >= fewer.held
    assert longer.is_reached >= fewer.is_reached


@pytest.mark.parametrize(("language", "until"), [("es", "26 de mayo de 2026"), ("en", "26 May 2026")])
def test_it_says_until_when_or_what_was_missing(language: str, until: str) -> None:
    for first in (date(2026, 1, 1), date(2026, 3, 1)):
        found = preserved_care(days(first), date(2026, 4, 1))
        assert found is not None
        said: Sentence = found.told()
        assert str(found.held) in say(language, said)
        assert (until in say(language, said)) == found.is_reached
