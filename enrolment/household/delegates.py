"""Who may act for a household today, with which rights and for which of its relations."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.household.household_models import Delegation
from enrolment.models import Household
from enrolment.roles import DELEGATE, RIGHTS, Delegates
from workflow.context import Recipient, Role
from workflow.definition import is_tagged
from workflow.people import Person
from workflow.stored import loads


def delegations_of(session: Session, household_id: UUID) -> Sequence[Delegation]:
    """The delegations of a household that are in force."""
    mine = select(Delegation).where(Delegation.household_id == household_id, is_tagged(Delegation, "in_force"))
    return session.scalars(mine.order_by(Delegation.id)).all()


def delegates_of(session: Session, household_id: UUID, affiliation_id: UUID | None = None) -> Delegates:
    """By person, what those who act for a household are: for all it has, or for one of its relations.

    Without a relation only delegations for all relations count: what is asked for is the household itself.
    """
    found: dict[UUID, frozenset[Role]] = {}
    for delegation in delegations_of(session, household_id):
        if covers(delegation, affiliation_id) and delegation.person_id is not None:
            found[delegation.person_id] = found.get(delegation.person_id, frozenset()) | roles_from(delegation)
    return found


def acting_for(session: Session, household_id: UUID) -> frozenset[UUID]:
    """Everybody who acts for a household today, be it for one of its relations only."""
    return frozenset(row.person_id for row in delegations_of(session, household_id) if row.person_id is not None)


def helped_by(session: Session, person_id: UUID) -> frozenset[UUID]:
    """The persons behind the households for which somebody acts today."""
    theirs = select(Household.person_id).join(Delegation, Delegation.household_id == Household.id)
    return frozenset(
        session.scalars(theirs.where(Delegation.person_id == person_id, is_tagged(Delegation, "in_force")))
    )


def roles_from(delegation: Delegation) -> frozenset[Role]:
    """The roles that the rights of a delegation stand for; seeing comes with every one."""
    return frozenset({DELEGATE, *(RIGHTS[right] for right in delegation.rights.split())})


def covers(delegation: Delegation, affiliation_id: UUID | None) -> bool:
    """Whether a delegation holds for a relation; for the household itself if it holds for all relations."""
    named = relations_of(delegation)
    return named is None or affiliation_id in named


def relations_of(delegation: Delegation) -> tuple[UUID, ...] | None:
    """The relations that a delegation names; None for all."""
    return None if delegation.relations is None else tuple(UUID(text) for text in loads(delegation.relations))


def paying_people(session: Session, household_id: UUID, affiliation_id: UUID) -> Iterator[Person]:
    """Those who may pay the lines of a relation for its household, each once."""
    for person_id, roles in delegates_of(session, household_id, affiliation_id).items():
        if RIGHTS["pay"] in roles:
            yield session.get_one(Person, person_id)


def paying_recipients(session: Session, household_id: UUID, affiliation_id: UUID) -> tuple[Recipient, ...]:
    """The same as people who are told what the household is told about a line."""
    return tuple(person.as_recipient() for person in paying_people(session, household_id, affiliation_id))
