"""Her month as she looks at it: under a reading of her choice, its gaps and overlaps, one strip over all her homes."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from enrolment.insurance.chosen_reading import choices_in, points_of, under
from enrolment.insurance.cover_explained import explained, told
from enrolment.insurance.coverage import Answer, MonthCover, assess
from enrolment.insurance.gaps import gaps_of, lines_about_gaps, lines_about_overlaps, lines_that_close, overlaps_of
from enrolment.insurance.her_days import MARKS, AtHome, by_home, by_mark, days_of_hers
from enrolment.insurance.her_month import her_month
from enrolment.money.contributed import Contribution, days_between, last_of_month
from enrolment.people.invented import invented_person
from enrolment.relation.days import spoken_numbers
from regime.pay import days_of_month
from regime.policies import Policies
from tests.conftest import NOON
from tests.enrolment import parties
from tests.enrolment.test_coverage import APRIL, EVERY_DAY, IN_TIME, MONDAYS, april, line, lines
from tests.enrolment.worked_cases import WorkedMonth, days_of, worked_months
from workflow.words import LANGUAGES, knows, say_all

UNHURRIED = settings(deadline=None, max_examples=50)
POLICIES = Policies()
AS_OF = date(2026, 5, 20)
WORKED = dict(worked_months())
CHOSEN = [(name, n) for name, case in WORKED.items() for n in range(len(case.given.get("readings", ())))]
GAPS = [name for name, case in WORKED.items() if "gaps" in case.given]


def seen(case: WorkedMonth) -> MonthCover:
    return assess(case.month, case.lines, POLICIES, case.given["as_of"])


@pytest.mark.parametrize(("name", "number"), CHOSEN)
def test_the_readings_worked_out_by_hand(name: str, number: int) -> None:
    case, expected = WORKED[name], WORKED[name].given["readings"][number]
    cover = seen(case)
    chosen = choices_in(cover, expected["chosen"])
    assert chosen == expected["chosen"]
    looked_at = under(cover, case.lines, chosen)
    assert looked_at.answer == expected["answer"]
    assert looked_at.days == days_of(expected["days"], case.month)


@pytest.mark.parametrize("name", GAPS)
def test_the_gaps_worked_out_by_hand(name: str) -> None:
    case = WORKED[name]
    cover = seen(case)
    assert [[gap.first.day, gap.last.day] for gap in gaps_of(cover)] == case.given["gaps"]
    said = lines_that_close(cover, case.lines, case.given["as_of"])
    assert [sentence.code for sentence in said] == case.given["closed_by"]


@given(st.lists(lines(), max_size=4), st.data())
@UNHURRIED
def test_looking_changes_no_payment_and_no_certain_day(found: list[Contribution], data: st.DataObject) -> None:
    """Whatever is chosen, what is certain stays, nothing impossible appears, and what was paid is what was paid."""
    cover = april(*found, as_of=AS_OF)
    asked = {
        point.code: data.draw(st.sampled_from([option.value for option in point.options]))
        for point in points_of(cover, found, {})
        if data.draw(st.booleans())
    }
    looked_at = under(cover, found, choices_in(cover, asked))
    assert cover.days <= looked_at.days <= looked_at.possible_days <= cover.possible_days
    assert (looked_at.paid, looked_at.floor) == (cover.paid, cover.floor)
    assert not set(looked_at.decided_by) & set(asked)
    assert (looked_at.answer is Answer.DEPENDS) == bool(looked_at.decided_by)
    own = {s for s in explained(cover, found, AS_OF) if s.code.startswith("cover.line_")}
    assert own == {s for s in explained(looked_at, found, AS_OF) if s.code.startswith("cover.line_")}


@given(st.lists(lines(), max_size=4))
@UNHURRIED
def test_every_point_has_options_that_part_the_month(found: list[Contribution]) -> None:
    cover = april(*found, as_of=AS_OF)
    points = points_of(cover, found, {})
    assert tuple(point.code for point in points) == cover.decided_by
    for point in points:
        assert len(point.options) > 1
        parts = [option.cover for option in point.options]
        assert frozenset().union(*(part.possible_days for part in parts)) == cover.possible_days
        assert frozenset.intersection(*(part.days for part in parts)) == cover.days


def test_without_a_choice_it_stays_open_and_with_all_choices_it_is_decided() -> None:
    late = line(paid=(("3000", date(2026, 3, 25)),))
    cover = april(late)
    assert under(cover, [late], {}) == cover
    assert cover.answer is Answer.DEPENDS
    (point,) = points_of(cover, [late], {})
    assert [option.value for option in point.options] == ["2026-03-31", "2026-03-20"]
    assert [option.cover.answer for option in point.options] == [Answer.YES, Answer.NO]
    assert [option.means.code.rpartition(".")[2] for option in point.options] == ["law", "pilot"]


@pytest.mark.parametrize("asked", [{"full_month_test": "each_household"}, {"prepayment_cut_off_day": "x"}, {"a": "b"}])
def test_what_decides_nothing_is_not_looked_at(asked: dict[str, str]) -> None:
    late = line(paid=(("3000", date(2026, 3, 25)),))
    assert choices_in(april(late), asked) == {}


@given(st.lists(lines(), max_size=4))
@UNHURRIED
def test_gaps_and_what_may_be_covered_make_up_the_month(found: list[Contribution]) -> None:
    cover = april(*found, as_of=AS_OF)
    in_gaps = list(chain.from_iterable(days_between(gap.first, gap.last) for gap in gaps_of(cover)))
    assert len(in_gaps) == len(set(in_gaps))
    assert set(in_gaps) | cover.possible_days == EVERY_DAY
    assert not set(in_gaps) & cover.possible_days
    for before, after in zip(gaps_of(cover), gaps_of(cover)[1:], strict=False):
        assert (after.first - before.last).days > 1  # days in a row are one gap


@given(st.lists(lines(), max_size=4))
@UNHURRIED
def test_overlaps_are_days_that_several_homes_insure(found: list[Contribution]) -> None:
    cover = april(*found, as_of=AS_OF)
    for overlap in overlaps_of(APRIL, found, AS_OF):
        assert len(overlap.homes) > 1
        assert set(overlap.days) <= cover.possible_days


def test_two_homes_on_the_same_tuesdays() -> None:
    tuesdays = frozenset(days_of_month((1,), APRIL))
    one = line("Casa Uno", "300", paid=(("300", IN_TIME),), days=tuesdays)
    two = line("Casa Dos", "300", paid=(("300", IN_TIME),), days=tuesdays | MONDAYS)
    unpaid = line("Casa Tres", "300", days=tuesdays)
    (overlap,) = overlaps_of(APRIL, [one, two, unpaid], AS_OF)
    assert (overlap.homes, overlap.days) == (("Casa Dos", "Casa Uno"), tuple(sorted(tuesdays)))
    said = say_all("es", lines_about_overlaps([overlap]))
    assert said[0] == "En martes (7, 14, 21, 28): 2 hogares pagaron el mismo día (Casa Dos, Casa Uno)."


def test_gaps_are_said_with_what_a_payment_can_still_do() -> None:
    paid = line("Casa Uno", "400", paid=(("400", IN_TIME),), days=frozenset(days_between(APRIL, date(2026, 4, 9))))
    tail = line("Casa Dos", "200", days=frozenset(days_between(date(2026, 4, 17), date(2026, 4, 30))))
    cover = april(paid, tail)
    assert say_all("es", lines_about_gaps(cover)) == ["Del 10 al 30: nadie pagó estos días."]
    before = [s.code for s in lines_that_close(cover, [paid, tail], date(2026, 3, 31))]
    assert before == ["cover.gap_line.pay_in_time", "cover.gap_line.true_days"]
    during = [s.code for s in lines_that_close(cover, [paid, tail], date(2026, 4, 1))]
    assert during == ["cover.gap_line.too_late", "cover.gap_line.true_days"]
    begun = replace(tail, began=date(2026, 4, 17), first_month=True, due_on=date(2026, 5, 18))
    overdue = lines_that_close(april(paid, begun, as_of=AS_OF), [paid, begun], AS_OF)
    assert overdue[0].code == "cover.gap_line.pay_first_month"


@pytest.mark.parametrize(
    ("numbers", "said"),
    [((), ""), ((5,), "5"), ((5, 6), "5, 6"), ((5, 6, 7), "5–7"), ((1, 3, 4, 5, 9), "1, 3–5, 9")],
)
def test_days_are_said_by_number_with_rows_put_together(numbers: tuple[int, ...], said: str) -> None:
    assert spoken_numbers(APRIL.replace(day=number) for number in numbers) == said


def test_a_home_that_paid_too_late_is_not_said_to_owe() -> None:
    late = line("Casa Uno", "400", paid=(("400", date(2026, 4, 2)),))
    said = lines_that_close(april(late), [late], AS_OF)
    assert [sentence.code for sentence in said] == ["cover.gap_line.paid_late", "cover.gap_line.true_days"]


def kinds(**of: str) -> tuple[tuple[date, str], ...]:
    """A month at a home: work on the days that nobody said anything else about."""
    said = {int(name[1:]): kind for name, kind in of.items()}
    return tuple((day, said.get(day.day, "rest")) for day in sorted(EVERY_DAY))


def test_every_day_has_the_mark_that_matters_most() -> None:
    uno = AtHome("Casa Uno", kinds(d6="work", d7="vacation", d8="holiday", d9="certified", d13="pause", d14="work"))
    dos = AtHome("Casa Dos", kinds(d6="work", d15="work"))
    days = frozenset(APRIL.replace(day=n) for n in (6, 7, 8, 14))
    paid = line("Casa Uno", "400", paid=(("400", IN_TIME),), days=days, certified=frozenset({date(2026, 4, 9)}))
    owed = line("Casa Dos", "300", days=frozenset({date(2026, 4, 15)}))
    cover = april(paid, owed)
    found = days_of_hers(cover, [paid, owed], [uno, dos], lambda day: day > date(2026, 4, 28))
    marks = {one.day.day: one.mark for one in found}
    assert [marks[n] for n in (6, 7, 8, 9, 13, 14, 15, 28, 29)] == [
        "on", "vacation", "holiday", "certified", "pause", "on", "unpaid", "off", "preserved",
    ]  # fmt: skip
    assert next(one.homes for one in found if one.day.day == 6) == (("Casa Uno", "work"), ("Casa Dos", "work"))


@given(st.lists(lines(), max_size=3))
@UNHURRIED
def test_the_list_says_what_the_strip_shows(found: list[Contribution]) -> None:
    cover = april(*found, as_of=AS_OF)
    homes = [AtHome(c.name, tuple((d, "work" if d in c.days else "rest") for d in sorted(EVERY_DAY))) for c in found]
    days = days_of_hers(cover, found, homes, lambda _day: False)
    listed = {day: mark for mark, of_mark in by_mark(days).items() for day in of_mark}
    assert listed == {one.day: one.mark for one in days}
    assert {one.day for one in days if one.mark in ("on", "vacation", "holiday", "certified")} == cover.days
    assert list(by_mark(days)) == [mark for mark in MARKS if mark in listed.values()]
    for name, of_kind in by_home(days).items():
        assert of_kind["work"] == tuple(one.day for one in days if (name, "work") in one.homes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mark_and_every_part_has_words(language: str) -> None:
    assert all(knows(f"mycover.mark.{mark}", language) for mark in MARKS)
    for case in WORKED.values():
        cover = seen(case)
        sentences = explained(cover, case.lines, case.given["as_of"])
        parts = told(sentences)
        assert {parts.answer, *parts.homes, *parts.advice, *parts.account, *parts.not_public} == set(sentences)
        for point in points_of(cover, case.lines, {}):
            assert all(say_all(language, [point.asks, *(option.means for option in point.options)]))
        assert all(say_all(language, lines_about_gaps(cover)))


def test_a_month_fully_paid_has_no_gap_and_nothing_to_close() -> None:
    whole = line(quotas="3000", paid=(("3000", IN_TIME),), days=EVERY_DAY)
    cover = april(whole)
    assert (lines_about_gaps(cover), lines_that_close(cover, [whole], AS_OF)) == ((), ())
    assert last_of_month(APRIL) in cover.days
    assert cover.paid == Decimal(3000)


def test_a_home_that_enrolled_her_later_has_no_days_before(session: Session) -> None:
    her, later = invented_person("of two homes"), NOON.replace(month=5, day=5)
    first = parties.affiliation(session, parties.household(session, NOON, 1), NOON, her, date(2026, 3, 2))
    parties.affiliation(session, parties.household(session, later, 2), later, her, date(2026, 5, 4))
    names = first.household.person.full_name
    march = her_month(session, first.worker_id, date(2026, 3, 1), later.date(), {})
    assert (len(march.days), list(by_home(march.days))) == (31, [names])
    assert len(by_home(her_month(session, first.worker_id, date(2026, 5, 1), later.date(), {}).days)) == 2
