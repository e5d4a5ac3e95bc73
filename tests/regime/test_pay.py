"""Pay as people agree it becomes a daily wage, days of the calendar and a sentence to read back."""

from datetime import date
from decimal import Decimal

import pytest

from regime.pay import Each, Pay, PayRefused, days_of_month, fewest_and_most_days
from regime.wages import base_wage_cap, minimum_wage, professional_wage, wage_gap
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


def test_the_echo_reads_back_what_was_understood() -> None:
    echo = Pay(Decimal("342.47"), "visit", (THURSDAY, MONDAY)).echo(date(2026, 3, 1))
    assert say("en", echo) == "$342.47 each time, on Mondays and Thursdays: 8 to 9 days a month; this whole month, 9."
    assert say("es", echo) == "$342.47 cada vez, lunes y jueves: de 8 a 9 días al mes; este mes completo, 9."
    three = Pay(Decimal("342.47"), "day", (MONDAY, WEDNESDAY, FRIDAY)).echo(date(2026, 3, 1))
    assert "lunes, miércoles y viernes" in say("es", three)
    assert "lunes:" in say("es", Pay(Decimal(1), "visit", (MONDAY,)).echo(date(2026, 3, 1)))


@pytest.mark.parametrize("each", ["visit", "day", "week", "fortnight", "month"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_way_of_paying_can_be_read_back(each: Each, language: str) -> None:
    for weekdays in ((), (MONDAY,), tuple(range(7))):
        pay = Pay(Decimal(400), each, weekdays, Decimal(1))
        assert say(language, pay.echo(date(2026, 3, 1))).startswith("$400.00")


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
