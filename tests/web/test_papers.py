"""Documents at their pages: who may fetch which, what a household and a worker can ask for, what a stranger learns."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment import service
from enrolment.lifecycle import LIFECYCLES
from enrolment.models import Affiliation, DomesticWorker
from enrolment.papers import issuing
from enrolment.papers.issuance_models import Issuance
from enrolment.people.invented import invented_person
from enrolment.roles import CASEWORKER, DOMESTIC_WORKER, HOUSEHOLD, SUPERVISOR
from tests.conftest import NOON
from tests.enrolment.parties import affiliation, household, login_for, official, periods, worker_actor
from tests.pdf_reading import codes, read
from tests.web.at_home import carried
from tests.web.conftest import Visitor
from workflow import clock, filing
from workflow.context import Actor
from workflow.database import Database
from workflow.definition import WORKFLOWS
from workflow.documents import may_read
from workflow.engine import context_of, fire
from workflow.people import AccessLog, Login, Person
from workflow.tables import Document
from workflow.typesetting import NotSet

MARCH_10 = datetime(2026, 3, 10, 18, tzinfo=UTC)
WORKER = invented_person("web papers")


@dataclass
class Play:
    """A relation with documents, and everybody who may want them."""

    database: Database
    case_id: Any
    worker_id: Any
    actors: dict[str, Actor]

    def login(self, name: str) -> Login:
        with self.database.read() as session:
            return session.get_one(Login, self.actors[name].login_id)

    def documents(self) -> list[Document]:
        with self.database.read() as session:
            return list(session.scalars(select(Document).order_by(Document.id)))

    def newest(self, kind: str) -> Document:
        """The newest of a kind that the household or the worker may see, not of the other home."""
        found = [row for row in self.documents() if row.kind == kind]
        return [row for row in found if kind == "affiliation_proof" or _is_of_the_first_home(self, row)][-1]

    def issued(self) -> list[Issuance]:
        with self.database.read() as session:
            return list(session.scalars(select(Issuance).order_by(Issuance.id)))


@pytest.fixture
def play(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> Play:
    """Enrolled on 10 March 2026 and paid; each document once; two homes of the same worker, a helper of nobody."""
    monkeypatch.setattr(clock, "real_now", lambda: MARCH_10)

    def begin(session: Session) -> Play:
        who, other = household(session, NOON), household(session, NOON, 2)
        case = affiliation(session, who, MARCH_10, WORKER, date(2026, 3, 10))
        affiliation(session, other, MARCH_10, WORKER, date(2026, 3, 10), street="Calle Otra 5")
        her = worker_actor(session, case, MARCH_10)
        for period in periods(session, case):
            if period.amount:
                service.record_payment(session, period, period.amount, date(2026, 3, 10), MARCH_10)
        issuing.prove_relation(session, case, who.actor, MARCH_10, "es")
        issuing.recap_year(session, who.actor, MARCH_10, 2026, "es", household_id=case.household_id)
        issuing.receipt_for(session, case, (date(2026, 3, 9), date(2026, 3, 15)), who.actor, MARCH_10, "es")
        issuing.prove_cover(session, case.worker_id, her, MARCH_10, "es")
        actors = {
            "household": who.actor,
            "worker": her,
            "other household": other.actor,
            "stranger": login_for(session, MARCH_10, None, "household", "domestic_worker"),
            "caseworker": official(session, MARCH_10),
            "supervisor": official(session, MARCH_10, "supervisor"),
            "operator": official(session, MARCH_10, "operator"),
        }
        return Play(sqlite_database, case.id, case.worker_id, actors)

    return sqlite_database.run(begin)


# Who may fetch what, by hand: of the household's documents, of those about the relation, of those she asked for.
BY_HAND = {
    "registration_form": {"household", "caseworker", "supervisor"},
    "enrolment_form": {"household", "worker", "caseworker", "supervisor"},
    "worker_sheet": {"household", "worker", "caseworker", "supervisor"},
    "contract": {"household", "worker", "caseworker", "supervisor"},
    "payment_slip": {"household", "caseworker", "supervisor"},
    "wage_receipt": {"household", "worker"},
    "yearly_recap": {"household"},
}


def test_every_document_and_every_role(app: Flask, play: Play) -> None:
    for name in play.actors:
        visitor = app.test_client()
        visitor.be(play.login(name))
        for document in play.documents():
            if document.kind in BY_HAND and _is_of_the_first_home(play, document):
                answer = visitor.get(f"/documents/{document.id}")
                allowed = name in BY_HAND[document.kind]
                assert answer.status_code == (200 if allowed else 404), (name, document.kind)
                assert (answer.data[:5] == b"%PDF-") == allowed


def _is_of_the_first_home(play: Play, document: Document) -> bool:
    with play.database.read() as session:
        case = session.get_one(WORKFLOWS[document.workflow].model, document.case_id)
        return HOUSEHOLD in context_of(session, case, play.actors["household"], MARCH_10).roles


def test_what_she_asked_for_is_hers_alone(app: Flask, play: Play) -> None:
    proof = play.newest("affiliation_proof")
    for name in play.actors:
        visitor = app.test_client()
        visitor.be(play.login(name))
        assert visitor.get(f"/documents/{proof.id}").status_code == (200 if name == "worker" else 404), name


def test_every_declared_document_was_decided_by_hand() -> None:
    declared = {kind.code: set(kind.readers) for workflow in LIFECYCLES for kind in workflow.documents}
    assert set(BY_HAND) | {"affiliation_proof", "end_letter"} <= set(declared)
    for code, readers in declared.items():
        officials = {CASEWORKER, SUPERVISOR} & readers
        assert officials in (set(), {CASEWORKER, SUPERVISOR}), code
    assert declared["end_letter"] == declared["contract"]
    assert declared["affiliation_proof"] == {HOUSEHOLD, DOMESTIC_WORKER}


def test_nobody_fetches_without_signing_in(visitor: Visitor, play: Play) -> None:
    for document in play.documents():
        assert visitor.get(f"/documents/{document.id}").status_code in (302, 303)


def test_an_official_who_downloads_is_written_down_and_a_party_is_not(app: Flask, play: Play) -> None:
    contract = play.newest("contract")
    for name in ("household", "worker", "caseworker"):
        visitor = app.test_client()
        visitor.be(play.login(name))
        visitor.get(f"/documents/{contract.id}")
    with play.database.read() as session:
        found = session.scalars(select(AccessLog).where(AccessLog.subject == "document")).all()
        assert [(row.subject_id, row.login_id) for row in found] == [(contract.id, play.actors["caseworker"].login_id)]


def test_the_file_carries_no_name_outside_its_text(visitor: Visitor, play: Play) -> None:
    visitor.be(play.login("household"))
    answer = visitor.get(f"/documents/{play.newest('contract').id}")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="contract-2026-03-10.pdf"'
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert WORKER.first_surname in read(answer.data).text
    assert WORKER.first_surname not in read(answer.data).information


def test_a_document_that_cannot_be_set_has_a_calm_page_and_stands_at_the_operators(
    app: Flask, play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> bytes:
        raise NotSet("no such font")

    contract = play.newest("contract")
    visitor = app.test_client()
    visitor.be(play.login("household"))
    with monkeypatch.context() as patch:
        patch.setattr(filing, "pdf_of", fail)
        answer = visitor.get(f"/documents/{contract.id}")
        assert answer.status_code == 503
        assert "Su documento aún no está listo" in answer.text
        operator = app.test_client()
        operator.be(play.login("operator"))
        assert "NotSet: no such font" in operator.get("/operations").text
        operator.send(f"/operations/documents/{contract.id}/try-again", page="/operations")
        assert "no such font" in operator.get("/operations").text
    operator.send(f"/operations/documents/{contract.id}/try-again", page="/operations")
    assert "no such font" not in operator.get("/operations").text
    assert visitor.get(f"/documents/{contract.id}").status_code == 200


def test_a_household_asks_for_proof_recap_and_receipt(visitor: Visitor, play: Play) -> None:
    visitor.be(play.login("household"))
    page = f"/home/workers/{play.case_id}/documents"
    before = len(play.issued())
    for path in ("proof", "recap/2026", "recap/2025"):
        visitor.get(page)
        again = {**carried(visitor), "key": path}
        assert visitor.post(f"{page}/{path}", data=again).status_code == 303
        assert visitor.post(f"{page}/{path}", data=again).status_code == 303, "pressed twice"
    visitor.get(f"{page}/receipt")
    sent = {**carried(visitor), "span": "week", "day": "10/3/2026"}
    assert visitor.post(f"{page}/receipt", data=sent).status_code == 303
    assert len(play.issued()) == before + 4
    assert visitor.get(page).text.count("/documents/") >= 8
    assert visitor.get(f"{page}/recap/1999").status_code in (404, 405)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"day": "10/3/2026"}, "Elija el periodo"),
        ({"span": "week", "day": ""}, "Escriba un día"),
        ({"span": "week", "day": "40/3/2026"}, "error-summary"),
        ({"span": "month", "day": "10/12/2026"}, "Ese periodo termina el 31 de diciembre de 2026"),
        ({"span": "month", "day": "10/2/2026"}, "no hay nada que pagar"),
    ],
)
def test_a_receipt_that_cannot_be_keeps_what_was_typed(
    visitor: Visitor, play: Play, typed: dict[str, str], sentence: str
) -> None:
    visitor.be(play.login("household"))
    page = f"/home/workers/{play.case_id}/documents/receipt"
    visitor.get(page)
    answer = visitor.post(page, data={**carried(visitor), **typed})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'value="{typed["day"]}"' in answer.text


def test_the_pages_of_a_relation_are_its_households_alone(app: Flask, play: Play) -> None:
    for name in ("other household", "stranger", "worker", "caseworker"):
        visitor = app.test_client()
        visitor.be(play.login(name))
        assert visitor.get(f"/home/workers/{play.case_id}/documents").status_code == 404, name
        assert visitor.get(f"/home/workers/{play.case_id}/documents/receipt").status_code == 404, name


def test_the_slip_can_be_downloaded_from_its_page(visitor: Visitor, play: Play) -> None:
    visitor.be(play.login("household"))
    mine = [d for d in play.documents() if d.kind == "payment_slip" and _is_of_the_first_home(play, d)]
    page = visitor.get(f"/home/payments/{mine[-1].case_id}").text
    assert f"/documents/{mine[-1].id}" in page


def test_a_worker_asks_for_her_own_and_switches_it_off_and_on(visitor: Visitor, play: Play) -> None:
    visitor.be(play.login("worker"))
    visitor.get("/me/papers")
    assert visitor.post("/me/papers/proof", data={**carried(visitor), "key": "one"}).status_code == 303
    mine = play.issued()[-1]
    assert (mine.household_id, mine.worker_id) == (None, play.worker_id)
    page = visitor.get("/me/papers").text
    assert str(mine.folio) in page
    for action, answer in (("switch-off", 404), ("switch-off", 404), ("switch-on", 200)):
        visitor.get("/me/papers")
        visitor.post(
            f"/me/papers/{mine.id}/{action.replace('_', '-')}", data={**carried(visitor), "key": f"{action}{answer}"}
        )
        assert visitor.get(f"/v/{mine.code}").status_code == answer


def test_she_switches_off_what_a_household_asked_for_and_nobody_switches_anothers(app: Flask, play: Play) -> None:
    asked = next(case for case in play.issued() if case.household_id and case.kind == "affiliation_proof")
    for name, code in (("household", 404), ("stranger", 404), ("worker", 303)):
        visitor = app.test_client()
        visitor.be(play.login(name))
        visitor.get("/me/papers" if name != "household" else "/home")
        path = f"/me/papers/{asked.id}/switch-off"
        assert visitor.post(path, data={**carried(visitor), "key": name}).status_code == code, name
    assert visitor.get(f"/v/{asked.code}").status_code == 404


def test_a_recap_of_a_household_has_no_code(play: Play) -> None:
    recap = next(case for case in play.issued() if case.kind == "yearly_recap")
    assert (recap.folio, recap.code) == (None, None)


def test_the_code_on_the_paper_opens_the_page_and_the_folio_too(visitor: Visitor, play: Play) -> None:
    pdf = filing.bytes_of(play.database, play.newest("affiliation_proof").id, MARCH_10)
    (address,) = codes(pdf)
    folio = str(play.issued()[-1].folio)
    assert folio in read(pdf).text
    assert address.startswith(play.database.settings.base_url)
    scanned = visitor.get(address.removeprefix(play.database.settings.base_url))
    visitor.get("/verify")
    typed = visitor.post("/verify", data={**carried(visitor), "folio": folio.lower().replace("-", " ")})
    for answer in (scanned, typed):
        assert answer.status_code == 200
        assert "Sigue igual" in answer.text
        assert "Según los pagos que Afilia ha visto" in answer.text


def test_a_stranger_learns_initials_months_and_validity_and_nothing_else(visitor: Visitor, play: Play) -> None:
    proof = play.issued()[-1]
    text = visitor.get(f"/v/{proof.code}").text
    assert f"{WORKER.given_names[0]}. {WORKER.first_surname[0]}. {WORKER.second_surname[0]}." in text
    with play.database.read() as session:
        person = session.get_one(DomesticWorker, play.worker_id).person
        case = session.get_one(Affiliation, play.case_id)
        secrets = (person.given_name, person.first_surname, WORKER.curp, WORKER.nss, str(person.id), str(proof.id))
        secrets += (case.household.person.first_surname, str(case.pay_amount), "Invento", str(proof.folio))
    for secret in secrets:
        assert secret not in text, secret


def without_token(page: str) -> str:
    """The page without the token of its forms, which changes with the second."""
    return re.sub(r'name="csrf_token"[^>]*', "", page)


def test_unknown_and_switched_off_are_alike_to_the_last_byte(visitor: Visitor, play: Play) -> None:
    proof = play.issued()[-1]
    visitor.be(play.login("worker"))
    visitor.get("/me/papers")
    visitor.post(f"/me/papers/{proof.id}/switch-off", data={**carried(visitor), "key": "off"})
    visitor.delete_cookie("afilia")
    visitor.get("/verify")
    folios = (str(proof.folio), "3333-3333-3333", "B7KD-93XT-MQ4H", "' OR 1=1 --", "ÑÑÑÑ")
    answers = [visitor.post("/verify", data={**carried(visitor), "folio": folio}) for folio in folios]
    assert {answer.status_code for answer in answers} == {404}
    assert len({without_token(answer.text) for answer in answers}) == 1
    scanned = {code: visitor.get(f"/v/{code}") for code in (str(proof.code), "x" * 24)}
    alike = {(answer.status_code, without_token(answer.text).replace(code, "")) for code, answer in scanned.items()}
    assert len(alike) == 1


def test_guessing_folios_is_stopped(visitor: Visitor, play: Play) -> None:
    visitor.get("/verify")
    sent = {**carried(visitor), "folio": "3333-3333-3333"}
    answers = [visitor.post("/verify", data=sent).status_code for _ in range(31)]
    assert answers[:30] == [404] * 30
    assert answers[30] == 429


def test_a_proof_says_so_when_what_it_vouched_for_has_changed(visitor: Visitor, play: Play) -> None:
    def void(session: Session) -> None:
        who = official(session, MARCH_10, "supervisor")
        for case in session.scalars(select(Affiliation)).all():
            fire(session, case, "void", who, MARCH_10, comment="No hubo relación.")

    proof = play.issued()[-1]
    play.database.run(void)
    text = visitor.get(f"/v/{proof.code}").text
    assert "Cambió desde que se expidió" in text


def test_her_proof_names_no_home_and_a_households_proof_no_other_home(play: Play) -> None:
    with play.database.read() as session:
        names = [
            session.get_one(Person, play.actors[name].person_id).full_name for name in ("household", "other household")
        ]
    hers = filing.bytes_of(play.database, play.newest("affiliation_proof").id, MARCH_10)
    assert not [name for name in names if name in read(hers).text]
    for document in play.documents():
        if _is_of_the_first_home(play, document):
            text = read(filing.bytes_of(play.database, document.id, MARCH_10)).text
            assert names[1] not in text, document.kind
            assert "Calle Otra" not in text, document.kind


def test_may_read_is_the_declaration(play: Play) -> None:
    slip = play.newest("payment_slip")
    assert may_read(slip, {HOUSEHOLD})
    assert not may_read(slip, {DOMESTIC_WORKER})
    assert not may_read(slip, set())


def test_a_visitor_without_papers_reads_what_comes(visitor: Visitor, login_of: Callable[..., Login]) -> None:
    visitor.be(login_of("nadie", "domestic_worker"))
    assert "Todavía no hay comprobantes" in visitor.get("/me/papers").text
    assert visitor.get(f"/documents/{NOON.timestamp()}").status_code == 404
