"""What follows from the steps of a follow-up: a relation that came into force ends it, her request is filed."""

from typing import Any

from sqlalchemy.orm import Session

from enrolment.following import then
from enrolment.relation.inviting import request_enrolment
from inspection.follow_up.insurance_models import WORK
from workflow.definition import Step, has_tag


def take_notice(session: Session, step: Step) -> None:
    """A relation in force ends the follow-up; a request that ended without one opens the question again."""
    around = step.context.around
    if around.relation_id is not None:
        then(session, step, "verify_relation")
    elif around.request_is_over and has_tag(step.case, "asked"):
        then(session, step, "lose_request")


def file_her_request(session: Session, step: Step) -> None:
    """File her own request with the institute (LSS 18), with what the inspection knows of the home.

    Raises `NotReady` with what the institute needs and nobody has said.
    """
    case, context = step.case, step.context
    facts: dict[str, Any] = {name: context.data.get(name) for name in WORK}
    facts |= {
        "employer_name": context.around.employer_name,
        "municipality": context.around.municipality,
        "began_on": case.began_on,
    }
    request = request_enrolment(session, case.worker_person_id, facts, context.at, words=context.comment).case
    then(session, step, "keep_request", invitation_id=request.id)
