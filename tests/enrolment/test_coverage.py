"""Cover of one month over all households: the law by hand, and what must hold whatever is paid."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrolment.insurance.cover_explained import explained
from enrolment.insurance.coverage import Answer, MonthCover, assess, quota_floor
from enrolment.insurance.household_month import household_month
from enrolment.money.contributed import Contribution, Paid, days_between, last_of_month
from regime.contributions import contributions
from regime.pay import Pay, days_of_month
from regime.policies import Policies
from regime.terms import Terms
from tests.enrolment.worked_cases import worked_months
from workflow.words import LANGUAGES, say_all

MARCH = date(2026, 3, 1)
APRIL = date(2026, 4, 1)
POLICIES = Policies()
EVERY_DAY = frozenset(days_between(APRIL, date(2026, 4, 30)))
MONDAYS = frozenset(days_of_month((0,), APRIL))


def line(
    name: str = "Casa Uno",
    quotas: str = "3000",
    *,
    paid: tuple[tuple[str, date], ...] = (),
    days: frozenset[date] = MONDAYS,
    **more: object,
) -> Contribution:
    amount = Decimal(quotas)
    payments = tuple(Paid(Decimal(pesos), on) for pesos, on in paid)
    given: dict[str, object] = {"began": date(2026, 1, 5), "affiliation": name, "household": name, "name": name}
    return Contribution(line_amount=amount, quotas=amount, payments=payments, days=days, **(given | more))  # type: ignore[arg-type]


def april(*lines: Contribution, policies: Policies = POLICIES, as_of: date = date(2026, 5, 1)) -> MonthCover:
    return assess(APRIL, lines, policies, as_of)


IN_TIME = date(2026, 3, 18)


def test_nobody_pays_nobody_is_insured() -> None:
    assert april().answer is Answer.NO
    assert april(line()).answer is Answer.NO


def test_quotas_of_the_integrated_minimum_insure_every_day() -> None:
    # 30 days at 315.04 x 1.0493, without the 495.86 of housing.
    floor = quota_floor(APRIL, APRIL, POLICIES)
    assert floor == Decimal("2249.59")
    cover = april(line(quotas="2500", paid=(("2500", IN_TIME),)))
    assert cover.answer is Answer.YES
    assert cover.days == EVERY_DAY


def test_below_it_only_the_reported_days_are_insured() -> None:
    cover = april(line(quotas="400", paid=(("400", IN_TIME),)))
    assert cover.answer is Answer.DAYS
    assert cover.days == MONDAYS
    assert cover.missing == cover.floor - 400


def test_paid_after_the_month_began_it_does_not_insure_that_month() -> None:
    assert april(line(paid=(("3000", date(2026, 4, 1)),))).answer is Answer.NO


def test_paid_between_the_cut_off_day_and_the_month_it_depends_on_d7() -> None:
    cover = april(line(paid=(("3000", date(2026, 3, 25)),)))
    assert cover.answer is Answer.DEPENDS
    assert cover.decided_by == ("prepayment_cut_off_day",)
    assert not cover.days
    assert cover.possible_days == EVERY_DAY
    assert april(line(paid=(("3000", date(2026, 3, 20)),))).answer is Answer.YES


def test_only_together_enough_it_depends_on_d8() -> None:
    one = line("Casa Uno", "1700", paid=(("1700", IN_TIME),))
    two = line("Casa Dos", "1700", paid=(("1700", IN_TIME),), days=frozenset(days_of_month((2,), APRIL)))
    cover = april(one, two)
    assert cover.answer is Answer.DEPENDS
    assert cover.decided_by == ("full_month_test",)
    assert cover.days == one.days | two.days
    assert cover.possible_days == EVERY_DAY


def test_a_partly_paid_line_counts_its_pesos_but_not_its_days() -> None:
    assert april(line(quotas="400", paid=(("399.99", IN_TIME),))).answer is Answer.NO
    assert april(line(quotas="3000", paid=(("2900", IN_TIME),))).answer is Answer.YES


def test_what_exceeds_the_line_does_not_count() -> None:
    assert april(line(quotas="400", paid=(("9000", IN_TIME),))).answer is Answer.DAYS


FIRST_MONTH = {"began": date(2026, 4, 15), "first_month": True, "due_on": date(2026, 5, 18)}
FROM_THE_15TH = frozenset(days_between(date(2026, 4, 15), date(2026, 4, 30)))


def test_the_first_month_is_insured_from_the_first_day_of_the_relation_and_paid_later() -> None:
    # 16 of 30 days: the floor is that of 16 days.
    enough = line(quotas="1300", days=FROM_THE_15TH, paid=(("1300", date(2026, 7, 1)),), **FIRST_MONTH)
    cover = april(enough, as_of=date(2026, 7, 2))
    assert cover.floor == quota_floor(APRIL, date(2026, 4, 15), POLICIES)
    assert cover.answer is Answer.YES
    assert cover.days == FROM_THE_15TH


def test_before_it_is_due_the_first_month_covers_the_reported_days() -> None:
    unpaid = line(days=MONDAYS & FROM_THE_15TH, **FIRST_MONTH)
    assert april(unpaid, as_of=date(2026, 5, 18)).days == MONDAYS & FROM_THE_15TH
    assert april(unpaid, as_of=date(2026, 5, 19)).answer is Answer.NO


def test_days_outside_the_month_or_the_relation_are_cut() -> None:
    reported = EVERY_DAY | {date(2026, 5, 1)}
    own = line(quotas="400", days=reported, paid=(("400", IN_TIME),), ended=date(2026, 4, 10))
    cover = april(own)
    assert cover.days == frozenset(days_between(APRIL, date(2026, 4, 10)))
    cut = [s for s in explained(cover, [own], date(2026, 5, 1)) if s.code == "cover.days_cut"]
    assert [s.params["count"] for s in cut] == [21]


def test_nobody_is_insured_by_a_relation_that_has_ended() -> None:
    cover = april(line(paid=(("3000", IN_TIME),), ended=date(2026, 4, 15)))
    assert cover.answer is Answer.DAYS
    assert max(cover.days) == date(2026, 4, 15)


def test_between_two_relations_nobody_is_insured_whatever_was_paid() -> None:
    ended = line(quotas="9000", paid=(("9000", IN_TIME),), ended=date(2026, 4, 10))
    due = {"first_month": True, "due_on": date(2026, 5, 18)}
    begun = line("Casa Dos", "300", paid=(("300", IN_TIME),), days=frozenset(), began=date(2026, 4, 20), **due)
    gap = frozenset(days_between(date(2026, 4, 11), date(2026, 4, 19)))
    assert not april(ended, begun).possible_days & gap


def test_a_new_relation_does_not_make_a_month_whole_that_another_left_unpaid() -> None:
    due = {"first_month": True, "due_on": date(2026, 5, 18)}
    last_day = date(2026, 4, 30)
    begun = line("Casa Dos", "3000", paid=(("3000", IN_TIME),), days=frozenset({last_day}), began=last_day, **due)
    assert april(begun).answer is Answer.YES
    each = april(line(), begun, policies=Policies(full_month_test="each_household"))
    assert last_day in each.days
    cheap = replace(begun, quotas=Decimal(200), line_amount=Decimal(200))
    cover = april(line(), cheap)
    assert (cover.answer, cover.days) == (Answer.DAYS, frozenset({last_day}))


def test_whether_an_ended_relation_still_helps_the_others_is_not_public() -> None:
    ended = line("Casa Uno", "1500", paid=(("1500", IN_TIME),), ended=date(2026, 4, 15))
    other = line("Casa Dos", "1500", paid=(("1500", IN_TIME),))
    cover = april(ended, other, policies=replace(POLICIES))
    assert cover.answer is Answer.DEPENDS
    assert set(cover.decided_by) == {"full_month_test", "ended_relation_counts"}
    assert cover.possible_days == EVERY_DAY


def rebilled(weekdays: tuple[int, ...], wage: str) -> Contribution:
    days = days_of_month(weekdays, APRIL)
    terms = Terms(day=APRIL, pay=Pay(Decimal(wage), "day", weekdays), mode="per_day", days=Decimal(len(days)))
    statement = contributions(terms, POLICIES)
    return Contribution(
        affiliation="a",
        household="a",
        name="Casa Uno",
        line_amount=statement.total,
        quotas=statement.social_security,
        payments=(Paid(statement.total, IN_TIME),),
        days=frozenset(days),
        began=date(2025, 11, 1),
        quotas_under=lambda policies: contributions(terms, policies).social_security,
    )


def test_six_days_at_the_professional_minimum_depend_on_the_factor_and_the_rest_day() -> None:
    # 342.46 x 1.0493 for 26 days pays about 93 % of the floor; with the seventh day (x 7/6) about 107 %.
    six_days = rebilled((0, 1, 2, 3, 4, 5), "342.46")
    cover = april(six_days)
    assert Decimal("0.92") < cover.paid / cover.floor < Decimal("0.95")
    with_rest_day = six_days.counted_quotas(replace(POLICIES, rest_day_share="added"), date(2026, 3, 31))
    assert Decimal("1.05") < with_rest_day / cover.floor < Decimal("1.09")
    assert cover.answer is Answer.DEPENDS
    assert {"rest_day_share", "integration_factor"} <= set(cover.decided_by)
    assert cover.days == six_days.days
    codes = [sentence.code for sentence in explained(cover, [six_days], date(2026, 5, 1))]
    assert "cover.check_at_imss" in codes
    assert "cover.decided_by.rest_day_share" in codes


def test_the_gap_is_counted_in_true_days_at_true_wages() -> None:
    own = line(quotas="1800", days=frozenset(sorted(EVERY_DAY)[:20]), paid=(("1800", IN_TIME),))
    cover = april(own)
    said = {s.code: s.params for s in explained(cover, [own], date(2026, 5, 1))}
    # 449.59 missing at 90 pesos of quotas a day: five more days.
    assert said["cover.gap"]["missing"] == Decimal("449.59")
    assert said["cover.gap_days"]["count"] == 5
    poor = line(quotas="100", days=MONDAYS, paid=(("100", IN_TIME),))
    codes = [s.code for s in explained(april(poor), [poor], date(2026, 5, 1))]
    assert "cover.gap_not_by_days" in codes


PESOS = st.decimals(Decimal("0.01"), Decimal(4000), places=2)
DAYS = st.frozensets(st.sampled_from(sorted(EVERY_DAY | {date(2026, 5, 2)})), max_size=31)


@st.composite
def lines(draw: st.DrawFn, name: str = "") -> Contribution:
    amount = draw(PESOS)
    first_month = draw(st.booleans())
    began = draw(st.dates(APRIL, last_of_month(APRIL))) if first_month else date(2026, 2, 3)
    ended = draw(st.none() | st.dates(max(began, APRIL), last_of_month(APRIL)))
    paid = draw(st.lists(st.tuples(PESOS, st.dates(date(2026, 3, 1), date(2026, 4, 15))), max_size=3))
    household = name or draw(st.sampled_from(["A", "B", "C"]))
    return Contribution(
        affiliation=f"{household}{amount}",
        household=household,
        name=household,
        line_amount=amount,
        quotas=draw(st.sampled_from([amount, amount / 2])),
        payments=tuple(Paid(pesos, on) for pesos, on in paid),
        days=draw(DAYS),
        began=began,
        ended=ended,
        first_month=first_month,
        due_on=date(2026, 5, 18) if first_month else None,
    )


@given(st.lists(lines(), max_size=4))
def test_cover_never_exceeds_the_month_nor_the_relations(given_lines: list[Contribution]) -> None:
    cover = april(*given_lines, as_of=date(2026, 5, 20))
    related = frozenset[date]().union(*(c.relation_days(APRIL) for c in given_lines))
    assert cover.days <= cover.possible_days <= related <= EVERY_DAY
    assert (cover.answer is Answer.DEPENDS) == (cover.days != cover.possible_days)
    assert (cover.answer is Answer.DEPENDS) == bool(cover.decided_by)
    assert (cover.answer is Answer.NO) == (not cover.possible_days)


@given(st.lists(lines(), min_size=1, max_size=4), st.data())
def test_a_further_payment_never_removes_cover(given_lines: list[Contribution], data: st.DataObject) -> None:
    before = april(*given_lines, as_of=date(2026, 5, 20))
    place = data.draw(st.integers(0, len(given_lines) - 1))
    paid = Paid(data.draw(PESOS), data.draw(st.dates(date(2026, 3, 1), date(2026, 4, 15))))
    more = list(given_lines)
    more[place] = replace(more[place], payments=(*more[place].payments, paid))
    after = april(*more, as_of=date(2026, 5, 20))
    assert before.days <= after.days
    assert before.possible_days <= after.possible_days


@given(st.lists(lines(), max_size=3), lines())
def test_a_further_household_never_removes_cover(given_lines: list[Contribution], further: Contribution) -> None:
    before = april(*given_lines, as_of=date(2026, 5, 20))
    after = april(*given_lines, further, as_of=date(2026, 5, 20))
    assert before.days <= after.days
    assert before.possible_days <= after.possible_days


@given(st.lists(lines(), max_size=4))
def test_every_answer_is_explained_in_both_languages(given_lines: list[Contribution]) -> None:
    cover = april(*given_lines, as_of=date(2026, 5, 20))
    sentences = explained(cover, given_lines, date(2026, 5, 20))
    for language in LANGUAGES:
        assert all(say_all(language, sentences))


@given(lines("A"))
def test_a_household_sees_its_own_part_and_no_answer_about_cover(own: Contribution) -> None:
    seen = household_month(APRIL, own, date(2026, 5, 20))
    assert seen.days == own.insurable_days(APRIL)
    assert seen.counted <= own.line_amount
    assert seen.standing.code.startswith("cover.household.")
    for language in LANGUAGES:
        (text,) = say_all(language, [seen.standing])
        assert not any(word in text.lower() for word in ("month complete", "mes completo", "full month", "hogares"))


@pytest.mark.parametrize("month", [date(2026, 2, 1), MARCH])
def test_short_and_long_months_may_part_the_readings_of_d2(month: date) -> None:
    full = quota_floor(month, month, POLICIES)
    thirty = quota_floor(month, month, replace(POLICIES, month_days="30"))
    assert (full < thirty) == (month.month == 2)


WORKED = dict(worked_months())


@pytest.mark.parametrize("name", WORKED)
def test_the_cases_worked_out_by_hand(name: str) -> None:
    case = WORKED[name]
    for own, terms in zip(case.lines, case.terms, strict=True):
        statement = contributions(terms, POLICIES)
        assert (statement.social_security, statement.infonavit) == (own.quotas, own.line_amount - own.quotas)
    cover = assess(case.month, case.lines, POLICIES, case.given["as_of"])
    assert cover.answer == case.given["answer"]
    assert cover.days == case.days("certain")
    assert cover.possible_days == case.days("possible")
    assert (cover.paid, cover.floor) == (case.given["paid"], case.given["floor"])
    assert list(cover.decided_by) == case.given["decided_by"]
    codes = {sentence.code for sentence in explained(cover, case.lines, case.given["as_of"])}
    assert codes >= set(case.given["explained_by"])
