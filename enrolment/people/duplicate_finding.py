"""Records that may be one person: found by rules after a step that tells who somebody is, for officials only."""

from collections.abc import Iterable, Iterator, Mapping
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from enrolment.following import then, then_open
from enrolment.people.held_identifiers import numbers_in_use
from enrolment.people.identity_models import NumberChoice, PossibleDuplicate
from enrolment.people.name_letters import bare
from workflow.definition import Step, states_tagged
from workflow.people import NUMBERS, PAPERS, Identifier, Person

ROOT = 16  # positions 17 and 18 of a CURP are given by the register: two CURPs of one person differ there
FURTHER = "\uffff"


def look_for_duplicates(
    session: Session, step: Step, person_id: UUID, typed: Mapping[str, str | None], office: str | None
) -> None:
    """Open a case for every other record that may be the same person, once and for all; nothing of it is told.

    `typed` holds identifiers by kind as somebody typed them, also those that could not be given to the person;
    `office` is the one that decides where they were typed.
    """
    person = session.get_one(Person, person_id)
    found = candidates(session, person, typed)
    known = _pairs_of(session, person.id)
    for other, rules in found.items():
        if other not in known:
            one, two = sorted((person.id, other))
            text = " ".join(sorted(rules))
            then_open(session, step, PossibleDuplicate, "find", person_id=one, other_id=two, rules=text, office=office)
    look_for_two_numbers(session, step, person, office)


def look_for_two_numbers(session: Session, step: Step, person: Person, office: str | None) -> None:
    """A case for every kind of number of which a person has two at the same time; none where only one is left."""
    for kind in NUMBERS:
        are_two = len(numbers_in_use(person, kind)) > 1
        known = session.scalar(
            select(NumberChoice).where(NumberChoice.person_id == person.id, NumberChoice.kind == kind)
        )
        if known is None and are_two:
            then_open(session, step, NumberChoice, "find", person_id=person.id, kind=kind, office=office)
        elif known is not None and are_two and known.state not in states_tagged(NumberChoice, "to_decide"):
            then(session, step, "find_again", known)
        elif known is not None and not are_two and _parted(session, known, person):
            then(session, step, "drop", known)


def _parted(session: Session, choice: NumberChoice, person: Person) -> bool:
    """Whether the numbers that were to choose from went different ways: one that was chosen ended the other."""
    ended = any(held.until for held in person.identifiers_of(choice.kind))
    return choice.state in states_tagged(NumberChoice, "to_decide", "decided") and not ended


def candidates(session: Session, person: Person, typed: Mapping[str, str | None]) -> dict[UUID, set[str]]:
    """Other records with the rules by which they were found. A shared contact alone is no reason to look."""
    found: dict[UUID, set[str]] = {}
    for rule, others in _by_rule(session, person, typed):
        for other in others:
            found.setdefault(other, set()).add(rule)
    found.pop(person.id, None)
    for rules in found.values():
        if "curp" in rules:
            rules.discard("curp_root")
    for other in _by_contact(session, person):
        if other in found:
            found[other].add("contact")
    return found


def _by_rule(session: Session, person: Person, typed: Mapping[str, str | None]) -> Iterator[tuple[str, Iterable[UUID]]]:
    held = {(held.kind, held.value) for held in person.identifiers if held.until is None}
    held |= {(kind, value) for kind, value in typed.items() if value}
    for kind, value in sorted(held):
        yield ("paper" if kind in PAPERS else kind), _holders(session, kind, value)
        if kind == "curp":
            yield "curp_root", _holders_of_root(session, value[:ROOT])
    yield "name_birth", _of_name_and_birth(session, person)


def _holders(session: Session, kind: str, value: str) -> list[UUID]:
    same = select(Identifier.person_id).where(Identifier.kind == kind, Identifier.value == value)
    return list(session.scalars(same.where(Identifier.until.is_(None))))


def _holders_of_root(session: Session, root: str) -> list[UUID]:
    same = select(Identifier.person_id).where(
        Identifier.kind == "curp", Identifier.value >= root, Identifier.value < root + FURTHER
    )
    return list(session.scalars(same.where(Identifier.until.is_(None))))


def _of_name_and_birth(session: Session, person: Person) -> list[UUID]:
    if person.birth_date is None:
        return []
    born = select(Person).where(Person.birth_date == person.birth_date, Person.merged_into.is_(None))
    return [other.id for other in session.scalars(born) if bare(other.full_name) == bare(person.full_name)]


def _by_contact(session: Session, person: Person) -> list[UUID]:
    ways = []
    if person.email:
        ways.append(func.lower(Person.email) == person.email.lower())
    if person.phone:
        ways.append(Person.phone == person.phone)
    return list(session.scalars(select(Person.id).where(or_(*ways)))) if ways else []


def _pairs_of(session: Session, person_id: UUID) -> set[UUID]:
    pairs = select(PossibleDuplicate.person_id, PossibleDuplicate.other_id).where(
        or_(PossibleDuplicate.person_id == person_id, PossibleDuplicate.other_id == person_id)
    )
    return {other for pair in session.execute(pairs) for other in pair}
