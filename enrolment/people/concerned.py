"""Who is too close to a person to decide about them as an official: they themselves, and whoever employs them."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from enrolment.household.delegates import acting_for
from enrolment.household.household_models import FormerHome
from enrolment.models import Affiliation, DomesticWorker, Household


def employers_of(session: Session, people: Collection[UUID]) -> frozenset[UUID]:
    """The persons behind the households that ever filed an enrolment of one of these people, or handed one on."""
    return frozenset(person for _household, person in _households_of(session, people))


def concerned_with(session: Session, people: Collection[UUID]) -> frozenset[UUID]:
    """These people, their employers, and whoever acts for one of those households today.

    What stands in a record of a worker may come from another of her homes: no home of hers looks at it as an official.
    """
    households = _households_of(session, people)
    employers = {person for _household, person in households}
    helpers = {person for household, _person in households for person in acting_for(session, household)}
    return frozenset({*people, *employers, *helpers})


def _households_of(session: Session, people: Collection[UUID]) -> set[tuple[UUID, UUID]]:
    hers = select(Affiliation).join(DomesticWorker, DomesticWorker.id == Affiliation.worker_id)
    hers = hers.where(DomesticWorker.person_id.in_(people))
    filed = hers.with_only_columns(Affiliation.household_id)
    relations = hers.with_only_columns(Affiliation.id)
    handed_on = select(FormerHome.household_id).where(FormerHome.affiliation_id.in_(relations))
    found = select(Household.id, Household.person_id).where(or_(Household.id.in_(filed), Household.id.in_(handed_on)))
    return {(household, person) for household, person in session.execute(found)}
