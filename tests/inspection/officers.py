"""Officers of labour authorities, and complaints to act on."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from inspection.intake.receiving import Received, receive_complaint
from workflow.context import Actor

NOON = datetime(2026, 5, 12, 18, tzinfo=UTC)
CDMX, JALISCO = "st-cdmx", "st-jalisco"
HOME = {
    "employer_name": "Familia Roble",
    "street": "Calle de la Higuera 12",
    "postal_code": "06700",
    "municipality": "09015",
}
TOLD = "No me han dado de alta y me pagan menos de lo acordado."
HERSELF = {"name": "Persona Inventada", "telephone": "5500000000", "safe_hours": "de noche"}


def officer(*roles: str, office: str = CDMX) -> Actor:
    """Somebody of an authority with these general roles."""
    return Actor(uuid4(), uuid4(), frozenset(roles), frozenset({office}))


def complaint(session: Session, at: datetime = NOON, **facts: Any) -> Received:
    """A complaint of a worker about a home in Mexico City; `identity` and whatever else differs."""
    identity, files = facts.pop("identity", HERSELF), facts.pop("files", ())
    asked = {"speaks_as": "worker", "wish": "visit", "still_working": True}
    return receive_complaint(session, at, TOLD, {**HOME, **asked, **facts}, identity=identity, files=files)
