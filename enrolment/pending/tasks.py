"""Tasks as other procedures use them: asked in the transaction of the step that shows the need, closed by facts."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.following import then, then_open
from enrolment.pending.task import TASK
from enrolment.pending.task_kinds import KINDS, kinds_read_by
from enrolment.pending.task_models import Task
from workflow.context import Role
from workflow.definition import Step, is_tagged, workflow_of

__all__ = ["TASK", "close_tasks", "lapse_tasks", "open_task", "open_tasks", "tasks_for"]
LISTED = 25


def open_task(
    session: Session,
    step: Step,
    kind: str,
    *,
    subject: Any = None,
    household_id: UUID | None = None,
    worker_id: UUID | None = None,
    due_on: date | None = None,
) -> Task:
    """Ask for something about a case (that of the step by default); answers with the open task if there is one already.

    The parties are those of the subject where it names them. Raises `KeyError` for a kind that is not declared.
    """
    about = step.case if subject is None else subject
    known = _open(session, about.id, (kind,))
    if known:
        return known[0]
    facts = {
        "kind": kind,
        "subject_workflow": workflow_of(type(about)).name,
        "subject_id": about.id,
        "household_id": household_id or getattr(about, "household_id", None),
        "worker_id": worker_id or getattr(about, "worker_id", None),
        "office": about.office,
    }
    action = "ask_office" if KINDS[kind].is_for_office else "ask"
    task: Task = then_open(session, step, Task, action, **facts, due_on=due_on)
    return task


def close_tasks(session: Session, step: Step, *kinds: str, subject: Any = None) -> None:
    """The fact that was missing has arrived: the open tasks of these kinds about a case are done."""
    about = step.case if subject is None else subject
    for task in _open(session, about.id, kinds):
        then(session, step, "close", task)


def lapse_tasks(session: Session, step: Step, subject: Any = None) -> None:
    """Nothing is to be done about a case any more: its relation has ended or never was."""
    about = step.case if subject is None else subject
    for task in _open(session, about.id, KINDS):
        then(session, step, "lapse", task)


def open_tasks(session: Session, subject_id: UUID, role: Role | None = None) -> Sequence[Task]:
    """What is still to be done about a case; for a party only what they may see of it."""
    return _open(session, subject_id, KINDS if role is None else kinds_read_by(role))


def tasks_for(session: Session, role: Role, party_id: UUID, limit: int = LISTED) -> Sequence[Task]:
    """The open tasks that a household or a domestic worker may see, what is due first at the top.

    `party_id` is the household's or the worker's, as `role` says.
    """
    party = {"household": Task.household_id, "domestic_worker": Task.worker_id}[role.code]
    found = select(Task).where(party == party_id, Task.kind.in_(kinds_read_by(role)), is_tagged(Task, "open"))
    return session.scalars(found.order_by(Task.due_on.is_(None), Task.due_on, Task.id).limit(limit)).all()


def _open(session: Session, subject_id: UUID, kinds: Iterable[str]) -> list[Task]:
    found = select(Task).where(Task.subject_id == subject_id, Task.kind.in_(tuple(kinds)), is_tagged(Task, "open"))
    return list(session.scalars(found.order_by(Task.id)))
