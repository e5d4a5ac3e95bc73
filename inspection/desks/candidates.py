"""Who may be sent to a home: every inspector of the authority with what they have, and why one of them may not go."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from enrolment.people.concerned import concerned_with, people_behind
from inspection.desks.workload import Load, loads
from inspection.visit.inspection_models import Inspection
from regime.sentences import Sentence
from workflow.context import MEXICO_CITY


@dataclass(frozen=True, slots=True)
class Candidate:
    """An inspector with what they have before them; `fault` says why they may not go to this home."""

    load: Load
    fault: Sentence | None


def candidates(session: Session, case: Inspection, at: datetime) -> list[Candidate]:
    """The inspectors of the authority for one inspection, the least busy first.

    The step asks again (`inspectors_can_go`): this is the same answer for everybody at once.
    """
    day = at.astimezone(MEXICO_CITY).date()
    close = concerned_with(session, people_behind(session, Inspection, case))
    return [Candidate(one, _fault(one, close, day)) for one in loads(session, (case.office or "",), at)]


def _fault(one: Load, close: frozenset[UUID], day: date) -> Sentence | None:
    if one.login.person_id is not None and one.login.person_id in close:
        return Sentence("inspection.too_close")
    return one.credential_fault(day)
