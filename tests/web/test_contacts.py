"""One's own e-mail address, telephone and language: changed with a fresh password, proved before anything is sent."""

import re
import time
from collections.abc import Callable

import pytest
from sqlalchemy import select

from enrolment.models import Registration
from tests.conftest import NOON
from tests.enrolment import parties
from tests.mail_server import Mailbox, mail_server
from tests.web.conftest import HASH, PASSWORD, Visitor
from workers.delivery import deliver_batch, relay_batches
from workflow.database import Database
from workflow.engine import fire, reference
from workflow.people import AddressProof, Login, Person
from workflow.tables import Message
from workflow.words import catalogue

WORDS = catalogue("es")
NEW = "nueva@example.org"
Logins = Callable[..., Login]


def delivered(database: Database, mailbox: Mailbox) -> None:
    """Everything that waits goes out over a real connection."""
    with mail_server(mailbox) as address:
        database.settings = database.settings.model_copy(update={"smtp_url": address})
        relay_batches(database, lambda token: deliver_batch(database, token))


def code_in(mailbox: Mailbox) -> str:
    """The code of the last message, as a person reads it."""
    found = re.findall(r"^\d{6}$", mailbox.mails[-1].get_content(), re.MULTILINE)
    assert len(found) == 1
    return str(found[0])


def person_of(database: Database, login: Login) -> Person:
    with database.read() as session:
        return session.get_one(Person, login.person_id)


@pytest.mark.parametrize("role", ["household", "domestic_worker"])
def test_a_new_address_is_proved_by_the_code_that_arrives_there(
    visitor: Visitor, login_of: Logins, sqlite_database: Database, role: str
) -> None:
    ana = login_of("ana", role, email="vieja@example.org")
    visitor.be(ana)
    assert visitor.send("/account/email", {"email": NEW}).location == "/account/email/code"
    assert person_of(sqlite_database, ana).email == "vieja@example.org"
    mailbox = Mailbox()
    delivered(sqlite_database, mailbox)
    assert [mail["To"] for mail in mailbox.mails] == [NEW]
    code = code_in(mailbox)

    wrong = visitor.send("/account/email/code", {"code": "12"})
    assert wrong.status_code == 422
    assert "4" in wrong.text
    assert visitor.send("/account/email/code", {"code": f"{code[:3]} {code[3:]}"}).location == "/account"
    assert person_of(sqlite_database, ana).email == NEW
    delivered(sqlite_database, mailbox)
    last = mailbox.mails[-1]
    assert last["To"] == "vieja@example.org"
    assert last["Subject"] == "Tiene un aviso de Afilia"
    assert NEW not in last.get_content()


def test_an_address_that_was_only_typed_gets_no_link_and_no_notice(
    visitor: Visitor, login_of: Logins, sqlite_database: Database
) -> None:
    login_of("ana", "household")
    visitor.be(login_of("eva", "household", email="eva@example.org"))
    visitor.send("/account/email", {"email": NEW})
    visitor.send("/account/sign-out", page="/account")
    visitor.send("/account/forgot", {"username": NEW})
    visitor.send("/account/forgot", {"username": "eva"})
    with sqlite_database.read() as session:
        sent = list(session.execute(select(Message.address, Message.template).order_by(Message.id)))
    assert sent == [(NEW, "account/prove_address"), ("eva@example.org", "account/reset")]


def test_the_code_is_not_to_be_read_in_afilia(visitor: Visitor, login_of: Logins) -> None:
    visitor.be(login_of("ana", "household"))
    visitor.send("/account/email", {"email": NEW})
    assert "/notices/" not in visitor.get("/notices").text


def test_every_change_asks_for_the_password_again(visitor: Visitor, login_of: Logins) -> None:
    visitor.be(login_of("ana", "household", email="ana@example.org"))
    visitor.get("/account")
    token = visitor.page.hidden["csrf_token"]
    with visitor.session_transaction() as session:
        session.update(fs_paa=time.time() - 3600, seen=time.time())
        session.pop("fs_gexp", None)
    for page in ("email", "email/code", "phone", "language"):
        assert visitor.get(f"/account/{page}").location.startswith("/account/confirm")
    for page in ("email", "email/code", "email/send", "email/forget", "email/remove", "phone", "language"):
        assert visitor.post(f"/account/{page}", data={"csrf_token": token}).status_code == 401
        assert visitor.post(f"/account/{page}").status_code == 400


def test_an_address_is_taken_away_and_one_that_waits_is_dropped(
    visitor: Visitor, login_of: Logins, sqlite_database: Database
) -> None:
    ana = login_of("ana", "household", email="ana@example.org")
    visitor.be(ana)
    visitor.send("/account/email", {"email": NEW})
    assert visitor.send("/account/email/forget", page="/account/email/code").location == "/account"
    assert WORDS["contact.waits"] not in visitor.get("/account").text
    assert visitor.get("/account/email/code").location == "/account"
    assert visitor.send("/account/email/remove", page="/account/email").location == "/account"
    assert person_of(sqlite_database, ana).email is None


def test_the_address_in_use_typed_again_changes_nothing(
    visitor: Visitor, login_of: Logins, sqlite_database: Database
) -> None:
    visitor.be(login_of("ana", "household", email="ana@example.org"))
    assert visitor.send("/account/email", {"email": "ANA@example.org"}).location == "/account"
    with sqlite_database.read() as session:
        assert session.scalars(select(Message)).all() == []


def test_codes_are_sent_ten_times_an_hour_and_no_more(visitor: Visitor, login_of: Logins) -> None:
    visitor.be(login_of("ana", "household"))
    visitor.send("/account/email", {"email": NEW})
    answers = [visitor.send("/account/email/send", page="/account/email/code").status_code for _ in range(11)]
    assert answers == [303] * 10 + [429]


def test_telephone_and_language_are_set_and_the_telephone_taken_away(
    visitor: Visitor, login_of: Logins, sqlite_database: Database
) -> None:
    ana = login_of("ana", "domestic_worker")
    visitor.be(ana)
    visitor.send("/account/phone", {"phone": " 55 1234  5678 "})
    assert person_of(sqlite_database, ana).phone == "55 1234 5678"
    visitor.send("/account/phone", {"phone": ""})
    assert person_of(sqlite_database, ana).phone is None
    assert visitor.send("/account/language", {"language": "fr"}).status_code == 422
    visitor.send("/account/language", {"language": "en"})
    assert person_of(sqlite_database, ana).language == "en"
    assert 'lang="en"' in visitor.get("/account").text


def test_whoever_is_nobody_has_no_address(visitor: Visitor, sqlite_database: Database) -> None:
    from workflow.logins import open_login

    visitor.be(sqlite_database.run(lambda s: open_login(s, "operador", HASH, ["operator"], NOON)))
    assert visitor.get("/account").status_code == 200
    for page in ("email", "email/code", "phone", "language"):
        assert visitor.get(f"/account/{page}").status_code == 404


def test_an_address_typed_at_account_opening_is_proved_first(visitor: Visitor, sqlite_database: Database) -> None:
    typed = {"given_name": "Rosa", "first_surname": "Núñez", "email": NEW, "password": PASSWORD}
    visitor.send("/account/new", typed)
    assert WORDS["contact.waits"] in visitor.get("/account/opened").text
    with sqlite_database.read() as session:
        login = session.scalars(select(Login)).unique().one()
    assert person_of(sqlite_database, login).email is None
    mailbox = Mailbox()
    delivered(sqlite_database, mailbox)
    visitor.send("/account/email/code", {"code": code_in(mailbox)})
    assert person_of(sqlite_database, login).email == NEW


def test_an_address_typed_in_a_registration_waits_and_its_notices_stay_in_afilia(sqlite_database: Database) -> None:
    def register(session) -> tuple[Registration, Login]:  # type: ignore[no-untyped-def]
        who = parties.payer(session, NOON, email=None)
        case = parties.registration(session, who, NOON, email=NEW)
        return case, session.get_one(Login, who.actor.login_id)

    case, login = sqlite_database.run(register)
    assert case.state == "registered"
    with sqlite_database.read() as session:
        assert session.get_one(AddressProof, login.person_id).address == NEW
        assert session.get_one(Person, login.person_id).email is None
        assert set(session.scalars(select(Message.address))) == {None}

    def change(session) -> None:  # type: ignore[no-untyped-def]
        fire(session, reference(session, Registration, case.id), "change_contact", login.as_actor(), NOON,
             data={"phone": "5550000000"})  # fmt: skip

    sqlite_database.run(change)
    assert person_of(sqlite_database, login).phone == "5550000000"
    assert person_of(sqlite_database, login).email is None
