"""The worker's own area: the answer over all her households, for her eyes; confirming, disputing, leaving no trace."""

import re
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from enrolment.models import Affiliation, Confirmation, ContributionPeriod
from enrolment.people.invented import invented_person
from enrolment.service import record_payment
from tests.conftest import NOON
from tests.enrolment import parties
from tests.web.at_home import answer, in_march, send  # noqa: F401 - a fixture
from tests.web.conftest import Visitor
from tests.web.test_household import signed_in
from workflow.context import Actor
from workflow.database import Database
from workflow.people import Login
from workflow.tables import Message, Note

pytestmark = pytest.mark.usefixtures("in_march")

WORKER = invented_person("worker with two homes")
APRIL = date(2026, 4, 1)


@pytest.fixture
def homes(sqlite_database: Database) -> list[Affiliation]:
    """Two households that enrolled her on 2 March: the first has paid April, the second has not."""

    def command(session):  # type: ignore[no-untyped-def]
        return [
            parties.affiliation(session, parties.household(session, NOON, seed), NOON, WORKER, date(2026, 3, 2))
            for seed in (1, 2)
        ]

    return sqlite_database.run(command)


def pay_april(database: Database, case: Affiliation) -> None:
    def command(session):  # type: ignore[no-untyped-def]
        wanted = select(ContributionPeriod).where(ContributionPeriod.affiliation_id == case.id)
        due = session.scalars(wanted.where(ContributionPeriod.first_month == APRIL)).one()
        record_payment(session, due, due.amount, NOON.date(), NOON)

    database.run(command)


@pytest.fixture
def herself(app: Flask, sqlite_database: Database, homes: list[Affiliation]) -> Visitor:
    def command(session):  # type: ignore[no-untyped-def]
        actor: Actor = parties.worker_actor(session, session.get_one(Affiliation, homes[0].id), NOON)
        return session.get_one(Login, actor.login_id)

    return signed_in(app, sqlite_database.run(command))


def employer(app: Flask, database: Database, case: Affiliation) -> Visitor:
    def command(session):  # type: ignore[no-untyped-def]
        person = session.get_one(Affiliation, case.id).household.person_id
        return session.scalars(select(Login).where(Login.person_id == person)).unique().one()

    return signed_in(app, database.run(command))


def dispute(herself: Visitor, case: Affiliation, tell: str = "no"):  # type: ignore[no-untyped-def]
    typed = {"wrong": "days", "words": "Vengo los martes.", "tell": tell}
    return answer(herself, f"/me/relations/{case.id}/dispute", typed)


def test_the_answer_is_hers_over_all_her_homes(
    herself: Visitor, sqlite_database: Database, homes: list[Affiliation]
) -> None:
    now = herself.get("/me").text
    assert "Según los pagos que Afilia ha visto, marzo de 2026" in now
    assert "Solo estos días" in now
    # The thirteen days of March from the 2nd; Monday the 16th is a day of rest by law, paid all the same. And the key.
    assert (now.count("strip__day--on"), now.count("strip__day--holiday")) == (12 + 1, 1 + 1)
    pay_april(sqlite_database, homes[0])
    assert herself.get("/me/months/2026-04").text.count("strip__day--on") == 13 + 1
    for case in homes:
        assert f"/me/relations/{case.id}" in now


def test_a_household_sees_nothing_of_her_cover_nor_of_the_other_home(
    app: Flask, sqlite_database: Database, homes: list[Affiliation]
) -> None:
    first, second = (employer(app, sqlite_database, case) for case in homes)
    names = [re.search(r"<h1>([^<]+)", page.get("/account").text) for page in (first, second)]
    pay_april(sqlite_database, homes[1])
    pages = ["/home", f"/home/workers/{homes[0].id}", f"/home/workers/{homes[0].id}/payments", "/notices"]
    for path in pages:
        text = first.get(path).text
        assert str(homes[1].id) not in text
        assert not re.search("strip__day--(on|maybe|off)", text), "its own days are the household's; her cover is not"
        assert "Solo estos días" not in text
        assert "por confirmar" not in text.lower(), "what she says of the relation is hers"
    assert names
    assert first.get("/me").status_code == 404


def test_she_confirms_a_relation_once(herself: Visitor, sqlite_database: Database, homes: list[Affiliation]) -> None:
    page = herself.get(f"/me/relations/{homes[0].id}").text
    action = re.search(r'action="(/cases/confirmation/[0-9a-f-]+/confirm)"', page)
    assert action is not None
    back = send(herself, action[1], {"back": f"/me/relations/{homes[0].id}"})
    assert back.location == f"/me/relations/{homes[0].id}"
    with sqlite_database.read() as session:
        states = {(case.affiliation_id, case.state) for case in session.scalars(select(Confirmation))}
    assert states == {(homes[0].id, "confirmed"), (homes[1].id, "pending")}


def test_what_she_disputes_reaches_the_office_and_not_her_employer(
    app: Flask, herself: Visitor, sqlite_database: Database, homes: list[Affiliation]
) -> None:
    at_home = employer(app, sqlite_database, homes[0])
    with sqlite_database.read() as session:
        before = set(session.scalars(select(Message.id)))
    page_before = at_home.get(f"/home/workers/{homes[0].id}").text
    assert dispute(herself, homes[0]).location == f"/me/relations/{homes[0].id}"
    with sqlite_database.read() as session:
        told = [m for m in session.scalars(select(Message)) if m.id not in before]
        said = session.scalars(select(Note.comment).where(Note.comment.is_not(None))).all()
    assert [message.template for message in told] == ["confirmation/dispute_received"]
    assert said == ["Los días\nVengo los martes.\nNo quiero que se le diga"]
    page_after = at_home.get(f"/home/workers/{homes[0].id}").text
    changing = re.compile(r'name="(key|csrf_token)" value="[^"]+"')
    assert changing.sub("", page_before) == changing.sub("", page_after)


def test_a_dispute_needs_its_words_and_keeps_them(herself: Visitor, homes: list[Affiliation]) -> None:
    path = f"/me/relations/{homes[0].id}/dispute"
    refused = answer(herself, path, {"words": "Vengo los martes."})
    assert refused.status_code == 422
    assert "Elija si podemos decírselo" in refused.text
    assert "Vengo los martes." in refused.text


def test_the_pages_are_neutral_leave_no_trace_and_have_a_way_out(herself: Visitor, homes: list[Affiliation]) -> None:
    for path in ("/me", f"/me/relations/{homes[0].id}", f"/me/relations/{homes[0].id}/dispute"):
        shown = herself.get(path)
        assert "<title>Consulta · Afilia</title>" in shown.text
        assert shown.headers["Cache-Control"] == "no-store"
        assert 'href="/leave"' in shown.text


def test_who_is_in_no_relation_yet_learns_what_she_can_do(app: Flask, sqlite_database: Database, login_of) -> None:  # type: ignore[no-untyped-def]
    alone = signed_in(app, login_of("sola", "domestic_worker"))
    text = alone.get("/me").text
    assert "Todavía no se sabe" in text
    assert "LSS 18" in text


def test_somebody_elses_relation_does_not_exist(
    app: Flask,
    sqlite_database: Database,
    homes: list[Affiliation],
    login_of,  # type: ignore[no-untyped-def]
) -> None:
    other = signed_in(app, login_of("otra", "domestic_worker"))
    assert other.get(f"/me/relations/{homes[0].id}").status_code == 404
    assert other.get(f"/me/relations/{homes[0].id}/dispute").status_code == 404
    assert other.get("/me/months/2026-03").status_code == 404


def test_after_cover_ended_she_reads_what_is_kept_of_medical_care(
    herself: Visitor, sqlite_database: Database, homes: list[Affiliation], monkeypatch: pytest.MonkeyPatch
) -> None:
    pay_april(sqlite_database, homes[0])
    said = "Su último día de seguro fue el 29 de abril de 2026"  # a Wednesday, the last of her days
    assert said not in herself.get("/me").text
    monkeypatch.setattr("workflow.clock.real_now", lambda: NOON + timedelta(days=61))
    assert said in herself.get("/me").text
