"""Wage receipts: cases by hand, and the parts of a month that always add up to what the month withholds."""

import tomllib
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrolment.papers.wage_receipts import SPANS, WageReceipt, span_around, spans_for, wage_receipt
from enrolment.relation.agreement import Relation, insured_days, statement_for
from regime.policies import Policies

CASES = tomllib.loads((Path(__file__).parent / "receipts" / "by_hand.toml").read_text(), parse_float=Decimal)
MEXICO_CITY = "09015"


def terms(pay: dict[str, Any]) -> Any:
    """The terms of a case."""
    known = {"hours_per_day": None, "weekday_hours": None, "in_kind": "none", "periodicity": 1}
    hours = pay.get("hours_per_day")
    return SimpleNamespace(
        **{
            **known,
            **{key: value for key, value in pay.items() if key not in ("amount", "each")},
            "pay_amount": Decimal(pay["amount"]),
            "pay_each": pay["each"],
            "hours_per_day": Decimal(hours) if hours else None,
        }
    )


def receipt(pay: dict[str, Any], began: date, first: date, last: date, ended: date | None = None) -> WageReceipt:
    """The receipt of some days in Mexico City, insured from the beginning."""
    relation = Relation(MEXICO_CITY, began, began, ended)
    agreed = terms(pay)
    return wage_receipt(first, last, lambda _month: agreed, relation, {}, Policies())


@pytest.mark.parametrize("case", CASES["receipt"], ids=lambda case: case["name"])
def test_a_case_by_hand(case: dict[str, Any]) -> None:
    found = receipt(case["pay"], case["began"], case["first"], case["last"], case.get("ended"))
    assert [day.day for day in found.days] == case["days"]
    assert found.earned == Decimal(case["earned"])
    assert found.is_partial == case.get("partial", False)
    assert found.to_receive == found.earned - found.withheld


VISITS = {"amount": 650, "each": "visit", "weekdays": "024", "mode": "per_day"}


def test_the_weeks_of_a_month_withhold_what_the_month_withholds() -> None:
    """April 2026: 13 visits of 650, base 682.05 a day; 227.76 is her share of the month (2.375 % and the excess)."""
    month = receipt(VISITS, date(2026, 1, 5), date(2026, 4, 1), date(2026, 4, 30))
    assert (month.earned, month.withheld, month.to_receive) == (Decimal(8450), Decimal("227.76"), Decimal("8222.24"))


@given(
    month=st.integers(1, 12).map(lambda number: date(2026, number, 1)),
    cuts=st.lists(st.integers(2, 28), max_size=4, unique=True).map(sorted),
    weekdays=st.sets(st.sampled_from("0123456"), min_size=1).map(lambda days: "".join(sorted(days))),
    mode=st.sampled_from(["per_day", "full_month"]),
    amount=st.integers(300, 1500),
)
def test_however_a_month_is_cut_its_parts_add_up(
    month: date, cuts: list[int], weekdays: str, mode: str, amount: int
) -> None:
    pay = {"amount": amount, "each": "visit", "weekdays": weekdays, "mode": mode}
    last = span_around("month", month)[1]
    starts = [1, *cuts]
    ends = [*(cut - 1 for cut in cuts), last.day]
    parts = [
        receipt(pay, date(2025, 6, 2), month.replace(day=start), month.replace(day=end))
        for start, end in zip(starts, ends, strict=True)
    ]
    relation = Relation(MEXICO_CITY, date(2025, 6, 2), date(2025, 6, 2))
    days = insured_days(terms(pay), relation, month, None)
    share = statement_for(terms(pay), relation, {month: days}, Policies()).months[0].worker if days else Decimal(0)
    assert sum((part.withheld for part in parts), Decimal(0)) == share
    assert all(part.withheld >= 0 for part in parts)
    assert sum((part.earned for part in parts), Decimal(0)) == amount * sum(len(part.days) for part in parts)


@given(day=st.dates(date(2024, 1, 1), date(2030, 12, 31)))
def test_a_span_holds_its_day_and_the_spans_follow_each_other(day: date) -> None:
    for span in SPANS:
        first, last = span_around(span, day)
        assert first <= day <= last
        assert span_around(span, last + timedelta(days=1))[0] == last + timedelta(days=1)
        assert span_around(span, first) == (first, last)


def test_pay_is_only_split_where_that_is_plain() -> None:
    assert spans_for("visit") == spans_for("hour") == spans_for("day") == ("week", "fortnight", "month")
    assert [spans_for(each) for each in SPANS] == [("week",), ("fortnight",), ("month",)]
