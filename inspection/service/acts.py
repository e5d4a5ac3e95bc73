"""Which acts are served, how each may be, and what the matter that waits does once one counts.

A matter registers what it waits for:

    on_served("inspection", "measures", "record_service", lambda served: {"delivered_at": served.effective_at, …})
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from workflow.context import THE_SYSTEM
from workflow.definition import WORKFLOWS, Step
from workflow.engine import fire, offers

# The acts of an inspection; what RGITAS 6 and LFPA 35 want in the hands of the person goes by no mail.
ACTS: Mapping[str, bool] = {
    "documents": False,
    "instructivo": True,
    "measures": True,
    "compliance": False,
    "requirement": False,
    "archive": True,
    "sanction_notice": True,
    "agreement": True,
    "resolution": True,
}

Facts = Callable[[Any], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Waiting:
    """The step of a matter that follows when an act counts, and what it is told of the service."""

    action: str
    facts: Facts


_WAITING: dict[tuple[str, str], Waiting] = {}


def on_served(workflow: str, act: str, action: str, facts: Facts) -> None:
    """Let a step of the system follow when an act of a procedure counts; `facts` makes its data from the service.

    The step is taken with the moment from which the service counts as its legal moment. Raises `LookupError` for an
    act that is not of the list.
    """
    if act not in ACTS:
        raise LookupError(f"{act!r} is no act that is served (inspection/service/acts.py lists them).")
    _WAITING[workflow, act] = Waiting(action, facts)


def acts_of(workflow: str) -> tuple[str, ...]:
    """The acts of a procedure for which a step waits."""
    return tuple(act for name, act in _WAITING if name == workflow)


def must_be_personal(act: str) -> bool:
    """Whether an act is delivered by hand, at the door or electronically, and by no mail."""
    return ACTS[act]


def matter_of(session: Session, service: Any) -> Any:
    """The case whose act it is."""
    return session.get_one(WORKFLOWS[service.subject_workflow].model, service.subject_id, populate_existing=True)


def tell_matter(session: Session, step: Step) -> None:
    """Take the step that waits, if the matter still waits for it: one that has moved on is left alone."""
    service = step.case
    waiting = _WAITING.get((service.subject_workflow, service.act))
    if waiting is None:
        return
    matter, at = matter_of(session, service), step.context.at
    if waiting.action in {offer.action.code for offer in offers(session, matter, THE_SYSTEM, at) if offer.is_open}:
        data = waiting.facts(service)
        fire(session, matter, waiting.action, THE_SYSTEM, at, data=data, effective_at=service.effective_at)
