"""What stands in the way of an enrolment, and what does not: each rule by the case that needs it."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from enrolment import service
from enrolment.models import Affiliation, Confirmation, DomesticWorker, Place
from enrolment.pending.tasks import open_tasks
from enrolment.people.invented import InventedPerson, invented_person
from enrolment.queries import missing, terms_history
from enrolment.relation.remarks import change_shown, remarks_on, remarks_to_worker
from regime.policies import Policies
from regime.sentences import Sentence
from tests.enrolment.parties import (
    HOME,
    LIVE_IN,
    THREE_DAYS,
    Payer,
    affiliation,
    draft,
    household,
    login_for,
    official,
    periods,
    worker_actor,
    worker_facts,
)
from workflow.context import THE_SYSTEM
from workflow.engine import fire, offers
from workflow.errors import NotAllowed, NotReady, WrongState
from workflow.logins import logins_reached_by
from workflow.people import Person
from workflow.tables import Event, Message

NOON = datetime(2026, 3, 10, 18, tzinfo=UTC)
BEGAN = date(2026, 3, 10)
ADULT = invented_person("adult")


@pytest.fixture
def session(sqlite_session: Session) -> Session:
    """The rules ask nothing that differs between databases."""
    return sqlite_session


@pytest.fixture
def who(session: Session) -> Payer:
    """A registered household."""
    return household(session, NOON)


def codes(session: Session, case: Affiliation, who: Payer, at: datetime = NOON) -> set[str]:
    """The sentences that stand in the way of sending a draft."""
    return {sentence.code for sentence in missing(session, case, who.actor, at)}


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"worker_given_name": None}, "affiliation.worker_missing"),
        ({"worker_curp": None}, "affiliation.worker_missing"),
        ({"street": None}, "affiliation.place_missing"),
        ({"municipality": None}, "affiliation.place_missing"),
        ({"began_on": None}, "affiliation.began_on_missing"),
        ({"pay_amount": None}, "affiliation.pay_missing"),
        ({"pay_each": "year"}, "affiliation.pay_missing"),
        ({"pay_amount": Decimal("450.00"), "weekdays": ""}, "affiliation.weekdays_missing"),
        ({"mode": None}, "affiliation.insurance_missing"),
        ({"periodicity": 3}, "affiliation.insurance_missing"),
        ({"in_kind": "car"}, "affiliation.insurance_missing"),
        ({"periodicity": 2}, "affiliation.long_period_below_minimum"),
        ({**LIVE_IN, "pay_amount": Decimal("9000.00"), "periodicity": 12}, "affiliation.long_period_below_minimum"),
    ],
)
def test_a_draft_says_what_it_lacks(session: Session, who: Payer, facts: dict[str, Any], code: str) -> None:
    case = draft(session, who, NOON, ADULT, BEGAN)
    data = {"began_on": BEGAN, **facts}
    fire(session, case, "save", who.actor, NOON, data=data)
    assert code in codes(session, case, who)
    with pytest.raises(NotReady):
        service.submit(session, Affiliation, case.id, who.actor, NOON)


def test_a_complete_draft_lacks_nothing(session: Session, who: Payer) -> None:
    assert codes(session, draft(session, who, NOON, ADULT, BEGAN), who) == set()
    long = {**LIVE_IN, "pay_amount": Decimal("14000.00"), "periodicity": 6}
    assert codes(session, draft(session, who, NOON, ADULT, BEGAN, terms=long), who) == set()


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"worker_curp": "XXXX991399HDFRRR09"}, "identifier.month"),
        ({"worker_nss": "12345678901"}, "identifier.check_digit"),
        ({"municipality": "99999"}, "geography.unknown_municipality"),
        ({"postal_code": "6700"}, "geography.postal_code_has_five_digits"),
        ({"began_on": date(2026, 4, 10)}, "affiliation.begins_too_late"),
        ({"hours_per_day": Decimal(25)}, "affiliation.hours_not_possible"),
    ],
)
def test_what_is_certainly_wrong_is_refused_where_it_is_typed(
    session: Session, who: Payer, facts: dict[str, Any], code: str
) -> None:
    case = draft(session, who, NOON, ADULT, BEGAN)
    with pytest.raises(NotReady) as refused:
        service.save(session, Affiliation, case.id, who.actor, NOON, facts)
    assert code in {sentence.code for sentence in refused.value.sentences}


def child(age: int, day: date = BEGAN) -> InventedPerson:
    """Somebody who turns that age on a day."""
    return invented_person(f"child {age}", born=day.replace(year=day.year - age))


def test_nobody_under_fifteen_is_enrolled(session: Session, who: Payer) -> None:
    tomorrow_fifteen = child(15, date(2026, 3, 11))
    assert affiliation(session, who, NOON, tomorrow_fifteen, BEGAN).state == "stopped"
    case = affiliation(session, who, NOON, child(15), BEGAN)
    assert case.state == "enrolled"
    assert "affiliation.under_age" in {remark.code for remark in remarks_on(case, BEGAN, Policies())}
    grown = affiliation(session, who, NOON, child(18), BEGAN)
    assert "affiliation.under_age" not in {remark.code for remark in remarks_on(grown, BEGAN, Policies())}


def test_nobody_employs_themselves(session: Session, who: Payer) -> None:
    assert "affiliation.same_person" in codes(session, draft(session, who, NOON, who.person, BEGAN), who)


def test_a_worker_is_enrolled_once_at_a_place_and_again_at_another(session: Session, who: Payer) -> None:
    affiliation(session, who, NOON, ADULT, BEGAN)
    again = draft(session, who, NOON, ADULT, BEGAN)
    assert codes(session, again, who) == {"affiliation.duplicate"}
    elsewhere = affiliation(session, who, NOON, ADULT, BEGAN, street="Calle Playa 5")
    assert elsewhere.state == "enrolled"
    assert session.scalar(select(func.count()).select_from(Place)) == 2
    assert session.scalar(select(func.count()).select_from(DomesticWorker)) == 1


def test_a_known_worker_is_found_in_silence_and_left_as_she_is(session: Session, who: Payer) -> None:
    first = affiliation(session, who, NOON, ADULT, BEGAN)
    other = household(session, NOON, 2)
    contact = {"worker_email": "otro@example.org", "worker_phone": "5551112222"}
    second = affiliation(session, other, NOON, ADULT, BEGAN, **contact)
    assert (second.state, second.worker_id) == ("enrolled", first.worker_id)
    person = session.get_one(DomesticWorker, first.worker_id).person
    assert (person.email, person.phone) == (None, None)
    assert second.worker_email == "otro@example.org"


def test_an_address_typed_by_a_household_hears_of_that_household_alone(session: Session, who: Payer) -> None:
    """Whoever types an own address as the worker's learns nothing of her other homes, and cannot get in as her."""
    mine = affiliation(session, who, NOON, ADULT, BEGAN, worker_email="espia@example.org")
    hers = worker_actor(session, mine, NOON)
    affiliation(session, household(session, NOON, 2), NOON, ADULT, BEGAN, worker_email=None)
    asked = session.scalars(select(Confirmation).where(Confirmation.affiliation_id == mine.id)).one()
    fire(session, asked, "dispute", hers, NOON, comment="No trabajo los lunes.")
    sent = select(Message.template, Message.case_id).where(Message.address == "espia@example.org")
    assert session.execute(sent).all() == [("confirmation/asked", asked.id)]
    assert logins_reached_by(session, "espia@example.org") == []


def test_what_the_register_knows_makes_no_household_wait(session: Session, who: Payer) -> None:
    affiliation(session, who, NOON, ADULT, BEGAN)
    other = household(session, NOON, 2)
    same_letters = ADULT.given_names[0] + "xyz" if not ADULT.given_names.startswith("María") else "Marisol"
    case = draft(session, other, NOON, ADULT, BEGAN, worker_given_name=same_letters)
    assert codes(session, case, other) == set()
    service.submit(session, Affiliation, case.id, other.actor, NOON)
    assert case.state == "enrolled"
    assert "finding.known_under_another_name" in str(case.findings)
    assert session.get_one(DomesticWorker, case.worker_id).person.given_name == ADULT.given_names


def test_the_worker_is_no_party_before_she_is_decided_upon(session: Session, who: Payer) -> None:
    affiliation(session, who, NOON, ADULT, BEGAN)
    other = household(session, NOON, 2)
    nss = affiliation(session, household(session, NOON, 3), NOON, ADULT, BEGAN, worker_nss=invented_person(77).nss)
    assert (nss.state, "finding.known_with_another_nss" in str(nss.findings)) == ("enrolled", True)
    case = affiliation(session, other, NOON, ADULT, BEGAN, worker_given_name="Otra")
    assert case.state == "in_review"
    person = session.get_one(DomesticWorker, case.worker_id).person
    her = login_for(session, NOON, person, "domestic_worker")
    assert offers(session, case, her, NOON) == ()


def test_a_correction_keeps_the_day_of_filing(session: Session, who: Payer) -> None:
    case = affiliation(session, who, NOON, ADULT, date(2026, 3, 9), worker_given_name="Otra", worker_second_surname="")
    assert case.state == "in_review"
    clerk = official(session, NOON)
    fire(session, case, "request_correction", clerk, NOON, comment="El nombre no es el de la CURP.")
    later = datetime(2026, 3, 20, 18, tzinfo=UTC)
    service.save(session, Affiliation, case.id, who.actor, later, worker_facts(ADULT))
    service.submit(session, Affiliation, case.id, who.actor, later)
    assert (case.state, case.submitted_on, case.enrolled_from) == ("enrolled", BEGAN, date(2026, 3, 9))
    assert case.findings is None
    person = session.get_one(DomesticWorker, case.worker_id).person
    assert person.full_name == f"{ADULT.given_names} {ADULT.first_surname} {ADULT.second_surname}"


@pytest.mark.parametrize(
    ("began", "enrolled_from", "first_prepaid"),
    [
        (date(2026, 3, 10), date(2026, 3, 10), date(2026, 4, 1)),
        (date(2026, 3, 3), date(2026, 3, 3), date(2026, 4, 1)),  # five business days
        (date(2026, 3, 2), date(2026, 3, 10), date(2026, 4, 1)),  # six: from the day of filing
        (date(2019, 6, 1), date(2026, 3, 10), date(2026, 4, 1)),
        (date(2026, 3, 25), date(2026, 3, 25), date(2026, 4, 1)),
        (date(2026, 4, 5), date(2026, 4, 5), date(2026, 5, 1)),
    ],
)
def test_from_when_she_is_enrolled(
    session: Session, who: Payer, began: date, enrolled_from: date, first_prepaid: date
) -> None:
    case = affiliation(session, who, NOON, ADULT, began)
    assert (case.began_on, case.enrolled_from) == (began, enrolled_from)
    bases = {period.first_month: period.basis for period in periods(session, case)}
    assert bases[enrolled_from.replace(day=1)] == "post_paid"
    assert bases.get(first_prepaid, "prepaid") == "prepaid"
    arrears = {remark.code for remark in remarks_on(case, BEGAN, Policies())} & {"affiliation.arrears_before"}
    assert bool(arrears) == (began < enrolled_from)


def test_a_relation_reported_in_the_next_month_owes_both_months_afterwards(session: Session, who: Payer) -> None:
    at = datetime(2026, 4, 1, 18, tzinfo=UTC)
    case = affiliation(session, who, at, ADULT, date(2026, 3, 30), terms=LIVE_IN)
    assert [(p.first_month, p.basis, p.state) for p in periods(session, case)] == [
        (date(2026, 3, 1), "post_paid", "issued"),
        (date(2026, 4, 1), "post_paid", "proposed"),
        (date(2026, 5, 1), "prepaid", "issued"),
    ]


def test_pay_below_the_law_is_enrolled_with_the_true_wage(session: Session, who: Payer) -> None:
    poor = {**THREE_DAYS, "pay_amount": Decimal("200.00")}
    case = affiliation(session, who, NOON, ADULT, BEGAN, terms=poor)
    assert case.state == "enrolled"
    assert case.pay_amount == Decimal("200.00")
    assert case.wage_owed is not None
    assert Sentence("affiliation.underpaid", {"owed": case.wage_owed}) in remarks_on(case, BEGAN, Policies())
    fair = affiliation(session, who, NOON, invented_person(9), BEGAN)
    assert fair.wage_owed is None


@pytest.mark.parametrize("each", ["fortnight", "month"])
def test_pay_that_comes_seldom_is_accepted_and_flagged_to_both(session: Session, who: Payer, each: str) -> None:
    """LFT 88 asks for a week of material work; nothing is blocked and nothing is owed for it."""
    case = affiliation(session, who, NOON, ADULT, BEGAN, terms={**LIVE_IN, "pay_each": each})
    assert (case.state, case.wage_owed) == ("enrolled", None)
    for remarks in (remarks_on, remarks_to_worker):
        assert [said.code for said in remarks(case, BEGAN, Policies())] == [f"payday.seldom_{each}"]
    fewer = Policies(payday_term="fifteen_days")
    assert [said.code for said in remarks_on(case, BEGAN, fewer)] == (
        ["payday.seldom_month"] if each == "month" else []
    )


def test_pay_by_the_hour_below_a_day_is_owed_like_any_other(session: Session, who: Payer) -> None:
    """70 for three hours: 210 of 342.47 (LFT 83), 132.47 owed for each day; a task for the household, both may read."""
    by_hour = {**THREE_DAYS, "pay_each": "hour", "pay_amount": Decimal("70.00"), "hours_per_day": Decimal(3)}
    case = affiliation(session, who, NOON, ADULT, BEGAN, terms=by_hour)
    assert (case.state, case.wage_owed) == ("enrolled", Decimal("132.47"))
    for remarks in (remarks_on, remarks_to_worker):
        said = [remark.code for remark in remarks(case, BEGAN, Policies())]
        assert said == ["affiliation.underpaid", "notice.hourly_floor_whole_day"]
    assert [task.kind for task in open_tasks(session, case.id)] == ["pay_below_minimum"]


def test_days_of_a_month_are_confirmed_while_it_is_unpaid(session: Session, who: Payer) -> None:
    case = affiliation(session, who, NOON, ADULT, BEGAN)
    april = periods(session, case)[1]
    before = april.amount
    service.report_days(session, case.id, who.actor, NOON, date(2026, 4, 1), [1, 8])
    assert april.days == '{"2026-04":[1,8]}'
    assert before is not None
    assert april.amount is not None
    assert april.amount < before
    service.record_payment(session, april, april.amount, BEGAN, NOON)
    with pytest.raises(NotReady) as refused:
        service.report_days(session, case.id, who.actor, NOON, date(2026, 4, 1), [1])
    assert [s.code for s in refused.value.sentences] == ["affiliation.month_paid"]


@pytest.mark.parametrize(
    ("month", "days", "code"),
    [
        (date(2026, 2, 1), [3], "affiliation.month_outside"),
        (date(2026, 8, 1), [3], "affiliation.month_outside"),
        (date(2026, 4, 2), [3], "affiliation.month_outside"),
        (date(2026, 4, 1), [], "affiliation.no_day_reported"),
        (date(2026, 4, 1), [31], "affiliation.day_outside_month"),
        (date(2026, 3, 1), [9], "affiliation.day_outside_month"),
    ],
)
def test_days_that_cannot_be(session: Session, who: Payer, month: date, days: list[int], code: str) -> None:
    case = affiliation(session, who, NOON, ADULT, BEGAN)
    with pytest.raises(NotReady) as refused:
        service.report_days(session, case.id, who.actor, NOON, month, days)
    assert code in {sentence.code for sentence in refused.value.sentences}


def test_a_change_counts_from_the_next_unpaid_month_and_shows(session: Session, who: Payer) -> None:
    case = affiliation(session, who, NOON, ADULT, BEGAN, terms=LIVE_IN)
    april = periods(session, case)[1]
    assert april.amount is not None
    service.record_payment(session, april, april.amount, BEGAN, NOON)
    raised = {**LIVE_IN, "pay_amount": Decimal("20000.00")}
    service.change_terms(session, case.id, who.actor, NOON, raised, date(2026, 3, 15))
    newest = terms_history(session, case.id)[-1]
    assert (newest.change_from, newest.from_month) == (date(2026, 3, 15), date(2026, 5, 1))
    assert change_shown(newest) is not None
    assert case.pay_amount == Decimal("20000.00")


def test_within_the_month_a_change_counts_at_once_by_policy(session: Session, who: Payer) -> None:
    policies = Policies(change_takes_effect="within_the_month")
    session.info["settings"] = session.info["settings"].model_copy(update={"policies": policies})
    case = affiliation(session, who, NOON, ADULT, BEGAN, terms=LIVE_IN)
    raised = {**LIVE_IN, "pay_amount": Decimal("20000.00")}
    service.change_terms(session, case.id, who.actor, NOON, raised, date(2026, 3, 15))
    assert terms_history(session, case.id)[-1].from_month == date(2026, 3, 1)


def test_a_change_never_falls_into_the_middle_of_a_long_period(session: Session, who: Payer) -> None:
    case = affiliation(session, who, NOON, ADULT, BEGAN, terms={**LIVE_IN, "periodicity": 2})
    raised = {**LIVE_IN, "pay_amount": Decimal("20000.00"), "periodicity": 2}
    ahead = datetime(2026, 4, 10, 18, tzinfo=UTC)
    service.change_terms(session, case.id, who.actor, ahead, raised, date(2026, 4, 20))
    assert terms_history(session, case.id)[-1].from_month == date(2026, 6, 1)


@pytest.mark.parametrize(
    ("last_day", "reason", "code"),
    [
        (None, "agreement", "affiliation.ended_on_missing"),
        (date(2026, 3, 9), "agreement", "affiliation.end_outside"),
        (date(2026, 4, 10), "agreement", "affiliation.end_outside"),
        (date(2026, 3, 10), "because", "affiliation.end_reason_missing"),
    ],
)
def test_an_end_that_cannot_be(session: Session, who: Payer, last_day: Any, reason: str, code: str) -> None:
    case = affiliation(session, who, NOON, ADULT, BEGAN)
    with pytest.raises(NotReady) as refused:
        service.end_relation(session, case.id, who.actor, NOON, last_day, reason)
    assert code in {sentence.code for sentence in refused.value.sentences}


def test_the_worker_reads_of_the_end_and_may_be_enrolled_again(session: Session, who: Payer) -> None:
    case = affiliation(session, who, NOON, ADULT, BEGAN)
    service.end_relation(session, case.id, who.actor, NOON, BEGAN, "she_left", comment="Se mudó.")
    with pytest.raises(WrongState):
        service.report_days(session, case.id, who.actor, NOON, date(2026, 3, 1), [10])
    again = affiliation(session, who, NOON, ADULT, BEGAN)
    assert (again.state, again.worker_id) == ("enrolled", case.worker_id)


def test_only_a_household_enrols(session: Session, who: Payer) -> None:
    with pytest.raises(NotAllowed):
        service.begin_affiliation(session, official(session, NOON), NOON, HOME)
    other = household(session, NOON, 2)
    case = draft(session, who, NOON, ADULT, BEGAN)
    with pytest.raises(NotAllowed):
        service.save(session, Affiliation, case.id, other.actor, NOON, {"step": 2})
    with pytest.raises(NotAllowed):
        service.submit(session, Affiliation, case.id, other.actor, NOON)


def test_typed_values_are_tidied() -> None:
    typed = {"worker_curp": " sapm-800101 ", "worker_given_name": "  Ana   Luz ", "street": "", "step": 4}
    tidied = service.tidy(typed)
    assert tidied == {"worker_curp": "SAPM800101", "worker_given_name": "Ana Luz", "street": None, "step": 4}


def test_events_hold_no_personal_values(session: Session, who: Payer) -> None:
    affiliation(session, who, NOON, ADULT, BEGAN, worker_given_name="Otra")
    kept = " ".join(session.scalars(select(Event.data)))
    people = session.scalars(select(Person)).all()
    assert len(people) == 2
    for value in (
        ADULT.curp,
        ADULT.nss,
        ADULT.first_surname,
        who.person.curp,
        HOME["street"],
        "trabajadora@example.org",
    ):
        assert value not in kept


MONDAYS = {**THREE_DAYS, "weekdays": "0"}


def test_a_month_without_a_day_of_hers_is_not_proposed_until_she_comes(session: Session, who: Payer) -> None:
    at = datetime(2026, 3, 31, 18, tzinfo=UTC)
    case = affiliation(session, who, at, ADULT, date(2026, 3, 31), terms=MONDAYS)  # a Tuesday
    assert [period.first_month for period in periods(session, case)] == [date(2026, 4, 1)]
    service.report_days(session, case.id, who.actor, at, date(2026, 3, 1), [31])
    march = periods(session, case)[0]
    assert (march.first_month, march.basis, march.state) == (date(2026, 3, 1), "post_paid", "proposed")


def test_an_end_before_her_first_day_of_a_month_cancels_it(session: Session, who: Payer) -> None:
    case = affiliation(session, who, NOON, ADULT, BEGAN, terms=MONDAYS)
    service.end_relation(session, case.id, who.actor, NOON, date(2026, 4, 2), "agreement")  # before its first Monday
    assert {period.first_month: period.state for period in periods(session, case)} == {
        date(2026, 3, 1): "proposed",
        date(2026, 4, 1): "cancelled",
    }


def test_an_end_within_a_long_unpaid_period_leaves_its_first_months(session: Session, who: Payer) -> None:
    case = affiliation(session, who, NOON, ADULT, BEGAN, terms={**LIVE_IN, "periodicity": 6})
    service.end_relation(session, case.id, who.actor, NOON, date(2026, 4, 5), "agreement")
    april = periods(session, case)[1]
    assert (april.state, april.months, april.days) == ("issued", 1, '{"2026-04":[1,2,3,4,5]}')


def test_days_reported_after_a_lapse_propose_nothing_again(session: Session, who: Payer) -> None:
    case = affiliation(session, who, NOON, ADULT, BEGAN)
    april = periods(session, case)[1]
    fire(session, april, "lapse", THE_SYSTEM, NOON)
    service.report_days(session, case.id, who.actor, NOON, date(2026, 4, 1), [1])
    assert [period.state for period in periods(session, case)] == ["proposed", "expired"]
