"""What holds for everything labour law grants, whatever the pay, the days and the policies."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from regime.aguinaldo import aguinaldo
from regime.integration import vacation_days
from regime.pay import Pay
from regime.policies import BY_FIELD, Policies
from regime.rest_days import holidays_on_her_days, rest_of_a_week, worked_rest_day
from regime.service import PaidFrom, Service
from regime.severance import INDEMNITY, Leaving, indemnity_wage, severance
from regime.vacations import claimable_vacations, vacation_of, vacation_so_far

CENT = Decimal("0.01")
UNHURRIED = settings(deadline=None)
days = st.dates(date(2019, 6, 1), date(2026, 12, 31))
FIELDS = (
    "aguinaldo_wage", "vacation_part_week", "absences_in_benefits", "indemnity_part_years", "first_days_indemnity",
    "seniority_premium", "rest_day_share",
)  # fmt: skip
policies = st.builds(Policies, **{name: st.sampled_from(BY_FIELD[name].options) for name in FIELDS})


@st.composite
def pays(draw: st.DrawFn) -> Pay:
    amount = draw(st.decimals("50", "20000", places=2))
    weekdays = tuple(sorted(draw(st.sets(st.integers(0, 6), min_size=1))))
    return Pay(amount, draw(st.sampled_from(("visit", "day", "week", "fortnight", "month"))), weekdays)


@st.composite
def services(draw: st.DrawFn) -> Service:
    began = draw(days)
    return Service(began_on=began, pays=(PaidFrom(began, draw(pays()), draw(st.sampled_from(("none", "both")))),))


def ending(service: Service, last: date) -> Service:
    return Service(began_on=service.began_on, pays=service.pays, zone=service.zone, ended_on=last)


@UNHURRIED
@given(services(), st.integers(2019, 2026), policies)
def test_a_part_of_the_year_is_never_more_than_the_year(service: Service, year: int, chosen: Policies) -> None:
    whole = Service(began_on=date(2018, 1, 1), pays=service.pays)
    assert aguinaldo(service, year, chosen).total <= aguinaldo(whole, year, chosen).total


@UNHURRIED
@given(pays(), st.dates(date(2025, 1, 1), date(2025, 12, 30)), policies)
def test_two_parts_of_a_year_are_the_year(pay: Pay, cut: date, chosen: Policies) -> None:
    paid = (PaidFrom(date(2020, 1, 1), pay),)
    first = Service(began_on=date(2020, 1, 1), pays=paid, ended_on=cut)
    second = Service(began_on=cut + timedelta(days=1), pays=paid)
    whole = Service(began_on=date(2020, 1, 1), pays=paid)
    parts = aguinaldo(first, 2025, chosen).total + aguinaldo(second, 2025, chosen).total
    assert abs(parts - aguinaldo(whole, 2025, chosen).total) <= CENT


@UNHURRIED
@given(services(), days, days, policies)
def test_longer_service_owes_no_less_indemnity(service: Service, one: date, other: date, chosen: Policies) -> None:
    shorter, longer = sorted((max(one, service.began_on), max(other, service.began_on)))
    leaving = Leaving(reason="household_ended")
    before, after = (severance(ending(service, last), leaving, chosen) for last in (shorter, longer))
    # Twice the minimum wage caps the premium; it rises every January, and so the premium only grows.
    assert after.of(*INDEMNITY, "seniority_premium") >= before.of(*INDEMNITY, "seniority_premium")
    assert indemnity_wage(service, longer, chosen) >= indemnity_wage(service, service.began_on, chosen) - CENT


@UNHURRIED
@given(services(), days, policies)
def test_who_is_made_to_leave_gets_no_less_than_who_leaves(service: Service, last: date, chosen: Policies) -> None:
    ended = ending(service, max(last, service.began_on))
    left = severance(ended, Leaving(reason="she_left"), chosen).total
    assert severance(ended, Leaving(reason="household_ended"), chosen).total >= left


@UNHURRIED
@given(services(), days, st.integers(0, 10_000))
def test_what_is_paid_already_is_never_asked_again(service: Service, last: date, paid: int) -> None:
    ended = ending(service, max(last, service.began_on))
    owed = severance(ended, Leaving(reason="she_left"), Policies())
    less = severance(ended, Leaving(reason="she_left", aguinaldo_paid=Decimal(paid)), Policies())
    assert owed.total - owed.of("aguinaldo") <= less.total <= owed.total
    assert less.of("aguinaldo", "aguinaldo_paid") >= 0


@UNHURRIED
@given(services(), policies)
def test_vacation_grows_with_seniority_and_by_days(service: Service, chosen: Policies) -> None:
    earned = [vacation_of(service, year, chosen) for year in (1, 2, 3, 6, 11)]
    assert all(one.days <= two.days for one, two in pairwise(earned))
    in_a_year = [vacation_so_far(service, service.began_on + timedelta(days=n), chosen) for n in (0, 1, 100, 364)]
    assert in_a_year[0] == 0
    assert all(one <= two for one, two in pairwise(in_a_year))
    assert in_a_year[-1] < vacation_days(service.began_on + timedelta(days=364), 1)


@UNHURRIED
@given(services(), days)
def test_only_what_can_be_claimed_is_outstanding(service: Service, day: date) -> None:
    found = claimable_vacations(service, day, Policies())
    assert all(vacation.right_on <= day <= vacation.claim_until for vacation in found)
    assert len(found) <= 2


@UNHURRIED
@given(services(), st.dates(date(2019, 6, 1), date(2040, 1, 1)))
def test_years_of_service_only_grow(service: Service, day: date) -> None:
    years, completed = service.years(day), service.completed_years(day)
    assert completed <= years < completed + 1 or day < service.began_on
    assert service.years(day + timedelta(days=1)) >= years


@UNHURRIED
@given(pays(), policies)
def test_rest_is_never_more_than_a_day_of_wage(pay: Pay, chosen: Policies) -> None:
    paid = PaidFrom(date(2026, 1, 5), pay)
    week = rest_of_a_week(paid, date(2026, 1, 5), chosen)
    double = worked_rest_day(paid, date(2026, 1, 5)).amount
    assert 0 <= week.of("rest_day") * 2 <= double + CENT


def test_holidays_are_those_of_her_days() -> None:
    mondays = PaidFrom(date(2026, 1, 1), Pay(Decimal(500), "visit", (0,)))
    found = holidays_on_her_days(mondays, date(2026, 1, 1), date(2026, 12, 31))
    assert [held.day for held in found] == [date(2026, 2, 2), date(2026, 3, 16), date(2026, 11, 16)]
    anybody = PaidFrom(date(2026, 1, 1), Pay(Decimal(500), "day"))
    assert len(holidays_on_her_days(anybody, date(2026, 1, 1), date(2026, 12, 31))) == 7
