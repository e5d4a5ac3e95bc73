"""Days of a relation at their pages: next month in one tap, pauses, vacation, holidays, and the strip."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from enrolment.models import Affiliation, ReportedDays
from enrolment.relation.marked_days import MarkedDays
from tests.conftest import NOON
from tests.web.at_home import answer, carried, in_march, only  # noqa: F401 - a fixture
from tests.web.conftest import Visitor
from tests.web.test_household import enrolled_household, signed_in
from workflow.clockwork import advance
from workflow.database import Database

pytestmark = pytest.mark.usefixtures("in_march")


@pytest.fixture
def at_home(app: Flask, sqlite_database: Database) -> Visitor:
    """A registered household whose worker comes on Mondays, Wednesdays and Fridays since 2 March."""
    return signed_in(app, enrolled_household(sqlite_database))


def path_of(database: Database) -> str:
    return f"/home/workers/{only(database, Affiliation).id}"


def marked(database: Database) -> list[tuple[str, date, date, bool]]:
    with database.read() as session:
        rows = session.scalars(select(MarkedDays).order_by(MarkedDays.first_day))
        return [(row.kind, row.first_day, row.last_day, row.withdrawn_at is not None) for row in rows]


def test_the_days_of_next_month_are_confirmed_by_one_button(at_home: Visitor, sqlite_database: Database) -> None:
    """April 2026: four Mondays (6, 13, 20, 27), five Wednesdays (1 to 29), four Fridays (3 to 24)."""
    page = at_home.get("/home").text
    assert "4 lunes (6, 13, 20, 27); 5 miércoles (1, 8, 15, 22, 29); 4 viernes (3, 10, 17, 24)" in page
    path = path_of(sqlite_database)
    done = at_home.post(f"{path}/days/2026-04/confirm", data=carried(at_home), follow_redirects=True)
    assert done.status_code == 200
    with sqlite_database.read() as session:
        kept = session.scalars(select(ReportedDays)).one()
    assert (kept.month, kept.days) == (date(2026, 4, 1), "1,3,6,8,10,13,15,17,20,22,24,27,29")
    assert "4 lunes" not in at_home.get("/home").text


def test_a_pause_is_explained_noted_and_taken_back(at_home: Visitor, sqlite_database: Database) -> None:
    path = path_of(sqlite_database)
    said = at_home.get(f"{path}/pause").text
    assert "Ocho días o más: no se paga nada" in said
    assert "vacaciones pagadas" in said
    typed = {"kind": "pause", "first_day": "1/8/2026", "last_day": "31/8/2026"}
    refused = answer(at_home, f"{path}/pause", {**typed, "last_day": "31/7/2026"})
    assert refused.status_code == 422
    assert 'value="31/7/2026"' in refused.text
    assert answer(at_home, f"{path}/pause", typed).status_code == 303
    assert marked(sqlite_database) == [("pause", date(2026, 8, 1), date(2026, 8, 31), False)]
    page = at_home.get(path).text
    assert "Pausa sin trabajo ni pago: del 1 de agosto de 2026 al 31 de agosto de 2026." in page
    with sqlite_database.read() as session:
        span = session.scalars(select(MarkedDays.id)).one()
    assert answer(at_home, f"{path}/marked/{span}", {"last_day": "14/8/2026"}).status_code == 303
    assert marked(sqlite_database)[0][2] == date(2026, 8, 14)
    assert answer(at_home, f"{path}/marked/{span}", {"last_day": ""}).status_code == 303
    assert marked(sqlite_database)[0][3]
    assert at_home.get(f"{path}/marked/{span}").status_code == 404


def test_vacation_and_a_worked_holiday_stand_in_the_strip(at_home: Visitor, sqlite_database: Database) -> None:
    path = path_of(sqlite_database)
    assert answer(at_home, f"{path}/vacation", {"first_day": "9/3/2026", "last_day": "13/3/2026"}).status_code == 303
    page = at_home.get(path).text
    assert "Vacaciones pagadas: 9, 10, 11, 12, 13" in page
    assert "Descanso por ley, pagado: 16" in page
    advance(sqlite_database, NOON + timedelta(days=20))
    assert "16 de marzo de 2026" in at_home.get(f"{path}/holiday").text
    assert answer(at_home, f"{path}/holiday", {"first_day": "2026-03-16"}).status_code == 303
    assert "Descanso por ley trabajado: 16" in at_home.get(path).text


def test_days_of_somebody_elses_relation_do_not_exist(at_home: Visitor, app: Flask, sqlite_database: Database) -> None:
    path = path_of(sqlite_database)
    other = signed_in(app, enrolled_household(sqlite_database, 7))
    for page in ("pause", "vacation", "holiday"):
        assert other.get(f"{path}/{page}").status_code == 404
