"""What follows a visit: interviews that stay sealed, an acta that stays as it is, terms, assessment, the hand-over."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from inspection.visit.acta import is_intact
from inspection.visit.following_models import Filing
from inspection.visit.hand_over import SanctionRequest, request_of, when_sanction_is_requested
from inspection.visit.inspection_models import Inspection
from inspection.visit.look import look, roles_of
from inspection.visit.record_models import Answer
from inspection.visit.recording import interviews_of, opened
from tests.inspection.visiting import CLOSING, MONDAY, Field
from workflow.database import Database
from workflow.definition import Step
from workflow.engine import fire
from workflow.errors import ChangedMeanwhile, NotAllowed, NotReady, WrongState
from workflow.sweep import sweep
from workflow.tables import DeadlineRow, Event, Message, Note

HERS = {"name": "Rosa Prueba", "statement": "Me descuentan los platos.", "consented": True, "place": "union"}


@pytest.fixture
def field(session: Session) -> Field:
    return Field(session)


def refused(step: Callable[[], Any]) -> set[str]:
    """The sentences with which a step is refused."""
    with pytest.raises(NotReady) as refusal:
        step()
    return {sentence.code.removeprefix("inspection.") for sentence in refusal.value.sentences}


def roles_of_employer(field: Field, case: Inspection) -> set[str]:
    """What the employer is in an inspection."""
    return {role.code for role in roles_of(field.employer.actor, case, look(field.session, case))}


@pytest.mark.rows(28)
@pytest.mark.invariants("i")
def test_what_she_says_is_readable_nowhere_until_she_agrees(field: Field) -> None:
    case = field.under_way("extraordinary")
    at_home = {**HERS, "place": "home", "risk_at_home": True}
    assert refused(lambda: field.take(case, "interview", field.inspector, **at_home)) == {"interview_elsewhere"}
    unwanted = {**HERS, "consented": False}
    assert refused(lambda: field.take(case, "interview", field.inspector, **unwanted)) == {"interview_unwanted"}
    field.take(case, "interview", field.inspector, **HERS)
    (interview,) = interviews_of(field.session, case.id)
    assert interviews_of(field.session, case.id, usable=True) == []
    with pytest.raises(PermissionError):
        opened(field.session, interview)
    events = field.session.scalars(select(Event.data).where(Event.case_id == case.id))
    notes = field.session.scalars(select(Note.facts).where(Note.case_id == case.id))
    stored = " ".join(filter(None, [*events, *notes, interview.sealed]))
    assert "Rosa" not in stored
    assert "platos" not in stored
    field.take(case, "agree_to_use", field.inspector, interview_id=interview.id, may_be_used=True)
    assert opened(field.session, interview)["statement"] == HERS["statement"]
    field.take(case, "agree_to_use", field.inspector, interview_id=interview.id, may_be_used=False)
    with pytest.raises(PermissionError):
        opened(field.session, interview)


@pytest.mark.rows(32)
def test_her_words_do_not_stand_in_the_acta(field: Field) -> None:
    case = field.under_way("extraordinary")
    hers = {"part": "worker", "name": "Rosa Prueba", "signed": True, "statement": "Me deben dos meses."}
    said = refused(lambda: field.take(case, "record_participant", field.inspector, **hers))
    assert said == {"her_statement_elsewhere"}


@pytest.mark.rows(32)
@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"ended_at": None}, "acta_hours_missing"),
        ({"ended_at": MONDAY - timedelta(hours=1)}, "hours_turned"),
        ({"ended_at": MONDAY + timedelta(days=30)}, "ended_later"),
        ({"women": None}, "workers_uncounted"),
        ({"copies_to": ""}, "copies_missing"),
        ({"electronic_notices": None}, "notices_choice_missing"),
    ],
)
def test_an_acta_says_everything_or_stays_open(field: Field, changed: dict[str, Any], said: str) -> None:
    case = field.found(field.under_way("extraordinary"), 9)
    facts = {**CLOSING, "ended_at": field.at, **changed}
    assert refused(lambda: field.take(case, "close_acta", field.inspector, **facts)) == {said}


@pytest.mark.rows(32)
def test_two_witnesses_or_why_there_were_none(field: Field) -> None:
    case = field.under_way("extraordinary")
    field.take(case, "answer_item", field.inspector, item=1, result="complies")
    field.take(case, "record_participant", field.inspector, part="inspector", name="Luz Vista", signed=True)
    close = lambda **more: field.take(case, "close_acta", field.inspector, **{**CLOSING, "ended_at": field.at, **more})  # noqa: E731
    assert refused(close) == {"witnesses_missing"}
    assert close(no_witness_reason="Nadie quiso.").state == "under_observation"


@pytest.mark.rows(32)
@pytest.mark.invariants("iii")
def test_a_closed_acta_stays_as_it_is(field: Field) -> None:
    case = field.closed(9)
    assert is_intact(case, look(field.session, case))
    for action, data in (("answer_item", {"item": 9, "result": "complies"}), ("close_acta", {"ended_at": field.at})):
        with pytest.raises(WrongState):
            field.take(case, action, field.inspector, **data)
    digest = case.acta_digest
    field.take(case, "annex_correction", field.inspector, comment="El número de la calle es 21.")
    assert case.acta_digest == digest
    field.session.execute(update(Answer).where(Answer.item == 9).values(result="complies"))
    assert not is_intact(case, look(field.session, case))


@pytest.mark.rows(32)
@pytest.mark.invariants("iii")
def test_the_second_of_two_officers_who_close_one_acta_is_told(field: Field) -> None:
    case = field.found(field.under_way("extraordinary"), 9)
    field.take(case, "reassign", field.director, second_inspector_id=field.second.login_id)
    version, facts = case.version, {**CLOSING, "ended_at": field.at}
    fire(field.session, case, "close_acta", field.inspector, field.at, version=version, data=facts)
    with pytest.raises(ChangedMeanwhile):
        fire(field.session, case, "close_acta", field.second, field.at, version=version, data=facts)


@pytest.mark.rows(33, 35, 36)
@pytest.mark.entries("D08", "D09", "D37")
@pytest.mark.invariants("iv", "v")
def test_observations_have_five_days_and_late_ones_are_kept_and_marked(database: Database) -> None:
    with database.write() as session:
        field = Field(session)
        case = field.closed(9)
        closed_on = field.at.date()
        assert closed_on == date(2026, 6, 10)  # a Wednesday
        rows = {row.code: row for row in session.scalars(select(DeadlineRow).where(DeadlineRow.case_id == case.id))}
        assert rows["observations"].due_day == date(2026, 6, 17)
        assert rows["forwarding"].due_day == date(2026, 6, 15)
        field.at += timedelta(days=7)
        field.take(case, "file_observations", field.employer.actor, papers="Contrato firmado")
        case_id, employer, intake = case.id, field.employer.actor, field.intake
    now = MONDAY + timedelta(days=10)  # Thursday the 18th
    sweep(database, now, now)
    with database.write() as session:
        case = session.get_one(Inspection, case_id)
        assert case.state == "in_assessment"
        fire(session, case, "file_observations", employer, now, comment="Llegó tarde.")
        stamped = {"filed_on": date(2026, 6, 16)}
        fire(session, case, "file_observations", intake, now, comment="Sello del 16.", data=stamped)
        with pytest.raises(NotReady):
            fire(session, case, "file_observations", employer, now, comment="Sello.", data=stamped)
        assert session.scalars(select(Filing.is_late).order_by(Filing.id)).all() == [False, True, False]


@pytest.mark.rows(34)
def test_a_visit_of_orientation_leads_to_no_observations_and_no_sanction(field: Field) -> None:
    case = field.closed(9, kind="orientation")
    assert case.state == "acta_closed"
    assert field.take(case, "archive_orientation", field.director).state == "archived"


@pytest.mark.rows(37, 38, 45)
def test_nothing_is_decided_while_an_item_waits(field: Field) -> None:
    case = field.assessing(9, 15)
    assert refused(lambda: field.take(case, "archive", field.director)) == {"items_unweighed"}
    assert refused(lambda: field.take(case, "request_sanction", field.director)) == {
        "items_unweighed",
        "no_breach_stands",
    }
    weigh = {"assessed": "stands", "assessed_evidence": "No hay contrato."}
    assert refused(lambda: field.take(case, "assess_item", field.assessor, item=3, **weigh)) == {"item_not_breached"}
    field.take(case, "assess_item", field.assessor, item=9, **weigh)
    field.take(case, "assess_item", field.assessor, item=15, assessed="disproved", assessed_evidence="Recibos.")
    assert refused(lambda: field.take(case, "archive", field.director)) == {"breaches_stand"}
    assert field.take(case, "request_sanction", field.director).state == "in_sanction"


@pytest.mark.rows(38)
def test_a_defective_acta_is_archived_and_done_again(field: Field) -> None:
    case = field.assessing(9)
    field.take(case, "find_acta_defective", field.director, defect="not_signed", repeat=True)
    again = field.session.scalars(select(Inspection).where(Inspection.follows_id == case.id)).one()
    assert (case.state, again.state, again.kind) == ("archived", "to_assign", "extraordinary")


@pytest.mark.rows(39)
@pytest.mark.entries("D10")
def test_thirty_days_are_for_safety_and_for_nothing_else(field: Field) -> None:
    case = field.weighed(35, 16)

    def draft(item: int, days: int) -> Any:
        return field.take(case, "draft_measure", field.assessor, item=item, days=days, wording="Corregir.")

    assert refused(lambda: draft(16, 30)) == {"no_term_for_conditions"}
    assert refused(lambda: draft(35, 31)) == {"measure_too_long"}
    draft(35, 30)
    case = field.take(case, "order_measures", field.director)
    assert field.session.scalars(select(DeadlineRow).where(DeadlineRow.code == "correction")).all() == []
    field.served(case)
    (row,) = field.session.scalars(select(DeadlineRow).where(DeadlineRow.code == "correction"))
    assert row.status == "running"


@pytest.mark.rows(41)
@pytest.mark.entries("D11")
@pytest.mark.invariants("v")
def test_more_time_is_asked_in_time_once_and_within_thirty_days(database: Database) -> None:
    with database.write() as session:
        field = Field(session)
        case = field.served(field.measures(days=5))
        field.take(case, "ask_extension", field.employer.actor, days_wanted=40)
        grant = lambda days, **why: field.take(case, "grant_extension", field.director, extra_days=days, **why)  # noqa: E731
        assert refused(lambda: grant(31, cause_outside=True)) == {"deadline.choice_beyond_law"}
        assert refused(lambda: grant(5)) == {"cause_inside"}
        grant(30, cause_outside=True)
        field.take(case, "ask_extension", field.employer.actor, days_wanted=1)
        assert refused(lambda: grant(1, cause_outside=True)) == {"extended_once"}
        late = field.served(field.measures(days=5))
        (row,) = session.scalars(
            select(DeadlineRow).where(DeadlineRow.case_id == late.id, DeadlineRow.code == "correction")
        )
        field.at = row.due_at + timedelta(hours=12)  # the day after the last
        field.take(late, "ask_extension", field.employer.actor, days_wanted=5)
        said = refused(lambda: field.take(late, "grant_extension", field.director, extra_days=5, cause_outside=True))
        assert said == {"asked_too_late"}
        assert session.scalars(select(Filing.is_late).where(Filing.inspection_id == late.id)).all() == [True]


@pytest.mark.rows(40)
@pytest.mark.entries("D12")
def test_compliance_is_never_asked_for_what_is_grave_or_repeated(field: Field) -> None:
    ask = lambda case, days: field.take(case, "request_compliance", field.director, term_days=days)  # noqa: E731
    assert refused(lambda: ask(field.weighed(15), 10)) == {"too_grave_to_comply"}
    case = field.weighed(16)
    assert refused(lambda: ask(case, 11)) == {"deadline.choice_beyond_law"}
    assert ask(case, 10).state == "compliance_requested"
    assert refused(lambda: ask(field.weighed(16), 10)) == {"repeated_breach"}


@pytest.mark.rows(16, 27)
@pytest.mark.entries("D13")
def test_a_term_for_documents_is_extended_by_half_at_most_and_once(field: Field) -> None:
    case = field.require(field.ordered("extraordinary", modality="documents", documents_days=10), days=10)
    extend = lambda days: field.take(case, "extend_documents", field.director, documents_extra_days=days)  # noqa: E731
    assert refused(lambda: extend(6)) == {"half_at_most"}
    extend(5)
    assert refused(lambda: extend(1)) == {"extended_once"}
    desk = lambda: field.take(case, "close_desk_acta", field.inspector, ended_at=field.at, **CLOSING)  # noqa: E731
    field.found(case, 9)
    assert refused(desk) == {"documents_awaited"}
    field.take(case, "file_documents", field.intake, papers="Contrato")
    assert desk().state == "under_observation"


@pytest.mark.rows(42, 43, 44)
@pytest.mark.entries("D03")
def test_a_visit_of_verification_is_announced_like_every_ordinary_one(field: Field) -> None:
    case = field.verifying()
    assert refused(lambda: field.verify(case, how="visit")) == {"needs_summons"}
    at = {"delivered_at": field.at, "verification_at": field.at + timedelta(hours=23, minutes=59)}
    assert refused(lambda: field.take(case, "summon_verification", field.notifier, **at)) == {"notice_too_short"}
    at["verification_at"] = field.at + timedelta(hours=24)
    field.take(case, "summon_verification", field.notifier, **at)
    assert refused(lambda: field.verify(case, how="visit")) == {"before_summons"}
    assert refused(lambda: field.take(case, "confirm_compliance", field.director)) == {"measures_unverified"}
    field.at = at["verification_at"]
    field.verify(case, how="visit", fulfilled=False)
    assert refused(lambda: field.take(case, "confirm_compliance", field.director)) == {"measures_unmet"}
    assert field.take(case, "request_sanction_unmet", field.assessor).state == "in_sanction"


@pytest.mark.rows(44, 45)
@pytest.mark.entries("D23")
def test_a_request_for_sanction_hands_over_what_stands(field: Field, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inspection.visit.hand_over._EFFECTS", [])
    got: list[SanctionRequest] = []

    @when_sanction_is_requested
    def take_over(_session: Session, step: Step) -> None:
        got.append(request_of(step))

    case = field.assessing(9, 15)
    old = {"assessed": "stands", "assessed_evidence": "Contrato de 2019.", "breach_until": date(2020, 1, 7)}
    field.take(case, "assess_item", field.assessor, item=9, **old)
    field.take(case, "assess_item", field.assessor, item=15, assessed="stands", assessed_evidence="Recibos.")
    assert refused(lambda: field.take(case, "request_sanction", field.director)) == {"breach_prescribed"}
    field.take(case, "assess_item", field.assessor, item=9, assessed="unfounded", assessed_evidence="Prescribió.")
    field.take(case, "request_sanction", field.director)
    (request,) = got
    assert [(breach.item, breach.workers, breach.evidence) for breach in request.breaches] == [(15, 1, "Recibos.")]
    assert (request.inspection_id, request.refused, request.unmet) == (case.id, False, ())


@pytest.mark.rows(66)
def test_an_act_is_withdrawn_with_a_ground_and_the_employer_is_told(field: Field) -> None:
    case = field.summoned()
    assert refused(lambda: field.take(case, "withdraw_act", field.director, ground="because")) == {"ground_missing"}
    case = field.take(case, "withdraw_act", field.director, ground="manifest_error")
    assert (case.state, case.order_folio, case.visit_at) == ("assigned", None, None)
    assert "inspection/act_withdrawn" in field.session.scalars(select(Message.template)).all()


@pytest.mark.rows(65)
def test_what_was_archived_is_weighed_again_only_in_an_open_file(field: Field) -> None:
    case = field.take(field.weighed(9, assessed="cured"), "archive", field.director)
    field.deliver(case)
    field.take(field.file, "close", field.director)
    assert refused(lambda: field.take(case, "reassess", field.director)) == {"file_closed"}
    field.take(field.file, "reopen", field.director, ground="false_data")
    assert field.take(case, "reassess", field.director).state == "in_assessment"


@pytest.mark.invariants("i")
def test_the_employer_knows_nothing_before_she_is_told(field: Field) -> None:
    case = field.ordered("extraordinary")
    with pytest.raises(NotAllowed):
        field.take(case, "file_observations", field.employer.actor)
    assert roles_of_employer(field, case) == set()
    told = field.take(field.under_way("extraordinary"), "stay_at_door", field.inspector)
    assert roles_of_employer(field, told) == {"employer"}
