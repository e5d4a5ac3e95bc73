"""Nobody works the file of a home that they are close to (LFT 544 I): the same closeness as in enrolment."""

from typing import Any

from sqlalchemy.orm import Session

from enrolment.people.concerned import is_too_close
from inspection.roles import OFFICERS
from workflow.context import Actor, Role
from workflow.definition import Workflow


def impartial(session: Session, workflow: Workflow, actor: Actor, case: Any, roles: frozenset[Role]) -> frozenset[Role]:
    """The roles without those of an officer who is too close to somebody whom the case is about."""
    officer = roles & frozenset(OFFICERS)
    return roles - officer if officer and is_too_close(session, actor, workflow.model, case) else roles
