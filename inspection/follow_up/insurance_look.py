"""What a follow-up of insurance looks at: the home, the relation between both that is in force, her own request."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import Session

from enrolment.models import Affiliation, DomesticWorker, Household
from enrolment.relation.invitation_models import Invitation
from inspection.files.file import Filed, surroundings
from inspection.files.people import officers_alone
from inspection.follow_up.insurance_models import InsuranceFollowUp
from inspection.models import InspectionFile
from inspection.roles import ASSESSOR, DIRECTOR, EMPLOYER, INSPECTOR, INTAKE, LEGAL_OFFICER, roles_in
from workflow.context import Actor, Role
from workflow.definition import is_tagged

SEEN = frozenset({INTAKE, INSPECTOR, ASSESSOR, LEGAL_OFFICER, DIRECTOR})


@dataclass(frozen=True, kw_only=True)
class Following(Filed):
    """The home, the relation in force with this employer (of another one it proves nothing), and her request.

    `request_is_over`: her request to IMSS has ended without a relation. `is_followed_already`: another open follow-up
    of the same file is about the same worker.
    """

    folio: str
    employer_name: str | None
    municipality: str | None
    file_is_open: bool
    relation_id: UUID | None
    request_is_over: bool
    is_followed_already: bool


def look(session: Session, case: Any) -> Following:
    """The follow-up as it stands."""
    file = session.get_one(InspectionFile, case.file_id)
    request = session.get(Invitation, case.invitation_id) if case.invitation_id else None
    relation = relation_in_force(session, file, case, request)
    filed = surroundings(session, file)
    # Before the authority asked her for anything, the employer hears nothing of the matter.
    told = filed if case.required_days is not None else replace(filed, people=officers_alone(filed.people))
    return Following(
        **{name: getattr(told, name) for name in Filed.__dataclass_fields__},
        folio=file.folio,
        employer_name=file.employer_name,
        municipality=file.municipality,
        file_is_open=file.closed_at is None,
        relation_id=relation,
        request_is_over=request is not None and request.closed_at is not None and relation is None,
        is_followed_already=_is_followed(session, case),
    )


def relation_in_force(session: Session, file: InspectionFile, case: Any, request: Invitation | None) -> UUID | None:
    """The relation of this home and this worker that is in force: each employer enrols on their own (LSS 239-A III)."""
    homes = homes_of(session, file)
    named = {case.affiliation_id, request.affiliation_id if request else None} - {None}
    theirs: ColumnElement[bool] = Affiliation.id.in_(named)
    if homes and case.worker_person_id is not None:
        worker = select(DomesticWorker.id).where(DomesticWorker.person_id == case.worker_person_id)
        theirs = or_(theirs, and_(Affiliation.household_id.in_(homes), Affiliation.worker_id.in_(worker)))
    found = select(Affiliation.id).where(is_tagged(Affiliation, "in_force"), theirs)
    if homes:
        found = found.where(Affiliation.household_id.in_(homes))
    return session.scalars(found.order_by(Affiliation.id)).first()


def homes_of(session: Session, file: InspectionFile) -> Collection[UUID]:
    """The households of the employer whom the file is about, where Afilia knows any."""
    if file.household_id is not None:
        return (file.household_id,)
    if file.employer_person_id is None:
        return ()
    return session.scalars(select(Household.id).where(Household.person_id == file.employer_person_id)).all()


def _is_followed(session: Session, case: Any) -> bool:
    hers = InsuranceFollowUp.worker_person_id == case.worker_person_id if case.worker_person_id else false()
    others = select(InsuranceFollowUp.id).where(
        InsuranceFollowUp.file_id == case.file_id, InsuranceFollowUp.closed_at.is_(None), hers
    )
    return any(other != case.id for other in session.scalars(others))


def roles_of(actor: Actor, case: Any, around: Following) -> frozenset[Role]:
    """The officers of the authority, and the employer from when she was told to enrol. The worker reads of her own
    request where she made it; what an inspection does stands on no page that a shared telephone could show."""
    roles = roles_in(
        actor,
        case.office,
        employer=around.employer_person,
        worker=around.worker_person or case.worker_person_id,
        assigned=around.assigned,
    )
    told = frozenset({EMPLOYER}) if case.required_on is not None else frozenset()
    return roles & (SEEN | told)
