"""Challenges of a sanction: revision, nullity, amparo; in time or late; suspended, confirmed, annulled, sent back."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy.orm import Session

from inspection.sanction.sanction_models import Challenge
from tests.inspection.sanctioning import Proceeding
from tests.inspection.visiting import WHY
from workflow.context import Actor
from workflow.engine import fire
from workflow.errors import NotReady


@pytest.fixture
def home(session: Session) -> Proceeding:
    return Proceeding(session)


def refused(home: Proceeding, case: Any, action: str, actor: Actor, **data: Any) -> set[str]:
    """The codes of what stands in the way of a step."""
    with pytest.raises(NotReady) as said:
        fire(home.session, case, action, actor, home.at, comment=WHY, data=data)
    return {sentence.code for sentence in said.value.sentences}


@pytest.mark.rows(57)
@pytest.mark.entries("D21")
def test_silence_about_the_suspension_grants_it(home: Proceeding) -> None:
    case = home.decided()
    home.to(2026, 10, 5)
    home.serve(case)
    challenge = home.challenge(case, "revision", suspension_asked=True)
    assert (case.state, challenge.state) == ("challenged", "under_review")
    assert refused(home, challenge, "grant_suspension", home.superior) == {"challenge.not_guaranteed"}
    assert refused(home, challenge, "grant_suspension", home.legal) >= {"challenge.for_superior"}
    home.take(challenge, "guarantee", home.party, suspension_asked=True, guaranteed=True)
    # Filed on Monday 5 October 2026: five business days end on Monday 12.
    assert home.clock(challenge, "suspension").due_day == date(2026, 10, 12)
    home.pass_time(challenge, "suspension")
    assert challenge.suspension == "deemed"
    assert refused(home, challenge, "refuse_suspension", home.superior) == {"challenge.suspension_decided"}


@pytest.mark.rows(57)
def test_a_suspension_is_granted_or_refused_once(home: Proceeding) -> None:
    _, challenge = home.challenged("revision", suspension_asked=True, guaranteed=True)
    home.take(challenge, "refuse_suspension", home.superior)
    assert challenge.suspension == "refused"
    assert not [row for row in [home.clock(challenge, "suspension")] if row.status == "running"]


@pytest.mark.rows(58, 61)
@pytest.mark.entries("D22")
def test_a_revision_that_confirms_can_still_be_taken_to_court(home: Proceeding) -> None:
    case = home.decided()
    home.to(2026, 8, 17)
    home.serve(case)
    challenge = home.challenge(case, "revision")
    home.to(2026, 10, 5)
    days = {"decided_on": date(2026, 10, 1), "effective_on": date(2026, 10, 5)}
    home.take(challenge, "confirm", home.superior, **days)
    assert (challenge.state, case.state, case.revision_used) == ("confirmed", "open_to_challenge", True)
    # Served on Monday 5 October 2026: 6 to 9 are four, 12 to 16 nine, 19 to 23 fourteen, 26 to 30 nineteen, 2 to 6
    # November twenty-four, 9 to 13 twenty-nine; Monday 16 is the third of November, a rest day of the labour law, and
    # Friday 20 one of LFPA 28: by the first of the calendars the thirtieth is Monday 16, where only the 20th rests.
    assert home.clock(case, "nullity").due_day in {date(2026, 11, 16), date(2026, 11, 17)}
    assert home.pass_time(case, "nullity").state == "firm"


@pytest.mark.rows(58)
def test_what_a_court_confirms_is_firm_and_has_its_reference(home: Proceeding) -> None:
    case, challenge = home.challenged("nullity")
    today = (home.at - timedelta(hours=6)).date()
    assert refused(home, challenge, "confirm", home.legal, decided_on=today, effective_on=today) == {
        "challenge.reference_missing"
    }
    turned = {"decided_on": today, "effective_on": today - timedelta(days=1), "reference": "1"}
    assert refused(home, challenge, "confirm", home.legal, **turned) == {"challenge.days_wrong"}
    assert refused(home, challenge, "confirm", home.superior, **{**turned, "effective_on": today}) >= {
        "challenge.for_legal_officer"
    }
    home.settle(challenge, "confirm")
    assert case.state == "firm"


@pytest.mark.rows(58)
def test_who_decided_does_not_answer_the_revision(home: Proceeding) -> None:
    _, challenge = home.challenged("revision")
    same = Actor(home.sanctioner.login_id, home.sanctioner.person_id, frozenset({"superior"}), home.sanctioner.offices)
    assert refused(home, challenge, "annul", same) >= {"challenge.decider_reviews"}


@pytest.mark.rows(59)
def test_what_is_annulled_is_without_effect_and_counts_for_nothing(home: Proceeding) -> None:
    case, challenge = home.challenged("nullity")
    home.settle(challenge, "annul")
    assert (case.state, home.inspection_of(case).state) == ("without_effect", "no_effect")
    assert [breach.per_worker for breach in home.breaches(case)] == [None, None]
    home.another_file()
    assert home.decided(15).total == Decimal("11731.00")


@pytest.mark.rows(60)
@pytest.mark.parametrize(("by_summary", "due"), [(False, date(2027, 1, 28)), (True, date(2026, 10, 28))])
def test_another_decision_is_made_within_the_term_of_the_judgment(
    home: Proceeding, by_summary: bool, due: date
) -> None:
    case = home.decided()
    home.to(2026, 8, 17)
    home.serve(case)
    challenge = home.challenge(case, "nullity")
    home.to(2026, 9, 28)
    days = {"decided_on": date(2026, 9, 21), "effective_on": date(2026, 9, 28), "reference": "12/2026"}
    home.take(challenge, "remand", home.legal, **days, by_summary=by_summary)
    assert case.state == "to_comply"
    # From Monday 28 September 2026: one month ends on Wednesday 28 October, four on Thursday 28 January 2027.
    assert home.clock(case, "compliance").due_day == due
    assert home.clock(case, "prescription").due_day == date(2031, 9, 29)  # 28 September 2031 is a Sunday
    home.take(case, "set_fine", home.legal, item=15, chosen=Decimal(50))
    home.take(case, "decide", home.sanctioner, sense="convicting")
    assert (case.state, case.total) == ("decided", Decimal("17596.50"))  # 50 × 117.31 and 100 × 117.31
    assert home.serve(case).state == "open_to_challenge"


@pytest.mark.rows(57, 61)
@pytest.mark.invariants("v")
def test_a_late_challenge_is_kept_and_leaves_the_decision_firm_until_it_is_taken_up(home: Proceeding) -> None:
    case = home.firm()
    late = home.challenge(case, "nullity")
    assert (late.state, late.is_late, case.state) == ("to_admit", True, "firm")
    home.take(late, "not_take_up", home.legal)
    assert case.state == "firm"
    home.take(case, "request_collection", home.legal, credit_number="C-1", treasury="Hacienda")
    amparo = home.challenge(case, "amparo")
    home.take(amparo, "take_up", home.legal)
    assert (case.state, amparo.state) == ("challenged", "under_review")
    home.settle(amparo, "dismiss")
    assert case.state == "firm"


@pytest.mark.rows(57, 61)
def test_a_late_revision_does_not_take_the_time_for_a_court(home: Proceeding) -> None:
    case = home.open_to_challenge()
    home.pass_time(case, "revision")
    late = home.challenge(case, "revision")
    assert (late.state, case.state) == ("to_admit", "challenged")
    nullity = home.clock(case, "nullity").due_day
    same = Actor(home.sanctioner.login_id, home.sanctioner.person_id, frozenset({"superior"}), home.sanctioner.offices)
    assert refused(home, late, "not_take_up", same) == {"challenge.decider_reviews"}
    home.take(late, "not_take_up", home.superior)
    assert (case.state, home.clock(case, "nullity").due_day) == ("open_to_challenge", nullity)
    # What the post office stamped in time was never late.
    home.pass_time(case, "nullity")
    assert case.state == "firm"
    stamped = home.challenge_at_desk(case, "nullity", nullity)
    assert (stamped.is_late, stamped.state, case.state) == (False, "under_review", "challenged")


def test_of_two_challenges_the_last_answer_moves_the_sanction(home: Proceeding) -> None:
    case, first = home.challenged("revision")
    second = home.challenge(case, "amparo")
    home.settle(first, "confirm")
    assert case.state == "challenged"
    home.settle(second, "annul")
    assert case.state == "without_effect"
    other = Proceeding(home.session, at=home.at)
    case, first = other.challenged("revision")
    second = other.challenge(case, "amparo")
    other.settle(second, "remand")
    assert other.session.get_one(Challenge, first.id, populate_existing=True).state == "without_object"


@pytest.mark.rows(66)
def test_an_act_that_is_withdrawn_leaves_its_challenge_without_object(home: Proceeding) -> None:
    case, challenge = home.challenged("nullity")
    home.take(case, "withdraw_act", home.sanctioner, ground="manifest_error")
    assert home.session.get_one(Challenge, challenge.id, populate_existing=True).state == "without_object"
