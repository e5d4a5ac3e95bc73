"""What must hold whatever is certified: never more is due than without, cover is never shorter, weeks never fall."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enrolment.insurance.coverage import assess
from enrolment.insurance.subsidy import claim_until, subsidy, weeks_held, weeks_of
from enrolment.models import AgreedTerms
from enrolment.money.contributed import Contribution, Paid, days_between, last_of_month
from enrolment.relation.agreement import PartialSpan, Relation, insured_days, statement_for
from regime.branches_due import due_on
from regime.policies import Policies

UNHURRIED = settings(deadline=None)
POLICIES = Policies()
months = st.builds(date, st.just(2026), st.integers(1, 12), st.just(1))


@st.composite
def agreed(draw: st.DrawFn) -> AgreedTerms:
    """A whole month by the month, or some days of the week by the visit."""
    whole = draw(st.booleans())
    weekdays = "012345" if whole else "".join(sorted(draw(st.sets(st.sampled_from("0123456"), min_size=1))))
    pay = draw(st.decimals("300", "30000" if whole else "2000", places=2))
    mode, each = ("full_month", "month") if whole else ("per_day", "visit")
    return AgreedTerms(
        pay_amount=pay, pay_each=each, weekdays=weekdays, hours_per_day=Decimal(8), in_kind="none", mode=mode,
        periodicity=1,
    )  # fmt: skip


@st.composite
def certified_months(draw: st.DrawFn) -> tuple[AgreedTerms, date, Relation, Relation]:
    """A month of a relation, without and with a certificate somewhere around it, and perhaps absences beside it."""
    month = draw(months)
    begins = month - timedelta(days=draw(st.integers(0, 40)))
    first = begins + timedelta(days=draw(st.integers(0, 70)))
    span = PartialSpan(first, first + timedelta(days=draw(st.integers(0, 83))), "certified")
    absent = month + timedelta(days=draw(st.integers(0, 27)))
    away = (PartialSpan(absent, absent + timedelta(days=draw(st.integers(0, 12))), "short_absence"),)
    plain = Relation("09015", begins, begins, None, away if draw(st.booleans()) else ())
    return draw(agreed()), month, plain, replace(plain, partial=(span, *plain.partial))


def days_of(terms: AgreedTerms, relation: Relation, month: date) -> tuple[date, ...]:
    return insured_days(terms, relation, month, None)


@UNHURRIED
@given(certified_months())
def test_with_a_certificate_never_more_is_due_than_without(
    given_month: tuple[AgreedTerms, date, Relation, Relation],
) -> None:
    terms, month, plain, certified = given_month
    days = days_of(terms, plain, month)
    if not days:
        return
    without = statement_for(terms, plain, {month: days}, POLICIES)
    with_it = statement_for(terms, certified, {month: days_of(terms, certified, month)}, POLICIES)
    absent = {day for span in plain.partial for day in days_between(span.first, span.last)}
    hers = {day for day in days if any(day in s for s in certified.partial if s.kind == "certified")}
    if hers & absent:
        # An absence that turns out to be certified may cost more: other branches are due on it.
        return
    assert with_it.total <= without.total
    kept = [line for line in with_it.months[0].lines if line.kind == "certified"]
    assert {line.concept for line in kept} <= set(due_on("certified", month))


def contribution(
    terms: AgreedTerms, relation: Relation, month: date, paid: Decimal | None, on: date, *, certified: bool
) -> Contribution:
    """A line as the database gives it: what it asks for, quotas as if nothing were excused, and what was paid of it."""
    plain = replace(relation, partial=tuple(s for s in relation.partial if s.kind != "certified"))
    days = days_of(terms, relation, month)
    line = statement_for(terms, relation, {month: days}, POLICIES)
    whole = statement_for(terms, plain, {month: days}, POLICIES).months[0].social_security
    hers = (d for d in days_between(month, last_of_month(month)) if certified and any(d in s for s in relation.partial))
    return Contribution(
        affiliation="a", household="a", line_amount=line.total, quotas=max(whole, line.months[0].social_security),
        payments=() if not paid else (Paid(paid, on),), days=frozenset(days), began=relation.enrolled_from,
        certified=frozenset(hers), excused=certified,
    )  # fmt: skip


@UNHURRIED
@given(certified_months(), st.decimals("0", "6000", places=2), st.integers(1, 40))
def test_cover_is_never_shorter_than_without(
    given_month: tuple[AgreedTerms, date, Relation, Relation], paid: Decimal, before: int
) -> None:
    terms, month, plain, certified = given_month
    plain, certified = replace(plain, partial=()), replace(certified, partial=certified.partial[:1])
    if not days_of(terms, plain, month):
        return
    on, after = month - timedelta(days=before), last_of_month(month)
    ordinary = assess(month, [contribution(terms, plain, month, paid, on, certified=False)], POLICIES, after)
    kept = assess(month, [contribution(terms, certified, month, paid, on, certified=True)], POLICIES, after)
    assert kept.days >= ordinary.days
    assert kept.possible_days >= ordinary.possible_days
    span = certified.partial[0]
    hers = {d for d in days_between(month, last_of_month(month)) if d in span and d >= certified.enrolled_from}
    assert hers <= kept.days


@pytest.mark.parametrize(("days", "weeks"), [(0, 0), (3, 0), (4, 1), (7, 1), (10, 1), (11, 2), (210, 30), (206, 29)])
def test_days_as_weeks_of_contributions(days: int, weeks: int) -> None:
    # LSS 20: seven days to the week, a remainder over three counts as one more.
    assert weeks_of(days, date(2026, 3, 1)) == weeks


@UNHURRIED
@given(
    st.sampled_from(["sickness", "maternity"]),
    st.dates(date(2025, 6, 1), date(2026, 12, 1)),
    st.sets(st.integers(1, 500), max_size=200),
    st.integers(1, 500),
)
def test_one_more_covered_day_never_takes_a_week_away(kind: str, first: date, ago: set[int], more: int) -> None:
    covered = {first - timedelta(days=number) for number in ago}
    assert weeks_held(kind, first, covered) <= weeks_held(kind, first, covered | {first - timedelta(days=more)})


def test_thirty_weeks_of_the_twelve_months_before() -> None:
    first = date(2026, 6, 15)
    year = set(days_between(date(2025, 6, 15), date(2026, 6, 14)))
    assert weeks_held("maternity", first, year) == 52  # 365 days: 52 weeks and one day left
    assert (
        weeks_held("maternity", first, {day for day in year if day < date(2026, 1, 6)}) == 29
    )  # 205 days, 2 left over
    assert (
        weeks_held("maternity", first, {day for day in year if day < date(2026, 1, 8)}) == 30
    )  # 207 days, 4 left over
    assert weeks_held("maternity", first, set(days_between(date(2024, 1, 1), date(2025, 6, 14)))) == 0


def test_subsidies_worked_out_by_hand() -> None:
    first, wage = date(2026, 3, 10), [Decimal("367.255"), Decimal("100.00")]
    covered = set(days_between(date(2025, 3, 10), date(2026, 3, 9)))
    ill = subsidy("sickness", first, date(2026, 3, 16), wage, covered)
    # 467.255 x 60 % = 280.353, from the fourth day: 13 to 16 March.
    assert (ill.daily, ill.paid_from, ill.days, ill.amount) == (
        Decimal("280.35"),
        date(2026, 3, 13),
        4,
        Decimal("1121.40"),
    )
    assert ill.is_reached
    mother = subsidy("maternity", first, date(2026, 6, 1), wage, covered)
    assert (mother.daily, mother.days, mother.amount) == (Decimal("467.26"), 84, Decimal("39249.84"))
    hurt = subsidy("work_risk", first, date(2026, 3, 10), wage, ())
    assert (hurt.daily, hurt.days, hurt.needed, hurt.is_reached) == (Decimal("467.26"), 1, 0, True)
    short = subsidy("sickness", first, date(2026, 3, 11), wage, ())
    assert (short.held, short.is_reached, short.days) == (0, False, 0)


def test_claims_lapse_in_one_year_and_for_a_work_risk_in_two() -> None:
    assert claim_until("sickness", date(2026, 3, 16)) == date(2027, 3, 16)
    assert claim_until("work_risk", date(2026, 3, 16)) == date(2028, 3, 16)
