"""Complaining and following a complaint without an account: sent once, opened by folio and secret, leaving no trace."""

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from inspection.intake.complaint_models import Complaint, SealedStatement
from inspection.intake.sealed import statements
from inspection.models import InspectionFile
from inspection.protection.protection_models import WorkerProtection
from tests.inspection.officers import CDMX, complaint
from tests.web.conftest import Visitor
from web.inspection import following
from workflow.clock import real_now
from workflow.database import Database

TOLD = "Ñu'u savi: me deben tres semanas."


def sent(visitor: Visitor, **typed: Any) -> Any:
    """The form as a browser sends it, with everything it carries unseen."""
    visitor.get("/complaints/new")
    return visitor.post("/complaints/new", data={**visitor.page.hidden, "told": TOLD, **typed})


def codes(page: str) -> tuple[str, str]:
    """Folio and secret as the page of the answer shows them."""
    folio, secret = re.findall(r'big__value">([^<]+)<', page)
    return folio, secret


def count(database: Database, model: type[Any]) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_one_sentence_is_enough_and_gives_folio_and_secret(visitor: Visitor, sqlite_database: Database) -> None:
    answer = sent(visitor)
    assert answer.status_code == 200
    folio, secret = codes(answer.text)
    with sqlite_database.read() as session:
        case = session.scalars(select(Complaint)).one()
        assert session.get_one(InspectionFile, case.file_id).folio == folio
        # Whoever says nothing of a wish is not acted for until they say it.
        assert (case.speaks_as, case.wish, case.reachable, case.channel) == ("other", "wait", False, "web")
        assert [said.text for said in statements(session, case.id)] == [TOLD]
    followed = visitor.send("/complaints/follow", {"folio": folio, "secret": secret})
    assert "Recibida" in followed.text


def test_nothing_of_it_stays_in_addresses_caches_or_titles(visitor: Visitor) -> None:
    pages = [visitor.get("/complaints/new"), sent(visitor), visitor.get("/complaints/follow")]
    for page in pages:
        assert page.headers["Cache-Control"] == "no-store"
        assert re.search(r"<title>Información · ", page.text)
        assert "/leave" in page.text
    assert "location" not in pages[1].headers


def test_sent_twice_it_is_one_complaint_with_the_same_secret(visitor: Visitor, sqlite_database: Database) -> None:
    visitor.get("/complaints/new")
    typed = {**visitor.page.hidden, "told": TOLD}
    first, again = (visitor.post("/complaints/new", data=typed) for _ in range(2))
    assert codes(first.text) == codes(again.text)
    assert count(sqlite_database, Complaint) == 1


def test_an_empty_text_is_asked_for_and_nothing_typed_is_lost(visitor: Visitor, sqlite_database: Database) -> None:
    refused = sent(visitor, told=" ", dangers="confinement", street="Callejón del Agua 3", wish="together")
    assert refused.status_code == 422
    assert "basta una frase" in refused.text
    assert "Callejón del Agua 3" in refused.text
    assert re.search(r'value="confinement" checked', refused.text)
    assert re.search(r'value="together" checked', refused.text)
    assert count(sqlite_database, Complaint) == 0


def test_a_place_that_no_list_knows_is_kept_as_it_was_said(visitor: Visitor, sqlite_database: Database) -> None:
    assert sent(visitor, town="rumbo al cerro grande").status_code == 200
    with sqlite_database.read() as session:
        case = session.scalars(select(Complaint)).one()
        assert (case.office, case.places_home) == ("stps", True)
        assert "rumbo al cerro grande" in statements(session, case.id)[0].text


def test_a_name_of_several_places_is_asked_about_and_may_stay_open(visitor: Visitor, sqlite_database: Database) -> None:
    asked = sent(visitor, town="Benito Juárez")
    assert asked.status_code == 422
    assert "No sé cuál es" in asked.text
    assert sent(visitor, town="Benito Juárez", municipality="unknown").status_code == 200
    assert sent(visitor, town="Benito Juárez", municipality="09014").status_code == 200
    with sqlite_database.read() as session:
        assert sorted(session.scalars(select(Complaint.office))) == [CDMX, "stps"]


def test_a_danger_says_first_whom_to_call_and_is_protected_at_once(visitor: Visitor, sqlite_database: Database) -> None:
    asked = visitor.get("/complaints/new").text
    assert asked.index("tel:911") < asked.index("¿Pasa algo de esto?") < asked.index("¿Qué pasa?")
    answer = sent(visitor, dangers=["violence", "held_documents"])
    assert "tel:911" in answer.text
    with sqlite_database.read() as session:
        assert sorted(session.scalars(select(WorkerProtection.danger))) == ["held_documents", "violence"]


def followed(visitor: Visitor, database: Database, **facts: Any) -> tuple[str, str]:
    """A complaint that is open on the visitor's page; its folio and secret."""
    with database.write() as session:
        got = complaint(session, real_now(), **facts)
        known = got.folio, got.secret
    page = visitor.send("/complaints/follow", {"folio": known[0], "secret": known[1]}).text
    assert [step for step in following.STEPS if f"/complaints/follow/{step}" not in page] == []
    return known


def test_a_wrong_folio_and_a_wrong_secret_get_the_same_answer(visitor: Visitor, sqlite_database: Database) -> None:
    folio, secret = followed(visitor, sqlite_database)
    wrong = [("IT-26-2222-2222", secret), (folio, "2222-2222-2222")]
    pages = [visitor.send("/complaints/follow", {"folio": f, "secret": s}) for f, s in wrong]
    plain = [re.sub(r'value="[^"]*"', "", page.text) for page in pages]
    assert plain[0] == plain[1]
    assert [page.status_code for page in pages] == [422, 422]


def test_more_is_said_once_the_wish_changes_a_danger_is_reported_and_it_is_withdrawn(
    visitor: Visitor, sqlite_database: Database
) -> None:
    followed(visitor, sqlite_database)
    typed = {**visitor.page.hidden, "told": "Hoy me gritaron."}
    assert visitor.post("/complaints/follow/add", data=typed).status_code == 200
    assert visitor.post("/complaints/follow/add", data=typed).status_code == 200
    assert count(sqlite_database, SealedStatement) == 2
    steps = {"wish": {"wish": "letter"}, "danger": {"danger": "retaliation"}, "withdraw": {"sure": "y"}}
    for step, answer in steps.items():
        done = visitor.post(f"/complaints/follow/{step}", data={**visitor.page.hidden, **answer})
        assert done.status_code == 200, step
        assert done.headers["Cache-Control"] == "no-store"
    with sqlite_database.read() as session:
        case = session.scalars(select(Complaint)).one()
        assert (case.state, case.wish, case.dangers) == ("withdrawn", "withdrawn", "retaliation")
        assert session.scalars(select(WorkerProtection.danger)).one() == "retaliation"
    refused = visitor.post("/complaints/follow/add", data={**visitor.page.hidden, "told": "Una cosa más."})
    assert refused.status_code == 409


def test_a_page_that_ended_asks_again_and_keeps_what_was_typed(
    visitor: Visitor, sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    folio, secret = followed(visitor, sqlite_database)
    monkeypatch.setattr(following, "SECONDS", -1)
    ended = visitor.post("/complaints/follow/add", data={**visitor.page.hidden, "told": "No cierre esto."})
    assert ended.status_code == 422
    assert "La página se cerró sola" in ended.text
    assert '<textarea name="told" hidden>No cierre esto.</textarea>' in ended.text
    kept = dict(re.findall(r'<textarea name="([^"]+)" hidden>([^<]*)</textarea>', ended.text))
    proved = {**visitor.page.hidden, **kept, "folio": folio.lower(), "secret": secret.lower()}
    assert "Quedó guardado" in visitor.post("/complaints/follow/add", data=proved).text
    assert count(sqlite_database, SealedStatement) == 2


def test_a_form_whose_session_is_gone_is_offered_again(app: Flask, visitor: Visitor, sqlite_database: Database) -> None:
    visitor.get("/complaints/new")
    typed = {**visitor.page.hidden, "told": TOLD}
    visitor.delete_cookie("afilia")
    offered = visitor.post("/complaints/new", data=typed)
    assert offered.status_code == 409
    assert TOLD in offered.text.replace("&#39;", "'")
    assert "/leave" in offered.text


def test_a_page_that_knows_the_home_hands_it_over_and_nothing_of_her(
    visitor: Visitor, sqlite_database: Database
) -> None:
    visitor.get("/complaints/new")
    known = {"employer_name": "Familia Roble", "street": "Calle Nogal 4", "town": "06700", "speaks_as": "worker"}
    page = visitor.post("/complaints/known", data={"csrf_token": visitor.page.hidden["csrf_token"], **known})
    for typed in ("Familia Roble", "Calle Nogal 4", "06700"):
        assert f'value="{typed}"' in page.text
    assert visitor.post("/complaints/new", data={**visitor.page.hidden, **known, "told": TOLD}).status_code == 200
    with sqlite_database.read() as session:
        case = session.scalars(select(Complaint)).one()
        file = session.get_one(InspectionFile, case.file_id)
        assert (case.channel, file.origin, file.municipality) == ("afilia", "complaint", "09015")
        assert (file.affiliation_id, file.household_id, file.employer_person_id) == (None, None, None)


def test_tries_at_a_secret_are_few(visitor: Visitor) -> None:
    visitor.get("/complaints/follow")
    token = visitor.page.hidden["csrf_token"]
    tries = [
        visitor.post(
            "/complaints/follow", data={"csrf_token": token, "folio": "IT-26-2222-2222", "secret": f"{number}"}
        ).status_code
        for number in range(11)
    ]
    assert tries == [422] * 10 + [429]
