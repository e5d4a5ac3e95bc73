"""Who plays an officer of inspection in the demonstration: somebody of every role at each of six authorities."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from enrolment.demonstration.demo_people import Player

CITY, FEDERAL = "st-cdmx", "stps"
# Where people play, with what their user names end in: those of Mexico City have the bare ones.
ENDINGS: Mapping[str, str] = MappingProxyType(
    {
        CITY: "",
        "st-mexico": "-mex",
        "st-jalisco": "-jal",
        "st-oaxaca": "-oax",
        "st-chiapas": "-chis",
        FEDERAL: "-stps",
    }
)


@dataclass(frozen=True, slots=True)
class Post:
    """What one officer of an authority does: how the user name begins, sex, and role."""

    name: str
    sex: Literal["H", "M"]
    role: str


POSTS = (
    Post("recepcion", "M", "intake"),
    Post("triaje", "M", "triage"),
    Post("direccion", "H", "director"),
    Post("inspectora", "M", "inspector"),
    Post("inspector", "H", "inspector"),
    Post("notificadora", "M", "notifier"),
    Post("dictamen", "H", "assessor"),
    Post("juridico", "H", "legal_officer"),
    Post("titular", "M", "sanctioner"),
    Post("superior", "M", "superior"),
)
OFFICERS: Mapping[str, Player] = MappingProxyType(
    {
        f"{post.name}{ending}": Player(f"{post.name}{ending}", post.sex, post.role, offices=(office,))
        for office, ending in ENDINGS.items()
        for post in POSTS
    }
)
OFFICER_ROLES = {
    "intake": "recibe quejas",
    "triage": "analiza quejas",
    "director": "dirige la inspección",
    "inspector": "inspecciona",
    "notifier": "notifica",
    "assessor": "dictamina",
    "legal_officer": "área jurídica",
    "sanctioner": "sanciona",
    "superior": "resuelve recursos",
}


def inspectors_of(office: str) -> tuple[str, ...]:
    """The user names of those who inspect for an authority."""
    return tuple(name for name, player in OFFICERS.items() if player.role == "inspector" and office in player.offices)


def officer_of(office: str, role: str) -> str:
    """The user name of whoever has a role at an authority; of two inspectors the first."""
    return next(name for name, player in OFFICERS.items() if player.role == role and office in player.offices)
