"""What a service looks at: the home, the rule of the authority about when a service counts, who may serve."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspection.files.file import Filed, surroundings
from inspection.files.people import officers_alone
from inspection.models import InspectionFile
from inspection.roles import DIRECTOR, EMPLOYER, INSPECTOR, LEGAL_OFFICER, NOTIFIER, roles_in
from inspection.service.service_models import ServiceOfAct
from regime.sentences import Sentence
from regime.working_days import NO_DAYS
from workflow.context import Actor, Role
from workflow.tables import Document


@dataclass(frozen=True, kw_only=True)
class Serving(Filed):
    """The home and its folio. `is_open_elsewhere`: the same act of the same matter is being served already."""

    folio: str
    is_open_elsewhere: bool
    papers_of: Callable[[UUID, Collection[str]], Sequence[Document]]

    @property
    def own_days(self) -> Mapping[date, Sentence]:
        """The days of its own on which the authority does not work."""
        return self.rules.own_days_by_day if self.rules else NO_DAYS


def look(session: Session, case: Any) -> Serving:
    """The service as it stands. The employer is written to only where she agreed to be served so."""
    file = session.get_one(InspectionFile, case.file_id)
    filed = surroundings(session, file)
    told = filed if case.accepted_on is not None else replace(filed, people=officers_alone(filed.people))
    return Serving(
        **{name: getattr(told, name) for name in Filed.__dataclass_fields__},
        folio=file.folio,
        is_open_elsewhere=_is_open_elsewhere(session, case),
        papers_of=lambda matter, kinds: papers_of(session, matter, kinds),
    )


def papers_of(session: Session, matter: UUID, kinds: Collection[str]) -> list[Document]:
    """The papers of some kinds that a matter has issued, the oldest first."""
    mine = select(Document).where(Document.case_id == matter, Document.kind.in_(kinds))
    return list(session.scalars(mine.order_by(Document.seq)))


def _is_open_elsewhere(session: Session, case: Any) -> bool:
    same = select(ServiceOfAct.id).where(
        ServiceOfAct.subject_id == case.subject_id,
        ServiceOfAct.act == case.act,
        ServiceOfAct.closed_at.is_(None),
        ServiceOfAct.served_at.is_(None),
    )
    return any(other != case.id for other in session.scalars(same))


def roles_of(actor: Actor, case: Any, around: Serving) -> frozenset[Role]:
    """Officers who serve or have it served; a notifier only what nobody or they themselves were given; the employer
    what was sent to her electronically."""
    roles = roles_in(
        actor,
        case.office,
        employer=around.employer_person,
        worker=around.worker_person,
        assigned=around.assigned,
    )
    of_another = case.notifier_id is not None and case.notifier_id != actor.login_id
    sent_to_her = frozenset({EMPLOYER}) if case.accepted_on is not None else frozenset()
    officers = frozenset({INSPECTOR, LEGAL_OFFICER, DIRECTOR} | ({NOTIFIER} - ({NOTIFIER} if of_another else set())))
    return roles & (officers | sent_to_her)
