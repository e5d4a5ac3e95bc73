"""Offices: which one decides a case, what a transfer moves and leaves alone, and files that cannot be used."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.models import Affiliation
from enrolment.offices import OfficesRefused, load
from enrolment.people.invented import invented_person
from regime.geography import municipalities
from tests.conftest import NOON
from tests.enrolment.parties import affiliation, household, official
from workflow.context import Actor
from workflow.engine import fire
from workflow.errors import NotAllowed, NotReady
from workflow.tables import DeadlineRow, Message

BEGAN = date(2026, 3, 2)
OTHER = {"worker_given_name": "Otra", "worker_first_surname": "Distinta", "worker_second_surname": None}


def in_review(session: Session, seed: int, **typed: Any) -> Affiliation:
    """An enrolment that an official has to decide."""
    return affiliation(session, household(session, NOON, seed), NOON, invented_person(seed), BEGAN, **OTHER, **typed)


def of_office(session: Session, *codes: str) -> Actor:
    """An official who belongs to offices."""
    return replace(official(session, NOON), offices=frozenset(codes))


def test_every_municipality_has_an_office() -> None:
    known = load()
    assert all(known.code_for(key) for key in municipalities())
    assert known.code_for("09015") == "CMX"
    assert known.code_for(None) is None


def test_a_municipality_wins_over_its_state(tmp_path: Path) -> None:
    file = tmp_path / "offices.toml"
    file.write_text(
        '[[office]]\ncode = "N"\nname = "Norte"\nstates = ["09"]\n\n'
        '[[office]]\ncode = "S"\nname = "Sur"\nmunicipalities = ["09012"]\nphone = "55 0000 0000"\n',
        encoding="utf-8",
    )
    known = load(file)
    assert (known.code_for("09015"), known.code_for("09012"), known.code_for("14039")) == ("N", "S", None)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("office = 3", "a list of [[office]]"),
        ("[[office]", "Expected"),
        ('[[office]]\ncode = "A"\nname = "B"', "serves neither"),
        ('[[office]]\ncode = "A"\nname = "B"\nstates = ["77"]', "77"),
        ('[[office]]\ncode = "A"\nname = "B"\nstates = "09"', "is a list of keys"),
        ('[[office]]\ncode = "A"\nname = ""\nstates = ["09"]', "may not be empty"),
        ('[[office]]\ncode = "A"\nname = "B"\nstates = ["09"]\nstreet = "x"', "the keys are"),
        (f'[[office]]\ncode = "{"A" * 21}"\nname = "B"\nstates = ["09"]', "at most 20"),
        ('[[office]]\ncode = "A"\nname = "B"\nstates = ["09"]\n' * 2, "the code of two"),
        (
            '[[office]]\ncode = "A"\nname = "B"\nstates = ["09"]\n[[office]]\ncode = "C"\nname = "D"\nstates = ["09"]',
            "served by two",
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_by_name(tmp_path: Path, text: str, fault: str) -> None:
    file = tmp_path / "offices.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(OfficesRefused) as refused:
        load(file)
    assert fault in str(refused.value)
    assert str(file) in str(refused.value)


def test_the_office_of_the_workplace_decides(session: Session) -> None:
    case = in_review(session, 501, street="Av. México 1", postal_code="44100", municipality="14039")
    assert case.office == "JAL"
    with pytest.raises(NotAllowed):
        fire(session, case, "accept", of_office(session, "CMX"), NOON)
    assert fire(session, case, "accept", of_office(session, "JAL"), NOON).case.state == "enrolled"


def test_a_transfer_moves_the_case_and_no_clock(session: Session) -> None:
    case = in_review(session, 502)
    here, there = of_office(session, "CMX"), of_office(session, "JAL")
    clocks = select(DeadlineRow.id, DeadlineRow.due_at, DeadlineRow.status).where(DeadlineRow.case_id == case.id)
    before, filed_on = session.execute(clocks).all(), case.submitted_on
    comment = "La casa está en Jalisco."
    moved = fire(session, case, "transfer", here, NOON, comment=comment, data={"to_office": "JAL"}).case
    assert (moved.office, moved.state, moved.submitted_on) == ("JAL", "in_review", filed_on)
    assert session.execute(clocks).all() == before
    told = session.scalars(select(Message.params).where(Message.template == "affiliation/transferred")).one()
    assert "Jalisco" in told
    with pytest.raises(NotAllowed):
        fire(session, case, "accept", here, NOON)
    assert fire(session, case, "accept", there, NOON).case.state == "enrolled"


@pytest.mark.parametrize(("wanted", "code"), [("CMX", "transfer.same_office"), ("X", "transfer.office_missing")])
def test_a_transfer_goes_to_another_office_that_exists(session: Session, wanted: str, code: str) -> None:
    case = in_review(session, 503)
    with pytest.raises(NotReady) as refused:
        fire(session, case, "transfer", official(session, NOON), NOON, comment="Porque sí.", data={"to_office": wanted})
    assert [sentence.code for sentence in refused.value.sentences] == [code]


def test_a_correction_returns_to_the_office_that_asked_for_it(session: Session) -> None:
    who, person = household(session, NOON, 504), invented_person(504)
    case = affiliation(session, who, NOON, person, BEGAN, **OTHER)
    clerk, there = official(session, NOON), of_office(session, "JAL")
    fire(session, case, "transfer", clerk, NOON, comment="Va a Jalisco.", data={"to_office": "JAL"})
    fire(session, case, "request_correction", there, NOON, comment="Revise el nombre.")
    assert fire(session, case, "submit", who.actor, NOON).case.office == "JAL"
