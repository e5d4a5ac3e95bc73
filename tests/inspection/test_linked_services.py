"""The acts of a matter are served by themselves, and what became of each service moves the matter, and nothing else."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from inspection.follow_up.insurance_follow_up import INSURANCE_FOLLOW_UP
from inspection.sanction.challenge import CHALLENGE
from inspection.sanction.sanction import SANCTION
from inspection.service.acts import ACTS
from inspection.service.matters import Issues, Upon, unserved
from inspection.service.serving import entries, services_of
from inspection.visit.inspection import INSPECTION
from tests.inspection.sanctioning import Proceeding
from tests.inspection.visiting import Field
from workflow.context import SYSTEM
from workflow.definition import Action
from workflow.errors import NotReady

MATTERS = (INSPECTION, SANCTION, CHALLENGE, INSURANCE_FOLLOW_UP)


@pytest.fixture
def home(session: Session) -> Proceeding:
    return Proceeding(session)


def marks(kind: type[Any]) -> Iterator[tuple[str, Action, Any]]:
    """Every effect of a kind in the declarations, with its procedure and step."""
    for workflow in MATTERS:
        for action in workflow.actions:
            yield from ((workflow.name, action, effect) for effect in action.effects if isinstance(effect, kind))


def acts_waiting(field: Field, case: Any) -> list[str]:
    """The acts of a matter that still have to reach the employer."""
    return [service.act for service in unserved(field.session, case)]


def test_every_act_is_issued_by_a_step_and_what_waits_for_one_is_open_to_the_system() -> None:
    issued = {(name, effect.act) for name, _, effect in marks(Issues)}
    awaited = {(name, effect.act) for name, _, effect in marks(Upon)}
    assert {act for _, act in issued} == set(ACTS)
    assert awaited <= issued
    for _, action, effect in marks(Upon):
        assert effect.happened == "by_hand" or SYSTEM in action.roles


def test_a_state_waits_for_one_act_at_most() -> None:
    seen: dict[tuple[str, str], set[str]] = {}
    for name, action, effect in marks(Upon):
        if effect.happened == "counts" and name != CHALLENGE.name:
            for state in action.source:
                seen.setdefault((name, state), set()).add(effect.act)
    assert all(len(acts) == 1 for acts in seen.values())


@pytest.mark.rows(16)
def test_an_order_for_documents_is_served_and_its_term_runs_from_then(home: Proceeding) -> None:
    case = home.ordered("extraordinary", modality="documents", documents_days=5)
    assert acts_waiting(home, case) == ["documents"]
    home.wait(days=2)
    home.deliver(case)
    case = home.fresh(case)
    assert (case.state, case.documents_served_at) == ("documents_required", home.at)
    # Served on Wednesday 10 June 2026: Thursday 11, Friday 12, Monday 15, 16 and Wednesday 17.
    assert home.clock(case, "documents").due_day == date(2026, 6, 17)


@pytest.mark.rows(24)
def test_after_a_refusal_the_requirement_is_drawn_up_and_served(home: Proceeding) -> None:
    case = home.refusal(home.under_way("extraordinary"))
    with pytest.raises(NotReady, match="warning_unwritten"):
        home.take(case, "draw_up_instructivo", home.inspector, documents_days=5)
    home.take(case, "draw_up_instructivo", home.inspector, documents_days=5, warning_stated=True)
    assert (case.state, acts_waiting(home, case)) == ("refused", ["instructivo"])
    home.deliver(case)
    case = home.fresh(case)
    assert (case.state, case.documents_served_at) == ("documents_required_after_refusal", home.at)
    # Nothing was shown: what is presumed is told to her as well.
    home.take(case, "presume", home.system)
    assert acts_waiting(home, case) == ["certification"]


@pytest.mark.rows(16, 19, 21)
@pytest.mark.parametrize("state", ["not_constituted", "at_the_door"])
def test_what_cannot_be_done_at_the_door_goes_on_in_writing(home: Proceeding, state: str) -> None:
    case = home.under_way("extraordinary")
    step = {"not_constituted": "find_nobody", "at_the_door": "stay_at_door"}[state]
    home.take(case, step, home.inspector, **({"absence": "nobody"} if state == "not_constituted" else {}))
    home.take(case, "draw_up_requirement", home.inspector, documents_days=5)
    home.deliver(case)
    assert home.fresh(case).state == "documents_required"


@pytest.mark.rows(39, 40)
@pytest.mark.parametrize(("act", "clock"), [("measures", "correction"), ("compliance", "compliance")])
def test_what_is_ordered_or_asked_for_is_served_by_itself(home: Proceeding, act: str, clock: str) -> None:
    case = home.measures() if act == "measures" else home.compliance()
    assert acts_waiting(home, case) == [act]
    home.wait(days=1)
    home.deliver(case)
    assert home.fresh(case).served_at == home.at
    assert home.clock(case, clock).armed_at == home.at


@pytest.mark.rows(39)
def test_what_an_officer_delivers_on_the_spot_is_in_the_ledger_and_asked_of_nobody_again(home: Proceeding) -> None:
    case = home.served(home.measures())
    (service,) = services_of(home.session, case)
    assert (service.state, service.way, service.effective_at) == ("effective", "personal", home.at)
    (line,) = entries(home.session, service)
    assert (line.happened, line.channel, line.notifier_id) == ("personal", "paper", home.notifier.login_id)
    # The same of an act that was drawn up and handed over in one: nothing was open before.
    case = home.require(home.take(home.under_way("extraordinary"), "stay_at_door", home.inspector))
    (service,) = services_of(home.session, case)
    assert (service.act, service.state, service.served_at) == ("documents", "effective", home.at)
    assert acts_waiting(home, case) == []


@pytest.mark.rows(39)
def test_nothing_was_delivered_before_it_was_issued(home: Proceeding) -> None:
    case = home.measures()
    wrong = {"delivered_at": home.at - timedelta(days=60), "served_to": "employer"}
    with pytest.raises(NotReady) as refused:
        home.take(case, "record_service", home.notifier, **wrong)
    assert {sentence.code for sentence in refused.value.sentences} == {"service_of_act.before_issued"}


@pytest.mark.rows(18, 37, 41, 43, 65)
def test_what_nobody_waits_for_is_served_too(home: Proceeding) -> None:
    put_off = home.take(home.summoned(), "reschedule", home.director, planned_on=home.at.date() + timedelta(days=7))
    assert acts_waiting(home, put_off) == ["rescheduling"]
    archived = home.take(home.weighed(9, assessed="cured"), "archive", home.director)
    assert acts_waiting(home, archived) == ["archive"]
    # Taken up again before she heard of the end: she hears of that alone.
    assert acts_waiting(home, home.take(archived, "reassess", home.director)) == ["reassessment"]
    case = home.served(home.measures())
    home.take(case, "ask_extension", home.party, days_wanted=5)
    home.take(case, "refuse_extension", home.director)
    home.take(case, "ask_extension", home.party, days_wanted=4)
    home.take(case, "grant_extension", home.director, extra_days=4, cause_outside=True)
    assert acts_waiting(home, case) == ["extension"]
    home.deliver(case)
    assert home.fresh(case).state == "measures_ordered"


@pytest.mark.rows(18)
def test_a_new_summons_hands_over_the_agreement_that_moved_the_visit(home: Proceeding) -> None:
    case = home.take(home.summoned(), "reschedule", home.director, planned_on=home.at.date() + timedelta(days=7))
    hours = {"summoned_at": home.at, "visit_at": home.at + timedelta(days=7)}
    home.take(case, "summon", home.notifier, served_to="neighbour", **hours)
    assert acts_waiting(home, case) == ["rescheduling"]  # a neighbour takes a summons, and nothing else
    case = home.take(home.summoned(), "reschedule", home.director, planned_on=home.at.date() + timedelta(days=7))
    hours = {"summoned_at": home.at, "visit_at": home.at + timedelta(days=7)}
    home.take(case, "summon", home.notifier, served_to="employer", **hours)
    assert acts_waiting(home, case) == []


@pytest.mark.rows(66)
def test_what_is_taken_back_is_served_no_more_and_its_withdrawal_is(home: Proceeding) -> None:
    case = home.measures()
    home.take(case, "withdraw_act", home.director, ground="manifest_error")
    assert acts_waiting(home, case) == ["withdrawal"]
    assert [service.state for service in services_of(home.session, case)] == ["withdrawn", "to_serve"]
    unknown = home.ordered("extraordinary", modality="documents", documents_days=5)
    home.take(unknown, "withdraw_act", home.director, ground="manifest_error")
    assert acts_waiting(home, unknown) == []


@pytest.mark.rows(48, 52, 56)
def test_a_sanction_is_served_act_by_act(home: Proceeding) -> None:
    case = home.to_serve()
    assert acts_waiting(home, case) == ["sanction_notice"]
    home.to(2026, 7, 6)
    home.deliver(case)
    assert (home.fresh(case).state, case.served_at) == ("to_answer", home.at)
    home.pass_time(case, "answer")
    assert acts_waiting(home, case) == ["on_answer"]
    home.take(case, "open_arguments", home.legal, arguments_days=5)
    home.to(2026, 8, 10)
    home.deliver(case)
    assert home.fresh(case).arguments_served_at == home.at
    home.take(case, "waive_arguments", home.party)
    home.weigh(case)
    home.take(case, "decide", home.sanctioner, sense="convicting")
    assert acts_waiting(home, case) == ["resolution"]
    home.wait(days=1)
    home.deliver(case)
    assert (home.fresh(case).state, case.notified_at) == ("open_to_challenge", home.at)


@pytest.mark.rows(48, 56)
def test_a_state_moves_by_the_act_it_waits_for_and_by_no_other(home: Proceeding) -> None:
    case = home.in_default()
    (late,) = unserved(home.session, case)
    home.take(case, "open_arguments", home.legal, arguments_days=5)
    home.serve(case)
    home.weigh(home.take(case, "waive_arguments", home.party))
    home.take(case, "decide", home.sanctioner, sense="convicting")
    assert set(acts_waiting(home, case)) == {"on_answer", "resolution"}
    receipt = {"receiver": "employer", "receiver_name": "Ana", "identification": "ine", "signature": "signed"}
    home.to(2026, 10, 5)
    home.take(late, "serve_in_person", home.notifier, happened_at=home.at, **receipt)
    assert home.fresh(case).state == "decided"


@pytest.mark.rows(49)
def test_who_is_not_found_is_looked_for_elsewhere_and_then_by_edict(home: Proceeding) -> None:
    case = home.to_serve()
    (service,) = unserved(home.session, case)
    home.take(service, "fail", home.notifier)
    assert home.fresh(case).state == "service_failed"
    home.take(service, "give_new_address", home.legal, address="Calle Nueva 3")
    assert home.fresh(case).state == "to_serve"
    home.take(service, "fail", home.notifier)
    home.take(service, "order_edict", home.legal)
    assert home.fresh(case).state == "service_failed"
    home.at = datetime(2026, 10, 5, 18, tzinfo=UTC)
    days = {"published_from": date(2026, 9, 30), "published_until": date(2026, 10, 2)}
    home.take(service, "record_edict", home.notifier, **days)
    case = home.fresh(case)
    assert case.state == "to_answer"
    assert case.served_at == home.fresh(service).effective_at
    # What fails later leaves the state alone, and stands in the history with the search that was made.
    home.pass_time(case, "answer")
    home.take(case, "open_arguments", home.legal, arguments_days=5)
    agreement = next(one for one in unserved(home.session, case) if one.act == "agreement")
    home.take(agreement, "fail", home.notifier)
    assert home.fresh(case).state == "closing_arguments"


@pytest.mark.rows(58, 59, 60)
@pytest.mark.parametrize(
    ("answer", "after"), [("confirm", "open_to_challenge"), ("annul", "without_effect"), ("remand", "to_comply")]
)
def test_the_answer_to_a_revision_moves_the_sanction_once_it_is_served(
    home: Proceeding, answer: str, after: str
) -> None:
    case, challenge = home.challenged("revision")
    home.settle(challenge, answer, effective_on=None)
    assert (home.fresh(case).state, acts_waiting(home, challenge)) == ("challenged", ["challenge_answer"])
    home.new_week()
    home.deliver(challenge)
    assert home.fresh(challenge).effective_on == home.at.date()
    assert home.fresh(case).state == after


@pytest.mark.rows(58)
def test_an_answer_that_was_handed_over_is_written_down(home: Proceeding) -> None:
    case, challenge = home.challenged("revision")
    home.settle(challenge, "confirm", effective_on=None)
    home.take(challenge, "answer_served", home.legal, delivered_at=home.at, served_to="employer")
    assert home.fresh(case).state == "open_to_challenge"
    assert acts_waiting(home, challenge) == []
    with pytest.raises(NotReady, match="told_already"):
        home.take(challenge, "answer_served", home.legal, delivered_at=home.at, served_to="employer")


@pytest.mark.rows(56)
def test_where_a_service_counts_later_the_term_runs_from_then(
    home: Proceeding, monkeypatch: pytest.MonkeyPatch
) -> None:
    from inspection.authorities import Authority

    monkeypatch.setattr(Authority, "takes_effect_same_day", property(lambda _self: False))
    case = home.decided()
    home.to(2026, 10, 5)
    home.wait(days=4)  # a Friday
    home.serve(case)
    assert case.notified_at == datetime(2026, 10, 12, 6, tzinfo=UTC)  # Monday begins in Mexico City
