"""The work list of certificates whose relation has ended: which stand in it, and for whom."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from enrolment.models import Affiliation
from enrolment.people.invented import invented_person
from tests.conftest import NOON
from tests.enrolment import parties
from tests.web.conftest import Visitor
from web.officials import ended_relations
from workflow.database import Database
from workflow.engine import fire
from workflow.people import Login

LIST = "/office/certificates-of-ended-relations"
TODAY = date(2026, 3, 2)


@pytest.fixture
def official(visitor: Visitor, login_of: Callable[..., Login]) -> Visitor:
    """A caseworker at work."""
    return visitor.be(login_of("caso", "caseworker"))


def certified(database: Database, seed: int, *, ends: date | None, **facts: Any) -> Any:
    """A worker who is certified for a few days, whose relation has ended by an official's hand."""

    def command(session: Any) -> Any:
        who = parties.household(session, NOON, seed)
        relation = parties.affiliation(session, who, NOON, invented_person(f"w{seed}"), TODAY - timedelta(days=5))
        case = parties.certificate(session, relation, who.actor, NOON, folio=f"ENF000{seed}", **facts)
        later = NOON + timedelta(days=20)
        if ends is not None:
            ended = session.get_one(Affiliation, relation.id)
            data = {"ended_on": ends, "end_reason": "agreement"}
            fire(session, ended, "end", parties.official(session, later), later, data=data)
        return case

    return database.run(command)


def test_only_what_waits_or_goes_beyond_the_end_of_an_ended_relation(
    official: Visitor, sqlite_database: Database
) -> None:
    running = certified(sqlite_database, 1, ends=None)
    waiting = certified(sqlite_database, 2, ends=date(2026, 3, 20))
    text = official.get(LIST).text
    assert f"/cases/certified_period/{waiting.id}" in text
    assert f"/cases/certified_period/{running.id}" not in text
    assert "Pasa de la baja" not in text


def test_pages_follow_by_key(official: Visitor, sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ended_relations, "PAGE", 1)
    cases = [certified(sqlite_database, seed, ends=date(2026, 3, 20)) for seed in (1, 2)]
    first = official.get(LIST).text
    assert f"{cases[0].id}" in first
    assert f"{cases[1].id}" not in first
    behind = official.get(f"{LIST}?after={cases[0].first_day}~{cases[0].id.hex}").text
    assert f"{cases[1].id}" in behind
    assert official.get(f"{LIST}?after=nonsense").status_code == 404


def test_the_list_is_for_officials(visitor: Visitor, login_of: Callable[..., Login]) -> None:
    assert visitor.be(login_of("ana", "household")).get(LIST).status_code == 404
