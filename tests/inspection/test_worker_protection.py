"""Protection: hours of the clock that nothing stops, sixty days of a measure and thirty more, no message."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from enrolment.roles import PROTECTION
from inspection.protection.protection_models import WorkerProtection
from inspection.protection.worker_protection import WORKER_PROTECTION
from tests.inspection.edges import declared_edges, taken_edges
from tests.inspection.officers import JALISCO, NOON, complaint, officer
from workflow.clockwork import live_through
from workflow.context import THE_SYSTEM, Actor
from workflow.database import Database
from workflow.deadlines import open_deadlines
from workflow.engine import fire
from workflow.errors import NotAllowed, NotReady
from workflow.tables import Message, SuspensionRow

# Friday 1 May 2026, a holiday, at eleven at night in Mexico City.
HOLIDAY_NIGHT = datetime(2026, 5, 2, 5, tzinfo=UTC)
SENT = {"referred_to": "prosecutor", "reference": "CI-FICTICIA-1"}


def matter(session: Session, danger: str = "violence", at: datetime = NOON) -> WorkerProtection:
    file = complaint(session, at, dangers=danger).complaint.file_id
    return session.scalars(select(WorkerProtection).where(WorkerProtection.file_id == file)).one()


def clocks(session: Session, case: WorkerProtection) -> dict[str, datetime | None]:
    return {row.code: row.due_at for row in open_deadlines(session, case.id)}


@pytest.mark.rows(3)
@pytest.mark.entries("D30", "D31")
@pytest.mark.invariants("vii")
def test_four_hours_run_through_a_holiday_night_and_no_suspension_stops_them(database: Database) -> None:
    with database.write() as session:
        case = matter(session, at=HOLIDAY_NIGHT)
        session.add(
            SuspensionRow(
                authority=case.office,
                from_day=date(2026, 5, 1),
                act="Acuerdo de suspensión",
                recorded_at=HOLIDAY_NIGHT,
                recorded_by="somebody",
            )
        )
        session.flush()
        assert clocks(session, case) == {"refer": HOLIDAY_NIGHT + timedelta(hours=4)}
        known = case.id
    live_through(database, HOLIDAY_NIGHT, HOLIDAY_NIGHT + timedelta(hours=5))
    with database.read() as session:
        assert session.get_one(WorkerProtection, known).state == "escalated"
        assert session.scalar(select(func.count()).select_from(Message)) == 0


@pytest.mark.rows(3)
@pytest.mark.entries("D06", "D07", "D28", "D29")
@pytest.mark.parametrize(
    ("danger", "refer_hours", "then_hours"),
    [
        ("child_under_fifteen", 4, {"child_decree": 3}),
        ("imminent_danger", 24, {"safety_review": 72}),
        ("violence", 4, {}),
        ("trafficking", 4, {}),
    ],
)
def test_each_danger_has_its_hours(session: Session, danger: str, refer_hours: int, then_hours: dict[str, int]) -> None:
    case = matter(session, danger)
    assert clocks(session, case) == {"refer": NOON + timedelta(hours=refer_hours)}
    later = NOON + timedelta(hours=1)
    case = fire(session, case, "refer", officer("triage"), later, data=SENT).case
    assert clocks(session, case) == {code: later + timedelta(hours=hours) for code, hours in then_hours.items()}


@pytest.mark.rows(3)
def test_a_referral_says_to_whom_and_under_which_number(session: Session) -> None:
    case = matter(session)
    with pytest.raises(NotReady, match="body_missing"):
        fire(session, case, "refer", officer("triage"), NOON)
    with pytest.raises(NotReady, match="reference_missing"):
        fire(session, case, "refer", officer("triage"), NOON, data={"referred_to": "prosecutor"})


@pytest.mark.rows(3)
def test_a_measure_lasts_sixty_days_and_thirty_more_once(session: Session) -> None:
    head, since = officer("director"), date(2026, 5, 12)
    case = fire(session, matter(session), "refer", officer("triage"), NOON, data=SENT).case

    def days(count: int) -> dict[str, Any]:
        return {"measure_from": since, "measure_until": since + timedelta(days=count - 1)}

    with pytest.raises(NotReady, match="measure_too_long"):
        fire(session, case, "record_measure", head, NOON, data=days(61))
    case = fire(session, case, "record_measure", head, NOON, data=days(60)).case
    # Sixty days from 12 May: its last day is 10 July; it is over when 11 July begins in Mexico City.
    assert case.measure_until == date(2026, 7, 10)
    assert clocks(session, case)["measure_end"] == datetime(2026, 7, 11, 6, tzinfo=UTC)
    until = {"measure_until": since + timedelta(days=89)}
    with pytest.raises(NotReady, match="measure_too_long"):
        fire(session, case, "extend_measure", head, NOON, data={"measure_until": since + timedelta(days=90)})
    case = fire(session, case, "extend_measure", head, NOON, data=until).case
    with pytest.raises(NotReady, match="extended_already"):
        fire(session, case, "extend_measure", head, NOON, data=until)


def test_who_protects_acts_everywhere_and_other_authorities_nowhere(session: Session) -> None:
    case = matter(session)
    with pytest.raises(NotAllowed):
        fire(session, case, "refer", officer("director", office=JALISCO), NOON, data=SENT)
    protector = Actor(officer().login_id, roles=frozenset({PROTECTION.code}))
    assert fire(session, case, "refer", protector, NOON, data=SENT).case.state == "referred"


def test_every_declared_step_of_a_protection_can_be_taken(database: Database) -> None:
    head, since = officer("director"), date(2026, 5, 12)
    measure = {"measure_from": since, "measure_until": since + timedelta(days=30)}
    prolonged = {"measure_until": since + timedelta(days=50)}
    with database.write() as session:

        def after(*steps: str) -> WorkerProtection:
            case = matter(session)
            typed = {"refer": SENT, "record_measure": measure, "extend_measure": prolonged}
            for step in steps:
                by = THE_SYSTEM if step in ("escalate", "pass_term", "measure_ends") else head
                case = fire(session, case, step, by, NOON, comment="Por este motivo.", data=typed.get(step, {})).case
            return case

        in_force = ("refer", "record_measure")
        for way in (
            ("escalate", "refer", "refer", "pass_term", "conclude"),
            (*in_force, "pass_term", "extend_measure", "conclude"),
            (*in_force, "measure_ends", "extend_measure", "measure_ends", "conclude"),
            ("find_mistaken",),
            ("escalate", "find_mistaken"),
            ("refer", "find_mistaken"),
            (*in_force, "find_mistaken"),
            (*in_force, "measure_ends", "find_mistaken"),
        ):
            after(*way)
    with database.read() as session:
        assert taken_edges(session, WORKER_PROTECTION) == declared_edges(WORKER_PROTECTION)
