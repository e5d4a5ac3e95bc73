"""What follows from the steps of a complaint: protection at once, the file that goes along, the inspection it opens."""

from sqlalchemy.orm import Session

from enrolment.following import then, then_open
from inspection.models import InspectionFile
from inspection.protection.protection_models import WorkerProtection
from inspection.visit.inspection_models import Inspection
from workflow.definition import Step
from workflow.engine import reference


def protect(session: Session, step: Step) -> None:
    """Every danger that was named opens its protection matter in the same moment, before anybody has read it."""
    for danger in (step.case.dangers or "").split():
        _open_protection(session, step, danger)


def protect_also(session: Session, step: Step) -> None:
    """So does a danger that becomes known later."""
    _open_protection(session, step, step.context.data["danger"])


def _open_protection(session: Session, step: Step, danger: str) -> None:
    file = session.get_one(InspectionFile, step.case.file_id)
    then_open(session, step, WorkerProtection, "detect", file_id=file.id, office=file.office, danger=danger)


def hand_file_over(session: Session, step: Step) -> None:
    """The file goes with the complaint; the day on which it was filed stays as it is (LFPA 42)."""
    file = reference(session, InspectionFile, step.case.file_id)
    then(session, step, "hand_over", file, office=step.case.office)


def close_own_file(session: Session, step: Step) -> None:
    """What repeats another complaint is worked in the file of that one; its own holds nothing more."""
    then(session, step, "join", reference(session, InspectionFile, step.case.file_id))


def open_inspection(session: Session, step: Step) -> None:
    """What was admitted begins, waiting for an inspector. It is told the kind and nothing of who asked."""
    file = session.get_one(InspectionFile, step.case.file_id)
    then_open(session, step, Inspection, "open", file_id=file.id, office=file.office, kind=step.context.data["kind"])
