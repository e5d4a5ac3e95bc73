"""What else is owed, on pages: each side its own relation, what is kept to oneself, an estimate."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from enrolment.labour.dues_models import DuesRecord, NotReceived
from enrolment.models import Affiliation
from enrolment.people.invented import invented_person
from tests.conftest import NOON
from tests.enrolment import parties
from tests.web.at_home import answer, events, in_march  # noqa: F401 - a fixture
from tests.web.conftest import Visitor
from tests.web.test_worker_area import employer, signed_in
from workflow.database import Database
from workflow.people import Login
from workflow.tables import Message

pytestmark = pytest.mark.usefixtures("in_march")

WORKER = invented_person("worker with two homes")
TERMS = {**parties.THREE_DAYS, "pay_amount": Decimal("500.00"), "weekdays": "03"}


@pytest.fixture
def homes(sqlite_database: Database) -> list[Affiliation]:
    """Two households that employ her since 1 November 2023."""

    def command(session):  # type: ignore[no-untyped-def]
        return [
            parties.affiliation(
                session, parties.household(session, NOON, seed), NOON, WORKER, date(2023, 11, 1), **TERMS
            )
            for seed in (1, 2)
        ]

    return sqlite_database.run(command)


@pytest.fixture
def herself(app: Flask, sqlite_database: Database, homes: list[Affiliation]) -> Visitor:
    def command(session):  # type: ignore[no-untyped-def]
        actor = parties.worker_actor(session, session.get_one(Affiliation, homes[0].id), NOON)
        return session.get_one(Login, actor.login_id)

    return signed_in(app, sqlite_database.run(command))


@pytest.fixture
def house(app: Flask, sqlite_database: Database, homes: list[Affiliation]) -> Visitor:
    return employer(app, sqlite_database, homes[0])


def owed(case: Affiliation) -> str:
    return f"/home/workers/{case.id}/owed"


def mine(case: Affiliation) -> str:
    return f"/me/relations/{case.id}/owed"


def take(page: Visitor, path: str, action: str, typed: Mapping[str, str]) -> TestResponse:
    """Send the form of one action among those of a page, with what it carries unseen."""
    found = re.search(
        rf'<form method="post" action="(/cases/[^"]+/{action})".*?</form>', page.get(path).text, re.DOTALL
    )
    assert found is not None, action
    carried = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', found[0]))
    return page.post(found[1], data={**carried, **{f"{action}-{name}": value for name, value in typed.items()}})


def test_both_sides_see_the_same_account(house: Visitor, herself: Visitor, homes: list[Affiliation]) -> None:
    for text in (house.get(owed(homes[0])).text, herself.get(mine(homes[0])).text):
        assert "$2,142.86" in text  # 1,000 / 7 × 15
        assert "4.8 días por tomar" in text
        assert "5.6 días por tomar" in text
        assert "$166.67" in text  # two sixths of a day of rest


def test_a_household_opens_only_its_own(house: Visitor, herself: Visitor, homes: list[Affiliation]) -> None:
    assert house.get(owed(homes[1])).status_code == 404
    assert house.get(f"{owed(homes[1])}/end").status_code == 404
    assert house.get(mine(homes[0])).status_code == 404
    assert herself.get(owed(homes[0])).status_code == 404
    assert str(homes[1].id) not in house.get(owed(homes[0])).text
    assert str(homes[1].id) not in herself.get(mine(homes[0])).text


def test_what_is_recorded_is_shown_to_both(
    house: Visitor, herself: Visitor, sqlite_database: Database, homes: list[Affiliation]
) -> None:
    typed = {"service_year": "2", "first_day": "2/3/2026", "days_off": "2,6", "premium": "700"}
    assert take(house, owed(homes[0]), "record_vacation", typed).location == owed(homes[0])
    with sqlite_database.read() as session:
        kept = session.scalars(select(DuesRecord)).one()
        assert (kept.days, kept.amount, kept.year) == (Decimal("2.60"), Decimal("700.00"), 2)
    for text in (house.get(owed(homes[0])).text, herself.get(mine(homes[0])).text):
        assert "2.6 días desde el 2 de marzo de 2026" in text
        assert "3 días por tomar" in text


def test_more_days_than_are_left_are_refused_and_nothing_is_lost(house: Visitor, homes: list[Affiliation]) -> None:
    typed = {"service_year": "2", "first_day": "2/3/2026", "days_off": "99"}
    refused = take(house, owed(homes[0]), "record_vacation", typed)
    assert refused.status_code == 422
    assert "De ese año quedan 5.6 días" in refused.text
    assert 'value="99"' in refused.text


def test_an_estimate_changes_nothing(house: Visitor, sqlite_database: Database, homes: list[Affiliation]) -> None:
    before = events(sqlite_database)
    asked = house.get(f"{owed(homes[0])}/end?last_day=2/3/2026&reason=household_ended&unpaid=3")
    assert asked.status_code == 200
    assert "$13,527.00" in asked.text  # 142.857 × 1.0521 × 90
    assert "$428.57" in asked.text  # three days at 142.857
    assert events(sqlite_database) == before
    assert house.get(f"{owed(homes[0])}/end?last_day=ayer&reason=she_left").status_code == 422
    for day in ("1/1/2020", "31/12/9999"):
        assert "El último día va del" in house.get(f"{owed(homes[0])}/end?last_day={day}&reason=she_left").text


def test_what_she_keeps_to_herself_no_household_sees(
    house: Visitor, herself: Visitor, sqlite_database: Database, homes: list[Affiliation]
) -> None:
    before = house.get(owed(homes[0])).text
    assert answer(herself, f"{mine(homes[0])}/missing", {"subject": "vacation", "tell": "no"}).status_code == 303
    assert "Solo usted lo ve" in herself.get(mine(homes[0])).text
    with sqlite_database.read() as session:
        assert session.scalars(select(NotReceived)).one().state == "noted"
        assert not session.scalars(select(Message).where(Message.template.startswith("not_received/"))).all()
    strip = lambda text: re.sub(r'value="[^"]{16,}"', "", text)  # noqa: E731 - keys and tokens differ each time
    assert strip(house.get(owed(homes[0])).text) == strip(before)


def test_told_it_reaches_the_household_which_answers(
    house: Visitor, herself: Visitor, sqlite_database: Database, homes: list[Affiliation]
) -> None:
    answer(herself, f"{mine(homes[0])}/missing", {"subject": "vacation", "tell": "yes"})
    assert "dice que no le llegó las vacaciones" in house.get(owed(homes[0])).text
    take(house, owed(homes[0]), "answer", {"comment": "Las pago el viernes."})
    with sqlite_database.read() as session:
        told = session.scalars(select(Message.template).where(Message.template.startswith("not_received/"))).all()
    assert sorted(told) == ["not_received/answered", "not_received/told"]
    assert take(herself, mine(homes[0]), "confirm_received", {}).status_code == 303
    assert "Ya llegó" in herself.get(mine(homes[0])).text


def test_her_pages_leave_no_trace(herself: Visitor, homes: list[Affiliation]) -> None:
    for path in (mine(homes[0]), f"{mine(homes[0])}/missing"):
        page = herself.get(path)
        assert "no-store" in page.headers["Cache-Control"]
        assert "/leave" in page.text
        assert "<title>" in page.text
        assert "deben" not in re.search(r"<title>(.*?)</title>", page.text, re.DOTALL)[1]  # type: ignore[index]


def test_nothing_chosen_is_said_beside_the_question(herself: Visitor, homes: list[Affiliation]) -> None:
    page = answer(herself, f"{mine(homes[0])}/missing", {})
    assert page.status_code == 422
    assert "Elija qué no le llegó." in page.text
