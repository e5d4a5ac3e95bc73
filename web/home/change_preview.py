"""What a change of pay, days or insurance does to the first month it reaches, worked out before anything is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from enrolment.models import Affiliation
from enrolment.relation.affiliation import AFFILIATION
from enrolment.relation.affiliation_effects import terms_for
from enrolment.relation.affiliation_rules import first_changeable_month
from enrolment.relation.agreement import echo_of, gap_to_legal_wage, insured_days, statement_for
from enrolment.relation.relation_days import relation_of, reported_days
from regime.sentences import Sentence
from regime.statement import Statement
from regime.wages import WageGap
from workflow.context import Actor
from workflow.decision import unmet
from workflow.engine import context_of
from workflow.errors import NotReady


@dataclass(frozen=True, slots=True)
class Difference:
    """The first month that the change reaches, as agreed until now and as it would be; None where it has no days.

    `gap` holds the new pay against the legal minimum of the day of the change; `echo` reads it back.
    """

    from_month: date
    change_from: date
    before: Statement | None
    after: Statement | None
    gap: WageGap
    echo: Sentence

    @property
    def total(self) -> Decimal:
        """By how much the month rises; below zero if it falls."""
        return _total(self.after) - _total(self.before)

    @property
    def leaves_a_gap(self) -> bool:
        """Whether the change holds from a day before the first month it is billed for (D-13)."""
        return self.change_from < self.from_month


def difference_of(
    session: Session, case: Affiliation, actor: Actor, at: datetime, terms: Mapping[str, Any], change_from: date
) -> Difference:
    """The difference a change would make. Raises `NotReady` with everything that stands in its way."""
    context = context_of(session, case, actor, at, data={**terms, "change_from": change_from})
    action = AFFILIATION.versions_of("change_terms")[0]
    refused = unmet((*action.guards, *action.checks), context)
    if refused:
        raise NotReady(*refused)
    month = first_changeable_month(context, change_from)
    around = context.around
    relation = relation_of(session, context.case, around.municipality)
    reported = reported_days(session, case.id, month)

    def statement(agreed: Any) -> Statement | None:
        days = insured_days(agreed, relation, month, reported)
        return statement_for(agreed, relation, {month: days}, around.policies).months[0] if days else None

    before = terms_for(session, case.id, month)
    gap = gap_to_legal_wage(context.case, around.municipality, change_from, around.policies)
    said = echo_of(context.case, month)
    return Difference(month, change_from, statement(before), statement(context.case), gap, said)


def _total(statement: Statement | None) -> Decimal:
    return statement.total if statement else Decimal(0)
