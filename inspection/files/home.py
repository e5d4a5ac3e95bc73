"""How papers name the home of a file and the officers who work it."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from regime.geography import municipalities
from workflow.people import Login


@dataclass(frozen=True, slots=True)
class Home:
    """The home and its file as papers name them: the employer, where it is, the folio, the stamp of who received it."""

    folio: str = ""
    employer: str = ""
    street: str = ""
    municipality: str = ""
    state: str = ""
    filed_on: date | None = None

    @property
    def address(self) -> str:
        """Where it is, on one line."""
        return ", ".join(part for part in (self.street, self.municipality, self.state) if part)


NO_HOME = Home()


def nobody(_login: UUID | None) -> str:
    """No officer has a name."""
    return ""


def home_of(file: Any) -> Home:
    """The home of a file in words; what is not known stays empty."""
    place = municipalities().get(file.municipality or "")
    street = ", ".join(part for part in (file.street, file.neighbourhood, file.postal_code) if part)
    return Home(
        folio=file.folio or "",
        employer=file.employer_name or "",
        street=street,
        municipality=place.name if place else "",
        state=place.state.name if place else "",
        filed_on=file.filed_on,
    )


def officer_name(session: Session, login_id: UUID | None) -> str:
    """What an officer is called on a paper: the person's name, or that of the login where it is nobody's."""
    login = session.get(Login, login_id) if login_id else None
    if login is None:
        return ""
    return login.person.full_name if login.person else login.username
