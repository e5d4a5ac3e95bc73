"""Officials who are too close to a worker: her employers of today and before, and whoever acts for one of them."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.household.household_models import Delegation, Succession
from enrolment.lifecycle import LIFECYCLES
from enrolment.models import Affiliation, DomesticWorker, Registration
from enrolment.people.concerned import concerned_with, employers_of, people_behind
from enrolment.people.identity_models import NumberChoice
from enrolment.people.invented import invented_person
from enrolment.people.protection_models import ProtectionMatter
from enrolment.roles import INSTITUTION_CODES
from tests.conftest import NOON
from tests.enrolment import parties
from tests.enrolment.one_of_each import case_of_each
from web.officials.counter_access import is_party
from workflow.context import THE_SYSTEM, Actor
from workflow.engine import context_of, fire, open_case
from workflow.people import Identifier, Login, Person
from workflow.stored import dumps

SHE = invented_person("a worker of officials")
CHILD = invented_person("a child", born=date(2014, 1, 20))


def as_official(session: Session, person_id: UUID, *roles: str) -> Actor:
    """Somebody who decides cases besides their own affairs."""
    return parties.login_for(session, NOON, session.get_one(Person, person_id), *(roles or ("caseworker",)))


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


DECIDED = [w for w in LIFECYCLES if any(role.code in INSTITUTION_CODES for role in w.roles)]


def test_a_procedure_that_officials_decide_declares_who_is_too_close() -> None:
    assert [w.name for w in DECIDED if w.impartial is None] == []


def test_nobody_decides_in_any_procedure_about_people_they_are_close_to(session: Session) -> None:
    """Derived from the declarations: each is asked with a real case, for everybody it concerns."""
    cases, nobody = case_of_each(session), stranger(session)
    for workflow in DECIDED:
        case = cases[workflow.name]
        people = people_behind(session, workflow.model, case)
        assert people, workflow.name
        for person in concerned_with(session, people):
            actor = as_official(session, person, *INSTITUTION_CODES)
            assert not roles_in(session, case, actor) & INSTITUTION_CODES, workflow.name
        assert roles_in(session, case, nobody) & INSTITUTION_CODES, workflow.name


def stranger(session: Session) -> Actor:
    """Somebody who decides and has nothing to do with any home, although they are a person of the register."""
    person = Person(given_name="Nadie", first_surname="Ajena", language="es", created_at=NOON)
    session.add(person)
    session.flush()
    return as_official(session, person.id, *INSTITUTION_CODES)


def test_who_employs_her_reads_no_other_home_of_hers(session: Session, home: tuple[parties.Payer, Affiliation]) -> None:
    who, _case = home
    other = parties.household(session, NOON, 3, street="Calle Tercera 9")
    theirs = parties.affiliation(session, other, NOON, SHE, date(2026, 3, 2))
    for case in (theirs, parties.periods(session, theirs)[0]):
        assert roles_in(session, case, as_official(session, who.person_id, "supervisor")) == set()


def test_a_filing_under_her_curp_is_closed_to_her_employer_before_anybody_decides(
    session: Session, home: tuple[parties.Payer, Affiliation]
) -> None:
    who, _case = home
    other = parties.household(session, NOON, 3, street="Calle Tercera 9")
    filed = parties.draft(session, other, NOON, SHE, date(2026, 3, 2))
    assert filed.worker_id is None
    assert roles_in(session, filed, as_official(session, who.person_id)) == set()


def test_whoever_works_there_does_not_decide_about_that_home(
    session: Session, home: tuple[parties.Payer, Affiliation]
) -> None:
    who, case = home
    registration = session.scalars(select(Registration).where(Registration.person_id == who.person_id)).one()
    her = session.get_one(DomesticWorker, case.worker_id).person_id
    assert roles_in(session, registration, as_official(session, her)) == set()
    assert roles_in(session, registration, parties.official(session, NOON)) == {"caseworker"}
