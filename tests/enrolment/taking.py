"""Taking steps of cases for the test of all edges: whoever acts, and a transfer wherever one is declared."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from tests.enrolment.parties import official
from workflow.context import Actor
from workflow.definition import workflow_of
from workflow.engine import fire

Take = Callable[..., Any]
WHY = "Por este motivo."


def taking(session: Session, at: datetime) -> Take:
    """`take(case, action, actor, **data)` of a moment; the case afterwards."""
    return partial(_take, session, at)


def _take(session: Session, at: datetime, case: Any, action: str, actor: Actor, **data: Any) -> Any:
    declared = workflow_of(type(case)).versions_of(action)
    comment = WHY if any(one.comment == "required" for one in declared) else None
    return fire(session, case, action, actor, at, comment=comment, data=data).case


def transferred(session: Session, at: datetime, case: Any) -> Any:
    """The case after it went to another office and back to its own."""
    clerk, own = official(session, at), case.office
    for office in ("JAL", own or "CMX"):
        fire(session, case, "transfer", clerk, at, comment="Corresponde a otra oficina.", data={"to_office": office})
    return case
