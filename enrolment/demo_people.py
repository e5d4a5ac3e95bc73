"""Who plays in the demonstration: invented households, domestic workers and officials, each with a way to sign in."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.invented import InventedPerson, invented_person
from regime.geography import municipality
from workflow.definition import Actor
from workflow.logins import open_login
from workflow.people import Identifier, Login, Person

# Public on purpose: it opens demonstrations only, and is printed whenever one starts.
PASSWORD = "jacaranda-en-flor-2026"  # noqa: S105


@dataclass(frozen=True)
class Player:
    """Somebody in the demonstration; `seed` draws the invented person, `role` is the code of the login's role."""

    username: str
    seed: str
    sex: Literal["H", "M"]
    role: str = ""
    language: str = "es"
    has_email: bool = True

    @cached_property
    def invented(self) -> InventedPerson:
        """Name and identifiers."""
        return invented_person(f"demo {self.seed}", sex=self.sex)

    @property
    def email(self) -> str | None:
        """An address at a domain that belongs to nobody."""
        return f"{self.username}@example.org" if self.has_email else None

    @property
    def full_name(self) -> str:
        """The name as it is written."""
        return f"{self.invented.given_names} {self.invented.first_surname} {self.invented.second_surname}"


@dataclass(frozen=True)
class Home:
    """Where a household lives."""

    street: str
    postal_code: str
    municipality: str

    @property
    def described(self) -> str:
        """The municipality and its state."""
        return municipality(self.municipality).full_name


HOUSEHOLDS = {
    "roma": (Player("roma", "roma", "M"), Home("Calle Tonalá 18", "06700", "09015")),
    "delvalle": (Player("delvalle", "delvalle", "H", language="en"), Home("Calle Uxmal 240", "03100", "09014")),
    "tlalpan": (Player("tlalpan", "tlalpan", "M"), Home("Calle Magisterio 9", "14000", "09012")),
    "allende1": (Player("allende1", "allende1", "M"), Home("Calle Juárez 101", "26530", "05003")),
    "allende2": (Player("allende2", "allende2", "H"), Home("Calle Hidalgo 22", "26530", "05003")),
    "allende3": (Player("allende3", "allende3", "M"), Home("Calle Morelos 7", "26530", "05003")),
    "nava": (Player("nava", "nava", "H"), Home("Calle Ocampo 15", "26170", "05022")),
    "nuevo": (Player("nuevo", "nuevo", "M"), Home("Calle Colima 60", "06700", "09015")),
    "revision": (Player("revision", "revision", "M"), Home("Calle Xola 31", "03100", "09014")),
    "correccion": (Player("correccion", "correccion", "H"), Home("Calle Insurgentes 5", "14000", "09012")),
}
WORKERS = {
    "cuatrocasas": Player("cuatrocasas", "cuatrocasas", "M"),
    "deplanta": Player("deplanta", "deplanta", "M"),
    "entrada": Player("entrada", "entrada", "M", has_email=False),
    "nueva": Player("nueva", "nueva", "M"),
    "dudosa": Player("dudosa", "dudosa", "M"),
    "bimestre": Player("bimestre", "bimestre", "H"),
}
ROLE_NAMES = {"caseworker": "caseworker (persona dictaminadora)", "supervisor": "supervisor"}
OFFICIALS = {
    "caso1": Player("caso1", "caso1", "M", role="caseworker"),
    "caso2": Player("caso2", "caso2", "H", role="caseworker"),
    "supervision": Player("supervision", "supervision", "M", role="supervisor"),
}


def enter(session: Session, player: Player, password_hash: str, at: datetime, *, known_to_register: bool) -> Actor:
    """Add a player's person and login. Officials and workers are known with their identifiers from the start."""
    person = _person(player, at)
    if known_to_register:
        known = {"curp": player.invented.curp, "nss": player.invented.nss}
        person.identifiers = [Identifier(kind=kind, value=value, since=at.date()) for kind, value in known.items()]
    session.add(person)
    session.flush()
    roles = [player.role] if player.role else []
    return open_login(session, player.username, password_hash, roles, at, person).as_actor()


def actor_of(session: Session, username: str) -> Actor:
    """A player as somebody who acts."""
    return session.scalars(select(Login).where(Login.username == username)).one().as_actor()


def _person(player: Player, at: datetime) -> Person:
    invented = player.invented
    return Person(
        given_name=invented.given_names,
        first_surname=invented.first_surname,
        second_surname=invented.second_surname,
        birth_date=invented.born,
        language=player.language,
        email=player.email,
        created_at=at,
    )
