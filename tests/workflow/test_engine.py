"""`fire` on both databases: what a step leaves behind, what it refuses, and that it never does anything twice."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, inspect, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tests.conftest import NOON
from tests.workflow.conftest import LATER, LIBRARIAN, OTHER_LIBRARIAN, READER, ask
from tests.workflow.toy import Loan
from workflow.columns import new_id
from workflow.context import THE_SYSTEM, Actor
from workflow.engine import fire, offers, open_case, reference
from workflow.errors import ChangedMeanwhile, KeyReused, NotAllowed, NotReady, WrongState
from workflow.stored import loads
from workflow.tables import DeadlineRow, Document, Event, Idempotency, Message, Note

pytestmark = pytest.mark.usefixtures("loans")


def count(session: Session, table: Any) -> int:
    """How many rows a table has."""
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_step_leaves_its_whole_record(session: Session) -> None:
    loan = ask(session)
    fired = fire(session, loan, "lend", LIBRARIAN, LATER, comment="first time")
    assert (fired.from_state, fired.to_state, fired.seq) == ("asked", "lent", 2)
    assert (loan.state, loan.version, loan.events) == ("lent", 2, 2)
    event = session.get_one(Event, (loan.id, 2))
    assert (event.action, event.role, event.recorded_at, event.effective_at) == ("lend", "librarian", LATER, LATER)
    assert event.hash == loan.head
    assert session.get_one(Note, (loan.id, 2)).comment == "first time"
    assert [(m.template, m.status, loads(m.params)) for m in session.scalars(select(Message))] == [
        ("toy_loan/lent", "waiting", {"title": "Momo"})
    ]
    assert [d.kind for d in session.scalars(select(Document))] == ["slip"]
    clock = session.scalars(select(DeadlineRow)).one()
    assert (clock.code, clock.status, clock.due_day.isoformat()) == ("return_by", "running", "2026-03-09")


def test_the_entity_is_current_and_clean_after_a_step(session: Session) -> None:
    loan = ask(session)
    fire(session, loan, "lend", LIBRARIAN, LATER)
    assert loan not in session.dirty
    session.expire(loan)
    assert (loan.state, loan.version) == ("lent", 2)


def test_a_case_named_by_its_id_is_read_by_the_step_itself(session: Session) -> None:
    loan_id = ask(session).id
    session.expunge_all()
    loan = reference(session, Loan, loan_id)
    assert fire(session, loan, "lend", LIBRARIAN, LATER, version=1).case is loan
    assert not inspect(loan).expired_attributes  # every column came with the lock: nothing more is read
    assert (loan.title, loan.state, loan.version) == ("Momo", "lent", 2)
    assert reference(session, Loan, loan_id) is loan is session.get_one(Loan, loan_id)


def test_a_case_that_does_not_exist_allows_nothing(session: Session) -> None:
    with pytest.raises(NotAllowed):
        fire(session, reference(session, Loan, new_id()), "lend", LIBRARIAN, LATER)


def test_personal_facts_stay_out_of_the_event(session: Session) -> None:
    loan = ask(session)
    event = session.get_one(Event, (loan.id, 1))
    assert "Ana Prueba" not in event.data
    assert loads(session.get_one(Note, (loan.id, 1)).facts) == {"reader_name": "Ana Prueba"}


def test_facts_change_without_a_change_of_state(session: Session) -> None:
    loan = ask(session)
    fire(session, loan, "correct", READER, LATER, data={"title": "Momo, 2nd ed."})
    assert (loan.title, loan.state, loan.version) == ("Momo, 2nd ed.", "asked", 2)


def test_facts_outside_the_declaration_are_a_mistake_of_the_caller(session: Session) -> None:
    with pytest.raises(ValueError, match="takes no fee"):
        fire(session, ask(session), "correct", READER, LATER, data={"fee": 0})


def test_a_case_with_unflushed_changes_is_refused(session: Session) -> None:
    loan = ask(session)
    loan.title = "slipped in"
    with pytest.raises(ValueError, match="facts enter only through"):
        fire(session, loan, "lend", LIBRARIAN, LATER)


def test_a_repeated_key_returns_the_first_result(session: Session) -> None:
    loan = ask(session, key="ask-1")
    assert ask(session, key="ask-1") is loan
    first = fire(session, loan, "lend", LIBRARIAN, LATER, key="lend-1")
    again = fire(session, loan, "lend", LIBRARIAN, LATER + timedelta(days=1), key="lend-1")
    assert again.repeated
    assert (again.seq, again.from_state, again.to_state) == (first.seq, "asked", "lent")
    assert (count(session, Event), count(session, Message)) == (2, 1)


def test_a_key_with_another_payload_is_refused(session: Session) -> None:
    loan = ask(session)
    fire(session, loan, "lend", LIBRARIAN, LATER, key="k")
    with pytest.raises(KeyReused):
        fire(session, loan, "lend", OTHER_LIBRARIAN, LATER, key="k")
    with pytest.raises(KeyReused):
        fire(session, ask(session), "lend", LIBRARIAN, LATER, key="k")
    with pytest.raises(KeyReused):
        ask(session, key="k")
    session.get_one(Idempotency, "k").workflow = "another"  # a key that somebody used in another procedure
    with pytest.raises(KeyReused):
        ask(session, key="k")


def test_a_stale_page_is_told_who_and_when(session: Session) -> None:
    loan = ask(session)
    fire(session, loan, "lend", LIBRARIAN, LATER, version=1)
    with pytest.raises(ChangedMeanwhile) as stale:
        fire(session, loan, "give_back", READER, LATER, version=1, comment="done")
    assert (stale.value.action, stale.value.role, stale.value.at) == ("lend", "librarian", LATER)


@pytest.mark.parametrize(
    ("action", "actor", "refusal"),
    [
        ("lend", READER, NotAllowed),
        ("lend", Actor(LIBRARIAN.login_id), NotAllowed),
        ("renew", READER, WrongState),
        ("give_back", READER, NotReady),
        ("fall_overdue", THE_SYSTEM, WrongState),
    ],
)
def test_a_refusal_writes_nothing(session: Session, action: str, actor: Actor, refusal: type[Exception]) -> None:
    loan = ask(session)
    with pytest.raises(refusal):
        fire(session, loan, action, actor, LATER, key="refused")
    assert (count(session, Event), loan.version, loan.state) == (1, 1, "asked")


def test_only_those_who_may_begin_a_case_do(session: Session) -> None:
    with pytest.raises(NotAllowed):
        open_case(session, Loan, "ask", LIBRARIAN, NOON, data={"reader_id": READER.person_id, "title": "Momo"})
    with pytest.raises(NotReady):
        ask(session, title="")
    assert count(session, Event) == 0


def test_a_failing_effect_takes_the_step_back(session: Session) -> None:
    loan = ask(session)
    with pytest.raises(RuntimeError), session.begin_nested():
        fire(session, loan, "lend", LIBRARIAN, LATER, key="boom", comment="explode")
    session.expire_all()
    assert loan.state == "asked"
    fire(session, loan, "lend", LIBRARIAN, LATER, key="boom", comment="calm")


def test_offers_name_what_is_missing(session: Session) -> None:
    closed = ask(session, title="Closed")
    by_code = {offer.action.code: offer for offer in offers(session, closed, LIBRARIAN, LATER)}
    assert not by_code["lend"].is_open
    assert by_code["correct"].is_open
    assert offers(session, closed, Actor(LIBRARIAN.login_id), LATER) == ()


def test_a_computed_fact_is_written_and_its_legal_values_kept(session: Session) -> None:
    loan = ask(session)
    fire(session, loan, "lend", LIBRARIAN, LATER)
    fire(session, loan, "fall_overdue", THE_SYSTEM, LATER)
    fire(session, loan, "charge", THE_SYSTEM, LATER)
    assert loan.fee == 10
    assert loads(session.get_one(Event, (loan.id, 4)).legal) == ["fee_per_day 10"]


def test_somebody_without_an_address_is_told_in_the_mailbox(session: Session) -> None:
    loan = ask(session, email=None)
    fire(session, loan, "lend", LIBRARIAN, LATER)
    message = session.scalars(select(Message)).one()
    assert (message.channel, message.status, message.proof) == ("mailbox", "delivered", "mailbox")


def test_the_database_restates_the_states(session: Session) -> None:
    loan = ask(session)
    with pytest.raises(IntegrityError), session.begin_nested():
        session.connection().exec_driver_sql("UPDATE toy_loan SET state = 'stolen'")
    assert loan.state == "asked"
