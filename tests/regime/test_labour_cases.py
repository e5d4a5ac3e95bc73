"""Legal cases of labour law as data: bonus, vacation, rest days and the end of a relation, to the cent."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from regime.aguinaldo import aguinaldo
from regime.dues import Dues
from regime.pay import Pay
from regime.policies import BY_FIELD, Policies
from regime.rest_days import rest_of_a_week
from regime.service import PaidFrom, Service
from regime.severance import Leaving, severance
from regime.vacations import vacation_lines, vacation_of
from workflow.words import LANGUAGES, knows, say

CASES = [
    pytest.param(case, id=f"{file.stem}-{number}")
    for file in sorted((Path(__file__).parent / "labour").glob("*.toml"))
    for number, case in enumerate(tomllib.loads(file.read_text(encoding="utf-8"))["case"], start=1)
]
LEAVING = ("vacation_days", "aguinaldo_paid", "premium_owed", "premium_ahead")
KEYS = {
    "derivation", "began_on", "ended_on", "pays", "absences", "zone", "policies", "year", "service_year", "week",
    "reason", "unpaid_days", "vacation_days", "aguinaldo_paid", "premium_owed", "premium_ahead",
    "expected", "notices",
}  # fmt: skip


def service_of(case: dict[str, Any]) -> Service:
    """The service that a case describes; the first pay holds from the beginning."""
    assert set(case) <= KEYS, f"unknown keys {set(case) - KEYS}"
    return Service(
        began_on=case["began_on"],
        pays=tuple(_paid(pay, case["began_on"]) for pay in case["pays"]),
        zone=case.get("zone", "general"),
        ended_on=case.get("ended_on"),
        absences=tuple((since, until) for since, until in case.get("absences", ())),
    )


def _paid(pay: dict[str, Any], began_on: date) -> PaidFrom:
    agreed = Pay(Decimal(pay["amount"]), pay["each"], tuple(pay.get("weekdays", ())))
    return PaidFrom(pay.get("since", began_on), agreed, pay.get("in_kind", "none"))


def found_in(case: dict[str, Any]) -> tuple[dict[str, str], Dues]:
    """Every amount and day that the case may compare, by its name."""
    service, policies = service_of(case), Policies(**case.get("policies", {}))
    if "service_year" in case:
        earned = vacation_of(service, case["service_year"], policies)
        dues = Dues(earned.right_on, vacation_lines(service, earned.days, earned.right_on, policies), ())
        days = {name: getattr(earned, name).isoformat() for name in ("right_on", "enjoy_by", "claim_until")}
        return {"days": f"{earned.days.normalize():f}", **days, **_amounts(dues)}, dues
    dues = _dues(case, service, policies)
    return _amounts(dues), dues


def _dues(case: dict[str, Any], service: Service, policies: Policies) -> Dues:
    if "reason" in case:
        given = {name: Decimal(case[name]) for name in LEAVING if name in case}
        leaving = Leaving(reason=case["reason"], unpaid_days=case.get("unpaid_days", 0), **given)
        return severance(service, leaving, policies)
    if "week" in case:
        return rest_of_a_week(service.pays[0], service.began_on, policies)
    return aguinaldo(service, case["year"], policies)


def _amounts(dues: Dues) -> dict[str, str]:
    return {"total": str(dues.total), **{line.concept: str(dues.of(line.concept)) for line in dues.lines}}


@pytest.mark.parametrize("case", CASES)
def test_expected_amounts(case: dict[str, Any]) -> None:
    found, dues = found_in(case)
    assert {key: found.get(key) for key in case["expected"]} == case["expected"]
    if "notices" in case:
        assert [notice.code for notice in dues.notices] == case["notices"]
    if not case["expected"]:
        assert not dues.lines


@pytest.mark.parametrize("case", CASES)
def test_dues_come_back_from_json(case: dict[str, Any]) -> None:
    dues = found_in(case)[1]
    again = Dues.from_json(dues.as_json())
    assert again.total == dues.total
    assert again.notices == dues.notices
    assert again.as_json() == dues.as_json()


def test_there_are_cases_enough() -> None:
    assert len(CASES) >= 40


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_notice_has_words(case: dict[str, Any], language: str) -> None:
    for notice in found_in(case)[1].notices:
        assert say(language, notice)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_to_an_open_decision_has_its_notice(language: str) -> None:
    told = (
        "aguinaldo_wage",
        "vacation_part_week",
        "vacation_day_wage",
        "absences_in_benefits",
        "indemnity_part_years",
        "first_days_indemnity",
    )
    for field in told:
        assert all(knows(f"notice.{field}_{option}", language) for option in BY_FIELD[field].options)
