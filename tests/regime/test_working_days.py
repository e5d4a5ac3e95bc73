"""Terms: the legal cases of `deadlines/`, worked out by hand, and what must hold for every term."""

import json
import tomllib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regime.calendars import COMPARED, HORIZON
from regime.sentences import Sentence
from regime.time_limits import length_of, term
from regime.working_days import CannotCount, DueDate, Suspension, due, fixed_day, is_business_day, next_business_day
from workflow.words import LANGUAGES, say, say_all

UNHURRIED = settings(deadline=None)  # a busy machine is no defect of the law
CASES = [
    pytest.param(case, id=f"{file.stem}: {case['title']}")
    for file in sorted((Path(__file__).parent / "deadlines").glob("*.toml"))
    for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]
]


def counted(case: dict[str, Any]) -> DueDate:
    suspensions = [Suspension.from_json({"until": None} | entry) for entry in case.get("suspensions", [])]
    options = {"suspensions": suspensions, "timezone": case.get("timezone", "America/Mexico_City")}
    if "limit" in case:
        return term(case["limit"], case["trigger"], calendar=case.get("calendar"), **options)
    return due(case["trigger"], case["length"], case["unit"], case.get("calendar", "union"), **options)


@pytest.mark.parametrize("case", CASES)
def test_a_legal_case_is_counted_as_worked_out_by_hand(case: dict[str, Any]) -> None:
    answer = counted(case)
    assert answer.due == case.get("due")
    assert answer.paused is case.get("paused", False)
    assert answer.provisional is case.get("provisional", False)
    if "others" in case:
        assert {name: day for name, day in answer.alternatives.items() if day} == case["others"]
    if "skipped" in case:
        assert [entry.day for entry in answer.skipped] == case["skipped"]
    if "counted" in case:
        assert answer.counted == case["counted"]


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_case_explains_itself_and_survives_storage(case: dict[str, Any], language: str) -> None:
    answer = counted(case)
    assert DueDate.from_json(json.loads(json.dumps(answer.as_json()))) == answer
    sentences = say_all(language, answer.explanation)
    assert all("%(" not in sentence for sentence in sentences)
    assert all(say(language, entry.reason) and entry.source for entry in answer.skipped)


def test_the_explanation_names_what_is_not_certain() -> None:
    codes = {sentence.code for sentence in due(date(2023, 7, 3), 5, "business_days").explanation}
    assert "deadline.calendar_has_gap" in codes
    assert "deadline.readings_differ" not in codes
    moved = due(date(2026, 3, 9), 5, "business_days").explanation
    assert Sentence("deadline.provisional", {"until": date(2025, 12, 31)}) in moved
    assert Sentence("deadline.readings_differ", {"earliest": date(2026, 3, 16), "latest": date(2026, 3, 17)}) in moved


def test_days_of_the_authority_do_not_count_and_say_why() -> None:
    reason = Sentence("skipped.suspension", {"act": "Gaceta Oficial"})
    answer = due(date(2025, 6, 2), 2, "business_days", extra_days={date(2025, 6, 3): reason})
    assert answer.due == date(2025, 6, 5)
    assert [(entry.day, entry.reason) for entry in answer.skipped] == [(date(2025, 6, 3), reason)]


def test_a_term_passes_when_the_day_ends_where_the_authority_sits() -> None:
    assert due(date(2025, 6, 2), 1, "business_days").passes_at == datetime(2025, 6, 4, 6, tzinfo=UTC)
    cancun = due(date(2025, 6, 2), 1, "business_days", timezone="America/Cancun")
    assert cancun.passes_at == datetime(2025, 6, 4, 5, tzinfo=UTC)
    assert due(datetime(2025, 6, 2, 12, tzinfo=UTC), 3, "hours").passes_at == datetime(2025, 6, 2, 15, tzinfo=UTC)
    open_ended = Suspension(date(2025, 6, 1), None, "Aviso")
    assert due(date(2025, 6, 2), 1, "business_days", suspensions=[open_ended]).passes_at is None


@pytest.mark.parametrize(
    ("day", "friday_moves", "moved"),
    [
        (date(2025, 5, 17), False, date(2025, 5, 19)),  # a Saturday, the published example
        (date(2025, 11, 17), False, date(2025, 11, 18)),  # Revolution Day observed
        (date(2025, 3, 17), True, date(2025, 3, 18)),
        (date(2026, 4, 17), False, date(2026, 4, 17)),  # a Friday stays unless the policy moves it
        (date(2026, 4, 17), True, date(2026, 4, 20)),
        (date(2026, 5, 1), True, date(2026, 5, 4)),  # Labour Day on a Friday
        (date(2025, 5, 5), False, date(2025, 5, 6)),  # CFF 12 has 5 May
        (date(2025, 9, 1), False, date(2025, 9, 1)),  # and not 1 September
    ],
)
def test_a_payment_due_on_a_closed_day_moves(day: date, friday_moves: bool, moved: date) -> None:
    assert next_business_day(day, "cff", friday_moves=friday_moves) == moved
    why = Sentence("deadline.days_not_counted", {"count": 1})
    answer = fixed_day(day, why, "cff", friday_moves=friday_moves)
    assert answer.due == moved
    assert [entry.day for entry in answer.skipped] == [day + timedelta(days=n) for n in range((moved - day).days)]
    assert answer.explanation[0] == why
    assert DueDate.from_json(answer.as_json()) == answer


@pytest.mark.parametrize(
    ("trigger", "length", "unit", "calendar", "code"),
    [
        (date(2025, 1, 2), 0, "business_days", "union", "deadline.length_is_no_count"),
        (date(2025, 1, 2), True, "business_days", "union", "deadline.length_is_no_count"),
        (date(2025, 1, 2), 1.5, "business_days", "union", "deadline.length_is_no_count"),
        (date(2025, 1, 2), 1, "weeks", "union", "deadline.unknown_unit"),
        (date(2025, 1, 2), 1, "business_days", "cdmx", "calendar.unknown"),
        (date(2025, 1, 2), 1, "hours", "union", "deadline.hours_need_a_moment"),
        (datetime(2025, 1, 2, 9), 10**15, "hours", "union", "deadline.beyond_horizon"),  # noqa: DTZ001 local clock
        (date(2025, 1, 2), 10**15, "months", "union", "deadline.beyond_horizon"),
        (date(2025, 1, 2), 10**15, "calendar_days", "union", "deadline.beyond_horizon"),
        (date.max, 1, "business_days", "union", "deadline.beyond_horizon"),
    ],
)
def test_a_term_without_an_answer_says_what_is_wrong(
    trigger: date, length: Any, unit: Any, calendar: str, code: str
) -> None:
    with pytest.raises(CannotCount) as refused:
        due(trigger, length, unit, calendar)
    assert refused.value.sentence.code == code
    assert all(say(language, refused.value.sentence) for language in LANGUAGES)


def test_an_unknown_time_zone_and_a_reversed_suspension_are_refused() -> None:
    with pytest.raises(CannotCount, match="unknown_time_zone"):
        due(date(2025, 1, 2), 1, "business_days", timezone="Mexico/Nowhere")
    with pytest.raises(CannotCount, match="suspension_ends_first"):
        Suspension(date(2025, 1, 2), date(2025, 1, 1), "Aviso")


def test_a_parameter_that_is_no_length_of_time_is_no_term() -> None:
    with pytest.raises(CannotCount, match="limit_is_no_term"):
        length_of("uma_daily", date(2026, 3, 1))


def test_a_dismissal_claim_takes_the_rest_days_only() -> None:
    assert term("dismissal_claim_time", date(2024, 5, 16)).calendar == "lft"


# What must hold for every term

DAYS = st.dates(date(2019, 1, 1), date(2030, 12, 31))
LENGTHS = st.integers(1, 60)
COUNTED_UNITS = st.sampled_from(["business_days", "calendar_days", "months"])
SUSPENSIONS = st.lists(
    st.builds(
        lambda since, length: Suspension(since, since + timedelta(days=length), "Acuerdo"), DAYS, st.integers(0, 40)
    ),
    max_size=3,
)


def earliest_first(answer: DueDate) -> date:
    return answer.due if answer.due is not None else date.max  # type: ignore[return-value]


@UNHURRIED
@given(DAYS, LENGTHS, COUNTED_UNITS, st.sampled_from(COMPARED), SUSPENSIONS)
def test_every_day_after_the_trigger_is_counted_or_skipped_and_the_last_one_works(
    trigger: date, length: int, unit: Any, calendar: str, suspensions: list[Suspension]
) -> None:
    answer = due(trigger, length, unit, calendar, suspensions=suspensions)
    assert isinstance(answer.due, date)
    assert answer.due > trigger
    assert answer.days[-1] == answer.due
    assert is_business_day(answer.due, calendar)
    walked = sorted([*answer.days, *(entry.day for entry in answer.skipped)])
    assert walked == [trigger + timedelta(days=n) for n in range(1, (answer.due - trigger).days + 1)]
    if unit != "months":
        assert answer.counted == length


@UNHURRIED
@given(DAYS, LENGTHS, COUNTED_UNITS, SUSPENSIONS)
def test_the_union_is_never_earlier_than_its_members(
    trigger: date, length: int, unit: Any, suspensions: list[Suspension]
) -> None:
    answer = due(trigger, length, unit, "union", suspensions=suspensions)
    assert all(day is not None and day <= answer.due for day in answer.alternatives.values())  # type: ignore[operator]
    assert answer.alternatives == {
        name: due(trigger, length, unit, name, suspensions=suspensions).due for name in COMPARED if name != "union"
    }


@UNHURRIED
@given(DAYS, LENGTHS, COUNTED_UNITS, SUSPENSIONS, DAYS, st.integers(0, 40) | st.none())
def test_one_suspension_more_never_makes_a_term_shorter(
    trigger: date, length: int, unit: Any, suspensions: list[Suspension], since: date, days: int | None
) -> None:
    before = due(trigger, length, unit, suspensions=suspensions)
    until = None if days is None else since + timedelta(days=days)
    after = due(trigger, length, unit, suspensions=[*suspensions, Suspension(since, until, "Otro acuerdo")])
    assert earliest_first(after) >= earliest_first(before)
    if since > earliest_first(before):
        assert after == before


@UNHURRIED
@given(DAYS, LENGTHS, COUNTED_UNITS, st.sets(DAYS, max_size=10))
def test_one_day_of_the_authority_more_never_makes_a_term_shorter(
    trigger: date, length: int, unit: Any, extra: set[date]
) -> None:
    reason = Sentence("skipped.authority_vacation")
    before = due(trigger, length, unit)
    after = due(trigger, length, unit, extra_days=dict.fromkeys(extra, reason))
    assert earliest_first(after) >= earliest_first(before)


@UNHURRIED
@given(
    st.datetimes(datetime(2019, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 made aware
    st.integers(1, 2000),
    st.sampled_from(["America/Mexico_City", "America/Tijuana", "America/Ojinaga", "America/Cancun"]),
)
def test_hours_are_exact(trigger: datetime, hours: int, zone: str) -> None:
    answer = due(trigger, hours, "hours", timezone=zone)
    assert isinstance(answer.due, datetime)
    assert answer.due.astimezone(UTC) - trigger == timedelta(hours=hours)
    assert (answer.skipped, answer.provisional, answer.paused) == ((), False, False)


@UNHURRIED
@given(st.dates(date(2019, 1, 1), HORIZON - timedelta(days=40)), st.booleans())
def test_the_next_business_day_is_the_first_that_may_be(day: date, friday_moves: bool) -> None:
    found = next_business_day(day, "cff", friday_moves=friday_moves)
    assert is_business_day(found, "cff")
    assert not (friday_moves and found.weekday() == 4)
    between = [day + timedelta(days=n) for n in range((found - day).days)]
    assert not any(is_business_day(d, "cff") and not (friday_moves and d.weekday() == 4) for d in between)
