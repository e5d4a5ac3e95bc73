"""Addresses that wait for a proof: what a code opens, how often it may be wrong, until when, and who is told."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.conftest import NOON
from workflow import contacts
from workflow.database import Database
from workflow.errors import NotReady
from workflow.logins import logins_reached_by, open_login
from workflow.people import Login, Person
from workflow.stored import loads
from workflow.tables import Message

CODE = "482913"
OLD, NEW = "vieja@example.org", "nueva@example.org"
LAST_MOMENT = NOON + contacts.GOOD_FOR - timedelta(microseconds=1)


def somebody(session: Session, email: str | None = OLD) -> Login:
    person = Person(given_name="Ana", first_surname="Luz", email=email, created_at=NOON)
    return open_login(session, "ana", "hash", ["domestic_worker"], NOON, person)


def asked(session: Session, email: str | None = OLD) -> Login:
    """Somebody who has given a new address and was sent the code."""
    login = somebody(session, email)
    contacts.give_address(session, login.person_id, NEW, NOON)
    contacts.send_code(session, login, CODE, NOON, NOON)
    session.flush()
    return login


def told(session: Session) -> list[tuple[str | None, str]]:
    return [tuple(row) for row in session.execute(select(Message.address, Message.template).order_by(Message.id))]


def test_an_address_is_used_only_once_its_code_has_come_back(database: Database) -> None:
    with database.write() as session:
        login = asked(session)
        assert login.person.as_recipient().email == OLD
        assert logins_reached_by(session, NEW) == []
        assert contacts.prove(session, login, CODE, NOON, LAST_MOMENT) is None
        assert login.person.as_recipient().email == NEW
        assert logins_reached_by(session, NEW) == [login]
        assert logins_reached_by(session, OLD) == []
        assert contacts.waiting_address(session, login.person_id) is None
        assert told(session) == [(NEW, "account/prove_address"), (OLD, "account/address_changed")]


def test_what_the_old_address_is_told_names_no_address(database: Database) -> None:
    with database.write() as session:
        login = asked(session)
        contacts.prove(session, login, CODE, NOON, NOON)
        session.flush()
        (params,) = session.scalars(select(Message.params).where(Message.address == OLD))
        assert loads(params) == {"username": "ana"}


def test_a_code_is_good_on_real_time_whatever_the_movable_clock_says(database: Database) -> None:
    with database.write() as session:
        login = asked(session)
        late = contacts.prove(session, login, CODE, NOON, NOON + contacts.GOOD_FOR)
        assert late is not None
        assert late.code == "contact.code_expired"
        assert contacts.prove(session, login, CODE, NOON + timedelta(days=400), LAST_MOMENT) is None


def test_five_wrong_codes_and_even_the_right_one_is_refused(database: Database) -> None:
    with database.write() as session:
        login = asked(session)
        faults = [contacts.prove(session, login, "000000", NOON, NOON) for _ in range(contacts.TRIES)]
        assert [(f.code, f.params.get("left")) for f in faults if f] == [
            ("contact.code_wrong", 4),
            ("contact.code_wrong", 3),
            ("contact.code_wrong", 2),
            ("contact.code_wrong", 1),
            ("contact.no_tries_left", None),
        ]
        refused = contacts.prove(session, login, CODE, NOON, NOON)
        assert refused is not None
        assert refused.code == "contact.no_tries_left"
        assert login.person.email == OLD
        contacts.send_code(session, login, "111111", NOON, NOON)
        assert contacts.prove(session, login, "111111", NOON, NOON) is None


def test_a_code_of_one_address_proves_no_other(database: Database) -> None:
    with database.write() as session:
        login = asked(session)
        contacts.give_address(session, login.person_id, "otra@example.org", NOON)
        fault = contacts.prove(session, login, CODE, NOON, NOON)
        assert fault is not None
        assert fault.code == "contact.code_expired"


def test_typing_the_address_again_keeps_its_code_and_typing_the_one_in_use_changes_nothing(database: Database) -> None:
    with database.write() as session:
        login = asked(session)
        contacts.give_address(session, login.person_id, NEW.upper(), NOON)
        assert contacts.prove(session, login, CODE, NOON, NOON) is None
        contacts.give_address(session, login.person_id, NEW.upper(), NOON)
        assert contacts.waiting_address(session, login.person_id) is None
        assert login.person.email == NEW


def test_taking_an_address_away_is_always_possible_and_told_once(database: Database) -> None:
    with database.write() as session:
        login = asked(session)
        contacts.remove_address(session, login, NOON)
        contacts.remove_address(session, login, NOON)
        assert login.person.email is None
        assert contacts.waiting_address(session, login.person_id) is None
        assert told(session)[1:] == [(OLD, "account/address_changed")]


def test_without_an_address_that_waits_there_is_nothing_to_prove(database: Database) -> None:
    with database.write() as session:
        login = somebody(session, None)
        fault = contacts.prove(session, login, CODE, NOON, NOON)
        assert fault is not None
        assert fault.code == "contact.nothing_waits"
        with pytest.raises(NotReady):
            contacts.send_code(session, login, CODE, NOON, NOON)


def test_the_code_is_not_kept_where_it_is_compared(database: Database) -> None:
    with database.write() as session:
        waiting = contacts.waiting_address(session, asked(session).person_id)
        assert waiting is not None
        assert CODE not in (waiting.code_digest or "")
    assert re.fullmatch(r"\d{6}", contacts.new_code())
