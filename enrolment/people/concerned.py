"""Who is too close to a person to decide about them as an official, and whom a case is about.

Close are they themselves, whoever employs or ever employed them, whom they employ, and whoever acts for one of those
homes. What stands in a record of a worker may come from another of her homes: no home of hers looks at it as an
official. Every procedure that officials decide asks for it (`Workflow.impartial`).
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Table, exists, or_, select
from sqlalchemy.orm import Session

from enrolment.household.delegates import acting_for, helped_by
from enrolment.household.household_models import Delegation, FormerHome
from enrolment.models import Affiliation, DomesticWorker, Household
from enrolment.people.held_identifiers import owner_of
from enrolment.roles import INSTITUTION_CODES
from workflow.context import Actor, Role
from workflow.definition import Workflow, workflow_of
from workflow.tables import Base

# References that a case keeps without a key of the database, so that it outlives what it is about.
_UNKEYED = {"affiliation_id": "affiliation", "household_id": "household"}
_TYPED_CURP = ("curp", "worker_curp")


def impartial(session: Session, workflow: Workflow, actor: Actor, case: Any, roles: frozenset[Role]) -> frozenset[Role]:
    """The roles without those of an official who is too close to somebody whom the case is about."""
    deciding = frozenset(role for role in roles if role.code in INSTITUTION_CODES)
    return roles - deciding if deciding and is_too_close(session, actor, workflow.model, case) else roles


def is_too_close(session: Session, actor: Actor, model: type[Any], row: Any) -> bool:
    """Whether a row of the model's table is about somebody to whom the actor is close, or about the actor."""
    if actor.person_id is None:
        return False
    people = people_behind(session, model, row)
    is_tied = actor.person_id in people or has_ties(session, actor.person_id)
    return is_tied and actor.person_id in concerned_with(session, people)


def is_kept_out(session: Session, actor: Actor, case: Any) -> bool:
    """Whether an official would decide this case if they were not close to somebody it is about."""
    workflow = workflow_of(type(case))
    roles = workflow.roles_of(actor, case, workflow.look(session, case))
    return workflow.impartial is not None and workflow.impartial(session, workflow, actor, case, roles) != roles


def has_ties(session: Session, person_id: UUID) -> bool:
    """Whether somebody works in a home, has one or acts for one: nobody else can be close to a case but their own."""
    ties = (column == person_id for column in (Household.person_id, DomesticWorker.person_id, Delegation.person_id))
    return bool(session.scalar(select(or_(*(exists().where(tie) for tie in ties)))))


def people_behind(session: Session, model: type[Any], case: Any) -> frozenset[UUID]:
    """Everybody to whom the references of a case lead, and for whom a CURP typed in it counts.

    Whoever is found by a CURP counts before anybody has decided that it is theirs: an employer must not read as an
    official that another home files an enrolment of the same worker.
    """
    found: set[UUID] = set()
    seen: set[tuple[str, UUID]] = set()
    ahead = _references(model.__table__, case)
    while ahead:
        name, key = ahead.pop()
        if name == "person":
            found.add(key)
        elif (name, key) not in seen:
            seen.add((name, key))
            target = Base.metadata.tables[name]
            row = session.execute(select(*_referring(target), target.c.id).where(target.c.id == key)).one_or_none()
            ahead += _references(target, row) if row is not None else []
    owners = (owner_of(session, "curp", getattr(case, name, None)) for name in _TYPED_CURP)
    return frozenset({*found, *(owner for owner in owners if owner is not None)})


def _referring(table: Table) -> list[Column[Any]]:
    return [column for column in table.columns if _target(column) is not None]


def _target(column: Column[Any]) -> str | None:
    """The table of enrolment or of people that a column refers to; logins are no part of what a case is about."""
    named = next((key.column.table.name for key in column.foreign_keys), _UNKEYED.get(column.name))
    return None if named == "login" else named


def _references(table: Table, row: Any) -> list[tuple[str, UUID]]:
    columns = ((column, getattr(row, column.name)) for column in _referring(table))
    return [(str(_target(column)), key) for column, key in columns if key is not None]


def employers_of(session: Session, people: Collection[UUID]) -> frozenset[UUID]:
    """The persons behind the households that ever filed an enrolment of one of these people, or handed one on."""
    return frozenset(person for _household, person in _households_of(session, people))


def workers_of(session: Session, people: Collection[UUID]) -> frozenset[UUID]:
    """The persons who work or ever worked for the households of these people, former homes included."""
    theirs = select(Household.id).where(Household.person_id.in_(people))
    handed_on = select(FormerHome.affiliation_id).where(FormerHome.household_id.in_(theirs))
    found = select(DomesticWorker.person_id).join(Affiliation, Affiliation.worker_id == DomesticWorker.id)
    either = or_(Affiliation.household_id.in_(theirs), Affiliation.id.in_(handed_on))
    return frozenset(session.scalars(found.where(either)))


def concerned_with(session: Session, people: Collection[UUID]) -> frozenset[UUID]:
    """These people, their employers, whom they employ, and whoever acts for one of those households today."""
    households = _households_of(session, people)
    employers = {person for _household, person in households}
    own = session.scalars(select(Household.id).where(Household.person_id.in_(people)))
    homes = {*own, *(household for household, _person in households)}
    helpers = {person for household in homes for person in acting_for(session, household)}
    return frozenset({*people, *employers, *helpers, *workers_of(session, people)})


def close_to(session: Session, person_id: UUID) -> frozenset[UUID]:
    """Who attends a person at no counter: whoever is concerned with them, and those for whom they act."""
    return concerned_with(session, (person_id,)) | helped_by(session, person_id)


def _households_of(session: Session, people: Collection[UUID]) -> set[tuple[UUID, UUID]]:
    hers = select(Affiliation).join(DomesticWorker, DomesticWorker.id == Affiliation.worker_id)
    hers = hers.where(DomesticWorker.person_id.in_(people))
    filed = hers.with_only_columns(Affiliation.household_id)
    relations = hers.with_only_columns(Affiliation.id)
    handed_on = select(FormerHome.household_id).where(FormerHome.affiliation_id.in_(relations))
    found = select(Household.id, Household.person_id).where(or_(Household.id.in_(filed), Household.id.in_(handed_on)))
    return {(household, person) for household, person in session.execute(found)}
