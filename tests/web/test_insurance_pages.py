"""The insurance of a worker of an inspected home on pages: officers work it, the employer reads what she was asked."""

import re
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from inspection.follow_up.insurance_models import InsuranceFollowUp
from tests.inspection.test_insurance_follow_up import Matter
from tests.web.conftest import Visitor
from workflow.database import Database
from workflow.people import Login

HER = "Nombre Que El Hogar No Lee"


@dataclass
class Desk:
    """A file with its officers, and the pages on which they work."""

    visitor: Visitor
    database: Database
    file: str
    director: Login
    employer: Login

    def take(self, where: str, action: str, **typed: object) -> str:
        """Send the form of an action as its page holds it; answers with the page that follows."""
        form = self.visitor.get(where).text.split(f'action="{where}/{action}"', 1)[1].split("</form>", 1)[0]
        hidden = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form))
        named = {f"{action}-{name}": value for name, value in typed.items()}
        answer = self.visitor.post(f"{where}/{action}", data={**hidden, **named})
        return self.visitor.get(answer.location).text if answer.status_code == 303 else answer.text

    def follow_up(self) -> InsuranceFollowUp:
        with self.database.read() as session:
            return session.scalars(select(InsuranceFollowUp)).one()


@pytest.fixture
def desk(visitor: Visitor, sqlite_database: Database) -> Desk:
    def enter(session):  # type: ignore[no-untyped-def]
        home = Matter(session)
        login = session.get_one(Login, home.director.login_id)
        return str(home.file.id), login, session.get_one(Login, home.payer.actor.login_id)

    file, director, employer = sqlite_database.run(enter)
    return Desk(visitor, sqlite_database, f"/cases/inspection_file/{file}", director, employer)


@pytest.fixture
def followed(desk: Desk) -> str:
    """A follow-up that the director opened on the page of the file; its address."""
    desk.visitor.be(desk.director)
    refused = desk.take(desk.file, "follow_insurance", worker_name=HER, curp="INVX900101MDFNVN05", began_on="2/3/2026")
    assert "Nadie en Afilia tiene esa CURP" in refused
    assert HER in refused
    page = desk.take(desk.file, "follow_insurance", worker_name=HER, began_on="2/3/2026")
    address = f"/cases/insurance_follow_up/{desk.follow_up().id}"
    assert address in page
    return address


def test_an_officer_works_a_follow_up_from_the_file_to_the_constancia(desk: Desk, followed: str) -> None:
    page = desk.take(followed, "find_not_affiliated", began_on="")
    assert "Escriba desde qué día trabaja ella" in page
    page = desk.take(followed, "find_not_affiliated", began_on="2/3/2026")
    assert "17 de abril de 2026" in page
    page = desk.take(followed, "flag_accident", accident_on="1/5/2026")
    assert "Hubo un accidente sin seguro" in page
    page = desk.take(followed, "verify_constancia", proof_folio="C-1", proof_seen_on="1/6/2026", names_worker="y")
    assert "cada hogar inscribe por su parte" in page
    page = desk.take(
        followed,
        "verify_constancia",
        proof_folio="C-1",
        proof_seen_on="1/6/2026",
        names_worker="y",
        names_employer="y",
    )
    assert "Constancia comprobada" in page
    assert "Hubo un accidente sin seguro" not in page


@pytest.mark.invariants("i")
def test_the_employer_reads_what_was_asked_and_never_of_whom(desk: Desk, followed: str) -> None:
    desk.take(followed, "find_not_affiliated", began_on="2/3/2026")
    desk.visitor.be(desk.employer)
    assert desk.visitor.get(followed).status_code == 404
    desk.visitor.be(desk.director)
    desk.take(followed, "require", required_days="5")
    desk.visitor.be(desk.employer)
    page = desk.visitor.get(followed)
    assert page.status_code == 200
    assert "LSS 304-C" in page.text
    assert HER not in page.text
    assert "No estaba dada de alta" not in page.text
    answered = desk.take(followed, "answer", comment="Ya la di de alta ayer.")
    assert "Contestación recibida" in answered


def test_the_file_tells_of_its_matters(desk: Desk, followed: str) -> None:
    page = desk.visitor.be(desk.director).get(desk.file).text
    assert followed in page
