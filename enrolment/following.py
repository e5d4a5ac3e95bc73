"""What the system does right after a step, in the same transaction and from the same legal moment."""

from typing import Any

from sqlalchemy.orm import Session

from workflow.context import THE_SYSTEM, Context
from workflow.definition import Step
from workflow.engine import fire, open_case


def then(session: Session, step: Step, action: str, case: Any = None, **data: Any) -> None:
    """Take a further step as the system, in the case of the step or in another one."""
    context = step.context
    target = step.case if case is None else case
    fire(session, target, action, THE_SYSTEM, context.at, data=data, effective_at=context.effective_at)


def then_open(session: Session, step: Step, model: type[Any], action: str, **data: Any) -> Any:
    """Begin another case as the system; answers with the case."""
    context: Context = step.context
    opened = open_case(session, model, action, THE_SYSTEM, context.at, data=data, effective_at=context.effective_at)
    return opened.case
