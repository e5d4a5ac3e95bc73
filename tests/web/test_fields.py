"""What people type into forms, and what it is taken for."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from wtforms import Form

from regime.sentences import Sentence
from web.forms.fields import (
    Checkbox,
    Checkboxes,
    EmailInput,
    IdentifierInput,
    Length,
    Optional,
    Radios,
    Required,
    TextInput,
    choices,
)
from web.forms.value_fields import DayInput, HoursInput, MoneyInput

WANTED = [Required("x.wanted")]


class Typed(Form):
    """One field of each kind that reads something into what was typed."""

    text = TextInput("x", [Required("x.wanted"), Length("x.long", most=10)])
    curp = IdentifierInput("x", WANTED)
    email = EmailInput("x", [Optional()])
    day = DayInput("x", WANTED)
    pay = MoneyInput("x", WANTED)
    hours = HoursInput("x", [Optional()])
    one = Radios("x", WANTED, choices=choices("x.one", ("a", "b")))
    many = Checkboxes("x", WANTED, choices=choices("x.many", ("a", "b")))
    sure = Checkbox("x", WANTED)


def typed(**values: object) -> Typed:
    form = Typed(MultiDict(values))
    form.validate()
    return form


@pytest.mark.parametrize(
    "text", ["4/3/2026", "04/03/2026", " 4-3-26 ", "4.3.2026", "4 3 2026", "2026-03-04", "2026-3-4"]
)
def test_a_day_is_read_day_first(text: str) -> None:
    assert typed(day=text).day.data == date(2026, 3, 4)


@pytest.mark.parametrize("text", ["31/2/2026", "4/13/2026", "2026-13-04", "mañana", "4/3", "4/3/026", "0/1/2026"])
def test_a_day_that_does_not_exist_is_refused_and_stays_as_typed(text: str) -> None:
    form = typed(day=text)
    assert form.day.errors == ["form.day_unreadable"]
    assert form.day._value() == text


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1250.5", "1250.50"),
        ("1,250.50", "1250.50"),
        ("$ 1,250", "1250.00"),
        ("1250 pesos", "1250.00"),
        ("12,345,678.90 MXN", "12345678.90"),
    ],
)
def test_money_is_read_the_mexican_way(text: str, amount: str) -> None:
    assert typed(pay=text).pay.data == Decimal(amount)


@pytest.mark.parametrize("text", ["12,5", "1.250,50", "1,25", "-5", "1e3", "NaN", "12.345", "mucho", "1" * 20])
def test_money_that_could_mean_two_things_or_nothing_is_refused(text: str) -> None:
    form = typed(pay=text)
    assert form.pay.errors == ["form.money_unreadable"]
    assert form.pay._value() == text


@pytest.mark.parametrize(("text", "hours"), [("8", "8"), ("4.5", "4.5"), ("4,5", "4.5"), ("4:30", "4.5"), ("24", "24")])
def test_hours_are_read(text: str, hours: str) -> None:
    assert typed(hours=text).hours.data == Decimal(hours)


@pytest.mark.parametrize("text", ["25", "4:75", "-1", "0", "ocho"])
def test_hours_no_day_has_are_refused(text: str) -> None:
    assert typed(hours=text).hours.errors == ["form.hours_unreadable"]


def test_identifiers_lose_spaces_and_hyphens_and_gain_capitals() -> None:
    assert typed(curp=" aamr-740524 hocbrn08 ").curp.data == "AAMR740524HOCBRN08"


def test_nothing_typed_says_what_to_type_once() -> None:
    errors = typed().errors
    assert set(errors) == {"text", "curp", "day", "pay", "one", "many", "sure"}
    assert set(map(tuple, errors.values())) == {("x.wanted",)}


def test_optional_fields_may_stay_empty_but_not_be_wrong() -> None:
    assert typed(email="  ", hours="").email.errors == []
    form = typed(email="a@b", hours="three")
    assert (form.email.errors, form.hours.errors) == (["form.email_unreadable"], ["form.hours_unreadable"])


def test_too_long_says_how_much_fits() -> None:
    assert typed(text="x" * 11).text.errors == [Sentence("x.long", {"least": 0, "most": 10})]


def test_a_value_that_is_put_back_is_written_as_people_type_it() -> None:
    form = Typed(data={"day": date(2026, 3, 4), "pay": Decimal("1250.5"), "hours": Decimal("4.50")})
    assert (form.day._value(), form.pay._value(), form.hours._value()) == ("4/3/2026", "1250.50", "4.5")


@settings(max_examples=200)
@given(text=st.text(max_size=40))
def test_no_text_breaks_a_form(text: str) -> None:
    form = typed(**dict.fromkeys(("text", "curp", "email", "day", "pay", "hours", "one", "many"), text))
    assert form.text.errors or form.text.data == " ".join(text.split())
    assert form.day.errors or isinstance(form.day.data, date)
    assert form.pay.errors or isinstance(form.pay.data, Decimal)


@given(day=st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_day_written_by_us_is_read_back(day: date) -> None:
    assert typed(day=Typed(data={"day": day}).day._value()).day.data == day


@given(cents=st.integers(0, 10**11 - 1))
def test_an_amount_written_by_us_is_read_back(cents: int) -> None:
    amount = Decimal(cents).scaleb(-2)
    assert typed(pay=Typed(data={"pay": amount}).pay._value()).pay.data == amount
