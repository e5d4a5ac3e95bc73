"""Officials who are too close to a worker: her employers of today and before, and whoever acts for one of them."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.household.household_models import Delegation, Succession
from enrolment.models import Affiliation, DomesticWorker
from enrolment.people.concerned import concerned_with, employers_of
from enrolment.people.identity_models import NumberChoice
from enrolment.people.invented import invented_person
from enrolment.people.protection_models import ProtectionMatter
from tests.conftest import NOON
from tests.enrolment import parties
from web.officials.counter_access import is_party
from workflow.context import THE_SYSTEM, Actor
from workflow.engine import context_of, fire, open_case
from workflow.people import Identifier, Login, Person
from workflow.stored import dumps

SHE = invented_person("a worker of officials")
CHILD = invented_person("a child", born=date(2014, 1, 20))


def as_official(session: Session, person_id: UUID, role: str = "caseworker") -> Actor:
    """Somebody who decides cases besides their own affairs."""
    return parties.login_for(session, NOON, session.get_one(Person, person_id), role)


def helper_of(session: Session, who: parties.Payer, case: Affiliation, helper: parties.Payer | None = None) -> UUID:
    """Somebody who may pay for one relation of a household."""
    helper = helper or parties.payer(session, NOON, 9)
    invitation = {
        "household_id": case.household_id,
        "invited_name": "Mi sobrina",
        "invited_username": session.get_one(Login, helper.actor.login_id).username,
        "rights": "pay",
        "relations": dumps([str(case.id)]),
        "until": date(2026, 12, 31),
    }
    helped = open_case(session, Delegation, "invite", who.actor, NOON, data=invitation).case
    fire(session, helped, "accept", helper.actor, NOON)
    return helper.person_id


def roles_in(session: Session, case: Any, actor: Actor) -> set[str]:
    return {role.code for role in context_of(session, case, actor, NOON).roles}


@pytest.fixture
def home(session: Session) -> tuple[parties.Payer, Affiliation]:
    """A household with its worker."""
    who = parties.household(session, NOON, 1)
    return who, parties.affiliation(session, who, NOON, SHE, date(2026, 3, 2))


def test_a_relation_handed_on_leaves_its_former_employer_concerned(
    session: Session, home: tuple[parties.Payer, Affiliation]
) -> None:
    mother, case = home
    daughter = parties.household(session, NOON, 2, street="Calle Lejana 4")
    helper_of(session, mother, case, daughter)
    her = session.get_one(DomesticWorker, case.worker_id).person_id
    assert concerned_with(session, (her,)) == {her, mother.person_id, daughter.person_id}
    asked = {"reason": "death", "kin": "child", "since": NOON.date(), "household_id": case.household_id}
    data = {**asked, "relations": dumps([str(case.id)]), "successor_id": daughter.person_id}
    succession = open_case(session, Succession, "open", daughter.actor, NOON, data=data).case
    fire(session, succession, "accept", parties.official(session, NOON), NOON, comment="Acta a la vista.")
    assert employers_of(session, (her,)) == {mother.person_id, daughter.person_id}


def test_no_employer_nor_helper_chooses_her_number_or_gives_her_password(
    session: Session, home: tuple[parties.Payer, Affiliation]
) -> None:
    who, case = home
    worker = session.get_one(DomesticWorker, case.worker_id)
    # Her other number came from another home of hers.
    worker.person.identifiers.append(Identifier(kind="nss", value="12345678903", since=NOON.date(), counts=False))
    session.flush()
    found = {"person_id": worker.person_id, "kind": "nss"}
    choice: NumberChoice = open_case(session, NumberChoice, "find", THE_SYSTEM, NOON, data=found).case
    assert roles_in(session, choice, parties.official(session, NOON)) == {"caseworker"}
    for person in (who.person_id, helper_of(session, who, case), worker.person_id):
        actor = as_official(session, person)
        assert roles_in(session, choice, actor) == set()
        assert is_party(session, actor, worker)
    assert not is_party(session, parties.official(session, NOON), worker)


def test_who_helps_with_one_relation_does_not_open_the_matter_of_a_child_in_that_home(
    session: Session, home: tuple[parties.Payer, Affiliation]
) -> None:
    who, case = home
    helper = as_official(session, helper_of(session, who, case), "supervisor")
    parties.affiliation(session, who, NOON, CHILD, NOON.date())
    matter = session.scalars(select(ProtectionMatter)).one()
    assert roles_in(session, matter, helper) == set()
    assert roles_in(session, matter, as_official(session, who.person_id, "protection")) == set()
    assert roles_in(session, matter, parties.official(session, NOON, "supervisor")) == {"supervisor"}
