"""What follows when a task is done: one that repeats is asked again, as long as it is needed."""

from datetime import date

from sqlalchemy.orm import Session

from enrolment.following import then_open
from enrolment.models import DomesticWorker
from enrolment.pending.task_kinds import KINDS, TaskKind
from enrolment.pending.task_models import Task
from enrolment.people.curp import age_on
from regime.parameters import parameter
from regime.time_limits import term
from workflow.definition import Step


def ask_again(session: Session, step: Step) -> None:
    """Ask for the next one, due so long after this one's day; one done late leaves at least its first term."""
    task: Task = step.case
    kind = KINDS[task.kind]
    if kind.repeats is None or kind.term is None or task.due_on is None:
        return
    day = step.context.day
    due_on = max(_end(kind.repeats, task.due_on), _end(kind.term, day))
    if _is_needed(session, kind, task, due_on):
        facts = {"kind": kind.code, "subject_workflow": task.subject_workflow, "subject_id": task.subject_id}
        parties = {"household_id": task.household_id, "worker_id": task.worker_id, "office": task.office}
        then_open(session, step, Task, "ask", **facts, **parties, due_on=due_on)


def _end(name: str, day: date) -> date:
    ends = term(name, day).due
    assert isinstance(ends, date)  # noqa: S101 - terms of tasks are days or months, never suspended
    return ends


def _is_needed(session: Session, kind: TaskKind, task: Task, due_on: date) -> bool:
    if not kind.while_minor:
        return True
    worker = session.get(DomesticWorker, task.worker_id) if task.worker_id else None
    born = worker.person.birth_date if worker else None
    return born is not None and age_on(born, due_on) < parameter("adult_age").on(due_on).value
