"""The days of a period, the line it is paid with, and the contributions of what was agreed."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrolment.money.payment_lines import ALPHABET, fault, new_line, normal
from enrolment.money.period_days import appointment, cut_off, line_issue_day, paid_after, paid_ahead
from enrolment.relation.agreement import (
    Relation,
    gap_to_legal_wage,
    insured_days,
    months_from,
    statement_for,
    terms_of_month,
    years_of_service,
)
from enrolment.relation.days import days_from, days_in, days_text
from regime.policies import Policies
from regime.sentences import Sentence
from tests.enrolment.parties import LIVE_IN, THREE_DAYS

CITY = ZoneInfo("America/Mexico_City")
RELATION = Relation("09015", date(2025, 9, 1), date(2026, 3, 10))


def agreed(**facts: Any) -> Any:
    """Terms as the case holds them."""
    return SimpleNamespace(**{**THREE_DAYS, "weekday_hours": None, **facts})


@given(st.uuids(), st.integers(1, 50), st.sampled_from(["DEMO", "AFILIA", "XX"]))
def test_a_line_is_known_however_it_is_typed(period: UUID, number: int, prefix: str) -> None:
    line = new_line(prefix, period, number)
    assert fault(line, prefix) is None
    assert line == new_line(prefix, period, number)
    assert normal(f" {line.lower().replace('-', ' ')} ") == line
    assert line.startswith(f"{prefix}-")


@given(st.uuids(), st.data())
def test_one_wrong_character_is_noticed(period: UUID, data: st.DataObject) -> None:
    line = new_line("DEMO", period, 1)
    place = data.draw(st.sampled_from([5, 6, 7, 8, 10, 11, 12, 13]))
    other = data.draw(st.sampled_from([letter for letter in ALPHABET if letter != line[place]]))
    assert fault(line[:place] + other + line[place + 1 :], "DEMO") == Sentence("payment_line.check_characters")


@pytest.mark.parametrize("typed", ["", "123", "DEMO", "IMSS-ABCD-EFGH-12", "DEMO-ABCD-EFGH-IJKL-12"])
def test_what_is_no_line_of_ours_is_said_to_be_none(typed: str) -> None:
    assert fault(typed, "DEMO") == Sentence("payment_line.not_ours", {"prefix": "DEMO"})


@pytest.mark.parametrize(
    ("month", "friday_moves", "due"),
    [
        (date(2026, 3, 1), "no", date(2026, 4, 17)),  # a Friday
        (date(2026, 3, 1), "yes", date(2026, 4, 20)),
        (date(2026, 4, 1), "no", date(2026, 5, 18)),  # the 17th is a Sunday
        (date(2026, 12, 1), "no", date(2027, 1, 18)),
    ],
)
def test_the_first_month_falls_due_on_the_seventeenth_or_after(month: date, friday_moves: str, due: date) -> None:
    assert paid_after(month, CITY, Policies(friday_moves=friday_moves)).due == due


def test_a_prepaid_month_falls_due_before_it_begins_whatever_the_day() -> None:
    assert paid_ahead(date(2026, 6, 1), CITY).due == date(2026, 5, 31)  # a Sunday
    assert cut_off(date(2026, 6, 1), CITY, Policies(prepayment_cut_off_day=15)).due == date(2026, 5, 15)
    assert line_issue_day(date(2027, 1, 1)) == date(2026, 12, 1)
    hour = appointment(date(2026, 3, 1), CITY, Sentence("period.issue_day")).due
    assert str(hour) == "2026-03-01 06:00:00-06:00"


def test_days_are_those_agreed_within_the_relation_or_those_confirmed() -> None:
    march = date(2026, 3, 1)
    usual = insured_days(agreed(), RELATION, march, None)
    assert [day.day for day in usual] == [11, 13, 16, 18, 20, 23, 25, 27, 30]
    # Monday 16 March is a day of rest by law on a day of hers: paid and insured, also where nobody names it.
    assert [day.day for day in insured_days(agreed(), RELATION, march, (2, 11, 31))] == [11, 16, 31]
    whole = insured_days(agreed(mode="full_month"), RELATION, march, (11,))
    assert [day.day for day in whole] == list(range(10, 32))
    ending = Relation("09015", RELATION.began_on, RELATION.enrolled_from, date(2026, 3, 12))
    assert [day.day for day in insured_days(agreed(), ending, march, None)] == [11]


def test_a_part_of_a_month_is_charged_by_its_days() -> None:
    live_in = agreed(**LIVE_IN)
    april, march = (insured_days(live_in, RELATION, date(2026, month, 1), None) for month in (4, 3))
    assert terms_of_month(live_in, RELATION, date(2026, 4, 1), april).days is None
    assert terms_of_month(live_in, RELATION, date(2026, 3, 1), march).days == Decimal(22)
    days = {date(2026, 3, 1): insured_days(live_in, RELATION, date(2026, 3, 1), None)}
    part = statement_for(live_in, RELATION, days, Policies())
    whole = statement_for(
        live_in, RELATION, {date(2026, 4, 1): days_in(date(2026, 4, 1), days_text(range(1, 31)))}, Policies()
    )
    assert part.months[0].days == Decimal(22)
    assert Decimal(0) < part.total < whole.total


def test_a_line_says_that_the_zone_of_its_place_is_a_policy() -> None:
    there = Relation("02006", RELATION.began_on, RELATION.enrolled_from)
    codes = {
        notice.code
        for notice in statement_for(agreed(), there, {date(2026, 4, 1): (date(2026, 4, 1),)}, Policies())
        .months[0]
        .notices
    }
    assert "geography.zone_by_policy" in codes


def test_a_long_period_that_ends_early_charges_its_whole_months_as_ever() -> None:
    live_in = agreed(**LIVE_IN)
    ending = Relation("09015", RELATION.began_on, RELATION.enrolled_from, date(2026, 6, 10))
    days = {month: insured_days(live_in, ending, month, None) for month in months_from(date(2026, 4, 1), 3)}
    found = statement_for(live_in, ending, days, Policies(month_days="30.4")).months
    assert [month.days for month in found] == [Decimal("30.4"), Decimal("30.4"), Decimal(10)]


def test_a_year_ahead_is_priced_before_its_values_are_known() -> None:
    months = months_from(date(2027, 1, 1), 12)
    assert (months[0], months[-1]) == (date(2027, 1, 1), date(2027, 12, 1))
    live_in = agreed(**LIVE_IN)
    days = {month: insured_days(live_in, RELATION, month, None) for month in months}
    statement = statement_for(live_in, RELATION, days, Policies())
    assert len(statement.months) == 12
    assert any(notice.code.startswith("notice.projected") for notice in statement.months[0].notices)


@pytest.mark.parametrize(
    ("day", "year"), [(date(2025, 9, 30), 1), (date(2026, 8, 31), 1), (date(2026, 9, 1), 2), (date(2025, 1, 1), 1)]
)
def test_the_year_of_service(day: date, year: int) -> None:
    assert years_of_service(RELATION.began_on, day) == year


def test_pay_is_compared_with_the_law_by_the_hours_worked() -> None:
    day = date(2026, 3, 10)
    assert gap_to_legal_wage(agreed(), "09015", day, Policies()).owed == 0
    short = gap_to_legal_wage(agreed(pay_amount=Decimal("200.00")), "09015", day, Policies())
    half = gap_to_legal_wage(agreed(pay_amount=Decimal("200.00"), hours_per_day=Decimal(4)), "09015", day, Policies())
    assert short.owed > 0 == half.owed
    weekly = agreed(pay_amount=Decimal("2400.00"), pay_each="week", weekdays="012345")
    assert gap_to_legal_wage(weekly, "09015", day, Policies()).paid < Decimal("2400.00") / 6


@given(st.sets(st.integers(1, 28)))
def test_days_are_stored_and_read_back(numbers: set[int]) -> None:
    text = days_text(numbers)
    assert set(days_from(text)) == numbers
    assert [day.day for day in days_in(date(2026, 2, 1), text)] == sorted(numbers)
