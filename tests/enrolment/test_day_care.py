"""Day-care after the baja (LSS 207): cases a lawyer can read, and what holds whatever else is paid."""

import tomllib
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enrolment.insurance.coverage import assess
from enrolment.insurance.day_care import DayCare, day_care
from enrolment.money.contributed import Contribution, Paid
from regime.pay import days_of_month
from regime.policies import Policies
from tests.enrolment.worked_cases import CASES
from workflow.words import LANGUAGES, say, say_all

POLICIES = Policies()
UNHURRIED = settings(deadline=None, max_examples=50)
CASE = tomllib.loads((CASES.parent / "afterwards" / "day_care.toml").read_text(encoding="utf-8"))
MARCH, IN_TIME = date(2026, 3, 1), date(2026, 2, 15)


def line(name: str, weekdays: tuple[int, ...], paid_on: date | None, ended: date | None = None) -> Contribution:
    """A home that insures some days of March 2026 with a line of 500 pesos, paid or not."""
    amount = Decimal(500)
    return Contribution(
        affiliation=name,
        household=name,
        name=name,
        line_amount=amount,
        quotas=amount,
        payments=(Paid(amount, paid_on),) if paid_on else (),
        days=frozenset(days_of_month(weekdays, MARCH)),
        began=date(2025, 6, 2),
        ended=ended,
    )


def kept(lines: Sequence[Contribution], day: date) -> DayCare | None:
    """What is kept on a day after March, by the days that are covered under every reading."""
    return day_care(assess(MARCH, lines, POLICIES, day).days, lines, POLICIES, day)


@pytest.mark.parametrize("expected", CASE["cases"], ids=lambda case: case["name"])
def test_the_cases_worked_out_by_hand(expected: dict[str, Any]) -> None:
    lines = [line(e["home"], tuple(e["weekdays"]), e.get("paid_on"), e.get("ended")) for e in expected["lines"]]
    found = kept(lines, expected["on"])
    if "until" not in expected:
        assert found is None
        return
    assert found is not None
    assert (found.left_on, found.until, found.left_by) == (expected["left_on"], expected["until"], expected["left_by"])


def test_nobody_insured_keeps_nothing() -> None:
    assert day_care((), (), POLICIES, date(2026, 4, 1)) is None


HOMES = st.lists(
    st.builds(
        line,
        st.sampled_from(["Casa Uno", "Casa Dos", "Casa Tres"]),
        st.sets(st.integers(0, 6), min_size=1).map(lambda found: tuple(sorted(found))),
        st.none() | st.dates(date(2026, 2, 1), date(2026, 3, 10)),
        st.none() | st.dates(date(2026, 3, 1), date(2026, 4, 20)),
    ),
    min_size=1,
    max_size=4,
)


@UNHURRIED
@given(HOMES, HOMES, st.dates(date(2026, 3, 2), date(2026, 4, 28)))
def test_another_payment_never_shortens_it(some: list[Contribution], more: list[Contribution], day: date) -> None:
    """Whoever else pays, the baja comes no earlier; where nothing is kept any more yet, she is still insured."""
    alone, together = kept(some, day), kept(some + more, day)
    if alone is None:
        return
    if together is None:
        assert kept(some + more, date(2026, 4, 1)).until >= alone.until  # type: ignore[union-attr]
    else:
        assert together.until >= alone.until


@UNHURRIED
@given(HOMES)
def test_it_begins_after_her_last_covered_day_and_lasts_four_weeks(homes: list[Contribution]) -> None:
    found = kept(homes, date(2026, 4, 1))
    covered = assess(MARCH, homes, POLICIES, date(2026, 4, 1)).days
    assert (found is None) <= (not covered or max(covered) < date(2026, 3, 5))
    if found is not None:
        assert max(covered) <= found.left_on <= date(2026, 3, 31)
        assert found.until - found.left_on == timedelta(days=28)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_until_when_and_from_which_day(language: str) -> None:
    for ended in (None, date(2026, 3, 20)):
        found = kept([line("Casa Uno", (0,), IN_TIME, ended)], date(2026, 4, 1))
        assert found is not None
        assert str(found.until.day) in say(language, found.told())
        assert str(found.left_on.day) in "".join(say_all(language, found.explained()))
