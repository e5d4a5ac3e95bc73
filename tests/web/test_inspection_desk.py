"""The desk of inspection: what is read first, complaints by telephone, what is told later, and who complained."""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from sqlalchemy import select

from inspection.intake.complaint_models import Complaint
from inspection.intake.sealed import statements
from inspection.models import InspectionFile
from tests.inspection.officers import CDMX, HERSELF, JALISCO, complaint, officer
from tests.web.conftest import Visitor
from workflow.clock import real_now
from workflow.database import Database
from workflow.engine import fire
from workflow.people import AccessLog, Login
from workflow.tables import Event

Officer = Callable[..., Login]


@pytest.fixture
def officer_of(login_of: Callable[..., Login], sqlite_database: Database) -> Officer:
    """Opens the login of an officer of an authority."""

    @cache
    def open_(role: str, office: str = CDMX) -> Login:
        login = login_of(f"of-{role}-{office}", role)

        def give(session: Any) -> Login:
            found = session.get_one(Login, login.id)
            found.offices = [office]
            return found  # type: ignore[no-any-return]

        return sqlite_database.run(give)

    return open_


def received(database: Database, **facts: Any) -> tuple[str, str]:
    """A complaint that was received now: the id of its case and the folio of its file."""
    with database.write() as session:
        got = complaint(session, real_now(), **facts)
        return str(got.complaint.id), got.folio


def test_danger_comes_first_and_other_authorities_see_nothing(
    visitor: Visitor, officer_of: Officer, sqlite_database: Database
) -> None:
    _, calm = received(sqlite_database)
    _, danger = received(sqlite_database, dangers="confinement")
    desk = visitor.be(officer_of("triage")).get("/inspection").text
    unread = desk[desk.index("Quejas por atender") :]
    assert unread.index(danger) < unread.index(calm)
    assert desk.index("Personas en peligro") < desk.index("Quejas por atender")
    elsewhere = visitor.be(officer_of("triage", JALISCO)).get("/inspection").text
    assert calm not in elsewhere
    assert danger not in elsewhere


@pytest.mark.parametrize("role", ["inspector", "notifier", "assessor", "legal_officer", "sanctioner", "superior"])
def test_who_reads_no_complaints_finds_none_on_the_desk(
    visitor: Visitor, officer_of: Officer, sqlite_database: Database, role: str
) -> None:
    case_id, folio = received(sqlite_database)
    visitor.be(officer_of(role))
    assert folio not in visitor.get("/inspection").text
    for path in (f"/cases/complaint/{case_id}", "/inspection/complaints/new"):
        assert visitor.get(path).status_code == 404
    for page in ("add", "identity"):
        assert visitor.get(f"/inspection/complaints/{case_id}/{page}").status_code == 404


def test_what_was_admitted_stands_among_the_open_matters(
    visitor: Visitor, officer_of: Officer, sqlite_database: Database
) -> None:
    case_id, folio = received(sqlite_database)
    with sqlite_database.write() as session:
        case = session.scalars(select(Complaint)).one()
        found = {"relation": "domestic", "matter": "working_conditions"}
        case = fire(session, case, "read", officer("triage"), real_now(), data=found).case
        fire(session, case, "admit", officer("director"), real_now(), data={"kind": "extraordinary"})
    desk = visitor.be(officer_of("director")).get("/inspection").text
    assert re.search(r"/cases/inspection/[0-9a-f-]{36}", desk)
    assert visitor.be(officer_of("inspector")).get("/inspection").text.count("/cases/inspection/") == 0
    assert visitor.be(officer_of("director")).get("/inspection?after=nothing").status_code == 404
    assert case_id not in desk
    assert folio in visitor.get(f"/cases/complaint/{case_id}").text


def test_a_complaint_by_telephone_is_received_with_folio_and_secret(
    visitor: Visitor, officer_of: Officer, sqlite_database: Database
) -> None:
    visitor.be(officer_of("intake")).get("/inspection/complaints/new")
    typed = {**visitor.page.hidden, "told": "Llamó y colgó.", "town": "06700", "channel": "telephone"}
    unsaid = {name: value for name, value in typed.items() if name != "channel"}
    assert "Diga cómo llegó" in visitor.post("/inspection/complaints/new", data=unsaid).text
    answer = visitor.post("/inspection/complaints/new", data=typed)
    folio, secret = re.findall(r'big__value">([^<]+)<', answer.text)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Recibida" in visitor.send("/complaints/follow", {"folio": folio, "secret": secret}).text
    with sqlite_database.read() as session:
        case = session.scalars(select(Complaint)).one()
        assert (case.channel, case.office) == ("telephone", CDMX)


def test_a_telephone_call_about_another_state_reaches_its_authority(
    visitor: Visitor, officer_of: Officer, sqlite_database: Database
) -> None:
    visitor.be(officer_of("intake")).get("/inspection/complaints/new")
    typed = {
        **visitor.page.hidden,
        "told": "Es en Guadalajara.",
        "town": "Guadalajara, Jalisco",
        "channel": "telephone",
    }
    assert visitor.post("/inspection/complaints/new", data=typed).status_code == 200
    with sqlite_database.read() as session:
        assert session.scalars(select(Complaint.office)).one() == JALISCO


def test_what_was_told_later_is_written_down_sealed(
    visitor: Visitor, officer_of: Officer, sqlite_database: Database
) -> None:
    case_id, _ = received(sqlite_database)
    visitor.be(officer_of("intake"))
    path = f"/inspection/complaints/{case_id}/add"
    assert path in visitor.get(f"/cases/complaint/{case_id}").text
    visitor.get(path)
    typed = {**visitor.page.hidden, "told": "El timbre no sirve."}
    assert [visitor.post(path, data=typed).status_code for _ in range(2)] == [303, 303]
    with sqlite_database.read() as session:
        case = session.scalars(select(Complaint)).one()
        assert [said.text for said in statements(session, case.id)][1:] == ["El timbre no sirve."]


def test_who_complained_is_shown_once_and_each_time_with_a_reason(
    visitor: Visitor, officer_of: Officer, sqlite_database: Database
) -> None:
    case_id, _ = received(sqlite_database)
    path = f"/inspection/complaints/{case_id}/identity"
    visitor.be(officer_of("triage"))
    assert HERSELF["name"] not in visitor.get(path).text + visitor.get(f"/cases/complaint/{case_id}").text
    assert HERSELF["name"] not in visitor.send(path, {"reason": "ver"}).text
    shown = visitor.send(path, {"reason": "Para preguntarle el número.", **visitor.page.hidden})
    assert HERSELF["name"] in shown.text
    assert shown.headers["Cache-Control"] == "no-store"
    assert HERSELF["name"] not in visitor.get(path).text
    with sqlite_database.read() as session:
        opened = session.scalars(select(Event).where(Event.action == "open_identity")).all()
        assert len(opened) == 1


def test_reading_a_complaint_is_written_down(visitor: Visitor, officer_of: Officer, sqlite_database: Database) -> None:
    case_id, _ = received(sqlite_database)
    visitor.be(officer_of("triage")).get(f"/cases/complaint/{case_id}")
    with sqlite_database.read() as session:
        assert "complaint" in session.scalars(select(AccessLog.subject)).all()


def test_a_place_that_became_known_is_written_into_the_file(
    visitor: Visitor, officer_of: Officer, sqlite_database: Database
) -> None:
    received(sqlite_database, municipality=None, street=None)
    with sqlite_database.read() as session:
        file = session.scalars(select(InspectionFile)).one()
        path = f"/cases/inspection_file/{file.id}"
    visitor.be(officer_of("triage", "stps")).get(path)
    typed = {**visitor.page.hidden, "place_home-town": "06700", "place_home-street": "Calle Nogal 4"}
    done = visitor.post(f"{path}/place_home", data=typed)
    assert done.status_code == 303, re.findall(r'<li>.*?</li>|class="error".*', done.text)[:6]
    with sqlite_database.read() as session:
        file = session.scalars(select(InspectionFile)).one()
        assert (file.municipality, file.street, file.employer_name) == ("09015", "Calle Nogal 4", "Familia Roble")
