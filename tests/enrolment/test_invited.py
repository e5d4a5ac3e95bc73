"""Which worker a filing with her code is about, and what a household declared otherwise than she had said."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.models import Affiliation, Confirmation, DomesticWorker
from enrolment.people.held_identifiers import hold
from enrolment.people.invented import invented_person
from enrolment.relation import inviting
from enrolment.relation.invited import differences, differs_from_said, invitation_of, who_invited
from tests.conftest import NOON
from tests.enrolment import invitation_edges as edges
from tests.enrolment import parties
from workflow.people import Person

SOMEBODY = invented_person("somebody else", sex="M")


def begun(session: Session, **facts: Any) -> tuple[edges.Starter, parties.Payer, Affiliation]:
    her, who = edges.starter(session, NOON, "invited"), parties.household(session, NOON, 1)
    case = edges.taken_up(session, her, who, NOON, **facts)
    return her, who, inviting.start_enrolment(session, case.id, who.actor, NOON).case


def filed(session: Session, said: dict[str, Any] | None = None, **typed: Any) -> tuple[edges.Starter, Affiliation]:
    her, who, draft = begun(session, **(said or {}))
    return her, edges.finish(session, draft, who, NOON, **typed)


def person_of(session: Session, case: Affiliation) -> Person:
    return session.get_one(DomesticWorker, case.worker_id).person


def test_her_name_and_the_code_make_the_filing_hers(session: Session) -> None:
    her, case = filed(session)
    assert person_of(session, case).id == her.person_id
    assert not session.get_one(DomesticWorker, case.worker_id).identity_seen


def test_a_curp_that_she_said_makes_it_hers_whatever_name_is_typed(session: Session) -> None:
    curp = edges.starter(session, NOON, "invited").invented.curp
    her, _who, draft = begun(session, curp=curp)
    draft.worker_curp, draft.worker_given_name = curp, "Otra"
    found = who_invited(session, draft)
    assert found is not None
    assert found.id == her.person_id


@pytest.mark.parametrize(
    "typed",
    [
        {"worker_given_name": "Otra", "worker_first_surname": "Persona"},
        {
            "worker_curp": SOMEBODY.curp,
            "worker_given_name": SOMEBODY.given_names,
            "worker_first_surname": SOMEBODY.first_surname,
        },
    ],
    ids=["another name", "the name and CURP of another"],
)
def test_a_code_proves_nothing_about_somebody_else(session: Session, typed: dict[str, str]) -> None:
    her, case = filed(session, None, **typed)
    if case.worker_id is not None:
        assert person_of(session, case).id != her.person_id
    assert who_invited(session, case) is None


def test_a_curp_that_counts_for_her_rules_out_every_other(session: Session) -> None:
    her, _who, draft = begun(session)
    hold(session, session.get_one(Person, her.person_id), "curp", her.invented.curp, NOON.date())
    draft.worker_curp = SOMEBODY.curp
    assert who_invited(session, draft) is None
    draft.worker_curp = her.invented.curp
    assert who_invited(session, draft) is not None


def test_without_a_code_her_account_is_nobody_elses_worker(session: Session) -> None:
    """She typed a CURP when she began; a household that enrols by it alone must not become hers."""
    her = edges.starter(session, NOON, "typed")
    edges.begun(session, her, NOON, curp=her.invented.curp)
    case = parties.affiliation(session, parties.household(session, NOON, 5), NOON, her.invented, date(2026, 3, 2))
    assert person_of(session, case).id != her.person_id
    assert invitation_of(session, case.id) is None


SAME = ("began_on", "weekdays", "hours_per_day", "pay_amount", "pay_each")


@pytest.mark.parametrize(
    ("said", "declared", "found"),
    [
        ({}, {}, ()),
        ({}, {"pay_amount": Decimal("600.00")}, ("pay_amount",)),
        ({}, {"weekdays": "02", "pay_each": "day"}, ("weekdays", "pay_each")),
        ({}, {"began_on": date(2026, 2, 2)}, ("began_on",)),
        ({"pay_amount": None, "pay_each": None}, {"pay_amount": Decimal("600.00")}, ()),
        ({"hours_per_day": None}, {"hours_per_day": Decimal(4)}, ()),
        ({"hours_per_day": Decimal(8)}, {"hours_per_day": Decimal("8.00")}, ()),
    ],
)
def test_what_differs_is_named_and_what_she_did_not_say_differs_from_nothing(
    said: dict[str, Any], declared: dict[str, Any], found: tuple[str, ...]
) -> None:
    hers = Affiliation(**{name: edges.SAID[name] for name in SAME} | declared)
    assert differences(edges.Invitation(**{name: edges.SAID[name] for name in SAME} | said), hers) == found


@pytest.mark.parametrize(
    ("declared", "state", "code"),
    [({}, "confirmed", None), ({"pay_amount": Decimal("600.00")}, "asked", "invited.differs")],
)
def test_what_agrees_is_confirmed_and_what_differs_is_asked(
    session: Session, declared: dict[str, Any], state: str, code: str | None
) -> None:
    _her, case = filed(session, None, **declared)
    told = differs_from_said(session, case)
    assert (told.code if told else None) == code
    asked = session.scalars(select(Confirmation).where(Confirmation.affiliation_id == case.id)).one()
    assert (asked.state == "confirmed") == (state == "confirmed")


def test_what_she_kept_to_herself_is_asked_as_of_anybody(session: Session) -> None:
    """She said her pay and told only her days: what the household types is compared with what she said."""
    _her, case = filed(session, {"tells": "days"}, began_on=date(2026, 1, 5), pay_amount=Decimal(600), pay_each="visit")
    asked = session.scalars(select(Confirmation).where(Confirmation.affiliation_id == case.id)).one()
    assert asked.state != "confirmed"
