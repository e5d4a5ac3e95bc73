"""Nobody learns who exists: what is answered about somebody known and about nobody is the same, byte for byte."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from enrolment.models import Household
from tests.web.conftest import PASSWORD, Visitor
from tests.web.test_office import enrolled
from workflow.database import Database
from workflow.people import Login

# What differs between two answers: the form's token, what was typed oneself, the number of the request, the address.
CHANCE = re.compile(rb'(?<=value=")[^"]*(?=")|\b[0-9A-Fa-f]{8,10}(?:-[0-9a-f-]{27})?\b')
NOT_SENT = {"Set-Cookie", "Date", "X-RateLimit-Reset", "Content-Length", "Retry-After"}
Logins = Callable[..., Login]


def answer(response: TestResponse) -> tuple[int, list[tuple[str, str]], bytes]:
    """Everything that somebody who asks can compare."""
    headers = sorted((k, CHANCE.sub(b"*", v.encode()).decode()) for k, v in response.headers if k not in NOT_SENT)
    return response.status_code, headers, CHANCE.sub(b"*", response.data)


@pytest.fixture
def known(login_of: Logins) -> None:
    """Somebody with an address and somebody without one."""
    login_of("ana", "household", email="ana@example.org")
    login_of("eva", "domestic_worker")


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("page", ["sign-in", "forgot"])
def test_signing_in_and_forgetting_answer_alike(visitor: Visitor, page: str) -> None:
    people = {"ana", "eva", "nadie", "ana@example.org", "nadie@example.org"}
    said = [answer(visitor.send(f"/account/{page}", {"username": name, "password": "equivocada"})) for name in people]
    # How much of the limit of this visitor is used grows with every question, whoever is asked for.
    assert len({(status, body) for status, _headers, body in said}) == 1


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("page", ["sign-in", "forgot"])
def test_limits_are_reached_alike(visitor: Visitor, page: str) -> None:
    for name in ("ana", "nadie"):
        codes = [visitor.send(f"/account/{page}", {"username": name, "password": "x"}).status_code for _ in range(6)]
        assert codes[5] == 429
        assert set(codes[:5]) <= {200, 422}
    refused = [visitor.send(f"/account/{page}", {"username": name, "password": "x"}) for name in ("ana", "nadie")]
    assert len({(r.status_code, CHANCE.sub(b"*", r.data)) for r in refused}) == 1


@pytest.mark.usefixtures("known")
def test_opening_an_account_answers_alike_for_an_address_that_somebody_has(app, sqlite_database: Database) -> None:  # type: ignore[no-untyped-def]
    pages = []
    for address in ("ana@example.org", "nadie@example.org"):
        visitor = app.test_client()
        typed = {"given_name": "Luz", "first_surname": "Paz", "email": address, "password": PASSWORD}
        sent = visitor.send("/account/new", typed)
        pages.append((answer(sent)[0], sent.location, re.sub(r"luz\.\d{6}", "*", visitor.get(sent.location).text)))
    assert CHANCE.sub(b"*", pages[0][2].encode()) == CHANCE.sub(b"*", pages[1][2].encode())
    assert pages[0][:2] == pages[1][:2]


def test_access_at_the_counter_answers_alike_to_whoever_may_not_give_it(
    visitor: Visitor, login_of: Logins, sqlite_database: Database
) -> None:
    """To her employer, to a household and to a stranger a worker with a login, one without and nobody are the same."""
    case = enrolled(sqlite_database)
    with sqlite_database.read() as session:
        employer = session.get_one(Household, case.household_id).person_id
        own = session.scalars(select(Login).where(Login.person_id == employer)).unique().one()
    clerk = login_of("clerk", "caseworker")
    sqlite_database.run(lambda s: setattr(s.get_one(Login, clerk.id), "person_id", employer))
    for reader in (clerk, own, login_of("otra", "household")):
        visitor.be(reader)
        before = [answer(visitor.get(f"/office/workers/{who}/access")) for who in (case.worker_id, uuid4())]
        assert before[0] == before[1]
        assert before[0][0] == 404
