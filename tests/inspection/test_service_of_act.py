"""Serving an act: in person, by citatorio and at its hour, at the door, electronically, by mail, by edict."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from inspection.follow_up.insurance_models import InsuranceFollowUp
from inspection.service.matters import issues, upon
from inspection.service.service_models import ServiceEntry, ServiceOfAct
from inspection.service.service_of_act import SERVICE_OF_ACT
from inspection.service.serving import entries, open_service, services_of
from tests.inspection.edges import declared_edges, taken_edges
from tests.inspection.test_insurance_follow_up import Matter
from tests.inspection.visiting import Field, officer
from workflow.clockwork import live_through
from workflow.context import THE_SYSTEM, Actor
from workflow.database import Database
from workflow.deadlines import open_deadlines
from workflow.engine import fire
from workflow.errors import NotAllowed, NotReady
from workflow.tables import Event, Message

MEXICO = ZoneInfo("America/Mexico_City")
RECEIPT = {"receiver_name": "Persona Inventada", "identification": "ine", "signature": "signed"}
CANNOT = ("worker_concerned", "other_worker", "child", "guard", "confused_elder", "neighbour", "nobody")


def at(day: date, hour: int = 10, minute: int = 0) -> datetime:
    """An hour in Mexico City."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=MEXICO)


MONDAY, TUESDAY = date(2026, 6, 8), date(2026, 6, 9)

NOON = at(MONDAY, 12)


@dataclass
class Post:
    """An act of a follow-up that has to reach the employer, and a notifier; steps are taken when they say."""

    session: Session
    now: datetime = NOON
    act: str = "archive"

    def __post_init__(self) -> None:
        self.home = Matter(self.session, datetime(2026, 6, 8, 13, tzinfo=UTC))
        self.notifier = officer(self.session, self.home.at, "notifier")
        self.lawyer = officer(self.session, self.home.at, "legal_officer")
        self.director = self.home.director

    def open(self, act: str | None = None, **facts: Any) -> Any:
        matter = self.home.open()
        issued = facts.pop("issued_on", MONDAY)
        opened = open_service(self.session, matter, act or self.act, issued, max(self.now, self.home.at)).case
        given = {"notifier_id": self.notifier.login_id}
        return fire(self.session, opened, "assign", self.director, self.now, data=given).case

    def take(self, case: Any, action: str, actor: Actor | None = None, **data: Any) -> Any:
        declared = SERVICE_OF_ACT.versions_of(action)[0]
        codes = {role.code for role in declared.roles}
        known = {"notifier": self.notifier, "legal_officer": self.lawyer, "employer": self.home.payer.actor}
        who = actor or next((known[code] for code in known if code in codes), THE_SYSTEM)
        words = "Se preguntó a los vecinos." if declared.comment == "required" else None
        return fire(self.session, case, action, who, self.now, comment=words, data=data).case

    def citatorio(self, case: Any = None, back: datetime | None = None, **more: Any) -> Any:
        left = {"happened_at": at(MONDAY), "left_with": "neighbour", "return_at": back or at(TUESDAY, 11), **more}
        return self.take(case or self.open(), "leave_citatorio", **left)

    def accepted(self, case: Any = None) -> Any:
        given = {"accepts": True, "accepted_on": MONDAY, "electronic_address": "hogar@example.org"}
        return self.take(case or self.open(), "accept_electronic", **given)


@pytest.fixture
def post(session: Session) -> Post:
    return Post(session)


def test_every_declared_step_of_a_service_can_be_taken(database: Database) -> None:
    with database.write() as session:
        post = Post(session)
        in_person = {"happened_at": at(MONDAY), "receiver": "employer", **RECEIPT}
        back = {"happened_at": at(TUESDAY, 11), "receiver": "adult_resident", **RECEIPT}
        proof = {"happened_at": at(MONDAY, 11), "proof": "acuse 7"}
        fixed = {"happened_at": at(TUESDAY, 11), "found": "nobody", "fixed_and_photographed": True}
        failed = post.take(post.take(post.open(), "record_attempt", happened_at=at(MONDAY), found="nobody"), "fail")
        sent = post.take(
            post.accepted(post.take(failed, "give_new_address", address="Otra calle 1")), "send_electronically"
        )
        post.take(sent, "assign", post.director, notifier_id=None)
        post.take(post.take(sent, "stop_waiting"), "serve_in_person", **in_person)
        for end in ("acknowledge", "record_receipt"):
            case = post.take(post.accepted(), "send_electronically")
            post.take(case, end, **(proof if end == "record_receipt" else {}))
        post.accepted(post.take(post.open(), "fail"))
        post.take(post.open("compliance"), "serve_by_mail", **proof)
        post.now = at(TUESDAY, 12)
        post.take(post.citatorio(), "serve_in_person", **{**in_person, "happened_at": at(TUESDAY, 11)})
        post.take(post.citatorio(), "serve_who_is_there", **back)
        post.take(post.citatorio(), "fix_to_door", **fixed)
        post.take(post.take(post.citatorio(), "miss_hour"), "pass_term", THE_SYSTEM)
        waiting = post.citatorio()
        post.take(waiting, "assign", post.director, notifier_id=None)
        post.take(waiting, "pass_hour", THE_SYSTEM)
        post.take(waiting, "pass_term", THE_SYSTEM)
        edict = post.take(post.take(waiting, "fail"), "pass_term", THE_SYSTEM)
        edict = post.take(post.take(edict, "order_edict"), "pass_term", THE_SYSTEM)
        post.now = at(date(2026, 6, 15), 12)
        post.take(edict, "record_edict", published_from=date(2026, 6, 10), published_until=date(2026, 6, 12))
        unserved = ("to_serve", "citatorio_left", "sent", "failed", "edict_ordered")
        for state, end in product(unserved, ("withdraw", "drop", "record_on_the_spot")):
            case = post.open() if state != "sent" else post.take(post.accepted(), "send_electronically")
            if state == "citatorio_left":
                post.now = at(TUESDAY, 12)
                case = post.citatorio(case)
            if state in ("failed", "edict_ordered"):
                case = post.take(case, "fail")
            if state == "edict_ordered":
                case = post.take(case, "order_edict")
            if state == "sent":
                post.take(case, "pass_term", THE_SYSTEM)
            assert case.state == state
            told = {"happened_at": at(MONDAY, 11), "receiver": None} if end == "record_on_the_spot" else {}
            post.take(case, end, None if end == "withdraw" else THE_SYSTEM, **told)
        assert taken_edges(session, SERVICE_OF_ACT) >= declared_edges(SERVICE_OF_ACT)


@pytest.mark.rows(48)
def test_the_employer_receives_at_once_and_it_counts_from_that_day(post: Post) -> None:
    case = post.take(post.open(), "serve_in_person", happened_at=at(MONDAY), receiver="employer", **RECEIPT)
    assert (case.state, case.way, case.effective_at) == ("effective", "personal", at(MONDAY))
    (line,) = entries(post.session, case)
    assert (line.happened, line.channel, line.receiver, line.identification, line.signature) == (
        "personal",
        "paper",
        "employer",
        "ine",
        "signed",
    )
    assert (line.notifier_id, line.takes_effect_at) == (post.notifier.login_id, at(MONDAY))


@pytest.mark.rows(24, 48)
@pytest.mark.parametrize("who", CANNOT)
def test_who_may_not_receive_never_does(post: Post, who: str) -> None:
    case = post.open()
    with pytest.raises(NotReady, match="cannot_receive"):
        post.take(case, "serve_in_person", happened_at=at(MONDAY), receiver=who, **RECEIPT)
    if who != "neighbour":
        with pytest.raises(NotReady, match="cannot_receive"):
            post.citatorio(case, left_with=who)
    case = post.citatorio(case)
    post.now = at(TUESDAY, 12)
    with pytest.raises(NotReady, match="cannot_receive"):
        post.take(case, "serve_who_is_there", happened_at=at(TUESDAY, 11), receiver=who, **RECEIPT)
    fixed = post.take(case, "fix_to_door", happened_at=at(TUESDAY, 11), found=who, fixed_and_photographed=True)
    assert (fixed.state, fixed.way) == ("effective", "instructivo")


@pytest.mark.rows(48)
def test_nobody_but_the_addressee_receives_without_a_citatorio(post: Post) -> None:
    with pytest.raises(NotReady, match="needs_citatorio"):
        post.take(post.open(), "serve_in_person", happened_at=at(MONDAY), receiver="adult_resident", **RECEIPT)
    with pytest.raises(NotReady, match="serve_at_once"):
        post.citatorio(left_with="employer")


@pytest.mark.rows(48)
@pytest.mark.entries("D05")
@pytest.mark.parametrize(
    ("left", "back"),
    [
        (date(2026, 6, 8), date(2026, 6, 9)),  # Monday, Tuesday
        (date(2026, 6, 12), date(2026, 6, 15)),  # Friday, Monday
        (date(2026, 9, 15), date(2026, 9, 17)),  # the 16th is the national day
        (date(2026, 12, 31), date(2027, 1, 4)),  # Thursday; New Year, then Saturday and Sunday
    ],
)
def test_a_citatorio_is_for_an_hour_of_the_next_business_day(session: Session, left: date, back: date) -> None:
    post = Post(session, now=at(left, 12))
    case = post.open(issued_on=MONDAY)
    for wrong in (left, back + timedelta(days=1)):
        with pytest.raises(NotReady, match="return_on_another_day"):
            post.citatorio(case, happened_at=at(left), back=at(wrong, 11))
    with pytest.raises(NotReady, match="hour_not_working"):
        post.citatorio(case, happened_at=at(left), back=at(back, 20))
    with pytest.raises(NotReady, match="return_missing"):
        post.take(case, "leave_citatorio", happened_at=at(left), left_with="neighbour")
    case = post.citatorio(case, happened_at=at(left), back=at(back, 11))
    assert ("return", back) in [(row.code, row.due_day) for row in open_deadlines(session, case.id)]


@pytest.mark.rows(48)
@pytest.mark.entries("D05")
def test_at_another_hour_than_the_citatorios_nothing_is_served(post: Post) -> None:
    case = post.citatorio(back=at(TUESDAY, 11))
    post.now = at(date(2026, 6, 10), 17)
    for wrong in (at(TUESDAY, 10, 59), at(TUESDAY, 12, 1), at(date(2026, 6, 10), 11)):
        with pytest.raises(NotReady, match="not_at_the_hour"):
            post.take(case, "serve_who_is_there", happened_at=wrong, receiver="adult_resident", **RECEIPT)
        with pytest.raises(NotReady, match="not_at_the_hour"):
            post.take(case, "fix_to_door", happened_at=wrong, found="nobody", fixed_and_photographed=True)
    # Written down a day later, it counts from when it was done.
    case = post.take(case, "serve_who_is_there", happened_at=at(TUESDAY, 11, 30), receiver="adult_resident", **RECEIPT)
    assert case.effective_at == at(TUESDAY, 11, 30)


@pytest.mark.rows(24)
def test_an_act_is_fixed_to_the_door_only_if_nobody_takes_it(post: Post) -> None:
    case = post.citatorio()
    post.now = at(TUESDAY, 12)
    there = {"happened_at": at(TUESDAY, 11), "found": "adult_resident"}
    with pytest.raises(NotReady, match="somebody_receives"):
        post.take(case, "fix_to_door", **there, fixed_and_photographed=True)
    with pytest.raises(NotReady, match="not_fixed"):
        post.take(case, "fix_to_door", **there, refused=True)
    assert post.take(case, "fix_to_door", **there, refused=True, fixed_and_photographed=True).state == "effective"


@pytest.mark.rows(48)
def test_what_is_typed_wrong_is_said(post: Post) -> None:
    case = post.open()
    good = {"happened_at": at(MONDAY), "receiver": "employer", **RECEIPT}
    for wrong, code in (
        ({"happened_at": None}, "moment_missing"),
        ({"happened_at": at(MONDAY, 13)}, "moment_later"),
        ({"happened_at": at(date(2026, 6, 5))}, "before_issued"),
        ({"happened_at": at(MONDAY, 7)}, "hour_not_working"),
        ({"happened_at": at(date(2026, 6, 7))}, "day_not_working"),
        ({"receiver_name": " "}, "name_missing"),
        ({"identification": "library card"}, "identification_missing"),
        ({"signature": None}, "signature_missing"),
    ):
        with pytest.raises(NotReady, match=code):
            post.take(case, "serve_in_person", **{**good, **wrong})
    assert entries(post.session, case) == []


@pytest.mark.rows(48)
def test_electronic_service_needs_acceptance_and_proof(post: Post) -> None:
    case = post.open()
    with pytest.raises(NotReady, match="not_accepted"):
        post.take(case, "send_electronically")
    for wrong, code in (
        ({"accepts": False}, "acceptance_missing"),
        ({"electronic_address": ""}, "electronic_address_missing"),
        ({"accepted_on": TUESDAY}, "accepted_later"),
    ):
        given = {"accepts": True, "accepted_on": MONDAY, "electronic_address": "a@example.org", **wrong}
        with pytest.raises(NotReady, match=code):
            post.take(case, "accept_electronic", **given)
    assert post.session.scalars(select(Message).where(Message.case_id == case.id)).all() == []
    with pytest.raises(NotAllowed):
        post.take(case, "acknowledge", post.home.payer.actor)
    case = post.take(post.accepted(case), "send_electronically")
    (told,) = post.session.scalars(select(Message).where(Message.case_id == case.id))
    assert told.template == "service_of_act/to_receive"
    with pytest.raises(NotReady, match="proof_missing"):
        post.take(case, "record_receipt", happened_at=at(MONDAY, 11), proof=" ")
    case = post.take(case, "acknowledge")
    assert (case.state, case.way, case.effective_at) == ("effective", "electronic", post.now)
    assert [(line.happened, line.channel) for line in entries(post.session, case)] == [
        ("sent", "mailbox"),
        ("electronic", "mailbox"),
    ]


@pytest.mark.rows(48)
def test_what_is_served_personally_goes_by_no_mail(post: Post) -> None:
    proof = {"happened_at": at(MONDAY, 11), "proof": "acuse 7"}
    with pytest.raises(NotReady, match="not_by_mail"):
        post.take(post.open("sanction_notice"), "serve_by_mail", **proof)
    assert post.take(post.open("documents"), "serve_by_mail", **proof).way == "certified_mail"


@pytest.mark.rows(49)
def test_without_an_address_a_search_is_recorded_and_an_edict_counts_from_its_last_day(post: Post) -> None:
    case = post.open()
    with pytest.raises(NotReady, match="comment_required"):
        fire(post.session, case, "fail", post.notifier, post.now)
    case = post.take(post.take(case, "fail"), "order_edict")
    post.now = at(date(2026, 6, 15), 12)
    with pytest.raises(NotReady, match="publication_missing"):
        post.take(case, "record_edict", published_from=date(2026, 6, 10), published_until=None)
    with pytest.raises(NotReady, match="publication_days"):
        post.take(case, "record_edict", published_from=date(2026, 6, 10), published_until=date(2026, 6, 11))
    case = post.take(case, "record_edict", published_from=date(2026, 6, 10), published_until=date(2026, 6, 12))
    assert (case.way, case.effective_at) == ("edict", at(date(2026, 6, 12), 18))


@pytest.mark.entries("D19")
@pytest.mark.parametrize(
    ("issued", "due"),
    [
        # Monday 8 June 2026: the 9th to the 12th and the 15th to the 19th are nine, the tenth is Monday the 22nd.
        (date(2026, 6, 8), date(2026, 6, 22)),
        # Thursday 17 December 2026: 18, 21 to 24, 28 to 31 are nine; New Year; Monday 4 January is the tenth.
        (date(2026, 12, 17), date(2027, 1, 4)),
    ],
)
def test_ten_business_days_to_serve_with_an_alarm(database: Database, issued: date, due: date) -> None:
    with database.write() as session:
        post = Post(session, now=at(issued, 12))
        case = post.open(issued_on=issued)
        (clock,) = open_deadlines(session, case.id)
        assert (clock.code, clock.due_day) == ("service", due)
        known = case.id
    if issued == MONDAY:
        live_through(database, at(issued, 12), at(date(2026, 7, 20), 12))
        with database.read() as session:
            assert session.get_one(ServiceOfAct, known).state == "to_serve"
            said = select(Event.action).where(Event.case_id == known, Event.action == "pass_term")
            assert session.scalars(said).all() == ["pass_term"]


@pytest.mark.rows(24, 48)
def test_where_the_state_says_so_it_counts_from_the_next_business_day(database: Database, monkeypatch: Any) -> None:
    # What an authority's own file may say; none that comes with Afilia does.
    from inspection.authorities import Authority

    monkeypatch.setattr(Authority, "takes_effect_same_day", property(lambda _self: False))
    friday = date(2026, 6, 12)
    with database.write() as session:
        post = Post(session, now=at(friday, 12))
        case = post.take(post.open(), "serve_in_person", happened_at=at(friday, 11), receiver="employer", **RECEIPT)
        assert (case.state, case.effective_at) == ("served", at(date(2026, 6, 15), 0))
        known = case.id
    live_through(database, at(friday, 12), at(date(2026, 6, 14), 12))
    with database.read() as session:
        assert session.get_one(ServiceOfAct, known).state == "served"
    live_through(database, at(date(2026, 6, 14), 12), at(date(2026, 6, 15), 9))
    with database.read() as session:
        case = session.get_one(ServiceOfAct, known)
        assert case.state == "effective"
        event = session.scalars(select(Event).where(Event.case_id == known).order_by(Event.seq.desc())).first()
        assert event is not None
        assert event.effective_at == at(date(2026, 6, 15), 0)


def test_the_home_is_asked_to_enrol_by_service_and_the_term_runs_from_it(session: Session) -> None:
    post = Post(session)
    follow_up = post.home.take(post.home.at_state("not_affiliated"), "require", required_days=10)
    (service,) = services_of(session, follow_up)
    assert (service.act, service.issued_on, service.state) == ("requirement", MONDAY, "to_serve")
    assert open_deadlines(session, follow_up.id) == []
    post.take(service, "serve_in_person", happened_at=at(MONDAY, 11), receiver="employer", **RECEIPT)
    told = session.get_one(InsuranceFollowUp, follow_up.id, populate_existing=True)
    assert told.served_at == at(MONDAY, 11)
    # Served on Monday 8 June 2026: ten business days from the 9th end on Monday the 22nd.
    assert [(row.code, row.due_day) for row in open_deadlines(session, told.id)] == [("answer", date(2026, 6, 22))]


@pytest.mark.rows(39, 48)
def test_measures_of_an_inspection_run_from_their_service(session: Session) -> None:
    field = Field(session)
    case = field.measures()
    (service,) = services_of(session, case)
    with pytest.raises(NotReady, match="served_elsewhere"):
        open_service(session, case, "measures", field.at.date(), field.at)
    served = {"happened_at": field.at, "receiver": "employer", **RECEIPT}
    fire(session, service, "serve_in_person", field.notifier, field.at, data=served)
    session.refresh(case)
    assert case.served_at == field.at


def test_a_matter_that_has_moved_on_is_left_alone(post: Post) -> None:
    follow_up = post.home.take(post.home.at_state("not_affiliated"), "require")
    (service,) = services_of(post.session, follow_up)
    post.home.take(follow_up, "verify_constancia")
    assert post.session.get_one(ServiceOfAct, service.id, populate_existing=True).state == "withdrawn"


def test_only_acts_of_the_list_are_waited_for_and_served(post: Post) -> None:
    for declare in (issues, upon):
        with pytest.raises(LookupError, match="no act that is served"):
            declare("love_letter")
    with pytest.raises(NotReady, match="act_missing"):
        post.open("love_letter")
    with pytest.raises(NotReady, match="issued_later"):
        post.open(issued_on=TUESDAY)


def test_a_notifier_serves_what_was_given_to_them_and_nobody_of_another_authority(post: Post) -> None:
    case = post.open()
    attempt = {"happened_at": at(MONDAY), "found": "nobody"}
    for nobody in (
        officer(post.session, post.home.at, "notifier"),
        officer(post.session, post.home.at, "legal_officer", "st-jalisco"),
        post.home.payer.actor,
    ):
        with pytest.raises(NotAllowed):
            post.take(case, "record_attempt", nobody, **attempt)
    post.take(case, "record_attempt", **attempt)


def test_the_ledger_is_append_only_and_holds_no_name(post: Post) -> None:
    case = post.take(post.open(), "serve_in_person", happened_at=at(MONDAY), receiver="employer", **RECEIPT)
    kept = post.session.scalars(select(Event.data).where(Event.case_id == case.id)).all()
    assert not any("Persona Inventada" in data for data in kept)
    (line,) = entries(post.session, case)
    for change in (
        update(ServiceEntry).where(ServiceEntry.id == line.id).values(signature="refused"),
        delete(ServiceEntry).where(ServiceEntry.id == line.id),
    ):
        with pytest.raises(DatabaseError, match="append-only"), post.session.begin_nested():
            post.session.execute(change.execution_options(synchronize_session=False))
