"""A household's year in short: registers, enrols, pays the first month, the next ones ahead, then stops paying."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import select

from enrolment import service
from enrolment.models import Affiliation, Confirmation, ContributionPeriod
from enrolment.money.payment_models import IssuedLine
from enrolment.people.invented import invented_person
from tests.enrolment.parties import LIVE_IN, Payer, affiliation, household, periods
from workflow.clockwork import live_through
from workflow.database import Database
from workflow.tables import Message

ENROLLED = datetime(2026, 3, 10, 16, tzinfo=UTC)
WORKER = invented_person("worker of the story")


@pytest.fixture
def enrolled(database: Database) -> tuple[Payer, Affiliation]:
    """A household that enrolled a live-in worker on 10 March, the day she began."""
    with database.write() as session:
        who = household(session, ENROLLED)
        case = affiliation(session, who, ENROLLED, WORKER, date(2026, 3, 10), terms=LIVE_IN)
        session.expunge_all()
    return who, case


def pay(database: Database, case: Affiliation, month: date, paid_on: date, share: Decimal = Decimal(1)) -> None:
    """Pay a share of the line of a month."""
    at = datetime(paid_on.year, paid_on.month, paid_on.day, 18, tzinfo=UTC)
    with database.write() as session:
        period = next(p for p in periods(session, case) if p.first_month == month and p.state != "expired")
        assert period.amount is not None
        amount = (period.amount * share).quantize(Decimal("0.01"))
        service.record_payment(session, period, amount, paid_on, at)


def states(database: Database, case: Affiliation) -> dict[date, str]:
    """The state of the period of each month."""
    with database.read() as session:
        return {period.first_month: period.state for period in periods(session, case)}


def told(database: Database, person: Payer) -> set[str]:
    """The notices a household has had."""
    with database.read() as session:
        return set(session.scalars(select(Message.template).where(Message.person_id == person.person_id)))


def test_enrolment_proposes_the_first_month_and_the_next(
    database: Database, enrolled: tuple[Payer, Affiliation]
) -> None:
    who, case = enrolled
    with database.read() as session:
        stored = session.get_one(Affiliation, case.id)
        assert (stored.state, stored.enrolled_from, stored.next_month) == (
            "enrolled",
            date(2026, 3, 10),
            date(2026, 5, 1),
        )
        march, april = periods(session, case)
        assert (march.state, march.basis, march.line) == ("proposed", "post_paid", None)
        assert (april.state, april.basis, april.due_day) == ("issued", "prepaid", date(2026, 3, 31))
        assert april.line is not None
        assert april.line.startswith("DEMO-")
        assert session.scalars(select(Confirmation)).one().state == "pending"
    assert {"registration/registered", "affiliation/enrolled", "contribution_period/issued"} <= told(database, who)


def test_the_first_month_is_paid_after_and_the_next_ahead(
    database: Database, enrolled: tuple[Payer, Affiliation]
) -> None:
    who, case = enrolled
    pay(database, case, date(2026, 4, 1), date(2026, 3, 20))
    live_through(database, ENROLLED, datetime(2026, 4, 8, 18, tzinfo=UTC))
    with database.read() as session:
        march, april, may = periods(session, case)
        assert (march.state, march.due_day, april.state, may.state) == ("issued", date(2026, 4, 17), "paid", "issued")
        assert march.amount is not None
        assert april.amount is not None
        assert march.amount < april.amount
    pay(database, case, date(2026, 3, 1), date(2026, 4, 9))
    live_through(database, datetime(2026, 4, 9, 18, tzinfo=UTC), datetime(2026, 5, 2, 12, tzinfo=UTC))
    assert states(database, case) == {
        date(2026, 3, 1): "paid",
        date(2026, 4, 1): "paid",
        date(2026, 5, 1): "expired",
        date(2026, 6, 1): "issued",
    }
    assert {"reminder_pay_ahead", "reminder_cut_off", "lapsed"} <= {
        name.rpartition("/")[2] for name in told(database, who)
    }


def test_a_lapse_ends_cover_and_not_the_relation(database: Database, enrolled: tuple[Payer, Affiliation]) -> None:
    _who, case = enrolled
    live_through(database, ENROLLED, datetime(2026, 8, 2, 12, tzinfo=UTC))
    found = states(database, case)
    assert found[date(2026, 3, 1)] == "overdue"
    assert {found[date(2026, month, 1)] for month in (4, 5, 6, 7, 8)} == {"expired"}
    assert found[date(2026, 9, 1)] == "issued"
    with database.read() as session:
        assert session.get_one(Affiliation, case.id).state == "enrolled"


def test_the_year_turns_with_values_not_yet_published(database: Database, enrolled: tuple[Payer, Affiliation]) -> None:
    _who, case = enrolled
    live_through(database, ENROLLED, datetime(2027, 3, 2, 12, tzinfo=UTC))
    with database.read() as session:
        newest = periods(session, case)[-1]
        assert (newest.first_month, newest.state) == (date(2027, 4, 1), "issued")
        assert newest.statement is not None
        assert "notice.projected" in newest.statement


def test_part_payments_add_up(database: Database, enrolled: tuple[Payer, Affiliation]) -> None:
    _who, case = enrolled
    pay(database, case, date(2026, 4, 1), date(2026, 3, 12), Decimal("0.5"))
    assert states(database, case)[date(2026, 4, 1)] == "part_paid"
    with database.write() as session:
        april = periods(session, case)[1]
        assert april.amount is not None
        rest = april.amount - april.paid_amount
        service.record_payment(session, april, rest, date(2026, 3, 13), ENROLLED)
    assert states(database, case)[date(2026, 4, 1)] == "paid"


def test_a_change_reaches_the_unpaid_line_and_keeps_the_old_one_known(
    database: Database, enrolled: tuple[Payer, Affiliation]
) -> None:
    who, case = enrolled
    raised = {**LIVE_IN, "pay_amount": Decimal("16000.00")}
    with database.write() as session:
        service.change_terms(session, case.id, who.actor, ENROLLED, raised, date(2026, 3, 15))
        _march, april = periods(session, case)
        lines = session.scalars(select(IssuedLine).where(IssuedLine.period_id == april.id)).all()
        assert len(lines) == 2
        old, new = sorted(lines, key=lambda line: line.amount)
        assert old.replaced_at is not None
        assert (new.line, new.amount, new.replaced_at) == (april.line, april.amount, None)


def test_the_end_cancels_what_lies_after_it(database: Database, enrolled: tuple[Payer, Affiliation]) -> None:
    who, case = enrolled
    with database.write() as session:
        service.end_relation(session, case.id, who.actor, ENROLLED, date(2026, 3, 20), "agreement")
    assert states(database, case) == {date(2026, 3, 1): "proposed", date(2026, 4, 1): "cancelled"}
    live_through(database, ENROLLED, datetime(2026, 4, 2, 12, tzinfo=UTC))
    with database.read() as session:
        march = session.scalars(select(ContributionPeriod).where(ContributionPeriod.state == "issued")).one()
        assert march.days == '{"2026-03":[10,11,12,13,14,15,16,17,18,19,20]}'
