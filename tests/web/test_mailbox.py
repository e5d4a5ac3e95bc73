"""Notices in the browser: one's own, counted and read once; everybody's only in a demonstration."""

import re
from collections.abc import Callable

import pytest
from flask import Flask

from tests.conftest import NOON
from tests.copies import settings_for
from tests.enrolment import parties
from tests.web.conftest import Visitor
from web.app import create_app
from web.everyone import notice_list
from web.everyone.mailbox import in_words
from workflow.database import Database
from workflow.people import Login


@pytest.fixture
def applicant(sqlite_database: Database) -> Login:
    """Somebody who was told that a person reviews their registration."""

    def command(session) -> Login:  # type: ignore[no-untyped-def]
        who = parties.payer(session, NOON)
        parties.registration(session, who, NOON, curp="LIAC711120MCSRMN93")
        return session.get_one(Login, who.actor.login_id)

    return sqlite_database.run(command)


def test_own_notices_are_counted_until_they_are_read(visitor: Visitor, applicant: Login) -> None:
    text = visitor.be(applicant).get("/notices").text
    assert 'class="count"' in text
    link = re.search(r'href="(/notices/[0-9a-f-]{36})"', text)
    assert link
    assert "Recibimos su registro" in visitor.get(link[1]).text
    assert 'class="count"' not in visitor.get("/notices").text


def test_the_list_says_what_each_notice_is_about_and_all_can_be_read_at_once(
    visitor: Visitor, applicant: Login
) -> None:
    assert "Recibimos su registro" in visitor.be(applicant).get("/notices").text
    assert visitor.send("/notices", {}, page="/notices").location == "/notices"
    text = visitor.get("/notices").text
    assert 'class="count"' not in text
    assert "Recibimos su registro" in text
    assert "Marcar todos" not in text


def test_nobody_reads_the_notices_of_others(visitor: Visitor, applicant: Login, login_of: Callable[..., Login]) -> None:
    link = re.search(r'href="(/notices/[0-9a-f-]{36})"', visitor.be(applicant).get("/notices").text)
    assert link
    visitor.be(login_of("otra"))
    assert visitor.get(link[1]).status_code == 404
    assert "/notices/0" not in visitor.get("/notices").text


def test_the_mailbox_of_a_demonstration_shows_everything_and_its_delivery(visitor: Visitor, applicant: Login) -> None:
    text = visitor.get("/mailbox").text
    assert "hogar@example.org" in text
    link = re.search(r'href="(/mailbox/[0-9a-f-]{36})"', text)
    assert link
    assert "Por entregar" in visitor.get(link[1]).text


def test_lists_are_paged_by_key(visitor: Visitor, applicant: Login, monkeypatch: pytest.MonkeyPatch) -> None:
    from web.everyone import mailbox

    monkeypatch.setattr(notice_list, "PAGE", 1)
    monkeypatch.setattr(mailbox, "PAGE", 1)
    visitor.send("/account/forgot", {"username": "hogar@example.org"})
    text = visitor.get("/mailbox").text
    following = re.search(r'rel="next" href="([^"]+)"', text)
    assert following
    first, second = (re.findall(r"/mailbox/([0-9a-f-]{36})", t) for t in (text, visitor.get(following[1]).text))
    assert len(first) == len(second) == 1
    assert first != second
    assert visitor.get("/mailbox?after=nonsense").status_code == 404


def test_there_is_no_mailbox_where_things_are_real(sqlite_database: Database, applicant: Login, tmp_path) -> None:  # type: ignore[no-untyped-def]
    settings = settings_for(sqlite_database.url, tmp_path).model_copy(update={"demo": False})
    database = Database(settings)
    app = create_app(settings, database)
    app.test_client_class = Visitor
    assert app.test_client().get("/mailbox").status_code == 404
    database.engine.dispose()


def test_a_link_for_a_new_password_is_not_among_own_notices(visitor: Visitor, applicant: Login) -> None:
    visitor.send("/account/forgot", {"username": "hogar@example.org"})
    assert len(set(re.findall(r"/notices/([0-9a-f-]{36})", visitor.be(applicant).get("/notices").text))) == 1


def test_a_page_of_afilia_is_a_link_in_words_and_nothing_else_in_a_notice_is_trusted(app: Flask) -> None:
    with app.test_request_context("/notices"):
        shown = in_words("Puede verlo en:\nhttp://localhost/cases/x\n<b>bold</b> http://example.org/")
    assert '<a href="http://localhost/cases/x">esta página de Afilia</a>' in shown
    assert ">http://example.org/</a>" in shown
    assert "<b>" not in shown
