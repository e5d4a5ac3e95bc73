"""The page of workers declared twice at one address: for officials of that office who are neither of the two."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.people.invented import invented_person
from tests.conftest import NOON
from tests.enrolment import parties
from tests.web.conftest import Visitor
from workflow.database import Database
from workflow.people import AccessLog, Login, Person

WORKER = invented_person("worker of two spouses")
PAGE = "/office/same-home"


@pytest.fixture
def officials(sqlite_database: Database) -> dict[str, Login]:
    """One without an office, one of that office, one of another, and one of the two spouses who is a caseworker."""

    def command(session: Session) -> dict[str, Login]:
        one, other = parties.household(session, NOON, 1), parties.household(session, NOON, 2)
        case = parties.affiliation(session, one, NOON, WORKER, date(2026, 3, 2))
        parties.affiliation(session, other, NOON, WORKER, date(2026, 3, 2))
        actors = {"everywhere": parties.official(session, NOON), "theirs": parties.official(session, NOON)}
        actors["elsewhere"] = parties.official(session, NOON)
        actors["spouse"] = parties.login_for(session, NOON, session.get_one(Person, one.person_id), "caseworker")
        found = {name: session.get_one(Login, actor.login_id) for name, actor in actors.items()}
        found["theirs"].offices, found["elsewhere"].offices = [str(case.office)], ["another office"]
        return found

    return sqlite_database.run(command)


@pytest.mark.parametrize(
    ("who", "sees"), [("everywhere", True), ("theirs", True), ("elsewhere", False), ("spouse", False)]
)
def test_a_pair_is_seen_by_who_may_decide_about_both(
    visitor: Visitor, sqlite_database: Database, officials: dict[str, Login], who: str, sees: bool
) -> None:
    answer = visitor.be(officials[who]).get(PAGE)
    assert answer.status_code == 200
    assert (WORKER.first_surname in answer.text) == sees
    with sqlite_database.read() as session:
        looks = session.scalars(select(AccessLog).where(AccessLog.subject == "affiliation")).all()
    assert len(looks) == (2 if sees else 0)
