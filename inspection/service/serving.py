"""The service of acts as pages and other modules know it: the procedure, its ledger, the services of a matter."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspection.service.matters import matter_of, open_service, services_of, unserved
from inspection.service.service_models import ServiceEntry
from inspection.service.service_of_act import SERVICE_OF_ACT

__all__ = ["SERVICE_OF_ACT", "entries", "matter_of", "open_service", "services_of", "unserved"]


def entries(session: Session, service: Any) -> list[ServiceEntry]:
    """The ledger of a service, line by line."""
    mine = select(ServiceEntry).where(ServiceEntry.service_id == service.id).order_by(ServiceEntry.seq)
    return list(session.scalars(mine))
