"""What it means for a relation that goes on when her true age becomes known."""

from datetime import date

from sqlalchemy.orm import Session

from enrolment.models import Affiliation, Place
from enrolment.pending.task_kinds import MINOR_CERTIFICATE, MINOR_HOURS
from enrolment.pending.tasks import close_tasks, open_task
from enrolment.people.curp import age_on
from enrolment.people.identity import born
from enrolment.people.protecting import receive
from enrolment.relation.minors import is_minor
from regime.parameters import parameter
from workflow.definition import Step, states_tagged


def look_at_age(session: Session, step: Step, relation: Affiliation, birth: date) -> None:
    """What her true birth date means for a relation in force.

    Of age: nothing of a minor is asked any more. From 15 to 17: the certificates are. Under fifteen: a sealed matter,
    while her cover stands until those who protect have decided.
    """
    day = step.context.day
    if not is_minor(birth, day):
        close_tasks(session, step, MINOR_CERTIFICATE, MINOR_HOURS, subject=relation)
    elif age_on(birth, day) >= parameter("minimum_working_age").on(day).value:
        open_task(session, step, MINOR_CERTIFICATE, subject=relation)
    else:
        place = session.get(Place, relation.place_id) if relation.place_id else None
        receive(session, step, relation, "correction", place.municipality if place else None)


def look_at_age_of_curp(session: Session, step: Step) -> None:
    """A CURP typed after the enrolment says when she was born: at the relation for which it was typed, and no other."""
    case: Affiliation = step.case
    birth = born(case, step.context.day)
    if "worker_curp" in step.context.data and birth and case.state in states_tagged(Affiliation, "in_force"):
        look_at_age(session, step, case, birth)
