"""The insurance of a worker of an inspected home: proved, required, referred, asked for by her, or ended."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.models import Affiliation, DomesticWorker, Household
from enrolment.people.invented import invented_person
from enrolment.relation.invitation_models import Invitation
from inspection.follow_up.insurance_follow_up import INSURANCE_FOLLOW_UP
from inspection.follow_up.insurance_models import InsuranceFollowUp
from inspection.follow_up.insuring import follow_ups, open_follow_up
from inspection.models import InspectionFile, new_folio
from tests.enrolment import parties
from tests.inspection.edges import declared_edges, taken_edges
from tests.inspection.visiting import HOME, MONDAY, officer
from workflow.clockwork import live_through
from workflow.context import THE_SYSTEM, Actor
from workflow.database import Database
from workflow.deadlines import open_deadlines
from workflow.engine import fire, open_case
from workflow.errors import NotAllowed, NotReady, WrongState
from workflow.people import Person
from workflow.tables import Event, Message

MARCH = date(2026, 3, 2)
CONSTANCIA = {
    "proof_folio": "C-FICTICIA-1",
    "proof_seen_on": date(2026, 6, 5),
    "names_worker": True,
    "names_employer": True,
}
IMSS = {"imss_reference": "IMSS-FICTICIO-7", "imss_acted_on": date(2026, 6, 5)}
SHE_ASKS: dict[str, Any] = {
    "she_asks": True,
    "began_on": MARCH,
    "weekdays": "024",
    "hours_per_day": Decimal(8),
    "pay_amount": Decimal("650.00"),
    "pay_each": "visit",
}
DATA: dict[str, dict[str, Any]] = {
    "verify_constancia": CONSTANCIA,
    "find_not_affiliated": {"began_on": MARCH},
    "flag_accident": {"accident_on": date(2026, 6, 1)},
    "require": {"required_days": 10},
    "refer": {"referral_reference": "OF-12"},
    "refer_at_once": {"referral_reference": "OF-13"},
    "request_for_her": SHE_ASKS,
    "record_enrolment": IMSS,
    "record_refusal": IMSS,
    "find_excluded": {"exclusion": "occasional", "told_voluntary": True},
    "decline": {"told_alone": True, "told_rights": True},
    "identify_worker": {"worker_name": "Luz Inventada"},
}


@dataclass
class Matter:
    """A file of a home that has an account, a worker whom Afilia knows, and the officers who act."""

    session: Session
    at: datetime = MONDAY
    seeds: int = field(default=0)

    def __post_init__(self) -> None:
        session = self.session
        self.director = officer(session, self.at, "director")
        self.inspector_login = officer(session, self.at, "inspector")
        self.payer = parties.household(session, self.at - timedelta(days=60), 1)
        self.household = session.scalars(select(Household).where(Household.person_id == self.payer.person_id)).one()
        self.file = self.new_file()

    def new_file(self, **facts: Any) -> InspectionFile:
        given = {
            "folio": new_folio(self.at.date()),
            "origin": "programme",
            "filed_on": self.at.date(),
            "office": "st-cdmx",
            "employer_person_id": self.payer.person_id,
            "household_id": self.household.id,
            **HOME,
            **facts,
        }
        return open_case(self.session, InspectionFile, "open", THE_SYSTEM, self.at, data=given).case  # type: ignore[no-any-return]

    def worker(self) -> Person:
        """Somebody with a name in Afilia and no relation."""
        self.seeds += 1
        who = invented_person(f"worker {self.seeds}")
        person = Person(given_name=who.given_names, first_surname=who.first_surname, created_at=self.at)
        self.session.add(person)
        self.session.flush()
        return person

    def relation(self) -> tuple[Affiliation, UUID]:
        """A relation of this home that is in force, and its worker as a person."""
        self.seeds += 1
        relation = parties.affiliation(
            self.session, self.payer, self.at - timedelta(days=30), invented_person(f"insured {self.seeds}"), MARCH
        )
        worker = self.session.get_one(DomesticWorker, relation.worker_id)
        return relation, worker.person_id

    def open(self, person_id: UUID | None = None, **facts: Any) -> InsuranceFollowUp:
        known = person_id or self.worker().id
        opened = open_follow_up(self.session, self.file, self.at, worker_person_id=known, **facts)
        return opened.case  # type: ignore[no-any-return]

    def take(self, case: Any, action: str, actor: Actor | None = None, **data: Any) -> Any:
        data = {**DATA.get(action, {}), **data}
        if action == "record_service":
            data = {"delivered_at": self.at, **data}
        declared = INSURANCE_FOLLOW_UP.versions_of(action)[0]
        who = actor or (self.director if any(r.code == "director" for r in declared.roles) else None)
        who = who or (officer(self.session, self.at, "intake") if action == "answer" else THE_SYSTEM)
        words = "Porque así se vio." if declared.comment == "required" else None
        return fire(self.session, case, action, who, self.at, comment=words, data=data).case

    def at_state(self, state: str, person_id: UUID | None = None) -> Any:
        ways = {
            "not_evaluated": (),
            "not_affiliated": ("find_not_affiliated",),
            "required": ("find_not_affiliated", "require"),
            "to_refer": ("find_not_affiliated", "require", "record_service", "pass_requirement"),
            "referred": ("find_not_affiliated", "refer"),
            "requested": ("find_not_affiliated", "request_for_her"),
            "enrolling": ("find_not_affiliated", "refer", "record_enrolment"),
            "imss_refused": ("find_not_affiliated", "refer", "record_refusal"),
            "affiliated": ("verify_constancia",),
        }
        case: Any = self.open(person_id)
        for action in ways[state]:
            case = self.take(case, action)
        return case


@pytest.fixture
def home(session: Session) -> Matter:
    return Matter(session)


def test_every_declared_step_of_a_follow_up_can_be_taken(database: Database) -> None:
    with database.write() as session:
        home = Matter(session)
        edges = declared_edges(INSURANCE_FOLLOW_UP)
        for state, action, after in sorted(edges, key=str):
            if state is None:
                continue
            person = home.relation()[1] if action == "verify_relation" else None
            case = home.at_state(state, person)
            if action == "refer_at_once":
                case = home.take(case, "flag_accident")
            if action == "keep_request":
                home.take(case, action, invitation_id=case.invitation_id)
            else:
                home.take(case, action)
            assert after is not None
        assert taken_edges(session, INSURANCE_FOLLOW_UP) >= edges


@pytest.mark.rows(64)
@pytest.mark.invariants("vi")
def test_the_file_closes_only_when_her_insurance_is_settled_whatever_was_paid(home: Matter) -> None:
    case = home.at_state("referred")
    with pytest.raises(NotReady, match="matters_open"):
        fire(home.session, home.file, "close", home.director, home.at)
    # No step of a follow-up speaks of fines or payments: none of them could end it.
    assert not {a.code for a in INSURANCE_FOLLOW_UP.actions if "pay" in a.code or "fine" in a.code}
    home.take(case, "verify_constancia")
    assert fire(home.session, home.file, "close", home.director, home.at).case.state == "closed"
    with pytest.raises(NotReady, match="file_closed"):
        home.take(case, "doubt_proof")


def test_a_relation_in_force_with_this_home_proves_it_and_one_with_another_home_does_not(home: Matter) -> None:
    relation, person = home.relation()
    case = home.take(home.open(person), "verify_relation")
    assert (case.state, case.proof, case.affiliation_id) == ("affiliated", "relation", relation.id)
    other = parties.household(home.session, home.at - timedelta(days=50), 2)
    elsewhere = home.new_file(employer_person_id=other.person_id, household_id=None)
    hers = open_follow_up(home.session, elsewhere, home.at, worker_person_id=person).case
    with pytest.raises(NotReady, match="no_relation_in_force"):
        home.take(hers, "verify_relation")


def test_it_becomes_affiliated_by_itself_within_a_week_of_the_relation(database: Database) -> None:
    with database.write() as session:
        home = Matter(session)
        case = home.at_state("required", home.worker().id)
        known, payer, person_id = case.id, home.payer, case.worker_person_id
    live_through(database, MONDAY, MONDAY + timedelta(days=6))
    with database.write() as session:
        assert session.get_one(InsuranceFollowUp, known).state == "required"
        at = MONDAY + timedelta(days=6)
        relation = parties.affiliation(session, payer, at, invented_person("worker 1"), date(2026, 6, 10))
        worker = session.get_one(DomesticWorker, relation.worker_id)
        same = session.get_one(InsuranceFollowUp, known)
        fire(session, same, "identify_worker", _director(session, at), at, data={"worker_person_id": worker.person_id})
        assert person_id != worker.person_id
    live_through(database, MONDAY + timedelta(days=6), MONDAY + timedelta(days=8))
    with database.read() as session:
        case = session.get_one(InsuranceFollowUp, known)
        assert (case.state, case.proof) == ("affiliated", "relation")
        told = select(Message.template).where(Message.case_id == known).order_by(Message.id)
        assert session.scalars(told).all() == [
            "insurance_follow_up/required",
            "insurance_follow_up/affiliated",
        ]


def _director(session: Session, at: datetime) -> Actor:
    return officer(session, at, "director")


@pytest.mark.entries("D12")
def test_the_term_to_enrol_runs_from_the_service_and_is_ten_business_days_at_most(home: Matter) -> None:
    case = home.at_state("not_affiliated")
    with pytest.raises(NotReady, match="choice_beyond_law"):
        home.take(case, "require", required_days=11)
    with pytest.raises(NotReady, match="choice_missing"):
        home.take(case, "require", required_days=None)
    case = home.take(case, "require")
    assert [row.code for row in open_deadlines(home.session, case.id)] == []
    with pytest.raises(NotReady, match="service_not_possible"):
        home.take(
            case,
            "record_service",
            THE_SYSTEM,
            delivered_at=home.at + timedelta(hours=1),
        )
    case = home.take(case, "record_service", THE_SYSTEM)
    # Served on Monday 8 June 2026: ten business days from the 9th end on Monday the 22nd.
    (clock,) = open_deadlines(home.session, case.id)
    assert (clock.code, clock.due_day) == ("answer", date(2026, 6, 22))
    with pytest.raises(NotReady, match="served_already"):
        home.take(case, "record_service", THE_SYSTEM)


@pytest.mark.entries("D12", "D37")
@pytest.mark.invariants("v")
def test_after_the_term_imss_is_to_be_told_and_a_late_answer_is_kept(database: Database) -> None:
    with database.write() as session:
        home = Matter(session)
        served = home.take(home.at_state("required"), "record_service", THE_SYSTEM)
        known = served.id
    live_through(database, MONDAY, datetime(2026, 6, 24, 18, tzinfo=UTC))
    with database.write() as session:
        case = session.get_one(InsuranceFollowUp, known)
        assert case.state == "to_refer"
        # The term ended with Monday 22 June: three business days from the 23rd are the 23rd, 24th and 25th.
        (clock,) = open_deadlines(session, known)
        assert (clock.code, clock.due_day) == ("referral", date(2026, 6, 25))
        late = fire(
            session,
            case,
            "answer",
            officer(session, MONDAY, "intake"),
            datetime(2026, 6, 24, 18, tzinfo=UTC),
            comment="Ya la voy a inscribir.",
        ).case
        assert (late.state, late.answered_late, late.answered_on) == ("to_refer", True, date(2026, 6, 24))
    live_through(database, datetime(2026, 6, 24, 18, tzinfo=UTC), datetime(2026, 7, 1, 18, tzinfo=UTC))
    with database.read() as session:
        assert session.get_one(InsuranceFollowUp, known).state == "to_refer"
        said = select(Event.action).where(Event.case_id == known, Event.action == "pass_target")
        assert session.scalars(said).all() == ["pass_target"]


@pytest.mark.entries("D37")
def test_an_accident_makes_it_urgent_and_does_not_wait_for_the_employers_term(home: Matter) -> None:
    case = home.at_state("required")
    lawyer = officer(home.session, home.at, "legal_officer")
    with pytest.raises(NotReady, match="term_still_runs"):
        home.take(case, "refer_at_once", lawyer)
    with pytest.raises(NotReady, match="accident_before_work"):
        home.take(case, "flag_accident", accident_on=date(2026, 2, 1))
    with pytest.raises(NotReady, match="accident_undated"):
        home.take(case, "flag_accident", accident_on=None)
    case = home.take(case, "flag_accident")
    (clock,) = open_deadlines(home.session, case.id)
    # Flagged on Monday 8 June: the 9th, 10th and 11th.
    assert (clock.code, clock.due_day) == ("urgent_referral", date(2026, 6, 11))
    assert home.take(case, "refer_at_once", lawyer).state == "referred"


def test_a_constancia_counts_only_for_her_and_for_this_home(home: Matter) -> None:
    case = home.open()
    for wrong, code in (
        ({"proof_folio": " "}, "proof_missing"),
        ({"proof_seen_on": None}, "proof_missing"),
        ({"proof_seen_on": date(2026, 6, 9)}, "day_ahead"),
        ({"names_worker": False}, "proof_of_another_worker"),
        ({"names_employer": False}, "proof_of_another_employer"),
    ):
        with pytest.raises(NotReady, match=code):
            home.take(case, "verify_constancia", **wrong)
    case = home.take(case, "verify_constancia")
    assert (case.state, case.proof) == ("affiliated", "constancia")
    again = home.take(case, "doubt_proof")
    assert (again.state, again.proof, again.proof_folio) == ("not_evaluated", None, None)


def test_her_own_request_reaches_imss_and_its_end_comes_back(database: Database) -> None:
    with database.write() as session:
        home = Matter(session)
        case = home.at_state("not_affiliated")
        with pytest.raises(NotReady, match="she_does_not_ask"):
            home.take(case, "request_for_her", she_asks=False)
        with pytest.raises(NotReady, match="work_missing"):
            home.take(case, "request_for_her", pay_amount=None)
        case = home.take(case, "request_for_her")
        request = session.get_one(Invitation, case.invitation_id)
        assert (request.state, request.employer_name, request.person_id) == (
            "requested",
            HOME["employer_name"],
            case.worker_person_id,
        )
        official = parties.official(session, MONDAY, "supervisor")
        fire(session, request, "refuse", official, MONDAY, comment="No se acreditó el trabajo.")
        known = case.id
    live_through(database, MONDAY, MONDAY + timedelta(days=16))
    with database.read() as session:
        case = session.get_one(InsuranceFollowUp, known)
        assert case.state == "imss_refused"
        lost = select(Event.action).where(Event.case_id == known, Event.action == "lose_request")
        assert session.scalars(lost).all() == ["lose_request"]


def test_her_request_needs_a_person_and_a_home(home: Matter) -> None:
    unknown = open_follow_up(home.session, home.file, home.at, worker_name="Quien limpia").case
    unknown = home.take(unknown, "find_not_affiliated")
    with pytest.raises(NotReady, match="worker_unknown"):
        home.take(unknown, "request_for_her")
    nowhere = home.new_file(employer_name=None)
    case = open_follow_up(home.session, nowhere, home.at, worker_person_id=home.worker().id).case
    with pytest.raises(NotReady, match="home_unknown"):
        home.take(home.take(case, "find_not_affiliated"), "request_for_her")


def test_it_ends_without_insurance_only_for_reasons_that_were_explained_to_her(home: Matter) -> None:
    case = home.at_state("not_affiliated")
    with pytest.raises(NotReady, match="exclusion_missing"):
        home.take(case, "find_excluded", exclusion="whatever")
    with pytest.raises(NotReady, match="not_told_voluntary"):
        home.take(case, "find_excluded", told_voluntary=False)
    with pytest.raises(NotReady, match="not_told"):
        home.take(case, "decline", told_alone=False)
    assert home.take(case, "decline").state == "declined"
    with pytest.raises(WrongState):
        home.take(home.at_state("not_evaluated"), "decline")


def test_one_worker_of_a_home_is_followed_once(home: Matter) -> None:
    person = home.worker().id
    first = home.open(person)
    with pytest.raises(NotReady, match="followed_already"):
        home.open(person)
    second = home.open()
    with pytest.raises(NotReady, match="followed_already"):
        home.take(second, "identify_worker", worker_person_id=person)
    assert [one.id for one in follow_ups(home.session, home.file)] == [first.id, second.id]
    home.take(first, "find_no_relation")
    home.take(second, "identify_worker", worker_person_id=person)


@pytest.mark.invariants("i")
def test_the_employer_is_nobody_in_it_before_she_is_told_and_the_worker_never_is(home: Matter) -> None:
    employer, case = home.payer.actor, home.at_state("not_affiliated")
    worker = parties.login_for(home.session, home.at, home.session.get_one(Person, case.worker_person_id))
    for nobody in (employer, worker, officer(home.session, home.at, "director", "st-jalisco")):
        with pytest.raises(NotAllowed):
            fire(home.session, case, "answer", nobody, home.at, comment="Ya la inscribí.")
    assert home.session.scalars(select(Message).where(Message.case_id == case.id)).all() == []
    case = home.take(case, "require")
    answered = fire(home.session, case, "answer", employer, home.at, comment="Ya la inscribí.").case
    assert (answered.answered_late, answered.answered_on) == (False, date(2026, 6, 8))
    with pytest.raises(NotAllowed):
        fire(home.session, case, "answer", worker, home.at, comment="Soy yo.")


def test_what_is_dated_ahead_is_not_written_down(home: Matter) -> None:
    case = home.open()
    with pytest.raises(NotReady, match="day_ahead"):
        home.take(case, "find_not_affiliated", began_on=date(2026, 6, 9))
    with pytest.raises(NotReady, match="beginning_missing"):
        home.take(case, "find_not_affiliated", began_on=None)
    referred = home.at_state("referred")
    with pytest.raises(NotReady, match="imss_act_missing"):
        home.take(referred, "record_enrolment", imss_reference="")
    with pytest.raises(NotReady, match="referral_missing"):
        home.take(home.at_state("not_affiliated"), "refer", referral_reference=" ")
