"""Who plays in the demonstration: invented households, domestic workers and officials, each with a way to sign in."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.models import DomesticWorker
from enrolment.people.invented import InventedPerson, invented_person
from regime.geography import municipality
from workflow.context import Actor
from workflow.logins import open_login
from workflow.people import Identifier, Login, Person

# Public on purpose: it opens demonstrations only, and is printed whenever one starts.
PASSWORD = "jacaranda-en-flor-2026"  # noqa: S105 - see above


@dataclass(frozen=True)
class Player:
    """Somebody in the demonstration: the user name draws the person, `role` is the code of the role of the login."""

    username: str
    sex: Literal["H", "M"]
    role: str
    language: str = "es"
    has_email: bool = True
    born: date | None = None
    offices: tuple[str, ...] = ()
    is_known: bool = True  # a worker whose papers an office has seen; whoever opens an account herself is not

    @cached_property
    def invented(self) -> InventedPerson:
        """Name and identifiers."""
        return invented_person(f"demo {self.username}", sex=self.sex, born=self.born)

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
    "roma": (Player("roma", "M", "household"), Home("Calle Tonalá 18", "06700", "09015")),
    "delvalle": (Player("delvalle", "H", "household", language="en"), Home("Calle Uxmal 240", "03100", "09014")),
    "tlalpan": (Player("tlalpan", "M", "household"), Home("Calle Magisterio 9", "14000", "09012")),
    "allende1": (Player("allende1", "M", "household"), Home("Calle Juárez 101", "26530", "05003")),
    "allende2": (Player("allende2", "H", "household"), Home("Calle Hidalgo 22", "26530", "05003")),
    "allende3": (Player("allende3", "M", "household"), Home("Calle Morelos 7", "26530", "05003")),
    "nava": (Player("nava", "H", "household"), Home("Calle Ocampo 15", "26170", "05022")),
    "nuevo": (Player("nuevo", "M", "household"), Home("Calle Colima 60", "06700", "09015")),
    "revision": (Player("revision", "M", "household"), Home("Calle Xola 31", "03100", "09014")),
    "correccion": (Player("correccion", "H", "household"), Home("Calle Insurgentes 5", "14000", "09012")),
}
WORKERS = {
    "cuatrocasas": Player("cuatrocasas", "M", "domestic_worker"),
    "deplanta": Player("deplanta", "M", "domestic_worker"),
    "entrada": Player("entrada", "M", "domestic_worker", has_email=False),
    "nueva": Player("nueva", "M", "domestic_worker"),
    "dudosa": Player("dudosa", "M", "domestic_worker"),
    "bimestre": Player("bimestre", "H", "domestic_worker"),
    "menor": Player("menor", "M", "domestic_worker", born=date(2010, 6, 15)),  # under eighteen until June 2028
    "invita": Player("invita", "M", "domestic_worker", has_email=False, is_known=False),
    "pide": Player("pide", "M", "domestic_worker", is_known=False),
}
OFFICIALS = {
    "caso1": Player("caso1", "M", "caseworker"),
    "caso2": Player("caso2", "H", "caseworker", offices=("CMS",)),  # decides the cases of one office only
    "supervision": Player("supervision", "M", "supervisor"),
    "proteccion": Player("proteccion", "M", "protection"),
    "operacion": Player("operacion", "H", "operator"),
    "sindicato": Player("sindicato", "M", "union_analyst"),
}
ROLES = {
    "household": "persona empleadora",
    "domestic_worker": "persona trabajadora del hogar",
    "caseworker": "quien tramita",
    "supervisor": "quien supervisa",
    "protection": "quien protege",
    "operator": "quien opera",
    "union_analyst": "quien analiza en un sindicato",
}


def enter(session: Session, player: Player, password_hash: str, at: datetime) -> Actor:
    """Add a player's person and login; domestic workers whom an office knows come with their identifiers."""
    person = _person(player, at)
    works = player.role == "domestic_worker" and player.is_known
    if works:
        known = {"curp": player.invented.curp, "nss": player.invented.nss}
        person.identifiers = [Identifier(kind=kind, value=value, since=at.date()) for kind, value in known.items()]
    session.add(person)
    session.flush()
    if works:  # an office has seen her papers: her number is more than typed
        session.add(DomesticWorker(person_id=person.id, known_since=at.date()))
    login = open_login(session, player.username, password_hash, [player.role], at, person)
    login.offices = list(player.offices)
    return login.as_actor()


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
