"""The papers of an inspection at their pages: what a stranger learns of one, and how the worker gets her acta."""

import re
from collections.abc import Sequence
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.models import Affiliation
from enrolment.people.invented import invented_person
from inspection.evidence.evidence_models import Evidence
from inspection.evidence.keeping import KeptFile, keep_file
from inspection.visit.inspection_models import Inspection
from tests.enrolment import parties
from tests.inspection.visiting import CLOSING, HOME, MONDAY, Field
from tests.web.conftest import Visitor
from tests.workflow.test_received_files import picture
from workflow import clock, filing
from workflow.clock import real_now
from workflow.database import Database
from workflow.people import Login
from workflow.tables import Document

WORKER = invented_person("acta of hers")


@pytest.fixture(autouse=True)
def in_june(monkeypatch: pytest.MonkeyPatch) -> None:
    """The Monday of the inspections."""
    monkeypatch.setattr(clock, "real_now", lambda: MONDAY)


def document(database: Database, kind: str) -> Document:
    """The newest document of a kind."""
    with database.read() as session:
        return session.scalars(select(Document).where(Document.kind == kind).order_by(Document.id.desc())).first()  # type: ignore[return-value]


def test_a_stranger_learns_which_act_it_is_and_whether_it_holds(visitor: Visitor, sqlite_database: Database) -> None:
    case_id = sqlite_database.run(lambda session: Field(session).ordered().id)
    order, guide = document(sqlite_database, "order"), document(sqlite_database, "rights_guide")
    shown = visitor.get(f"/v/{order.code}")
    assert shown.status_code == 200
    assert "Orden de inspección" in shown.text
    assert "Secretaría de Trabajo y Fomento al Empleo" in shown.text
    assert "sigue vigente" in shown.text
    for told in (HOME["employer_name"], HOME["street"], "Cuauhtémoc", "IT-26", "OI-26", str(case_id)):
        assert told not in shown.text

    def take_back(session: Session) -> None:
        field = Field(session)
        case = session.get_one(Inspection, case_id)
        field.take(case, "withdraw_act", field.director, ground="manifest_error")

    sqlite_database.run(take_back)
    assert "ya no vale" in visitor.get(f"/v/{order.code}").text
    assert "sigue vigente" in visitor.get(f"/v/{guide.code}").text
    assert order.folio is not None
    typed = visitor.send("/verify", {"folio": order.folio.replace("-", " ").lower()})
    assert "Orden de inspección" in typed.text
    assert visitor.get("/v/no-such-code").status_code == 404


def inspected(
    session: Session,
    *,
    closed: bool = True,
    capacity: str | None = "worker_concerned",
    pictures: Sequence[KeptFile] = (),
) -> tuple[str, Login]:
    """An inspection of the home where she works, in which she took part, and her login."""
    who = parties.household(session, MONDAY)
    relation = parties.affiliation(session, who, MONDAY, WORKER, date(2026, 6, 8))
    field = Field(session, file_facts={"affiliation_id": relation.id})
    case = field.found(field.under_way(), 35)
    hers = {"part": "worker", "name": "Persona Inventada", "signed": True, "capacity": capacity}
    field.take(case, "record_participant", field.inspector, **hers)
    for file in pictures:
        field.take(case, "add_evidence", field.inspector, shows="outside", files=[file.as_data()])
    if closed:
        field.wait(hours=1)
        field.take(case, "close_acta", field.inspector, ended_at=field.at, **CLOSING)
    actor = parties.worker_actor(session, session.get_one(Affiliation, relation.id), MONDAY)
    return str(case.id), session.get_one(Login, actor.login_id)


@pytest.mark.rows(32)
def test_she_fetches_her_copy_of_the_acta_from_her_own_papers(app: Flask, sqlite_database: Database) -> None:
    case_id, login = sqlite_database.run(inspected)
    visitor = app.test_client()
    assert isinstance(visitor, Visitor)
    visitor.be(login)
    page = visitor.get("/me/papers").text
    assert "Inspecciones en las que participó" in page
    acta = document(sqlite_database, "acta")
    assert f"/documents/{acta.id}" in page
    assert filing.file_waiting(sqlite_database, real_now()) > 0
    fetched = visitor.get(f"/documents/{acta.id}")
    assert (fetched.status_code, fetched.mimetype) == (200, "application/pdf")
    assert re.search(r'filename="acta-\d{4}-\d\d-\d\d\.pdf"', fetched.headers["Content-Disposition"])
    assert visitor.get(f"/documents/{document(sqlite_database, 'order').id}").status_code == 404
    assert visitor.get(f"/cases/inspection/{case_id}").status_code == 200


def test_files_of_the_visit_are_for_officers_and_the_employer_not_for_her(
    app: Flask, sqlite_database: Database
) -> None:
    kept_file = keep_file(sqlite_database.settings, "inspection", picture(), "foto.jpg")
    case_id, login = sqlite_database.run(lambda session: inspected(session, pictures=[kept_file]))
    with sqlite_database.read() as session:
        kept = session.scalars(select(Evidence.id)).one()
    visitor = app.test_client()
    assert isinstance(visitor, Visitor)
    visitor.be(login)
    assert str(kept) not in visitor.get(f"/cases/inspection/{case_id}").text
    assert visitor.get(f"/inspection/evidence/{kept}").status_code == 404


@pytest.mark.parametrize(("closed", "capacity"), [(False, "worker_concerned"), (True, "other_worker")])
def test_before_the_acta_or_without_her_in_it_there_is_nothing_for_her(
    app: Flask, sqlite_database: Database, closed: bool, capacity: str
) -> None:
    case_id, login = sqlite_database.run(lambda session: inspected(session, closed=closed, capacity=capacity))
    visitor = app.test_client()
    assert isinstance(visitor, Visitor)
    visitor.be(login)
    assert "Inspecciones en las que participó" not in visitor.get("/me/papers").text
    assert visitor.get(f"/cases/inspection/{case_id}").status_code == 404
