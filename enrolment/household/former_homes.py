"""Whose home and where a relation was in a month: today's, or those before a succession or a move."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from enrolment.household.household_models import FormerHome
from enrolment.models import Affiliation, ContributionPeriod, Household, Place
from enrolment.roles import speaks_for_household
from regime.periods import month_after
from workflow.context import Role
from workflow.definition import WORKFLOWS, Step, is_tagged
from workflow.tables import Document


@dataclass(frozen=True, slots=True)
class PastHomes:
    """The former homes of some relations, each list from the latest to the earliest."""

    by_relation: Mapping[UUID, tuple[FormerHome, ...]]

    def of(self, affiliation: Any, month: date) -> tuple[UUID, UUID]:
        """The household and the place of a relation in a month."""
        household_id, place_id = affiliation.household_id, affiliation.place_id
        for former in self.by_relation.get(affiliation.id, ()):
            if former.before_month <= month:
                break
            household_id, place_id = former.household_id, former.place_id
        return household_id, place_id


def past_homes(session: Session, affiliation_ids: Collection[UUID]) -> PastHomes:
    """What is kept of the former homes of some relations, in one query."""
    kept = select(FormerHome).where(FormerHome.affiliation_id.in_(affiliation_ids))
    found: dict[UUID, tuple[FormerHome, ...]] = {}
    for row in session.scalars(kept.order_by(FormerHome.before_month.desc(), FormerHome.id.desc())):
        found[row.affiliation_id] = (*found.get(row.affiliation_id, ()), row)
    return PastHomes(found)


def is_of_a_former_household(session: Session, document: Document, roles: Collection[Role]) -> bool:
    """Whether a document of a relation is from before it was handed on, and the reader is the household of today.

    Terms and seniority go over with the relation (LFT 41); papers hold data of the household before and stay with it.
    """
    if not speaks_for_household(roles):
        return False
    case = session.get_one(WORKFLOWS[document.workflow].model, document.case_id)
    relation = _relation_of(session, case)
    if relation is None or _belongs_to(session, case, relation) != relation.household_id:
        return False  # the case is the former household's own: its receipts, the months that it answers for
    handed_on = select(func.max(FormerHome.recorded_at)).where(
        FormerHome.affiliation_id == relation.id, FormerHome.household_id != relation.household_id
    )
    moment = session.scalar(handed_on)
    return moment is not None and document.made_at < moment


def _belongs_to(session: Session, case: Any, relation: Affiliation) -> UUID:
    if isinstance(case, ContributionPeriod):
        return payer_in(session, relation, case.first_month).id
    own: UUID | None = getattr(case, "household_id", None)
    return own or relation.household_id


def _relation_of(session: Session, case: Any) -> Affiliation | None:
    """The relation that a case is or is about; a registration, for example, is about none."""
    if isinstance(case, Affiliation):
        return case
    about: UUID | None = getattr(case, "affiliation_id", None)
    return session.get(Affiliation, about) if about else None


def municipality_in(session: Session, affiliation: Any, month: date) -> str:
    """The municipality in which the work was done in a month: it decides the wage zone of that month."""
    _household, place_id = past_homes(session, [affiliation.id]).of(affiliation, month)
    return session.get_one(Place, place_id).municipality


def payer_in(session: Session, affiliation: Any, month: date) -> Household:
    """The household that answers for the line of a month."""
    household_id, _place = past_homes(session, [affiliation.id]).of(affiliation, month)
    return session.get_one(Household, household_id)


def first_open_month(session: Session, affiliation_id: UUID, day: date) -> date:
    """The first month that is not fixed yet by money received or by its due day: what comes before stays as it was."""
    month = day.replace(day=1)
    fixed = select(ContributionPeriod.first_month, ContributionPeriod.months).where(
        ContributionPeriod.affiliation_id == affiliation_id, is_tagged(ContributionPeriod, "fixed")
    )
    unpaid = select(ContributionPeriod.first_month).where(
        ContributionPeriod.affiliation_id == affiliation_id, is_tagged(ContributionPeriod, "unpaid")
    )
    after_fixed = [month_after(first, months) for first, months in session.execute(fixed)]
    waiting = [first for first in session.scalars(unpaid) if not after_fixed or first >= max(after_fixed)]
    return min(waiting, default=max([*after_fixed, month_after(month, 1)]))


def keep_former_home(session: Session, step: Step) -> None:
    """Remember, with the step that takes a relation to another household or place, where it was until then."""
    data = step.context.data
    if data["from_month"] is None:  # not enrolled yet: no month of it is the former home's
        return
    session.add(
        FormerHome(
            affiliation_id=step.case.id,
            before_month=data["from_month"],
            household_id=data["from_household_id"],
            place_id=data["from_place_id"],
            succession_id=data.get("succession_id"),
            recorded_at=step.context.at,
        )
    )
    session.flush()


def forget_former_home(session: Session, step: Step) -> None:
    """The relation is back where it was: nothing was different in between. The events keep both steps."""
    succession_id = step.context.data["succession_id"]
    gone = delete(FormerHome).where(
        FormerHome.affiliation_id == step.case.id, FormerHome.succession_id == succession_id
    )
    session.execute(gone.execution_options(synchronize_session="fetch"))
