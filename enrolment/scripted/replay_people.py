"""The people of a scripted case: invented unless written otherwise, each with a login and the role it was given."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.people.invented import invented_person
from workflow.context import MEXICO_CITY, Actor
from workflow.people import Identifier, Login, Person
from workflow.scenario import place_of_person
from workflow.scenario_values import Misfit, read_as
from workflow.words import LANGUAGES

ROLES = ("household", "domestic_worker", "caseworker", "supervisor")
FIELDS = {
    "role": "text",
    "seed": "text",
    "sex": "text",
    "born": "day",
    "language": "text",
    "email": "text",
    "given_name": "text",
    "first_surname": "text",
    "second_surname": "text",
    "curp": "text",
    "rfc": "text",
    "nss": "text",
    "street": "text",
    "neighbourhood": "text",
    "postal_code": "text",
    "municipality": "text",
}
HOME = {"street": "Calle Invento 12", "neighbourhood": "Roma Norte", "postal_code": "06700", "municipality": "09015"}
IDENTITY = ("given_name", "first_surname", "second_surname", "curp", "rfc", "nss")


def enter(
    session: Session, name: str, written: Mapping[str, Any], at: datetime, language: str
) -> tuple[Actor, Mapping[str, Any]]:
    """Put a person on the stage; answers with the actor and what is known of the person from then on.

    Raises `ScenarioRefused` for what is written of somebody and cannot be read.
    """
    known = _known(name, _read(name, written), language)
    person = Person(
        created_at=at,
        birth_date=known["born"],
        language=known["language"],
        email=known["email"],
        **{part: known[part] for part in ("given_name", "first_surname", "second_surname")},
    )
    session.add(person)
    session.flush()
    if known["role"] == "domestic_worker":  # a household becomes known with its registration
        _identify(session, person, known, at)
    login = Login(
        username=name, person=person, roles=[known["role"]], fs_uniquifier=secrets.token_hex(16), created_at=at
    )
    session.add(login)
    session.flush()
    return login.as_actor(), known


def _identify(session: Session, person: Person, known: Mapping[str, Any], at: datetime) -> None:
    """CURP and NSS of a worker; of two people who are written with the same one, the first has it."""
    since = at.astimezone(MEXICO_CITY).date()
    for kind in ("curp", "nss"):
        taken = select(Identifier.id).where(Identifier.kind == kind, Identifier.value == known[kind])
        if session.scalar(taken) is None:
            person.identifiers.append(Identifier(kind=kind, value=known[kind], since=since))
    session.flush()


def _read(name: str, written: Mapping[str, Any]) -> dict[str, Any]:
    place = place_of_person(name)
    place.table(written, FIELDS, required=("role",))
    found = {}
    for key, value in written.items():
        try:
            found[key] = read_as(FIELDS[key], value)
        except Misfit as misfit:
            place.refuse("misfit", key=key, wanted=misfit.wanted, given=misfit.given)
    for key, options in (("sex", ("H", "M")), ("language", LANGUAGES)):
        if key in found and found[key] not in options:
            place.refuse("not_an_option", key=key, given=found[key], options=", ".join(options))
    if "municipality" in found and "postal_code" not in found:
        place.refuse("missing_key", key="postal_code")
    return found


def _known(name: str, read: Mapping[str, Any], language: str) -> dict[str, Any]:
    invented = invented_person(read.get("seed", name), born=read.get("born"), sex=read.get("sex"))
    drawn = {
        "given_name": invented.given_names,
        "first_surname": invented.first_surname,
        "second_surname": invented.second_surname,
        "curp": invented.curp,
        "rfc": invented.rfc,
        "nss": invented.nss,
        "born": invented.born,
        "language": language,
        "email": f"{name}@example.org",
    }
    return {**drawn, **HOME, **read}
