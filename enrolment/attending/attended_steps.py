"""What was filed for somebody in an attendance, read back from the events that name it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.papers.refusals import folio_of
from workflow.definition import WORKFLOWS
from workflow.steps import ATTENDANCE
from workflow.stored import loads
from workflow.tables import Event


def steps_taken_in(session: Session, attendance: Any) -> Sequence[Mapping[str, Any]]:
    """Each step that was taken for the person, in its order: in which procedure and case (by folio), what, and when.

    What only kept a draft is none: nothing was filed by it.
    """
    return tuple(_step(event) for event in events_of(session, attendance) if not _keeps_a_draft(event))


def events_of(session: Session, attendance: Any) -> Iterator[Event]:
    """The events of an attendance in the order in which they were recorded."""
    taken = select(Event).where(Event.recorded_at >= attendance.opened_at, Event.actor == str(attendance.login_id))
    taken = taken.where(Event.channel == attendance.channel).order_by(Event.recorded_at, Event.case_id, Event.seq)
    return (event for event in session.scalars(taken) if loads(event.data).get(ATTENDANCE) == attendance.id)


def _step(event: Event) -> Mapping[str, Any]:
    return {
        "workflow": event.workflow,
        "folio": folio_of(event.case_id),
        "action": event.action,
        "at": event.recorded_at,
    }


def _keeps_a_draft(event: Event) -> bool:
    workflow = WORKFLOWS[event.workflow]
    is_editable = "editable" in workflow.by_state[event.to_state].tags
    return is_editable and not any(action.produces for action in workflow.versions_of(event.action))
