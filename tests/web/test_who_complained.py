"""Hunted everywhere: who complained and what they said, in every page, row, log line and figure that there is."""

import html
import re
from collections.abc import Callable, Iterator
from urllib.parse import urljoin

import pytest
from flask import Flask
from sqlalchemy import select
from structlog.testing import capture_logs

from inspection.intake.complaint_models import Complaint
from inspection.intake.receiving import add_facts, speaker_of
from inspection.models import InspectionFile
from inspection.roles import OFFICER_CODES
from tests.inspection.officers import CDMX, JALISCO, complaint, officer
from tests.web.conftest import Visitor
from web.edge.access import GENERAL_ROLES
from workflow.clock import real_now
from workflow.database import Database
from workflow.engine import fire
from workflow.metrics import exposition
from workflow.people import Login
from workflow.tables import Base

WHO = {
    "name": "Marcada Quiensea",
    "telephone": "5598761234",
    "email": "marcada@example.org",
    "other_contact": "la tienda Marcadísima",
    "safe_hours": "a las once y pico",
    "language": "marcalengua",
}
SAID, LATER = "Palabra marcarelato del principio.", "Palabra marcapalabra de después."
IDENTITY = (*WHO.values(), "Quiensea")
TEXT = ("marcarelato", "marcapalabra")
MOST_PAGES = 60
READS_COMPLAINTS = frozenset({"intake", "triage", "director"})
NOT_WALKED = re.compile(r"^/static/|^/leave|^/account/sign-out|[?&]lang=|^/mailbox$")
SEARCHED = ("/office?text={}", "/payments/files?text={}", "/office?state=any&text={}", "/inspection/search?text={}")
STARTS = ("/", "/account", "/inspection", "/inspection/day", "/inspection/board", "/inspection/search",
          "/office", "/office?state=any", "/office/decisions", "/office/overview",
          "/protection", "/operations", "/mailbox", "/home", "/me", "/payments/files")  # fmt: skip


@pytest.fixture
def complaints(sqlite_database: Database) -> tuple[str, ...]:
    """One in each kind of state: with a danger, admitted with its inspection, remitted, withdrawn."""

    def command(session) -> tuple[str, ...]:  # type: ignore[no-untyped-def]
        desk, head, at = officer("triage", "intake"), officer("director"), real_now()

        def fresh(**facts: object) -> Complaint:
            case = complaint(session, at, identity=WHO, **facts).complaint
            add_facts(session, case, speaker_of(case), at, LATER)
            return case

        danger = fresh(dangers="violence")
        admitted = fire(
            session, fresh(), "read", desk, at, data={"relation": "domestic", "matter": "working_conditions"}
        ).case
        fire(session, admitted, "admit", head, at, data={"kind": "extraordinary"})
        remitted = fire(session, fresh(), "remit", desk, at, comment="Es de allá.", data={"to_authority": JALISCO}).case
        gone = fresh()
        fire(session, gone, "withdraw", speaker_of(gone), at)
        return tuple(str(case.id) for case in (danger, admitted, remitted, gone))

    found: tuple[str, ...] = sqlite_database.run(command)
    return found


def pages_of(app: Flask, login: Login, more: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Every page that links lead somebody to, and those asked for by address, with its text."""
    visitor = app.test_client()
    assert isinstance(visitor, Visitor)
    visitor.be(login)
    ahead, seen = [*STARTS, *more], set()
    while ahead and len(seen) < MOST_PAGES + len(STARTS) + len(more):
        path = ahead.pop(0)
        if path in seen or not path.startswith("/") or NOT_WALKED.search(path):
            continue
        seen.add(path)
        answer = visitor.get(path)
        if 300 <= answer.status_code < 400:
            ahead.append(answer.location)
        elif answer.status_code < 300:
            yield path, answer.text
            if answer.mimetype == "text/html":
                hrefs = re.findall(r'href="([^"#]+)"', answer.text)
                ahead += [urljoin(path, html.unescape(href)) for href in hrefs if "inspec" in href or "case" in href]


@pytest.mark.invariants("i")
@pytest.mark.parametrize("role", GENERAL_ROLES)
def test_nobody_finds_who_complained_and_only_who_reads_complaints_what_was_said(
    app: Flask,
    login_of: Callable[..., Login],
    sqlite_database: Database,
    complaints: tuple[str, ...],
    role: str,
) -> None:
    login = login_of("alguien", role)

    def serve(session) -> Login:  # type: ignore[no-untyped-def]
        found = session.get_one(Login, login.id)
        found.offices = [CDMX, JALISCO] if role in OFFICER_CODES else []
        # The employer is whoever asks, unless they work for an authority: no party of the home may learn anything.
        for file in session.scalars(select(InspectionFile)) if role not in OFFICER_CODES else ():
            file.employer_person_id = found.person_id
        return found  # type: ignore[no-any-return]

    login = sqlite_database.run(serve)
    marks = (*IDENTITY, *TEXT)
    asked = tuple(form.format(mark) for form in SEARCHED for mark in marks)
    cases = tuple(f"/cases/complaint/{case_id}" for case_id in complaints)
    with capture_logs() as log:
        for path, text in pages_of(app, login, (*asked, *cases)):
            # What was typed into a search stays in its field and in the addresses of its page.
            shown = re.sub(r'value="[^"]*"|text=[^"&]*', "", text)
            assert [mark for mark in IDENTITY if mark in shown] == [], path
            if role not in READS_COMPLAINTS:
                assert [mark for mark in TEXT if mark in shown] == [], path
                assert not [case_id for case_id in complaints if case_id in shown], path
                assert path not in cases
    assert [mark for mark in marks if mark in str([{**line, "path": ""} for line in log])] == []


@pytest.mark.invariants("i")
def test_no_row_of_any_table_and_no_figure_holds_it(sqlite_database: Database, complaints: tuple[str, ...]) -> None:
    assert complaints
    with sqlite_database.read() as session:
        for table in Base.metadata.sorted_tables:
            stored = " ".join(str(tuple(row)) for row in session.execute(select(table)))
            assert [mark for mark in (*IDENTITY, *TEXT) if mark in stored] == [], table.name
        figures = exposition(session, real_now(), real_now()).decode()
    assert 'workflow="complaint"' not in figures
    assert 'workflow="worker_protection"' not in figures
    assert not [mark for mark in (*IDENTITY, *TEXT) if mark in figures]
