"""What is to be done about a relation while it goes on: asked when its facts show it, done when they no longer do."""

from typing import Any

from sqlalchemy.orm import Session

from enrolment.models import Affiliation, DomesticWorker
from enrolment.pending.task_kinds import (
    MINOR_CERTIFICATE,
    MINOR_HOURS,
    PAY_BELOW_MINIMUM,
    PAY_TO_CHECK,
    REGISTER_CONTRADICTION,
)
from enrolment.pending.tasks import close_tasks, lapse_tasks, open_task
from enrolment.relation.minors import hours_beyond_limits, is_minor
from workflow.definition import Step, states_tagged

__all__ = [
    "ask_to_check_pay",
    "ask_what_is_missing",
    "lapse_tasks",
    "look_at_new_wages",
    "look_at_terms",
    "pay_was_checked",
]


def ask_what_is_missing(session: Session, step: Step) -> None:
    """At enrolment, and when a relation is in force again: the certificates of a minor, lawful pay, and for the office
    what the register knows otherwise, unless an official has just decided with it before their eyes."""
    case: Any = step.case
    worker = session.get_one(DomesticWorker, case.worker_id)
    if is_minor(worker.person.birth_date, step.context.day):
        open_task(session, step, MINOR_CERTIFICATE)
    look_at_terms(session, step)
    if case.findings and step.context.actor.is_system:
        open_task(session, step, REGISTER_CONTRADICTION)


def look_at_terms(session: Session, step: Step) -> None:
    """What the agreed pay and hours ask for: done as soon as they are lawful."""
    worker = session.get_one(DomesticWorker, step.case.worker_id)
    if hours_beyond_limits(step.case, worker.person.birth_date, step.context.day):
        open_task(session, step, MINOR_HOURS)
    else:
        close_tasks(session, step, MINOR_HOURS)
    look_at_pay(session, step)


def look_at_pay(session: Session, step: Step) -> None:
    """Pay below the legal minimum is to be raised; once it is lawful, nothing is."""
    if step.case.wage_owed:
        open_task(session, step, PAY_BELOW_MINIMUM)
    else:
        close_tasks(session, step, PAY_BELOW_MINIMUM)


def look_at_new_wages(session: Session, step: Step) -> None:
    """A new minimum wage makes lawful pay too little: asked once, and again only if it falls further behind."""
    if step.context.data["pay_fell_behind"]:
        open_task(session, step, PAY_BELOW_MINIMUM)
    elif not step.case.wage_owed:
        close_tasks(session, step, PAY_BELOW_MINIMUM)


def ask_to_check_pay(session: Session, step: Step) -> None:
    """The worker says that she is paid otherwise: her household is asked to look, and nothing changes by itself."""
    affiliation = session.get_one(Affiliation, step.case.affiliation_id)
    if affiliation.state in states_tagged(Affiliation, "in_force"):
        open_task(session, step, PAY_TO_CHECK, subject=affiliation)


def pay_was_checked(session: Session, step: Step) -> None:
    """Who reports the pay as it is has looked at it."""
    close_tasks(session, step, PAY_TO_CHECK)
