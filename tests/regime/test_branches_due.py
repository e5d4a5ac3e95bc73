"""Days and persons for which only some branches are due: never more than without them, and each line says why."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regime.branches_due import DAY_KINDS, SITUATIONS, PartialDays, absence_kind, apportioned, due_on
from regime.contributions import contributions
from regime.pay import Pay
from regime.policies import BY_FIELD, Policies
from regime.rates import BRANCHES
from regime.statement import Line, Statement
from regime.terms import MODES, Terms, TermsRefused, calendar_days
from workflow.words import LANGUAGES, say

UNHURRIED = settings(deadline=None)  # a busy machine is no defect of the law
MARCH = date(2026, 3, 1)
AMOUNTS = ("employer", "worker", "worker_paid_by_employer", "infonavit", "total")
months = st.builds(date, st.integers(2024, 2026), st.integers(1, 12), st.just(1))
wages = st.decimals(min_value="50", max_value="4000", places=2)
policies = st.builds(
    Policies,
    **{name: st.sampled_from(BY_FIELD[name].options) for name in ("month_days", "rounding", "base_wage_floor")},
)


@st.composite
def months_with_partial_days(draw: st.DrawFn) -> dict[str, Any]:
    """Terms of a month with some days of some kinds, whole or by days."""
    day = draw(months)
    insured = draw(st.one_of(st.none(), st.integers(1, 28)))
    left = insured or calendar_days(day)
    found = []
    for kind in draw(st.permutations(DAY_KINDS)):
        days = draw(st.integers(0, left))
        left -= days
        found += [PartialDays(kind, Decimal(days))] if days else []
    mode = draw(st.sampled_from(MODES)) if insured else "full_month"
    days = None if insured is None else Decimal(insured)
    situations = tuple(draw(st.sets(st.sampled_from(SITUATIONS))))
    return {"day": day, "mode": mode, "days": days, "partial_days": tuple(found), "situations": situations}


def by_branch(lines: tuple[Line, ...]) -> dict[tuple[str, str], Decimal]:
    """What each branch costs each side, over the days of all kinds."""
    found: dict[tuple[str, str], Decimal] = {}
    for line in lines:
        found[line.concept, line.share] = found.get((line.concept, line.share), Decimal(0)) + line.amount
    return found


@UNHURRIED
@given(months_with_partial_days(), wages, policies)
def test_never_more_is_due_than_without_them(terms: dict[str, Any], wage: Decimal, chosen: Policies) -> None:
    with_them = contributions(Terms(pay=Pay(wage, "day"), **terms), chosen)
    ordinary = terms | {"partial_days": (), "situations": ()}
    without = contributions(Terms(pay=Pay(wage, "day"), **ordinary), chosen)
    assert with_them.total <= without.total
    assert with_them.days == without.days
    if chosen.rounding == "per_concept":
        assert all(getattr(with_them, name) <= getattr(without, name) for name in AMOUNTS)
        charged, whole = by_branch(with_them.lines), by_branch(without.lines)
        assert all(amount <= whole[branch] for branch, amount in charged.items())


@UNHURRIED
@given(months_with_partial_days(), wages, policies)
def test_lines_still_add_up_and_name_their_article(terms: dict[str, Any], wage: Decimal, chosen: Policies) -> None:
    statement = contributions(Terms(pay=Pay(wage, "day"), **terms), chosen)
    assert sum(line.amount for line in statement.lines) == statement.total
    explained = sum(
        line.base * line.rate for line in statement.lines if line.base is not None and line.rate is not None
    )
    assert abs(explained - statement.unrounded_total) < Decimal("0.000001")
    for line in statement.lines:
        assert bool(line.kind) == bool(line.article) == (line.days is not None)
    assert Statement.from_json(statement.as_json()) == statement


@UNHURRIED
@given(months, wages, st.integers(1, 28))
def test_a_branch_that_stays_due_is_charged_as_in_an_ordinary_month(day: date, wage: Decimal, days: int) -> None:
    pay = Pay(wage, "day")
    ordinary = by_branch(contributions(Terms(day=day, pay=pay)).lines)
    certified = contributions(Terms(day=day, pay=pay, partial_days=(PartialDays("certified", Decimal(days)),)))
    for branch in due_on("certified", day):
        assert by_branch(certified.lines)[branch, "employer"] == ordinary[branch, "employer"]


@UNHURRIED
@given(st.decimals("0.5", "31", places=1), st.lists(st.decimals("0.5", "31", places=1), max_size=3))
def test_days_of_all_kinds_are_the_days(days: Decimal, parts: list[Decimal]) -> None:
    kinds = tuple(PartialDays(kind, part) for kind, part in zip(DAY_KINDS, parts, strict=False))
    ordinary, partial = apportioned(days, 31, kinds)
    assert ordinary + sum((some.days for some in partial), Decimal(0)) == days
    assert ordinary >= 0
    assert all(some.days > 0 for some in partial)


def test_every_branch_named_by_the_data_exists() -> None:
    concepts = {branch.concept for branch in BRANCHES}
    assert all(set(due_on(kind, MARCH)) <= concepts for kind in DAY_KINDS)


def test_eight_days_of_absence_are_long() -> None:
    assert (absence_kind(7, MARCH), absence_kind(8, MARCH)) == ("short_absence", "long_absence")


@pytest.mark.parametrize(
    ("given_terms", "code"),
    [
        ({"partial_days": (PartialDays("certified", Decimal(32)),)}, "partial_days_not_possible"),
        ({"partial_days": (PartialDays("certified", Decimal(0)),)}, "partial_days_not_possible"),
        ({"partial_days": (PartialDays("certified", Decimal(1)),) * 2}, "partial_days_not_possible"),
        ({"partial_days": (PartialDays("holiday", Decimal(1)),)}, "no_such_kind"),  # type: ignore[arg-type]
        ({"situations": ("rich",)}, "no_such_kind"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(given_terms: dict[str, Any], code: str) -> None:
    with pytest.raises(TermsRefused) as refused:
        Terms(day=MARCH, base_wage=Decimal(400), **given_terms)
    assert refused.value.sentence.code == f"notice.{code}"
    assert all(say(language, refused.value.sentence) for language in LANGUAGES)


def test_each_kind_and_situation_is_explained() -> None:
    kinds = tuple(PartialDays(kind, Decimal(2)) for kind in DAY_KINDS)
    told = contributions(Terms(day=MARCH, base_wage=Decimal(400), partial_days=kinds, situations=SITUATIONS)).notices
    codes = {notice.code for notice in told}
    assert {f"notice.days_{kind}" for kind in DAY_KINDS} | {f"notice.situation_{s}" for s in SITUATIONS} <= codes
