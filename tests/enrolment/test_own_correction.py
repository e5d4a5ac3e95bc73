"""A household sets its own name, birth date or CURP right: a person decides, nothing of the past is lost or billed."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from enrolment.household.former_homes import is_of_a_former_household
from enrolment.models import Household, Registration
from enrolment.money.payment_models import IssuedLine
from enrolment.people.correction_models import Correction
from enrolment.people.identity_models import NumberChoice, PossibleDuplicate
from enrolment.people.invented import invented_person
from enrolment.roles import HOUSEHOLD
from tests.enrolment.parties import LIVE_IN, Payer, affiliation, household, official, worker_actor
from workflow.columns import new_id
from workflow.engine import Fired, context_of, fire, open_case
from workflow.errors import NotAllowed, NotReady
from workflow.people import Person
from workflow.stored import loads
from workflow.tables import Document, Event

NOON = datetime(2026, 3, 10, 18, tzinfo=UTC)
RIGHT = invented_person("as on the certificate")
WORKER = invented_person(7)


@pytest.fixture
def who(session: Session) -> Payer:
    """The household."""
    return household(session, NOON)


def person_of(session: Session, who: Payer) -> Person:
    return session.get_one(Person, who.person_id)


def ask(session: Session, who: Payer, actor: Any = None, **facts: Any) -> Correction:
    """The household, or somebody else, asks for the name of the certificate."""
    person = person_of(session, who)
    names = {name: getattr(person, name) for name in ("given_name", "first_surname", "second_surname")}
    home = session.scalars(select(Household).where(Household.person_id == who.person_id)).one()
    data = {**names, "given_name": "Luz del Alba", **facts, "household_id": home.id}
    opened: Fired = open_case(session, Correction, "ask", actor or who.actor, NOON, comment="En el acta.", data=data)
    return opened.case  # type: ignore[no-any-return]


def accept(session: Session, case: Correction, comment: str | None = "Vi el acta y la identificación.") -> None:
    fire(session, case, "accept", official(session, NOON), NOON, comment=comment)


def refused(action: Any, *args: Any, **kwargs: Any) -> list[str]:
    with pytest.raises(NotReady) as found:
        action(*args, **kwargs)
    return [sentence.code for sentence in found.value.sentences]


def test_a_name_is_set_right_and_what_stood_stays(session: Session, who: Payer) -> None:
    before = person_of(session, who).given_name
    case = ask(session, who, birth_date=date(1980, 5, 4))
    assert person_of(session, who).given_name == before
    accept(session, case)
    person = person_of(session, who)
    assert (person.given_name, person.birth_date) == ("Luz del Alba", date(1980, 5, 4))
    assert (case.was_given_name, case.was_curp) == (before, who.person.curp)


def test_the_registration_says_it_and_its_form_is_issued_anew_with_the_day_of_registering(
    session: Session, who: Payer
) -> None:
    accept(session, ask(session, who))
    registration = session.scalars(select(Registration).where(Registration.person_id == who.person_id)).one()
    forms = select(Document).where(Document.case_id == registration.id, Document.kind == "registration_form")
    first, second = [loads(form.content) for form in session.scalars(forms.order_by(Document.seq))]
    assert (registration.state, registration.given_name) == ("registered", "Luz del Alba")
    assert second["name"].startswith("Luz del Alba")
    assert second | {"name": None} == first | {"name": None}


def test_a_replaced_curp_stays_known_with_its_last_day(session: Session, who: Payer) -> None:
    accept(session, ask(session, who, curp=RIGHT.curp))
    held = {i.value: (i.counts, i.until) for i in person_of(session, who).identifiers_of("curp")}
    assert held == {who.person.curp: (False, NOON.date()), RIGHT.curp: (True, None)}
    assert person_of(session, who).birth_date == RIGHT.born
    assert session.scalars(select(NumberChoice)).all() == []


def test_nothing_that_was_billed_or_shown_to_her_changes(session: Session, who: Payer) -> None:
    relation = affiliation(session, who, NOON, WORKER, NOON.date(), terms=LIVE_IN)
    lines = select(IssuedLine.line, IssuedLine.amount, IssuedLine.replaced_at).order_by(IssuedLine.line)
    before = (relation.version, relation.worker_given_name, session.execute(lines).all())
    case = ask(session, who, curp=RIGHT.curp)
    her = worker_actor(session, relation, NOON)
    assert context_of(session, case, her, NOON).roles == frozenset()
    accept(session, case)
    assert (relation.version, relation.worker_given_name, session.execute(lines).all()) == before


def test_its_receipts_are_no_papers_of_a_household_before(session: Session, who: Payer) -> None:
    case = ask(session, who)
    receipts = session.scalars(select(Document).where(Document.case_id == case.id)).all()
    assert case.affiliation_id is None
    assert receipts
    assert not any(is_of_a_former_household(session, paper, frozenset({HOUSEHOLD})) for paper in receipts)


def test_no_event_holds_a_name_or_a_number(session: Session, who: Payer) -> None:
    accept(session, ask(session, who, given_name="Nombrequenadietiene", curp=RIGHT.curp))
    said = list(session.scalars(select(Event.data)))
    assert not any(word in data for data in said for word in ("Nombrequenadietiene", RIGHT.curp, who.person.curp))


def test_a_curp_of_somebody_else_is_answered_like_any_other_and_stops_only_who_decides(
    session: Session, who: Payer
) -> None:
    other = household(session, NOON, 2)
    case = ask(session, who, curp=other.person.curp)
    assert case.state == "asked"
    assert refused(accept, session, case) == ["correction.curp_of_another"]
    assert person_of(session, who).identifier("curp") == who.person.curp


def test_two_records_under_the_new_root_are_found_for_officials(session: Session, who: Payer) -> None:
    root = RIGHT.curp[:16]
    other = household(session, NOON, 2)
    person_of(session, other).identifiers_of("curp")[0].value = f"{root}A1"
    session.flush()
    accept(session, ask(session, who, curp=RIGHT.curp))
    pair = session.scalars(select(PossibleDuplicate)).one()
    assert {pair.person_id, pair.other_id} == {who.person_id, other.person_id}
    assert "curp_root" in pair.rules.split()


def test_what_cannot_be_is_said_at_once(session: Session, who: Payer) -> None:
    assert refused(ask, session, who, given_name=person_of(session, who).given_name) == ["correction.nothing_changes"]
    assert refused(ask, session, who, given_name=" ".strip()) == ["correction.name_missing"]
    assert refused(ask, session, who, curp="NADA000000") == ["identifier.length"]
    ask(session, who)
    assert refused(ask, session, who) == ["correction.is_asked"]
    assert refused(ask, session, who, official(session, NOON)) == ["correction.is_asked"]


def test_who_decides_names_the_paper_they_saw(session: Session, who: Payer) -> None:
    case = ask(session, who)
    assert refused(accept, session, case, None) == ["correction.paper_missing"]


def test_the_office_asks_for_it_and_the_household_reads_it(session: Session, who: Payer) -> None:
    case = ask(session, who, official(session, NOON))
    assert case.asked_by == "office"
    assert {role.code for role in context_of(session, case, who.actor, NOON).roles} == {"household"}


def test_nobody_else_asks_for_it(session: Session, who: Payer) -> None:
    other = household(session, NOON, 2)
    with pytest.raises(NotAllowed):
        ask(session, who, other.actor)


def test_a_refusal_leaves_everything_and_says_why(session: Session, who: Payer) -> None:
    before, case = person_of(session, who).given_name, ask(session, who)
    fire(session, case, "refuse", official(session, NOON), NOON, comment="Falta el acta.")
    assert (case.state, person_of(session, who).given_name) == ("refused", before)
    kinds = session.scalars(select(Document.kind).where(Document.case_id == case.id)).all()
    assert sorted(kinds) == ["receipt", "refusal"]


@pytest.mark.parametrize("wrong", ["both", "none", "curp_of_a_worker"])
def test_the_database_knows_no_correction_without_one_subject(session: Session, who: Payer, wrong: str) -> None:
    relation = affiliation(session, who, NOON, WORKER, NOON.date(), terms=LIVE_IN)
    subject: dict[str, Any] = {
        "both": {"affiliation_id": relation.id, "worker_id": relation.worker_id, "household_id": relation.household_id},
        "none": {},
        "curp_of_a_worker": {"affiliation_id": relation.id, "worker_id": relation.worker_id, "curp": RIGHT.curp},
    }[wrong]
    row = {"id": new_id(), "state": "asked", "asked_by": "office", "given_name": "A", "first_surname": "B"}
    session.add(Correction(**row, **subject, opened_on=NOON.date(), opened_at=NOON))
    with pytest.raises(IntegrityError):
        session.flush()
