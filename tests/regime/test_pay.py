"""Pay as people agree it becomes a daily wage, days of the calendar and a sentence to read back."""

from datetime import date
from decimal import Decimal
from operator import itemgetter
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regime.pay import Each, Pay, PayRefused, days_of_month, fewest_and_most_days
from regime.pay_echo import echo
from regime.paydays import payday_flag, payday_rule
from regime.policies import BY_FIELD, Policies
from regime.rest_day_share import RestDayReadings, rest_day_readings
from regime.rounding import to_cents
from regime.sentences import Sentence
from regime.wages import base_wage_cap, gap_of, minimum_wage, professional_wage, wage_gap
from workflow.words import LANGUAGES, say

MONTH = Decimal(30)
MONDAY, WEDNESDAY, THURSDAY, FRIDAY = 0, 2, 3, 4


@pytest.mark.parametrize(
    ("amount", "each", "visits", "expected"),
    [
        ("400", "day", None, "400"),
        ("2800", "week", None, "400"),
        ("6000", "fortnight", None, "400"),
        ("12000", "month", None, "400"),
        ("700", "visit", "4", "400"),
    ],
)
def test_daily_wage(amount: str, each: Each, visits: str | None, expected: str) -> None:
    pay = Pay(Decimal(amount), each, visits=None if visits is None else Decimal(visits))
    assert pay.daily_wage(MONTH) == Decimal(expected)


@pytest.mark.parametrize(
    ("amount", "each", "weekdays", "expected"),
    [
        ("350", "visit", (0, 3), "350"),
        ("700", "week", (0, 3), "350"),
        ("700", "week", (), "100"),
        ("1500", "fortnight", (0, 3), "350"),
        ("3000", "month", (0, 3), "350"),
    ],
)
def test_wage_of_a_day_worked(amount: str, each: Each, weekdays: tuple[int, ...], expected: str) -> None:
    assert Pay(Decimal(amount), each, weekdays).wage_of_a_day_worked(MONTH) == Decimal(expected)


def test_pay_of_a_period_covers_its_rest_day() -> None:
    assert Pay(Decimal("12000"), "month", (0, 1, 2, 3, 4, 5)).wage_to_compare(MONTH) == Decimal(400)
    assert Pay(Decimal("12000"), "month", (0, 1, 2)).wage_to_compare(MONTH) == Decimal(800)
    assert Pay(Decimal("400"), "visit", (0,)).wage_to_compare(MONTH) == Decimal(400)


def test_days_follow_the_calendar() -> None:
    four, five = date(2026, 2, 1), date(2026, 3, 1)
    assert [len(days_of_month((MONDAY,), month)) for month in (four, five)] == [4, 5]
    assert days_of_month((MONDAY, THURSDAY), date(2026, 2, 14))[:2] == (date(2026, 2, 2), date(2026, 2, 5))
    assert fewest_and_most_days((MONDAY, THURSDAY)) == (8, 9)
    assert fewest_and_most_days((0, 1, 2, 3, 4, 5, 6)) == (28, 31)


def test_hours_differ_by_weekday() -> None:
    """60 pesos an hour, Monday 8 h and Thursday 4 h: 720 a week, an average day of 6 h and 360 pesos."""
    pay = Pay(Decimal(60), "hour", (MONDAY, THURSDAY), hours=(Decimal(8), Decimal(4)))
    assert pay.wage_of_a_day_worked(MONTH) == Decimal(360)
    assert to_cents(pay.daily_wage(MONTH) * 7) == Decimal(720)
    assert pay.wage_to_compare(MONTH) == Decimal(360)
    alike = Pay(Decimal(60), "hour", (MONDAY, THURSDAY), hours=(Decimal(6),))
    assert alike.daily_wage(MONTH) == pay.daily_wage(MONTH)


def test_hours_beyond_a_full_day_ask_for_no_higher_minimum() -> None:
    pay = Pay(Decimal(60), "hour", (MONDAY, THURSDAY), hours=(Decimal(10), Decimal(4)))
    assert pay.hours_of_a_day == Decimal(7)
    assert pay.hours_within(Decimal(8)) == Decimal(6)
    assert Pay(Decimal(60), "day").hours_within(Decimal(8)) is None


def test_both_readings_of_the_rest_day_in_pay_by_visit() -> None:
    """450 a visit: apart, 450 / 6 = 75.00 more a day; inside, 450 x 6 / 7 = 385.71, above 342.47. 380: short."""
    legal, day = Decimal("342.47"), date(2026, 3, 1)
    enough = rest_day_readings(Pay(Decimal(450), "visit", (MONDAY,)), legal, day, Policies())
    assert enough == RestDayReadings(Decimal("75.00"), Decimal("385.71"), Decimal(0))
    short = rest_day_readings(Pay(Decimal(380), "visit", (MONDAY,)), legal, day, Policies())
    assert short == RestDayReadings(Decimal("63.33"), Decimal("325.71"), Decimal("16.76"))
    assert rest_day_readings(Pay(Decimal(2700), "week", (MONDAY,)), legal, day, Policies()) is None
    assert all(say(language, found.said) for language in LANGUAGES for found in (enough, short) if found)


def test_the_echo_reads_back_what_was_understood() -> None:
    """450 twice a week: 28 years hold 8.70 of those days a month, 3,913 pesos, said as about 3,900."""
    read = echo(Pay(Decimal(450), "visit", (THURSDAY, MONDAY), hours=(Decimal(6),)), date(2026, 3, 1))
    assert say("en", read) == (
        "$450.00 each time, on Mondays and Thursdays, 6 h each day: 8 or 9 times a month, about 3,900 pesos a month."
        " In March 2026, 9 days."
    )
    assert say("es", read) == (
        "$450.00 cada vez, lunes y jueves, 6 h cada día: 8 o 9 veces al mes, unos 3,900 pesos al mes."
        " En marzo de 2026 son 9 días."
    )
    three = echo(Pay(Decimal("342.47"), "day", (MONDAY, WEDNESDAY, FRIDAY)), date(2026, 3, 1))
    assert "lunes, miércoles y viernes" in say("es", three)
    assert "lunes:" in say("es", echo(Pay(Decimal(1), "visit", (MONDAY,)), date(2026, 3, 1)))


def test_the_echo_says_which_day_has_which_hours() -> None:
    pay = Pay(Decimal(60), "hour", (THURSDAY, MONDAY), hours=(Decimal(4), Decimal("8.00")))
    said = say("es", echo(pay, date(2026, 2, 1)))
    assert said.startswith("$60.00 por hora, lunes 8 h y jueves 4 h: 8 o 9 veces al mes, unos 3,150 pesos al mes.")


@given(
    amount=st.decimals("1", "99999", places=2),
    each=st.sampled_from(get_args(Each)),
    days=st.lists(st.tuples(st.integers(0, 6), st.integers(1, 24)), min_size=1, max_size=7, unique_by=itemgetter(0)),
)
def test_the_echo_names_every_weekday_that_was_typed(amount: Decimal, each: Each, days: list[tuple[int, int]]) -> None:
    pay = Pay(amount, each, tuple(day for day, _ in days), hours=tuple(Decimal(hours) for _, hours in days))
    for language in LANGUAGES:
        said = say(language, echo(pay, date(2026, 3, 1)))
        names = {day: say(language, Sentence(f"weekday.{day}")) for day in range(7)}
        assert {day for day, name in names.items() if name in said} == {day for day, _ in days}


@pytest.mark.parametrize("each", get_args(Each))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_way_of_paying_can_be_read_back(each: Each, language: str) -> None:
    for weekdays in ((), (MONDAY,), tuple(range(7))):
        pay = Pay(Decimal(400), each, weekdays, Decimal(1), (Decimal(8),))
        assert say(language, echo(pay, date(2026, 3, 1))).startswith("$400.00")


@pytest.mark.parametrize(
    ("amount", "each", "weekdays", "visits", "code"),
    [
        ("0", "day", (), None, "pay_not_positive"),
        ("-1", "day", (), None, "pay_not_positive"),
        ("NaN", "day", (), None, "pay_not_positive"),
        ("Infinity", "day", (), None, "pay_not_positive"),
        ("1", "visit", (), None, "visits_missing"),
        ("1", "visit", (7,), None, "weekdays_not_possible"),
        ("1", "visit", (1, 1), None, "weekdays_not_possible"),
        ("1", "visit", (), "8", "visits_not_possible"),
        ("1", "week", (), "0", "visits_not_possible"),
    ],
)
def test_impossible_pay_is_refused(
    amount: str, each: Each, weekdays: tuple[int, ...], visits: str | None, code: str
) -> None:
    with pytest.raises(PayRefused) as refused:
        Pay(Decimal(amount), each, weekdays, None if visits is None else Decimal(visits))
    assert refused.value.sentence.code == f"notice.{code}"
    assert all(say(language, refused.value.sentence) for language in LANGUAGES)


@pytest.mark.parametrize(
    ("weekdays", "hours", "code"),
    [
        ((MONDAY,), (), "hours_missing"),
        ((MONDAY, 1, 2), (8, 4), "hours_not_possible"),
        ((0,), (25,), "hours_not_possible"),
    ],
)
def test_pay_by_the_hour_needs_possible_hours(weekdays: tuple[int, ...], hours: tuple[int, ...], code: str) -> None:
    with pytest.raises(PayRefused) as refused:
        Pay(Decimal(60), "hour", weekdays, hours=tuple(Decimal(h) for h in hours))
    assert refused.value.sentence.code == f"notice.{code}"
    assert all(say(language, refused.value.sentence) for language in LANGUAGES)


def test_the_three_floors_are_not_one_another() -> None:
    day = date(2026, 3, 1)
    assert minimum_wage("general", day).value.value == Decimal("315.04")
    assert professional_wage("general", day).value.value == Decimal("342.47")
    assert professional_wage("border", day).value.value == Decimal("440.87")
    assert professional_wage("general", date(2020, 5, 1)).value.parameter == "minimum_wage_general"
    assert base_wage_cap(date(2026, 1, 31)) == Decimal("2828.50")
    assert base_wage_cap(date(2026, 2, 1)) == Decimal("2932.75")


@pytest.mark.parametrize(
    ("paid", "hours", "owed"),
    [("300", None, "42.47"), ("342.47", None, "0.00"), ("400", "8", "0.00"), ("150", "4", "21.24"), ("180", "4", "0")],
)
def test_what_is_owed_below_the_legal_wage(paid: str, hours: str | None, owed: str) -> None:
    gap = wage_gap(Decimal(paid), "general", date(2026, 3, 1), None if hours is None else Decimal(hours))
    assert gap.owed == Decimal(owed)


@pytest.mark.parametrize(
    ("hourly", "hours", "floor", "paid", "owed"),
    [
        # Four hours at 60: 240, of 342.47 whatever the hours (LFT 83), or of half of it, 171.24.
        ("60", ("4",), "whole_day", "240", "102.47"),
        ("60", ("4",), "by_hours", "240", "0"),
        # Four hours at 40: 160, short of half the minimum by 11.24.
        ("40", ("4",), "whole_day", "160", "182.47"),
        ("40", ("4",), "by_hours", "160", "11.24"),
        # Four hours at 90: 360 a day is a whole day's pay.
        ("90", ("4",), "whole_day", "360", "0"),
        # Eight on Monday and four on Thursday at 60: 480 is enough, 240 lacks 102.47; 51.235 a day on average.
        ("60", ("8", "4"), "whole_day", "360", "51.24"),
        ("60", ("8", "4"), "by_hours", "360", "0"),
        # The same in the other order of the days, and ten hours on one of them: 600 and 240.
        ("60", ("10", "4"), "whole_day", "420", "51.24"),
    ],
)
def test_pay_by_the_hour_never_brings_less_than_a_day(
    hourly: str, hours: tuple[str, ...], floor: str, paid: str, owed: str
) -> None:
    pay = Pay(Decimal(hourly), "hour", (MONDAY, THURSDAY), hours=tuple(Decimal(each) for each in hours))
    day, policies = date(2026, 3, 1), Policies(hourly_floor=floor)
    gap = gap_of(pay, pay.wage_to_compare(MONTH), Decimal("342.47"), day, policies)
    assert (gap.paid, gap.owed) == (Decimal(paid), Decimal(owed))


@given(
    hourly=st.decimals("1", "500", places=2),
    hours=st.lists(st.decimals("0.5", "12", places=1), min_size=2, max_size=2),
    each=st.sampled_from(["hour", "visit"]),
)
def test_the_floor_of_the_hour_is_never_the_lower_one(hourly: Decimal, hours: list[Decimal], each: Each) -> None:
    """Under L-7 `whole_day` at least as much is owed as by the hours; for other pay both are the same."""
    pay = Pay(hourly, each, (MONDAY, THURSDAY), hours=tuple(hours))
    legal, day = Decimal("342.47"), date(2026, 3, 1)
    whole, by_hours = (
        gap_of(pay, pay.wage_to_compare(MONTH), legal, day, Policies(hourly_floor=floor)).owed
        for floor in ("whole_day", "by_hours")
    )
    assert whole >= by_hours if each == "hour" else whole == by_hours
    if each == "hour" and all(hourly * h >= legal for h in hours):
        assert whole == 0


@pytest.mark.parametrize(
    ("each", "term", "code"),
    [
        *((each, term, None) for each in ("visit", "hour", "day", "week") for term in ("week", "fifteen_days")),
        ("fortnight", "week", "payday.seldom_fortnight"),
        ("fortnight", "fifteen_days", None),
        ("month", "week", "payday.seldom_month"),
        ("month", "fifteen_days", "payday.seldom_month"),
        (None, "week", None),
    ],
)
def test_pay_that_comes_too_seldom_is_flagged(each: str | None, term: str, code: str | None) -> None:
    """LFT 88: a week for material work, fifteen days for other work; which of them domestic work is, is L-8."""
    flag = payday_flag(each, date(2026, 3, 1), Policies(payday_term=term))
    assert (flag.code if flag else None) == code
    assert payday_rule(date(2026, 3, 1)) == Sentence("payday.rule", {"material": 7, "other": 15, "article": "LFT 88"})
    assert all(say(language, said) for language in LANGUAGES for said in (flag, payday_rule(date(2026, 3, 1))) if said)


@pytest.mark.parametrize("floor", BY_FIELD["hourly_floor"].options)
@pytest.mark.parametrize("language", LANGUAGES)
def test_both_answers_about_the_hour_have_words(floor: str, language: str) -> None:
    assert say(language, Sentence(f"notice.hourly_floor_{floor}", {"policy": "L-7", "answer": floor}))
