"""A doubt about a filed relation: it delays nothing, has 45 business days, and only the institute's decision voids."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.models import Affiliation, ContributionPeriod
from enrolment.people.invented import invented_person
from enrolment.relation.doubt import open_doubt
from enrolment.relation.doubt_models import Doubt
from tests.conftest import NOON
from tests.enrolment.parties import Payer, affiliation, household, official, periods, state_doubt, worker_actor
from workflow.clockwork import live_through
from workflow.database import Database
from workflow.engine import fire
from workflow.errors import NotAllowed, NotReady
from workflow.tables import DeadlineRow, Message

BEGAN = date(2026, 3, 2)


def doubted(session: Session, seed: int = 801) -> tuple[Payer, Affiliation, Doubt]:
    """An enrolled relation with a doubt about it."""
    who = household(session, NOON, seed)
    relation = affiliation(session, who, NOON, invented_person(seed), BEGAN)
    return who, relation, state_doubt(session, relation, who.actor, NOON)


def told(session: Session, template: str) -> int:
    """How often a notice was written."""
    return len(session.scalars(select(Message.id).where(Message.template == template)).all())


def test_it_delays_nothing(session: Session) -> None:
    _who, relation, case = doubted(session)
    assert (relation.state, case.state, case.office) == ("enrolled", "stated", "CMX")
    assert [period.state for period in periods(session, relation)][:1] == ["proposed"]
    assert told(session, "doubt/stated_worker") == told(session, "doubt/stated") == 1


def test_it_has_45_business_days(session: Session) -> None:
    # Stated on Monday 2 March 2026; counted by hand from 3 March without Saturdays and Sundays.
    # March: 4 + 5 + 4 (the 16th is Juárez, moved) + 5 + 2 = 20. April: 3 + 5 + 5 + 5 + 4 = 22, so 42.
    # May: not the 1st; the 4th; not the 5th (Puebla); the 6th and the 7th: 45.
    *_rest, case = doubted(session)
    row = session.scalars(select(DeadlineRow).where(DeadlineRow.case_id == case.id)).one()
    assert case.opened_on == date(2026, 3, 2)
    assert row.due_day == date(2026, 5, 7)


def test_a_relation_has_one_open_doubt(session: Session) -> None:
    who, relation, first = doubted(session)
    with pytest.raises(NotReady) as refused:
        state_doubt(session, relation, who.actor, NOON)
    assert [sentence.code for sentence in refused.value.sentences] == ["doubt.stated_already"]
    fire(session, first, "withdraw", who.actor, NOON)
    assert open_doubt(session, relation.id) is None
    assert state_doubt(session, relation, who.actor, NOON).state == "stated"


def test_upheld_it_voids_the_relation_with_the_same_reason(session: Session) -> None:
    _who, relation, case = doubted(session)
    chief = official(session, NOON, "supervisor")
    fire(session, case, "uphold", chief, NOON, comment="Trabajaba en una tienda.")
    session.refresh(relation)
    assert relation.state == "voided"
    asked = select(ContributionPeriod.state).where(ContributionPeriod.affiliation_id == relation.id)
    assert set(session.scalars(asked)) == {"cancelled"}
    voided = select(Message.params).where(Message.template.in_(("affiliation/voided", "affiliation/voided_worker")))
    assert all("Trabajaba en una tienda." in params for params in session.scalars(voided))
    assert told(session, "affiliation/voided_worker") == 1


def test_dismissed_it_changes_nothing(session: Session) -> None:
    _who, relation, case = doubted(session)
    due = [(period.state, period.amount or Decimal(0)) for period in periods(session, relation)]
    fire(session, case, "dismiss", official(session, NOON), NOON, comment="Va cada lunes.")
    assert relation.state == "enrolled"
    assert [(period.state, period.amount or Decimal(0)) for period in periods(session, relation)] == due


def test_neither_she_nor_a_caseworker_sets_the_relation_aside(session: Session) -> None:
    _who, relation, case = doubted(session)
    for actor in (worker_actor(session, relation, NOON), official(session, NOON)):
        with pytest.raises(NotAllowed):
            fire(session, case, "uphold", actor, NOON, comment="Porque sí.")


def test_silence_of_the_authority_is_shown_and_decides_nothing(database: Database) -> None:
    with database.write() as session:
        who, relation, case = doubted(session)
        relation_id, case_id, person_id = relation.id, case.id, who.person_id
    live_through(database, NOON, NOON + timedelta(days=70))
    with database.read() as session:
        assert session.get_one(Doubt, case_id).state == "overdue"
        assert session.get_one(Affiliation, relation_id).state == "enrolled"
        mine = select(Message.template).where(Message.person_id == person_id, Message.template == "doubt/overdue")
        assert session.scalars(mine).all() == ["doubt/overdue"]
