"""Who acts in a scripted case of inspection: officers of an authority, and whoever complains without an account."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from enrolment.roles import PROTECTION
from inspection.authorities import authorities
from inspection.roles import COMPLAINANT, OFFICERS
from workflow.context import Actor
from workflow.people import Login
from workflow.scenario import place_of_person
from workflow.scenario_values import Misfit, read_as

CITY = "st-cdmx"
OFFICER_ROLES = tuple(role.code for role in (*OFFICERS, PROTECTION))
OFFICER_FIELDS = {"role": "text", "authority": "text"}
COMPLAINANT_FIELDS = {
    "role": "text",
    **dict.fromkeys(("name", "telephone", "email", "other_contact", "safe_hours", "language"), "text"),
}

Entered = tuple[Actor, Mapping[str, Any]]


def enter_officer(session: Session, name: str, written: Mapping[str, Any], at: datetime, _language: str) -> Entered:
    """Put an officer of an authority (that of Mexico City unless another is named) on the stage, with a login alone.

    Raises `ScenarioRefused` for what cannot be read.
    """
    place, known = place_of_person(name), {"authority": CITY, **_read(name, written, OFFICER_FIELDS)}
    codes = authorities(session).by_code
    if known["authority"] not in codes:
        place.refuse("not_an_option", key="authority", given=known["authority"], options=", ".join(codes))
    login = Login(
        username=name,
        roles=[known["role"]],
        offices=[known["authority"]],
        fs_uniquifier=secrets.token_hex(16),
        created_at=at,
    )
    session.add(login)
    session.flush()
    return login.as_actor(), known


def enter_complainant(
    _session: Session, name: str, written: Mapping[str, Any], _at: datetime, _language: str
) -> Entered:
    """Whoever complains is nobody before they do: no person, no login; what is written here is what they leave."""
    return Actor(None), _read(name, written, COMPLAINANT_FIELDS)


def _read(name: str, written: Mapping[str, Any], fields: Mapping[str, str]) -> dict[str, Any]:
    place = place_of_person(name)
    place.table(written, fields, required=("role",))
    found = {}
    for key, value in written.items():
        try:
            found[key] = read_as(fields[key], value)
        except Misfit as misfit:
            place.refuse("misfit", key=key, wanted=misfit.wanted, given=misfit.given)
    return found


ROLES = {**dict.fromkeys(OFFICER_ROLES, enter_officer), COMPLAINANT.code: enter_complainant}
