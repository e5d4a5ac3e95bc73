"""Where a sanction comes from and what it leaves behind: the inspection that asked for it, and its end."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from enrolment.following import then, then_open
from inspection.sanction.breaches import broken_by, fining_provisions, is_prescribed
from inspection.sanction.sanction_models import CONVICTING, REFUSAL, Sanction, SanctionBreach
from inspection.visit.hand_over import request_of, when_sanction_is_requested
from inspection.visit.inspection_models import Inspection
from regime.sentences import Sentence
from workflow.columns import new_id
from workflow.context import Context
from workflow.definition import Effect, Step, workflow_of


@when_sanction_is_requested
def open_sanction(session: Session, step: Step) -> None:
    """Begin the sanction that an inspection asks for, with every breach that stands and was not corrected since."""
    request = request_of(step)
    met = {measure.item for measure in step.context.around.measures if measure.verified}
    acta_on = request.acta_on or step.context.day
    breaches = [_breach_row(breach, acta_on) for breach in request.breaches if breach.item not in met]
    if request.refused:
        breaches.append(_refusal_row(acta_on))
    facts = {
        "file_id": request.file_id,
        "inspection_id": request.inspection_id,
        "office": request.office,
        "acta_on": acta_on,
        "prescribes_from": min((row["violated_on"] for row in breaches), default=acta_on),
    }
    case = then_open(session, step, Sanction, "open", **facts)
    session.add_all(SanctionBreach(id=new_id(), sanction_id=case.id, **row) for row in breaches)
    session.flush()


def _breach_row(breach: Any, acta_on: date) -> dict[str, Any]:
    provisions = fining_provisions(breach.item)
    return {
        "item": breach.item,
        "broken": broken_by(breach.item),
        "provision": provisions[0] if len(provisions) == 1 else None,
        "evidence": breach.evidence,
        "presumed": breach.presumed,
        "workers": breach.workers,
        "violated_on": min(breach.breach_until or acta_on, acta_on),
    }


def _refusal_row(acta_on: date) -> dict[str, Any]:
    refusal = {"item": REFUSAL, "broken": broken_by(REFUSAL), "provision": fining_provisions(REFUSAL)[0]}
    return {**refusal, "evidence": None, "presumed": True, "workers": 1, "violated_on": acta_on}


def ends_inspection(action: str) -> Effect:
    """The effect that gives the inspection its end, unless it has one already."""

    def end(session: Session, step: Step) -> None:
        inspection = session.get_one(Inspection, step.case.inspection_id, populate_existing=True)
        steps = workflow_of(Inspection).actions_from(inspection.state, inspection.opened_on)
        if any(known.code == action for known in steps):
            then(session, step, action, inspection)

    end.__name__ = f"ends_inspection_by_{action}"
    return end


def verify_what_is_uncorrected(session: Session, step: Step) -> None:
    """A fine that is paid corrects nothing: what was proved and not corrected is verified by another inspection."""
    left = [one for one in step.context.around.proved if one.corrected_on is None and one.item != REFUSAL]
    if step.case.sense == CONVICTING and left:
        _inspect(session, step, "verification")


def inspect_again(session: Session, step: Step) -> None:
    """After a lapse another inspection may begin, while the power to sanction lasts (LFPA 60, 79)."""
    if step.context.data.get("inspect_again"):
        _inspect(session, step, "extraordinary")


def may_inspect_again(context: Context) -> Sentence | None:
    """Another inspection makes sense only for what is not prescribed."""
    if not context.data.get("inspect_again"):
        return None
    left = [one for one in context.around.breaches if not is_prescribed(context, one.violated_on)]
    return None if left else Sentence("sanction.all_prescribed")


def _inspect(session: Session, step: Step, kind: str) -> None:
    case = step.case
    facts = {"file_id": case.file_id, "office": case.office, "follows_id": case.inspection_id}
    then_open(session, step, Inspection, "open", kind=kind, **facts)
