"""What other matters and pages do about the insurance of workers of a home, each as one call."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspection.files.beside import opens
from inspection.follow_up.insurance_follow_up import INSURANCE_FOLLOW_UP
from inspection.follow_up.insurance_models import InsuranceFollowUp
from inspection.models import InspectionFile
from workflow.context import THE_SYSTEM, Actor
from workflow.definition import Step
from workflow.engine import Fired, open_case

__all__ = ["INSURANCE_FOLLOW_UP", "follow_ups", "open_follow_up"]


def open_follow_up(
    session: Session,
    file: InspectionFile,
    at: datetime,
    *,
    actor: Actor = THE_SYSTEM,
    key: str | None = None,
    **facts: Any,
) -> Fired:
    """Follow the insurance of one worker of the home: `facts` are `worker_name`, `worker_person_id`,
    `affiliation_id` and `began_on`, as far as they are known. Raises `NotReady` if she is followed already."""
    data = {"file_id": file.id, "office": file.office, **facts}
    return open_case(session, InsuranceFollowUp, "open", actor, at, key=key, data=data)


@opens("follow_insurance")
def open_from_file(session: Session, step: Step) -> None:
    """An officer follows the insurance of somebody who works in the home."""
    data, context = step.context.data, step.context
    facts = {name: data.get(name) for name in ("worker_name", "worker_person_id", "began_on")}
    open_follow_up(session, step.case, context.at, actor=context.actor, **facts)


def follow_ups(session: Session, file: InspectionFile) -> list[InsuranceFollowUp]:
    """Everybody of the home whose insurance is or was followed, in the order in which that began."""
    mine = select(InsuranceFollowUp).where(InsuranceFollowUp.file_id == file.id)
    return list(session.scalars(mine.order_by(InsuranceFollowUp.id)))
