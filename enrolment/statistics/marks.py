"""Marking whose monthly facts are to be counted again, in the transaction of the change itself."""

from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from enrolment.models import Affiliation, ContributionPeriod
from enrolment.statistics.models import StatisticsMark
from workflow.definition import Step


def mark(session: Session, worker_id: UUID) -> None:
    """Have a worker's months counted again."""
    with session.no_autoflush:  # the step that changes her facts may be half way
        session.execute(insert(StatisticsMark).values(worker_id=worker_id))


def mark_worker_of_relation(session: Session, step: Step) -> None:
    """The effect of every step of a relation: whatever it changed, her months are looked at again."""
    relation: Affiliation = step.case
    if relation.worker_id is not None and relation.enrolled_from is not None:
        mark(session, relation.worker_id)


def mark_worker_of_period(session: Session, step: Step) -> None:
    """The effect of every step of a contribution period."""
    period: ContributionPeriod = step.case
    worker_id = session.scalar(select(Affiliation.worker_id).where(Affiliation.id == period.affiliation_id))
    if worker_id is not None:
        mark(session, worker_id)
