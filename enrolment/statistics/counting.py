"""Counting what was touched: marked workers get their facts anew, the months that changed their cells anew."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, insert, select, tuple_, update
from sqlalchemy.orm import Session

from enrolment.models import Affiliation, DomesticWorker
from enrolment.statistics import cells
from enrolment.statistics.facts import Fact, Facts, facts_of
from enrolment.statistics.models import (
    PostMonth,
    StatisticsCell,
    StatisticsMark,
    StatisticsMonth,
    WorkerMonth,
)
from regime.periods import month_after
from workflow.context import MEXICO_CITY
from workflow.database import Database

BATCH = 200
MARKS_AT_ONCE = 2000


def last_whole_month(at: datetime) -> date:
    """The newest month that is over: only whole months are counted."""
    return month_after(at.astimezone(MEXICO_CITY).date().replace(day=1), -1)


def refresh(database: Database, at: datetime) -> int:
    """Count everything again that was marked; how many months were counted. Any number of processes may do it at once.

    A process that dies in between has lost nothing: marks and stale months stand until what they ask for is done.
    """
    through = last_whole_month(at)
    database.run(partial(_open_months, through=through))
    while database.run(partial(_count_marked, through=through)):
        pass
    counted = 0
    while database.run(_count_stale_month):
        counted += 1
    return counted


def forget(session: Session) -> None:
    """Throw all facts and cells away, for everything to be counted from the beginning; publications stay."""
    for model in (StatisticsMark, WorkerMonth, PostMonth, StatisticsCell, StatisticsMonth):
        session.execute(delete(model))


def differences(database: Database, at: datetime) -> int:
    """How many rows a rebuild would change: nothing is written but a mark for each worker whose facts are not right."""
    through = last_whole_month(at)
    wrong, last = 0, None
    while True:
        with database.read() as session:
            found = _next_workers(session, last)
            faulty = _faulty(session, found, through)
        wrong += len(faulty)
        database.run(partial(_mark_all, worker_ids=faulty))
        if len(found) < BATCH:
            return wrong + database.run(_mark_wrong_months)
        last = found[-1]


def _open_months(session: Session, through: date) -> None:
    """With each month that ends, everybody who works or worked in the month before is looked at."""
    newest = session.scalar(select(func.max(StatisticsMonth.month)))
    if newest is not None and newest >= through:
        return
    first = session.scalar(select(func.min(Affiliation.enrolled_from)).where(Affiliation.worker_id.is_not(None)))
    if first is None:
        return
    month = first.replace(day=1) if newest is None else month_after(newest, 1)
    while month <= through:
        session.execute(insert(StatisticsMonth).values(month=month, stale=True))
        month = month_after(month, 1)
    standing = select(Affiliation.worker_id).where(
        Affiliation.worker_id.is_not(None), Affiliation.enrolled_from < month_after(through, 1)
    )
    if newest is not None:
        standing = standing.where((Affiliation.ended_on.is_(None)) | (Affiliation.ended_on >= newest))
    session.execute(insert(StatisticsMark).from_select(["worker_id"], standing.distinct()))


def _count_marked(session: Session, through: date) -> bool:
    """Renew the facts of the next marked workers; whether there were any."""
    oldest = select(StatisticsMark.id, StatisticsMark.worker_id).order_by(StatisticsMark.id).limit(MARKS_AT_ONCE)
    marks = session.execute(oldest).all()
    wanted = sorted({worker_id for _id, worker_id in marks})[:BATCH]
    if not wanted:
        return False
    # Whoever comes second waits here and then sees what the first has written.
    session.execute(
        select(DomesticWorker.id).where(DomesticWorker.id.in_(wanted)).order_by(DomesticWorker.id).with_for_update()
    )
    facts = facts_of(session, wanted, through)
    changed = _replace(session, WorkerMonth, facts.people, wanted) | _replace(session, PostMonth, facts.posts, wanted)
    for month in sorted(changed):
        make_stale(session, month)
    done = [mark_id for mark_id, worker_id in marks if worker_id in set(wanted)]
    session.execute(delete(StatisticsMark).where(StatisticsMark.id.in_(done)))
    return True


def _replace(session: Session, model: Any, facts: Sequence[Fact], worker_ids: Collection[UUID]) -> set[date]:
    """Put the facts of these workers in the place of what stands; the months in which anything differs."""
    keys = [column.name for column in model.__table__.primary_key]
    wanted = {tuple(fact[key] for key in keys): fact for fact in facts}
    stand = {tuple(row[key] for key in keys): row for row in _standing(session, model, worker_ids, facts)}
    gone = [key for key, row in stand.items() if wanted.get(key) != row]
    new = [fact for key, fact in wanted.items() if stand.get(key) != fact]
    columns = tuple_(*(model.__table__.c[key] for key in keys))
    for start in range(0, len(gone), BATCH):
        session.execute(delete(model).where(columns.in_(gone[start : start + BATCH])))
    if new:
        session.execute(insert(model), new)
    return {row["month"] for row in (*(stand[key] for key in gone), *new)}


def _standing(session: Session, model: Any, worker_ids: Collection[UUID], facts: Sequence[Fact]) -> list[Fact]:
    table = model.__table__
    hers = table.c.worker_id.in_(worker_ids)
    if model is PostMonth:  # a relation that was counted for another worker: their records were put together
        hers |= table.c.affiliation_id.in_({fact["affiliation_id"] for fact in facts})
    return [dict(row) for row in session.execute(select(table).where(hers)).mappings()]


def make_stale(session: Session, month: date) -> None:
    """Have the cells of a month counted again."""
    known = session.get(StatisticsMonth, month)
    if known is None:
        session.execute(insert(StatisticsMonth).values(month=month, stale=True))
    else:
        session.execute(update(StatisticsMonth).where(StatisticsMonth.month == month).values(stale=True))


def _count_stale_month(session: Session) -> bool:
    """Count one month that is stale; whether there was one."""
    stale = select(StatisticsMonth.month).where(StatisticsMonth.stale).order_by(StatisticsMonth.month).limit(1)
    month = session.scalar(stale.with_for_update())
    if month is None:
        return False
    cells.count(session, month)
    session.execute(update(StatisticsMonth).where(StatisticsMonth.month == month).values(stale=False))
    return True


def _next_workers(session: Session, after: UUID | None) -> list[UUID]:
    wanted = select(DomesticWorker.id).order_by(DomesticWorker.id).limit(BATCH)
    return list(session.scalars(wanted if after is None else wanted.where(DomesticWorker.id > after)))


def _faulty(session: Session, worker_ids: Collection[UUID], through: date) -> list[UUID]:
    """The workers whose facts do not say what would be counted now, and who are not marked already."""
    facts: Facts = facts_of(session, worker_ids, through)
    waiting = set(session.scalars(select(StatisticsMark.worker_id).where(StatisticsMark.worker_id.in_(worker_ids))))
    wrong = set()
    for model, wanted in ((WorkerMonth, facts.people), (PostMonth, facts.posts)):
        stand = _standing(session, model, worker_ids, wanted)
        wrong |= {row["worker_id"] for row in (*_without(stand, wanted), *_without(wanted, stand))}
    return sorted(wrong - waiting)


def _without(rows: Sequence[Fact], others: Sequence[Fact]) -> list[Fact]:
    known = {tuple(sorted((name, str(value)) for name, value in row.items())) for row in others}
    return [row for row in rows if tuple(sorted((name, str(value)) for name, value in row.items())) not in known]


def _mark_all(session: Session, worker_ids: Collection[UUID]) -> None:
    if worker_ids:
        session.execute(insert(StatisticsMark), [{"worker_id": worker_id} for worker_id in worker_ids])


def _mark_wrong_months(session: Session) -> int:
    """Have every month counted again whose cells do not say what its facts say; how many there were."""
    wrong = 0
    for month in session.scalars(select(StatisticsMonth.month).where(~StatisticsMonth.stale)).all():
        if _counted(session, month) != _as_set(cells.cells_of(session, month)):
            make_stale(session, month)
            wrong += 1
    return wrong


def _counted(session: Session, month: date) -> set[tuple[Any, ...]]:
    return {tuple(row)[1:] for row in session.execute(cells.cells_from_facts(month))}


def _as_set(rows: Any) -> set[tuple[Any, ...]]:
    found: Sequence[Row[Any]] = rows
    return {tuple(row) for row in found}
