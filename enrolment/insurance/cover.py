"""The stored answer about a worker's month: computed again after every step that can change it, never typed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.insurance.cover_explained import explained
from enrolment.insurance.coverage import Answer, MonthCover, assess
from enrolment.insurance.household_month import HouseholdMonth, household_month
from enrolment.insurance.month_contributions import contributions_of
from enrolment.models import Affiliation, ContributionPeriod, Cover, DomesticWorker
from enrolment.money.contributed import Contribution
from enrolment.relation.days import days_in, days_text
from enrolment.statistics.marks import mark
from regime.periods import month_after
from regime.policies import Policies
from regime.sentences import Sentence
from regime.values import UnknownValue
from workflow.context import MEXICO_CITY
from workflow.database import Database
from workflow.definition import Step
from workflow.stored import dumps, loads


@dataclass(frozen=True, slots=True)
class KnownCover:
    """What is stored about a month: the worker's own answer, complete. Never to be shown to a household."""

    month: date
    answer: Answer
    days: tuple[date, ...]
    possible_days: tuple[date, ...]
    decided_by: tuple[str, ...]
    sentences: tuple[Sentence, ...]
    computed_at: datetime


def recompute(session: Session, worker_id: UUID, months: Iterable[date], at: datetime) -> None:
    """Store the answer of each month as the payments seen until `at` give it; doing it again changes nothing."""
    # Payments of two households at once must each see the other's: whoever comes second waits here.
    session.execute(select(DomesticWorker.id).where(DomesticWorker.id == worker_id).with_for_update())
    day = at.astimezone(MEXICO_CITY).date()
    for month in sorted({month.replace(day=1) for month in months}):
        lines = contributions_of(session, worker_id, month)
        _store(session, worker_id, *explained_month(month, lines, session.info["settings"].policies, day), at)
    session.flush()


def explained_month(
    month: date, lines: Sequence[Contribution], policies: Policies, day: date
) -> tuple[MonthCover, list[Sentence]]:
    """The answer about a month and why, by what was seen until a day."""
    try:
        cover, notices = assess(month, lines, policies, day), []
    except UnknownValue:
        # A month whose wage is not published yet: as with its line, the last known values and a notice.
        projected = replace(policies, projection="last_known_values")
        cover, notices = assess(month, lines, projected, day), [Sentence("cover.projected")]
    return cover, [*explained(cover, lines, day), *notices]


def recompute_batch(
    session: Session, month: date, at: datetime, *, after: UUID | None = None, limit: int = 200
) -> UUID | None:
    """Compute one month again for the next workers in the order of their ids, as after a change of policy.

    Answers with the last worker done, from which to go on, or nothing when all are done.
    """
    wanted = select(DomesticWorker.id).order_by(DomesticWorker.id).limit(limit)
    found = list(session.scalars(wanted if after is None else wanted.where(DomesticWorker.id > after)))
    for worker_id in found:
        recompute(session, worker_id, [month], at)
    return found[-1] if len(found) == limit else None


def recompute_everybody(database: Database, month: date, at: datetime) -> int:
    """Compute one month again for every worker, one transaction a batch; how many batches that took."""
    batches, last = 0, None
    while batches == 0 or last is not None:
        last = database.run(partial(recompute_batch, month=month, at=at, after=last))
        batches += 1
    return batches


def current_months(at: datetime) -> tuple[date, date]:
    """The months whose answer people look at today: this one and the next."""
    this = at.astimezone(MEXICO_CITY).date().replace(day=1)
    return this, month_after(this, 1)


def refresh_cover(session: Session, step: Step) -> None:
    """The effect of a step of a period: its own months, over all households."""
    period: ContributionPeriod = step.case
    worker_id = session.scalar(select(Affiliation.worker_id).where(Affiliation.id == period.affiliation_id))
    if worker_id is not None:
        recompute(session, worker_id, months_of(period), step.context.at)


def refresh_cover_of_relation(session: Session, step: Step) -> None:
    """The effect of a step that changes the days of a relation: all months of its periods."""
    affiliation: Affiliation = step.case
    periods = session.scalars(select(ContributionPeriod).where(ContributionPeriod.affiliation_id == affiliation.id))
    if affiliation.worker_id is not None:
        months = {month for period in periods for month in months_of(period)}
        recompute(session, affiliation.worker_id, months, step.context.at)


def months_of(period: ContributionPeriod) -> list[date]:
    """The first days of the months a period covers."""
    return [month_after(period.first_month, number) for number in range(period.months)]


def cover_of(session: Session, worker_id: UUID, month: date) -> KnownCover | None:
    """The stored answer of a month, or nothing if no household has had anything to pay for it."""
    row = _row(session, worker_id, month.replace(day=1))
    return None if row is None else _known(row)


def covers_between(session: Session, worker_id: UUID, first: date, last: date) -> list[KnownCover]:
    """The stored answers of the months from one to another, in order."""
    wanted = select(Cover).where(Cover.worker_id == worker_id, Cover.month.between(first.replace(day=1), last))
    return [_known(row) for row in session.scalars(wanted.order_by(Cover.month))]


def own_month(session: Session, affiliation: Affiliation, month: date, at: datetime) -> HouseholdMonth | None:
    """One household's own part of a month; nothing of anybody else's is read. None if there is no period for it."""
    if affiliation.worker_id is None:
        return None
    own = contributions_of(session, affiliation.worker_id, month, affiliation_id=affiliation.id)
    return household_month(month, own[0], at.astimezone(MEXICO_CITY).date()) if own else None


def _store(session: Session, worker_id: UUID, cover: MonthCover, sentences: list[Sentence], at: datetime) -> None:
    row = _row(session, worker_id, cover.month)
    if row is None:
        row = Cover(worker_id=worker_id, month=cover.month)
        session.add(row)
    known, days = (row.answer, row.days), days_text(day.day for day in cover.days)
    row.answer, row.days = cover.answer.value, days
    row.explanation = dumps(
        {
            "possible_days": days_text(day.day for day in cover.possible_days),
            "paid": cover.paid,
            "floor": cover.floor,
            "decided_by": list(cover.decided_by),
            "sentences": sentences,
        }
    )
    row.computed_at = at
    if known != (row.answer, row.days):
        mark(session, worker_id)


def _row(session: Session, worker_id: UUID, month: date) -> Cover | None:
    return session.scalar(select(Cover).where(Cover.worker_id == worker_id, Cover.month == month))


def _known(row: Cover) -> KnownCover:
    stored = loads(row.explanation)
    return KnownCover(
        month=row.month,
        answer=Answer(row.answer),
        days=days_in(row.month, row.days),
        possible_days=days_in(row.month, stored["possible_days"]),
        decided_by=tuple(stored["decided_by"]),
        sentences=tuple(stored["sentences"]),
        computed_at=row.computed_at,
    )
