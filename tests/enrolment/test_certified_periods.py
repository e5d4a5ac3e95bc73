"""Certificates of incapacity: the bill splits, cover stays, a baja waits; what may not be is answered in a sentence."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from enrolment import service
from enrolment.insurance.certified_models import AwaitedEnd, CertifiedPeriod
from enrolment.insurance.certified_views import incapacities
from enrolment.insurance.cover import cover_of
from enrolment.models import Affiliation
from enrolment.money.undue import paid_too_much
from enrolment.people.invented import invented_person
from tests.enrolment.parties import LIVE_IN, Payer, affiliation, household, official, periods, worker_actor
from workflow.clockwork import live_through
from workflow.context import Actor
from workflow.database import Database
from workflow.engine import fire, open_case
from workflow.errors import NotAllowed, NotReady
from workflow.tables import Message

BEGAN = datetime(2026, 3, 2, 16, tzinfo=UTC)
WORKER = invented_person("certified worker")
MATERNITY = {"kind": "maternity", "folio": "XA000123", "first_day": date(2026, 4, 20), "last_day": date(2026, 7, 12)}


@pytest.fixture
def enrolled(database: Database) -> tuple[Payer, Affiliation]:
    """A live-in worker enrolled on 2 March."""
    with database.write() as session:
        who = household(session, BEGAN)
        case = affiliation(session, who, BEGAN, WORKER, date(2026, 3, 2), terms=LIVE_IN)
        session.expunge_all()
    return who, case


def record(database: Database, actor: Actor, case: Affiliation, at: datetime, **facts: Any) -> CertifiedPeriod:
    """Write a certificate down."""
    with database.write() as session:
        data = {"affiliation_id": case.id, **MATERNITY, **facts}
        recorded: CertifiedPeriod = open_case(session, CertifiedPeriod, "record", actor, at, data=data).case
        session.expunge_all()
    return recorded


def pay(database: Database, case: Affiliation, month: date, paid_on: date) -> None:
    """Pay the line of a month in full."""
    with database.write() as session:
        period = next(p for p in periods(session, case) if p.first_month == month)
        assert period.amount is not None
        at = datetime(paid_on.year, paid_on.month, paid_on.day, 18, tzinfo=UTC)
        service.record_payment(session, period, period.amount, paid_on, at)


def moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 18, tzinfo=UTC)


def amounts(database: Database, case: Affiliation) -> dict[date, Decimal | None]:
    with database.read() as session:
        return {period.first_month: period.amount for period in periods(session, case)}


def test_an_unpaid_line_is_issued_again_with_the_split_bill(
    database: Database, enrolled: tuple[Payer, Affiliation]
) -> None:
    who, case = enrolled
    april = date(2026, 4, 1)
    before = amounts(database, case)[april]
    record(database, who.actor, case, BEGAN + timedelta(days=1))
    # 19 ordinary days; retirement and housing of all 30 days at 14,000 / 30 x 1.0493 = 489.6733.
    assert (before, amounts(database, case)[april]) == (Decimal("4001.71"), Decimal("2911.47"))
    with database.read() as session:
        told = set(session.scalars(select(Message.template).where(Message.person_id == who.person_id)))
    assert {"certified_period/recorded", "contribution_period/reissued"} <= told


def test_a_month_wholly_certified_asks_for_retirement_and_housing_and_does_not_lapse(
    database: Database, enrolled: tuple[Payer, Affiliation]
) -> None:
    who, case = enrolled
    record(database, who.actor, case, BEGAN + timedelta(days=1))
    pay(database, case, date(2026, 4, 1), date(2026, 3, 10))
    live_through(database, BEGAN, moment(date(2026, 5, 10)))
    with database.read() as session:
        may = next(p for p in periods(session, case) if p.first_month == date(2026, 5, 1))
        assert (may.amount, may.infonavit, may.state) == (Decimal("1062.59"), Decimal("758.99"), "overdue")
        cover = cover_of(session, may.affiliation.worker_id, date(2026, 5, 1))
        assert cover is not None
        assert len(cover.days) == 31
        assert "cover.certified_days" in {sentence.code for sentence in cover.sentences}


def test_taken_back_it_is_billed_in_full_again_and_may_lapse(
    database: Database, enrolled: tuple[Payer, Affiliation]
) -> None:
    who, case = enrolled
    first = {"first_day": date(2026, 3, 25), "last_day": date(2026, 5, 5)}
    recorded = record(database, who.actor, case, BEGAN + timedelta(days=1), **first)
    with database.write() as session:
        fire(session, session.get_one(CertifiedPeriod, recorded.id), "withdraw", who.actor, BEGAN + timedelta(days=2))
    assert amounts(database, case)[date(2026, 4, 1)] == Decimal("4001.71")
    live_through(database, BEGAN, moment(date(2026, 4, 10)))
    with database.read() as session:
        states = {p.first_month: p.state for p in periods(session, case)}
    assert states[date(2026, 4, 1)] == "expired"


def test_what_was_paid_in_full_shows_the_difference_and_is_not_offset(
    database: Database, enrolled: tuple[Payer, Affiliation]
) -> None:
    who, case = enrolled
    april = date(2026, 4, 1)
    pay(database, case, april, date(2026, 3, 10))
    record(database, who.actor, case, moment(date(2026, 4, 22)))
    assert amounts(database, case)[april] == Decimal("4001.71")
    with database.read() as session:
        stored = session.get_one(Affiliation, case.id)
        ((_, (part,)),) = paid_too_much(session, stored, moment(date(2026, 4, 22)))
        cover = cover_of(session, stored.worker_id, april)
    assert part.amount == Decimal("4001.71") - Decimal("2911.47")
    assert cover is not None
    assert len(cover.days) == 30


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"kind": "rest"}, "kind_missing"),
        ({"folio": "ñ 1"}, "folio_form"),
        ({"first_day": None}, "days_missing"),
        ({"last_day": date(2026, 4, 1)}, "days_turned"),
        ({"last_day": date(2026, 7, 13)}, "too_long"),
        ({"first_day": date(2026, 1, 1), "last_day": date(2026, 2, 1)}, "outside"),
        ({"first_day": date(2026, 9, 1), "last_day": date(2026, 9, 2)}, "too_early"),
        ({"first_day": date(2026, 7, 13), "last_day": date(2026, 7, 14)}, "known_folio"),
        ({"folio": "XB1111", "first_day": date(2026, 7, 12), "last_day": date(2026, 7, 14)}, "overlaps"),
    ],
)
def test_what_may_not_be_is_refused_with_a_sentence(
    database: Database, enrolled: tuple[Payer, Affiliation], facts: dict[str, Any], code: str
) -> None:
    who, case = enrolled
    record(database, who.actor, case, moment(date(2026, 4, 20)))
    with pytest.raises(NotReady) as refused:
        record(database, who.actor, case, moment(date(2026, 4, 21)), **facts)
    assert f"certified.{code}" in [sentence.code for sentence in refused.value.sentences]


def test_only_whoever_wrote_it_takes_it_back(database: Database, enrolled: tuple[Payer, Affiliation]) -> None:
    who, case = enrolled
    with database.write() as session:
        her = worker_actor(session, session.get_one(Affiliation, case.id), BEGAN)
    recorded = record(database, her, case, BEGAN)
    assert recorded.entered_by == "domestic_worker"
    with database.write() as session, pytest.raises(NotReady, match="of_somebody_else"):
        fire(session, session.get_one(CertifiedPeriod, recorded.id), "withdraw", who.actor, BEGAN)


def test_the_office_corrects_and_annuls_with_a_reason(database: Database, enrolled: tuple[Payer, Affiliation]) -> None:
    who, case = enrolled
    recorded = record(database, who.actor, case, BEGAN)
    with database.write() as session:
        she = official(session, BEGAN)
        certificate = session.get_one(CertifiedPeriod, recorded.id)
        data = {"kind": "maternity", "folio": "XA000123", "first_day": date(2026, 5, 1), "last_day": date(2026, 7, 12)}
        fire(session, certificate, "correct", she, BEGAN, comment="Según el certificado.", data=data)
    assert amounts(database, case)[date(2026, 4, 1)] == Decimal("4001.71")
    with database.write() as session:
        certificate = session.get_one(CertifiedPeriod, recorded.id)
        fire(session, certificate, "annul", she, BEGAN, comment="No existe ese folio.")
        assert certificate.state == "annulled"


def test_another_household_can_do_nothing_with_it(database: Database, enrolled: tuple[Payer, Affiliation]) -> None:
    _who, case = enrolled
    with database.write() as session:
        other = household(session, BEGAN, 2)
    with pytest.raises(NotAllowed):
        record(database, other.actor, case, BEGAN)


def test_a_baja_during_incapacity_waits_and_takes_effect_by_itself(
    database: Database, enrolled: tuple[Payer, Affiliation]
) -> None:
    who, case = enrolled
    week = {"kind": "sickness", "folio": "ENF1", "first_day": date(2026, 3, 9), "last_day": date(2026, 3, 15)}
    record(database, who.actor, case, moment(date(2026, 3, 9)), **week)
    asked = moment(date(2026, 3, 10))
    with database.write() as session:
        stored = session.get_one(Affiliation, case.id)
        wish = {"ended_on": date(2026, 3, 10), "end_reason": "household_ended"}
        with pytest.raises(NotReady, match="end_waits"):
            fire(session, stored, "end", who.actor, asked, data=wish)
    with database.write() as session:
        waiting = service.end_relation(session, case.id, who.actor, asked, date(2026, 3, 10), "household_ended").case
        assert isinstance(waiting, AwaitedEnd)
        assert (waiting.state, waiting.ends_on) == ("waiting", date(2026, 3, 15))
    # A further certificate follows: the baja goes on waiting.
    record(
        database, who.actor, case, moment(date(2026, 3, 15)), kind="sickness", folio="ENF2",
        first_day=date(2026, 3, 16), last_day=date(2026, 3, 20),
    )  # fmt: skip
    live_through(database, asked, moment(date(2026, 3, 20)))
    with database.read() as session:
        assert session.get_one(Affiliation, case.id).state == "enrolled"
    live_through(database, moment(date(2026, 3, 20)), moment(date(2026, 3, 21)))
    with database.read() as session:
        ended = session.get_one(Affiliation, case.id)
        assert (ended.state, ended.ended_on, ended.end_reason) == ("ended", date(2026, 3, 20), "household_ended")
        assert session.scalars(select(AwaitedEnd)).one().state == "in_effect"


def test_weeks_of_all_households_and_who_pays(database: Database, enrolled: tuple[Payer, Affiliation]) -> None:
    who, case = enrolled
    live_through(database, BEGAN, moment(date(2026, 4, 2)))
    pay(database, case, date(2026, 3, 1), date(2026, 4, 2))
    record(database, who.actor, case, moment(date(2026, 4, 20)))
    with database.read() as session:
        stored = session.get_one(Affiliation, case.id)
        (incapacity,) = incapacities(session, stored.worker_id)  # type: ignore[arg-type]
    # Covered: the first month from 2 March: 30 days, that is 4 weeks and 2 days left.
    assert (incapacity.subsidy.held, incapacity.subsidy.needed) == (4, 30)
    assert incapacity.subsidy.daily == Decimal("489.67")
    assert [s.code for s in incapacity.subsidy.told()][:2] == ["subsidy.weeks.maternity", "subsidy.short.maternity"]


def test_a_relation_that_has_ended_adds_nothing_to_the_subsidy(
    database: Database, enrolled: tuple[Payer, Affiliation]
) -> None:
    who, case = enrolled
    with database.write() as session:
        other = household(session, BEGAN, 2)
        before = affiliation(session, other, BEGAN, WORKER, date(2026, 3, 2), terms=LIVE_IN)
        wish = {"ended_on": date(2026, 3, 20), "end_reason": "she_left"}
        fire(session, before, "end", other.actor, moment(date(2026, 3, 20)), data=wish)
        session.expunge_all()
    live_through(database, BEGAN, moment(date(2026, 4, 2)))
    record(database, who.actor, case, moment(date(2026, 4, 20)))
    with database.read() as session:
        worker_id = session.get_one(Affiliation, case.id).worker_id
        assert worker_id == session.get_one(Affiliation, before.id).worker_id
        (incapacity,) = incapacities(session, worker_id)  # type: ignore[arg-type]
    # 14,000 / 30 x 1.0493 once: the other home ended a month before the leave began (LSS 33).
    assert incapacity.subsidy.daily == Decimal("489.67")
