"""How the authority takes back an act of its own (row 66): a manifest error, or proof of compliance before it."""

from typing import Any

from sqlalchemy.orm import Session

from inspection.roles import DIRECTOR, EMPLOYER
from inspection.service.matters import issues
from inspection.visit.discretion import betrays_nobody
from inspection.visit.record_models import Answer
from regime.sentences import Sentence
from workflow.context import Computed, Context
from workflow.definition import Action, Effect, Step, anybody

GROUNDS = ("manifest_error", "earlier_compliance")
ORDERED = dict.fromkeys(
    (
        "modality",
        "matter",
        "scope",
        "period_from",
        "period_until",
        "documents_asked",
        "documents_days",
        "planned_on",
        "enabled_by",
        "order_folio",
        "verification_code",
        "ordered_at",
        "ordered_by",
        "visit_at",
        "summoned_at",
    )
)
SERVED = dict.fromkeys(("documents_served_at", "documents_extra_days", "first_term_ended_on"))
REFUSED = dict.fromkeys(("refused_at", "refused_by", "alternative", "ended_at"))
CORRECTED = dict.fromkeys(("term_days", "served_at", "extra_days", "first_term_ended_on", "verification_at"))


def ground_is_lawful(context: Context) -> Sentence | None:
    """An act is withdrawn for one of the two grounds of LFPA 95, with its reasons."""
    return None if context.data.get("ground") in GROUNDS else Sentence("inspection.ground_missing")


def without(facts: dict[str, Any]) -> Any:
    """What the act had set is gone from the case; the act itself stays in the history and among the documents."""
    return lambda _context: Computed(dict(facts))


def was_told(step: Step) -> bool:
    """Whether the employer knows of the inspection whose act is taken back."""
    return step.case.told_at is not None


def forget_presumed(session: Session, step: Step) -> None:
    """What was presumed from a refusal falls with it."""
    for answer in step.context.around.answers:
        if isinstance(answer, Answer) and answer.presumed:
            session.delete(answer)
    session.flush()


def _withdrawn(*states: str, target: str, facts: dict[str, Any], effects: tuple[Effect, ...] = ()) -> Action:
    return Action(
        code="withdraw_act",
        source=states,
        target=target,
        roles=anybody(DIRECTOR),
        basis=("lfpa_95",),
        checks=(ground_is_lawful, betrays_nobody()),
        inputs=("ground",),
        computes=without(facts),
        effects=(*effects, issues("withdrawal", when=was_told)),
        comment="required",
        notices={EMPLOYER: "act_withdrawn"},
        weight="grave",
        produces=("withdrawal",),
        rows=(66,),
    )


WITHDRAWALS = (
    _withdrawn("ordered", "rescheduled", "summoned", target="assigned", facts=ORDERED),
    _withdrawn("documents_required", target="assigned", facts={**ORDERED, **SERVED, "documents_overdue": False}),
    _withdrawn(
        "refused",
        "documents_required_after_refusal",
        target="assigned",
        facts={**ORDERED, **SERVED, **REFUSED},
        effects=(forget_presumed,),
    ),
    _withdrawn("measures_ordered", "compliance_requested", "in_verification", target="in_assessment", facts=CORRECTED),
)
