"""What holds for every amount of money, whatever the wage, the day, the zone and the policies."""

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from regime.contributions import contributions
from regime.coverage_floor import coverage_floor
from regime.pay import Pay
from regime.policies import BY_FIELD, Policies
from regime.statement import Statement
from regime.terms import IN_KIND, MODES, Terms, calendar_days
from regime.wages import ZONES, minimum_wage

CENT = Decimal("0.01")
UNHURRIED = settings(deadline=None)  # a busy machine is no defect of the law
months = st.builds(lambda year, month: date(year, month, 1), st.integers(2019, 2026), st.integers(1, 12)).filter(
    lambda day: day >= date(2019, 4, 1)
)
wages = st.decimals(min_value="0.01", max_value="5000", places=2)
near_steps = st.sampled_from(
    ["315.04", "315.05", "330.57", "351.93", "351.94", "410.58", "469.24", "469.25", "2932.75"]
)
policies = st.builds(
    Policies,
    **{
        field: st.sampled_from(BY_FIELD[field].options)
        for field in ("integration_factor", "month_days", "in_kind", "worker_share_test", "rounding")
    },
    **{
        field: st.sampled_from(BY_FIELD[field].options)
        for field in ("old_age_first_row", "base_wage_floor", "rest_day_share")
    },
)


@st.composite
def terms(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "day": draw(months),
        "mode": draw(st.sampled_from(MODES)),
        "days": Decimal(draw(st.integers(1, 28))),
        "zone": draw(st.sampled_from(ZONES)),
        "in_kind": draw(st.sampled_from(IN_KIND)),
        "years_of_service": draw(st.integers(1, 40)),
    }


@UNHURRIED
@given(terms(), wages, policies)
def test_lines_add_up(given_terms: dict[str, Any], wage: Decimal, chosen: Policies) -> None:
    statement = contributions(Terms(pay=Pay(wage, "day"), **given_terms), chosen)
    parts = (statement.employer, statement.worker, statement.worker_paid_by_employer, statement.infonavit)
    assert sum(parts) == statement.total
    assert sum(line.amount for line in statement.lines) == statement.total
    assert sum(line.amount for line in statement.lines if line.payer == "worker") == statement.worker
    assert min(parts) >= 0
    explained = sum(line.base * line.rate for line in statement.lines if line.base is not None)
    assert abs(explained - statement.unrounded_total) < Decimal("0.000001")


@UNHURRIED
@given(terms(), wages, policies)
def test_rounding_once_stays_within_half_a_cent(given_terms: dict[str, Any], wage: Decimal, chosen: Policies) -> None:
    once = Policies.from_texts(chosen.as_texts() | {"rounding": "total"})
    statement = contributions(Terms(pay=Pay(wage, "day"), **given_terms), once)
    assert abs(statement.total - statement.unrounded_total) <= CENT / 2


@UNHURRIED
@given(terms(), st.one_of(wages, near_steps.map(Decimal)), st.decimals("0.01", "50", places=2), policies)
def test_the_total_never_falls_as_the_wage_rises(
    given_terms: dict[str, Any], wage: Decimal, more: Decimal, chosen: Policies
) -> None:
    lower = contributions(Terms(pay=Pay(wage, "day"), **given_terms), chosen)
    higher = contributions(Terms(pay=Pay(wage + more, "day"), **given_terms), chosen)
    assert lower.total <= higher.total


@UNHURRIED
@given(months, near_steps.map(Decimal), st.sampled_from([CENT, Decimal("0.02"), Decimal("1")]))
def test_nor_across_the_rows_of_a_given_base_wage(day: date, base_wage: Decimal, more: Decimal) -> None:
    assert (
        contributions(Terms(day=day, base_wage=base_wage)).total
        <= contributions(Terms(day=day, base_wage=base_wage + more)).total
    )


@UNHURRIED
@given(months, wages)
def test_all_days_one_by_one_are_the_full_month(day: date, wage: Decimal) -> None:
    days = Decimal(calendar_days(day))
    by_days = contributions(Terms(day=day, mode="per_day", days=days, pay=Pay(wage, "day")))
    whole = contributions(Terms(day=day, mode="full_month", month_days="calendar", pay=Pay(wage, "day")))
    assert by_days.lines == whole.lines


@UNHURRIED
@given(terms(), wages, policies)
def test_stored_statements_come_back_the_same(given_terms: dict[str, Any], wage: Decimal, chosen: Policies) -> None:
    statement = contributions(Terms(pay=Pay(wage, "month"), **given_terms), chosen)
    assert Statement.from_json(statement.as_json()) == statement


@UNHURRIED
@given(st.dates(date(2023, 6, 1), date(2026, 12, 31)), st.integers(1, 28), policies)
def test_a_minimum_wage_month_in_mexico_city_is_always_enough(day: date, days: int, chosen: Policies) -> None:
    pay = Pay(minimum_wage("general", day).value.value, "day")
    paid = contributions(Terms(day=day, days=Decimal(days), pay=pay), chosen)
    needed = coverage_floor(day, Decimal(days), chosen)
    assert paid.social_security >= needed.social_security
