"""The operator's pages: what failed can be tried again, and a suspension shows what it would move before it does."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from enrolment.people.invented import invented_person
from tests.conftest import NOON
from tests.enrolment import parties
from tests.inspection.visiting import Field
from tests.web.conftest import Visitor
from workflow import messages
from workflow.clock import real_now
from workflow.database import Database
from workflow.people import Login
from workflow.tables import DeadlineRow, Message, SuspensionRow


@pytest.fixture
def operator(visitor: Visitor, login_of: Callable[..., Login]) -> Visitor:
    """Whoever keeps things running."""
    return visitor.be(login_of("opera", "operator"))


@pytest.fixture
def correction(sqlite_database: Database) -> Iterator[DeadlineRow]:
    """An open deadline: a correction was asked for, with business days to answer."""

    def command(session):  # type: ignore[no-untyped-def]
        from workflow.engine import fire

        who = parties.payer(session, NOON)
        case = parties.registration(session, who, NOON, curp=invented_person("another").curp)
        fire(session, case, "request_correction", parties.official(session, NOON), NOON, comment="Revise la CURP.")
        return case.id

    case_id = sqlite_database.run(command)
    with sqlite_database.read() as session:
        yield session.scalars(select(DeadlineRow).where(DeadlineRow.case_id == case_id)).one()


@pytest.mark.parametrize("path", ["/operations", "/operations/suspensions"])
def test_operations_do_not_exist_for_others(visitor: Visitor, login_of: Callable[..., Login], path: str) -> None:
    assert visitor.be(login_of("jefa", "supervisor")).get(path).status_code == 404


def test_a_message_that_was_given_up_is_tried_again(
    operator: Visitor, sqlite_database: Database, correction: DeadlineRow
) -> None:
    def give_up(session) -> None:  # type: ignore[no-untyped-def]
        for message_id in session.scalars(select(Message.id).where(Message.channel == "email")).all():
            for _ in range(messages.MAX_ATTEMPTS):
                messages.failed(session, message_id, real_now(), "550 no such mailbox")

    sqlite_database.run(give_up)
    text = operator.get("/operations").text
    assert "550 no such mailbox" in text
    path = re.findall(r'action="(/operations/messages/[^"]+)"', text)[0]
    assert operator.post(path, data={"csrf_token": operator.page.hidden["csrf_token"]}).status_code == 303
    with sqlite_database.read() as session:
        message_id = re.findall(r"[0-9a-f-]{36}", path)[0]
        again = [str(m.id) for m in session.scalars(select(Message).where(Message.status == "waiting"))]
        assert message_id in again


def test_a_deadline_whose_step_failed_is_tried_again(
    operator: Visitor, sqlite_database: Database, correction: DeadlineRow
) -> None:
    def fail(session) -> None:  # type: ignore[no-untyped-def]
        row = session.get_one(DeadlineRow, correction.id)
        row.attempts, row.last_error, row.claimed_until = 3, "broken on purpose", real_now() + timedelta(hours=1)

    sqlite_database.run(fail)
    text = operator.get("/operations").text
    assert "broken on purpose" in text
    path = re.findall(r'action="(/operations/deadlines/[^"]+)"', text)[0]
    operator.post(path, data={"csrf_token": operator.page.hidden["csrf_token"]})
    with sqlite_database.read() as session:
        assert session.get_one(DeadlineRow, correction.id).claimed_until is None


SUSPENSION = {"authority": "imss", "since": "3/3/2026", "until": "6/3/2026", "act": "Acuerdo de prueba, DOF 2/3/2026"}


def test_a_suspension_is_rehearsed_and_then_approved_once(
    operator: Visitor, sqlite_database: Database, correction: DeadlineRow
) -> None:
    path = "/operations/suspensions"
    text = operator.send(path, SUSPENSION).text
    assert "Plazos que se moverían" in text
    assert "1</strong> ×" in text
    with sqlite_database.read() as session:
        assert session.get_one(DeadlineRow, correction.id).due_day == correction.due_day
        assert session.scalar(select(SuspensionRow)) is None
    for _ in range(2):
        assert operator.send(path, {**SUSPENSION, "approve": "y"}).status_code == 303
    with sqlite_database.read() as session:
        assert session.get_one(DeadlineRow, correction.id).due_day > correction.due_day
        assert len(session.scalars(select(SuspensionRow)).all()) == 1


def test_an_open_suspension_pauses_and_its_end_sets_the_clock_going(
    operator: Visitor, sqlite_database: Database, correction: DeadlineRow
) -> None:
    path = "/operations/suspensions"
    operator.send(path, {**SUSPENSION, "until": "", "approve": "y"})
    with sqlite_database.read() as session:
        assert session.get_one(DeadlineRow, correction.id).due_day is None
    end = re.findall(r'href="(/operations/suspensions/[^"]+/end)"', operator.get(path).text)[0]
    refused = operator.send(end, {"until": "1/3/2026", "act": "Fin"})
    assert refused.status_code == 422
    assert operator.send(end, {"until": "4/3/2026", "act": "Fin"}).status_code == 303
    with sqlite_database.read() as session:
        assert session.get_one(DeadlineRow, correction.id).due_day > date(2026, 3, 4)


@pytest.mark.parametrize("wrong", [{"since": ""}, {"until": "1/3/2026"}, {"act": ""}, {"since": "31/2/2026"}])
def test_a_suspension_that_cannot_be_is_refused(operator: Visitor, wrong: dict[str, str]) -> None:
    answer = operator.send("/operations/suspensions", {**SUSPENSION, **wrong})
    assert answer.status_code == 422
    assert "moverían" not in answer.text


def test_who_approved_a_suspension_and_who_was_told_stands_beside_it(
    operator: Visitor, login_of, sqlite_database: Database
) -> None:
    """The officers of an inspection authority, those of no other; an inspection's terms move like any other."""
    head, elsewhere = login_of("luisa", "director"), login_of("marta", "director")
    path, monday = "/operations/suspensions", datetime(2026, 6, 8, 16, tzinfo=UTC)

    def serve(session) -> str:  # type: ignore[no-untyped-def]
        for login, office in ((head, "st-cdmx"), (elsewhere, "st-jalisco")):
            session.get_one(Login, login.id).offices = [office]
        session.flush()
        return str(Field(session, at=monday).open().id)

    case_id = sqlite_database.run(serve)
    act = {**SUSPENSION, "authority": "st-cdmx", "since": "9/6/2026", "until": ""}
    assert "Plazos que se moverían" in operator.send(path, act).text
    operator.send(path, {**act, "approve": "y"})
    with sqlite_database.read() as session:
        (due,) = session.scalars(select(DeadlineRow.due_day).where(DeadlineRow.case_id == UUID(case_id)))
        assert due is None
        told = session.scalars(select(Message.person_id).where(Message.workflow == "suspension")).all()
        assert told == [session.get_one(Login, head.id).person_id]
    page = operator.get(path).text
    assert "aprobó" in page
    assert "Personas avisadas: 1" in page
    end = re.findall(r'href="(/operations/suspensions/[^"]+/end)"', page)[0]
    operator.send(end, {"until": "12/6/2026", "act": "Fin"})
    with sqlite_database.read() as session:
        templates = session.scalars(select(Message.template).where(Message.workflow == "suspension")).all()
        assert sorted(templates) == ["suspension/approved", "suspension/approved_open"]
