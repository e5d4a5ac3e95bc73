"""Households of the demonstration as they are: a daughter who helps, a second home, somebody who takes over."""

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.demonstration.demo_people import HOUSEHOLDS, actor_of
from enrolment.household.delegation_rules import latest_end
from enrolment.household.household_models import Delegation, Succession
from enrolment.models import Affiliation, ContributionPeriod, Household, Registration
from workflow.context import MEXICO_CITY
from workflow.definition import is_tagged
from workflow.engine import fire, open_case

WEEKEND = {"street": "Callejón del Agua 3", "neighbourhood": None, "postal_code": "62000", "municipality": "17007"}
HELPED, HELPER, TWO_HOMES, BEFORE, AFTER = "roma", "nuevo", "delvalle", "tlalpan", "revision"


def _household(session: Session, username: str) -> Household:
    person_id = actor_of(session, username).person_id
    return session.scalars(select(Household).where(Household.person_id == person_id)).one()


def _help(session: Session, at: datetime) -> None:
    """A neighbour pays the lines of the one who has her mother's home."""
    mine = {"household_id": _household(session, HELPED).id, "invited_name": HOUSEHOLDS[HELPER][0].full_name}
    until = latest_end(at.astimezone(MEXICO_CITY).date())
    facts = {**mine, "invited_username": HELPER, "rights": "pay report", "until": until}
    case = open_case(session, Delegation, "invite", actor_of(session, HELPED), at, data=facts).case
    fire(session, case, "accept", actor_of(session, HELPER), at)


def _add_home(session: Session, at: datetime) -> None:
    actor = actor_of(session, TWO_HOMES)
    mine = select(Registration).where(Registration.person_id == actor.person_id)
    registration = session.scalars(mine.where(is_tagged(Registration, "in_force"))).one()
    fire(session, registration, "add_home", actor, at, data=WEEKEND)


def _take_over(session: Session, at: datetime) -> None:
    """Somebody has a slip of a household in hand and asks to take over; the office has not decided yet."""
    lines = select(ContributionPeriod.line).join(Affiliation, Affiliation.id == ContributionPeriod.affiliation_id)
    lines = lines.where(
        Affiliation.household_id == _household(session, BEFORE).id, ContributionPeriod.line.is_not(None)
    )
    line = session.scalars(lines.order_by(ContributionPeriod.issued_on.desc()).limit(1)).first()
    actor = actor_of(session, AFTER)
    since: date = at.astimezone(MEXICO_CITY).date() - timedelta(days=6)
    facts = {"successor_id": actor.person_id, "reason": "separation", "kin": "spouse", "since": since, "line": line}
    open_case(session, Succession, "open", actor, at, data=facts)


# How many days before the demonstration is opened, at which hour, what happens.
SCENES = ((40, 11, _help), (30, 12, _add_home), (4, 15, _take_over))
