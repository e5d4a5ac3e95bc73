"""What follows from the steps of a succession: the household found, the relations handed over, or given back."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.following import then
from enrolment.household.former_homes import first_open_month
from enrolment.household.homes import place_of
from enrolment.household.household_models import FormerHome, Succession
from enrolment.models import Affiliation, ContributionPeriod, Household, Place, Registration
from enrolment.money.payment_lines import normal
from enrolment.money.payment_models import IssuedLine
from regime.sentences import Sentence
from workflow.context import THE_SYSTEM
from workflow.decision import unmet
from workflow.definition import Step, is_tagged, workflow_of
from workflow.engine import context_of, fire
from workflow.errors import NotReady
from workflow.stored import dumps


def find_household(session: Session, step: Step) -> None:
    """Go on at once where the household is known or a payment line of it was typed; an official finds the others.

    Whoever has the line in hand has the slip: that is enough to pay the next one, and no more is shown for it.
    """
    case = step.case
    if case.household_id is not None:
        then(session, step, "identify")
        return
    relation = _relation_of_line(session, case.line)
    if relation is not None and relation.household.person_id != case.successor_id:
        relations = dumps([str(relation.id)])
        then(session, step, "identify", household_id=relation.household_id, relations=relations)


def _relation_of_line(session: Session, typed: str | None) -> Affiliation | None:
    if not typed:
        return None
    found = select(Affiliation).join(ContributionPeriod, ContributionPeriod.affiliation_id == Affiliation.id)
    found = found.join(IssuedLine, IssuedLine.period_id == ContributionPeriod.id)
    return session.scalar(found.where(IssuedLine.line == normal(typed), is_tagged(Affiliation, "in_force")))


def complete_if_registered(session: Session, step: Step) -> None:
    """Relations go over as soon as the new household is registered; until then the decision waits for it."""
    if step.context.around.successor_household is not None:
        then(session, step, "complete")


def complete_waiting(session: Session, step: Step) -> None:
    """The effect of a registration: what was decided and only waited for it is handed over now."""
    mine = select(Succession).where(
        Succession.successor_id == step.case.person_id, is_tagged(Succession, "waits_for_registration")
    )
    for succession in session.scalars(mine.order_by(Succession.id)).all():
        action = workflow_of(Succession).versions_of("complete")[0]
        if not unmet(action.guards, context_of(session, succession, THE_SYSTEM, step.context.at)):
            then(session, step, "complete", succession)


def hand_over(session: Session, step: Step) -> None:
    """Every relation goes over as it is: its history, its first day, its terms, its lines, its months.

    Only the household and its place change; the address stays, and with it the wage zone. The household that has
    nothing left is closed.
    """
    case, context = step.case, step.context
    heir: UUID = context.around.successor_household
    for going in context.around.going:
        relation = _still_theirs(session, going.affiliation_id, case.household_id)
        place = place_of(session, heir, session.get_one(Place, relation.place_id), context.day)
        facts = {
            "household_id": heir,
            "place_id": place.id,
            "succession_id": case.id,
            "from_household_id": relation.household_id,
            "from_place_id": relation.place_id,
            "from_month": first_open_month(session, relation.id, context.day),
        }
        then(session, step, "hand_over", relation, **facts)
    _close_what_is_empty(session, step)


def _still_theirs(session: Session, affiliation_id: UUID, household_id: UUID) -> Affiliation:
    """The relation under its lock; raises `NotReady` if another succession has taken it meanwhile."""
    relation = session.get_one(Affiliation, affiliation_id, with_for_update=True, populate_existing=True)
    if relation.household_id != household_id:
        raise NotReady(Sentence("succession.nothing_left"))
    return relation


def _close_what_is_empty(session: Session, step: Step) -> None:
    mine = select(Affiliation.id).where(Affiliation.household_id == step.case.household_id)
    if session.scalar(mine.where(is_tagged(Affiliation, "open")).limit(1)) is not None:
        return
    registration = _registration_of(session, step.case.household_id, closed=False)
    if registration is not None:
        then(session, step, "close", registration)


def give_back(session: Session, step: Step) -> None:
    """Every relation goes back to the household and the place it came from; a household closed for it is open again."""
    case = step.case
    registration = _registration_of(session, case.household_id, closed=True)
    household = session.get_one(Household, case.household_id)
    if household.closed_on is not None and registration is not None:
        comment = step.context.comment
        fire(session, registration, "reopen", THE_SYSTEM, step.context.at, comment=comment)
    kept = select(FormerHome).where(FormerHome.succession_id == case.id)
    for former in session.scalars(kept.order_by(FormerHome.id)).all():
        relation = session.get_one(Affiliation, former.affiliation_id)
        facts = {"household_id": former.household_id, "place_id": former.place_id, "succession_id": case.id}
        then(session, step, "give_back", relation, **facts)


def _registration_of(session: Session, household_id: UUID, *, closed: bool) -> Registration | None:
    person_id = session.get_one(Household, household_id).person_id
    mine = select(Registration).where(Registration.person_id == person_id)
    state = is_tagged(Registration, "closed" if closed else "in_force")
    return session.scalars(mine.where(state).order_by(Registration.id.desc()).limit(1)).first()
