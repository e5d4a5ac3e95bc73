"""What scripted cases can do about the shapes of a household: invite somebody to help, take over, move a home."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.household.homes import ADDRESS
from enrolment.household.household_models import Delegation, Succession
from enrolment.models import Affiliation, ContributionPeriod, Household, Place, Registration
from workflow.engine import Fired, fire, open_case
from workflow.scenario import Move
from workflow.stage import Doing, Stage
from workflow.stored import dumps

KINDS: Mapping[str, str] = {
    **dict.fromkeys(ADDRESS, "text"),
    "moved_on": "day",
    "payer_id": "name",
    "household_id": "name",
    "rights": "text",
    "until": "day",
}


def _invite(stage: Stage, move: Move, data: Mapping[str, Any]) -> UUID:
    """Invite a person of the scenario by user name, with rights, until a day, for one relation or all of them."""
    actor = stage.actor(move)

    def invite(session: Session) -> UUID:
        facts = {
            "household_id": _household(session, actor.person_id).id,
            "invited_name": data["helper"],
            "invited_username": data["helper"],
            "rights": data.get("rights", ""),
            "relations": _only(stage, data),
            "until": data["until"],
        }
        case: Delegation = open_case(session, Delegation, "invite", actor, move.at, data=facts, key=move.key).case
        return case.id

    return stage.database.run(invite)


def _take_over(stage: Stage, move: Move, data: Mapping[str, Any]) -> UUID:
    """Ask to take over: as somebody who helps the household, with a line of a relation in hand, or by names only."""
    actor = stage.actor(move)

    def ask(session: Session) -> UUID:
        asked = {name: data[name] for name in ("reason", "kin", "since")}
        found: dict[str, Any] = {"employer_name": "nombre", "worker_name": "nombre"}
        if "helps" in data:
            helped = _household(session, stage.actors[data["helps"]].person_id)
            found = {"household_id": helped.id, "relations": _only(stage, data)}
        elif "line_of" in data:
            found = {"line": _newest_line(session, stage.ids[data["line_of"]])}
        facts = {"successor_id": actor.person_id, **asked, **found}
        case: Succession = open_case(session, Succession, "open", actor, move.at, data=facts, key=move.key).case
        return case.id

    return stage.database.run(ask)


def _identify(stage: Stage, move: Move, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """An official names the household of a request."""
    actor = stage.actor(move)

    def identify(session: Session) -> Fired:
        household = _household(session, stage.actors[data["household"]].person_id)
        case = stage.case_of(session, move, "succession")
        return fire(session, case, "identify", actor, move.at, data={"household_id": household.id})

    return {"state": stage.database.run(identify).case.state}


def _move_home(stage: Stage, move: Move, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """A home (known by its street) has another address from a day on."""
    actor = stage.actor(move)

    def take(session: Session) -> Fired:
        household = _household(session, actor.person_id)
        homes = select(Place).where(Place.household_id == household.id, Place.street == data["home"])
        place = session.scalars(homes.where(Place.until.is_(None))).one()
        registration = stage.case_of(session, move, "registration")
        address = {name: data.get(name) for name in ADDRESS}
        facts = {"place_id": place.id, "moved_on": data["moved_on"], **address}
        return fire(session, registration, "move_home", actor, move.at, data=facts, key=move.key)

    fired = stage.database.run(take)
    registration: Registration = fired.case
    return {"state": registration.state}


def _household(session: Session, person_id: UUID | None) -> Household:
    """The household of a person; raises `NoResultFound`, which the step reports, before they are registered."""
    return session.scalars(select(Household).where(Household.person_id == person_id)).one()


def _only(stage: Stage, data: Mapping[str, Any]) -> str | None:
    return dumps([str(stage.ids[data["only"]])]) if "only" in data else None


def _newest_line(session: Session, affiliation_id: UUID) -> str | None:
    lines = select(ContributionPeriod.line).join(Affiliation, Affiliation.id == ContributionPeriod.affiliation_id)
    lines = lines.where(Affiliation.id == affiliation_id, ContributionPeriod.line.is_not(None))
    return session.scalars(lines.order_by(ContributionPeriod.issued_on.desc()).limit(1)).first()


DOINGS: Mapping[str, Doing] = {
    "invite": Doing(
        _invite,
        {"helper": "text", "rights": "text", "until": "day", "only": "text"},
        required=("helper", "until"),
        opens="delegation",
    ),
    "take_over": Doing(
        _take_over,
        {"reason": "text", "kin": "text", "since": "day", "helps": "text", "line_of": "text", "only": "text"},
        required=("reason", "kin", "since"),
        opens="succession",
    ),
    "name_household": Doing(_identify, {"household": "text"}, required=("household",)),
    "change_address": Doing(
        _move_home, {"home": "text", "moved_on": "day", **dict.fromkeys(ADDRESS, "text")}, required=("home", "moved_on")
    ),
}
