"""Every printed document of enrolment: tagged, in its language, naming nobody outside its text, right to the cent."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment import issuing, service
from enrolment.invented import InventedPerson, invented_person
from enrolment.models import Affiliation
from tests.enrolment.parties import THREE_DAYS, Payer, affiliation, household, periods, worker_actor
from tests.pdf_reading import Read, read
from workflow import filing
from workflow.clock import real_now
from workflow.database import Database
from workflow.tables import Document

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
