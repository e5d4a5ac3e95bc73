"""The simulator: the amounts of the law, twelve months long, for everybody, and nothing written."""

import re
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

import pytest

from regime.contributions import contributions
from regime.pay import Pay
from regime.terms import Terms
from tests.web.at_home import events, in_march  # noqa: F401 - a fixture
from tests.web.conftest import Visitor
from web.everyone.simulation import Insured, simulate
from workflow.database import Database
from workflow.settings import Policies
from workflow.words import money

ASKED = {
    "each": "visit",
    "amount": "600",
    "weekdays": ["0", "3"],
    "hours": "8",
    "town": "06700",
    "in_kind": "none",
    "others": "yes",
    "first_day": "2/3/2026",
}


pytestmark = pytest.mark.usefixtures("in_march")


def address(**changed: object) -> str:
    return "/simulator?" + urlencode({**ASKED, **changed}, doseq=True)


def insured(**changed: object) -> Insured:
    asked = {
        "pay_amount": Decimal(600),
        "pay_each": "visit",
        "weekdays": "03",
        "hours_per_day": Decimal(8),
        "weekday_hours": None,
        "in_kind": "none",
        "municipality": "09015",
        "first_day": date(2026, 3, 2),
        "mode": "per_day",
    }
    return Insured(**{**asked, **changed})  # type: ignore[arg-type]


def test_the_amounts_are_those_of_the_law(visitor: Visitor) -> None:
    answer = visitor.get(address())
    assert answer.status_code == 200
    for month, days in ((date(2026, 3, 1), 9), (date(2026, 4, 1), 9), (date(2026, 5, 1), 8)):
        terms = Terms(day=month, pay=Pay(Decimal(600), "visit", (0, 3)), mode="per_day", days=Decimal(days))
        statement = contributions(terms)
        for amount in (statement.total, statement.worker, statement.paid_by_employer):
            assert money("es", amount) in answer.text, (month, amount)
        for line in statement.lines:
            assert line.source in answer.text


def test_the_first_month_is_paid_afterwards_and_the_second_ahead() -> None:
    simulation = simulate(insured(), Policies())
    assert [month.month for month in simulation.months] == [date(2026 + n // 12, n % 12 + 1, 1) for n in range(2, 14)]
    assert simulation.first.due.due == date(2026, 4, 17)
    assert simulation.whole.due.due == date(2026, 3, 31)


def test_january_and_february_are_explained_and_what_is_not_published_is_a_projection(visitor: Visitor) -> None:
    months = {month.month: month for month in simulate(insured(), Policies()).months}
    assert [month for month in months if months[month].change] == [date(2027, 1, 1), date(2027, 2, 1)]
    assert [month for month in months if months[month].projected] == [date(2027, 1, 1), date(2027, 2, 1)]
    text = visitor.get(address()).text
    assert "cambia el salario mínimo" in text
    assert "cambia la UMA" in text
    assert text.count("proyección") == 2


def test_days_follow_the_calendar_and_months_without_any_are_left_out() -> None:
    simulation = simulate(insured(weekdays="0", first_day=date(2026, 3, 31)), Policies())
    assert simulation.months[0].month == date(2026, 4, 1)
    assert {month.days for month in simulation.months} == {4, 5}


def test_a_name_that_several_towns_share_asks_which_and_the_border_pays_by_its_own_wage(visitor: Visitor) -> None:
    asked = visitor.get(address(town="guerrero"))
    assert asked.status_code == 422
    assert "Elija el municipio" in asked.text
    border = re.search(r'value="(28027|05010)"', asked.text) or re.search(r'value="(\d{5})"', asked.text)
    assert border is not None
    chosen = visitor.get(address(town="guerrero", municipality="05012", amount="300"))
    assert chosen.status_code == 200
    assert "Guerrero, Coahuila" in chosen.text
    assert "frontera norte" in chosen.text


def test_a_wage_below_the_law_is_answered_and_the_difference_shown(visitor: Visitor) -> None:
    answer = visitor.get(address(amount="300"))
    assert answer.status_code == 200
    assert "faltan $42.47" in answer.text  # 342.47 is the professional minimum of 2026
    assert "Esto no impide" in answer.text


def test_both_ways_of_insuring_are_compared_and_either_can_be_looked_at(visitor: Visitor) -> None:
    full = simulate(insured(mode="full_month"), Policies()).whole.statement.total
    assert money("es", full) in visitor.get(address()).text
    assert f"forma «{'Mes completo'}»" in visitor.get(address(mode="full_month")).text


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("amount", "", "Escriba cuánto se le paga"),
        ("amount", "12,50", "Escriba"),
        ("amount", "0", "mayor que cero"),
        ("weekdays", [], "Marque por lo menos un día"),
        ("hours", "25", "entre 0 y 24"),
        ("town", "nowhere at all", "No encontramos"),
        ("town", "0670", "cinco dígitos"),
        ("first_day", "31/2/2026", "fecha que exista"),
        ("first_day", "1/1/2020", "no se puede simular"),
        ("each", "year", "Elija"),
    ],
)
def test_what_cannot_be_read_is_said_and_everything_typed_stays(
    visitor: Visitor, field: str, typed: object, said: str
) -> None:
    answer = visitor.get(address(**{field: typed}))
    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="0" checked' in answer.text or field == "weekdays"
    if isinstance(typed, str) and typed and field != "each":
        assert f'value="{typed}"' in answer.text


def test_answers_can_be_changed_and_the_address_shared(visitor: Visitor, app: object) -> None:
    first = visitor.get(address())
    change = re.search(r'href="(\?[^"]*change=1)"', first.text)
    assert change is not None
    assert 'value="600' in visitor.get("/simulator" + change[1].replace("&amp;", "&")).text
    assert visitor.get(address(lang="en")).status_code == 200


def test_nothing_is_written(visitor: Visitor, sqlite_database: Database) -> None:
    visitor.get("/simulator")
    visitor.get(address())
    assert events(sqlite_database) == 0
