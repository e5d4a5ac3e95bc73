"""A name or a birth date set right after payments: nothing is billed again, no week is lost, ages are looked at."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment import service
from enrolment.insurance.cover import cover_of
from enrolment.models import Affiliation, DomesticWorker
from enrolment.money.payment_models import IssuedLine, Payment
from enrolment.pending.tasks import open_tasks
from enrolment.people.invented import invented_person
from enrolment.people.protecting import opened
from enrolment.people.protection_models import ProtectionMatter
from tests.enrolment.parties import (
    LIVE_IN,
    Payer,
    affiliation,
    asked_correction,
    household,
    official,
    periods,
    worker_actor,
)
from workflow.engine import context_of, fire
from workflow.errors import NotReady
from workflow.people import Person
from workflow.tables import Event

NOON = datetime(2026, 3, 10, 18, tzinfo=UTC)
BEGAN = date(2026, 3, 10)
GROWN_UP = invented_person(7, born=date(1990, 4, 4))
MINOR = invented_person("minor", born=date(2009, 11, 2))


@pytest.fixture
def who(session: Session) -> Payer:
    """The household."""
    return household(session, NOON)


def paid(session: Session, who: Payer, **facts: Any) -> Affiliation:
    """A relation of which April is paid."""
    case = affiliation(session, who, NOON, facts.pop("worker", GROWN_UP), BEGAN, terms=LIVE_IN, **facts)
    april = periods(session, case)[1]
    service.record_payment(session, april, april.amount, BEGAN, NOON)
    return case


def accept(session: Session, case: Affiliation, who: Payer, **facts: Any) -> None:
    """A correction that the household asked and an official accepted."""
    asked = asked_correction(session, case, who.actor, NOON, **facts)
    fire(session, asked, "accept", official(session, NOON), NOON)


def money(session: Session, case: Affiliation) -> tuple[Any, ...]:
    """Everything that was billed, paid and covered."""
    assert case.worker_id is not None
    lines = session.execute(
        select(IssuedLine.line, IssuedLine.amount, IssuedLine.replaced_at).order_by(IssuedLine.line)
    )
    payments = session.execute(select(Payment.amount, Payment.paid_on))
    cover = cover_of(session, case.worker_id, date(2026, 4, 1))
    assert cover is not None
    return (*lines, *payments, cover.days, cover.answer, *((p.state, p.amount) for p in periods(session, case)))


def test_nothing_is_billed_again_and_no_week_is_lost(session: Session, who: Payer) -> None:
    case = paid(session, who)
    before = money(session, case)
    accept(session, case, who, given_name="Luz del Alba", birth_date=date(1991, 4, 4))
    assert money(session, case) == before
    person = person_of(session, case)
    assert (person.given_name, person.birth_date) == ("Luz del Alba", date(1991, 4, 4))
    assert case.worker_given_name == "Luz del Alba"


def test_what_stood_before_stays_in_the_history_and_no_event_names_anybody(session: Session, who: Payer) -> None:
    case = paid(session, who)
    asked = asked_correction(session, case, who.actor, NOON, given_name="Nombrequenadietiene")
    fire(session, asked, "accept", official(session, NOON), NOON)
    assert (asked.was_given_name, asked.was_birth_date) == (GROWN_UP.given_names, GROWN_UP.born)
    assert not any("Nombrequenadietiene" in data for data in session.scalars(select(Event.data)))


def test_until_it_is_accepted_nothing_changes(session: Session, who: Payer) -> None:
    case = paid(session, who)
    asked = asked_correction(session, case, who.actor, NOON)
    with pytest.raises(NotReady) as refused:
        asked_correction(session, case, who.actor, NOON)
    assert [s.code for s in refused.value.sentences] == ["correction.is_asked"]
    fire(session, asked, "refuse", official(session, NOON), NOON, comment="Falta el acta.")
    assert person_of(session, case).given_name == GROWN_UP.given_names


def test_another_household_sees_neither_the_question_nor_the_answer(session: Session, who: Payer) -> None:
    other = household(session, NOON, 2)
    theirs, case = affiliation(session, other, NOON, GROWN_UP, BEGAN), paid(session, who)
    version = theirs.version
    asked = asked_correction(session, case, who.actor, NOON)
    for actor in (other.actor, worker_actor(session, case, NOON)):
        assert context_of(session, asked, actor, NOON).roles == frozenset()
    fire(session, asked, "accept", official(session, NOON), NOON)
    assert (theirs.worker_given_name, theirs.version) == (GROWN_UP.given_names, version)


def test_what_she_asks_herself_shows_everywhere(session: Session, who: Payer) -> None:
    theirs, case = affiliation(session, household(session, NOON, 2), NOON, GROWN_UP, BEGAN), paid(session, who)
    asked = asked_correction(session, case, worker_actor(session, case, NOON), NOON)
    assert context_of(session, asked, who.actor, NOON).roles == frozenset()
    fire(session, asked, "accept", official(session, NOON), NOON)
    assert [theirs.worker_given_name, case.worker_given_name] == ["Luz del Alba"] * 2


def test_a_minor_who_is_of_age_has_no_certificates_to_bring(session: Session, who: Payer) -> None:
    case = paid(session, who, worker=MINOR)
    assert {task.kind for task in open_tasks(session, case.id)} >= {"minor_certificate"}
    accept(session, case, who, birth_date=date(2001, 11, 2))
    assert not {task.kind for task in open_tasks(session, case.id)} & {"minor_certificate", "minor_hours"}


def test_who_turns_out_to_be_sixteen_gets_a_dated_task(session: Session, who: Payer) -> None:
    case = paid(session, who)
    accept(session, case, who, birth_date=date(2009, 11, 2))
    assert "minor_certificate" in {task.kind for task in open_tasks(session, case.id)}
    assert session.scalars(select(ProtectionMatter)).all() == []


def test_who_turns_out_to_be_a_child_is_protected_and_keeps_her_cover(session: Session, who: Payer) -> None:
    case = paid(session, who)
    before = money(session, case)
    accept(session, case, who, birth_date=date(2012, 11, 2))
    matter = session.scalars(select(ProtectionMatter)).one()
    assert (matter.origin, matter.state, matter.affiliation_id) == ("correction", "received", case.id)
    assert opened(session, matter)["worker_first_surname"] == GROWN_UP.first_surname
    assert (case.state, money(session, case)) == ("enrolled", before)


def test_an_official_does_not_correct_the_worker_of_their_own_home(session: Session, who: Payer) -> None:
    case = paid(session, who)
    asked = asked_correction(session, case, worker_actor(session, case, NOON), NOON)
    both = official(session, NOON)
    employer = type(both)(both.login_id, who.person_id, both.roles, both.offices)
    assert context_of(session, asked, employer, NOON).roles == frozenset()


def person_of(session: Session, case: Affiliation) -> Person:
    """The person behind a relation."""
    return session.get_one(DomesticWorker, case.worker_id).person
