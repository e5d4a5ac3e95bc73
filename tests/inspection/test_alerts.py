"""Before a term runs out: the officer is warned, whoever stands in too, and on the last day the head; nobody twice."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from inspection.lifecycle import LIFECYCLES
from inspection.roles import OFFICERS
from tests.inspection.visiting import MONDAY, Field, id_of
from workflow.database import Database
from workflow.notices import render
from workflow.people import Login, Person
from workflow.sweep import sweep
from workflow.tables import DeadlineRow, Message

NAMES = ("director", "inspector", "second", "notifier")


def with_people(field: Field) -> dict[str, UUID]:
    """Give officers persons, so that they can be told; the person of each by name."""
    found = {}
    for name in NAMES:
        login = field.session.get_one(Login, id_of(getattr(field, name)))
        login.person = Person(given_name=name, first_surname="Prueba", created_at=field.at)
        field.session.flush()
        assert login.person_id is not None
        found[name] = login.person_id
        setattr(field, name, login.as_actor())
    return found


def told(session: Session, people: dict[str, UUID], template: str = "inspection/officer_reminder") -> list[str]:
    """Who has been told so far, by name."""
    names = {person: name for name, person in people.items()}
    rows = session.scalars(select(Message.person_id).where(Message.template == template))
    return sorted(names[person] for person in rows)


@pytest.mark.entries("D04")
def test_officer_substitute_and_at_last_the_head_are_warned_once(database: Database) -> None:
    with database.write() as session:
        field = Field(session)
        people = with_people(field)
        field.ordered(planned_on=MONDAY.date() + timedelta(days=14))
        field.absence(first=0, last=20)
        due = session.scalars(select(DeadlineRow.due_day).where(DeadlineRow.code == "summons_delivery")).one()
    assert due is not None
    morning = datetime(due.year, due.month, due.day, 15, 30, tzinfo=MONDAY.tzinfo)
    for days, expected in ((3, []), (2, ["inspector", "second"]), (1, ["director", *["inspector", "second"] * 2])):
        for _ in range(2):
            now = morning - timedelta(days=days)
            sweep(database, now, now)
        with database.read() as session:
            assert told(session, people) == sorted(expected)
    with database.read() as session:
        message = session.scalars(select(Message).where(Message.template.endswith("officer_reminder"))).first()
        assert message is not None
        notice = render(message, database.settings)
    assert notice.subject == "Tiene un aviso de Afilia"
    assert "Invento" not in notice.body
    assert "Prueba" not in notice.body


def test_whoever_is_too_close_to_the_home_is_told_nothing(database: Database) -> None:
    with database.write() as session:
        field = Field(session)
        people = with_people(field)
        field.open()
        session.get_one(Login, id_of(field.director)).person_id = field.employer.person_id
    now = MONDAY + timedelta(days=1)
    sweep(database, now, now)
    with database.read() as session:
        assert told(session, people) == []


def test_what_an_authority_must_do_in_time_warns_somebody() -> None:
    """Every clock that shares the officers' template warns an officer, and its head on the last day."""
    warned = {
        (workflow.name, deadline.code)
        for workflow in LIFECYCLES
        for state in workflow.states
        for deadline in state.deadlines
        if deadline.notice == "officer_reminder"
        and set(deadline.reminds) <= set(OFFICERS)
        and [role.code for role in deadline.escalates] == ["director"]
        and deadline.reminders
    }
    assert {name for name, _code in warned} == {"inspection", "sanction", "service_of_act", "insurance_follow_up"}
    assert {code for name, code in warned if name == "inspection"} >= {"assignment", "order", "forwarding", "service"}
    assert {code for name, code in warned if name == "sanction"} >= {"resolution", "lapse", "prescription"}
