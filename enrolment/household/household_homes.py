"""The homes of a household: a second one, a move that keeps every relation, a home in which nobody works any more."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from enrolment.following import then
from enrolment.household.homes import ADDRESS, place_exists, place_of
from enrolment.household.registration_rules import Applicant, OwnHome, address_is_complete
from enrolment.models import Affiliation, Household, Place
from enrolment.relation.affiliation_rules import first_changeable_month, latest_announced
from enrolment.roles import HOUSEHOLD
from regime.sentences import Sentence
from workflow.context import THE_SYSTEM, Context
from workflow.definition import Action, Step, anybody, is_tagged, states_tagged
from workflow.engine import context_of, fire


def own_homes(session: Session, household: Household | None) -> tuple[OwnHome, ...]:
    """The homes of a household, each with how many relations and drafts belong to it."""
    if household is None:
        return ()
    places = select(Place).where(Place.household_id == household.id, Place.until.is_(None)).order_by(Place.id)
    return tuple(OwnHome(place.id, _address(place), _at_home(session, place)) for place in session.scalars(places))


def _address(place: Any) -> tuple[str | None, ...]:
    return tuple(getattr(place, name) for name in ADDRESS)


def _at_home(session: Session, place: Place) -> int:
    mine = select(func.count()).select_from(Affiliation).where(Affiliation.place_id == place.id)
    return session.scalar(mine.where(is_tagged(Affiliation, "open"))) or 0


def _home(context: Context) -> OwnHome | None:
    around: Applicant = context.around
    return next((home for home in around.homes if home.place_id == context.data.get("place_id")), None)


def home_is_new(context: Context) -> Sentence | None:
    """The same home is added once."""
    typed = _address(context.case)
    known = any(home.address == typed for home in context.around.homes)
    return Sentence("homes.known_already") if known else None


def home_is_own(context: Context) -> Sentence | None:
    """The home that moves or ends is one of the household's."""
    return None if _home(context) else Sentence("homes.not_own")


def move_has_a_day(context: Context) -> Sentence | None:
    """From which day the work is done at the new address: past or a little ahead."""
    moved_on: date | None = context.data.get("moved_on")
    if moved_on is None:
        return Sentence("homes.moved_on_missing")
    latest = latest_announced(context)
    return None if moved_on <= latest else Sentence("homes.moved_too_late", {"latest": latest})


def nobody_works_there(context: Context) -> Sentence | None:
    """A home ends after the relations in it."""
    home = _home(context)
    return Sentence("homes.somebody_works_there", {"count": home.relations}) if home and home.relations else None


def another_home_is_left(context: Context) -> Sentence | None:
    """The last home ends with the registration."""
    return Sentence("homes.last_one") if len(context.around.homes) == 1 else None


def add_home(session: Session, step: Step) -> None:
    """One more home of the household."""
    place_of(session, _household(session, step).id, step.context.case, step.context.day)


def move_home(session: Session, step: Step) -> None:
    """Everybody who works in the home goes along, with the same relation; the zone of the new address counts from the
    next month that is not paid yet, like every other change (D-13)."""
    data, at = step.context.data, step.context.at
    old = session.get_one(Place, data["place_id"])
    new = place_of(session, old.household_id, step.context.case, data["moved_on"])
    for relation in _open_relations_at(session, old.id):
        if relation.state in states_tagged(Affiliation, "editable"):
            fire(session, relation, "save", step.context.actor, at, data={"place_id": new.id})
        else:
            then(session, step, "change_place", relation, **_moved(session, relation, old, new, data["moved_on"], at))
    old.until = data["moved_on"]
    session.flush()


def _moved(
    session: Session, relation: Affiliation, old: Place, new: Place, moved_on: date, at: datetime
) -> dict[str, Any]:
    """What the step of one relation says; before it is enrolled there is no month that the old place still decides."""
    from_month = None
    if relation.enrolled_from is not None:
        from_month = first_changeable_month(context_of(session, relation, THE_SYSTEM, at), moved_on)
    former = {"from_household_id": old.household_id, "from_place_id": old.id, "from_month": from_month}
    return {"place_id": new.id, "moved_on": moved_on, **former}


def end_home(session: Session, step: Step) -> None:
    """The home is the household's no longer; what happened there stays on record."""
    session.get_one(Place, step.context.data["place_id"]).until = step.context.day
    session.flush()


def _open_relations_at(session: Session, place_id: UUID) -> list[Affiliation]:
    mine = select(Affiliation).where(Affiliation.place_id == place_id, is_tagged(Affiliation, "open"))
    return list(session.scalars(mine.order_by(Affiliation.id)))


def _household(session: Session, step: Step) -> Household:
    return session.scalars(select(Household).where(Household.person_id == step.case.person_id)).one()


# The address goes with the step as something personal; the registration keeps the one it was sent with.
HOMES = (
    Action(
        code="add_home",
        source=("registered",),
        roles=anybody(HOUSEHOLD),
        basis=("lss_15", "lss_239c_1"),
        checks=(address_is_complete, place_exists, home_is_new),
        inputs=ADDRESS,
        effects=(add_home,),
    ),
    Action(
        code="move_home",
        source=("registered",),
        roles=anybody(HOUSEHOLD),
        basis=("lss_15", "lss_34"),
        checks=(home_is_own, address_is_complete, place_exists, home_is_new, move_has_a_day),
        inputs=("place_id", "moved_on", *ADDRESS),
        effects=(move_home,),
    ),
    Action(
        code="end_home",
        source=("registered",),
        roles=anybody(HOUSEHOLD),
        basis=("lss_15",),
        guards=(another_home_is_left,),
        checks=(home_is_own, nobody_works_there),
        inputs=("place_id",),
        effects=(end_home,),
    ),
)
