"""What an inspection refuses, each with its sentence; what it keeps; what it never shows."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from inspection.desks.workload import workload
from inspection.files import wishes
from inspection.files.wishes import Lead, lead
from inspection.visit import handing_over
from inspection.visit.capacities import CAPACITIES, RECEIVES_SERVICE, SPEAKS_FOR_HOME
from inspection.visit.inspection_models import Inspection
from inspection.visit.look import look
from inspection.visit.record_models import Answer, Consent
from regime.sentences import Sentence
from tests.inspection.visiting import HOME, MONDAY, ORDER, SHOWN, Field, hand_over, id_of, officer
from workflow.database import Database
from workflow.engine import offers, open_case
from workflow.errors import NotReady
from workflow.people import Login
from workflow.sweep import expire, sweep
from workflow.tables import DeadlineRow


@pytest.fixture
def field(session: Session) -> Field:
    return Field(session)


def refused(step: Callable[[], Any]) -> set[str]:
    """The sentences with which a step is refused."""
    with pytest.raises(NotReady) as refusal:
        step()
    return {sentence.code.removeprefix("inspection.") for sentence in refusal.value.sentences}


def clock(field: Field, case: Inspection, code: str) -> DeadlineRow:
    """The latest clock of a code."""
    rows = select(DeadlineRow).where(DeadlineRow.case_id == case.id, DeadlineRow.code == code)
    latest = rows.order_by(DeadlineRow.armed_at.desc(), DeadlineRow.id.desc()).limit(1)
    return field.session.scalars(latest.execution_options(populate_existing=True)).one()


# Who goes.


@pytest.mark.rows(12)
def test_nobody_goes_without_a_credential_that_is_good(field: Field) -> None:
    for held, said in (
        (None, "credential_missing"),
        ({"valid_from": date(2026, 9, 1)}, "credential_early"),
    ):
        inspector = officer(field.session, field.at, "inspector")
        if held:
            field.credential(inspector, **held)
        case = field.open()
        given = {"inspector_id": id_of(inspector)}
        assert refused(lambda c=case, g=given: field.take(c, "assign", field.director, **g)) == {said}
    inspector = officer(field.session, field.at, "inspector")
    field.credential(inspector, valid_until=field.at.date())
    case = field.open()
    field.wait(days=1)
    given = {"inspector_id": id_of(inspector)}
    assert refused(lambda: field.take(case, "assign", field.director, **given)) == {"credential_expired"}


@pytest.mark.rows(12, 15)
def test_an_expired_credential_opens_no_visit(field: Field) -> None:
    case = field.ordered("extraordinary")
    field.at = datetime(2029, 1, 8, 16, tzinfo=MONDAY.tzinfo)
    begin = lambda: field.take(case, "begin_unannounced", field.inspector, began_at=field.at, **SHOWN)  # noqa: E731
    assert refused(begin) == {"credential_expired"}


@pytest.mark.rows(12)
def test_nobody_inspects_a_home_they_are_concerned_with(session: Session) -> None:
    field = Field(session)
    close = officer(session, field.at, "inspector")
    file = field.new_file(employer_person_id=field.employer.person_id)
    employer = field.employer.actor
    both = session.get_one(Login, employer.login_id)
    both.roles, both.offices = ["inspector", "household"], [field.office]
    session.flush()
    field.credential(both.as_actor())
    case = open_case(
        session,
        Inspection,
        "open",
        field.system,
        field.at,
        data={"file_id": file.id, "office": field.office, "kind": "ordinary"},
    ).case
    assert refused(lambda: field.take(case, "assign", field.director, inspector_id=both.id)) == {"too_close"}
    assert refused(lambda: field.take(case, "assign", field.director, inspector_id=id_of(close))) == {
        "credential_missing"
    }
    assert refused(lambda: field.take(case, "assign", field.director, inspector_id=uuid4())) == {"no_inspector"}


@pytest.mark.rows(12)
def test_one_call_hands_many_over_and_undo_restores_exactly(field: Field) -> None:
    cases = [field.assigned() for _ in range(3)]
    field.take(cases[1], "reassign", field.director, second_inspector_id=id_of(field.second))
    before = [(case.inspector_id, case.second_inspector_id, case.substitute_id) for case in cases]
    other = officer(field.session, field.at, "inspector")
    field.credential(other)
    ids = handing_over.open_cases_of(field.session, id_of(field.inspector))
    assert set(ids) == {case.id for case in cases}
    batch = hand_over(field, field.inspector, other)
    assert set(batch.moved) == set(ids)
    assert workload(field.session, (field.office,)) == {id_of(other): 3}
    field.take(cases[2], "reassign", field.director, inspector_id=id_of(field.second))
    undone = handing_over.undo_batch(field.session, field.director, field.at, batch.id, "Fue un error.")
    assert set(undone.moved) == {cases[0].id, cases[1].id}
    assert [case_id for case_id, _why in undone.refused] == [cases[2].id]
    after = [(case.inspector_id, case.second_inspector_id, case.substitute_id) for case in cases[:2]]
    assert after == before[:2]
    assert cases[2].inspector_id == id_of(field.second)


@pytest.mark.rows(12)
def test_a_batch_leaves_with_its_reason_what_cannot_be_handed_over(field: Field) -> None:
    case = field.assigned()
    nobody = officer(field.session, field.at, "inspector")
    batch = hand_over(field, field.inspector, nobody)
    assert batch.moved == ()
    assert [sentence.code for _case, why in batch.refused for sentence in why] == ["inspection.credential_missing"]
    assert case.inspector_id == id_of(field.inspector)


@pytest.mark.rows(12)
def test_a_substitute_works_the_case_until_the_last_day(database: Database) -> None:
    with database.write() as session:
        field = Field(session)
        case = field.assigned()
        by, until = field.second, field.at.date() + timedelta(days=2)
        handing_over.substitute_many(session, field.director, field.at, [case.id], id_of(by), until)
        assert any(offer.action.code == "interview" for offer in offers(session, case, by, field.at))
        case_id = case.id
    for days, stands_in in ((2, True), (3, False)):
        now = MONDAY + timedelta(days=days)
        sweep(database, now, now)
        with database.read() as session:
            assert (session.get_one(Inspection, case_id).substitute_id is not None) == stands_in


# The order.


@pytest.mark.rows(13)
@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"scope": " "}, "object_missing"),
        ({"matter": None}, "object_missing"),
        ({"modality": None}, "modality_missing"),
        ({"period_until": None}, "period_missing"),
        ({"period_until": date(2025, 5, 1)}, "period_turned"),
        ({"period_until": date(2026, 7, 1)}, "period_ahead"),
        ({"period_from": date(2019, 1, 1), "period_until": date(2020, 1, 1)}, "period_prescribed"),
        ({"planned_on": None}, "day_not_planned"),
        ({"modality": "documents", "documents_asked": " ", "documents_days": 5}, "documents_missing"),
    ],
)
def test_an_order_says_everything_that_the_law_asks(field: Field, changed: dict[str, Any], said: str) -> None:
    case = field.assigned()
    order = {**ORDER, "planned_on": field.at.date() + timedelta(days=3), **changed}
    assert refused(lambda: field.take(case, "order", field.director, **order)) == {said}


@pytest.mark.rows(13)
def test_an_order_names_home_and_employer(session: Session) -> None:
    field = Field(session, file_facts={"employer_name": None})
    case = field.assigned()
    order = {**ORDER, "planned_on": field.at.date() + timedelta(days=3)}
    assert refused(lambda: field.take(case, "order", field.director, **order)) == {"home_incomplete"}
    field.take(field.file, "correct_home", field.director, employer_name=HOME["employer_name"])
    case = field.take(case, "order", field.director, **order)
    assert case.order_folio.startswith("OI-")
    assert len(case.verification_code) == 10
    assert case.ordered_by == id_of(field.director)


@pytest.mark.rows(13)
@pytest.mark.invariants("i")
def test_her_wish_leads_and_no_order_names_her(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    field = Field(session, origin="complaint")
    case = field.assigned("extraordinary")
    sign = lambda **more: field.take(case, "order", field.director, **{**ORDER, **more})  # noqa: E731
    assert refused(sign) == {"wish_unknown"}
    wish: list[Sentence | None] = [Sentence("inspection.wish_unknown")]
    monkeypatch.setitem(
        wishes._LEADS, "complaint", Lead(lambda *_: wish[0], lambda _session, _file, words: "Rosa" in words)
    )
    assert refused(sign) == {"wish_unknown"}
    wish[0] = None
    assert refused(lambda: sign(scope="Lo que dijo Rosa.")) == {"order_names_her"}
    assert sign().state == "ordered"


def test_who_answers_for_complaints_registers_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inspection.files.wishes._LEADS", {})
    answers = Lead(lambda *_: None, lambda *_: False)
    lead("complaint", answers)
    assert wishes._LEADS["complaint"] is answers


# The summons.


@pytest.mark.rows(14)
@pytest.mark.entries("D03")
def test_a_summons_comes_a_day_before_to_the_minute(field: Field) -> None:
    case = field.ordered()
    visit = field.at + timedelta(hours=24)
    given = {"served_to": "employer", "summoned_at": field.at}
    early = lambda: field.take(case, "summon", field.notifier, visit_at=visit - timedelta(minutes=1), **given)  # noqa: E731
    assert refused(early) == {"notice_too_short"}
    assert field.take(case, "summon", field.notifier, visit_at=visit, **given).state == "summoned"


@pytest.mark.rows(14, 15, 17)
def test_an_extraordinary_visit_is_never_announced_and_an_ordinary_one_never_a_surprise(field: Field) -> None:
    case, ordinary = field.ordered("extraordinary"), field.ordered()
    given = {"visit_at": field.at + timedelta(days=2), "summoned_at": field.at, "served_to": "employer"}
    assert refused(lambda: field.take(case, "summon", field.notifier, **given)) == {"never_announced"}
    begin = lambda: field.take(ordinary, "begin_unannounced", field.inspector, began_at=field.at, **SHOWN)  # noqa: E731
    assert refused(begin) == {"needs_summons"}
    field.at = datetime(2026, 6, 14, 5, tzinfo=MONDAY.tzinfo)  # a Saturday, eleven at night
    assert field.take(case, "begin_unannounced", field.inspector, began_at=field.at, **SHOWN).state == "under_way"


@pytest.mark.rows(14, 17)
def test_ordinary_visits_keep_working_days_and_hours(field: Field) -> None:
    given = {"summoned_at": field.at, "served_to": "employer"}
    case = field.ordered()
    for days, hours, said in ((5, 0, "day_not_working"), (2, 10, "hour_not_working"), (2, -3, "hour_not_working")):
        visit = field.at + timedelta(days=days, hours=hours)
        attempt = lambda v=visit: field.take(case, "summon", field.notifier, visit_at=v, **given)  # noqa: E731
        assert refused(attempt) == {said}
    enabled = field.ordered(enabled_by="Acuerdo 14/2026")
    saturday = field.at + timedelta(days=5)
    assert field.take(enabled, "summon", field.notifier, visit_at=saturday, **given).state == "summoned"


@pytest.mark.rows(17, 18)
def test_a_visit_begins_at_its_hour_on_its_day(field: Field) -> None:
    case = field.summoned()
    begin = lambda: field.take(case, "begin", field.inspector, began_at=field.at, **SHOWN)  # noqa: E731
    assert refused(begin) == {"before_summons"}
    field.at = case.visit_at + timedelta(days=1)
    assert refused(begin) == {"summoned_day_passed"}
    field.at = case.visit_at
    assert refused(lambda: field.take(case, "begin", field.inspector, began_at=field.at)) == {"not_identified"}
    assert begin().state == "under_way"


@pytest.mark.rows(14, 18)
@pytest.mark.entries("D04", "D19")
def test_an_announcement_has_a_last_day_and_a_visit_put_off_is_told_of(field: Field) -> None:
    case = field.summoned()  # on Monday 8 June 2026, for Wednesday
    assert clock(field, case, "summons_delivery").due_day == date(2026, 6, 10)  # a day before Thursday, as was planned
    field.take(case, "reschedule", field.director, planned_on=date(2026, 6, 16))
    # Put off to Tuesday the 16th: delivered by Monday the 15th; the act itself served in ten business days, the 22nd.
    assert clock(field, case, "summons_delivery").due_day == date(2026, 6, 15)
    assert clock(field, case, "rescheduling").due_day == date(2026, 6, 22)
    field.at = datetime(2026, 6, 23, 7, tzinfo=MONDAY.tzinfo)
    passed = clock(field, case, "summons_delivery")
    assert passed.due_at is not None
    assert passed.due_at < field.at
    assert expire(field.session, passed.id, field.at)
    assert (case.state, clock(field, case, "summons_delivery").status) == ("rescheduled", "expired")


@pytest.mark.rows(14, 24)
@pytest.mark.parametrize("capacity", sorted(set(CAPACITIES) - RECEIVES_SERVICE))
def test_who_speaks_for_nobody_receives_nothing(field: Field, capacity: str) -> None:
    case = field.refusal(field.under_way("extraordinary"))
    assert refused(lambda: field.instructivo(case, served_to=capacity)) == {"cannot_receive"}


# The door.


@pytest.mark.rows(20, 22)
@pytest.mark.parametrize("capacity", sorted(set(CAPACITIES) - SPEAKS_FOR_HOME))
def test_only_the_employer_refuses_and_consents(field: Field, capacity: str) -> None:
    case = field.under_way("extraordinary")
    assert refused(lambda: field.refusal(case, refused_by=capacity)) == {"cannot_refuse"}
    said = refused(lambda: field.consent(case, given_by=capacity, rooms=["workplaces"]))
    assert said == {"common_rooms_only" if capacity == "adult_resident" else "cannot_consent"}


@pytest.mark.rows(21, 22)
@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"alternative": None}, "alternative_missing"),
        ({"explained": False}, "alternative_unexplained"),
        ({"declined": False}, "cooperates"),
        ({"warning_given": False}, "refusal_unwarned"),
        ({"credential_shown": False}, "refusal_unwarned"),
        ({"no_witness_reason": None}, "witnesses_missing"),
    ],
)
def test_a_refusal_is_of_an_alternative_that_was_offered_and_explained(
    field: Field, changed: dict[str, Any], said: str
) -> None:
    assert refused(lambda: field.refusal(field.under_way("extraordinary"), **changed)) == {said}


@pytest.mark.rows(20)
@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"signed": False}, "consent_unwritten"),
        ({"copy_given": False}, "consent_unwritten"),
        ({"giver_name": " "}, "consent_unwritten"),
        ({"rooms": []}, "rooms_missing"),
        ({"rooms": ["her_room"]}, "her_room_is_hers"),
        ({"persons": 0}, "persons_missing"),
        ({"valid_until": MONDAY}, "window_missing"),
        ({"witnesses": 1}, "witnesses_missing"),
    ],
)
def test_consent_is_whole_or_none(field: Field, changed: dict[str, Any], said: str) -> None:
    assert refused(lambda: field.consent(field.under_way("extraordinary"), **changed)) == {said}


@pytest.mark.rows(20)
def test_an_order_for_the_doorstep_does_not_lead_inside(field: Field) -> None:
    case = field.under_way("extraordinary", modality="doorstep")
    assert refused(lambda: field.consent(case)) == {"order_stays_outside"}


@pytest.mark.rows(19)
def test_a_visit_that_found_nobody_is_reported_and_tried_again(field: Field) -> None:
    case = field.under_way("extraordinary")
    find = lambda **said: field.take(case, "find_nobody", field.inspector, **said)  # noqa: E731
    assert refused(lambda: find(absence="rain")) == {"absence_missing"}
    find(absence="wrong_address")
    # Monday 8 June 2026: the report goes to the superior in three business days.
    assert clock(field, case, "forwarding").due_day == date(2026, 6, 11)
    assert field.take(case, "try_again", field.director).state == "to_assign"


@pytest.mark.rows(31)
def test_a_visit_is_interrupted_by_agreement_and_goes_on_with_the_order_shown_again(field: Field) -> None:
    case = field.consent(field.under_way("extraordinary"))
    pause = lambda **said: field.take(case, "pause", field.inspector, **said)  # noqa: E731
    later = field.at + timedelta(hours=3)
    assert refused(lambda: pause(resume_at=field.at, agreed=True)) == {"resumption_missing"}
    assert refused(lambda: pause(resume_at=later)) == {"pause_not_agreed"}
    assert pause(resume_at=later, agreed=True).state == "paused"
    assert clock(field, case, "resumption").due_at == later
    field.at = later
    assert refused(lambda: field.take(case, "resume", field.inspector)) == {"not_identified"}
    # The consent ended with the interruption: whoever comes back stands at the door again.
    assert field.take(case, "resume", field.inspector, **SHOWN).state == "under_way"
    assert field.session.scalars(select(Consent.revoked_at)).one() is not None


@pytest.mark.rows(23)
def test_consent_is_taken_back_in_mid_visit_and_what_was_seen_stays(field: Field) -> None:
    case = field.consent(field.under_way("extraordinary"))
    field.take(case, "answer_item", field.inspector, item=31, result="complies")
    field.wait(minutes=10)
    case = field.take(case, "revoke_consent", field.employer.actor)
    assert case.state == "at_the_door"
    assert (case.consent_id, case.left_at) == (None, field.at)
    assert field.session.scalars(select(Consent.revoked_at)).one() == field.at
    assert field.session.scalars(select(Answer.item)).all() == [31]


@pytest.mark.rows(30)
@pytest.mark.invariants("ii")
def test_there_is_no_way_in_without_consent_or_a_judge(field: Field) -> None:
    case = field.under_way("extraordinary")
    named = {"judicial_reference": "CT 14/2026", "judge": "Juzgado 3", "authorised_on": field.at.date()}
    enter = lambda **facts: field.take(case, "enter_with_authorisation", field.inspector, **facts)  # noqa: E731
    assert refused(lambda: enter(**{**named, "judicial_reference": " "})) == {"authorisation_missing"}
    assert refused(lambda: enter(**named)) == {"authorisation_of_others"}
    assert refused(lambda: field.take(enter(**named, names_inspectors=True), "revoke_consent", field.inspector)) == {
        "no_consent"
    }
    # The database says it too, whoever writes.
    with pytest.raises(IntegrityError), field.session.begin_nested():
        field.session.execute(text("UPDATE inspection SET judicial_reference = NULL WHERE state = 'entered'"))


@pytest.mark.rows(24, 26)
@pytest.mark.entries("D12")
def test_what_is_not_shown_after_a_refusal_is_presumed(field: Field) -> None:
    case = field.refusal(field.under_way("extraordinary"))
    assert refused(lambda: field.instructivo(case, days=11)) == {"deadline.choice_beyond_law"}
    assert refused(lambda: field.instructivo(case, warning_stated=False)) == {"warning_unwritten"}
    case = field.take(field.instructivo(case, days=10), "presume", field.system)
    found = field.session.scalars(select(Answer).order_by(Answer.item)).all()
    assert [(answer.item, answer.presumed) for answer in found] == [(9, True), (15, True), (29, True)]
    assert [answer.item for answer in look(field.session, case).standing] == [9, 15, 29]


@pytest.mark.rows(25)
def test_documents_shown_in_time_leave_no_presumption(field: Field) -> None:
    case = field.instructivo(field.refusal(field.under_way("extraordinary")))
    assert refused(lambda: field.take(case, "accept_documents", field.inspector)) == {"documents_not_filed"}
    field.take(case, "file_documents", field.employer.actor, papers="Contrato y recibos")
    case = field.take(case, "accept_documents", field.inspector)
    assert (case.state, case.presumed) == ("in_assessment", False)
    assert case.refused_at is not None
