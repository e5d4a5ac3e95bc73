"""The invariants of the protocol over one whole case: from a complaint to a sanction that became firm, on SQLite."""

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from inspection.sanction.sanction_models import SanctionBreach
from inspection.visit.filings import FILING
from inspection.visit.inspection import INSPECTION
from regime.due_dates import DueDate
from tests.conftest import settings_for
from tests.inspection.complained import IDENTITY, TEXT, Complained
from tests.pdf_reading import read
from workflow.database import Database
from workflow.documents import sheet_of
from workflow.notices import render
from workflow.stored import loads
from workflow.tables import Base, DeadlineRow, Document, Event, Message
from workflow.typesetting import pdf_of

MARKS = (*IDENTITY, *TEXT)


@pytest.fixture(scope="module")
def played(
    sqlite_template: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Database, list[Mapping[str, Any]]]]:
    """The database after it, and every line that was logged meanwhile."""
    folder = tmp_path_factory.mktemp("invariants")
    path = Path(folder) / "afilia.sqlite3"
    shutil.copyfile(sqlite_template, path)
    database = Database(settings_for(f"sqlite:///{path}", folder))
    with capture_logs() as log, database.write() as session:
        home = Complained(session)
        sanction = home.firm()
        named = {"credit_number": "C-1", "treasury": "Hacienda"}
        home.take(sanction, "request_collection", home.legal, **named)
        paid = {"collected": "paid", "collected_on": home.at.date(), "collected_amount": sanction.total}
        home.wait(days=1)
        home.take(sanction, "report_collection", home.legal, **paid)
    yield database, log
    database.engine.dispose()


@pytest.mark.invariants("i")
def test_no_row_paper_message_or_log_line_of_the_whole_case_holds_who_complained(
    played: tuple[Database, list[Mapping[str, Any]]],
) -> None:
    database, log = played
    assert [mark for mark in MARKS if mark in str(log)] == []
    with database.read() as session:
        for table in Base.metadata.sorted_tables:
            stored = " ".join(str(tuple(row)) for row in session.execute(select(table)))
            assert [mark for mark in MARKS if mark in stored] == [], table.name
        papers = session.scalars(select(Document)).all()
        assert {paper.workflow for paper in papers} >= {"sanction"}
        for paper in papers:
            found = read(pdf_of(sheet_of(paper), paper.language, paper.made_at))
            told = " ".join((found.title, found.text, found.information))
            assert [mark for mark in MARKS if mark in told] == [], paper.kind
            assert "queja" not in told.lower(), paper.kind
        for message in session.scalars(select(Message)):
            written = str(render(message, database.settings)).lower()
            assert [mark for mark in (*MARKS, "queja", "complain") if mark.lower() in written] == []


@pytest.mark.invariants("iv")
def test_whatever_passed_by_itself_says_by_which_calendar_and_rule_and_which_days_were_counted(
    played: tuple[Database, list[Mapping[str, Any]]],
) -> None:
    database, _log = played
    with database.read() as session:
        passed = session.scalars(select(DeadlineRow).where(DeadlineRow.status == "expired")).all()
        assert {row.code for row in passed} >= {"answer", "revision", "nullity"}
        for row in passed:
            counted = DueDate.from_json(loads(row.computation))
            assert counted.calendar
            assert counted.calendar_version
            assert counted.explanation
            if counted.unit == "business_days":
                assert len(counted.days) == counted.counted == counted.length
            acts = select(Event).where(Event.case_id == row.case_id, Event.action == row.on_expiry)
            caused = session.scalars(acts.where(Event.actor == "system")).all()
            assert caused
            assert all(len(event.definition) == 64 for event in caused)


@pytest.mark.invariants("vi")
def test_the_fine_is_paid_and_nothing_of_what_was_owed_is_corrected_by_that(
    played: tuple[Database, list[Mapping[str, Any]]],
) -> None:
    database, _log = played
    with database.read() as session:
        breaches = session.scalars(select(SanctionBreach)).all()
        assert breaches
        assert [breach.corrected_on for breach in breaches] == [None] * len(breaches)


@pytest.mark.invariants("v")
def test_no_state_after_the_acta_refuses_what_a_party_files() -> None:
    """Once there is an acta, in every state, the final ones too, something can still be filed and is kept."""
    filed = {state for action in FILING for state in action.source}
    assert set(INSPECTION.states_tagged("acta")) - filed == set()


@pytest.mark.invariants("ii")
def test_only_two_steps_lead_into_a_home_and_each_asks_for_its_paper() -> None:
    leading = [action for action in INSPECTION.actions if action.target == "entered"]
    assert {action.code for action in leading} == {"enter_with_consent", "enter_with_authorisation"}
    asked = {action.code: {check.__name__ for check in action.checks} for action in leading}
    assert asked["enter_with_consent"] >= {"may_consent", "consent_is_written", "witnesses_are_named"}
    assert asked["enter_with_authorisation"] >= {"authorisation_is_named"}
