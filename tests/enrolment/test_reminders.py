"""How many words a month brings: one series for each, and silence once it is paid."""

from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import select

from enrolment import service
from enrolment.models import Affiliation
from enrolment.people.invented import invented_person
from tests.enrolment.parties import Payer, affiliation, household, periods
from workflow.clockwork import live_through
from workflow.database import Database
from workflow.tables import Message

ENROLLED = datetime(2026, 3, 10, 16, tzinfo=UTC)
MARCH, APRIL, MAY = (date(2026, month, 1) for month in (3, 4, 5))


@pytest.fixture
def home(database: Database) -> tuple[Payer, Affiliation]:
    """A household and its worker, since 10 March."""
    with database.write() as session:
        who = household(session, ENROLLED)
        case = affiliation(session, who, ENROLLED, invented_person("worker who is paid for"), date(2026, 3, 10))
        session.expunge_all()
    return who, case


def told(database: Database, who: Payer, case: Affiliation, month: date) -> Counter[str]:
    """The notices to the household about the line of a month, by template."""
    with database.read() as session:
        line = next(period for period in periods(session, case) if period.first_month == month)
        mine = select(Message.template).where(Message.person_id == who.person_id, Message.case_id == line.id)
        return Counter(name.rpartition("/")[2] for name in session.scalars(mine))


def test_a_month_that_nobody_pays_brings_one_series(database: Database, home: tuple[Payer, Affiliation]) -> None:
    """May: issued on 1 April; 17 April for the advised 20th; 25 and 29 for the last day, the 30th; then it lapses."""
    live_through(database, ENROLLED, datetime(2026, 5, 10, 12, tzinfo=UTC))
    who, case = home
    assert told(database, who, case, MAY) == {"issued": 1, "reminder_cut_off": 1, "reminder_pay_ahead": 2, "lapsed": 1}
    # The month of the beginning is due on Friday 17 April: 12 and 16 April.
    assert told(database, who, case, MARCH) == {"issued": 1, "reminder_pay_after": 2, "overdue": 1}


def test_who_pays_at_once_hears_no_more(database: Database, home: tuple[Payer, Affiliation]) -> None:
    who, case = home
    at = datetime(2026, 4, 10, 18, tzinfo=UTC)
    live_through(database, ENROLLED, at)
    with database.write() as session:
        line = next(period for period in periods(session, case) if period.first_month == MAY)
        service.record_payment(session, line, Decimal(line.amount or 0), at.date(), at)
    live_through(database, at, datetime(2026, 5, 2, 12, tzinfo=UTC))
    assert told(database, who, case, MAY) == {"issued": 1, "paid": 1}
    assert told(database, who, case, APRIL)["issued"] == 1
