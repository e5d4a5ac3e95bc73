"""What a caller may do by telephone, read from the procedures: the steps declared for it, in the caller's own cases."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for
from sqlalchemy.orm import Session

from enrolment.models import Affiliation, Confirmation
from enrolment.queries import affiliations_of_worker, confirmation_of, household_of, worker_name, worker_rows
from web.casework.case_words import action_hint, action_label
from workflow.context import TELEPHONE, Actor
from workflow.decision import offered
from workflow.definition import workflow_of
from workflow.engine import context_of

MOST_RELATIONS = 20


@dataclass(frozen=True, slots=True)
class CallersStep:
    """One step: about whom, what it is called and does, and its page, or the address a button sends to with its key."""

    about: str
    label: str
    hint: str | None
    href: str | None
    send_to: str | None
    key: str


def callers_steps(session: Session, caller: Actor, at: datetime, today: date) -> list[CallersStep]:
    """Every step that the caller may take now by telephone."""
    found: list[CallersStep] = []
    household = household_of(session, caller.person_id) if caller.person_id else None
    if household is not None:
        for row in worker_rows(session, household.id, limit=MOST_RELATIONS):
            found += _steps(session, row.affiliation, worker_name(row.affiliation), caller, at, today)
    for relation in affiliations_of_worker(session, caller.person_id) if caller.person_id else ():
        said = confirmation_of(session, relation.id)
        if said is not None:
            found += _steps(session, said, relation.household.person.full_name, caller, at, today)
    return found


def _steps(
    session: Session, case: Affiliation | Confirmation, about: str, caller: Actor, at: datetime, today: date
) -> Iterator[CallersStep]:
    workflow = workflow_of(type(case))
    for offer in offered(workflow, context_of(session, case, caller, at)):
        action = offer.action
        if TELEPHONE not in action.channels or offer.unmet:
            continue
        href, send_to = _ways(case, action.code, today)
        label, hint = action_label(workflow, action.code), action_hint(workflow, action)
        yield CallersStep(about, label, hint, href, send_to, secrets.token_urlsafe(12))


def _ways(case: Affiliation | Confirmation, action: str, today: date) -> tuple[str | None, str | None]:
    """The page of a step, or where its button sends to."""
    if isinstance(case, Affiliation):
        return url_for("relation.days", affiliation_id=case.id, month=f"{today:%Y-%m}"), None
    if action == "confirm":
        return None, url_for("attending.confirm", confirmation_id=case.id)
    page = {"dispute": "worker_area.dispute", "say_pay": "pay_said.show"}[action]
    return url_for(page, affiliation_id=case.affiliation_id), None
