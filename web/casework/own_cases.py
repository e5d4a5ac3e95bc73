"""The cases of whoever is signed in, for their own pages; anybody else's do not exist."""

from uuid import UUID

from flask import abort
from sqlalchemy import select

from enrolment.models import (
    Affiliation,
    ContributionPeriod,
    DomesticWorker,
    Household,
    Place,
    Registration,
)
from enrolment.queries import household_of, registration_of
from web.casework.case_page import CasePage, look_at
from web.edge.acting import act_for, act_on_behalf, acting
from web.edge.auth import actor
from web.edge.clock import now
from web.edge.transactions import reading
from workflow.tables import CaseColumns


def my_household() -> Household | None:
    """The household of the person signed in, once registered; or the one this request acts for."""
    represented = acting() or act_on_behalf()
    if represented is not None:
        return represented.household
    person = actor().person_id
    return household_of(reading(), person) if person else None


def my_registration() -> Registration | None:
    """The latest registration of the person signed in."""
    person = actor().person_id
    return registration_of(reading(), person) if person else None


def my_places() -> list[Place]:
    """The homes of the own household."""
    household = my_household()
    return [place for place in household.places if place.until is None] if household else []


def my_affiliation(affiliation_id: UUID) -> Affiliation:
    """An affiliation of the own household or of one that this request may act for, or 404."""
    found = reading().get(Affiliation, affiliation_id) or abort(404)
    person = actor().person_id
    household = household_of(reading(), person) if person else None
    is_own = household is not None and found.household_id == household.id
    if not is_own and act_for(found.household_id, found.id) is None:
        abort(404)
    return found


def my_period(period_id: UUID) -> ContributionPeriod:
    """A contribution period of the own household, or 404."""
    found = reading().get(ContributionPeriod, period_id)
    if found is None:
        abort(404)
    my_affiliation(found.affiliation_id)
    return found


def me_as_worker() -> DomesticWorker | None:
    """The domestic worker that the person signed in is, once a household has enrolled her."""
    mine = select(DomesticWorker).where(DomesticWorker.person_id == actor().person_id)
    return reading().scalar(mine)


def page_of_case(case: CaseColumns) -> CasePage:
    """Everything the declaration says about an own case, or 404."""
    return look_at(reading(), case, actor(), now()) or abort(404)
