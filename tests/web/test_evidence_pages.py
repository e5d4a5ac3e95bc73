"""Files on pages: sent with a complaint and kept while its form is mended, opened with a reason, fetched safely."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import select

from inspection.evidence.evidence_models import Evidence
from inspection.evidence.keeping import evidence_of, keep_file
from inspection.intake.complaint_models import Complaint
from tests.inspection.officers import CDMX
from tests.inspection.visiting import CLOSING, Field
from tests.web.conftest import Visitor
from tests.workflow.test_received_files import picture
from workflow.database import Database
from workflow.document_store import store_of
from workflow.people import AccessLog, Login
from workflow.tables import Event

PHOTO = picture()
SMALL = 100_000
TOLD = {"told": "Me deben dos meses.", "wish": "wait"}


def sent(*files: tuple[bytes, str], **typed: object) -> dict[str, object]:
    """A form with files."""
    return {**TOLD, **typed, "files": [(BytesIO(content), name) for content, name in files]}


def hidden(visitor: Visitor) -> dict[str, str]:
    """What the page carries unseen."""
    return {name: visitor.page.hidden[name] for name in ("csrf_token", "key", "secret")}


def complain(visitor: Visitor, *files: tuple[bytes, str], **typed: object) -> None:
    """Send the form of a page just opened."""
    visitor.get("/complaints/new")
    visitor.post("/complaints/new", data={**hidden(visitor), **sent(*files, **typed)})


def test_files_come_with_a_complaint_and_nothing_of_their_names_stays(
    visitor: Visitor, sqlite_database: Database
) -> None:
    complain(visitor, (PHOTO, "foto de Rosa.jpg"), (b"Hola, manana no vengas.", "chat.txt"))
    with sqlite_database.read() as session:
        rows = list(session.scalars(select(Evidence).order_by(Evidence.media_type)))
        events = " ".join(session.scalars(select(Event.data)))
    assert [(row.workflow, row.media_type, row.by_role) for row in rows] == [
        ("complaint", "image/jpeg", "complainant"),
        ("complaint", "text/plain", "complainant"),
    ]
    assert rows[0].sha256 in events
    assert "Rosa" not in events


def test_what_was_sent_is_kept_while_the_form_is_mended(visitor: Visitor, sqlite_database: Database) -> None:
    visitor.get("/complaints/new")
    carried = hidden(visitor)
    answer = visitor.post("/complaints/new", data={**carried, **sent((PHOTO, "foto.jpg"), told="")})
    assert answer.status_code == 422
    assert "Guardado: foto.jpg" in answer.text
    mark = re.search(r'name="files" id="files-1" value="([^"]+)" checked', answer.text)
    assert mark is not None
    done = visitor.post("/complaints/new", data={**carried, **TOLD, "files": mark[1]})
    assert done.status_code == 200
    forged = visitor.post("/complaints/new", data={**carried, **TOLD, "files": mark[1][:-4] + "AAAA"})
    assert "Hay que elegir otra vez" in forged.text
    with sqlite_database.read() as session:
        row = session.scalars(select(Evidence)).one()
        store = store_of(sqlite_database.settings)
    (store.folder / row.file_sha256[:2] / row.file_sha256).unlink()
    assert "Hay que elegir otra vez" in visitor.post("/complaints/new", data={**carried, **TOLD, "files": mark[1]}).text


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (PHOTO + bytes(SMALL), "foto.jpg", "pesa más de"),
        (b"<svg onload=alert(1)>", "dibujo.svg", "trae instrucciones para un programa"),
        (PHOTO, "contrato.pdf", "no es lo que dice su nombre"),
        (b"MZ\x90\0\xff", "foto.jpg", "no es un tipo de archivo que recibimos"),
    ],
)
def test_a_file_that_is_not_taken_has_its_sentence_and_nothing_typed_is_lost(
    visitor: Visitor,
    sqlite_database: Database,
    monkeypatch: pytest.MonkeyPatch,
    content: bytes,
    name: str,
    sentence: str,
) -> None:
    monkeypatch.setattr("workflow.received_files.MOST_BYTES", SMALL)
    visitor.get("/complaints/new")
    answer = visitor.post("/complaints/new", data={**hidden(visitor), **sent((content, name))})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert TOLD["told"] in answer.text
    with sqlite_database.read() as session:
        assert session.scalars(select(Complaint)).all() == []


def test_six_files_are_one_too_many(visitor: Visitor) -> None:
    visitor.get("/complaints/new")
    files = [(f"Papel {number}.".encode(), f"{number}.txt") for number in range(6)]
    answer = visitor.post("/complaints/new", data={**hidden(visitor), **sent(*files)})
    assert "a lo más 5 archivos" in answer.text


def test_files_are_added_later_also_when_the_page_has_ended(
    visitor: Visitor, sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.get("/complaints/new")
    done = visitor.post("/complaints/new", data={**hidden(visitor), **TOLD})
    folio, secret = re.findall(r'big__value">([^<]+)<', done.text)
    proof = {"folio": folio, "secret": secret}
    visitor.send("/complaints/follow", proof)
    opened = {name: visitor.page.hidden[name] for name in ("csrf_token", "key", "opens")}
    monkeypatch.setattr("web.inspection.following.SECONDS", -1)
    ended = visitor.post(
        "/complaints/follow/add", data={**opened, "told": "Y esto.", "files": (BytesIO(PHOTO), "foto.jpg")}
    )
    kept = re.search(r'<textarea name="files" hidden>([^<]+)<', ended.text)
    assert kept is not None
    visitor.post("/complaints/follow/add", data={**opened, **proof, "told": "Y esto.", "files": kept[1]})
    with sqlite_database.read() as session:
        assert [row.media_type for row in session.scalars(select(Evidence))] == ["image/jpeg"]


def official(database: Database, login: Login) -> Login:
    """Of the authority of Mexico City."""

    def serve(session) -> Login:  # type: ignore[no-untyped-def]
        found: Login = session.get_one(Login, login.id)
        found.offices = [CDMX]
        return found

    return database.run(serve)


@pytest.mark.rows(1)
@pytest.mark.invariants("i")
def test_a_file_of_a_complaint_opens_with_a_reason_and_for_two_roles_alone(
    app: Flask, visitor: Visitor, login_of: Callable[..., Login], sqlite_database: Database
) -> None:
    complain(visitor, (PHOTO, "foto.jpg"), municipality="09015", town="06700")
    with sqlite_database.read() as session:
        case, row = session.scalars(select(Complaint)).one(), session.scalars(select(Evidence)).one()
    page, direct = f"/inspection/complaints/{case.id}/evidence", f"/inspection/evidence/{row.id}"
    desk = app.test_client()
    assert isinstance(desk, Visitor)
    for role in ("intake", "inspector", "notifier", "household"):
        desk.be(official(sqlite_database, login_of(f"otra_{role}", role)))
        assert desk.get(page).status_code == 404
        assert desk.get(direct).status_code == 404
    desk.be(official(sqlite_database, login_of("triaje", "triage")))
    assert desk.get(direct).status_code == 404  # never without a reason
    refused = desk.send(page, {"evidence_id": str(row.id), "reason": ""})
    assert refused.status_code == 422
    assert desk.send(page, {"evidence_id": str(case.id), "reason": "Para ver el recibo."}).status_code == 422
    got = desk.send(page, {"evidence_id": str(row.id), "reason": "Para ver el recibo."})
    assert (got.data, got.mimetype) == (PHOTO, "image/jpeg")
    assert got.headers["Content-Disposition"].startswith("attachment; filename=")
    assert "no-store" in got.headers["Cache-Control"]
    with sqlite_database.read() as session:
        opened = session.scalars(select(Event.action).where(Event.case_id == case.id)).all()
    assert opened.count("open_evidence") == 1


@pytest.mark.rows(27, 32, 35)
def test_a_file_of_an_inspection_is_fetched_safely_by_its_officers_and_the_employer(
    app: Flask, sqlite_database: Database
) -> None:
    settings = sqlite_database.settings
    with sqlite_database.write() as session:
        field = Field(session)
        case = field.found(field.under_way("extraordinary"), 9)
        for shows, content, name in (("outside", PHOTO, "foto.jpg"), ("message", b"<b>no</b> corre nada", "chat.txt")):
            file = keep_file(settings, "inspection", content, name).as_data()
            field.take(case, "add_evidence", field.inspector, shows=shows, files=[file])
        field.take(case, "close_acta", field.inspector, ended_at=field.at, **CLOSING)
        photo, chat = evidence_of(session, case.id)
        logins = {
            who: session.get_one(Login, actor.login_id)
            for who, actor in (("inspector", field.inspector), ("second", field.second), ("home", field.employer.actor))
        }
    browser = app.test_client()
    assert isinstance(browser, Visitor)
    browser.be(logins["inspector"])
    got = browser.get(f"/inspection/evidence/{chat.id}")
    assert (got.data, got.headers["Content-Type"]) == (b"<b>no</b> corre nada", "text/plain; charset=utf-8")
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in got.headers["Content-Security-Policy"]
    assert "Foto desde la puerta" in browser.get(f"/cases/inspection/{case.id}").text
    assert browser.get(f"/inspection/evidence/{photo.id}").data == PHOTO
    browser.be(logins["second"])
    assert browser.get(f"/inspection/evidence/{photo.id}").status_code == 404
    browser.be(logins["home"])
    alone = browser.get(f"/inspection/evidence/{photo.id}").data
    assert alone[:2] == PHOTO[:2]
    assert b"Rosa" not in alone
    assert browser.get(f"/inspection/evidence/{chat.id}").status_code == 404
    assert str(chat.id) not in browser.get(f"/cases/inspection/{case.id}").text
    with sqlite_database.read() as session:
        looks = session.scalars(select(AccessLog.subject_id).where(AccessLog.subject == "evidence")).all()
    assert set(looks) == {photo.id, chat.id}


def test_a_party_files_papers_with_her_words(app: Flask, sqlite_database: Database) -> None:
    with sqlite_database.write() as session:
        field = Field(session)
        case = field.closed(9)
        login = session.get_one(Login, field.employer.actor.login_id)
    browser = app.test_client()
    assert isinstance(browser, Visitor)
    page = f"/cases/inspection/{case.id}"
    browser.be(login).get(page)
    carried = {name: browser.page.hidden[name] for name in ("csrf_token", "version", "seen")}
    typed = {
        **carried,
        "key": "form-1",
        "file_observations-comment": "El contrato sí existe.",
        "file_observations-files": [(BytesIO(PHOTO), "contrato.jpg")],
    }
    assert browser.post(f"{page}/file_observations", data=typed).status_code == 303
    with sqlite_database.read() as session:
        row = session.scalars(select(Evidence)).one()
    assert (row.by_role, row.kind) == ("employer", "paper")
    assert browser.get(f"/inspection/evidence/{row.id}").status_code == 200
