"""What a move of a home does to the lines of everybody who works there, worked out before anything is written."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.models import Affiliation
from enrolment.queries import worker_name
from enrolment.relation.affiliation_effects import terms_for
from enrolment.relation.affiliation_rules import first_changeable_month
from enrolment.relation.agreement import insured_days, statement_for
from enrolment.relation.relation_days import relation_of, reported_days
from workflow.context import THE_SYSTEM
from workflow.definition import is_tagged
from workflow.engine import context_of


@dataclass(frozen=True, slots=True)
class MoveDifference:
    """The first month that counts at the new address: what its line asks for there, and what it would have asked."""

    name: str
    from_month: date
    before: Decimal
    after: Decimal


def differences_of(
    session: Session, place_id: UUID, municipality: str, moved_on: date, at: datetime
) -> list[MoveDifference]:
    """For each running relation of a home, what the wage zone of another municipality changes."""
    mine = select(Affiliation).where(Affiliation.place_id == place_id, is_tagged(Affiliation, "in_force"))
    rows = session.scalars(mine.order_by(Affiliation.id))
    return [_difference(session, relation, municipality, moved_on, at) for relation in rows]


def _difference(
    session: Session, relation: Affiliation, municipality: str, moved_on: date, at: datetime
) -> MoveDifference:
    context = context_of(session, relation, THE_SYSTEM, at)
    month = first_changeable_month(context, moved_on)
    terms = terms_for(session, relation.id, month)

    def asked(where: str) -> Decimal:
        there = relation_of(session, relation, where)
        days = insured_days(terms, there, month, reported_days(session, relation.id, month))
        if not days:
            return Decimal(0)
        return statement_for(terms, there, {month: days}, context.around.policies).total

    return MoveDifference(worker_name(relation), month, asked(context.around.municipality), asked(municipality))
