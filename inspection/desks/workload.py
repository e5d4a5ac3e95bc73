"""What each inspector of an authority has: open inspections, visits of the week, what is late, their credential."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, String, and_, cast, func, or_, select
from sqlalchemy.orm import Session

from inspection.desks.board import is_late
from inspection.desks.day import HOURS, PLANNED, WEEK
from inspection.roles import INSPECTOR
from inspection.visit.absence_models import Absence
from inspection.visit.credential import fault_of
from inspection.visit.credential_models import Credential
from inspection.visit.inspection_models import Inspection
from regime.sentences import Sentence
from workflow.context import MEXICO_CITY
from workflow.definition import is_tagged
from workflow.people import Login

# Whoever stands in has the work while it lasts.
GOES = func.coalesce(Inspection.substitute_id, Inspection.inspector_id)


@dataclass(frozen=True, slots=True)
class Load:
    """What one inspector has before them; `credential` is the one in force, good or not, `away` the next absence."""

    login: Login
    open: int
    visits: int
    late: int
    credential: Credential | None
    away: Absence | None

    def credential_fault(self, day: date) -> Sentence | None:
        """Why they cannot identify themselves on a day, or nothing."""
        return fault_of(self.credential, day)

    @property
    def name(self) -> str:
        """What the inspector is called."""
        return name_of(self.login)


def name_of(login: Login) -> str:
    """The name of whoever signs in with a login."""
    return login.person.full_name if login.person else login.username


def workload(session: Session, offices: Collection[str]) -> dict[UUID, int]:
    """How many open inspections each inspector of authorities has, the substitute counting where there is one."""
    return _counted(session, offices, is_tagged(Inspection, "open"))


def inspectors(session: Session, offices: Collection[str]) -> list[Login]:
    """The active inspectors of authorities, by name; the rows of everybody else are not read."""
    named = cast(Login.roles, String).contains(f'"{INSPECTOR.code}"')
    known = session.scalars(select(Login).where(Login.active, named).order_by(Login.username)).unique()
    return [one for one in known if INSPECTOR.code in one.roles and not set(offices).isdisjoint(one.offices)]


def by_load(session: Session, offices: Collection[str]) -> list[tuple[Login, int]]:
    """The inspectors of authorities with how many open inspections they have, the least busy first."""
    load = workload(session, offices)
    known = ((one, load.get(one.id, 0)) for one in inspectors(session, offices))
    return sorted(known, key=lambda one: one[1])


def loads(session: Session, offices: Collection[str], at: datetime) -> list[Load]:
    """Everything that each inspector of authorities has, the least busy first."""
    day = at.astimezone(MEXICO_CITY).date()
    visits = _counted(session, offices, _within(day, day + WEEK))
    late = _counted(session, offices, and_(is_tagged(Inspection, "open"), is_late(Inspection, at)))
    known = by_load(session, offices)
    ids = [login.id for login, _ in known]
    held, away = credentials_of(session, ids), absences_of(session, ids)
    return [
        Load(login, count, visits.get(key, 0), late.get(key, 0), held.get(key), away.get(key))
        for login, count in known
        for key in (login.id,)
    ]


def credentials_of(session: Session, logins: Iterable[UUID]) -> dict[UUID, Credential]:
    """The credentials in force of many inspectors, by their login."""
    held = select(Credential).where(Credential.login_id.in_(list(logins)), is_tagged(Credential, "in_force"))
    return {one.login_id: one for one in session.scalars(held)}


def absences_of(session: Session, logins: Iterable[UUID]) -> dict[UUID, Absence]:
    """The absence of each of many inspectors that is under way, or else the next one, by their login."""
    known = select(Absence).where(Absence.login_id.in_(list(logins)), is_tagged(Absence, "open"))
    found: dict[UUID, Absence] = {}
    for one in session.scalars(known.order_by(Absence.from_day)):
        found.setdefault(one.login_id, one)
    return found


def _within(since: date, until: date) -> ColumnElement[bool]:
    first, last = (datetime.combine(day, time(), MEXICO_CITY) for day in (since, until))
    hours = (
        and_(is_tagged(Inspection, tag), getattr(Inspection, name) >= first, getattr(Inspection, name) < last)
        for tag, name in HOURS
    )
    planned = and_(is_tagged(Inspection, PLANNED), Inspection.planned_on >= since, Inspection.planned_on < until)
    return or_(*hours, planned)


def _counted(session: Session, offices: Collection[str], which: ColumnElement[bool]) -> dict[UUID, int]:
    mine: Any = select(GOES, func.count()).where(Inspection.office.in_(offices), GOES.is_not(None), which)
    return {login: int(count) for login, count in session.execute(mine.group_by(GOES))}
