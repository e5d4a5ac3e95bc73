"""Other insurance, pension and housing credit, declared: told by a party if it wants to, told again, forgotten."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from enrolment.insurance.certified_effects import bill_again, keep_cover
from enrolment.insurance.certified_rules import entering_role
from enrolment.insurance.situation_models import HOUSING_CREDITS, OTHER_INSURANCE, PENSIONS, Situation
from enrolment.insurance.situations import QUESTIONS
from enrolment.models import Affiliation, DomesticWorker, Household
from enrolment.people.concerned import impartial
from enrolment.roles import DOMESTIC_WORKER, HOUSEHOLD, roles_between
from regime.sentences import Sentence
from workflow.context import Actor, Computed, Context, Role, Surroundings
from workflow.definition import Action, State, Workflow, anybody, nothing_to_do

OPTIONS = {"other_insurance": OTHER_INSURANCE, "pension": PENSIONS, "housing_credit": HOUSING_CREDITS}


@dataclass(frozen=True, kw_only=True)
class About(Surroundings):
    """The relation that an answer is about; in a draft nobody knows yet who she is."""

    household_person: UUID
    worker_person: UUID | None
    office: str | None


def look(session: Session, case: Any) -> About:
    """Both parties. Nobody is sent anything: what is told here stays on its page."""
    affiliation = session.get_one(Affiliation, case.affiliation_id)
    worker = session.get(DomesticWorker, affiliation.worker_id) if affiliation.worker_id else None
    return About(
        household_person=session.get_one(Household, affiliation.household_id).person_id,
        worker_person=worker.person_id if worker else None,
        office=affiliation.office,
    )


def roles_of(actor: Actor, case: Any, around: About) -> frozenset[Role]:
    """She herself; the household only in what it told itself; officials of the office on everybody else's."""
    roles = roles_between(actor, around.household_person, around.worker_person, around.office)
    is_another_s = bool(case.state) and case.told_by != HOUSEHOLD.code
    return roles - {HOUSEHOLD} if is_another_s else roles


def answers_are_possible(context: Context) -> Sentence | None:
    """Each question has its answers, or none."""
    for name, options in OPTIONS.items():
        if getattr(context.case, name) not in (None, *options):
            return Sentence("situation.no_such_answer")
    answered = any(getattr(context.case, name) for name in QUESTIONS)
    return None if answered else Sentence("situation.nothing_told")


@nothing_to_do
def is_your_answer(context: Context) -> Sentence | None:
    """Only whoever told something tells it otherwise or takes it back."""
    return None if context.case.told_by == entering_role(context) else Sentence("situation.of_somebody_else")


def told(context: Context) -> Computed:
    """Who tells, and the office that may look."""
    return Computed({"told_by": entering_role(context), "office": context.around.office})


TELL = Action(
    code="tell",
    target="told",
    roles=anybody(HOUSEHOLD, DOMESTIC_WORKER),
    basis=("lss_196", "lss_173", "lss_114", "lifnvt_29"),
    checks=(answers_are_possible,),
    facts=("affiliation_id", *QUESTIONS),
    computes=told,
    effects=(bill_again, keep_cover),
)
SITUATION = Workflow(
    name="situation",
    model=Situation,
    states=(State("told", tags=frozenset({"open", "counts"})), State("forgotten", final=True)),
    actions=(
        TELL,
        Action(
            code="tell_again",
            source=("told",),
            roles=TELL.roles,
            basis=TELL.basis,
            guards=(is_your_answer,),
            checks=(answers_are_possible,),
            facts=QUESTIONS,
            effects=TELL.effects,
        ),
        Action(
            code="forget",
            weight="grave",
            source=("told",),
            target="forgotten",
            roles=TELL.roles,
            basis=("practice",),
            guards=(is_your_answer,),
            effects=TELL.effects,
        ),
    ),
    look=look,
    roles_of=roles_of,
    impartial=impartial,
)
