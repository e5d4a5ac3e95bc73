"""Every printed document of enrolment: tagged, in its language, naming nobody outside its text, right to the cent."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment import service
from enrolment.models import Affiliation, DomesticWorker
from enrolment.papers import contract, issuing
from enrolment.papers.issuance_models import Issuance
from enrolment.people.invented import InventedPerson, invented_person
from regime.periods import PeriodStatement
from tests.enrolment.parties import LIVE_IN, THREE_DAYS, Payer, affiliation, household, periods, worker_actor
from tests.pdf_reading import Read, codes, read
from workflow import filing
from workflow.clock import real_now
from workflow.database import Database
from workflow.documents import sheet_of
from workflow.paper import Paper
from workflow.sheet import Text
from workflow.stored import loads
from workflow.tables import Document
from workflow.typesetting import pdf_of
from workflow.words import money

MARCH_10 = datetime(2026, 3, 10, 18, tzinfo=UTC)
MAY_6 = datetime(2026, 5, 6, 18, tzinfo=UTC)
WORKER = invented_person("papers")
KINDS = {
    "registration_form",
    "enrolment_form",
    "worker_sheet",
    "contract",
    "end_letter",
    "payment_slip",
    "affiliation_proof",
    "yearly_recap",
    "wage_receipt",
    "receipt",
}


@dataclass
class Desk:
    """A relation that lived through a spring, with every document it can have."""

    database: Database
    who: Payer
    case_id: Any

    def documents(self) -> dict[str, Document]:
        """The newest document of each kind."""
        with self.database.read() as session:
            return {row.kind: row for row in session.scalars(select(Document).order_by(Document.made_at, Document.id))}

    def pdf(self, kind: str) -> bytes:
        return filing.bytes_of(self.database, self.documents()[kind].id, real_now())

    def read(self, kind: str) -> Read:
        return read(self.pdf(kind))


def live(database: Database, terms: dict[str, Any], worker: InventedPerson = WORKER) -> Desk:
    """Enrolled on 10 March, paid twice, asked for everything, ended on 6 May."""

    def begin(session: Session) -> tuple[Payer, Any]:
        who = household(session, MARCH_10)
        case = affiliation(session, who, MARCH_10, worker, date(2026, 3, 10), terms=terms)
        return who, case.id

    who, case_id = database.run(begin)

    def pay(session: Session) -> None:
        case = session.get_one(Affiliation, case_id)
        for period in periods(session, case):
            if period.amount:
                missing = period.amount - period.paid_amount
                service.record_payment(session, period, missing, date(2026, 3, 20), MARCH_10)

    database.run(pay)

    def ask(session: Session) -> None:
        case = session.get_one(Affiliation, case_id)
        actor = worker_actor(session, case, MARCH_10)
        issuing.recap_year(session, who.actor, MAY_6, 2026, "es", household_id=case.household_id)
        issuing.recap_year(session, actor, MAY_6, 2026, "es", worker_id=case.worker_id)
        issuing.prove_relation(session, case, who.actor, MAY_6, "es")
        issuing.prove_cover(session, case.worker_id, actor, MAY_6, "es")
        issuing.receipt_for(session, case, (date(2026, 4, 1), date(2026, 4, 30)), who.actor, MAY_6, "es")
        service.end_relation(session, case.id, who.actor, MAY_6, date(2026, 5, 6), "agreement")

    database.run(ask)
    return Desk(database, who, case_id)


@pytest.fixture
def desk(sqlite_database: Database) -> Desk:
    """Three days a week, by the visit."""
    return live(sqlite_database, THREE_DAYS)


def test_a_contract_names_the_hours_of_each_day_and_how_often_to_pay(sqlite_database: Database) -> None:
    """Eight hours on Mondays and four on Thursdays, by the month: nothing of it is left to be filled in."""
    uneven = {"weekdays": "03", "hours_per_day": Decimal(8), "weekday_hours": "3=4", "pay_each": "month"}
    signed = live(sqlite_database, {**THREE_DAYS, **uneven, "pay_amount": Decimal(9000)}).read("contract")
    assert "lunes 8 h y jueves 4 h" in signed.text
    assert "LFT 88" in signed.text


def test_a_contract_frozen_before_this_was_said_is_set_as_it_was(desk: Desk) -> None:
    """Facts without hours by weekday and without the term of payment give the sheet that they gave then."""
    document = desk.documents()["contract"]
    facts = {k: v for k, v in loads(document.content).items() if k not in ("payday", "weekday_hours")}
    old = contract.template(Paper(facts, "es", document.made_at))
    words = [block.text for block in old.blocks if isinstance(block, Text)]
    assert not any("LFT 88" in text for text in words)
    assert len(sheet_of(document).blocks) == len(old.blocks) + 1


def test_every_document_of_enrolment_is_issued(desk: Desk) -> None:
    assert set(desk.documents()) == KINDS
    assert filing.file_waiting(desk.database, real_now()) >= len(KINDS)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_document_is_tagged_titled_and_names_nobody_outside_its_text(desk: Desk, kind: str) -> None:
    found = desk.read(kind)
    assert found.language == "es"
    assert found.roles()[:2] == ["Document", "H1"]
    named = (WORKER.first_surname, WORKER.curp, WORKER.nss, desk.who.person.first_surname, desk.who.person.curp)
    for name in named:
        assert name not in found.information
        assert name not in found.title
    assert "None" not in found.text
    assert "paper." not in found.text
    assert "no es un documento del IMSS" in found.text


def plain(text: str) -> str:
    """The text without the spaces that a page's columns put into it."""
    return "".join(text.split())


@pytest.mark.parametrize("terms", [THREE_DAYS, LIVE_IN], ids=["by days", "live-in"])
def test_the_slip_says_the_statement_to_the_cent(sqlite_database: Database, terms: dict[str, Any]) -> None:
    desk = live(sqlite_database, terms)
    with sqlite_database.read() as session:
        case = session.get_one(Affiliation, desk.case_id)
        rows = {row.case_id: row for row in session.scalars(select(Document).where(Document.kind == "payment_slip"))}
        for period in periods(session, case):
            if period.statement is None:
                continue
            text = plain(read(filing.bytes_of(sqlite_database, rows[period.id].id, real_now())).text)
            statement = PeriodStatement.from_json(loads(period.statement))
            amounts = [period.amount, statement.total]
            for month in statement.months:
                amounts += [month.total, month.worker, month.paid_by_employer, *(line.amount for line in month.lines)]
            assert [amount for amount in amounts if money("es", amount or Decimal(0)) not in text] == []
            assert str(period.line) in text


def test_the_contract_holds_the_ten_items_and_leaves_room_for_the_rest(desk: Desk) -> None:
    found = desk.read("contract")
    headings = [f"{number}. " for number in range(1, 11)]
    assert all(heading in found.text for heading in headings)
    assert found.roles().count("H2") == 11  # the ten items of LFT 331 Ter, and social security
    for said in ("$650.00", "lunes, miércoles y viernes", "8 horas", "10 de marzo de 2026", "Calle Invento 12", "____"):
        assert said in found.text


def test_the_sheet_for_the_worker_is_large_and_in_pictures(desk: Desk) -> None:
    found = desk.read("worker_sheet")
    assert [tag.alt.split(".")[0] for tag in found.tags if tag.role == "Figure"] == [
        "La semana en siete cuadros", "Un billete y una moneda", "Una persona bajo un paraguas",
        "Una lupa sobre una hoja", "Un teléfono",
    ]  # fmt: skip
    assert found.pages == 1
    assert "800 623 2323" in found.text


def test_the_receipt_of_april_as_worked_out_by_hand(desk: Desk) -> None:
    """13 visits of 650 are 8,450.00; her share in April is 227.76 (base 682.05 a day, 13 days)."""
    text = plain(desk.read("wage_receipt").text)
    for said in ("$8,450.00", "$227.76", "$8,222.24"):
        assert said in text


def test_the_same_facts_give_the_same_bytes_in_a_new_process_too(desk: Desk) -> None:
    for kind in sorted(KINDS):
        first = desk.pdf(kind)
        document = desk.documents()[kind]
        assert pdf_of(sheet_of(document), document.language, document.made_at) == first, kind


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_document_speaks_both_languages(desk: Desk, kind: str) -> None:
    document = desk.documents()[kind]
    document.language = "en"
    found = read(pdf_of(sheet_of(document), "en", document.made_at))
    assert found.language == "en"
    assert "not an IMSS document" in found.text
    assert "no es un documento" not in found.text


def test_the_code_of_a_proof_is_read_back(desk: Desk) -> None:
    with desk.database.read() as session:
        proofs = session.scalars(select(Issuance).where(Issuance.code.is_not(None)).order_by(Issuance.id)).all()
        papers = {row.case_id: row.id for row in session.scalars(select(Document))}
        worker = session.scalars(select(DomesticWorker)).one()
    for proof in proofs:
        pdf = filing.bytes_of(desk.database, papers[proof.id], real_now())
        assert codes(pdf) == [f"{desk.database.settings.base_url}/v/{proof.code}"]
        assert str(proof.folio) in read(pdf).text
        assert proof.worker_id == worker.id
