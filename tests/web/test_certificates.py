"""Pages of certificates: each reader sees what concerns them, every look of an official is written down."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.insurance.certified_models import AwaitedEnd, CertifiedPeriod
from enrolment.models import Affiliation
from enrolment.people.invented import invented_person
from tests.conftest import NOON
from tests.enrolment import parties
from tests.web.at_home import answer, carried, in_march  # noqa: F401 - a fixture
from tests.web.conftest import Visitor
from workflow.database import Database
from workflow.people import AccessLog, Login

pytestmark = pytest.mark.usefixtures("in_march")

WORKER = invented_person("certified on pages")
TYPED = {"kind": "maternity", "folio": "XA 000-123", "first_day": "5/3/2026", "last_day": "27/5/2026"}
People = tuple[Affiliation, Login, Login, Login]


@pytest.fixture
def people(sqlite_database: Database) -> People:
    """An enrolled relation, and the logins of its household, its worker and a caseworker."""

    def command(session: Session) -> People:
        who = parties.household(session, NOON, 1)
        terms = parties.LIVE_IN
        case = parties.affiliation(session, who, NOON, WORKER, date(2026, 3, 2), terms=terms)
        her = parties.worker_actor(session, case, NOON)
        office = parties.official(session, NOON)
        logins = [session.get_one(Login, actor.login_id) for actor in (who.actor, her, office)]
        return (case, *logins)  # type: ignore[return-value]

    return sqlite_database.run(command)


def recorded(database: Database) -> CertifiedPeriod:
    with database.read() as session:
        return session.scalars(select(CertifiedPeriod)).one()


def test_a_household_writes_one_down_and_sees_the_split_bill(
    visitor: Visitor, sqlite_database: Database, people: People
) -> None:
    case, household, *_ = people
    path = f"/home/workers/{case.id}/incapacity"
    visitor.be(household)
    assert f'href="{path}"' in visitor.get(f"/home/workers/{case.id}").text
    done = answer(visitor, path, TYPED, follow_redirects=True)
    assert done.status_code == 200
    assert recorded(sqlite_database).folio == "XA000123"
    assert "Del 5 de marzo de 2026 al 27 de mayo de 2026" in done.text
    assert "$1,028.31" in done.text  # April: 489.6733 x 30 x 7 %


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"folio": ""}, "Escriba el folio"),
        ({"last_day": "1/3/2026"}, "es antes del primero"),
        ({"kind": []}, "Elija de qué es"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    visitor: Visitor, people: People, typed: dict[str, Any], words: str
) -> None:
    case, household, *_ = people
    visitor.be(household)
    refused = answer(visitor, f"/home/workers/{case.id}/incapacity", TYPED | typed)
    assert refused.status_code == 422
    assert words in refused.text
    assert 'value="5/3/2026"' in refused.text


def test_what_she_writes_down_tells_the_household_the_days_and_not_why(
    visitor: Visitor, sqlite_database: Database, people: People
) -> None:
    case, household, her, _office = people
    visitor.be(her)
    done = answer(visitor, "/me/incapacity", {**TYPED, "household": str(case.id)}, follow_redirects=True)
    assert "Maternidad" in done.text
    assert "0 de 30" in done.text
    page = f"/cases/certified_period/{recorded(sqlite_database).id}"
    visitor.be(household)
    seen = visitor.get(page).text + visitor.get(f"/home/workers/{case.id}").text
    assert "27 de mayo de 2026" in seen
    assert "Maternidad" not in seen
    assert "XA000123" not in seen
    assert "semanas" not in seen.replace("semanas conserva", "")


def test_an_official_corrects_it_and_she_sees_who_looked(
    visitor: Visitor, sqlite_database: Database, people: People
) -> None:
    case, household, her, office = people
    visitor.be(household)
    answer(visitor, f"/home/workers/{case.id}/incapacity", TYPED)
    certificate = recorded(sqlite_database)
    page = f"/cases/certified_period/{certificate.id}"
    visitor.be(office)
    shown = visitor.get(page).text
    assert "Maternidad" in shown
    assert "0 semanas cotizadas" in shown
    typed = {f"correct-{name}": value for name, value in (TYPED | {"first_day": "6/3/2026"}).items()}
    said = {**carried(visitor), **typed, "correct-comment": "Según el certificado."}
    done = visitor.post(f"{page}/correct", data=said, follow_redirects=True)
    assert done.status_code == 200
    assert recorded(sqlite_database).first_day == date(2026, 3, 6)
    assert visitor.get(f"/office/relations/{case.id}/incapacity").status_code == 200
    with sqlite_database.read() as session:
        looked = set(session.scalars(select(AccessLog.subject).where(AccessLog.login_id == office.id)))
    assert {"certified_period", "affiliation"} <= looked
    visitor.be(her)
    assert office.username in visitor.get("/me/incapacity").text


def test_a_baja_during_incapacity_is_kept_and_says_so(
    visitor: Visitor, sqlite_database: Database, people: People
) -> None:
    case, household, *_ = people
    visitor.be(household)
    answer(visitor, f"/home/workers/{case.id}/incapacity", TYPED | {"first_day": "2/3/2026", "last_day": "24/5/2026"})
    typed = {"ended_on": "2/3/2026", "end_reason": "agreement", "understood": "y"}
    done = answer(visitor, f"/home/workers/{case.id}/end", typed, follow_redirects=True)
    assert "Espera a que termine la incapacidad" in done.text
    with sqlite_database.read() as session:
        assert session.scalars(select(AwaitedEnd)).one().ends_on == date(2026, 5, 24)
    assert "24 de mayo de 2026" in visitor.get(f"/home/workers/{case.id}/incapacity").text


def test_nobody_else_finds_the_pages(app: Flask, visitor: Visitor, sqlite_database: Database, people: People) -> None:
    case, _household, her, office = people

    def another(session: Session) -> Login:
        return session.get_one(Login, parties.household(session, NOON, 2).actor.login_id)

    visitor.be(sqlite_database.run(another))
    assert visitor.get(f"/home/workers/{case.id}/incapacity").status_code == 404
    for login in (her, office):
        visitor.be(login)
        assert visitor.get(f"/home/workers/{case.id}/incapacity").status_code in (302, 403, 404)
    visitor.be(her)
    assert visitor.get(f"/office/relations/{case.id}/incapacity").status_code in (302, 403, 404)
