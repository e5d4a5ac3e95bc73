"""The pages of officers' desks: the inspector's day, the director's board, the search, the timeline of a file."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.inspection.officers import complaint
from tests.inspection.visiting import Field, id_of, officer
from tests.queries import counted
from tests.web.conftest import Visitor
from workflow.clock import real_now
from workflow.context import Actor
from workflow.database import Database
from workflow.engine import fire
from workflow.people import CalendarFeed, Login
from workflow.words import catalogue


@dataclass
class Desks:
    """Officers of an authority before their pages."""

    visitor: Visitor
    database: Database
    field: Field

    def work(self, change: Callable[[Field], Any]) -> Any:
        """Change something, as officers do, and let it stay."""
        with self.database.write() as session:
            self.field.session = session
            return change(self.field)

    def read(self, who: Actor, path: str) -> str:
        """A page as somebody reads it."""
        with self.database.read() as session:
            login = session.get_one(Login, who.login_id)
        answer = self.visitor.be(login).get(path)
        assert answer.status_code == 200, path
        return answer.text


@pytest.fixture
def desks(visitor: Visitor, sqlite_database: Database) -> Desks:
    """A home, everybody who may act, today."""

    def enter(session: Session) -> Field:
        today = real_now()
        field = Field(session, at=datetime(today.year, today.month, today.day, 16, tzinfo=today.tzinfo))
        for one in (field.inspector, field.second):  # the credentials of `Field` have days of their own
            assert one.login_id is not None
        return field

    return Desks(visitor, sqlite_database, sqlite_database.run(enter))


def test_the_day_shows_where_to_go_what_runs_out_and_what_is_missing(desks: Desks) -> None:
    folio = desks.field.file.folio
    assert "Sin inspecciones abiertas" in desks.read(desks.field.inspector, "/inspection/day")

    def work(field: Field) -> None:
        field.ordered()
        field.consent(field.under_way("extraordinary"))

    desks.work(work)
    page = desks.read(desks.field.inspector, "/inspection/day")
    assert page.count(folio) >= 4
    assert "Visita planeada" in page
    assert catalogue("es")["inspection.deadline.summons_delivery"] in page
    assert catalogue("es")["inspection.nothing_answered"] in page
    assert "Calle Invento" not in page
    assert folio not in desks.read(desks.field.second, "/inspection/day")


def test_the_board_leads_to_the_cases_behind_a_figure(desks: Desks) -> None:
    def work(field: Field) -> UUID:
        field.assigned()
        return field.open().id

    waits = desks.work(work)
    page = desks.read(desks.field.director, "/inspection/board")
    assert re.search(r"Inspecciones sin inspectora o inspector</span> <strong[^>]*>1<", page)
    narrowed = re.findall(r'href="(/inspection\?state=inspection.to_assign[^"]*)"', page)[0].replace("&amp;", "&")
    listed = desks.read(desks.field.director, narrowed)
    assert re.findall(r"/cases/inspection/([0-9a-f-]+)", listed) == [str(waits)]
    assert "Solo se muestran" in listed
    assert desks.visitor.get("/inspection/day").status_code == 404
    desks.read(desks.field.inspector, "/inspection/day")
    assert desks.visitor.get("/inspection/board").status_code == 404


@pytest.mark.parametrize("text", ["invento 12 roma", "ana prueba", "06700", "{folio}"])
def test_a_file_is_found_by_folio_employer_and_address(desks: Desks, text: str) -> None:
    file = desks.field.file
    path = f"/inspection/search?text={text.format(folio=file.folio.lower())}"
    page = desks.read(desks.field.director, path)
    assert f"/cases/inspection_file/{file.id}" in page
    assert "Ana Prueba" not in page.replace("ana prueba", "")
    assert f"/cases/inspection_file/{file.id}" not in desks.read(desks.field.inspector, path)
    desks.work(lambda field: field.assigned())
    assert f"/cases/inspection_file/{file.id}" in desks.read(desks.field.inspector, path)


def test_a_search_goes_on_where_a_page_ends(desks: Desks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.inspection.search_pages.PAGE", 2)
    desks.work(lambda field: [field.new_file() for _ in range(3)])
    seen: list[str] = []
    path: str | None = "/inspection/search?text=invento"
    while path:
        page = desks.read(desks.field.director, path)
        seen += re.findall(r"/cases/inspection_file/([0-9a-f-]+)", page)
        ahead = re.search(r'rel="next" href="([^"]+)"', page)
        path = ahead[1].replace("&amp;", "&") if ahead else None
    assert len(seen) == len(set(seen)) == 4
    assert desks.visitor.get("/inspection/search?text=invento&after=nothing").status_code == 404


def test_the_timeline_tells_of_a_complaint_only_who_reads_complaints(desks: Desks) -> None:
    def work(field: Field) -> UUID:
        got = complaint(field.session, field.at)
        desk, found = (
            officer(field.session, field.at, "triage"),
            {"relation": "domestic", "matter": "working_conditions"},
        )
        case = fire(field.session, got.complaint, "read", desk, field.at, data=found).case
        fire(field.session, case, "admit", field.director, field.at, data={"kind": "extraordinary"})
        field.legal = officer(field.session, field.at, "legal_officer")
        return case.file_id  # type: ignore[no-any-return]

    path = f"/inspection/files/{desks.work(work)}/timeline"
    page = desks.read(desks.field.director, path)
    assert "/cases/complaint/" in page
    assert "/cases/inspection/" in page
    page = desks.read(desks.field.legal, path)
    assert "/cases/complaint/" not in page
    assert "/cases/inspection/" in page
    desks.read(desks.field.inspector, "/inspection/day")
    assert desks.visitor.get(path).status_code == 404
    assert desks.visitor.get("/inspection/files/01890000-0000-7000-8000-000000000000/timeline").status_code == 404


def test_a_timeline_goes_on_where_a_page_ends(desks: Desks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.inspection.timeline_pages.PAGE", 3)
    desks.work(lambda field: field.closed(9, kind="extraordinary"))
    start = f"/inspection/files/{desks.field.file.id}/timeline"
    titles: list[str] = []
    path: str | None = start
    while path:
        page = desks.read(desks.field.director, path)
        titles += re.findall(r"</time> <strong>([^<]+)</strong>", page)
        ahead = re.search(r'rel="next" href="([^"]+)"', page)
        path = ahead[1].replace("&amp;", "&") if ahead else None
    assert len(titles) > 8
    assert desks.visitor.get(f"{start}?after=nothing").status_code == 404


def test_a_page_costs_the_same_however_long_its_list(desks: Desks) -> None:
    """Statements for one case and for five, on every page that lists cases."""

    def cost() -> list[int]:
        found = []
        for who, path in (
            (desks.field.inspector, "/inspection/day"),
            (desks.field.director, "/inspection"),
            (desks.field.director, "/inspection/board"),
            (desks.field.director, "/inspection/search?text=invento"),
        ):
            desks.read(who, path)
            with counted(desks.database.engine) as sent:
                desks.read(who, path)
            found.append(len(sent))
        return found

    def more(field: Field) -> None:
        field.file = field.new_file()
        complaint(field.session, field.at, dangers="violence")
        field.summoned()

    desks.work(more)
    one = cost()
    for _ in range(4):
        desks.work(more)
    assert cost() == one
    assert id_of(desks.field.inspector)


# The calendar.


def calendar_of(desks: Desks) -> str:
    """Make an address, as the inspector, and answer with it."""
    desks.read(desks.field.inspector, "/inspection/calendar")
    made = desks.visitor.post("/inspection/calendar", data={"csrf_token": desks.visitor.page.hidden["csrf_token"]})
    assert made.headers["Cache-Control"] == "no-store"
    return re.findall(r"/inspection/calendar/[\w-]+\.ics", made.text)[0]


def without_session(desks: Desks, path: str) -> TestResponse:
    return desks.visitor.application.test_client().get(path)


def test_the_calendar_says_folios_and_days_and_nothing_of_a_home(desks: Desks) -> None:
    desks.work(lambda field: field.ordered())
    path = calendar_of(desks)
    answer = without_session(desks, path)
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    text = answer.text.replace("\r\n ", "")
    folio = desks.field.file.folio
    assert {line for line in text.split("\r\n") if line.startswith("SUMMARY")} == {
        f"SUMMARY:Afilia: cita {folio}",
        f"SUMMARY:Afilia: plazo {folio}",
    }
    for line in text.split("\r\n"):
        assert not re.match("LOCATION|DESCRIPTION|ATTENDEE|ORGANIZER|CATEGORIES|URL", line)
    for word in ("Invento", "Ana Prueba", "06700", "Cuauht", "complaint", "queja"):
        assert word not in text
    assert path not in desks.read(desks.field.inspector, "/inspection/calendar")


def test_an_address_is_replaced_taken_away_and_never_guessed(desks: Desks) -> None:
    first = calendar_of(desks)
    second = calendar_of(desks)
    assert without_session(desks, first).status_code == 404
    assert without_session(desks, second).status_code == 200
    with desks.database.read() as session:
        kept = session.scalars(select(CalendarFeed.token_digest)).one()
        assert kept not in second
        assert len(kept) == 64
    for guessed in ("x", "x" * 43, "x" * 500, kept):
        assert without_session(desks, f"/inspection/calendar/{guessed}.ics").status_code == 404
    desks.read(desks.field.inspector, "/inspection/calendar")
    token = desks.visitor.page.hidden["csrf_token"]
    assert desks.visitor.post("/inspection/calendar/end", data={"csrf_token": token}).status_code == 303
    assert without_session(desks, second).status_code == 404


@pytest.mark.parametrize("change", [{"active": False}, {"roles": ["notifier"]}])
def test_who_inspects_no_more_has_no_calendar(desks: Desks, change: dict[str, Any]) -> None:
    path = calendar_of(desks)

    def leave(field: Field) -> None:
        login = field.session.get_one(Login, id_of(field.inspector))
        for name, value in change.items():
            setattr(login, name, value)

    desks.work(leave)
    assert without_session(desks, path).status_code == 404
