"""What officials have decided: one's own last steps, and for supervisors how many each person took."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from enrolment.roles import OFFICIAL_CODES
from web.casework import case_words
from web.casework.case_summaries import masked_name_of
from workflow.definition import WORKFLOWS, Workflow, is_sealed
from workflow.people import Login
from workflow.tables import Event

SHOWN = 30


@dataclass(frozen=True, slots=True)
class Decided:
    """One step somebody took: where, what and when; the name is masked."""

    workflow: Workflow
    case_id: UUID
    name: str
    action: str
    at: datetime


def last_decisions(session: Session, login: str) -> list[Decided]:
    """The last steps of a login in all procedures, the newest first."""
    query = select(Event).where(Event.actor == login, Event.role.in_(OFFICIAL_CODES))
    rows = session.scalars(query.order_by(Event.recorded_at.desc(), Event.seq.desc()).limit(SHOWN))
    decided = (_decided(session, event) for event in rows if event.workflow in WORKFLOWS)
    return [one for one in decided if one is not None]


def decided_by_each(session: Session, since: datetime) -> list[tuple[str, int]]:
    """User names of officials with the number of steps each took since a moment, the busiest first."""
    counted = (
        select(Event.actor, func.count())
        .where(Event.recorded_at >= since, Event.role.in_(OFFICIAL_CODES))
        .group_by(Event.actor)
        .order_by(func.count().desc(), Event.actor)
    )
    counts = [(actor, number) for actor, number in session.execute(counted)]
    people = select(Login.id, Login.username).where(Login.id.in_([UUID(actor) for actor, _number in counts]))
    names = {str(login_id): username for login_id, username in session.execute(people)}
    return [(names.get(actor, actor), number) for actor, number in counts]


def _decided(session: Session, event: Event) -> Decided | None:
    workflow = WORKFLOWS[event.workflow]
    case = session.get_one(workflow.model, event.case_id)
    if is_sealed(workflow, case.state):
        return None
    name = masked_name_of(session, workflow, case)
    return Decided(workflow, event.case_id, name, case_words.done(workflow, event.action), event.recorded_at)
