"""An entry that only a judge can allow: reported at once, decided by others, and the inspection waits in its state."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from inspection.files.wishes import _LEADS, Lead
from inspection.follow_up.entry_models import JudicialEntry
from inspection.follow_up.judicial_entry import JUDICIAL_ENTRY
from inspection.visit.inspection_models import Inspection
from tests.inspection.edges import declared_edges, taken_edges
from tests.inspection.visiting import Field, officer
from workflow.clockwork import live_through
from workflow.context import THE_SYSTEM, Actor
from workflow.database import Database
from workflow.deadlines import open_deadlines
from workflow.engine import fire
from workflow.errors import NotAllowed, NotReady
from workflow.tables import DeadlineRow, Message

HOUR = timedelta(hours=1)
TOLD = {"facts_shared": "Se oyen gritos y la puerta está cerrada por fuera.", "asked_reference": "CI-FICTICIA-1"}
GRANT: dict[str, Any] = {"judge": "Juez de control ficticio", "judge_reference": "CATEO-7", "names_inspectors": True}
MADE = {"executed_reference": "ACTA-MP-3"}


@dataclass
class Door:
    """An inspection at a door, and the officers who may record what prosecutor and judge do."""

    session: Session

    def __post_init__(self) -> None:
        self.field = Field(self.session)
        self.inspection = self.field.under_way()
        self.director, self.at = self.field.director, self.field.at

    def suspect(self, ground: str | None = "violence") -> Any:
        fire(self.session, self.field.file, "ask_for_entry", self.director, self.at, data={"entry_ground": ground})
        newest = select(JudicialEntry).order_by(JudicialEntry.id.desc()).limit(1)
        return self.session.scalars(newest).one()

    def take(self, case: Any, action: str, actor: Actor | None = None, **data: Any) -> Any:
        declared = JUDICIAL_ENTRY.versions_of(action)[0]
        words = "Por este motivo." if declared.comment == "required" else None
        who = actor or (self.director if action != "pass_term" else THE_SYSTEM)
        return fire(self.session, case, action, who, self.at, comment=words, data=data).case

    def asked(self) -> Any:
        return self.take(self.suspect(), "ask_prosecutor", **TOLD)

    def before_judge(self) -> Any:
        return self.take(self.asked(), "record_judge_asked", judge_asked_at=self.at)

    def granted(self, **more: Any) -> Any:
        return self.take(self.before_judge(), "record_grant", **{**GRANT, "granted_at": self.at, **more})


def test_every_declared_step_of_an_entry_can_be_taken(database: Database) -> None:
    with database.write() as session:
        door = Door(session)
        day = {"executed_on": door.at.date(), **MADE}
        door.take(door.take(door.suspect(), "pass_term"), "not_ask")
        door.take(door.asked(), "record_grant", **GRANT, granted_at=door.at)
        door.take(door.asked(), "record_denial", judge_reference="NO-1")
        told = door.take(door.take(door.asked(), "record_entry_without_warrant", **day), "pass_term")
        door.take(told, "record_judge_told", judge_reference="AVISO-2")
        door.take(door.take(door.before_judge(), "pass_term"), "record_denial", judge_reference="NO-2")
        door.take(door.before_judge(), "record_entry_without_warrant", **day)
        door.take(door.granted(), "lapse")
        door.take(door.granted(), "record_execution", **day)
        assert taken_edges(session, JUDICIAL_ENTRY) >= declared_edges(JUDICIAL_ENTRY)


@pytest.mark.rows(29)
@pytest.mark.entries("D31", "D32")
@pytest.mark.invariants("vii")
def test_the_crime_is_reported_in_hours_and_the_judge_has_six(session: Session) -> None:
    door = Door(session)
    case = door.suspect()
    assert {row.code: row.due_at for row in open_deadlines(session, case.id)} == {"report": door.at + 4 * HOUR}
    case = door.take(case, "ask_prosecutor", **TOLD)
    assert open_deadlines(session, case.id) == []
    door.at += 30 * HOUR  # the night and the next day
    case = door.take(case, "record_judge_asked", judge_asked_at=door.at - HOUR)
    assert {row.code: row.due_at for row in open_deadlines(session, case.id)} == {"decision": door.at + 5 * HOUR}


@pytest.mark.rows(30)
@pytest.mark.entries("D33")
@pytest.mark.parametrize(
    ("granted_at", "last_day"),
    [
        # Friday 12 June 2026, seven in the evening in Mexico City: Saturday, Sunday, Monday. Days of the calendar.
        (datetime(2026, 6, 13, 1, tzinfo=UTC), date(2026, 6, 15)),
        # Wednesday 30 December 2026, noon: Thursday, New Year, Saturday.
        (datetime(2026, 12, 30, 18, tzinfo=UTC), date(2027, 1, 2)),
    ],
)
def test_an_authorisation_without_a_day_lapses_after_three(
    database: Database, granted_at: datetime, last_day: date
) -> None:
    with database.write() as session:
        door = Door(session)
        case = door.asked()
        door.at = granted_at + HOUR
        known = door.take(case, "record_grant", **GRANT, granted_at=granted_at).id
        (clock,) = open_deadlines(session, known)
        assert (clock.code, clock.due_day) == ("lapse", last_day)
    live_through(database, granted_at + HOUR, granted_at + timedelta(days=5))
    with database.read() as session:
        assert session.get_one(JudicialEntry, known).state == "lapsed"


@pytest.mark.rows(30)
@pytest.mark.entries("D33")
def test_with_a_day_set_by_the_judge_nothing_lapses_by_itself(database: Database) -> None:
    with database.write() as session:
        door = Door(session)
        known = door.granted(execution_on=date(2026, 6, 30)).id
        assert open_deadlines(session, known) == []
    live_through(database, door.at, door.at + timedelta(days=10))
    with database.read() as session:
        assert session.get_one(JudicialEntry, known).state == "granted"


@pytest.mark.entries("D34")
def test_after_an_entry_without_a_warrant_the_judge_is_told_within_five_days(session: Session) -> None:
    door = Door(session)
    door.at = datetime(2026, 6, 12, 18, tzinfo=UTC)
    case = door.take(door.asked(), "record_entry_without_warrant", executed_on=date(2026, 6, 12), **MADE)
    (clock,) = open_deadlines(session, case.id)
    # Friday 12 June 2026: Saturday 13 to Wednesday 17; days of the calendar.
    assert (clock.code, clock.due_day) == ("judge_notice", date(2026, 6, 17))
    with pytest.raises(NotReady, match="reference_missing"):
        door.take(case, "record_judge_told", judge_reference="")


@pytest.mark.rows(29, 30)
@pytest.mark.invariants("ii")
def test_the_inspection_stays_in_its_state_until_the_judges_act_lets_it_in(session: Session) -> None:
    door = Door(session)
    case = door.granted()
    session.refresh(door.inspection)
    assert (door.inspection.state, door.inspection.judicial_reference) == ("under_way", None)
    door.take(case, "record_execution", executed_on=door.at.date(), **MADE)
    entered = session.get_one(Inspection, door.inspection.id, populate_existing=True)
    assert (entered.state, entered.judicial_reference) == ("entered", "CATEO-7")


@pytest.mark.rows(30)
@pytest.mark.parametrize("how", ["others", "no_warrant", "denied"])
def test_an_entry_of_others_or_none_leaves_the_inspection_where_it_is(session: Session, how: str) -> None:
    door = Door(session)
    made = {"executed_on": door.at.date(), **MADE}
    if how == "others":
        door.take(door.granted(names_inspectors=False), "record_execution", **made)
    elif how == "no_warrant":
        told = door.take(door.before_judge(), "record_entry_without_warrant", **made)
        door.take(told, "record_judge_told", judge_reference="AVISO-2")
    else:
        door.take(door.before_judge(), "record_denial", judge_reference="NO-1")
    same = session.get_one(Inspection, door.inspection.id, populate_existing=True)
    assert (same.state, same.judicial_reference) == ("under_way", None)


@pytest.mark.rows(29)
def test_what_is_typed_wrong_is_said(session: Session) -> None:
    door = Door(session)
    with pytest.raises(NotReady, match="ground_missing"):
        door.suspect("unpaid_bonus")
    with pytest.raises(NotReady, match="facts_missing"):
        door.take(door.suspect(), "ask_prosecutor", **{**TOLD, "facts_shared": " "})
    with pytest.raises(NotReady, match="reference_missing"):
        door.take(door.suspect(), "ask_prosecutor", **{**TOLD, "asked_reference": ""})
    case = door.asked()
    for data, code in (
        ({"judge_asked_at": None}, "moment_missing"),
        ({"judge_asked_at": door.at + HOUR}, "moment_later"),
        ({"judge_asked_at": door.at - timedelta(days=2)}, "before_it_was_asked"),
    ):
        with pytest.raises(NotReady, match=code):
            door.take(case, "record_judge_asked", **data)
    good = {**GRANT, "granted_at": door.at}
    for wrong, code in (
        ({"judge": ""}, "judge_missing"),
        ({"judge_reference": " "}, "reference_missing"),
        ({"granted_at": None}, "moment_missing"),
        ({"execution_on": date(2026, 6, 1)}, "execution_before_decision"),
    ):
        with pytest.raises(NotReady, match=code):
            door.take(case, "record_grant", **{**good, **wrong})
    case = door.take(case, "record_grant", **good)
    for wrong, code in (
        ({"executed_on": None}, "day_missing"),
        ({"executed_on": door.at.date() + timedelta(days=1)}, "day_missing"),
        ({"executed_on": date(2026, 6, 1)}, "before_it_was_allowed"),
        ({"executed_reference": ""}, "reference_missing"),
    ):
        with pytest.raises(NotReady, match=code):
            door.take(case, "record_execution", **{"executed_on": door.at.date(), **MADE, **wrong})


@pytest.mark.invariants("i")
def test_who_complained_is_not_told_with_the_facts(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    # What the module of complaints registers for the files that began with one.
    answers = Lead(allows=lambda *_asked: None, names_her=lambda _session, _file, text: "Luz Inventada" in text)
    monkeypatch.setitem(_LEADS, "programme", answers)
    door = Door(session)
    with pytest.raises(NotReady, match="names_her"):
        door.take(door.suspect(), "ask_prosecutor", **{**TOLD, "facts_shared": "Luz Inventada dijo que la encierran."})
    assert door.take(door.suspect(), "ask_prosecutor", **TOLD).state == "asked"


def test_only_officers_of_the_authority_record_it_and_no_party_is_told(session: Session) -> None:
    door = Door(session)
    case = door.suspect()
    inspector = officer(session, door.at, "inspector")  # of the authority, and of other homes
    for nobody in (inspector, officer(session, door.at, "director", "st-jalisco"), door.field.employer.actor):
        with pytest.raises(NotAllowed):
            door.take(case, "ask_prosecutor", nobody, **TOLD)
    with pytest.raises(NotAllowed):
        door.take(case, "ask_prosecutor", officer(session, door.at, "legal_officer"), **TOLD)
    door.take(case, "ask_prosecutor", **TOLD)
    assert session.scalars(select(Message).where(Message.case_id == case.id)).all() == []
    assert session.scalars(select(DeadlineRow.status).where(DeadlineRow.case_id == case.id)).all() == ["met"]
