"""The file of a home: opened with a folio, closed only when nothing in it is open, reopened with a reason."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from inspection.models import InspectionFile, new_folio
from workflow.context import THE_SYSTEM, Actor
from workflow.engine import fire, open_case
from workflow.errors import NotAllowed, NotReady

NOON = datetime(2026, 5, 12, 18, tzinfo=UTC)


def director(office: str = "st-cdmx") -> Actor:
    return Actor(uuid4(), uuid4(), frozenset({"director"}), frozenset({office}))


@pytest.fixture
def file(session: Session) -> InspectionFile:
    facts = {
        "folio": new_folio(NOON.date()),
        "origin": "programme",
        "filed_on": date(2026, 5, 12),
        "office": "st-cdmx",
        "municipality": "09015",
    }
    return open_case(session, InspectionFile, "open", THE_SYSTEM, NOON, data=facts).case


def test_a_folio_says_its_year_and_nothing_that_could_be_counted() -> None:
    folios = {new_folio(date(2026, 1, 1)) for _ in range(200)}
    assert len(folios) == 200
    assert all(folio.startswith("IT-26-") and len(folio) == len("IT-26-XXXX-XXXX") for folio in folios)


def test_the_head_of_another_authority_is_nobody_in_it(session: Session, file: InspectionFile) -> None:
    with pytest.raises(NotAllowed):
        fire(session, file, "close", director("st-jalisco"), NOON)


@pytest.mark.rows(64, 65)
def test_it_closes_when_nothing_is_open_and_opens_again_with_a_ground_and_a_reason(
    session: Session, file: InspectionFile
) -> None:
    head = director()
    assert fire(session, file, "close", head, NOON).case.state == "closed"
    with pytest.raises(NotReady):
        fire(session, file, "reopen", head, NOON, comment="Hubo represalias.", data={"ground": "because"})
    reopened = fire(session, file, "reopen", head, NOON, comment="La despidieron.", data={"ground": "retaliation"})
    assert reopened.case.state == "open"
