"""The cells of a month, counted by the database from its facts: one set of one-way tables within each state."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, String, case, cast, delete, func, insert, literal, select, union_all
from sqlalchemy.orm import Session

from enrolment.statistics.facts import COVERED
from enrolment.statistics.models import PostMonth, StatisticsCell, WorkerMonth

ALL = "all"
# What people are told apart by within a state, one trait at a time. `cover` is the answer about the month.
TRAITS: dict[str, Any] = {
    ALL: literal(ALL),
    "sex": WorkerMonth.sex,
    "age": WorkerMonth.age,
    "mode": WorkerMonth.mode,
    "homes": WorkerMonth.homes,
    "wage": WorkerMonth.wage,
    "uma": WorkerMonth.uma,
    "cover": WorkerMonth.answer,
    "municipality": WorkerMonth.municipality,
    "reason": WorkerMonth.reason,
}
POST_TRAITS: dict[str, Any] = {
    ALL: literal(ALL),
    "mode": PostMonth.mode,
    "wage": PostMonth.wage,
    "uma": PostMonth.uma,
    "municipality": PostMonth.municipality,
}
MEASURES = ("people", "covered", "entered", "returned", "lapsed", "departed", "posts", "paid")
_MOVED = {"entered": "entered", "returned": "returned", "lapsed": "lapsed", "departed": "left"}


def count(session: Session, month: date) -> None:
    """Count the cells of a month again, in place of what was counted before."""
    session.execute(delete(StatisticsCell).where(StatisticsCell.month == month))
    names = ["month", "state", "trait", "category", *MEASURES]
    session.execute(insert(StatisticsCell).from_select(names, cells_from_facts(month)))


def cells_from_facts(month: date) -> Select[Any]:
    """The question that counts a month: one row per state, trait and category that anybody is in."""
    parts = [_of_people(trait, column, month) for trait, column in TRAITS.items()]
    parts += [_of_posts(trait, column, month) for trait, column in POST_TRAITS.items()]
    found = union_all(*parts).subquery()
    keys = (found.c.month, found.c.state, found.c.trait, found.c.category)
    sums = [cast(func.sum(found.c[name]), StatisticsCell.people.type).label(name) for name in MEASURES]
    return select(*keys, *sums).group_by(*keys)


def cells_of(session: Session, month: date) -> Iterable[Row[Any]]:
    """The counted cells of a month: state, trait, category and the measures, in a fixed order."""
    cell = StatisticsCell
    measures = [getattr(cell, name) for name in MEASURES]
    wanted = select(cell.state, cell.trait, cell.category, *measures).where(cell.month == month)
    return session.execute(wanted.order_by(cell.state, cell.trait, cell.category)).all()


def _of_people(trait: str, column: ColumnElement[str], month: date) -> Select[Any]:
    fact = WorkerMonth
    counted = {
        "people": _how_many(fact.movement != "left"),
        "covered": _how_many(fact.answer.in_(COVERED)),
        **{name: _how_many(fact.movement == moved) for name, moved in _MOVED.items()},
    }
    asked = _select(fact, trait, column, counted).where(fact.month == month)
    if trait == "reason":
        asked = asked.where(fact.movement == "left")
    return asked.group_by(fact.month, fact.state, column)


def _of_posts(trait: str, column: ColumnElement[str], month: date) -> Select[Any]:
    fact = PostMonth
    counted = {"posts": func.count(), "paid": _how_many(fact.paid.is_(True))}
    return _select(fact, trait, column, counted).where(fact.month == month).group_by(fact.month, fact.state, column)


def _select(fact: Any, trait: str, column: ColumnElement[str], counted: dict[str, Any]) -> Select[Any]:
    measures = [counted.get(name, literal(0)).label(name) for name in MEASURES]
    named = literal(trait, String).label("trait")
    return select(fact.month.label("month"), fact.state.label("state"), named, column.label("category"), *measures)


def _how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
