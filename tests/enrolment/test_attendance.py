"""Attended at the counter and by telephone: in whose right, through which channel, until when, with what receipt."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment import service
from enrolment.attending import agreed_answers
from enrolment.attending.agreed_answers import (
    QUESTIONS,
    agree,
    all_right,
    caller_digest,
    hashed,
    hashes_of,
    may_try,
    person_called,
    was_wrong,
)
from enrolment.attending.attendance import attended_by
from enrolment.attending.attended_steps import steps_taken_in
from enrolment.models import Affiliation, Confirmation, Registration
from enrolment.people.invented import invented_person
from enrolment.roles import ATTENDANT, ATTENDED, HOUSEHOLD
from tests.conftest import NOON
from tests.enrolment.parties import (
    HOME,
    affiliation,
    attendance,
    attended,
    draft,
    household,
    login_for,
    official,
    payer,
    worker_actor,
)
from workflow import chain
from workflow.context import TELEPHONE, THE_SYSTEM
from workflow.definition import WORKFLOWS
from workflow.documents import sheet_of
from workflow.engine import context_of, fire, open_case
from workflow.errors import NotAllowed, NotReady
from workflow.people import Person
from workflow.stored import loads
from workflow.tables import DeadlineRow, Document, Event, Message

TODAY = date(2026, 3, 2)
ANSWERS = {"first_school": "Benito Juárez", "childhood_friend": "Lupita", "grandmother": "María de los Ángeles"}


def events(session: Session, case: Any) -> list[Event]:
    """The history of a case."""
    return list(session.scalars(select(Event).where(Event.case_id == case.id).order_by(Event.seq)))


def receipt_of(session: Session, case: Any, kind: str) -> dict[str, Any]:
    """What the paper of a case froze, once it is laid out without fault."""
    paper = session.scalars(select(Document).where(Document.case_id == case.id, Document.kind == kind)).one()
    assert sheet_of(paper).title
    return loads(paper.content)  # type: ignore[no-any-return]


def test_what_is_filed_at_the_counter_is_the_persons_and_names_official_and_channel(session: Session) -> None:
    who, clerk = payer(session, NOON), official(session, NOON)
    case = attendance(session, clerk, who.person_id, NOON)
    files = attended(clerk, case)
    typed = {"curp": who.person.curp, **HOME}
    registration = service.begin_registration(session, files, NOON, typed).case
    assert registration.person_id == who.person_id
    service.submit(session, Registration, registration.id, files, NOON)
    assert registration.state == "registered"
    begun, sent, *by_itself = events(session, registration)
    for event in (begun, sent):
        assert (event.actor, event.role, event.channel) == (str(clerk.login_id), HOUSEHOLD.code, "counter")
        assert loads(event.data)["attendance_id"] == case.id
    assert [event.channel for event in by_itself] == [None]
    assert receipt_of(session, registration, "receipt")["channel"] == "counter"
    assert list(chain.verify(session)) == []


def test_a_change_of_the_channel_breaks_the_chain(session: Session) -> None:
    fields = dict.fromkeys(chain._TEXTS, "")
    event = {**fields, "case_id": payer(session, NOON).person_id, "seq": 1, "effective_at": NOON, "recorded_at": NOON}
    hashes = {chain.link("0", {**event, "channel": channel}) for channel in (None, "counter", "telephone")}
    assert len(hashes) == 3


def test_somebody_without_account_registers_enrols_and_takes_one_receipt_home(session: Session) -> None:
    new = invented_person("no account")
    person = Person(given_name=new.given_names, first_surname=new.first_surname, created_at=NOON)
    person.second_surname = new.second_surname
    session.add(person)
    session.flush()
    clerk = official(session, NOON)
    case = attendance(session, clerk, person.id, NOON)
    files = attended(clerk, case)
    registration = service.begin_registration(session, files, NOON, {"curp": new.curp, **HOME}).case
    service.submit(session, Registration, registration.id, files, NOON)
    who = type("Who", (), {"actor": files})()
    relation = draft(session, who, NOON, invented_person("worker"), TODAY)
    service.submit(session, Affiliation, relation.id, files, NOON)
    assert relation.state == "enrolled"
    assert [(step["workflow"], step["action"]) for step in steps_taken_in(session, case)] == [
        ("registration", "submit"),
        ("affiliation", "submit"),
    ]
    fire(session, case, "end", clerk, NOON)
    frozen = receipt_of(session, case, "attendance_receipt")
    assert (frozen["channel"], frozen["checked"], len(frozen["steps"])) == ("counter", "ine", 2)
    assert new.curp not in str(frozen)
    assert person.first_surname not in str(frozen)


def test_what_lacks_something_is_filed_today_at_the_counter(session: Session) -> None:
    who, clerk = household(session, NOON), official(session, NOON)
    case = attendance(session, clerk, who.person_id, NOON)
    files = attended(clerk, case)
    helped = type("Who", (), {"actor": files})()
    relation = draft(session, helped, NOON, invented_person("worker"), TODAY, pay_amount=None)
    service.file_incomplete(session, Affiliation, relation.id, files, NOON)
    assert (relation.state, relation.submitted_on) == ("correction_requested", TODAY)
    frozen = receipt_of(session, relation, "receipt")
    assert frozen["channel"] == "counter"
    assert frozen["missing"]
    assert [step["action"] for step in steps_taken_in(session, case)] == ["file_incomplete"]


def test_it_ends_with_the_day_by_itself(session: Session) -> None:
    clerk = official(session, NOON)
    case = attendance(session, clerk, payer(session, NOON).person_id, NOON)
    assert case.until == TODAY
    day = session.scalars(select(DeadlineRow).where(DeadlineRow.case_id == case.id)).one()
    assert day.due_at == datetime(2026, 3, 3, 6, tzinfo=UTC)  # midnight by the clock of Mexico City
    assert attended_by(session, case.id, clerk.login_id) is not None
    fire(session, case, "expire", THE_SYSTEM, day.due_at, expired="day")
    assert attended_by(session, case.id, clerk.login_id) is None
    assert receipt_of(session, case, "attendance_receipt")["steps"] == []


def test_whoever_is_attended_is_told_and_reads_it_and_no_other_official_does(session: Session) -> None:
    who, clerk = payer(session, NOON), official(session, NOON)
    case = attendance(session, clerk, who.person_id, NOON)
    told = session.scalars(select(Message).where(Message.case_id == case.id)).all()
    assert {message.person_id for message in told} == {who.person_id}
    assert context_of(session, case, who.actor, NOON).roles == {ATTENDED}
    assert context_of(session, case, clerk, NOON).roles == {ATTENDANT}
    assert context_of(session, case, official(session, NOON), NOON).roles == frozenset()
    with pytest.raises(NotAllowed):
        fire(session, case, "end", official(session, NOON), NOON)


@pytest.mark.parametrize("tie", ["oneself", "own worker", "own employer"])
def test_nobody_is_attended_by_themselves_or_within_their_own_home(session: Session, tie: str) -> None:
    who = household(session, NOON)
    relation = affiliation(session, who, NOON, invented_person("worker"), TODAY)
    her = worker_actor(session, relation, NOON)
    people = {"oneself": (who.person_id, who.person_id), "own worker": (who.person_id, her.person_id)}
    clerk_person, person = people.get(tie, (her.person_id, who.person_id))
    clerk = login_for(session, NOON, session.get_one(Person, clerk_person), "caseworker")
    with pytest.raises(NotReady, match=r"attendance\.too_close"):
        attendance(session, clerk, person, NOON)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("channel", "checked"), [("counter", "agreed_questions"), ("telephone", "ine"), ("counter", "a guess")]
)
def test_each_channel_has_its_own_way_to_be_sure(session: Session, channel: str, checked: str) -> None:
    data = {"person_id": payer(session, NOON).person_id, "channel": channel, "checked": checked}
    with pytest.raises(NotReady, match=r"attendance\.not_checked"):
        open_case(session, WORKFLOWS["attendance"].model, "begin", official(session, NOON), NOON, data=data)


# --- the telephone ---------------------------------------------------------------------------------------------------

BY_TELEPHONE = {("affiliation", "report_days"), *(("confirmation", code) for code in ("confirm", "dispute", "say_pay"))}


def test_by_telephone_a_narrow_list_and_nothing_else() -> None:
    declared = {
        (workflow.name, action.code)
        for workflow in WORKFLOWS.values()
        for action in workflow.actions
        if TELEPHONE in action.channels
    }
    assert declared == BY_TELEPHONE


def test_on_the_telephone_she_confirms_and_no_more(session: Session) -> None:
    who, clerk = household(session, NOON), official(session, NOON)
    relation = affiliation(session, who, NOON, invented_person("worker"), TODAY)
    her = worker_actor(session, relation, NOON)
    calls = attended(clerk, attendance(session, clerk, her.person_id, NOON, TELEPHONE))  # type: ignore[arg-type]
    asked = session.scalars(select(Confirmation).where(Confirmation.affiliation_id == relation.id)).one()
    assert fire(session, asked, "confirm", calls, NOON).to_state == "confirmed"
    assert [event.channel for event in events(session, asked)] == [None, "telephone"]
    with pytest.raises(NotReady, match=r"refused\.not_by_telephone"):
        fire(session, relation, "complete_identity", calls, NOON, data={"worker_nss": None})


def test_on_the_telephone_the_household_reports_days_and_ends_nothing(session: Session) -> None:
    who, clerk = household(session, NOON), official(session, NOON)
    relation = affiliation(session, who, NOON, invented_person("worker"), TODAY)
    calls = attended(clerk, attendance(session, clerk, who.person_id, NOON, TELEPHONE))
    service.report_days(session, relation.id, calls, NOON, date(2026, 3, 1), [11, 13])
    with pytest.raises(NotReady, match=r"refused\.not_by_telephone"):
        service.end_relation(session, relation.id, calls, NOON, TODAY, "agreement")


def agreed(session: Session, person_id: Any) -> None:
    """Somebody agreed on three answers."""
    agree(session, person_id, hashed(ANSWERS), NOON)
    session.flush()


@pytest.mark.parametrize("said", [ANSWERS, {**ANSWERS, "first_school": " benito  JUAREZ. "}])
def test_answers_are_known_again_however_they_are_written(session: Session, said: dict[str, str]) -> None:
    who = payer(session, NOON)
    agreed(session, who.person_id)
    assert all_right(hashes_of(session, who.person_id), said)


@pytest.mark.parametrize("question", QUESTIONS)
def test_one_wrong_answer_is_enough(session: Session, question: str) -> None:
    who = payer(session, NOON)
    agreed(session, who.person_id)
    assert not all_right(hashes_of(session, who.person_id), {**ANSWERS, question: "otra cosa"})


def test_strangers_and_people_without_answers_are_known_by_nothing(session: Session) -> None:
    for person in (None, payer(session, NOON).person_id):
        hashes = hashes_of(session, person)
        assert not all_right(hashes, ANSWERS)
        assert not all_right(hashes, dict.fromkeys(QUESTIONS, "nobody agreed on this"))


def test_a_caller_is_known_by_user_name_curp_or_nss(session: Session) -> None:
    who = household(session, NOON)
    relation = affiliation(session, who, NOON, invented_person("worker"), TODAY)
    assert person_called(session, who.person.curp.lower()) == who.person_id
    her = worker_actor(session, relation, NOON)
    assert person_called(session, str(relation.worker_nss)) == her.person_id
    assert person_called(session, "XXXX000000XXXXXX00") is None


def test_tries_are_few_of_strangers_too_and_counted_by_person(session: Session) -> None:
    who = payer(session, NOON)
    by_name, by_number = (caller_digest("key", who.person_id, typed) for typed in ("ana.123456", "a curp"))
    assert by_name == by_number
    stranger = caller_digest("key", None, "Nadie 1")
    assert stranger == caller_digest("key", None, "nadie1") != caller_digest("other key", None, "nadie1")
    for caller in (by_name, stranger):
        for _ in range(agreed_answers.WRONG_TRIES):
            assert may_try(session, caller, TODAY)
            was_wrong(session, caller, TODAY)
            session.flush()
        assert not may_try(session, caller, TODAY)
        assert may_try(session, caller, date(2026, 3, 3))


def test_answers_cannot_be_read_back(session: Session) -> None:
    who = payer(session, NOON)
    agreed(session, who.person_id)
    kept = hashes_of(session, who.person_id)
    assert all(answer.startswith("$argon2id$") for answer in kept.values())
