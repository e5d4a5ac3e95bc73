"""Complaints: received from anybody, sealed, read, remitted, admitted; her wish leads and danger never waits."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from inspection.evidence.keeping import evidence_of, keep_file
from inspection.intake.complaint import COMPLAINT
from inspection.intake.complaint_models import Complaint, SealedIdentity
from inspection.intake.receiving import add_facts, complaint_behind, receive_complaint, speaker_of
from inspection.intake.sealed import open_identity, statements
from inspection.models import InspectionFile
from inspection.protection.protection_models import DANGERS, WorkerProtection
from inspection.visit.inspection_models import Inspection
from regime.due_dates import DueDate, Suspension
from tests.inspection.edges import declared_edges, taken_edges
from tests.inspection.officers import (
    HERSELF,
    HOME,
    JALISCO,
    NOON,
    TOLD,
    complaint,
    officer,
)
from workflow.context import THE_SYSTEM, Actor
from workflow.database import Database
from workflow.deadlines import open_deadlines
from workflow.engine import fire
from workflow.errors import KeyReused, NotAllowed, NotReady
from workflow.stored import loads
from workflow.suspensions import end, suspend
from workflow.tables import Base, DeadlineRow, Event, SuspensionRow

READ = {"relation": "domestic", "matter": "working_conditions"}


def refused(take: Callable[[], Any]) -> set[str]:
    """The codes of the sentences with which a step is refused."""
    with pytest.raises(NotReady) as refusal:
        take()
    return {sentence.code for sentence in refusal.value.sentences}


def read(session: Session, case: Complaint, **facts: Any) -> Complaint:
    """The complaint after it was read."""
    found: Complaint = fire(session, case, "read", officer("triage"), NOON, data={**READ, **facts}).case
    return found


@pytest.mark.rows(1)
def test_anybody_may_complain_without_a_name_and_nothing_is_stored_about_them(session: Session) -> None:
    got = complaint(session, identity={})
    assert got.complaint.state == "received"
    assert not got.complaint.reachable
    assert session.get(SealedIdentity, got.complaint.id) is None
    assert [said.text for said in statements(session, got.complaint.id)] == [TOLD]


@pytest.mark.rows(1)
@pytest.mark.invariants("i")
def test_who_complained_and_what_they_said_stands_in_no_column_in_readable_form(session: Session) -> None:
    got = complaint(session)
    add_facts(session, got.complaint, speaker_of(got.complaint), NOON, "Duermo en la cocina, soy Persona Inventada.")
    session.flush()
    secrets = (*HERSELF.values(), TOLD, "Duermo en la cocina", got.secret)
    for table in Base.metadata.sorted_tables:
        stored = " ".join(str(tuple(row)) for row in session.execute(select(table)))
        assert [secret for secret in secrets if secret in stored] == [], table.name


@pytest.mark.rows(1)
def test_folio_and_secret_together_open_it_and_either_alone_opens_nothing(session: Session) -> None:
    got, other = complaint(session), complaint(session)
    assert complaint_behind(session, got.folio.lower(), f" {got.secret.lower()} ") is got.complaint
    assert complaint_behind(session, got.folio, other.secret) is None
    assert complaint_behind(session, "IT-26-ABCD-EFGH", got.secret) is None
    with pytest.raises(NotAllowed):
        fire(session, other.complaint, "withdraw", speaker_of(got.complaint), NOON)


@pytest.mark.rows(1)
def test_a_form_sent_twice_is_one_complaint(session: Session) -> None:
    facts = {**HOME, "speaks_as": "worker", "wish": "visit"}
    secret = "ABCD-EFGH-JKMN"
    first = receive_complaint(session, NOON, TOLD, facts, secret=secret, key="form-1")
    again = receive_complaint(session, NOON, TOLD, facts, secret=secret, key="form-1")
    assert (again.complaint.id, again.folio) == (first.complaint.id, first.folio)
    with pytest.raises(KeyReused):
        receive_complaint(session, NOON, TOLD, facts, secret="ZZZZ-ZZZZ-ZZZZ", key="form-1")


@pytest.mark.rows(3)
@pytest.mark.invariants("vii")
@pytest.mark.parametrize("danger", DANGERS)
def test_a_danger_named_in_the_form_is_protected_before_anybody_reads_it(session: Session, danger: str) -> None:
    got = complaint(session, dangers=danger, wish="advice")
    matter = session.scalars(select(WorkerProtection).where(WorkerProtection.file_id == got.complaint.file_id)).one()
    assert (matter.state, matter.danger) == ("detected", danger)
    clock = open_deadlines(session, matter.id)[0]
    hours = 24 if danger == "imminent_danger" else 4
    assert clock.due_at == NOON + timedelta(hours=hours)


@pytest.mark.rows(1)
def test_only_the_named_roles_learn_who_complained_and_each_time_with_a_reason(session: Session) -> None:
    case = complaint(session).complaint
    with pytest.raises(NotAllowed):
        open_identity(session, case, officer("inspector"), NOON, "Quiero saber.")
    with pytest.raises(NotAllowed):
        open_identity(session, case, officer("director", office=JALISCO), NOON, "Quiero saber.")
    with pytest.raises(NotReady):
        open_identity(session, case, officer("triage"), NOON, "")
    assert open_identity(session, case, officer("triage"), NOON, "Para preguntar el domicilio.") == HERSELF
    opened = session.scalars(select(Event).where(Event.case_id == case.id, Event.action == "open_identity")).all()
    assert len(opened) == 1


def test_employer_and_worker_of_the_home_are_nobody_in_a_complaint(session: Session) -> None:
    case = complaint(session).complaint
    file = session.get_one(InspectionFile, case.file_id)
    neighbour = officer("director", "triage", "intake")
    assert file.employer_person_id is None
    around = COMPLAINT.look(session, case)
    for party in ("employer_person", "worker_person"):
        concerned = type(around)(**{**vars_of(around), party: neighbour.person_id})
        assert COMPLAINT.roles_of(neighbour, case, concerned) == frozenset()


def vars_of(around: Any) -> dict[str, Any]:
    return {name: getattr(around, name) for name in around.__dataclass_fields__}


@pytest.mark.rows(2, 11)
def test_it_is_read_then_admitted_and_an_inspection_waits_for_an_inspector(session: Session) -> None:
    case = complaint(session).complaint
    head = officer("director")
    assert refused(lambda: fire(session, case, "read", officer("triage"), NOON)) == {"complaint.relation_missing"}
    case = read(session, case)
    assert refused(lambda: fire(session, case, "admit", head, NOON)) == {"complaint.kind_missing"}
    fire(session, case, "admit", head, NOON, data={"kind": "extraordinary"})
    begun = session.scalars(select(Inspection).where(Inspection.file_id == case.file_id)).one()
    assert begun.kind == "extraordinary"


@pytest.mark.rows(11)
@pytest.mark.parametrize(
    ("facts", "reading", "sentence"),
    [
        ({"wish": "advice"}, {}, "complaint.wish_is_advice"),
        ({"speaks_as": "neighbour", "worker_agrees": False}, {}, "complaint.worker_does_not_want"),
        ({"municipality": None, "street": None}, {}, "complaint.place_unknown"),
        ({}, {"relation": "occasional"}, "complaint.not_domestic"),
        ({}, {"matter": "safety"}, "complaint.another_is_competent"),
    ],
)
def test_what_stands_before_an_admission_is_said(
    session: Session, facts: dict[str, Any], reading: dict[str, Any], sentence: str
) -> None:
    case = complaint(session, **facts).complaint
    by = {"office": case.office}
    case = fire(session, case, "read", officer("triage", **by), NOON, data={**READ, **reading}).case
    kind = {"kind": "extraordinary"}
    assert sentence in refused(lambda: fire(session, case, "admit", officer("director", **by), NOON, data=kind))


@pytest.mark.rows(11)
def test_danger_goes_before_a_wish_for_advice(session: Session) -> None:
    case = read(session, complaint(session, wish="advice", dangers="confinement").complaint)
    assert (
        fire(session, case, "admit", officer("director"), NOON, data={"kind": "extraordinary"}).case.state == "admitted"
    )


@pytest.mark.rows(4)
@pytest.mark.entries("D01")
def test_a_complaint_about_another_state_goes_there_with_its_day_of_filing(session: Session) -> None:
    got = complaint(session, municipality="14039")  # Guadalajara: received by its own authority at once
    assert got.complaint.office == JALISCO
    wrong = complaint(session).complaint
    with pytest.raises(NotReady):
        fire(session, wrong, "remit", officer("triage"), NOON, comment="No es.", data={"to_authority": "st-cdmx"})
    moved = fire(
        session,
        wrong,
        "remit",
        officer("triage"),
        NOON + timedelta(days=3),
        comment="Es de allá.",
        data={"to_authority": JALISCO},
    ).case
    file = session.get_one(InspectionFile, moved.file_id)
    assert (moved.office, file.office, file.filed_on) == (JALISCO, JALISCO, date(2026, 5, 12))
    with pytest.raises(NotAllowed):
        fire(session, moved, "read", officer("triage"), NOON, data=READ)


@pytest.mark.rows(5)
@pytest.mark.entries("D01")
def test_safety_is_the_federal_authoritys_and_five_business_days_run_to_send_it(session: Session) -> None:
    case = read(session, complaint(session).complaint, matter="safety")
    clock = next(row for row in open_deadlines(session, case.id) if row.code == "forward")
    # Tuesday 12 May 2026 + 5 business days: 13, 14, 15, 18, 19.
    assert clock.due_day == date(2026, 5, 19)
    assert refused(lambda: fire(session, case, "admit", officer("director"), NOON, data={"kind": "ordinary"})) == {
        "complaint.another_is_competent"
    }


@pytest.mark.rows(6)
@pytest.mark.entries("D36")
def test_a_claim_of_her_own_is_explained_with_the_last_day_to_claim(session: Session) -> None:
    case = complaint(session, still_working=False, separated_on=date(2026, 4, 30)).complaint
    case = read(session, case, matter="individual_claim")
    done = fire(session, case, "orient", officer("triage"), NOON, comment="Puede demandar.").case
    # Two calendar months from 30 April: 30 June 2026, a Tuesday.
    assert (done.state, done.claim_until) == ("oriented", date(2026, 6, 30))


@pytest.mark.rows(7)
def test_work_that_is_not_domestic_goes_to_general_inspection_with_a_reason(session: Session) -> None:
    home = read(session, complaint(session).complaint)
    send = lambda case, **more: fire(session, case, "reclassify", officer("triage"), NOON, **more).case  # noqa: E731
    assert refused(lambda: send(home, comment="Es un hotel.")) == {"complaint.is_domestic"}
    hotel = read(session, complaint(session).complaint, relation="for_profit")
    assert refused(lambda: send(hotel)) == {"refused.comment_required"}
    assert send(hotel, comment="Limpia las habitaciones de un hotel.").state == "reclassified"
    assert session.scalars(select(Inspection).where(Inspection.file_id == hotel.file_id)).all() == []


@pytest.mark.rows(67)
@pytest.mark.entries("D01")
@pytest.mark.invariants("iv")
def test_a_suspension_without_an_end_stops_the_clock_and_its_end_starts_it_again(session: Session) -> None:
    case = read(session, complaint(session).complaint, matter="safety")

    def forward() -> DeadlineRow:
        return next(row for row in open_deadlines(session, case.id) if row.code == "forward")

    # Received on Tuesday 12 May 2026: 13, 14, 15, 18, 19 May.
    assert forward().due_day == date(2026, 5, 19)
    flood = Suspension(date(2026, 5, 14), None, "Acuerdo por inundación")
    moves = suspend(session, officer("director"), NOON, flood, authority=case.office)
    assert ("forward", date(2026, 5, 19), None) in [(move.code, move.from_day, move.to_day) for move in moves]
    stopped = forward()
    assert (stopped.due_day, stopped.due_at) == (None, None)
    begun = complaint(session, NOON + timedelta(days=3)).complaint
    assert [(row.code, row.due_day) for row in open_deadlines(session, begun.id)] == [("triage", None)]
    row = session.scalars(select(SuspensionRow)).one()
    end(session, row.id, date(2026, 5, 22), NOON + timedelta(days=12), "Acuerdo de reanudación")
    # 13 May; 14 to 22 May do not count; 25, 26, 27, 28 May.
    assert forward().due_day == date(2026, 5, 28)
    counted = DueDate.from_json(loads(forward().computation))
    assert {date(2026, 5, day) for day in (14, 15, 18, 19, 20, 21, 22)} <= {day.day for day in counted.skipped}
    assert (counted.calendar, counted.calendar_version) != ("", "")


@pytest.mark.rows(8, 9)
@pytest.mark.entries("D02")
def test_what_is_missing_is_asked_of_who_can_be_reached_and_silence_discards_no_place(session: Session) -> None:
    nobody = read(session, complaint(session, identity={}).complaint)
    assert refused(lambda: fire(session, nobody, "ask_for_data", officer("triage"), NOON, comment="¿Qué número?")) == {
        "complaint.not_reachable"
    }
    case = read(session, complaint(session).complaint)
    case = fire(session, case, "ask_for_data", officer("triage"), NOON, comment="¿Qué número?").case
    case = fire(session, case, "pass_data_term", THE_SYSTEM, NOON + timedelta(days=10)).case
    assert case.state == "in_triage"
    assert refused(lambda: fire(session, case, "dismiss", officer("triage"), NOON, comment="Calló.")) == {
        "complaint.has_a_place"
    }


@pytest.mark.rows(9)
def test_an_answer_leads_back_to_triage(session: Session) -> None:
    case = read(session, complaint(session, street=None).complaint)
    case = fire(session, case, "ask_for_data", officer("triage"), NOON, comment="¿Dónde es?").case
    case = add_facts(session, case, speaker_of(case), NOON, "Es en la calle de la Higuera 12.")
    assert case.state == "in_triage"


@pytest.mark.rows(10)
def test_a_complaint_about_the_same_home_joins_the_other_and_leaves_no_empty_file(session: Session) -> None:
    first, second = complaint(session).complaint, read(session, complaint(session).complaint)
    elsewhere = complaint(session, street="Otra calle 3").complaint
    join = lambda to: fire(session, second, "join", officer("triage"), NOON, data={"joined_to": to})  # noqa: E731
    assert refused(lambda: join(elsewhere.id)) == {"complaint.not_the_same_home"}
    assert join(first.id).case.state == "joined"
    assert session.get_one(InspectionFile, second.file_id).state == "closed"


def test_every_declared_step_of_a_complaint_can_be_taken(database: Database) -> None:
    with database.write() as session:
        _walk(session)
    with database.read() as session:
        assert taken_edges(session, COMPLAINT) == declared_edges(COMPLAINT)


def open_file(session: Session, case: Complaint, actor: Actor) -> None:
    """Its first file, with a reason."""
    data = {"evidence_id": str(evidence_of(session, case.id)[0].id)}
    fire(session, case, "open_evidence", actor, NOON, comment="Por este motivo.", data=data)


def _walk(session: Session) -> None:
    desk, head, her = officer("intake", "triage"), officer("director"), speaker_of
    paper = keep_file(session.info["settings"], COMPLAINT.name, b"Recibo de mayo.", "recibo.txt")

    def take(case: Complaint, action: str, actor: Actor = desk, **data: Any) -> Complaint:
        found: Complaint = fire(session, case, action, actor, NOON, comment="Por este motivo.", data=data).case
        return found

    def fresh(**facts: Any) -> Complaint:
        return complaint(session, files=[paper], **facts).complaint

    def in_triage(**facts: Any) -> Complaint:
        return read(session, fresh(**facts))

    def awaiting() -> Complaint:
        return take(in_triage(), "ask_for_data")

    def admitted() -> Complaint:
        return take(in_triage(), "admit", head, kind="extraordinary", clustered=True)

    for make in (fresh, in_triage, awaiting, admitted):
        case = make()
        take(case, "record_danger", her(case), danger="violence")
        take(case, "change_wish", her(case), wish="together")
        take(case, "add_facts", statement_id="a reference")
        take(case, "open_identity", head)
        open_file(session, case, head)
    add_facts(session, case := awaiting(), her(case), NOON, "Es el número doce.")
    for make in (fresh, in_triage):
        take(make(), "remit", to_authority=JALISCO)
        take(make(), "pass_term", THE_SYSTEM)
    read(session, in_triage())
    for make in (fresh, in_triage, awaiting):
        take(make(), "withdraw")
    take(admitted(), "withdraw_wish")
    take(awaiting(), "pass_data_term", THE_SYSTEM)
    ended = [
        take(in_triage(), "refer", referred_to="imss"),
        take(in_triage(wish="advice"), "orient"),
        take(read(session, fresh(), relation="occasional"), "reclassify"),
        take(in_triage(), "join", joined_to=fresh().id),
        take(fresh(), "withdraw"),
    ]
    nowhere = fresh(street=None, municipality=None)
    federal = officer("triage", office=nowhere.office or "")
    nowhere = take(take(nowhere, "read", federal, **READ), "dismiss", federal)
    take(nowhere, "open_identity", federal)
    open_file(session, nowhere, federal)
    for case in ended:
        take(case, "open_identity", head)
        open_file(session, case, head)
