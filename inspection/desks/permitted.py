"""Which matters of inspection an officer may see: as a criterion of a query, and exactly, for many cases at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlalchemy.orm import Session

from enrolment.models import Affiliation, DomesticWorker
from enrolment.people.concerned import has_ties
from enrolment.roles import PROTECTION
from inspection.files.file import ASSIGNED, Filed, assigned_in, file_id_of, files_of, matters
from inspection.models import InspectionFile
from inspection.roles import INSPECTOR, OFFICER_CODES
from workflow.context import Actor, Role
from workflow.definition import workflow_of
from workflow.engine import context_of


def may_see(model: type[Any], who: Actor) -> ColumnElement[bool]:
    """The cases among which an officer looks: those of their authorities; who only inspects has those assigned to them.

    Whoever protects looks at matters of protection everywhere. What somebody is in a case is asked of the case
    (`roles_in_each`): a list is shorter where they are nothing.
    """
    if PROTECTION.code in who.roles and PROTECTION in workflow_of(model).roles:
        return true()
    if not who.offices:
        return false()
    served = model.office.in_(sorted(who.offices))
    return and_(served, is_assigned(model, who.login_id)) if who.roles & OFFICER_CODES == {INSPECTOR.code} else served


def is_assigned(model: type[Any], login_id: UUID | None) -> ColumnElement[bool]:
    """The cases of files in which somebody is assigned to an inspection, or stands in."""
    file_id = file_id_of(model)
    mine = [
        file_id.in_(select(kind.file_id).where(getattr(kind, name) == login_id))
        for kind in matters()
        for name in ASSIGNED
        if hasattr(kind, name)
    ]
    return or_(*mine)


def roles_in_each(session: Session, who: Actor, cases: Sequence[Any], at: datetime) -> dict[UUID, frozenset[Role]]:
    """What somebody is in each of many cases, in as many queries for a hundred as for one.

    Only whoever works in a home, has one or acts for one can be too close to a case that is not their own; for them
    every case is asked by itself.
    """
    if who.person_id is not None and has_ties(session, who.person_id):
        return {case.id: context_of(session, case, who, at).roles for case in cases}
    around = _parties(session, cases)
    return {case.id: _roles(session, who, case, around[file_id_of(case)], at) for case in cases}


@dataclass(frozen=True, kw_only=True)
class Glance(Filed):
    """A file as a list sees it for an officer: of what somebody would be as a party, nothing is looked up."""

    knows_her: bool = False


def _roles(session: Session, who: Actor, case: Any, around: Glance, at: datetime) -> frozenset[Role]:
    if who.person_id is not None and who.person_id in (around.employer_person, around.worker_person):
        return context_of(session, case, who, at).roles
    return workflow_of(type(case)).roles_of(who, case, around)


def _parties(session: Session, cases: Sequence[Any]) -> dict[Any, Glance]:
    """Who is a party to each file, and who is assigned in it."""
    files = files_of(session, cases)
    hers = (
        select(InspectionFile.id, DomesticWorker.person_id)
        .join(Affiliation, Affiliation.id == InspectionFile.affiliation_id)
        .join(DomesticWorker, DomesticWorker.id == Affiliation.worker_id)
        .where(InspectionFile.id.in_(files))
    )
    workers = {row[0]: row[1] for row in session.execute(hers)}
    assigned = assigned_in(session, files)
    return {
        file_id_of(case): Glance(
            employer_person=file.employer_person_id if (file := files.get(file_id_of(case))) else None,
            worker_person=workers.get(file_id_of(case)),
            assigned=assigned.get(file_id_of(case), frozenset()),
        )
        for case in cases
    }
