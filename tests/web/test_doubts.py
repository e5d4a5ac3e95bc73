"""Asking whether a relation is to be insured: the page of the household, sent twice, empty, and from elsewhere."""

from datetime import date

import pytest
from sqlalchemy import select

from enrolment.people.invented import invented_person
from enrolment.relation.doubt_models import Doubt
from tests.conftest import NOON
from tests.enrolment import parties
from tests.web.conftest import Visitor
from workflow.database import Database
from workflow.people import Login

WHY = "Solo vino una vez, para una fiesta."


@pytest.fixture
def home(visitor: Visitor, sqlite_database: Database) -> tuple[Visitor, str]:
    """A household signed in, and the address of the doubt about its worker."""

    def enter(session):  # type: ignore[no-untyped-def]
        who = parties.household(session, NOON, 1)
        relation = parties.affiliation(session, who, NOON, invented_person("ana"), date(2026, 3, 2))
        return session.get_one(Login, who.actor.login_id), f"/home/workers/{relation.id}/doubt"

    login, address = sqlite_database.run(enter)
    return visitor.be(login), address


def test_a_doubt_is_stated_once(home: tuple[Visitor, str], sqlite_database: Database) -> None:
    visitor, address = home
    visitor.get(address)
    typed = {"why": WHY, **{name: visitor.page.hidden[name] for name in ("csrf_token", "key")}}
    first = visitor.post(address, data=typed)
    again = visitor.post(address, data=typed)
    assert first.status_code == 303
    assert again.location == first.location
    assert WHY in visitor.get(first.location).text
    with sqlite_database.read() as session:
        assert len(session.scalars(select(Doubt)).all()) == 1


def test_an_empty_reason_is_asked_for(home: tuple[Visitor, str]) -> None:
    visitor, address = home
    answer = visitor.send(address, {"why": "no"})
    assert answer.status_code == 422
    assert "con diez letras o más" in answer.text


def test_the_relation_leads_there_and_back_to_the_open_doubt(home: tuple[Visitor, str]) -> None:
    visitor, address = home
    assert address in visitor.get(address.removesuffix("/doubt")).text
    stated = visitor.send(address, {"why": WHY}).location
    assert visitor.get(address).location == stated


def test_it_is_nobody_elses(home: tuple[Visitor, str], sqlite_database: Database) -> None:
    visitor, address = home
    other = sqlite_database.run(
        lambda s: s.get_one(Login, parties.household(s, NOON, 2).actor.login_id)  # type: ignore[no-untyped-call]
    )
    assert visitor.be(other).get(address).status_code == 404
