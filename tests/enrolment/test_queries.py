"""What pages read: each household its own workers and payments, the worker all of hers, nobody anybody else's."""

from datetime import UTC, date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from enrolment import queries, service
from enrolment.models import DomesticWorker
from enrolment.people.invented import invented_person
from tests.enrolment.parties import LIVE_IN, affiliation, draft, household, periods

NOON = datetime(2026, 3, 10, 18, tzinfo=UTC)
BEGAN = date(2026, 3, 10)
SHARED = invented_person("works for two")


def test_a_household_sees_its_workers_and_what_to_pay_first(session: Session) -> None:
    who, other = household(session, NOON), household(session, NOON, 2)
    relation = affiliation(session, who, NOON, SHARED, BEGAN, terms=LIVE_IN)
    affiliation(session, other, NOON, SHARED, BEGAN)
    begun = draft(session, who, NOON, invented_person(5), BEGAN)
    mine = queries.household_of(session, who.person_id)
    assert mine is not None
    first, second = queries.worker_rows(session, mine.id)
    assert (first.affiliation.id, second.affiliation.id) == (relation.id, begun.id)
    assert first.name == f"{SHARED.given_names} {SHARED.first_surname} {SHARED.second_surname}"
    april = periods(session, relation)[1]
    assert first.next_payment is april
    assert second.next_payment is None
    assert list(queries.payments_due(session, mine.id)) == [april]
    assert [row.affiliation.id for row in queries.worker_rows(session, mine.id, after=relation.id)] == [begun.id]
    assert queries.worker_rows(session, mine.id, past=True) == []


def test_what_is_over_moves_to_the_past(session: Session) -> None:
    who = household(session, NOON)
    relation = affiliation(session, who, NOON, SHARED, BEGAN)
    service.end_relation(session, relation.id, who.actor, NOON, BEGAN, "agreement")
    mine = queries.household_of(session, who.person_id)
    assert mine is not None
    assert queries.worker_rows(session, mine.id) == []
    assert [row.affiliation.id for row in queries.worker_rows(session, mine.id, past=True)] == [relation.id]


def test_a_worker_sees_every_household(session: Session) -> None:
    who, other = household(session, NOON), household(session, NOON, 2)
    one = affiliation(session, who, NOON, SHARED, BEGAN)
    two = affiliation(session, other, NOON, SHARED, BEGAN)
    her = session.get_one(DomesticWorker, one.worker_id).person_id
    assert [found.id for found in queries.affiliations_of_worker(session, her)] == [two.id, one.id]
    asked = queries.confirmation_of(session, one.id)
    assert asked is not None
    assert asked.state == "pending"


def test_periods_come_newest_first_page_by_page(session: Session) -> None:
    who = household(session, NOON)
    relation = affiliation(session, who, NOON, SHARED, BEGAN)
    (newest,) = queries.periods_of(session, relation.id, limit=1)
    assert newest.first_month == date(2026, 4, 1)
    older = queries.periods_of(session, relation.id, before=newest.first_month)
    assert [period.first_month for period in older] == [date(2026, 3, 1)]
    service.record_payment(session, newest, Decimal("10.00"), BEGAN, NOON)
    assert [payment.amount for payment in queries.payments_of(session, newest.id)] == [Decimal("10.00")]
