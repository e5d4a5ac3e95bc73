"""Which days of a month are insured and what they cost: the cases worked out by hand, and what never happens."""

import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrolment.money.contributed import days_between, last_of_month
from enrolment.relation.agreement import PAY_EACH, Relation, insured_days, statement_for
from enrolment.relation.relation_days import absence
from regime.policies import Policies

MONTHS = Path(__file__).parent / "months"
BEGAN = date(2025, 9, 1)
USUAL = {
    "hours_per_day": Decimal(8),
    "weekday_hours": None,
    "in_kind": "none",
    "mode": "per_day",
    "periodicity": 1,
}


def cases() -> Iterator[Any]:
    for path in sorted(MONTHS.glob("*.toml")):
        for case in tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)["case"]:
            yield pytest.param(case, id=case["name"])


def agreed(**terms: Any) -> Any:
    """Terms as a case holds them."""
    return SimpleNamespace(**{**USUAL, **terms})


@pytest.mark.parametrize("case", list(cases()))
def test_a_month_worked_out_by_hand(case: dict[str, Any]) -> None:
    month, policies = case["month"], Policies(**case.get("policies", {}))
    absences = tuple(absence(first, last, policies) for first, last in case.get("absences", ()))
    vacation = tuple((first, last) for first, last in case.get("vacation", ()))
    relation = Relation("09015", date(2026, 1, 5), date(2026, 1, 5), None, absences, vacation)
    terms = agreed(**case["terms"])
    days = insured_days(terms, relation, month, case.get("reported"))
    expected = [day.day for day in days_between(month, last_of_month(month))] if "every_day" in case else case["days"]
    assert [day.day for day in days] == expected
    if days:
        statement = statement_for(terms, relation, {month: days}, policies)
        assert (statement.months[0].social_security, statement.total) == (case["social_security"], case["total"])


months = st.dates(date(2024, 1, 1), date(2026, 11, 30)).map(lambda day: day.replace(day=1))
spans = st.lists(st.tuples(st.dates(date(2023, 12, 1), date(2027, 1, 31)), st.integers(0, 40)), max_size=3)
terms = st.builds(
    agreed,
    pay_amount=st.decimals("60", "1500", places=2),
    pay_each=st.sampled_from(PAY_EACH),
    weekdays=st.sets(st.sampled_from("0123456"), min_size=1).map(lambda days: "".join(sorted(days))),
    mode=st.sampled_from(("per_day", "full_month")),
)


def _relation(began: date, length: int, absent: list[tuple[date, int]]) -> Relation:
    unpaid = tuple(absence(first, first + timedelta(days=more), Policies()) for first, more in absent)
    return Relation("09015", began, began, began + timedelta(days=length), unpaid)


@given(
    terms,
    months,
    st.dates(date(2023, 6, 1), date(2026, 11, 30)),
    st.integers(0, 900),
    spans,
    st.none() | st.sets(st.integers(1, 28), min_size=1),
)
def test_no_day_is_reported_outside_the_relation(
    agreed: Any, month: date, began: date, length: int, absent: list[tuple[date, int]], reported: set[int] | None
) -> None:
    relation = _relation(began, length, absent)
    found = insured_days(agreed, relation, month, reported)
    assert list(found) == sorted(set(found))
    assert all(began <= day <= relation.ended_on and day.replace(day=1) == month for day in found if relation.ended_on)


@given(terms, months, spans)
def test_a_pause_never_raises_what_is_due(agreed: Any, month: date, absent: list[tuple[date, int]]) -> None:
    kept = _relation(BEGAN - timedelta(days=900), 3000, [])
    paused = _relation(BEGAN - timedelta(days=900), 3000, absent)
    whole, left = (insured_days(agreed, relation, month, None) for relation in (kept, paused))
    assert set(left) <= set(whole)
    if left:
        before, after = (
            statement_for(agreed, relation, {month: days}, Policies()).total
            for relation, days in ((kept, whole), (paused, left))
        )
        assert after <= before
