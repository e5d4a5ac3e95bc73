"""What should still be done while nothing is blocked: asked by facts, closed by facts, repeated, overdue, waived."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment import service
from enrolment.models import Affiliation
from enrolment.pending.task import TASK
from enrolment.pending.task_kinds import KINDS
from enrolment.pending.task_models import Task
from enrolment.pending.tasks import open_tasks, tasks_for
from enrolment.people.invented import invented_person
from enrolment.relation.remarks import remarks_on, remarks_to_worker
from enrolment.roles import DOMESTIC_WORKER, HOUSEHOLD
from regime.law import article
from regime.policies import Policies
from regime.time_limits import length_of
from tests.enrolment.parties import (
    LIVE_IN,
    THREE_DAYS,
    Payer,
    affiliation,
    household,
    official,
    worker_actor,
    worker_facts,
)
from workflow.clockwork import live_through
from workflow.database import Database
from workflow.engine import context_of, fire
from workflow.errors import NotAllowed, NotReady

NOON = datetime(2026, 3, 10, 18, tzinfo=UTC)
BEGAN = date(2026, 3, 10)
GROWN_UP = invented_person("grown up")
SIXTEEN = invented_person("sixteen", born=date(2009, 11, 2))
UNDERPAID = {**THREE_DAYS, "pay_amount": Decimal("300.00")}
SHORT_DAY = {**THREE_DAYS, "hours_per_day": Decimal(6)}


@pytest.fixture
def who(session: Session) -> Payer:
    """The household."""
    return household(session, NOON)


def kinds(session: Session, case: Affiliation) -> set[str]:
    """The kinds of task that are open about a relation."""
    return {task.kind for task in open_tasks(session, case.id)}


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.code)
def test_every_kind_rests_on_law_and_terms_that_exist(kind: Any) -> None:
    assert all(article(key) for key in kind.basis)
    for name in filter(None, (kind.term, kind.repeats)):
        assert length_of(name, BEGAN)[0] > 0


def test_an_ordinary_relation_leaves_nothing_to_do(session: Session, who: Payer) -> None:
    assert kinds(session, affiliation(session, who, NOON, invented_person(7), BEGAN)) == set()


def test_a_minor_is_enrolled_and_two_certificates_a_year_are_asked(session: Session, who: Payer) -> None:
    """Thirty days from 10 March are 9 April; half a year after 9 April is 9 October; she is 18 on 2 November 2027."""
    case = affiliation(session, who, NOON, SIXTEEN, BEGAN, terms=SHORT_DAY)
    assert case.state == "enrolled"
    due = []
    while task := next((t for t in open_tasks(session, case.id) if t.kind == "minor_certificate"), None):
        due.append(task.due_on)
        fire(session, task, "finish", who.actor, NOON)
    assert due == [date(2026, 4, 9), date(2026, 10, 9), date(2027, 4, 9), date(2027, 10, 11)]


def test_hours_beyond_the_limit_of_minors_close_when_they_are_lowered(session: Session, who: Payer) -> None:
    case = affiliation(session, who, NOON, SIXTEEN, BEGAN)  # eight hours a day
    assert "minor_hours" in kinds(session, case)
    service.change_terms(session, case.id, who.actor, NOON, SHORT_DAY, BEGAN)
    assert "minor_hours" not in kinds(session, case)
    assert "minor_certificate" in kinds(session, case)


def test_thirty_six_hours_a_week_are_the_limit_too(session: Session, who: Payer) -> None:
    """Six days of six hours are 36 and allowed; seven are 42 and not."""
    six_days = {**LIVE_IN, "hours_per_day": Decimal(6)}
    assert "minor_hours" not in kinds(session, affiliation(session, who, NOON, SIXTEEN, BEGAN, terms=six_days))
    other = invented_person("seventeen", born=date(2008, 11, 2))
    seven_days = {**six_days, "weekdays": "0123456"}
    assert "minor_hours" in kinds(session, affiliation(session, who, NOON, other, BEGAN, terms=seven_days))


def test_pay_below_the_minimum_is_recorded_and_closes_when_it_is_lawful(session: Session, who: Payer) -> None:
    """The professional minimum of 2026 is 342.47 for a full day: 42.47 are owed of each day at 300."""
    case = affiliation(session, who, NOON, invented_person(7), BEGAN, terms=UNDERPAID)
    assert (case.state, case.pay_amount, case.wage_owed) == ("enrolled", Decimal("300.00"), Decimal("42.47"))
    (task,) = open_tasks(session, case.id)
    with pytest.raises(NotReady) as refused:
        fire(session, task, "finish", who.actor, NOON)
    assert [s.code for s in refused.value.sentences] == ["task.closes_by_itself"]
    service.change_terms(session, case.id, who.actor, NOON, THREE_DAYS, BEGAN)
    assert kinds(session, case) == set()


def test_an_end_leaves_nothing_to_do(session: Session, who: Payer) -> None:
    case = affiliation(session, who, NOON, SIXTEEN, BEGAN, terms=UNDERPAID)
    service.end_relation(session, case.id, who.actor, NOON, BEGAN, "agreement")
    states = session.scalars(select(Task.state).where(Task.subject_id == case.id)).all()
    assert set(states) == {"lapsed"}


def test_a_contradiction_of_the_register_waits_for_the_office_and_no_party_sees_it(
    session: Session, who: Payer
) -> None:
    known = invented_person("known")
    first = affiliation(session, household(session, NOON, 2), NOON, known, BEGAN)
    other_nss = {**worker_facts(known), "worker_nss": invented_person("x").nss}
    second = affiliation(session, who, NOON, known, BEGAN, **other_nss)
    assert (first.state, second.state) == ("enrolled", "enrolled")
    (task,) = [t for t in open_tasks(session, second.id) if t.kind == "register_contradiction"]
    assert task.state in TASK.states_tagged("to_decide")
    assert tasks_for(session, HOUSEHOLD, second.household_id) == []
    assert second.worker_id is not None
    assert tasks_for(session, DOMESTIC_WORKER, second.worker_id) == []
    for actor in (who.actor, worker_actor(session, second, NOON)):
        assert context_of(session, task, actor, NOON).roles == frozenset()
    with pytest.raises(NotAllowed):
        fire(session, task, "settle", who.actor, NOON, comment="No.")
    fire(session, task, "settle", official(session, NOON), NOON, comment="Es la misma persona.")


def test_what_nobody_did_in_time_comes_to_the_office_and_can_still_be_done(database: Database) -> None:
    with database.write() as session:
        who = household(session, NOON)
        case = affiliation(session, who, NOON, SIXTEEN, BEGAN, terms=SHORT_DAY)
        assert case.state == "enrolled"
    live_through(database, NOON, NOON + timedelta(days=31))
    with database.write() as session:
        task = session.scalars(select(Task)).one()
        assert task.state == "overdue"
        assert session.scalars(select(Affiliation.state)).one() == "enrolled"
        late = NOON + timedelta(days=31)
        fire(session, task, "finish", who.actor, late)
        # Done on 10 April: half a year after its own day, 9 October.
        assert [t.due_on for t in open_tasks(session, task.subject_id)] == [date(2026, 10, 9)]


def test_who_only_reads_a_task_does_not_close_it(session: Session, who: Payer) -> None:
    case = affiliation(session, who, NOON, SIXTEEN, BEGAN, terms=SHORT_DAY)
    (task,) = open_tasks(session, case.id)
    with pytest.raises(NotReady) as refused:
        fire(session, task, "finish", worker_actor(session, case, NOON), NOON)
    assert [s.code for s in refused.value.sentences] == ["task.of_somebody_else"]


def test_pay_that_falls_behind_a_new_minimum_wage_is_noticed_once_with_the_new_year(database: Database) -> None:
    """330 of eight hours: 303.07 is the minimum of 2025; 342.47 that of 2026 leaves 12.47 of each day (LFT 90, 335)."""
    december, january = datetime(2025, 12, 2, 18, tzinfo=UTC), datetime(2026, 1, 1, 18, tzinfo=UTC)
    pay = {**THREE_DAYS, "pay_amount": Decimal("330.00")}

    def enrol(session: Session) -> Affiliation:
        case = affiliation(session, household(session, december), december, GROWN_UP, date(2025, 12, 1), **pay)
        assert (case.wage_owed, kinds(session, case)) == (None, set())
        return case

    case_id = database.run(enrol).id
    live_through(database, december, january)

    def waive(session: Session) -> None:
        case = session.get_one(Affiliation, case_id)
        assert (case.state, case.wage_owed) == ("enrolled", Decimal("12.47"))
        assert [s.code for s in remarks_on(case, january.date(), Policies())] == ["affiliation.underpaid"]
        assert [s.code for s in remarks_to_worker(case, january.date(), Policies())] == ["affiliation.underpaid"]
        (task,) = open_tasks(session, case_id)
        assert task.kind == "pay_below_minimum"
        fire(session, task, "waive", official(session, january), january, comment="Se aclaró.")

    database.run(waive)
    live_through(database, january, datetime(2026, 3, 2, 18, tzinfo=UTC))
    with database.read() as session:
        assert session.scalars(select(Task.state)).all() == ["waived"]
