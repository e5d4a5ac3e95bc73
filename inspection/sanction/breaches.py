"""The breaches of a sanction: which article fines each, what proves it, how much it costs, and why (LFT 992)."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from inspection.checklist import items
from inspection.sanction.look import Sanctioning
from inspection.sanction.sanction_models import REFUSAL, SanctionCriterion
from inspection.sanction.terms import prescription_of
from regime.fines import CRITERIA, PROVISIONS, Breach, FineRefused, Reasons
from regime.sentences import Sentence
from regime.values import UnknownValue
from workflow.columns import new_id
from workflow.context import Computed, Context
from workflow.definition import Step, nothing_to_do

REFUSAL_FINE = "1004-A"


def fining_provisions(item: int) -> tuple[str, ...]:
    """The provisions that may fine a breach of an item; none where another body does, or where it is a crime."""
    return (REFUSAL_FINE,) if item == REFUSAL else items()[item].fines


def broken_by(item: int) -> str:
    """The articles that a breach of an item breaks, by their keys."""
    return "lft_1004a" if item == REFUSAL else " ".join(items()[item].basis)


def breach_named(around: Sanctioning, item: int | None) -> Any:
    """The breach of an item; None if the sanction has none of it."""
    return next((breach for breach in around.breaches if breach.item == item), None)


def listed(numbers: list[int]) -> str:
    """Items by number, in order."""
    return ", ".join(str(number) for number in sorted(numbers))


def breach_exists(context: Context) -> Sentence | None:
    """The item is one of the breaches of this sanction."""
    known = breach_named(context.around, context.data.get("item")) is not None
    return None if known else Sentence("sanction.item_unknown")


@nothing_to_do
def something_is_to_be_classified(context: Context) -> Sentence | None:
    """A sanction without breaches has nothing to classify."""
    return None if context.around.breaches else Sentence("sanction.no_breaches")


def classification_is_lawful(context: Context) -> Sentence | None:
    """The provision is one that fines this item, for at least one worker and on a day that has come."""
    data, breach = context.data, breach_named(context.around, context.data.get("item"))
    if breach is None:
        return Sentence("sanction.item_unknown")
    allowed = fining_provisions(breach.item) or tuple(PROVISIONS)
    if data.get("provision") not in allowed:
        return Sentence("sanction.provision_not_of_item", {"allowed": ", ".join(allowed)})
    if (data.get("workers") or 0) < 1:
        return Sentence("sanction.workers_missing")
    violated_on = data.get("violated_on")
    if violated_on is None or violated_on > context.case.acta_on:
        return Sentence("sanction.day_after_acta", {"acta": context.case.acta_on})
    return None


def earliest_day(context: Context) -> Computed:
    """The day from which prescription counts, with the one that is being written."""
    item, typed = context.data["item"], context.data["violated_on"]
    days = [typed if breach.item == item else breach.violated_on for breach in context.around.breaches]
    return Computed({"prescribes_from": min(days)})


def keep_classification(session: Session, step: Step) -> None:
    """Write the provision, the workers and the day of a breach; what was weighed before is open again."""
    data, breach = step.context.data, breach_named(step.context.around, step.context.data["item"])
    breach.provision, breach.workers, breach.violated_on = data["provision"], data["workers"], data["violated_on"]
    breach.proved = breach.chosen = None
    session.flush()


def every_breach_is_classified(context: Context) -> Sentence | None:
    """Each breach names the provision that fines it."""
    bare = [breach.item for breach in context.around.breaches if breach.provision is None]
    return Sentence("sanction.unclassified", {"items": listed(bare)}) if bare else None


def breaches_have_evidence(context: Context) -> Sentence | None:
    """Each breach says what shows it; what is presumed rests on the refusal or on silence (LFT 1004-A)."""
    bare = [one.item for one in context.around.breaches if not one.presumed and not (one.evidence or "").strip()]
    return Sentence("sanction.no_evidence", {"items": listed(bare)}) if bare else None


def nothing_is_prescribed(context: Context) -> Sentence | None:
    """The power to sanction ends five years after a breach or its end (LFPA 79): by any calendar, and for each."""
    over = [one.item for one in context.around.breaches if is_prescribed(context, one.violated_on)]
    return Sentence("sanction.prescribed", {"items": listed(over)}) if over else None


def is_prescribed(context: Context, violated_on: date) -> bool:
    """Whether a breach of a day can be fined no more, by the reading that is the first to say so."""
    ends = prescription_of(context.case.interrupted_on or violated_on, context).due
    return isinstance(ends, date) and context.day > ends


def keep_weighing(session: Session, step: Step) -> None:
    """Write down whether the evidence proves a breach, and why."""
    data, breach = step.context.data, breach_named(step.context.around, step.context.data["item"])
    breach.proved, breach.weighing = data.get("verdict") == "proved", step.context.comment
    session.flush()


def verdict_is_known(context: Context) -> Sentence | None:
    """The evidence proves the breach, or it does not."""
    return None if context.data.get("verdict") in ("proved", "unproved") else Sentence("sanction.verdict_missing")


def criterion_is_known(context: Context) -> Sentence | None:
    """One of the criteria of the law."""
    known = context.data.get("criterion") in CRITERIA
    return None if known else Sentence("sanction.criterion_missing")


def keep_reason(session: Session, step: Step) -> None:
    """Write the reason for a criterion; a second one replaces the first."""
    context = step.context
    for row in session.query(SanctionCriterion).filter_by(sanction_id=step.case.id):
        if row.criterion == context.data["criterion"]:
            row.reason = context.comment or ""
            session.flush()
            return
    reason = {"criterion": context.data["criterion"], "reason": context.comment or ""}
    session.add(SanctionCriterion(id=new_id(), sanction_id=step.case.id, **reason))
    session.flush()


def fine_is_lawful(context: Context) -> Sentence | None:
    """A proved breach, and as many UMA for each worker as its provision allows."""
    breach, chosen = breach_named(context.around, context.data.get("item")), context.data.get("chosen")
    if breach is None:
        return Sentence("sanction.item_unknown")
    if not breach.proved or breach.provision is None:
        return Sentence("sanction.not_proved", {"item": breach.item})
    if chosen is None:
        return Sentence("sanction.uma_missing")
    return _refused(breach, chosen)


def _refused(breach: Any, chosen: Decimal) -> Sentence | None:
    try:
        Breach(provision=breach.provision, violated_on=breach.violated_on, workers=breach.workers, chosen=chosen)
    except FineRefused as refusal:
        return refusal.sentence
    except UnknownValue:
        return Sentence("sanction.no_uma_of_day", {"day": breach.violated_on})
    return None


def keep_fine(session: Session, step: Step) -> None:
    """Write how many UMA a breach costs for each worker."""
    breach_named(step.context.around, step.context.data["item"]).chosen = step.context.data["chosen"]
    session.flush()


def keep_correction(session: Session, step: Step) -> None:
    """Write down that a breach was corrected, whatever becomes of its fine."""
    breach_named(step.context.around, step.context.data["item"]).corrected_on = step.context.day
    session.flush()


def every_breach_is_weighed(context: Context) -> Sentence | None:
    """A decision weighs the evidence of every breach one by one (LFPA 50, 59)."""
    waiting = [breach.item for breach in context.around.breaches if breach.proved is None]
    return Sentence("sanction.unweighed", {"items": listed(waiting)}) if waiting else None


def reasons_are_whole(context: Context) -> Sentence | None:
    """Every criterion of LFT 992 has its reason; the sentence names those that are missing."""
    try:
        Reasons(context.around.criteria)
    except FineRefused as refusal:
        return refusal.sentence
    return None


def fines_are_fixed(context: Context) -> Sentence | None:
    """Every proved breach has its fine, chosen or set by the law for a repeated one."""
    unclassified = every_breach_is_classified(context)
    if unclassified is not None:
        return unclassified
    try:
        statement = context.around.statement(context.case, context.day)
    except FineRefused as refusal:
        return refusal.sentence
    open_ones = [
        breach.item for breach, line in zip(context.around.proved, statement.lines, strict=True) if line.amount is None
    ]
    return Sentence("sanction.fine_missing", {"items": listed(open_ones)}) if open_ones else None
