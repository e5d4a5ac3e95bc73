"""A mistaken baja is taken back: what can still be paid is asked again, what cannot is said."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment import service
from enrolment.insurance.cover import cover_of
from enrolment.models import Affiliation
from enrolment.pending.task_models import Task
from enrolment.people.invented import invented_person
from tests.enrolment.parties import LIVE_IN, Payer, affiliation, household, official, periods
from workflow.clockwork import live_through
from workflow.database import Database
from workflow.decision import offered
from workflow.definition import workflow_of
from workflow.engine import context_of, fire
from workflow.errors import NotReady
from workflow.notices import render
from workflow.stored import loads
from workflow.tables import Event, Message

NOON = datetime(2026, 3, 10, 18, tzinfo=UTC)
BEGAN = date(2026, 3, 10)
ENDED = date(2026, 3, 20)
WHY = "Se confundió la fecha de sus vacaciones."


def ended(session: Session) -> tuple[Payer, Affiliation]:
    """A relation whose baja was reported by mistake."""
    who = household(session, NOON)
    case = affiliation(session, who, NOON, invented_person(7), BEGAN, terms=LIVE_IN)
    service.end_relation(session, case.id, who.actor, NOON, ENDED, "agreement")
    return who, case


def shown(session: Session, case: Affiliation) -> list[tuple[date, str]]:
    """The months of a relation that are asked for and how they stand; cancelled ones are left out."""
    return [(p.first_month, p.state) for p in periods(session, case) if p.state != "cancelled"]


def test_the_same_day_everything_is_as_before(session: Session) -> None:
    who, case = ended(session)
    assert shown(session, case) == [(date(2026, 3, 1), "proposed")]
    fire(session, case, "reverse_end", who.actor, NOON, comment=WHY)
    assert (case.state, case.ended_on, case.end_reason) == ("enrolled", None, None)
    assert shown(session, case) == [(date(2026, 3, 1), "proposed"), (date(2026, 4, 1), "issued")]


def test_both_are_told_what_is_lost(session: Session) -> None:
    _who, case = ended(session)
    later = datetime(2026, 5, 6, 18, tzinfo=UTC)  # April and May began without a line
    fire(session, case, "reverse_end", official(session, later), later, comment=WHY)
    event = session.scalars(select(Event).where(Event.case_id == case.id, Event.action == "reverse_end")).one()
    data = loads(event.data)
    assert (data["first_lost"], data["last_lost"]) == (date(2026, 4, 1), date(2026, 5, 1))
    told = session.scalars(select(Message).where(Message.template.contains("end_reversed"))).all()
    assert len(told) == 2
    for message in told:
        body = render(message, session.info["settings"]).body
        assert "de abril de 2026 a mayo de 2026" in body
    assert shown(session, case) == [(date(2026, 3, 1), "proposed"), (date(2026, 6, 1), "issued")]


def test_a_line_issued_for_fewer_days_asks_for_all_of_them_again(database: Database) -> None:
    april = datetime(2026, 4, 2, 18, tzinfo=UTC)
    with database.write() as session:
        who, case = ended(session)
        case_id = case.id
    live_through(database, NOON, april)
    with database.write() as session:
        case = session.get_one(Affiliation, case_id)
        before = periods(session, case)[0].amount
        fire(session, case, "reverse_end", who.actor, april, comment=WHY)
        march = periods(session, case)[0]
        # Enrolled on the 10th: 22 days of March instead of the 11 up to the 20th.
        assert march.state == "issued"
        assert before is not None
        assert march.amount == pytest.approx(before * 2, abs=Decimal("0.10"))


def test_days_of_a_paid_month_count_again(session: Session) -> None:
    who = household(session, NOON)
    case = affiliation(session, who, NOON, invented_person(7), BEGAN, terms=LIVE_IN)
    april = periods(session, case)[1]
    service.record_payment(session, april, april.amount, BEGAN, NOON)
    late = datetime(2026, 4, 8, 18, tzinfo=UTC)
    service.end_relation(session, case.id, who.actor, late, date(2026, 4, 8), "she_left")
    whole = range(1, 31)
    assert case.worker_id is not None
    fire(session, case, "reverse_end", who.actor, late, comment=WHY)
    cover = cover_of(session, case.worker_id, date(2026, 4, 1))
    assert cover is not None
    assert {day.day for day in (*cover.days, *cover.possible_days)} == set(whole)


def test_a_household_has_a_while_and_an_official_always(session: Session) -> None:
    who, case = ended(session)
    last, after = NOON + timedelta(days=30), NOON + timedelta(days=31)
    assert unmet(session, case, who, last) == []
    assert unmet(session, case, who, after) == ["affiliation.reversal_too_late"]
    with pytest.raises(NotReady):
        fire(session, case, "reverse_end", who.actor, after, comment=WHY)
    assert fire(session, case, "reverse_end", official(session, after), after, comment=WHY).to_state == "enrolled"


def test_who_was_enrolled_again_is_not_doubled(session: Session) -> None:
    who, case = ended(session)
    affiliation(session, who, NOON, invented_person(7), date(2026, 3, 21), terms=LIVE_IN)
    assert unmet(session, case, who, NOON) == ["affiliation.enrolled_again"]


def test_what_was_to_do_is_asked_again(session: Session) -> None:
    who = household(session, NOON)
    minor = invented_person("minor", born=date(2009, 6, 1))
    case = affiliation(session, who, NOON, minor, BEGAN, terms=LIVE_IN)
    service.end_relation(session, case.id, who.actor, NOON, ENDED, "agreement")
    fire(session, case, "reverse_end", who.actor, NOON, comment=WHY)
    kinds = session.execute(select(Task.kind, Task.state).where(Task.subject_id == case.id).order_by(Task.id)).all()
    assert ("minor_certificate", "lapsed") in kinds
    assert ("minor_certificate", "pending") in kinds


def unmet(session: Session, case: Affiliation, who: Payer, at: datetime) -> list[str]:
    """What stands in the way of taking the baja back."""
    offers = offered(workflow_of(Affiliation), context_of(session, case, who.actor, at))
    return [s.code for offer in offers if offer.action.code == "reverse_end" for s in offer.unmet]
