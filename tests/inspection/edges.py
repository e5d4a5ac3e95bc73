"""Which steps a declaration allows and which were taken: for tests that take every one of them for real."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.definition import Workflow
from workflow.tables import Event

Edge = tuple[str | None, str, str | None]


def declared_edges(workflow: Workflow) -> set[Edge]:
    """Every (state, action, state after) that a declaration allows."""
    return {
        (state, action.code, action.target or state)
        for action in workflow.actions
        for state in (action.source or (None,))
    }


def taken_edges(session: Session, workflow: Workflow) -> set[Edge]:
    """Every (state, action, state after) that events tell of; reminders are the engine's own."""
    steps = select(Event.from_state, Event.action, Event.to_state).where(Event.workflow == workflow.name)
    return {(before, action, after) for before, action, after in session.execute(steps) if action != "remind"}
