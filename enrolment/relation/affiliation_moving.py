"""What takes a running relation to another home without ending it: another household, or another address."""

from sqlalchemy.orm import Session

from enrolment.household.former_homes import forget_former_home, keep_former_home
from enrolment.relation.affiliation_effects import reissue
from enrolment.roles import DOMESTIC_WORKER, OFFICIALS
from regime.sentences import Sentence
from workflow.context import SYSTEM, Computed, Context
from workflow.definition import Action, Step, anybody, nothing_to_do

FORMER = ("from_household_id", "from_place_id", "from_month")


def issue_again(session: Session, step: Step) -> None:
    """Lines that are not paid yet are issued again for the wage zone of the new address."""
    if step.context.data["from_month"] is not None:
        reissue(session, step, step.context.data["from_month"])


@nothing_to_do
def something_was_found(context: Context) -> Sentence | None:
    """There is a finding of the checks to be looked at."""
    return None if context.case.findings else Sentence("affiliation.no_findings")


def looked_at(_context: Context) -> Computed:
    """Nothing is left to be looked at; the reason stays in the history."""
    return Computed({"findings": None})


MOVING = (
    Action(
        code="hand_over",
        source=("enrolled",),
        roles=anybody(SYSTEM),
        basis=("lft_41", "lss_15"),
        facts=("household_id", "place_id"),
        inputs=("succession_id", *FORMER),
        effects=(keep_former_home,),
    ),
    Action(
        code="give_back",
        source=("enrolled",),
        roles=anybody(SYSTEM),
        basis=("lft_41",),
        facts=("household_id", "place_id"),
        inputs=("succession_id",),
        effects=(forget_former_home,),
    ),
    Action(
        code="change_place",
        source=("in_review", "enrolled"),
        roles=anybody(SYSTEM),
        basis=("lss_15", "lss_34"),
        facts=("place_id",),
        inputs=("moved_on", *FORMER),
        notices={DOMESTIC_WORKER: "place_changed_worker"},
        effects=(keep_former_home, issue_again),
    ),
    Action(
        code="settle_findings",
        weight="rare",
        source=("enrolled",),
        roles=anybody(*OFFICIALS),
        basis=("lss_251",),
        guards=(something_was_found,),
        computes=looked_at,
        comment="required",
    ),
)
