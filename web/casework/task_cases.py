"""How tasks appear: on the page of the case, in the office's queue, and as lists for the parties they concern."""

from typing import Any
from uuid import UUID

from flask import url_for
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from enrolment.models import Affiliation, Household
from enrolment.pending.task import TASK
from enrolment.pending.task_kinds import KINDS
from enrolment.pending.task_models import Task
from enrolment.pending.tasks import open_tasks, tasks_for
from enrolment.roles import DOMESTIC_WORKER, HOUSEHOLD
from web.casework import case_words
from web.casework.case_links import related_to_affiliation
from web.casework.case_summaries import Section, Summary
from web.casework.enrolment_cases import facts, findings_of, worker_in_full, worker_named
from web.casework.enrolment_search import affiliations
from web.casework.timeline import Reader
from web.edge.clock import today
from web.edge.language import long_day, say, t
from workflow.context import Role

TaskRow = tuple[str, str, str, str]  # what and about whom, address, by when, look


def task_named(session: Session, case: Task) -> str:
    """What a task is called in the queue: what is to be done, and about whom, masked."""
    what, subject = say(KINDS[case.kind].what), _relation_of(session, case)
    return t("task.row_about", what=what, name=worker_named(session, subject)) if subject else what


def task_summary(session: Session, case: Task, reader: Reader) -> Summary:
    """What is to be done, why, by when and about which relation."""
    kind = KINDS[case.kind]
    subject = _relation_of(session, case)
    household = session.get(Household, case.household_id) if case.household_id else None
    about = facts(
        ("case.worker", worker_in_full(subject) if subject else None),
        ("case.household", household.person.full_name if household else None),
        ("task.why", say(kind.why)),
        ("task.due_on", case.due_on),
    )
    return Summary(
        heading=say(kind.what),
        sections=(Section(t("task.about"), about),),
        findings=findings_of(subject, reader) if subject else (),
        related=related_to_affiliation(session, subject, reader, but=case) if subject else (),
        personal=True,
    )


def tasks(text: str) -> ColumnElement[bool]:
    """By whatever finds the relation they are about."""
    return Task.subject_id.in_(select(Affiliation.id).where(affiliations(text)))


def task_rows(session: Session, role: Role, party_id: UUID) -> list[TaskRow]:
    """What a party may see of what is still to be done, as the rows of a list."""
    return [_row(session, role, task) for task in tasks_for(session, role, party_id)]


def rows_about(session: Session, role: Role, subject_id: UUID) -> list[TaskRow]:
    """What a party may see of what is still to be done about one case."""
    return [_row(session, role, task) for task in open_tasks(session, subject_id, role)]


def _row(session: Session, role: Role, task: Task) -> TaskRow:
    subject = _relation_of(session, task)
    name = _other_party(role, subject) if subject else None
    what = say(KINDS[task.kind].what)
    words = t("task.row_about", what=what, name=name) if name else what
    return words, url_for("cases.show", workflow=TASK.name, case_id=task.id), _by_when(task), _kind(task)


def _other_party(role: Role, subject: Affiliation) -> str | None:
    """Whom a row names so that two of one kind can be told apart: to a household its worker, to her the home."""
    if role == HOUSEHOLD:
        return subject.worker_given_name
    return subject.household.person.full_name if role == DOMESTIC_WORKER else None


def _by_when(task: Task) -> str:
    if task.due_on is None:
        return t("task.no_day")
    return t("task.was_due" if task.due_on < today() else "task.by", day=long_day(task.due_on))


def _kind(task: Any) -> str:
    return case_words.state_kind(TASK, task.state)


def _relation_of(session: Session, task: Task) -> Affiliation | None:
    return session.get(Affiliation, task.subject_id) if task.subject_workflow == "affiliation" else None
