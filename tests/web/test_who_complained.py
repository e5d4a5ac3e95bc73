"""Hunted everywhere: who complained and what they said, in every page, row, log line and figure that there is."""

import html
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from structlog.testing import capture_logs
from werkzeug.test import TestResponse

from inspection.intake.complaint_models import Complaint
from inspection.intake.receiving import add_facts, speaker_of
from inspection.models import InspectionFile
from inspection.roles import OFFICER_CODES
from tests.conftest import settings_for
from tests.inspection.complained import HERS, IDENTITY, LATER, TEXT, Complained
from tests.inspection.officers import CDMX, JALISCO, complaint, officer
from tests.pdf_reading import read
from tests.web.conftest import Visitor
from web.edge.access import GENERAL_ROLES
from workflow.clock import real_now
from workflow.database import Database
from workflow.engine import fire
from workflow.metrics import exposition
from workflow.people import Login
from workflow.tables import Base

MOST_PAGES = 60
READS_COMPLAINTS = frozenset({"intake", "triage", "director"})
WALKED = re.compile(r"inspec|case|document|calendar|papers")
NOT_WALKED = re.compile(r"^/static/|^/leave|^/account/sign-out|[?&]lang=|^/mailbox$")
SEARCHED = ("/office?text={}", "/payments/files?text={}", "/office?state=any&text={}", "/inspection/search?text={}")
STARTS = ("/", "/account", "/inspection", "/inspection/day", "/inspection/board", "/inspection/search",
          "/office", "/office?state=any", "/office/decisions", "/office/overview",
          "/protection", "/operations", "/mailbox", "/home", "/me", "/payments/files")  # fmt: skip


@pytest.fixture(scope="module")
def sqlite_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with complaints, made once: every test here has a copy of it."""
    folder = tmp_path_factory.mktemp("complaints")
    path = folder / "complaints.sqlite3"
    shutil.copyfile(sqlite_template, path)
    database = Database(settings_for(f"sqlite:///{path}", folder))
    with database.write() as session:
        _complaints(session)
    with database.engine.connect() as connection:
        connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]
    database.engine.dispose()
    return path


def _complaints(session: Session) -> None:
    """One in each kind of state: with a danger, admitted and visited up to its acta, remitted, withdrawn."""
    desk, at = officer("triage", "intake"), real_now()

    def fresh(**facts: object) -> Complaint:
        case = complaint(session, at, identity=HERS, **facts).complaint
        add_facts(session, case, speaker_of(case), at, LATER)
        return case

    fresh(dangers="violence")
    home = Complained(session)
    facts = {"relation": "domestic", "matter": "working_conditions"}
    admitted = fire(session, home.complaint, "read", desk, home.at, data=facts).case
    fire(session, admitted, "admit", home.director, home.at, data={"kind": "extraordinary"})
    home.closed(9, 15)
    fire(session, fresh(), "remit", desk, at, comment="Es de allá.", data={"to_authority": JALISCO})
    gone = fresh()
    fire(session, gone, "withdraw", speaker_of(gone), at)


@pytest.fixture
def complaints(sqlite_database: Database) -> tuple[str, ...]:
    """The ids of all of them."""
    with sqlite_database.read() as session:
        found = tuple(str(case_id) for case_id in session.scalars(select(Complaint.id)))
    assert len(found) == 4
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
            yield path, f"{answer.headers}{shown(answer)}"
            if answer.mimetype == "text/html":
                hrefs = re.findall(r'href="([^"#]+)"', answer.text)
                ahead += [urljoin(path, html.unescape(href)) for href in hrefs if WALKED.search(href)]


def shown(answer: TestResponse) -> str:
    """What somebody reads: the page, or the words of a paper with what its file says of itself."""
    if answer.mimetype != "application/pdf":
        return answer.text
    paper = read(answer.data)
    return " ".join((paper.title, paper.text, paper.information))


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
            told = re.sub(r'value="[^"]*"|text=[^"&]*', "", text)
            assert [mark for mark in IDENTITY if mark in told] == [], path
            if role not in READS_COMPLAINTS:
                assert [mark for mark in TEXT if mark in told] == [], path
                assert not [case_id for case_id in complaints if case_id in told], path
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
