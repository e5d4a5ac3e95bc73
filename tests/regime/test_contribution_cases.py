"""Legal cases as data: every published or hand-computed amount is reproduced to the cent."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from regime.branches_due import PartialDays
from regime.contributions import contributions
from regime.pay import Pay
from regime.policies import Policies
from regime.statement import Statement
from regime.terms import Terms

CASES = [
    pytest.param(case, id=f"{file.stem}-{number}")
    for file in sorted((Path(__file__).parent / "cases").glob("*.toml"))
    for number, case in enumerate(tomllib.loads(file.read_text(encoding="utf-8"))["case"], start=1)
]
DECIMALS = ("base_wage", "days", "integration_factor", "risk_rate")
WORDS = ("day", "mode", "zone", "in_kind", "housing", "regime")
POLICIES = {"rounding": "rounding", "in_kind_policy": "in_kind", "rest_day_share": "rest_day_share"}
FACTS = ("origin", "pay", "month_days", "partial_days", "situations", "published", "expected")
KEYS = {*FACTS, *DECIMALS, *WORDS, *POLICIES}


def statement_of(case: dict[str, Any]) -> Statement:
    """Compute what a case describes."""
    assert set(case) <= KEYS, f"unknown keys {set(case) - KEYS}"
    given: dict[str, Any] = {key: case[key] for key in WORDS if key in case}
    given |= {key: Decimal(case[key]) for key in DECIMALS if key in case}
    if "pay" in case:
        pay = case["pay"]
        given["pay"] = Pay(Decimal(pay["amount"]), pay["each"], tuple(pay.get("weekdays", ())))
    given["partial_days"] = tuple(PartialDays(k, Decimal(days)) for k, days in case.get("partial_days", {}).items())
    given["situations"] = tuple(case.get("situations", ()))
    if "month_days" in case:
        given["month_days"] = Decimal(case["month_days"])
    policies = Policies(**{field: case[key] for key, field in POLICIES.items() if key in case})
    return contributions(Terms(**given), policies)


@pytest.mark.parametrize("case", CASES)
def test_expected_amounts(case: dict[str, Any]) -> None:
    found = statement_of(case).as_json()
    assert {key: found[key] for key in case["expected"]} == case["expected"]


@pytest.mark.parametrize("case", [case for case in CASES if "published" in case.values[0]])
def test_published_amounts(case: dict[str, Any]) -> None:
    statement = statement_of(case)
    for key, (amount, tolerance) in case["published"].items():
        found = getattr(statement, key)
        assert abs(found - Decimal(amount)) <= Decimal(tolerance), f"{key}: {found}, published {amount}"


def test_the_day_decides_the_scheme() -> None:
    wage = Decimal(500)
    on = {day: contributions(Terms(day=day, base_wage=wage)).regime for day in (date(2023, 5, 15), date(2023, 5, 16))}
    assert on == {date(2023, 5, 15): "pilot_second_phase", date(2023, 5, 16): "mandatory"}


def test_overrides_hold_in_the_pilot_too() -> None:
    terms = Terms(
        day=date(2019, 5, 1),
        pay=Pay(Decimal("200"), "day"),
        integration_factor=Decimal("1.0452"),
        month_days=Decimal("30.4"),
        housing=True,
        risk_rate=Decimal("0.01"),
    )
    statement = contributions(terms)
    assert statement.base_wage == Decimal("209.04")
    assert statement.days == Decimal("30.4")
    assert statement.infonavit == Decimal("317.74")
    assert next(line.rate for line in statement.lines if line.concept == "work_risk") == Decimal("0.01")
