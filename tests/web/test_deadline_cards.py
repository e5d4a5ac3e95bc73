"""A running clock as people need it: parties keep to the earliest day, officials wait for the last."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from enrolment.household.registration import REGISTRATION
from enrolment.money.exception_models import Refund
from enrolment.money.refund import REFUND
from enrolment.people.invented import invented_person
from enrolment.roles import CASEWORKER, HOUSEHOLD
from tests.conftest import NOON
from tests.enrolment import parties
from tests.enrolment.money_lifecycles import money_cases
from web.app import create_app
from web.casework.deadline_cards import DeadlineCard, deadline_card
from workflow.context import Role
from workflow.database import Database
from workflow.deadlines import open_deadlines
from workflow.engine import fire
from workflow.tables import DeadlineRow

# Counted from this Wednesday, ten days cross the Monday on which the LFT rests and the LFPA does not.
ASKED = datetime(2026, 3, 4, 18, tzinfo=UTC)


@pytest.fixture
def row(sqlite_database: Database):  # type: ignore[no-untyped-def]
    """The clock of a correction that was asked for."""

    def command(session: Session):  # type: ignore[no-untyped-def]
        case = parties.registration(session, parties.payer(session, NOON), NOON, curp=invented_person("odd").curp)
        fire(session, case, "request_correction", parties.official(session, NOON), ASKED, comment="Revise la CURP.")
        return open_deadlines(session, case.id)[0]

    return sqlite_database.run(command)


@pytest.fixture
def card(sqlite_database: Database, row):  # type: ignore[no-untyped-def]
    """The card of the clock for a role at a moment."""
    app = create_app(sqlite_database.settings, sqlite_database)

    def of(role: Role, at: datetime) -> DeadlineCard:
        with app.test_request_context():
            return deadline_card(REGISTRATION, row, "correction_requested", {role}, at)

    return of


def test_who_must_act_is_shown_the_day_that_is_in_time_by_every_calendar(card) -> None:  # type: ignore[no-untyped-def]
    mine, theirs = card(HOUSEHOLD, ASKED), card(CASEWORKER, ASKED)
    others = [day for day in mine.computed.alternatives.values() if day]
    assert mine.shown_day == min(others) < mine.due_day
    assert theirs.shown_day == theirs.due_day
    assert mine.is_mine
    assert not theirs.is_mine
    assert mine.readings_differ
    assert mine.doubts


def test_once_the_earliest_day_is_over_the_last_one_counts(card) -> None:  # type: ignore[no-untyped-def]
    mine = card(HOUSEHOLD, ASKED)
    later = ASKED + (mine.due_day - ASKED.date())
    assert card(HOUSEHOLD, later).shown_day == mine.due_day
    assert card(HOUSEHOLD, later).days_left == 0
    assert card(HOUSEHOLD, later + timedelta(days=2)).days_left == -2


def test_the_picture_holds_every_day_of_the_term(card) -> None:  # type: ignore[no-untyped-def]
    mine = card(HOUSEHOLD, ASKED)
    days = [day for day, _kind in mine.strip]
    assert days == sorted(days)
    assert days[-1] == mine.due_day
    assert (date(2026, 3, 7), "off") in mine.strip
    assert sum(kind == "on" for _day, kind in mine.strip) == mine.computed.counted


def test_in_the_term_of_an_office_nobody_is_told_to_file(sqlite_database: Database) -> None:
    """The household may still withdraw or change its account, and yet the time to pay back is the office's."""

    def command(session: Session) -> tuple[Refund, DeadlineRow]:
        relation = parties.affiliation(session, parties.household(session, NOON), NOON, invented_person(1), NOON.date())
        refund = money_cases(session, relation, parties.periods(session, relation)[1], NOON)["refund"]
        return refund, next(row for row in open_deadlines(session, refund.id) if row.code == "pay")

    refund, row = sqlite_database.run(command)
    app = create_app(sqlite_database.settings, sqlite_database)
    with app.test_request_context():
        seen = deadline_card(REFUND, row, refund.state, {HOUSEHOLD}, NOON)
    assert not seen.is_mine
    assert seen.readings_differ
    assert seen.shown_day == seen.due_day
    codes = {sentence.code for sentence in seen.doubts}
    assert "deadline.readings_of_an_office_differ" in codes
    assert "deadline.readings_differ" not in codes
