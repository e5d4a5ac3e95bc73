"""Which person holds an identifier: looked up, given for the first time, replaced, or kept beside another."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.people import Identifier, Person


def owner_of(session: Session, kind: str, value: str | None) -> UUID | None:
    """The person for whom an identifier counts today."""
    if not value:
        return None
    held = select(Identifier.person_id).where(Identifier.kind == kind, Identifier.value == value, Identifier.counts)
    return session.scalar(held)


def hold(session: Session, person: Person, kind: str, value: str | None, day: date, *, replace: bool = True) -> None:
    """Give a person an identifier, unless it counts for somebody, perhaps for the same person.

    What counted until now is replaced by it, or else counts on and the new one is only kept beside it.
    """
    if not value or owner_of(session, kind, value) is not None or _is_kept(person, kind, value):
        return
    before = next((old for old in person.identifiers if old.kind == kind and old.counts), None)
    if before is not None and replace:
        before.counts, before.until = False, day
        session.flush()  # the one that counted makes room before the new one counts
    new = Identifier(kind=kind, value=value, since=day, counts=before is None or replace)
    person.identifiers.append(new)
    session.flush()
    if before is not None and replace:
        before.replaced_by = new.id
        session.flush()


def numbers_in_use(person: Person, kind: str) -> list[Identifier]:
    """The numbers of a kind that a person has at the same time, one value once, the one that counts first."""
    found: dict[str, Identifier] = {}
    for held in sorted(person.identifiers_of(kind), key=lambda held: not held.counts):
        if held.until is None:
            found.setdefault(held.value, held)
    return list(found.values())


def _is_kept(person: Person, kind: str, value: str) -> bool:
    return any(held.value == value and held.until is None for held in person.identifiers_of(kind))
