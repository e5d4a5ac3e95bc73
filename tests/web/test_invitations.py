"""A worker starts her enrolment on the pages: account, draft, code; what the employer reads; a request to IMSS."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from enrolment.handed_codes import new_code
from enrolment.models import Affiliation, Household
from enrolment.relation import inviting
from enrolment.relation.invitation_models import Invitation
from tests.conftest import NOON
from tests.enrolment import invitation_edges as edges
from tests.enrolment import parties
from tests.pdf_reading import words
from tests.web.conftest import Visitor
from workflow import clock
from workflow.context import MEXICO_CITY
from workflow.database import Database
from workflow.people import Login

CODE = re.compile(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}\b")
EMPLOYER = {"employer_name": "Señora Laura", "town": "06700", "street": "", "neighbourhood": ""}
WORK = {"began_on": "5/1/2026", "weekdays": ["0", "2", "4"], "hours_per_day": "8"}
PAY = {"pay_each": "visit", "pay_amount": "650"}


@pytest.fixture
def other(app: Flask) -> Visitor:
    """A second browser."""
    client = app.test_client()
    assert isinstance(client, Visitor)
    return client


def described(her: Visitor) -> str:
    """The address of a draft that is filled in."""
    address = her.send("/me/enrolments/new", EMPLOYER).location.removesuffix("/edit/work")
    for step, typed in (("work", WORK), ("wage", PAY), ("number", {"curp": "", "nss": ""})):
        her.get(f"{address}/edit/{step}")
        fields = {**typed, "csrf_token": her.page.hidden["csrf_token"], "shown": her.page.hidden["shown"]}
        assert her.post(f"{address}/edit/{step}", data=fields).status_code == 303, step
    assert her.get(f"{address}/edit/check").status_code == 200
    return address


def signed_in(client: Visitor, login_of: Callable[..., Login], username: str, role: str) -> Visitor:
    return client.be(login_of(username, role))


def test_an_account_is_opened_in_few_fields_and_leads_to_her_area(visitor: Visitor) -> None:
    assert "/account/new/worker" in visitor.get("/for-workers").text
    typed = {"given_name": "Luz", "first_surname": "Mar", "password": "una batería azul larga"}
    assert visitor.send("/account/new/worker", typed).status_code == 302
    opened = visitor.get("/account/opened").text
    assert 'href="/me"' in opened
    assert "/me/enrolments/new" in visitor.get("/me").text


def test_the_whole_way_by_a_code(
    visitor: Visitor, other: Visitor, login_of: Callable[..., Login], sqlite_database: Database
) -> None:
    her = signed_in(visitor, login_of, "ana", "domestic_worker")
    address = described(her)
    answer = her.send(f"{address}/invite", {"tells": ["since", "days"]})
    code = CODE.search(answer.text).group()  # type: ignore[union-attr]
    letter = her.post(f"{address}/letter", data={"csrf_token": her.page.hidden["csrf_token"], "code": code})
    assert letter.data.startswith(b"%PDF")
    assert "Lo que cuesta al mes" not in words(letter.data)  # she does not tell her pay
    # Whoever brings it reads what she tells and nothing else.
    told = other.send("/invitation", {"code": code.lower().replace("-", " ")}).text
    assert "Ana López" in told
    assert "650" not in told
    hidden = {"csrf_token": other.page.hidden["csrf_token"], "code": code}
    assert other.post("/invitation/accept", data=hidden).location == "/home/invitations"
    with sqlite_database.write() as session:
        who = parties.household(session, NOON, 77)
        login = session.get_one(Login, who.actor.login_id)
    other.be(login)
    taken = other.send("/home/invitations", {"key": "take"})
    assert taken.status_code == 303
    assert "Ana López" in other.get("/home").text
    begun = other.send(taken.location, {"key": "begin"})
    assert "/home/workers/" in begun.location
    with sqlite_database.read() as session:
        draft = session.scalars(select(Affiliation)).one()
        assert (draft.worker_given_name, draft.weekdays, draft.pay_amount) == ("Ana", "024", None)
    assert other.send("/invitation", {"code": code}).status_code == 422


def test_a_click_that_comes_twice_leads_to_the_same_place(
    visitor: Visitor, other: Visitor, login_of: Callable[..., Login], sqlite_database: Database
) -> None:
    address = described(signed_in(visitor, login_of, "ana", "domestic_worker"))
    code = CODE.search(visitor.send(f"{address}/invite", {"tells": ["since"]}).text).group()  # type: ignore[union-attr]

    def login(session):  # type: ignore[no-untyped-def]
        return session.get_one(Login, parties.household(session, NOON, 77).actor.login_id)

    other.be(sqlite_database.run(login))
    other.send("/invitation", {"code": code})
    other.post("/invitation/accept", data={"csrf_token": other.page.hidden["csrf_token"], "code": code})
    other.get("/home/invitations")
    form = {name: other.page.hidden[name] for name in ("csrf_token", "key")}
    with other.session_transaction() as kept:
        before = dict(kept)
    first = other.post("/home/invitations", data=form)
    with other.session_transaction() as kept:  # the second click left before the first was answered
        kept.update(before)
    second = other.post("/home/invitations", data=form)
    assert (first.status_code, second.location) == (303, first.location)


def test_a_code_is_good_no_more_at_its_moment(
    visitor: Visitor, other: Visitor, login_of: Callable[..., Login], monkeypatch: pytest.MonkeyPatch
) -> None:
    address = described(signed_in(visitor, login_of, "ana", "domestic_worker"))
    code = CODE.search(visitor.send(f"{address}/invite", {"tells": ["since"]}).text).group()  # type: ignore[union-attr]
    assert other.send("/invitation", {"code": code}).status_code == 200
    later = clock.real_now() + timedelta(days=30)  # past a last day that falls on days of rest
    monkeypatch.setattr(clock, "real_now", lambda: later)
    answer = other.send("/invitation", {"code": code})
    assert answer.status_code == 422
    assert "Ana López" not in answer.text


def test_saying_no_needs_no_account(visitor: Visitor, other: Visitor, login_of: Callable[..., Login]) -> None:
    her = signed_in(visitor, login_of, "ana", "domestic_worker")
    address = described(her)
    code = CODE.search(her.send(f"{address}/invite", {"tells": ["since"]}).text).group()  # type: ignore[union-attr]
    other.send("/invitation", {"code": code})
    sent = {"csrf_token": other.page.hidden["csrf_token"], "key": other.page.hidden["key"], "code": code}
    assert other.post("/invitation/answer", data={**sent, "words": ""}).status_code == 422
    assert "Le avisamos a ella" in other.post("/invitation/answer", data={**sent, "words": "Ya no viene."}).text
    page = her.get(f"/cases/invitation/{address.rpartition('/')[2]}").text
    assert "Ya no viene." in page
    assert f"{address}/request" in page


def test_unknown_used_and_expired_codes_are_answered_alike(visitor: Visitor, sqlite_database: Database) -> None:
    def enter(session):  # type: ignore[no-untyped-def]
        used, expired = (edges.invited(session, edges.starter(session, NOON, n), NOON) for n in ("u", "e"))
        inviting.decline(session, used[1], inviting.BEARER, NOON, "No.")
        edges.fire(session, expired[0], "fall_silent", edges.THE_SYSTEM, NOON)
        return used[1], expired[1]

    answers = set()
    for code in (*sqlite_database.run(enter), new_code()):
        text = visitor.send("/invitation", {"code": code}).text
        assert visitor.get(f"/i/{code}").status_code == 200
        answers.add(re.sub(r'value="[^"]*"', "", text))
    assert len(answers) == 1


def test_whom_she_names_is_compared_with_nothing(
    visitor: Visitor, login_of: Callable[..., Login], sqlite_database: Database
) -> None:
    with sqlite_database.write() as session:
        who = parties.household(session, NOON, 78)
        known = session.scalars(select(Household).where(Household.person_id == who.person_id)).one().person.full_name
    her = signed_in(visitor, login_of, "ana", "domestic_worker")
    pages = []
    for name in (known, "Nadie Conocido"):
        address = her.send("/me/enrolments/new", {**EMPLOYER, "employer_name": name, "key": name}).location
        text = her.get(address).text
        pages.append(re.sub(r"[0-9a-f-]{36}|value=\"[^\"]*\"", "", text).replace(name, ""))
    assert pages[0] == pages[1]


def test_another_worker_finds_nothing(visitor: Visitor, other: Visitor, login_of: Callable[..., Login]) -> None:
    address = described(signed_in(visitor, login_of, "ana", "domestic_worker"))
    stranger = signed_in(other, login_of, "bea", "domestic_worker")
    for page in ("edit/check", "edit/work", "invite", "request", "new-code"):
        assert stranger.get(f"{address}/{page}").status_code == 404
    assert stranger.get(f"/cases/invitation/{address.rpartition('/')[2]}").status_code == 404


def test_a_request_is_worked_by_the_office(
    visitor: Visitor, other: Visitor, app: Flask, login_of: Callable[..., Login], sqlite_database: Database
) -> None:
    her = signed_in(visitor, login_of, "ana", "domestic_worker")
    address = described(her)
    case = f"/cases/invitation/{address.rpartition('/')[2]}"
    clerk = signed_in(other, login_of, "clerk", "caseworker")
    assert clerk.get(case).status_code == 404
    assert "Ana L." not in clerk.get("/office/queue?state=any").text
    her.get(f"{address}/request")
    fields = {name: her.page.hidden[name] for name in ("csrf_token", "key", "version")}
    assert her.post(f"{address}/request", data={**fields, "words": "Mensajes."}).status_code == 303
    assert "Mensajes." in clerk.get(case).text
    office = address.replace("/me/enrolments", "/office/requests")
    asked = clerk.send(f"{office}/ask", {"words": "¿Trabaja ahí?"})
    code = CODE.search(asked.text).group()  # type: ignore[union-attr]
    letter = {"csrf_token": clerk.page.hidden["csrf_token"], "code": code}
    assert clerk.post(f"{office}/letter", data=letter).data.startswith(b"%PDF")
    home = app.test_client()
    told = home.send("/invitation", {"code": code}).text
    assert "Mensajes." not in told
    sent = {"csrf_token": home.page.hidden["csrf_token"], "key": home.page.hidden["key"], "code": code}
    assert home.post("/invitation/answer", data={**sent, "words": "Solo a veces."}).status_code == 200
    clerk.get(case)
    typed = {
        "employer_given_name": "Laura", "employer_first_surname": "Sol", "street": "Calle 1", "neighbourhood": "",
        "postal_code": "06700", "decided_began": "5/1/2026", "decided_days": ["0", "2", "4"], "decided_hours": "8",
        "decided_each": "visit", "decided_amount": "650", "decided_mode": "per_day", "comment": "Se acreditó.",
    }  # fmt: skip
    data = {f"grant-{name}": value for name, value in typed.items()}
    fields = {name: clerk.page.hidden[name] for name in ("csrf_token", "key", "version")}
    granted = clerk.post(f"{case}/grant", data={**data, **fields})
    assert granted.status_code == 303, granted.text
    with sqlite_database.read() as session:
        relation = session.scalars(select(Affiliation)).one()
        invitation = session.scalars(select(Invitation)).one()
        assert (relation.state, relation.began_on) == ("enrolled", date(2026, 1, 5))
        assert (invitation.state, invitation.affiliation_id) == ("enrolled", relation.id)
    assert "Señora Laura" in her.get("/me").text
    assert "Laura Sol" in her.get("/me").text


def test_the_letter_says_what_a_month_costs_by_the_simulators_account(
    visitor: Visitor, login_of: Callable[..., Login]
) -> None:
    her = signed_in(visitor, login_of, "ana", "domestic_worker")
    address = described(her)
    code = CODE.search(her.send(f"{address}/invite", {"tells": ["since", "days", "pay"]}).text).group()  # type: ignore[union-attr]
    sent = {"csrf_token": her.page.hidden["csrf_token"], "code": code}
    letter = " ".join(words(her.post(f"{address}/letter", data=sent).data).split())
    first_day = f"{clock.real_now().astimezone(MEXICO_CITY):%d/%m/%Y}"
    asked = {"amount": "650", "each": "visit", "weekdays": ["0", "2", "4"], "hours": "8", "town": "06700"}
    simulated = her.get(
        "/simulator", query_string={**asked, "in_kind": "none", "others": "no", "first_day": first_day}
    ).text
    total = re.search(r"Un mes completo, .*? (\$[\d,.]+\d)", letter).group(1)  # type: ignore[union-attr]
    assert total in simulated
    assert all(part in letter for part in ("Seguro social", "Vivienda (Infonavit)", "lo que se descuenta a ella"))
