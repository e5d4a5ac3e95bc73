"""What a worker says of her pay, and the neutral word to her household; a raise for a day to come."""

import pytest
from flask import Flask
from sqlalchemy import select

from enrolment.models import Affiliation, Confirmation
from enrolment.pending.task_models import Task
from tests.conftest import NOON
from tests.enrolment import parties
from tests.web.at_home import answer, in_march, only  # noqa: F401 - a fixture
from tests.web.conftest import Visitor
from tests.web.test_household import TERMS, enrolled_household, signed_in
from workflow.database import Database
from workflow.people import Login
from workflow.tables import Message, Note

pytestmark = pytest.mark.usefixtures("in_march")
SAID = {"how": "received", "amount": "700", "each": "visit", "since": "1/3/2026"}


@pytest.fixture
def household(app: Flask, sqlite_database: Database) -> Visitor:
    return signed_in(app, enrolled_household(sqlite_database))


@pytest.fixture
def worker(app: Flask, household: Visitor, sqlite_database: Database) -> Visitor:
    """The worker of that household, signed in."""
    with sqlite_database.write() as session:
        login_id = parties.worker_actor(session, session.scalars(select(Affiliation)).one(), NOON).login_id
        login = session.get_one(Login, login_id)
        client = app.test_client()
        assert isinstance(client, Visitor)
        return client.be(login)


def test_her_household_reads_an_ordinary_reminder(
    household: Visitor, worker: Visitor, sqlite_database: Database
) -> None:
    case = only(sqlite_database, Affiliation)
    page = f"/me/relations/{case.id}/pay"
    assert "$650.00 cada vez" in worker.get(page).text
    assert answer(worker, page, {**SAID, "amount": ""}).status_code == 422
    assert answer(worker, page, SAID).status_code == 303
    with sqlite_database.read() as session:
        assert session.scalars(select(Task.kind)).all() == ["pay_to_check"]
        said = session.scalars(select(Note.comment).join(Confirmation, Confirmation.id == Note.case_id)).all()
        texts = " ".join(session.scalars(select(Message.params).where(Message.template.like("task/%"))))
    assert [text for text in said if text] == ["Le pagan $700.00 (Cada vez que viene) desde el 1 de marzo de 2026."]
    assert "$700" not in texts
    seen = household.get("/home").text + household.get(f"/home/workers/{case.id}").text
    assert "Revise que el pago anotado sea el de hoy" in seen
    assert "$700" not in seen
    assert only(sqlite_database, Affiliation).pay_amount == case.pay_amount


def test_the_reminder_ends_when_the_pay_is_reported(
    household: Visitor, worker: Visitor, sqlite_database: Database
) -> None:
    case = only(sqlite_database, Affiliation)
    assert answer(worker, f"/me/relations/{case.id}/pay", SAID).status_code == 303
    change = f"/home/workers/{case.id}/change"
    typed = {**TERMS, "pay_amount": "700", "change_from": "2/3/2026", "confirmed": "y"}
    assert answer(household, change, typed).status_code == 303
    with sqlite_database.read() as session:
        assert session.scalars(select(Task.state)).all() == ["done"]


def test_a_raise_for_a_day_to_come_waits_for_its_day(
    household: Visitor, worker: Visitor, sqlite_database: Database
) -> None:
    case = only(sqlite_database, Affiliation)
    typed = {**TERMS, "pay_amount": "700", "change_from": "1/9/2026", "confirmed": "y"}
    assert answer(household, f"/home/workers/{case.id}/change", typed).status_code == 303
    page = household.get(f"/home/workers/{case.id}").text
    assert "$650.00 cada vez" in page
    assert "acordado para el 1 de septiembre de 2026" in page
    assert "acordado para el 1 de septiembre de 2026" in worker.get(f"/me/relations/{case.id}").text


def test_the_preview_of_a_change_warns_below_the_legal_minimum(household: Visitor, sqlite_database: Database) -> None:
    """300 for eight hours in 2026: 42.47 short of 342.47."""
    case = only(sqlite_database, Affiliation)
    typed = {**TERMS, "pay_amount": "300", "change_from": "2/3/2026"}
    page = answer(household, f"/home/workers/{case.id}/change", typed).text
    assert "$42.47" in page
    assert "$300.00 cada vez, lunes, miércoles y viernes, 8 h cada día" in page


def test_days_that_are_no_digits_are_refused_with_a_sentence(household: Visitor, sqlite_database: Database) -> None:
    case = only(sqlite_database, Affiliation)
    typed = {**TERMS, "weekdays": ["x"], "change_from": "2/3/2026"}
    assert answer(household, f"/home/workers/{case.id}/change", typed).status_code == 422
    assert only(sqlite_database, Affiliation).weekdays == "024"
