"""The end of a household's registration, and the way back where it was closed by mistake."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.following import then
from enrolment.household.delegates import delegations_of
from enrolment.household.registration_rules import is_no_household_yet, no_other_is_open, nobody_is_employed
from enrolment.models import Household
from enrolment.roles import HOUSEHOLD, OFFICIALS
from workflow.context import SYSTEM
from workflow.definition import Action, Step, anybody


def close_household(session: Session, step: Step) -> None:
    """The household employs nobody any more, and nobody acts for it any more."""
    household = _household(session, step)
    household.closed_on = step.context.day
    session.flush()
    for delegation in delegations_of(session, household.id):
        then(session, step, "end", delegation)


def open_household_again(session: Session, step: Step) -> None:
    """The household stands as before; whoever acted for it has to be invited again."""
    _household(session, step).closed_on = None
    session.flush()


def _household(session: Session, step: Step) -> Household:
    return session.scalars(select(Household).where(Household.person_id == step.case.person_id)).one()


# A correction of who the household is was accepted: the registration says it, and the form is issued anew.
CORRECTED = Action(
    code="correct_identity",
    source=("registered",),
    roles=anybody(SYSTEM),
    basis=("lss_15",),
    facts=("given_name", "first_surname", "second_surname", "curp"),
    produces=("registration_form",),
)

CLOSING = (
    CORRECTED,
    Action(
        code="close",
        weight="grave",
        source=("registered",),
        target="closed",
        roles=anybody(HOUSEHOLD, SYSTEM, *OFFICIALS),
        basis=("lss_37", "lss_239d"),
        guards=(nobody_is_employed,),
        comment="optional",
        notices={HOUSEHOLD: "closed"},
        effects=(close_household,),
    ),
    Action(
        code="reopen",
        source=("closed",),
        target="registered",
        roles=anybody(SYSTEM, *OFFICIALS),
        basis=("lss_251",),
        guards=(is_no_household_yet, no_other_is_open),
        comment="required",
        notices={HOUSEHOLD: "reopened"},
        effects=(open_household_again,),
    ),
)
