"""Accounts: signing in and out, forgotten passwords, sessions that end, what is kept and what nobody may learn."""

import re
import time
from collections.abc import Callable
from unicodedata import normalize

import pytest
from argon2 import PasswordHasher
from flask import Flask, render_template_string, request
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.conftest import NOON
from tests.web.conftest import HASH, PASSWORD, Visitor
from web.edge import access
from web.edge.auth import fresh
from web.edge.kept_input import KEPT_SECONDS
from workflow.database import Database
from workflow.logins import open_login
from workflow.notices import render
from workflow.people import Login
from workflow.tables import Message
from workflow.words import catalogue

OTHER_PASSWORD = "cuatro caballos verdes"
WORDS = catalogue("es")
SIGN_IN = "/account/sign-in"

ECHO = "{% extends 'base.html' %}{% block title %}x{% endblock %}{% block main %}<h1>{{ said }}</h1>{% endblock %}"

Logins = Callable[..., Login]


@pytest.fixture
def app(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The application with four pages behind the door, one of them in no area."""
    for endpoint, like in {"wage": "account.show", "end": "account.show", "queue": "office.show_queue"}.items():
        monkeypatch.setitem(access.AREA_OF, endpoint, access.AREA_OF[like])

    @app.route("/wage", methods=["GET", "POST"])
    def wage() -> str:
        said = "|".join(f"{k}={v}" for k, v in request.form.items(multi=True) if k != "csrf_token")
        return render_template_string(ECHO, said=said)

    @app.route("/end", methods=["GET", "POST"])
    @fresh
    def end() -> str:
        return wage()

    @app.get("/queue")
    def queue() -> str:
        return wage()

    @app.get("/forgotten")
    def forgotten() -> str:
        return wage()

    return app


def sign_in(visitor: Visitor, username: str, password: str = PASSWORD, **data: object) -> TestResponse:
    return visitor.send(SIGN_IN, {"username": username, "password": password, **data})


def let_time_pass(visitor: Visitor, seconds: float) -> None:
    """As if the last page had been seen, and the password typed, that long ago."""
    with visitor.session_transaction() as session:
        session.update({name: session[name] - seconds for name in ("seen", "fs_paa")})
        session.pop("fs_gexp", None)


def test_signing_in_and_out(visitor: Visitor, login_of: Logins) -> None:
    login_of("ana.lópez")
    answer = sign_in(visitor, "  Ana.LÓPEZ ")
    assert answer.location == "/account"
    assert "ana.lópez" in visitor.get("/account").text
    assert visitor.send("/account/sign-out", page="/account").location == "/"
    assert visitor.get("/account").status_code == 302


def test_one_answer_for_everything_that_does_not_match(
    visitor: Visitor, login_of: Logins, sqlite_database: Database
) -> None:
    login_of("ana")
    idle = login_of("idle")
    bare = login_of("bare")
    with sqlite_database.write() as session:
        session.get_one(Login, idle.id).active = False
        session.get_one(Login, bare.id).password = None
    said = set()
    for name, password in (("ana", "wrong"), ("nobody", PASSWORD), ("idle", PASSWORD), ("bare", PASSWORD)):
        answer = sign_in(visitor, name, password)
        assert answer.status_code == 422
        assert WORDS["account.sign_in_failed"] in answer.text
        said.add(re.sub(r'value="[^"]*"', "", answer.text))
    assert len(said) == 1


def test_a_wrong_password_and_an_unknown_name_cost_a_hash_each(
    visitor: Visitor, login_of: Logins, monkeypatch: pytest.MonkeyPatch
) -> None:
    login_of("ana")
    hashed: list[str] = []
    monkeypatch.setattr("web.everyone.account.logins.hash_password", lambda password: hashed.append(password) or HASH)
    sign_in(visitor, "nobody", "guess")
    assert hashed == ["guess"]


def test_what_was_typed_stays_except_the_password(visitor: Visitor) -> None:
    answer = sign_in(visitor, "nobody", "a password nobody has")
    assert 'value="nobody"' in answer.text
    assert "a password nobody has" not in answer.text


def test_empty_fields_are_named_one_by_one(visitor: Visitor) -> None:
    answer = visitor.send(SIGN_IN)
    assert answer.status_code == 422
    assert {"username", "password"} <= set(visitor.page.targets)
    assert answer.text.index("error-summary") < answer.text.index("<h1>")
    assert f"<title>{WORDS['form.error_prefix']} " in answer.text


@pytest.mark.parametrize(
    ("wanted", "location"),
    [
        ("/wage?day=1", "/wage?day=1"),
        ("https://evil.example/", "/account"),
        ("//evil.example", "/account"),
        ("/\\evil.example", "/account"),
        ("/\t/evil.example", "/account"),
        ("/wage\r\nX-Header: 1", "/account"),
        ("http://localhost/wage", "/account"),
        ("", "/account"),
    ],
)
def test_after_signing_in_one_goes_on_only_within_the_site(
    visitor: Visitor, login_of: Logins, wanted: str, location: str
) -> None:
    login_of("ana")
    visitor.get(SIGN_IN)
    data = {"csrf_token": visitor.page.hidden["csrf_token"], "username": "ana", "password": PASSWORD}
    assert visitor.post(SIGN_IN, query_string={"next": wanted}, data=data).location == location


def test_a_closed_page_is_where_one_arrives_after_signing_in(visitor: Visitor, login_of: Logins) -> None:
    login_of("ana")
    asked = visitor.get("/wage?day=1").location
    visitor.get(asked)
    data = {"csrf_token": visitor.page.hidden["csrf_token"], "username": "ana", "password": PASSWORD}
    assert visitor.post(visitor.page.forms[-1]["action"], data=data).location == "/wage?day=1"


def test_guessing_is_slowed_down_for_names_that_exist_and_names_that_do_not(visitor: Visitor, login_of: Logins) -> None:
    login_of("ana")
    for name in ("ana", "nobody"):
        assert [sign_in(visitor, name, "wrong").status_code for _ in range(6)] == [422] * 5 + [429]
    late = sign_in(visitor, "ana")
    assert late.status_code == 429
    assert int(late.headers["Retry-After"]) > 0


def test_an_old_weak_hash_is_replaced_at_sign_in(visitor: Visitor, sqlite_database: Database) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(normalize("NFKD", PASSWORD))
    sqlite_database.run(lambda s: open_login(s, "ana", weak, [], NOON))
    assert sign_in(visitor, "ana").status_code == 302
    with sqlite_database.read() as session:
        stored = session.scalars(select(Login.password)).one()
    assert stored != weak
    assert stored.startswith("$argon2id$")
    assert sign_in(visitor, "ana").status_code == 302


def test_an_area_for_others_does_not_exist(visitor: Visitor, login_of: Logins) -> None:
    assert visitor.be(login_of("ana", "household")).get("/queue").status_code == 404
    assert visitor.be(login_of("eva", "caseworker")).get("/queue").status_code == 200


@pytest.mark.parametrize("role", access.GENERAL_ROLES)
def test_a_page_that_is_in_no_area_opens_to_nobody(visitor: Visitor, login_of: Logins, role: str) -> None:
    assert visitor.be(login_of("ana", role)).get("/forgotten").status_code == 404


def test_a_session_ends_after_idle_minutes_and_not_before(visitor: Visitor, login_of: Logins) -> None:
    visitor.be(login_of("ana"))
    let_time_pass(visitor, 59 * 60)
    assert visitor.get("/wage").status_code == 200
    let_time_pass(visitor, 59 * 60)
    assert visitor.get("/wage").status_code == 200
    let_time_pass(visitor, 61 * 60)
    assert visitor.get("/wage").location.startswith(SIGN_IN)


def test_a_form_sent_too_late_is_kept_and_sent_after_signing_in(visitor: Visitor, login_of: Logins) -> None:
    visitor.be(login_of("ana"))
    visitor.get("/wage")
    token = visitor.page.hidden["csrf_token"]
    let_time_pass(visitor, 61 * 60)
    typed = {
        "csrf_token": token,
        "pay": "450.00",
        "days": ["mon", "thu"],
        "why": "línea uno\nlínea <dos>",
        "password": "x",
    }
    late = visitor.post("/wage?step=2", data=typed)
    assert late.status_code == 401
    assert WORDS["account.expired_kept"] in late.text
    assert "450.00" not in late.text  # sealed: whoever sits down at this telephone reads nothing

    wrong = visitor.post(SIGN_IN, data={**visitor.page.hidden, "username": "ana", "password": "wrong"})
    assert wrong.status_code == 422
    offered = visitor.post(SIGN_IN, data={**visitor.page.hidden, "username": "ana", "password": PASSWORD})
    assert WORDS["account.kept_send"] in offered.text
    assert 'action="/wage?step=2"' in offered.text
    kept = re.findall(r'<textarea name="(\w+)" hidden>([^<]*)</textarea>', offered.text)
    assert kept == [("pay", "450.00"), ("days", "mon"), ("days", "thu"), ("why", "línea uno\nlínea &lt;dos&gt;")]
    sent = visitor.post("/wage?step=2", data={"csrf_token": visitor.page.hidden["csrf_token"], "pay": "450.00"})
    assert "pay=450.00" in sent.text


def test_what_one_person_typed_is_never_shown_to_another(visitor: Visitor, login_of: Logins) -> None:
    login_of("eva")
    visitor.be(login_of("ana"))
    visitor.get("/wage")
    let_time_pass(visitor, 61 * 60)
    visitor.post("/wage", data={**visitor.page.hidden, "pay": "450.00"})
    answer = visitor.post(SIGN_IN, data={**visitor.page.hidden, "username": "eva", "password": PASSWORD})
    assert answer.status_code == 302


@pytest.mark.parametrize("fault", ["forged", "old"])
def test_a_kept_form_that_is_forged_or_old_is_dropped(
    visitor: Visitor, login_of: Logins, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.be(login_of("ana"))
    visitor.get("/wage")
    let_time_pass(visitor, 61 * 60)
    visitor.post("/wage", data={**visitor.page.hidden, "pay": "450.00"})
    hidden = dict(visitor.page.hidden)
    if fault == "forged":
        hidden["kept"] = hidden["kept"][:-8] + "AAAAAAA="
    else:
        later = time.time() + KEPT_SECONDS + 100
        monkeypatch.setattr("cryptography.fernet.time.time", lambda: later)
    assert visitor.post(SIGN_IN, data={**hidden, "username": "ana", "password": PASSWORD}).status_code == 302


def test_a_form_from_somewhere_else_is_neither_taken_nor_kept(visitor: Visitor, login_of: Logins) -> None:
    visitor.be(login_of("ana"))
    let_time_pass(visitor, 61 * 60)
    answer = visitor.post("/wage", data={"csrf_token": "made up", "pay": "1"})
    assert answer.status_code == 400
    assert 'name="kept"' not in answer.text


def test_what_cannot_be_undone_asks_for_the_password_again_and_keeps_the_form(
    visitor: Visitor, login_of: Logins
) -> None:
    visitor.be(login_of("ana"))
    assert visitor.get("/end").status_code == 200
    token = visitor.page.hidden["csrf_token"]
    let_time_pass(visitor, 16 * 60)
    assert visitor.get("/end").location.startswith("/account/confirm")
    asked = visitor.post("/end", data={"csrf_token": token, "reason": "moved"})
    assert asked.status_code == 401
    hidden = dict(visitor.page.hidden)
    assert visitor.post("/account/confirm", data={**hidden, "password": "wrong"}).status_code == 422
    assert "moved" in visitor.post("/account/confirm", data={**hidden, "password": PASSWORD}).text
    assert visitor.get("/end").status_code == 200


def test_opening_an_account(visitor: Visitor, sqlite_database: Database) -> None:
    typed = {"given_name": " Rosa  María ", "first_surname": "Núñez", "password": PASSWORD}
    assert visitor.send("/account/new", typed).location == "/account/opened"
    shown = visitor.get("/account/opened").text
    assert "Rosa María Núñez" in visitor.get("/account").text
    with sqlite_database.read() as session:
        login = session.scalars(select(Login)).unique().one()
    assert re.fullmatch(r"rosa\.\d{6}", login.username)
    assert f'big__value">{login.username}<' in shown
    assert login.roles == ["household"]
    assert login.person is not None
    assert (login.person.email, login.person.language) == (None, "es")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"given_name": ""}, "account.given_name_missing"),
        ({"password": "corta"}, "account.password_short"),
        ({"password": "aaaaaaaaaaaaaaa"}, "account.password_easy"),
        ({"email": "nobody@nowhere"}, "form.email_unreadable"),
    ],
)
def test_an_account_that_cannot_be_opened_says_what_to_mend(
    visitor: Visitor, login_of: Logins, sqlite_database: Database, changed: dict[str, str], code: str
) -> None:
    login_of("ana")
    typed = {"given_name": "Rosa", "first_surname": "Núñez", "password": PASSWORD} | changed
    answer = visitor.send("/account/new", typed)
    assert answer.status_code == 422
    assert WORDS[code].split("%")[0] in answer.text
    assert 'value="Núñez"' in answer.text
    with sqlite_database.read() as session:
        assert len(session.scalars(select(Login.id)).all()) == 1


def reset_links(database: Database) -> list[str]:
    """The links of the messages that wait to be delivered, read from the text that is sent."""
    with database.read() as session:
        rows = session.scalars(select(Message).where(Message.template == "account/reset")).all()
    return [found[0] for row in rows if (found := re.search(r"http\S+", render(row, database.settings).body))]


@pytest.mark.parametrize("typed", ["ana", "ANA@example.org"])
def test_a_forgotten_password_is_replaced_by_a_link_that_works_once(
    visitor: Visitor, login_of: Logins, sqlite_database: Database, typed: str
) -> None:
    login_of("ana", email="ana@example.org")
    assert WORDS["account.forgot_sent_text"] in visitor.send("/account/forgot", {"username": typed}).text
    (link,) = reset_links(sqlite_database)
    assert link.startswith(sqlite_database.settings.base_url)
    path = link.removeprefix(sqlite_database.settings.base_url)
    assert visitor.send(path, {"password": "corta"}).status_code == 422
    assert visitor.send(path, {"password": OTHER_PASSWORD}).location == SIGN_IN
    assert visitor.get(path).status_code == 410
    assert sign_in(visitor, "ana").status_code == 422
    assert sign_in(visitor, "ana", OTHER_PASSWORD).status_code == 302
    with sqlite_database.read() as session:
        told = session.scalars(select(Message.template)).all()
    assert sorted(told) == ["account/password_changed", "account/reset"]


def test_asking_for_a_link_never_tells_who_has_an_account(
    visitor: Visitor, login_of: Logins, sqlite_database: Database
) -> None:
    login_of("ana", email="ana@example.org")
    login_of("eva")  # has no address
    said = {
        re.sub(r'value="[^"]*"', "", visitor.send("/account/forgot", {"username": name}).text)
        for name in ("ana", "eva", "nobody", "nobody@example.org")
    }
    assert len(said) == 1
    assert len(reset_links(sqlite_database)) == 1


def test_a_link_that_was_forged_is_refused(visitor: Visitor) -> None:
    answer = visitor.get("/account/reset/forged")
    assert answer.status_code == 410
    assert WORDS["account.reset_expired_text"] in answer.text


def test_a_changed_password_ends_the_sessions_of_other_devices(
    app: Flask, visitor: Visitor, login_of: Logins, sqlite_database: Database
) -> None:
    login = login_of("ana")
    elsewhere = app.test_client().be(login)
    visitor.be(login)
    assert visitor.send("/account/password", {"password": OTHER_PASSWORD}).location == "/account"
    assert visitor.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 302


def test_a_session_of_a_login_that_was_closed_ends(
    visitor: Visitor, login_of: Logins, sqlite_database: Database
) -> None:
    login = login_of("ana")
    visitor.be(login)
    with sqlite_database.write() as session:
        session.get_one(Login, login.id).active = False
    assert visitor.get("/account").status_code == 302


def test_the_quick_exit_signs_out_and_asks_the_browser_to_forget(visitor: Visitor, login_of: Logins) -> None:
    visitor.be(login_of("ana"))
    answer = visitor.get("/leave", headers={"Sec-Fetch-Dest": "image"})
    assert "Clear-Site-Data" not in answer.headers
    assert visitor.get("/account").status_code == 200
    answer = visitor.get("/leave", headers={"Sec-Fetch-Dest": "document"})
    assert not answer.location.startswith("/")
    assert '"cookies"' in answer.headers["Clear-Site-Data"]
    assert visitor.get("/account").status_code == 302


def test_a_form_outlives_a_deleted_cookie(visitor: Visitor, login_of: Logins) -> None:
    login_of("ana")
    visitor.send(SIGN_IN, {"username": "ana", "password": PASSWORD})
    visitor.get("/wage")
    token = visitor.page.hidden["csrf_token"]
    visitor.delete_cookie("afilia")
    lost = visitor.post("/wage", data={"csrf_token": token, "pay": "450.00"})
    assert lost.status_code == 401
    assert "450.00" not in lost.text
    offered = visitor.post(SIGN_IN, data={**visitor.page.hidden, "username": "ana", "password": PASSWORD})
    assert "450.00" in offered.text
    assert WORDS["account.kept_send"] in offered.text


def test_it_is_offered_to_nobody_else(visitor: Visitor, login_of: Logins) -> None:
    login_of("ana"), login_of("eva")
    visitor.send(SIGN_IN, {"username": "ana", "password": PASSWORD})
    visitor.get("/wage")
    token = visitor.page.hidden["csrf_token"]
    visitor.delete_cookie("afilia")
    visitor.post("/wage", data={"csrf_token": token, "pay": "450.00"})
    answer = visitor.post(SIGN_IN, data={**visitor.page.hidden, "username": "eva", "password": PASSWORD})
    assert answer.status_code == 302


def test_a_public_form_outlives_it_too_but_for_its_password(visitor: Visitor) -> None:
    visitor.get("/account/new")
    token = visitor.page.hidden["csrf_token"]
    visitor.delete_cookie("afilia")
    typed = {"csrf_token": token, "given_name": "Luz", "password": "no se guarda nunca"}
    lost = visitor.post("/account/new", data=typed)
    assert lost.status_code == 409
    assert "Luz" in lost.text
    assert "no se guarda nunca" not in lost.text
    again = visitor.post("/account/new", data={"csrf_token": visitor.page.hidden["csrf_token"], "given_name": "Luz"})
    assert again.status_code == 422
    assert "Luz" in again.text


def test_another_site_cannot_have_a_form_kept(visitor: Visitor) -> None:
    visitor.get("/account/new")
    token = visitor.page.hidden["csrf_token"]
    visitor.delete_cookie("afilia")
    typed = {"csrf_token": token, "given_name": "Luz"}
    answer = visitor.post("/account/new", data=typed, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 400
    assert "Luz" not in answer.text
