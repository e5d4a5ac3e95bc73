"""Serving an act and an entry by a judge on pages: officers record them, and the ledger is read line by line."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from inspection.follow_up.entry_models import JudicialEntry
from inspection.service.service_models import ServiceOfAct
from tests.inspection.visiting import Field
from tests.web.conftest import Visitor
from tests.web.test_insurance_pages import Desk
from workflow.database import Database
from workflow.people import Login

MONDAY = datetime(2026, 6, 8, 16, tzinfo=UTC)


@pytest.fixture
def desk(visitor: Visitor, sqlite_database: Database) -> Desk:
    """An inspection with measures to serve, its director, and the employer."""

    def enter(session):  # type: ignore[no-untyped-def]
        field = Field(session)
        field.measures()
        login = session.get_one(Login, field.director.login_id)
        login.roles = ["director", "legal_officer"]
        session.flush()
        return str(field.file.id), login, session.get_one(Login, field.employer.actor.login_id)

    file, director, employer = sqlite_database.run(enter)
    return Desk(visitor, sqlite_database, f"/cases/inspection_file/{file}", director, employer)


def only(desk: Desk, model):  # type: ignore[no-untyped-def]
    with desk.database.read() as session:
        return session.scalars(select(model)).one()


@pytest.mark.rows(48)
def test_a_service_is_worked_from_the_attempt_to_the_door(desk: Desk) -> None:
    desk.visitor.be(desk.director)
    where = f"/cases/service_of_act/{only(desk, ServiceOfAct).id}"
    assert where in desk.visitor.get(desk.file).text
    page = desk.take(
        where, "leave_citatorio", happened_at="7/7/2026 10:00", left_with="neighbour", return_at="9/7/2026 11:00"
    )
    assert "8 de julio de 2026" in page
    page = desk.take(
        where, "leave_citatorio", happened_at="7/7/2026 10:00", left_with="neighbour", return_at="8/7/2026 11:00"
    )
    assert "Citatorio entregado" in page
    page = desk.take(where, "fix_to_door", happened_at="8/7/2026 11:10", found="child", fixed_and_photographed="y")
    assert "Fijado en la puerta" in page
    served = only(desk, ServiceOfAct)
    assert (served.state, served.way) == ("effective", "instructivo")
    desk.visitor.be(desk.employer)
    assert desk.visitor.get(where).status_code == 404


@pytest.mark.rows(29, 30)
def test_an_entry_is_asked_for_from_the_file(desk: Desk) -> None:
    desk.visitor.be(desk.director)
    page = desk.take(desk.file, "ask_for_entry")
    assert "Una falta laboral no abre una puerta" in page
    desk.take(desk.file, "ask_for_entry", entry_ground="violence")
    where = f"/cases/judicial_entry/{only(desk, JudicialEntry).id}"
    page = desk.take(where, "ask_prosecutor", facts_shared="", asked_reference="CI-1")
    assert "Escriba los hechos que se comparten" in page
    page = desk.take(where, "ask_prosecutor", facts_shared="Se oyen gritos.", asked_reference="CI-1")
    assert "Se avisó al Ministerio Público" in page
    desk.visitor.be(desk.employer)
    assert desk.visitor.get(where).status_code == 404
