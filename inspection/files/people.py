"""Who is told of a matter: its parties as they are known, and officers of the authority, looked up when asked for."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import String, cast, select
from sqlalchemy.orm import Session

from enrolment.people.concerned import is_too_close
from inspection.models import InspectionFile
from inspection.roles import INSPECTOR, OFFICERS
from workflow.context import Recipient, Role
from workflow.people import Login

Recipients = tuple[Recipient, ...]


class People(Mapping[Role, Recipients]):
    """The recipients by role. An inspector is told where they are assigned or stand in, every other officer in matters
    of their authority; whoever is too close to the home is told nothing."""

    def __init__(
        self, session: Session, file: Any, assigned: frozenset[UUID], parties: Mapping[Role, Recipients]
    ) -> None:
        self._session, self._file, self._assigned, self._parties = session, file, assigned, parties

    def __getitem__(self, role: Role) -> Recipients:
        if role in self._parties or role not in OFFICERS:
            return self._parties[role]
        return tuple(self._officers(role))

    def __iter__(self) -> Iterator[Role]:
        return iter(self._parties)

    def __len__(self) -> int:
        return len(self._parties)

    def without_parties(self) -> "People":
        """The officers alone."""
        return People(self._session, self._file, self._assigned, {})

    def _officers(self, role: Role) -> Iterator[Recipient]:
        known = select(Login).where(Login.active, Login.person_id.is_not(None))
        if role == INSPECTOR:
            known = known.where(Login.id.in_(self._assigned))
        else:
            known = known.where(cast(Login.roles, String).contains(f'"{role.code}"'))
        for login in self._session.scalars(known.order_by(Login.id)).unique():
            serves = role.code in login.roles and self._file.office in login.offices
            if serves and not is_too_close(self._session, login.as_actor(), InspectionFile, self._file):
                assert login.person is not None  # noqa: S101 - the query asked for it
                yield login.person.as_recipient()


def officers_alone(people: Mapping[Role, Recipients]) -> Mapping[Role, Recipients]:
    """Whom a matter tells while its parties are to learn nothing of it."""
    return people.without_parties() if isinstance(people, People) else {}
