"""The contributions of a calendar year month by month, over a worker's households or over a household's workers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from enrolment.household.former_homes import past_homes
from enrolment.household.household_models import FormerHome
from enrolment.insurance.cover import months_of
from enrolment.models import Affiliation, ContributionPeriod, Household
from regime.periods import PeriodStatement
from workflow.definition import is_tagged, states_tagged
from workflow.stored import loads

DECEMBER = 12


@dataclass(frozen=True, slots=True)
class MonthOfRelation:
    """One month of one relation: days and amounts of its line (pesos), and whether the whole period is paid."""

    relation: UUID
    month: date
    days: int
    base_wage: Decimal
    amount: Decimal
    withheld: Decimal
    is_paid: bool


def of_worker(session: Session, worker_id: UUID, year: int) -> list[MonthOfRelation]:
    """Every month of every relation of a worker, for her own eyes."""
    return list(_months(session, _relations().where(Affiliation.worker_id == worker_id), year))


def of_household(session: Session, household_id: UUID, year: int) -> list[MonthOfRelation]:
    """Every month of the relations of a household while they were its own; nothing of whoever had them before."""
    formerly = select(FormerHome.affiliation_id).where(FormerHome.household_id == household_id)
    mine = _relations().where(or_(Affiliation.household_id == household_id, Affiliation.id.in_(formerly)))
    return list(_months(session, mine, year, household_id))


def _relations() -> Select[Affiliation]:
    real = (*states_tagged(Affiliation, "in_force"), *states_tagged(Affiliation, "was_in_force"))
    return select(Affiliation).where(Affiliation.state.in_(real)).order_by(Affiliation.id)


def _months(
    session: Session, relations: Select[Affiliation], year: int, household_id: UUID | None = None
) -> Iterator[MonthOfRelation]:
    found = session.scalars(relations).all()
    homes = past_homes(session, {relation.id for relation in found})
    for relation in found:
        for month in _of_relation(session, relation.id, year):
            if household_id is None or homes.of(relation, month.month)[0] == household_id:
                yield month


def _of_relation(session: Session, affiliation_id: UUID, year: int) -> list[MonthOfRelation]:
    """The months of a relation; where a lapsed period was proposed again, the later one counts."""
    rows: dict[date, MonthOfRelation] = {}
    for period in _periods(session, affiliation_id, year):
        statement = PeriodStatement.from_json(loads(period.statement or ""))
        days = loads(period.days or "{}")
        for month, asked in zip(months_of(period), statement.months, strict=False):
            if month.year != year:
                continue
            rows[month] = MonthOfRelation(
                affiliation_id, month, len(days.get(f"{month:%Y-%m}", ())), asked.base_wage, asked.total, asked.worker,
                period.paid_on is not None and period.paid_amount >= (period.amount or Decimal(0)),
            )  # fmt: skip
    return [rows[month] for month in sorted(rows)]


def _periods(session: Session, affiliation_id: UUID, year: int) -> Sequence[ContributionPeriod]:
    wanted = select(ContributionPeriod).where(
        ContributionPeriod.affiliation_id == affiliation_id,
        ContributionPeriod.statement.is_not(None),
        ContributionPeriod.first_month.between(date(year - 1, 1, 1), date(year, DECEMBER, 1)),
        ~is_tagged(ContributionPeriod, "void"),
    )
    return session.scalars(wanted.order_by(ContributionPeriod.opened_at, ContributionPeriod.id)).all()


def household_name(session: Session, affiliation_id: UUID) -> str:
    """Whose home a relation is in, as its worker knows it."""
    named = select(Household).join(Affiliation, Affiliation.household_id == Household.id)
    return session.scalars(named.where(Affiliation.id == affiliation_id)).one().person.full_name
