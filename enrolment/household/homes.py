"""Homes where work is done: their address, whether it can exist, the clock on their wall, and their place on record."""

from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.models import Place
from regime.geography import UnknownPlace, candidates, municipalities, municipality, time_zone_of
from regime.sentences import Sentence
from workflow.context import MEXICO_CITY, Context

ADDRESS = ("street", "neighbourhood", "postal_code", "municipality")


def place_exists(context: Context) -> Sentence | None:
    """The municipality is one of INEGI's and the postal code has five digits."""
    try:
        if context.case.municipality:
            municipality(context.case.municipality)
        if context.case.postal_code:
            candidates(context.case.postal_code)
    except UnknownPlace as unknown:
        return unknown.sentence
    return None


def zone_at(municipality_key: str | None) -> ZoneInfo:
    """The clock of a municipality; that of Mexico City while none is known."""
    if municipality_key is None or municipality_key not in municipalities():
        return MEXICO_CITY
    return ZoneInfo(time_zone_of(municipality_key))


def place_of(session: Session, household_id: UUID, address: Any, day: date) -> Place:
    """The household's place at an address: the one it has already, or a new one."""
    typed = {name: getattr(address, name) for name in ADDRESS}
    known = select(Place).where(Place.household_id == household_id, Place.until.is_(None)).filter_by(**typed)
    place = session.scalars(known.limit(1)).first()
    if place is None:
        place = Place(household_id=household_id, since=day, **typed)
        session.add(place)
        session.flush()
    return place


def address_words(place: Any) -> str:
    """An address on one line, as far as it is known."""
    known = municipalities().get(place.municipality)  # what was typed may name none: that is said where it is checked
    town = known.full_name if known else None
    return ", ".join(part for part in (place.street, place.neighbourhood, place.postal_code, town) if part)
