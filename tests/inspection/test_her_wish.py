"""Her wish leads: what may be ordered for a file that began with a complaint, in which way, and when."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from inspection.files.wishes import her_wish_allows, names_complainant
from inspection.intake.complaint_models import Complaint
from inspection.models import InspectionFile
from tests.inspection.officers import NOON, complaint, officer
from workflow.engine import fire

TODAY = date(2026, 5, 12)
# Fifteen calendar days lie between: 13 to 27 May.
LATER = date(2026, 5, 28)


def file_of(session: Session, case: Complaint) -> InspectionFile:
    return session.get_one(InspectionFile, case.file_id)


def refusal(
    session: Session, day: date = LATER, modality: str = "visit", kind: str = "extraordinary", **facts: Any
) -> str:
    """The code of what stands in the way of an order, or nothing."""
    file = file_of(session, complaint(session, **facts).complaint)
    found = her_wish_allows(session, file, kind, modality, day)
    return found.code if found else ""


@pytest.mark.rows(13)
@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"wish": "visit"}, ""),
        ({"wish": "wait"}, "complaint.wish_is_to_wait"),
        ({"wish": "letter"}, "complaint.wish_is_a_letter"),
        ({"wish": "letter", "modality": "documents"}, ""),
        ({"wish": "together"}, "complaint.wish_is_together"),
        ({"wish": "advice"}, "complaint.wish_is_advice"),
        ({"wish": "withdrawn"}, "complaint.wish_is_advice"),
        ({"speaks_as": "neighbour", "worker_agrees": False}, "complaint.worker_does_not_want"),
        ({"wish": "wait", "dangers": "violence"}, ""),
        ({"wish": "withdrawn", "kind": "verification", "modality": "documents"}, ""),
    ],
)
def test_a_wish_decides_whether_and_how_a_home_is_inspected(
    session: Session, facts: dict[str, Any], sentence: str
) -> None:
    assert refusal(session, **facts) == sentence


@pytest.mark.rows(13)
def test_only_a_visit_that_she_asked_for_comes_within_days(session: Session) -> None:
    letter = {"wish": "letter", "modality": "documents"}
    assert refusal(session, TODAY, wish="visit") == ""
    assert refusal(session, TODAY, **letter) == "complaint.order_too_soon"
    assert refusal(session, LATER - timedelta(days=1), **letter) == "complaint.order_too_soon"
    assert refusal(session, LATER, **letter) == ""
    assert refusal(session, TODAY, dangers="confinement", **letter) == ""


@pytest.mark.rows(10, 13)
def test_one_who_wishes_a_visit_is_enough_where_complaints_were_joined(session: Session) -> None:
    first = complaint(session, wish="wait").complaint
    second = complaint(session, wish="visit").complaint
    desk = officer("triage")
    second = fire(
        session, second, "read", desk, NOON, data={"relation": "domestic", "matter": "working_conditions"}
    ).case
    fire(session, second, "join", desk, NOON, data={"joined_to": first.id})
    assert her_wish_allows(session, file_of(session, first), "extraordinary", "visit", TODAY) is None


@pytest.mark.invariants("i")
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Contrato, recibos y alta en el seguro social.", False),
        ("Lo que dijo la señora INVENTADA.", True),
        ("Llamar al 55 0000-0000", True),
        ("Atender la queja presentada", True),
    ],
)
def test_a_text_that_names_her_or_a_complaint_is_known(session: Session, text: str, found: bool) -> None:
    assert names_complainant(session, file_of(session, complaint(session).complaint), text) is found
