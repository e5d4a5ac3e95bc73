"""What other matters and pages do about the service of an act, each as one call."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.following import then
from inspection.service.acts import on_served
from inspection.service.service_models import ServiceEntry, ServiceOfAct
from inspection.service.service_of_act import SERVICE_OF_ACT
from inspection.visit.capacities import AFFIXED
from inspection.visit.inspection import INSPECTION
from workflow.context import THE_SYSTEM, Actor
from workflow.definition import Step, has_tag, workflow_of
from workflow.engine import Fired, open_case

__all__ = ["SERVICE_OF_ACT", "drop_services", "entries", "has_open_service", "open_service", "services_of"]


def open_service(
    session: Session, matter: Any, act: str, issued_on: date, at: datetime, *, actor: Actor = THE_SYSTEM
) -> Fired:
    """Have an act of a matter of a file served on the employer. Raises `NotReady` if it is being served already."""
    data = {
        "file_id": matter.file_id,
        "office": matter.office,
        "subject_workflow": workflow_of(type(matter)).name,
        "subject_id": matter.id,
        "act": act,
        "issued_on": issued_on,
    }
    return open_case(session, ServiceOfAct, "open", actor, at, data=data)


def has_open_service(session: Session, matter: Any, act: str) -> bool:
    """Whether an act of a matter is being served."""
    return any(service.act == act and service.closed_at is None for service in services_of(session, matter))


def drop_services(session: Session, step: Step) -> None:
    """What is still being served of the matter of a step is served no more: the matter goes on without it."""
    for service in services_of(session, step.case):
        if service.closed_at is None and not has_tag(service, "delivered"):
            then(session, step, "drop", service)


def services_of(session: Session, matter: Any) -> list[ServiceOfAct]:
    """Every service of acts of a matter, in the order in which they began."""
    mine = select(ServiceOfAct).where(ServiceOfAct.subject_id == matter.id).order_by(ServiceOfAct.id)
    return list(session.scalars(mine))


def entries(session: Session, service: Any) -> list[ServiceEntry]:
    """The ledger of a service, line by line."""
    mine = select(ServiceEntry).where(ServiceEntry.service_id == service.id).order_by(ServiceEntry.seq)
    return list(session.scalars(mine))


def _received(service: Any) -> dict[str, Any]:
    """What an inspection writes down of the service of measures or of a request to comply."""
    at_the_door = service.receiver is None
    return {"delivered_at": service.effective_at, "served_to": AFFIXED if at_the_door else service.receiver}


for _act in ("measures", "compliance"):
    on_served(INSPECTION.name, _act, "record_service", _received)
