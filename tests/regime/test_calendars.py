"""Calendars: each day with its reason and text, and how far each calendar is known."""

from datetime import date, timedelta

import pytest

from regime.calendars import COMPARED, HORIZON, CannotCount, calendar_named, calendars, read_calendars
from workflow.words import LANGUAGES, knows

REST_DAYS_2025 = {(1, 1), (2, 3), (3, 17), (5, 1), (9, 16), (11, 17), (12, 25)}  # LFT 74
FIXED_DAYS = {(1, 1), (2, 5), (3, 21), (5, 1), (5, 5), (9, 1), (9, 16), (11, 20), (12, 25)}  # LFPA 28
STPS_2025 = REST_DAYS_2025 | {(4, 17), (4, 18), (5, 5)}  # as its agreement of DOF 2024-12-26 lists them
TAX_2025 = REST_DAYS_2025 | {(5, 5)}  # CFF 12


def weekdays_off(name: str, year: int) -> set[tuple[int, int]]:
    return {(day.month, day.day) for day in calendar_named(name).year(year) if day.weekday() < 5}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("lft", REST_DAYS_2025),
        ("lfpa", {d for d in FIXED_DAYS if date(2025, *d).weekday() < 5}),
        ("stps", STPS_2025),
        ("cff", TAX_2025),
        ("union", STPS_2025 | {d for d in FIXED_DAYS if date(2025, *d).weekday() < 5}),
    ],
)
def test_the_days_of_2025(name: str, expected: set[tuple[int, int]]) -> None:
    assert weekdays_off(name, 2025) == expected


def test_the_transfer_of_power_is_another_day_by_each_law() -> None:
    lft, lfpa, union = (calendar_named(name) for name in ("lft", "lfpa", "union"))
    assert lft.non_working(date(2024, 10, 1)).reason.code == "skipped.transfer_of_power"  # type: ignore[union-attr]
    assert lft.non_working(date(2018, 12, 1)).reason.code == "skipped.transfer_of_power"  # type: ignore[union-attr]
    assert lfpa.non_working(date(2024, 10, 1)) is None
    assert union.non_working(date(2024, 10, 1)) is not None
    assert lfpa.non_working(date(2036, 12, 1)) is not None
    assert lfpa.non_working(date(2025, 12, 1)) is None


def test_every_saturday_and_sunday_is_non_working_in_every_calendar() -> None:
    saturday = date(2026, 1, 3)
    for name in calendars():
        for week in range(52):
            for day in (saturday + timedelta(weeks=week), saturday + timedelta(weeks=week, days=1)):
                assert calendar_named(name).non_working(day) is not None


def test_the_union_is_exactly_what_its_members_say() -> None:
    for year in (2022, 2024, 2025, 2030):
        members = set().union(*(calendar_named(name).year(year) for name in ("lft", "lfpa", "stps")))
        assert set(calendar_named("union").year(year)) == members


def test_a_day_of_two_laws_names_both_and_a_holiday_on_a_sunday_names_the_holiday() -> None:
    independence = calendar_named("union").non_working(date(2025, 9, 16))
    assert independence is not None
    assert independence.source == "LFPA art. 28; LFT art. 74"
    election = calendar_named("lft").non_working(date(2024, 6, 2))
    assert election is not None
    assert election.reason.code == "skipped.election_day"


def test_published_days_know_their_publication() -> None:
    day = calendar_named("stps").non_working(date(2024, 7, 15))
    assert day is not None
    assert (day.reason.code, day.source) == ("skipped.authority_vacation", "Acuerdo STPS, DOF 2024-07-05")
    assert calendar_named("stps").non_working(date(2024, 8, 1)) is None
    assert calendar_named("lft").non_working(date(2024, 7, 15)) is None


def test_what_rests_on_publications_is_complete_only_as_far_as_they_are() -> None:
    until = {name: calendar.complete_until for name, calendar in calendars().items()}
    assert until["stps"] == until["union"] == date(2025, 12, 31)
    assert until["lft"] == until["lfpa"] == until["cff"] == HORIZON


def test_years_without_a_known_agreement_are_gaps() -> None:
    union = calendar_named("union")
    assert union.gaps(date(2023, 3, 1), date(2023, 3, 9))
    assert not union.gaps(date(2024, 3, 1), date(2024, 3, 9))
    assert not calendar_named("lfpa").gaps(date(2023, 3, 1), date(2023, 3, 9))


def test_versions_tell_the_calendars_apart_and_stay_the_same() -> None:
    versions = {name: calendar.version for name, calendar in calendars().items()}
    assert len(set(versions.values())) == len(versions)
    calendars.cache_clear()
    assert {name: calendar.version for name, calendar in calendars().items()} == versions


def test_beyond_what_can_be_computed_is_an_error_not_a_working_day() -> None:
    with pytest.raises(CannotCount, match="beyond_horizon"):
        calendar_named("lft").non_working(HORIZON + timedelta(days=1))


def test_an_unknown_calendar_is_refused_with_the_known_ones() -> None:
    with pytest.raises(CannotCount) as refused:
        calendar_named("imss")
    assert all(name in str(refused.value.sentence.params["known"]) for name in COMPARED)


LOCAL = """
[local]
cited = "Gaceta"
weekend_cited = "Gaceta"
complete_until = 2026-12-31
"""


@pytest.mark.parametrize(
    "wrong",
    [
        "holiday = []",
        'includes = ["state"]',
        'fixed = [{ month = 1, day = 1, reason = "skipped.new_year", note = "?" }]',
        'published = [{ from = 2026-01-02, reason = "skipped.holy_week", cited = "Gaceta" }]',
    ],
)
def test_a_calendar_with_an_unknown_or_missing_key_is_refused_by_name(wrong: str) -> None:
    assert read_calendars(LOCAL)["local"].complete_until == date(2026, 12, 31)
    with pytest.raises(ValueError, match=r"holidays.toml: \[local\]"):
        read_calendars(LOCAL + wrong)


def test_a_day_more_is_another_version() -> None:
    more = 'published = [{ from = 2026-01-02, to = 2026-01-02, reason = "skipped.holy_week", cited = "Gaceta" }]'
    assert read_calendars(LOCAL)["local"].version != read_calendars(LOCAL + more)["local"].version


def test_every_reason_of_a_century_has_words() -> None:
    codes = {entry.reason.code for name in calendars() for y in range(2000, 2101) for entry in _year(name, y)}
    assert {"skipped.saturday", "skipped.transfer_of_power", "skipped.holy_week"} < codes
    missing = [(code, language) for code in codes for language in LANGUAGES if not knows(code, language)]
    missing += [
        (name, language) for name in calendars() for language in LANGUAGES if not knows(f"calendar.{name}", language)
    ]
    assert missing == []


def _year(name: str, year: int) -> list:  # type: ignore[type-arg]
    return list(calendar_named(name).year(year).values())
