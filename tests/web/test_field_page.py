"""The page of a visit: only what concerns this home, each part a form, sent once or twice, refused without loss."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from inspection.checklist import items
from inspection.evidence.evidence_models import Evidence
from inspection.visit.inspection_models import Inspection
from inspection.visit.record_models import Answer, Interview, Participant
from inspection.visit.recording import interviews_of
from tests.inspection.visiting import Field
from tests.web.conftest import Visitor
from tests.workflow.test_received_files import picture
from workflow.context import Actor
from workflow.database import Database
from workflow.people import Login
from workflow.tables import Event

BY_SCRIPT = {"Accept": "application/json"}
HERS = {"interview-place": "union", "interview-consented": "y", "interview-name": "Rosa Prueba",
        "interview-statement": "Trabajo doce horas."}  # fmt: skip
WITNESS = {"record_participant-part": "witness", "record_participant-name": "Eva Testigo",
           "record_participant-signed": "y"}  # fmt: skip


@dataclass
class Visit:
    """A visit that is under way, and the telephones of those who make it."""

    app: Flask
    database: Database
    case_id: UUID
    people: dict[str, Login]
    keys: Iterator[int] = field(default_factory=lambda: iter(range(1000)))

    def __post_init__(self) -> None:
        self.address = f"/inspection/visits/{self.case_id}/field"

    def phone(self, who: str = "inspector") -> Visitor:
        """The browser of somebody who looks at the page."""
        client = self.app.test_client()
        assert isinstance(client, Visitor)
        client.be(self.people[who]).get(self.address)
        return client

    def send(self, phone: Visitor, part: str, *, script: bool = True, key: str = "", **typed: Any) -> Any:
        """One form of the page as it stands on that telephone."""
        carried = {name: phone.page.hidden[name] for name in ("csrf_token", "version", "seen")}
        shown = {name: value for name, value in phone.page.hidden.items() if name.endswith("-shown")}
        data = {**carried, "key": key or f"key-{next(self.keys)}", **shown, **typed}
        return phone.post(f"{self.address}/{part}", data=data, headers=BY_SCRIPT if script else {})

    def count(self, model: type[Any]) -> int:
        """How many rows there are."""
        with self.database.read() as session:
            return session.scalar(select(func.count()).select_from(model)) or 0

    def case(self) -> Inspection:
        """The inspection as it is stored."""
        with self.database.read() as session:
            return session.get_one(Inspection, self.case_id)


@pytest.fixture
def visit(app: Flask, sqlite_database: Database) -> Visit:
    """An inspector and a colleague at a door in Mexico City."""
    with sqlite_database.write() as session:
        at = Field(session)
        case = at.under_way("extraordinary")
        case = at.take(case, "reassign", at.director, inspector_id=at.inspector.login_id,
                       second_inspector_id=at.second.login_id)  # fmt: skip
        actors: dict[str, Actor] = {"inspector": at.inspector, "second": at.second, "director": at.director,
                                    "employer": at.employer.actor}  # fmt: skip
        people = {name: session.get_one(Login, actor.login_id) for name, actor in actors.items()}
    return Visit(app, sqlite_database, case.id, people)


@pytest.mark.rows(27, 32)
def test_only_what_concerns_her_is_asked(visit: Visit) -> None:
    def asked(phone: Visitor) -> set[int]:
        return {int(number) for number in re.findall(r'id="item(\d+)"', phone.get(visit.address).text)}

    phone = visit.phone()
    assert asked(phone) == set(items()), "what is not known leaves the question in"
    answer = visit.send(phone, "record_relation", **{"record_relation-relation_modality": "live_out_single",
                                                     "record_relation-worker_age": "40"})  # fmt: skip
    assert answer.json["go"] == visit.address
    adult = asked(phone)
    assert not adult & {3, 4, 5, 6, 7, 8, 21, 22, 32}
    assert {1, 9, 15, 29, 35} <= adult
    phone.get(visit.address)
    visit.send(phone, "record_relation", **{"record_relation-relation_modality": "live_in",
                                            "record_relation-worker_age": "16"})  # fmt: skip
    assert {4, 5, 6, 7, 21, 22, 32} <= asked(phone)
    assert 8 not in asked(phone)


def test_the_page_is_for_those_who_make_the_visit(visit: Visit) -> None:
    for who, status in (("inspector", 200), ("second", 200), ("director", 404), ("employer", 404)):
        client = visit.app.test_client()
        assert isinstance(client, Visitor)
        assert client.be(visit.people[who]).get(visit.address).status_code == status
    headers = visit.phone().get(visit.address).headers
    assert headers["Cache-Control"] == "no-store"


def test_each_telephone_has_a_key_of_its_own_for_what_it_keeps(visit: Visit) -> None:
    def kept(who: str) -> tuple[str, ...]:
        text = visit.phone(who).get(visit.address).text
        return tuple(re.findall(r'data-visit="([^"]+)" data-secret="([^"]+)"', text)[0])

    assert kept("inspector") == kept("inspector")
    assert not set(kept("inspector")) & set(kept("second"))
    assert str(visit.case_id) not in kept("inspector")[0]


@pytest.mark.rows(32)
def test_a_section_is_kept_as_a_whole_once_however_often_it_is_sent(visit: Visit) -> None:
    phone = visit.phone()
    typed = {"item9-result": "breach", "item9-workers": "1", "item9-evidence": "No hay contrato.",
             "item10-result": "not_verified"}  # fmt: skip
    first = visit.send(phone, "answers/contract", key="seccion", **typed)
    again = visit.send(phone, "answers/contract", key="seccion", **typed)
    assert first.json["state"] == again.json["state"] == "sent"
    assert set(first.json["hidden"]) == {"item9-shown", "item10-shown"}
    with visit.database.read() as session:
        kept = {row.item: (row.result, row.workers) for row in session.scalars(select(Answer))}
        steps = session.scalars(select(Event.action).where(Event.action == "answer_item")).all()
    assert kept == {9: ("breach", 1), 10: ("not_verified", None)}
    assert len(steps) == 2


def test_a_section_with_a_mistake_keeps_what_was_typed_and_writes_nothing(visit: Visit) -> None:
    phone = visit.phone()
    typed = {"item9-result": "breach", "item10-result": "complies", "item10-remark": "Dos hojas firmadas."}
    refused = visit.send(phone, "answers/contract", script=False, **typed)
    assert refused.status_code == 422
    assert "Dos hojas firmadas." in refused.text
    assert 'href="#item9-evidence"' in refused.text
    assert visit.count(Answer) == 0
    told = visit.send(phone, "answers/contract", **typed).json
    assert (told["state"], told["sentences"][0]["field"]) == ("refused", "item9-evidence")


@pytest.mark.rows(27, 32)
def test_nobody_writes_over_a_colleague_unseen(visit: Visit) -> None:
    one, other = visit.phone(), visit.phone("second")
    mine = {"item9-result": "complies", "item10-result": "complies"}
    visit.send(other, "answers/contract", **{"item9-result": "not_verified"})
    told = visit.send(one, "answers/contract", **mine).json
    assert "punto 9" in told["sentences"][0]["said"]
    assert visit.count(Answer) == 1, "nothing of the section was written"
    done = visit.send(one, "answers/contract", **{**mine, **told["hidden"]})
    assert done.json["state"] == "sent"
    # What somebody did not touch stays as the colleague left it.
    visit.send(other, "answers/pay", **{"item15-result": "complies"})
    assert visit.send(one, "answers/pay", **{"item16-result": "complies"}).json["state"] == "sent"
    with visit.database.read() as session:
        kept = {row.item: row.result for row in session.scalars(select(Answer))}
    assert kept == {9: "complies", 10: "complies", 15: "complies", 16: "complies"}


@pytest.mark.rows(28)
def test_interviews_participants_and_files_arrive_once_and_need_no_fresh_page(visit: Visit) -> None:
    phone = visit.phone()
    visit.send(visit.phone("second"), "answers/contract", **{"item9-result": "complies"})  # the page is stale now
    for _ in range(2):
        told = visit.send(phone, "interview", key="e", **HERS).json
    assert told["lines"]["interview"] == ["Entrevista 1: En el sindicato"]
    for _ in range(2):
        visit.send(phone, "record_participant", key="p", **WITNESS)
    for _ in range(2):
        files = {"add_evidence-shows": "outside", "add_evidence-files": (BytesIO(picture()), "foto.jpg")}
        visit.send(phone, "add_evidence", key="f", **files)
    assert [visit.count(model) for model in (Interview, Participant, Evidence)] == [1, 1, 1]
    text = phone.get(visit.address).text
    assert "Eva Testigo" in text
    assert "Rosa Prueba" not in text
    assert "doce horas" not in text
    with visit.database.read() as session:
        assert not interviews_of(session, visit.case_id)[0].may_be_used


@pytest.mark.rows(20, 21, 23)
def test_steps_say_why_they_are_not_allowed_and_the_ladder_where_it_stands(visit: Visit) -> None:
    phone = visit.phone()
    page = phone.get(visit.address).text
    assert re.search(r'aria-current="step">En la puerta', page)
    assert "Escriba por lo menos un punto" in page or "punto" in page
    moved = visit.send(phone, "stay_at_door", script=False)
    assert moved.status_code == 303
    assert visit.case().state == "at_the_door"
    stale = visit.send(phone, "stay_at_door", script=False)
    assert stale.status_code == 409
    assert phone.post(f"{visit.address}/order", data={"csrf_token": phone.page.hidden["csrf_token"]}).status_code == 404


@pytest.mark.rows(32)
def test_two_officers_close_one_acta_and_the_second_is_told(visit: Visit) -> None:
    one = visit.phone()
    visit.send(one, "answers/contract", **{"item9-result": "complies"})
    visit.send(one, "record_participant", **{**WITNESS, "record_participant-part": "inspector"})
    one, other = visit.phone(), visit.phone("second")
    closing = {"close_acta-ended_at": "8/6/2026 10:00", "close_acta-women": "1", "close_acta-men": "0",
               "close_acta-no_witness_reason": "Nadie quiso.", "close_acta-copies_to": "Ana",
               "close_acta-electronic_notices": "no", "close_acta-employer_statement": "Dice que sí paga."}  # fmt: skip
    first = visit.send(one, "close_acta", key="cierre", **closing)
    assert first.json["go"] == visit.address, first.json
    assert visit.send(one, "close_acta", key="cierre", **closing).json["state"] == "sent"
    second = visit.send(other, "close_acta", script=False, **closing)
    assert second.status_code == 409
    assert "Dice que sí paga." in second.text
    late = visit.send(
        other, "answers/pay", **{"item15-result": "breach", "item15-workers": "1", "item15-evidence": "No."}
    )
    assert late.json["state"] == "refused"
    assert visit.count(Answer) == 1


def test_a_session_that_ended_answers_the_script_with_the_page_to_sign_in(
    visit: Visit, login_of: Callable[..., Login]
) -> None:
    phone = visit.phone()
    with phone.session_transaction() as session:
        session["seen"] = 0
    answer = visit.send(phone, "answers/contract", **{"item9-result": "complies"})
    assert (answer.status_code, answer.mimetype) == (401, "text/html")
