"""Closing a household's registration: what is still under way is named before anybody closes."""

from datetime import date

from enrolment.people.invented import invented_person
from tests.conftest import NOON
from tests.enrolment import parties
from tests.enrolment.money_lifecycles import money_cases
from tests.web.conftest import Visitor
from workflow.database import Database
from workflow.people import Login
from workflow.words import catalogue

WORDS = catalogue("es")


def test_refunds_under_way_are_named_to_the_household_whose_they_are(
    visitor: Visitor, sqlite_database: Database
) -> None:
    def live(session):  # type: ignore[no-untyped-def]
        who = parties.household(session, NOON)
        case = parties.affiliation(session, who, NOON, invented_person("worker"), date(2026, 3, 1))
        refund = money_cases(session, case, parties.periods(session, case)[-1], NOON)["refund"]
        other = parties.household(session, NOON, 2)
        return *(session.get_one(Login, found.actor.login_id) for found in (who, other)), refund.id

    login, neighbour, refund_id = sqlite_database.run(live)
    page = visitor.be(login).get("/home/close")
    assert WORDS["homes.close.refunds"] in page.text
    assert f'href="/home/payments/refunds/{refund_id}"' in page.text
    assert "$100.00" in page.text
    assert WORDS["homes.close.refunds"] not in visitor.be(neighbour).get("/home/close").text
