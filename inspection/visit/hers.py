"""The inspections in which a domestic worker took part, so that she finds her copy of the acta (LFT 542 IV)."""

from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from enrolment.models import Affiliation, DomesticWorker
from inspection.models import InspectionFile
from inspection.visit.inspection_models import Inspection
from inspection.visit.look import OTHER_WORKER, WORKER
from inspection.visit.record_models import Participant


def inspections_of(session: Session, person_id: UUID) -> list[Inspection]:
    """Those about a relation of hers whose acta is closed and names her as taking part, the newest first."""
    took_part = select(Participant.inspection_id).where(
        Participant.part == WORKER, or_(Participant.capacity.is_(None), Participant.capacity != OTHER_WORKER)
    )
    hers = (
        select(Inspection)
        .join(InspectionFile, InspectionFile.id == Inspection.file_id)
        .join(Affiliation, Affiliation.id == InspectionFile.affiliation_id)
        .join(DomesticWorker, DomesticWorker.id == Affiliation.worker_id)
        .where(DomesticWorker.person_id == person_id, Inspection.acta_closed_at.is_not(None))
        .where(Inspection.id.in_(took_part))
    )
    return list(session.scalars(hers.order_by(Inspection.id.desc())))
