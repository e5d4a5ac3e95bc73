"""Who stays: the counts, what of them is told, and the band of a share."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from enrolment.statistics.cohorts import Kept, band, kept_in, kept_told, measure
from enrolment.statistics.disclosure import ALL
from enrolment.statistics.models import WorkerMonth
from enrolment.statistics.publishing import NATION, Cells, figures_of
from regime.periods import month_after
from workflow.columns import new_id

JANUARY = date(2026, 1, 1)


def people(session: Session, count: int, mode: str, months: tuple[int, ...]) -> None:
    """So many people insured in some months, counted from January."""
    described = {"state": "09", "municipality": "09015", "sex": "M", "age": "40", "homes": "1", "wage": "1", "uma": "2"}
    rows = []
    for _person in range(count):
        worker = new_id()
        rows += [
            {**described, "mode": mode, "month": month_after(JANUARY, number), "worker_id": worker, "answer": "yes",
             "insured_days": 30, "movement": "stayed", "reason": ""}
            for number in months
        ]  # fmt: skip
    session.execute(insert(WorkerMonth), rows)


def test_whoever_comes_back_is_still_insured_and_who_is_new_is_apart(session: Session) -> None:
    people(session, 4, "full_month", (0, 1, 2, 3))
    people(session, 2, "full_month", (0, 3))  # was away in between
    people(session, 3, "per_day", (0, 1))
    people(session, 5, "per_day", (3,))
    april = kept_in(session, month_after(JANUARY, 3))
    assert april[ALL, 3] == {ALL: Kept(6, 3, 5)}
    assert april["mode", 3] == {"full_month": Kept(6, 0, 0), "per_day": Kept(0, 3, 5)}
    assert april[ALL, 1] == {ALL: Kept(4, 0, 7)}
    assert april[ALL, 12] == {ALL: Kept(0, 0, 11)}


def test_neither_who_stays_nor_who_does_not_may_be_few() -> None:
    many, few = Kept(60, 20, 30), Kept(40, 3, 30)
    assert kept_told({"a": many}, 10) == {"a": 60}
    assert kept_told({"a": few}, 10) == {}
    # Of one that is not told nothing could be kept beside the sum: the other goes with it.
    assert kept_told({"a": many, "b": few}, 10) == {}
    assert kept_told({"a": many, "b": few, "c": Kept(30, 9, 12)}, 10) == {"a": 60}


def test_after_one_month_it_is_told_only_where_who_went_is() -> None:
    cell = {"people": 90, "covered": 90, "entered": 0, "returned": 0, "lapsed": 0, "departed": 0, "posts": 0, "paid": 0}
    month = Cells({"09": {ALL: {ALL: cell}}})
    figures = figures_of(month, month, 10, {(ALL, 1): {ALL: Kept(60, 30, 30)}, (ALL, 3): {ALL: Kept(60, 30, 30)}})
    assert (NATION, ALL, ALL, measure(1)) not in figures
    assert figures[NATION, ALL, ALL, measure(3)] == 60


def test_the_band_is_wilsons() -> None:
    low, high = band(81, 263)
    assert round(low, 4) == Decimal("0.2553")
    assert round(high, 4) == Decimal("0.3662")
    assert band(10, 10)[1] == pytest.approx(Decimal(1))
    assert Decimal(0) < band(10, 10)[0] < Decimal(1)
