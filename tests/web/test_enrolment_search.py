"""Finding periods and payments in the office by the line on a slip, however it is typed, also after it was replaced."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.models import ContributionPeriod
from enrolment.money.payment_models import IssuedLine, PaymentRow
from enrolment.people.invented import invented_person
from tests.conftest import NOON
from tests.enrolment import parties
from tests.enrolment.money_lifecycles import money_cases
from web.casework import enrolment_search, payment_cases, procedures
from workflow.engine import fire

TYPED: dict[str, Callable[[str], str]] = {
    "as printed": str,
    "without hyphens": lambda line: line.replace("-", ""),
    "with spaces and small letters": lambda line: f" {line.replace('-', ' ').lower()} ",
}


@pytest.fixture
def relation(session: Session) -> Any:
    """A relation whose first prepaid line was replaced once, and another household's beside it."""
    procedures.install()
    worker = invented_person("worker")
    parties.affiliation(session, parties.household(session, NOON, 2), NOON, worker, date(2026, 3, 1))
    who = parties.household(session, NOON)
    case = parties.affiliation(session, who, NOON, worker, date(2026, 3, 1))
    data = {"month": date(2026, 4, 1), "days": [1, 6]}
    fire(session, case, "report_days", who.actor, NOON, data=data)
    return case


@pytest.mark.parametrize("typed", TYPED.values(), ids=TYPED)
def test_a_period_is_found_by_its_line_and_by_one_that_was_replaced(
    session: Session, relation: Any, typed: Callable[[str], str]
) -> None:
    lines = session.scalars(select(IssuedLine).where(IssuedLine.period_id.in_(ids(session, relation)))).all()
    assert any(line.replaced_at for line in lines)
    for line in lines:
        found = select(ContributionPeriod.id).where(enrolment_search.periods(typed(line.line)))
        assert session.scalars(found).all() == [line.period_id]


@pytest.mark.parametrize("typed", TYPED.values(), ids=TYPED)
def test_a_payment_is_found_by_the_line_it_was_made_with(
    session: Session, relation: Any, typed: Callable[[str], str]
) -> None:
    period = parties.periods(session, relation)[-1]
    exception = money_cases(session, relation, period, NOON)["payment_exception"]
    session.get_one(PaymentRow, exception.row_id).line = period.line
    session.flush()
    found = select(type(exception).id).where(payment_cases.exceptions(typed(period.line)))
    assert session.scalars(found).all() == [exception.id]


def ids(session: Session, relation: Any) -> list[Any]:
    """The periods of a relation."""
    return [period.id for period in parties.periods(session, relation)]
