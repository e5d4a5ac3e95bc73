"""What is read about certificates: by her, over all households; by a household, its own, with the subsidy."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from enrolment.insurance.certified_days import certificates_of_worker, spans
from enrolment.insurance.certified_models import CertifiedPeriod
from enrolment.insurance.cover import covers_between
from enrolment.insurance.subsidy import Subsidy, months_counted, subsidy
from enrolment.models import Affiliation, ContributionPeriod
from regime.periods import PeriodStatement
from regime.statement import Statement
from workflow.definition import is_tagged
from workflow.stored import loads


@dataclass(frozen=True, slots=True)
class Incapacity:
    """One incapacity of a worker over all her households: consecutive certificates of one kind, and its subsidy."""

    kind: str
    certificates: tuple[CertifiedPeriod, ...]
    subsidy: Subsidy


def incapacities(session: Session, worker_id: UUID) -> list[Incapacity]:
    """Every incapacity of a worker, the latest first. For her and for officials only."""
    certificates = certificates_of_worker(session, worker_id)
    found = []
    for kind in dict.fromkeys(one.kind for one in certificates):
        alike = [one for one in certificates if one.kind == kind]
        for span in spans(alike):
            mine = tuple(one for one in alike if one.first_day in span)
            found.append(Incapacity(kind, mine, _subsidy(session, worker_id, kind, span.first, span.last)))
    return sorted(found, key=lambda incapacity: incapacity.subsidy.first_day, reverse=True)


def _subsidy(session: Session, worker_id: UUID, kind: str, first: date, last: date) -> Subsidy:
    months = months_counted(first)
    covered = {day for known in covers_between(session, worker_id, months[0], months[-1]) for day in known.days}
    return subsidy(kind, first, last, _base_wages(session, worker_id, first), covered)


def _base_wages(session: Session, worker_id: UUID, day: date) -> list[Decimal]:
    """The base wage of each relation that stands on a day, as its line of the month says; none without a line yet.

    Wages are added up over jobs held at the same time (LSS 33): one that has ended pays nothing any more.
    """
    month = day.replace(day=1)
    lines = (
        select(ContributionPeriod)
        .join(Affiliation, Affiliation.id == ContributionPeriod.affiliation_id)
        .where(Affiliation.worker_id == worker_id, ~is_tagged(ContributionPeriod, "void"))
        .where(Affiliation.enrolled_from <= day, or_(Affiliation.ended_on.is_(None), Affiliation.ended_on >= day))
        .where(ContributionPeriod.statement.is_not(None), ContributionPeriod.first_month <= month)
        .order_by(ContributionPeriod.first_month)
    )
    latest = {period.affiliation_id: period for period in session.scalars(lines)}
    statements = (PeriodStatement.from_json(loads(period.statement or "")) for period in latest.values())
    return [(_of_month(statement, month) or statement.months[-1]).base_wage for statement in statements]


def _of_month(statement: PeriodStatement, month: date) -> Statement | None:
    return next((one for one in statement.months if one.day.replace(day=1) == month), None)
