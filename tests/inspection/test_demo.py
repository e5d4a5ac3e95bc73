"""The year of inspection in the demonstration: whole, in the proportions that it declares, and telling of nobody."""

import io
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import pytest
from sqlalchemy import func, select

from enrolment.demonstration.demo import live, registrations
from enrolment.demonstration.demo_people import HOUSEHOLDS, OFFICIALS, WORKERS
from inspection.demonstration import demo
from inspection.demonstration.demo_officers import ENDINGS, OFFICERS, POSTS
from inspection.demonstration.stories import OUTCOMES, stories
from inspection.files.file import matters
from inspection.intake.complaint_models import IDENTITY, STATEMENT, Complaint, SealedIdentity, SealedStatement
from inspection.models import InspectionFile
from inspection.protection.protection_models import WorkerProtection
from inspection.sanction.sanction_models import Sanction
from inspection.visit.credential_models import Credential
from tests.copies import settings_for
from workflow.chain import verify
from workflow.database import Database
from workflow.definition import workflow_of
from workflow.logs import configure_logs
from workflow.people import Login
from workflow.schema import upgrade
from workflow.sealing import unseal
from workflow.tables import DeadlineRow, Event

NOW = datetime(2026, 11, 21, 18, tzinfo=UTC)
# A service that counts on the day it is made is there for a moment only.
PASSING = {("service_of_act", "served")}
# What the steps are called by which a term of an officer's own passes.
LATE = ("note_delay", "pass_term", "escalate", "pass_target", "warn_of_lapse")


class Year:
    """A small year of inspection, lived once, and what was logged meanwhile."""

    def __init__(self, database: Database, log: str, folder: Path) -> None:
        self.database, self.log, self.folder = database, log, folder

    @cached_property
    def written(self) -> str:
        """Everything that the database holds, as text."""
        connection = sqlite3.connect(self.folder / "afilia.sqlite3")
        text = "\n".join(connection.iterdump())
        connection.close()
        return text


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    """Officers, complainants and homes alone: nobody is enrolled, each story is told once."""
    folder = tmp_path_factory.mktemp("inspection_year")
    database = Database(settings_for(f"sqlite:///{folder}/afilia.sqlite3", folder))
    upgrade(database)
    patch, log = pytest.MonkeyPatch(), io.StringIO()
    patch.setattr(sys, "stderr", log)
    configure_logs("json")
    patch.undo()
    live(database, NOW, OFFICERS.values(), (registrations, lambda today: demo.scenes(today, NOW, small=True)))
    yield Year(database, log.getvalue(), folder)
    database.engine.dispose()


def test_every_state_of_every_procedure_of_inspection_is_inhabited(year: Year) -> None:
    empty, passed = set(), set()
    with year.database.read() as session:
        for model in (InspectionFile, Credential, *matters()):
            workflow = workflow_of(model)
            found = set(session.scalars(select(model.state)))
            empty |= {(workflow.name, code) for code in workflow.state_codes if code not in found}
        for name, state in PASSING:
            ever = select(Event.case_id).where(Event.workflow == name, Event.to_state == state)
            passed |= {(name, state)} if session.scalars(ever).first() else set()
    assert empty == PASSING == passed


def test_it_holds_together_and_nothing_is_overdue(year: Year) -> None:
    with year.database.read() as session:
        assert list(verify(session)) == []
        running = DeadlineRow.status == "running"
        assert session.scalar(select(func.count()).where(DeadlineRow.attempts > 0)) == 0
        assert session.scalar(select(func.count()).where(running, DeadlineRow.due_at <= NOW)) == 0
        assert session.scalar(select(func.max(Event.recorded_at))) <= NOW
        open_ones = {
            id_ for model in matters() for id_ in session.scalars(select(model.id).where(model.closed_at.is_(None)))
        }
        passed = select(DeadlineRow.case_id).where(DeadlineRow.status == "expired", DeadlineRow.on_expiry.in_(LATE))
        late = open_ones & set(session.scalars(passed))
    # Somebody is always late with something; nobody's desk is a heap of what is.
    assert 0 < len(late) <= len(open_ones) / 10


def test_officers_act_for_their_own_authority(year: Year) -> None:
    with year.database.read() as session:
        offices = {str(login.id): set(login.offices) for login in session.scalars(select(Login)).unique()}
        roles = {post.role for post in POSTS}
        steps = [
            (event.actor, case.office)
            for model in matters()
            for case in session.scalars(select(model))
            for event in session.scalars(select(Event).where(Event.case_id == case.id, Event.role.in_(roles)))
        ]
    remitted = [office for actor, office in steps if office not in offices[actor]]
    # What was remitted was received, read and sent on by another authority.
    assert len(remitted) <= len(steps) / 20
    assert {office for _actor, office in steps} == set(ENDINGS)


def test_the_year_has_the_proportions_that_its_stories_declare(year: Year) -> None:
    told = list(demo.tellings())
    outcomes = Counter(one.story.outcome for one in told if one.story.outcome)
    complaints = outcomes.total()
    assert set(outcomes) == set(OUTCOMES)
    assert 150 <= complaints <= 250
    assert outcomes["sanctioned"] <= complaints * 0.12
    assert outcomes["advice"] + outcomes["elsewhere"] + outcomes["withdrawn"] >= complaints / 3
    assert outcomes["inspected"] >= 3 * outcomes["sanctioned"]
    assert 0.2 <= sum(not demo.is_reached(one) for one in told if one.story.outcome) / complaints <= 0.4
    small = Counter(move.step for one in demo.tellings(small=True) for move in one.story.moves)
    with year.database.read() as session:
        received = session.scalar(select(func.count()).select_from(Complaint))
        sanctions = session.scalar(select(func.count()).select_from(Sanction))
        dangers = session.scalar(select(func.count()).select_from(WorkerProtection))
        filed_in = set(session.scalars(select(InspectionFile.office)))
    assert received == small["complaint.receive"] + small["complaint.receive_again"]
    assert sanctions == small["inspection.request_sanction"]
    assert dangers == small["complaint.record_danger"] + sum(
        "dangers" in one.story.asks for one in demo.tellings(small=True)
    )
    assert filed_in == set(ENDINGS)


@pytest.mark.invariants("i")
def test_nothing_that_a_complainant_left_or_said_can_be_read(year: Year) -> None:
    settings = year.database.settings
    with year.database.read() as session:
        left = [unseal(settings, IDENTITY, row.sealed) for row in session.scalars(select(SealedIdentity))]
        said = {str(unseal(settings, STATEMENT, row.sealed)) for row in session.scalars(select(SealedStatement))}
    assert len(left) > 30
    readable = {text for one in left for text in (one["name"], one["telephone"]) if text in year.written}
    assert readable | {text for text in said if text in year.written} == set()


def test_the_log_of_the_year_names_nobody(year: Year) -> None:
    households = (player for player, _home in HOUSEHOLDS.values())
    named = {
        text
        for player in (*households, *WORKERS.values(), *OFFICIALS.values(), *OFFICERS.values())
        for text in (player.full_name, player.invented.curp, player.invented.nss, player.email or player.full_name)
        if text in year.log
    }
    assert named == set()
    assert not any(fragment in year.log for fragment in ("@example.org", "55 0000", "Calle "))


def test_a_story_begins_after_another_and_says_what_it_needs() -> None:
    for story in stories().values():
        assert story.moves, story.name
        assert story.times == 0 or story.outcome or not story.moves[0].step.startswith("complaint"), story.name
