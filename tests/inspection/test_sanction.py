"""A sanction: admitted, served, heard, decided by somebody else, fined to the cent, challenged, collected."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from inspection.files import wishes
from inspection.files.file import open_matters
from inspection.files.wishes import Lead
from inspection.sanction.sanction import SANCTION
from inspection.sanction.sanction_models import SanctionFiling
from inspection.service.matters import unserved
from inspection.visit.inspection_models import Inspection
from tests.inspection.sanctioning import Proceeding
from tests.inspection.visiting import WHY, officer
from workflow.context import Actor
from workflow.documents import documents_of, sheet_of
from workflow.engine import context_of, fire
from workflow.errors import NotAllowed, NotReady, WrongState
from workflow.stored import loads
from workflow.tables import Event, Message


@pytest.fixture
def home(session: Session) -> Proceeding:
    return Proceeding(session)


def refused(home: Proceeding, case: Any, action: str, actor: Actor, **data: Any) -> set[str]:
    """The codes of what stands in the way of a step."""
    with pytest.raises(NotReady) as said:
        fire(home.session, case, action, actor, home.at, comment=WHY, data=data)
    return {sentence.code for sentence in said.value.sentences}


# What an inspection asks for.


@pytest.mark.rows(44, 45)
def test_an_inspection_hands_over_every_breach_that_stands(home: Proceeding) -> None:
    case = home.requested(15, 24)
    wage, rest = home.breaches(case)
    assert (wage.item, wage.broken, wage.provision, wage.workers) == (15, "lft_85 lft_90 lft_335 lft_516", "1002", 1)
    assert wage.evidence == "Recibos del mes."
    assert rest.provision is None  # 994-I or 1002: an officer says which
    assert (case.state, home.inspection_of(case).state) == ("requested", "in_sanction")
    assert open_matters(home.session, case.file_id) == 2


@pytest.mark.rows(45)
def test_a_refusal_is_a_breach_of_its_own(home: Proceeding) -> None:
    visited = home.instructivo(home.refusal(home.under_way()))
    home.take(visited, "answer_item", home.inspector, item=9, result="breach", workers=1, evidence="Nada.")
    home.pass_time(visited, "last_documents")
    home.take(visited, "assess_item", home.assessor, item=9, assessed="stands", assessed_evidence="Nada.")
    home.take(visited, "request_sanction", home.director)
    found = {breach.item: breach.provision for breach in home.breaches(home.sanction_of(visited))}
    assert found[0] == "1004-A"


@pytest.mark.rows(45, 46)
def test_it_is_admitted_once_every_breach_is_classified(home: Proceeding) -> None:
    case = home.requested(24)
    assert refused(home, case, "accept", home.legal, acta_valid=True) == {"sanction.unclassified"}
    facts = {"item": 24, "workers": 1, "violated_on": case.acta_on}
    wrong = refused(home, case, "classify_breach", home.legal, **facts, provision="998")
    assert wrong == {"sanction.provision_not_of_item"}
    late = {**facts, "violated_on": case.acta_on + timedelta(days=1)}
    assert refused(home, case, "classify_breach", home.legal, **late, provision="994-I") == {"sanction.day_after_acta"}
    assert refused(home, case, "classify_breach", home.legal, **{**facts, "workers": 0}, provision="994-I")
    home.take(case, "classify_breach", home.legal, **facts, provision="994-I")
    assert refused(home, case, "accept", home.legal, acta_valid=False) == {"sanction.acta_unchecked"}
    assert home.take(case, "accept", home.legal, acta_valid=True).state == "to_serve"


@pytest.mark.rows(46)
def test_an_acta_that_was_changed_is_not_admitted(home: Proceeding) -> None:
    case = home.requested()
    home.inspection_of(case).acta_digest = "0" * 64
    assert refused(home, case, "accept", home.legal, acta_valid=True) == {"sanction.acta_changed"}


@pytest.mark.rows(47)
def test_what_is_not_admitted_archives_the_inspection(home: Proceeding) -> None:
    case = home.take(home.requested(), "not_admit", home.legal)
    assert (case.state, home.inspection_of(case).state) == ("not_admitted", "archived")


@pytest.mark.rows(46)
@pytest.mark.entries("D23")
def test_what_is_prescribed_is_not_sanctioned(home: Proceeding) -> None:
    case = home.requested(15)
    # Five years to the day: the last one is Thursday 10 June 2021 + 5 years, Wednesday 10 June 2026.
    facts = {"item": 15, "provision": "1002", "workers": 1}
    home.take(case, "classify_breach", home.legal, **facts, violated_on=date(2021, 6, 10))
    assert home.at.date() > date(2026, 6, 10)
    assert home.clock(case, "prescription").due_day == date(2026, 6, 10)
    assert refused(home, case, "accept", home.legal, acta_valid=True) == {"sanction.prescribed"}
    home.take(case, "classify_breach", home.legal, **facts, violated_on=date(2021, 7, 13))
    assert home.take(case, "accept", home.legal, acta_valid=True).state == "to_serve"
    assert home.clock(case, "prescription").due_day == date(2026, 7, 13)
    home.pass_time(case, "prescription")  # a warning, and nothing by itself
    assert case.state == "to_serve"


def test_officers_of_another_authority_are_nobody_in_it_and_the_employer_only_from_service(home: Proceeding) -> None:
    case = home.to_serve()
    stranger = officer(home.session, home.at, "legal_officer", "st-jalisco")
    for actor in (stranger, home.party):
        assert not context_of(home.session, case, actor, home.at).roles
        with pytest.raises(NotAllowed):
            fire(home.session, case, "answer", actor, home.at, comment=WHY)
    home.serve(case)
    assert {role.code for role in context_of(home.session, case, home.party, home.at).roles} == {"employer"}


# Service, answer, hearing, default.


@pytest.mark.rows(48)
@pytest.mark.entries("D14")
def test_the_answer_counts_from_when_service_took_effect(home: Proceeding) -> None:
    case = home.to_serve()
    home.to(2026, 7, 6)
    served = home.at
    home.wait(days=2)
    ahead = home.at + timedelta(hours=1)
    assert refused(home, case, "served", home.notifier, delivered_at=ahead, served_to="employer") == {
        "inspection.served_when"
    }
    before = served - timedelta(days=300)
    assert refused(home, case, "served", home.notifier, delivered_at=before, served_to="employer") == {
        "sanction.service_moment_wrong"
    }
    assert refused(home, case, "served", home.notifier, delivered_at=served, served_to="guard") == {
        "inspection.cannot_receive"
    }
    home.take(case, "served", home.notifier, delivered_at=served, served_to="employer")
    # Served on Monday 6 July 2026: 7 to 10 are four, 13 to 17 nine, 20 to 24 fourteen, Monday 27 the fifteenth.
    assert home.clock(case, "answer").due_day == date(2026, 7, 27)
    told = home.session.scalars(select(Message).where(Message.template == "sanction/summoned")).one()
    assert loads(told.params)["until"] == date(2026, 7, 27)


@pytest.mark.rows(48)
def test_a_service_by_itself_counts_from_its_own_moment(home: Proceeding) -> None:
    case, effective = home.to_serve(), home.at
    home.wait(days=3)
    fire(home.session, case, "served", home.system, home.at, effective_at=effective)
    assert case.served_at == effective


@pytest.mark.rows(49)
@pytest.mark.entries("D19")
def test_a_failed_service_looks_for_another_way(home: Proceeding) -> None:
    case = home.requested()
    home.to(2026, 6, 22)
    home.take(case, "accept", home.legal, acta_valid=True)
    # Admitted on Monday 22 June 2026: ten business days later is Monday 6 July.
    assert home.clock(case, "service").due_day == date(2026, 7, 6)
    (service,) = unserved(home.session, case)
    assert (service.act, service.issued_on) == ("sanction_notice", date(2026, 6, 22))
    home.take(service, "fail", home.notifier)
    assert home.fresh(case).state == "service_failed"
    home.take(service, "give_new_address", home.legal, address="Calle Nueva 3")
    assert home.fresh(case).state == "to_serve"
    home.pass_time(case, "service")
    assert home.serve(case).state == "to_answer"


@pytest.mark.rows(50)
def test_an_answer_is_heard_and_whoever_gives_it_is_known(home: Proceeding) -> None:
    case = home.to_answer()
    assert refused(home, case, "answer", home.intake) == {"sanction.standing_missing"}
    home.take(case, "file_paper", home.intake, kind="unproved_standing")
    assert case.state == "to_answer"
    home.take(case, "answer", home.intake, standing="representative", filed_on=home.at.date())
    assert case.state == "heard"
    kept = home.session.scalars(select(SanctionFiling).order_by(SanctionFiling.id)).all()
    assert [(one.kind, one.by_role, one.standing, one.is_late) for one in kept] == [
        ("unproved_standing", "intake", None, False),
        ("answer", "intake", "representative", False),
    ]


@pytest.mark.rows(50)
def test_a_hearing_is_recorded_with_its_hour(home: Proceeding) -> None:
    case = home.to_answer()
    assert refused(home, case, "hold_hearing", home.legal, heard_at=home.at + timedelta(hours=1)) == {
        "sanction.hearing_moment"
    }
    home.wait(days=1)
    assert home.take(case, "hold_hearing", home.legal, heard_at=home.at).state == "heard"


@pytest.mark.rows(51)
@pytest.mark.invariants("v")
def test_silence_is_default_and_what_comes_late_is_kept_and_marked(home: Proceeding) -> None:
    case = home.to_serve()
    home.to(2026, 7, 6)
    home.pass_time(home.serve(case), "answer")
    assert (case.state, case.in_default) == ("in_default", True)
    home.take(case, "answer", home.party)
    assert case.state == "in_default"
    (late,) = home.session.scalars(select(SanctionFiling))
    assert late.is_late
    assert refused(home, case, "admit_answer", home.legal) == {"sanction.no_answer_in_time"}
    # What the post office stamped on the last day was in time, whenever it reached the file.
    home.take(case, "answer", home.intake, standing="employer", filed_on=date(2026, 7, 27))
    home.take(case, "admit_answer", home.legal)
    assert (case.state, case.in_default) == ("heard", False)


@pytest.mark.rows(52)
@pytest.mark.entries("D15")
def test_arguments_are_opened_after_the_time_to_answer_for_five_to_ten_days(home: Proceeding) -> None:
    case = home.to_answer()
    home.take(case, "answer", home.party)
    assert refused(home, case, "open_arguments", home.legal, arguments_days=5) == {"sanction.answer_still_open"}
    home.pass_time(case, "answer")
    assert case.state == "heard"
    home.to(2026, 8, 10)
    for days in (4, 11, None):
        assert refused(home, case, "open_arguments", home.legal, arguments_days=days)
    home.take(case, "open_arguments", home.legal, arguments_days=7)
    assert case.arguments_served_at is None
    home.serve(case)
    # Served on Monday 10 August 2026: seven business days end on Wednesday 19.
    assert home.clock(case, "arguments").due_day == date(2026, 8, 19)
    assert refused(home, case, "served", home.notifier, delivered_at=home.at, served_to="employer") == {
        "sanction.served_already"
    }


@pytest.mark.rows(53)
@pytest.mark.entries("D17")
def test_arguments_filed_waived_or_expired_begin_the_time_to_decide(home: Proceeding) -> None:
    expired = home.pass_time(home.arguments(), "arguments")
    assert expired.state == "to_decide"
    home.take(expired, "file_arguments", home.party)
    assert home.session.scalars(select(SanctionFiling)).one().is_late
    # Accepted on Monday 15 June 2026: three months end on Tuesday 15 September.
    assert home.clock(expired, "general_decision").due_day == date(2026, 9, 15)
    other = Proceeding(home.session, at=home.at)
    filed = other.arguments()
    assert other.take(filed, "file_arguments", other.party).state == "to_decide"


@pytest.mark.rows(54)
@pytest.mark.entries("D16", "D18")
def test_a_lapse_is_warned_of_and_only_declared(home: Proceeding) -> None:
    case = home.arguments()
    home.to(2026, 8, 10)
    home.take(case, "waive_arguments", home.party)
    # Everybody was heard on Monday 10 August 2026: ten business days to decide end on Monday 24. Thirty more after it
    # end on Tuesday 6 October by the labour calendar, which works on 1 September, and on 7 October by the others.
    assert home.clock(case, "resolution").due_day == date(2026, 8, 24)
    lapse = home.clock(case, "lapse")
    assert lapse.due_day == date(2026, 10, 6)
    assert refused(home, case, "declare_lapse", home.legal) == {"sanction.lapse_not_come"}
    home.pass_time(case, "resolution")
    home.pass_time(case, "lapse")
    assert case.state == "to_decide"
    home.take(case, "file_paper", home.party, kind="lapse_request")
    home.take(case, "declare_lapse", home.legal, inspect_again=True)
    assert (case.state, home.inspection_of(case).state) == ("lapsed", "archived")
    again = home.session.scalars(select(Inspection).where(Inspection.follows_id == case.inspection_id)).one()
    assert again.kind == "extraordinary"


# The decision.


@pytest.mark.rows(55)
def test_whoever_conducted_it_does_not_decide(home: Proceeding) -> None:
    case = home.to_decide()
    both = officer(home.session, home.at, "legal_officer", home.office)
    both = Actor(both.login_id, both.person_id, frozenset({"legal_officer", "sanctioner"}), both.offices)
    home.weigh(case)
    home.take(case, "reason_criterion", both, criterion="harm")
    assert refused(home, case, "decide", both, sense="convicting") == {"sanction.instructor_decides"}
    with pytest.raises(NotAllowed):
        fire(home.session, case, "decide", home.legal, home.at, comment=WHY, data={"sense": "convicting"})
    assert home.take(case, "decide", home.sanctioner, sense="convicting").state == "decided"


@pytest.mark.rows(55)
def test_a_decision_names_what_it_lacks(home: Proceeding) -> None:
    case = home.to_decide()
    assert refused(home, case, "decide", home.sanctioner, sense="convicting") >= {"sanction.unweighed"}
    for breach in home.breaches(case):
        home.take(case, "weigh_breach", home.legal, item=breach.item, verdict="proved")
    home.take(case, "reason_criterion", home.legal, criterion="gravity")
    with pytest.raises(NotReady) as said:
        fire(home.session, case, "decide", home.sanctioner, home.at, comment=WHY, data={"sense": "convicting"})
    missing = {sentence.code: sentence.params for sentence in said.value.sentences}
    assert set(missing) == {"fine.reasons_missing", "sanction.fine_missing"}
    assert missing["sanction.fine_missing"]["items"] == "15, 28"
    assert "gravity" not in str(missing["fine.reasons_missing"]["criteria"])
    assert refused(home, case, "decide", home.sanctioner, sense="acquitting") == {"sanction.something_proved"}
    assert refused(home, case, "decide", home.sanctioner, sense="perhaps") == {"sanction.sense_missing"}
    for chosen in (Decimal(49), Decimal(5001)):
        assert refused(home, case, "set_fine", home.legal, item=15, chosen=chosen) == {"fine.outside_range"}
    assert refused(home, case, "set_fine", home.legal, item=9, chosen=Decimal(50)) == {"sanction.item_unknown"}
    home.weigh(case)
    assert refused(home, case, "decide", home.sanctioner, sense="convicting", instalments=0)


@pytest.mark.rows(55)
def test_the_fine_is_by_breach_and_worker_with_both_readings_of_the_uma(home: Proceeding) -> None:
    case = home.requested()
    facts = {"provision": "1002", "workers": 2, "violated_on": date(2025, 12, 20)}
    home.take(case, "classify_breach", home.legal, item=28, **facts)
    case = home.take(case, "accept", home.legal, acta_valid=True)
    home.new_week()
    case = home.pass_time(home.serve(case), "answer")
    home.serve(home.take(case, "open_arguments", home.legal, arguments_days=5))
    home.weigh(home.take(case, "waive_arguments", home.party))
    home.take(case, "decide", home.sanctioner, sense="convicting", instalments=6)
    # Wage of 2026: 100 × 117.31 = 11,731.00 for one. Aguinaldo of 2025: 100 × 113.14 = 11,314.00 for each of two.
    assert case.total == Decimal("34359.00")
    statement = loads(case.statement)
    assert [line["total"] for line in statement["lines"]] == ["11731.00", "22628.00"]
    assert statement["other"]["total"] == "35193.00"  # three times 11,731.00 by the UMA before the acta
    assert [breach.per_worker for breach in home.breaches(case)] == [Decimal("11731.00"), Decimal("11314.00")]
    event = home.session.scalars(select(Event).where(Event.case_id == case.id, Event.action == "decide")).one()
    assert loads(event.data)["total"] == Decimal("34359.00")
    assert "uma_daily 2025-12-20 113.14" in loads(event.legal)
    papers = documents_of(home.session, case.id, context_of(home.session, case, home.sanctioner, home.at).roles)
    decision = next(paper for paper in papers if paper.kind == "decision")
    assert "34,359.00" in str(sheet_of(decision))
    party = context_of(home.session, case, home.party, home.at).roles
    assert "notified_decision" not in {paper.kind for paper in documents_of(home.session, case.id, party)}
    home.serve(case)
    assert "notified_decision" in {paper.kind for paper in documents_of(home.session, case.id, party)}


@pytest.mark.rows(55)
@pytest.mark.entries("D24")
def test_the_same_breach_within_two_years_of_the_acta_costs_twice(home: Proceeding) -> None:
    first = home.firm(15)
    assert first.total == Decimal("11731.00")
    home.another_file()
    second = home.decided(15)
    assert loads(second.statement)["lines"][0]["repeated"]
    assert second.total == Decimal("23462.00")  # twice what it cost before, whatever was chosen now


@pytest.mark.rows(55, 56)
def test_who_is_acquitted_has_nothing_to_challenge(home: Proceeding) -> None:
    case = home.decided(sense="acquitting")
    assert (case.total, case.statement) == (None, None)
    home.serve(case)
    assert (case.state, home.inspection_of(case).state) == ("acquitted", "archived")


@pytest.mark.rows(56, 61)
@pytest.mark.entries("D20", "D22")
def test_it_is_firm_after_both_terms_by_every_calendar(home: Proceeding) -> None:
    case = home.decided()
    home.to(2026, 8, 17)
    home.serve(case)
    # Served on Monday 17 August 2026. Fifteen business days: 18 to 21 are four, 24 to 28 nine, 31 and 1 to 4 September
    # fourteen, Monday 7 the fifteenth where 1 September is worked, Tuesday 8 elsewhere. Thirty: 8 to 11 are nineteen,
    # 14, 15, 17 and 18 twenty-three, 21 to 25 twenty-eight, Monday 28 and Tuesday 29 the thirtieth; elsewhere 30.
    assert home.clock(case, "revision").due_day == date(2026, 9, 7)
    assert home.clock(case, "nullity").due_day == date(2026, 9, 29)
    home.pass_time(case, "revision")
    assert case.state == "open_to_challenge"
    home.at -= timedelta(days=3)
    with pytest.raises(NotReady):
        fire(home.session, case, "become_firm", home.system, home.at)
    home.pass_time(case, "nullity")
    assert case.state == "firm"


# Collection, withdrawal.


@pytest.mark.rows(62, 63)
@pytest.mark.invariants("vi")
def test_a_fine_that_is_paid_corrects_nothing(home: Proceeding) -> None:
    case = home.firm()
    assert refused(home, case, "request_collection", home.legal, credit_number="", treasury="") == {
        "sanction.collection_unnamed"
    }
    home.take(case, "request_collection", home.legal, credit_number="C-1", treasury="Hacienda")
    home.take(case, "record_correction", home.legal, item=15)
    today = (home.at - timedelta(hours=6)).date()
    for wrong in (
        {"collected": "perhaps", "collected_on": today},
        {"collected": "paid", "collected_on": today + timedelta(days=1), "collected_amount": case.total},
        {"collected": "paid", "collected_on": today, "collected_amount": case.total + 1},
    ):
        assert refused(home, case, "report_collection", home.legal, **wrong)
    paid = {"collected": "paid", "collected_on": today, "collected_amount": case.total}
    home.take(case, "report_collection", home.legal, **paid)
    assert (case.state, home.inspection_of(case).state) == ("collection_reported", "archived")
    assert [bool(breach.corrected_on) for breach in home.breaches(case)] == [True, False]
    follow = home.session.scalars(select(Inspection).where(Inspection.follows_id == case.inspection_id)).one()
    # The verification, and the agreement about the answer that nobody gave: it was never served.
    assert (follow.kind, open_matters(home.session, case.file_id)) == ("verification", 2)


@pytest.mark.rows(66)
def test_one_fine_or_the_whole_act_is_withdrawn(home: Proceeding) -> None:
    case = home.firm()
    assert refused(home, case, "withdraw_part", home.sanctioner, ground="mercy", item=15) == {"sanction.ground_missing"}
    home.take(case, "withdraw_part", home.sanctioner, ground="earlier_compliance", item=15)
    assert (case.total, case.state) == (Decimal("11731.00"), "firm")
    assert refused(home, case, "withdraw_part", home.sanctioner, ground="manifest_error", item=28) == {
        "sanction.withdraw_whole"
    }
    home.take(case, "withdraw_act", home.sanctioner, ground="manifest_error")
    assert (case.state, home.inspection_of(case).state) == ("without_effect", "no_effect")
    with pytest.raises(WrongState):
        fire(home.session, case, "request_collection", home.legal, home.at)


def test_nothing_in_it_is_called_a_complaint(home: Proceeding) -> None:
    case = home.firm()
    told = " ".join(message.params + message.template for message in home.session.scalars(select(Message)))
    papers = " ".join(str(sheet_of(one)) for one in documents_of(home.session, case.id, SANCTION.roles))
    assert "queja" not in (told + papers).lower()
    assert "denuncia" not in (told + papers).lower()


@pytest.mark.invariants("i")
def test_no_reason_or_evidence_betrays_who_complained(home: Proceeding, monkeypatch: pytest.MonkeyPatch) -> None:
    """The module of complaints knows who spoke; here a lead of an invented origin answers in its place."""
    names = Lead(allows=lambda *_: None, names_her=lambda _session, _file, text: "Rosa" in text)
    monkeypatch.setitem(wishes._LEADS, "programme", names)
    case = home.requested()
    wage = home.breaches(case)[0]
    wage.evidence = "Lo dijo Rosa."
    assert refused(home, case, "accept", home.legal, acta_valid=True) == {"sanction.evidence_names_her"}
    wage.evidence = "Recibos del mes."
    case = home.take(case, "accept", home.legal, acta_valid=True)
    case = home.pass_time(home.serve(case), "answer")
    home.take(case, "open_arguments", home.legal, arguments_days=5)
    home.take(case, "waive_arguments", home.party)
    with pytest.raises(NotReady):
        home.take(case, "reason_criterion", home.legal, criterion="harm", comment="Rosa perdió su pago.")
