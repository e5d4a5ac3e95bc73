"""Inspections on the generic pages of cases: every form in every state of the field, and what the employer sees."""

import pytest

from tests.inspection.test_visit_edges import in_each
from tests.inspection.visiting import Field
from tests.web.conftest import Visitor
from web.app import create_app
from workflow.database import Database
from workflow.people import Login


@pytest.fixture
def browser(sqlite_database: Database) -> Visitor:
    """A browser before a database of its own."""
    app = create_app(sqlite_database.settings, sqlite_database)
    app.test_client_class = Visitor
    client = app.test_client()
    assert isinstance(client, Visitor)
    return client


def login(database: Database, login_id: object) -> Login:
    with database.read() as session:
        return session.get_one(Login, login_id)


def test_every_state_has_its_page_for_inspectors_and_directors(browser: Visitor, sqlite_database: Database) -> None:
    with sqlite_database.write() as session:
        field = Field(session)
        pages = [f"/cases/inspection/{case.id}" for case in in_each(field).values()]
        pages.append(f"/cases/inspection/{field.weighed(9, 35).id}")
        actors = [field.director.login_id, field.inspector.login_id, field.assessor.login_id]
    for actor in actors:
        browser.be(login(sqlite_database, actor))
        assert [page for page in pages if browser.get(page).status_code != 200] == []


def test_the_employer_sees_her_visit_and_no_step_of_the_authority(browser: Visitor, sqlite_database: Database) -> None:
    with sqlite_database.write() as session:
        field = Field(session)
        hidden = field.ordered("extraordinary").id
        case = field.under_way("extraordinary")
        said = {"name": "Rosa", "statement": "Me deben.", "consented": True, "place": "union"}
        field.take(case, "interview", field.inspector, **said)
        shown = field.consent(case).id
        employer = field.employer.actor.login_id
    browser.be(login(sqlite_database, employer))
    assert browser.get(f"/cases/inspection/{hidden}").status_code == 404
    page = browser.get(f"/cases/inspection/{shown}")
    text = page.get_data(as_text=True)
    assert page.status_code == 200
    assert "Entrada con permiso escrito" in text
    assert "Entrevista registrada" not in text
    assert "Orden emitida" not in text
