"""What officers have before them: the inspector's days, the director's board, which matters they may see at all."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from inspection.desks.board import is_late, open_suspensions, standings
from inspection.desks.day import WEEK, appointments, clocks, goes, missing_in, open_cases
from inspection.desks.permitted import may_see, roles_in_each
from inspection.desks.workload import loads
from inspection.files.file import matters
from inspection.roles import OFFICERS
from inspection.visit.inspection_models import Inspection
from regime.due_dates import Suspension
from tests.inspection.officers import complaint
from tests.inspection.visiting import Field, id_of, officer
from workflow import sweep
from workflow.database import Database
from workflow.definition import workflow_of
from workflow.engine import context_of, offers
from workflow.suspensions import suspend


@pytest.fixture
def field(session: Session) -> Field:
    """A home and everybody who may act."""
    return Field(session)


def days_of(field: Field, who: object) -> list[tuple[str, date]]:
    day = field.at.date()
    found = appointments(field.session, goes(id_of(who), day), day, day + WEEK)  # type: ignore[arg-type]
    return [(one.what, one.day) for one in found]


def test_an_inspector_is_expected_where_they_go_and_where_they_stand_in(field: Field) -> None:
    monday = field.at.date()
    summoned = field.summoned()
    field.ordered()
    begun = field.under_way("extraordinary")
    field.take(begun, "pause", field.inspector, resume_at=field.at + timedelta(hours=3), agreed=True)
    expected = [("resume_at", monday), ("visit_at", monday + timedelta(days=2)), ("planned_on", monday + WEEK / 7 * 3)]
    assert days_of(field, field.inspector) == expected
    assert days_of(field, field.second) == []
    until = monday + timedelta(days=7)
    field.take(summoned, "substitute", field.director, substitute_id=id_of(field.second), substitute_until=until)
    assert days_of(field, field.second) == [("visit_at", monday + timedelta(days=2))]
    mine = field.session.scalars(open_cases(goes(id_of(field.second), until + timedelta(days=1)), None, 9)).all()
    assert mine == []


def test_the_clocks_of_the_week_are_those_of_the_files_one_works(field: Field) -> None:
    case = field.assigned()
    due = clocks(field.session, id_of(field.inspector), field.at.date() + WEEK)
    assert [(one.code, one.case_id) for one in due] == [("order", case.id)]
    assert clocks(field.session, id_of(field.second), field.at.date() + WEEK) == []


def test_what_a_case_lacks_is_what_its_own_page_says(field: Field) -> None:
    inside = field.consent(field.under_way("extraordinary"))
    cases = [field.found(inside, 9), field.consent(field.under_way("extraordinary")), field.assigned()]
    found = missing_in(field.session, field.inspector, cases, field.at)
    assert [len(found[case.id]) > 0 for case in cases] == [False, True, False]
    for case in cases:
        shown = [one for one in offers(field.session, case, field.inspector, field.at) if one.action.weight != "rare"]
        assert {sentence for one in shown if not one.is_needless for sentence in one.unmet} == set(found[case.id])


def test_what_somebody_is_in_many_cases_is_what_they_are_in_each(field: Field) -> None:
    """Every officer, in every kind of matter: the list asks what the case answers."""
    field.summoned()
    field.measures()
    complaint(field.session, field.at)
    people = [
        officer(field.session, field.at, role.code, office) for role in OFFICERS for office in ("st-cdmx", "stps")
    ]
    cases = [case for model in matters() for case in field.session.scalars(select(model))]
    for who in (*people, field.inspector, field.employer.actor):
        together = roles_in_each(field.session, who, cases, field.at)
        assert together == {case.id: context_of(field.session, case, who, field.at).roles for case in cases}
        for case in cases:
            seen = select(type(case).id).where(type(case).id == case.id, may_see(type(case), who))
            if together[case.id] and who != field.employer.actor:
                assert field.session.scalar(seen) == case.id, (who.roles, workflow_of(type(case)).name)


def test_the_board_counts_what_waits_what_is_late_and_what_is_paused(field: Field) -> None:
    field.open()
    field.assigned()
    field.new_file(office="st-jalisco")
    field.session.flush()
    rows = {row.state: (row.count, row.late, row.paused) for row in standings(field.session, (field.office,), field.at)}
    assert rows == {"to_assign": (1, 0, 0), "assigned": (1, 0, 0)}
    assert standings(field.session, ("st-jalisco",), field.at) == []
    act = Suspension(field.at.date(), None, "Acuerdo de prueba")
    suspend(field.session, field.director, field.at, act, authority=field.office)
    rows = {row.state: row.paused for row in standings(field.session, (field.office,), field.at)}
    assert rows == {"to_assign": 1, "assigned": 1}
    assert [one.clocks for one in open_suspensions(field.session, (field.office,))] == [2]


def test_a_target_that_passed_is_late_until_the_case_moves(database: Database) -> None:
    with database.write() as session:
        field = Field(session)
        case_id = field.open().id
        at = field.at + timedelta(days=20)
    sweep.sweep(database, at, at)
    with database.write() as session:
        director, case = field.director, session.get_one(Inspection, case_id)
        assert [row.late for row in standings(session, (field.office,), at)] == [1]
        assert session.scalars(select(Inspection.id).where(is_late(Inspection, at))).all() == [case_id]
        field.session, field.at = session, at
        field.take(case, "assign", director, inspector_id=id_of(field.inspector))
        assert [row.late for row in standings(session, (field.office,), at)] == [0]


def test_the_load_counts_whoever_stands_in(field: Field) -> None:
    case = field.summoned()
    field.assigned()
    until = field.at.date() + timedelta(days=7)
    field.take(case, "substitute", field.director, substitute_id=id_of(field.second), substitute_until=until)
    found = {one.login.id: (one.open, one.visits) for one in loads(field.session, (field.office,), field.at)}
    assert found == {id_of(field.inspector): (1, 0), id_of(field.second): (1, 1)}
