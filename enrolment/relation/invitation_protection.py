"""A child under fifteen who asks to be enrolled is protected: nothing is refused, and what was said is sealed."""

from typing import Any

from sqlalchemy.orm import Session

from enrolment.following import then
from enrolment.people.curp import age_on, birth_date
from enrolment.people.identifiers import check_curp
from enrolment.people.protecting import open_matter
from enrolment.relation.invitation_models import Invitation
from regime.parameters import parameter
from workflow.context import Computed, Context
from workflow.definition import Step
from workflow.people import Person

NAMES = ("given_name", "first_surname", "second_surname")
CONTACTS = ("email", "phone")
SAID = ("began_on", "weekdays", "pay_each")


def personal_columns() -> tuple[str, ...]:
    """The columns of a request that say something of the person, the employer or the home."""
    return tuple(column.name for column in Invitation.__table__.columns if column.info.get("personal"))


def protect_a_child(session: Session, step: Step) -> None:
    """Whoever is under fifteen by her CURP or the register: a sealed matter, and no request (LFT 22 Bis, 331 Bis)."""
    case, day = step.case, step.context.day
    person = session.get_one(Person, case.person_id)
    typed = birth_date(case.curp, day) if case.curp and check_curp(case.curp, day).is_acceptable else None
    born = person.birth_date or typed
    if born is None or age_on(born, day) >= parameter("minimum_working_age").on(day).value:
        return
    known: dict[str, Any] = {name: getattr(case, name) for name in (*personal_columns(), *SAID)}
    known |= {f"worker_{name}": getattr(person, name) for name in (*NAMES, *CONTACTS)}
    known |= {"worker_curp": person.identifier("curp") or case.curp, "worker_nss": case.nss, "born": born}
    known |= {"said": step.context.comment}
    open_matter(session, step, known, origin="request", invitation_id=case.id, municipality=case.municipality)
    then(session, step, "stop")


def emptied(_context: Context) -> Computed:
    """The request without anything of the child, whom she named or what could lead to them."""
    return Computed(dict.fromkeys((*personal_columns(), "code_digest")))
