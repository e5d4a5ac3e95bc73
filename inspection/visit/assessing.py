"""The assessment (rows 34, 36 to 40, 45, 65): item by item with its evidence, and the ways out that there are."""

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from enrolment.following import then_open
from inspection.time_limits import choice_is_lawful
from inspection.visit.following_models import Measure
from inspection.visit.inspection_models import DEFECTS, Inspection
from inspection.visit.items import is_safety, may_be_cured_freely
from inspection.visit.record_models import ASSESSED, BREACH
from inspection.visit.recording import answer_of
from regime.parameters import parameter
from regime.periods import month_after
from regime.sentences import Sentence
from regime.time_limits import choice_of, term
from workflow.columns import new_id
from workflow.context import Computed, Context
from workflow.definition import Step, nothing_to_do

ALL_MEASURES = "safety_correction_time"


def found(context: Context) -> Any:
    """What the acta says of the item that is spoken of."""
    item = context.data.get("item")
    return next((answer for answer in context.around.answers if answer.item == item), None)


def breach_is_weighed(context: Context) -> Sentence | None:
    """An item of the acta that was found breached, what becomes of it, and the evidence that decides."""
    data, answer = context.data, found(context)
    if answer is None or answer.result != BREACH:
        return Sentence("inspection.item_not_breached")
    if data.get("assessed") not in ASSESSED:
        return Sentence("inspection.assessment_missing")
    if not (data.get("assessed_evidence") or "").strip():
        return Sentence("inspection.assessed_evidence_missing")
    until = data.get("breach_until")
    return Sentence("inspection.breach_ahead") if until is not None and until > context.day else None


def weigh(session: Session, step: Step) -> None:
    """Write down what became of a breach; one that had no end went on until the visit."""
    data, around = step.context.data, step.context.around
    answer = answer_of(session, step.case.id, data["item"])
    assert answer is not None  # noqa: S101 - `breach_is_weighed` has found it
    ended = step.case.ended_at.astimezone(around.zone).date() if step.case.ended_at else step.context.day
    answer.assessed, answer.assessed_evidence = data["assessed"], data["assessed_evidence"]
    answer.breach_until = data.get("breach_until") or ended
    session.flush()


def every_breach_is_weighed(context: Context) -> Sentence | None:
    """Nothing is decided while an item waits; what is presumed stands by itself until it is disproved."""
    waiting = [a.item for a in context.around.breaches if a.assessed is None and not a.presumed]
    return Sentence("inspection.items_unweighed", {"items": _listed(waiting)}) if waiting else None


def no_breach_stands(context: Context) -> Sentence | None:
    """An inspection is archived when nothing is left of what was found."""
    left = [answer.item for answer in context.around.standing]
    return Sentence("inspection.breaches_stand", {"items": _listed(left)}) if left else None


def a_breach_stands(context: Context) -> Sentence | None:
    """A sanction is asked for something, or for the refusal itself (LFT 1004-A)."""
    enough = context.around.standing or context.case.refused_at is not None
    return None if enough else Sentence("inspection.no_breach_stands")


def breaches_have_evidence(context: Context) -> Sentence | None:
    """Every breach names what shows it and how many workers it touches (LFT 992)."""
    bare = [a.item for a in context.around.standing if not a.presumed and not (a.assessed_evidence or a.evidence)]
    alone = [a.item for a in context.around.standing if (a.workers or 0) < 1]
    missing = sorted({*bare, *alone})
    return Sentence("inspection.breach_unproved", {"items": _listed(missing)}) if missing else None


def nothing_is_prescribed(context: Context) -> Sentence | None:
    """The power to sanction ends five years after the breach, or after its end (LFPA 79)."""
    over = [a.item for a in context.around.standing if a.breach_until and is_prescribed(context, a.breach_until)]
    return Sentence("inspection.breach_prescribed", {"items": _listed(over)}) if over else None


def is_prescribed(context: Context, until: date) -> bool:
    """Whether the time to sanction a breach has passed by every calendar."""
    ends = term("sanction_prescription_time", until, timezone=str(context.around.zone), reading="authority").latest
    return ends is not None and not isinstance(ends, datetime) and context.day > ends


def _listed(items: list[int]) -> str:
    return ", ".join(str(item) for item in sorted(items))


@nothing_to_do
def only_advised(context: Context) -> Sentence | None:
    """Only a visit of orientation is archived without observations: it leads to no sanction."""
    return None if context.case.kind == "orientation" else Sentence("inspection.not_orientation")


def defect_is_named(context: Context) -> Sentence | None:
    """Which formal fault the acta has."""
    return None if context.case.defect in DEFECTS else Sentence("inspection.defect_missing")


def repeat_if_wanted(session: Session, step: Step) -> None:
    """A defective acta is a ground for another, extraordinary inspection (RGITAS 28)."""
    if step.context.data.get("repeat"):
        case = step.case
        facts = {"file_id": case.file_id, "office": case.office, "follows_id": case.id}
        then_open(session, step, Inspection, "open", kind="extraordinary", **facts)


# Measures of safety (row 39), compliance by agreement (row 40).


def measure_is_lawful(context: Context) -> Sentence | None:
    """A term of days is for safety alone and within what the regulation allows; working conditions have none."""
    data, answer = context.data, found(context)
    if answer is None or answer not in context.around.standing:
        return Sentence("inspection.item_does_not_stand")
    if not is_safety(answer.item):
        return Sentence("inspection.no_term_for_conditions", {"item": answer.item})
    if not (data.get("wording") or "").strip():
        return Sentence("inspection.wording_missing")
    allowed = choice_of(ALL_MEASURES, context.day)
    days = data.get("days")
    if days is None or not allowed.least <= days <= allowed.most:
        return Sentence("inspection.measure_too_long", {"most": int(allowed.most)})
    return None


def keep_measure(session: Session, step: Step) -> None:
    """Write a measure down; a second one for the same item replaces the first."""
    data = step.context.data
    for measure in step.context.around.measures:
        if measure.item == data["item"]:
            session.delete(measure)
    session.add(
        Measure(id=new_id(), inspection_id=step.case.id, item=data["item"], wording=data["wording"], days=data["days"])
    )
    session.flush()


def measures_are_drafted(context: Context) -> Sentence | None:
    """There is something to order."""
    return None if context.around.measures else Sentence("inspection.no_measures")


def longest_term(context: Context) -> Computed:
    """The term of the act is that of its longest measure; each measure keeps its own."""
    days = max(measure.days for measure in context.around.measures)
    return Computed({"term_days": days, "served_at": None, "extra_days": None, "first_term_ended_on": None})


def may_comply_freely(context: Context) -> Sentence | None:
    """Nothing grave, nothing repeated, nothing presumed: only then is compliance asked for without a sanction."""
    around = context.around
    if not around.standing:
        return Sentence("inspection.no_breach_stands")
    grave = [a.item for a in around.standing if a.presumed or not may_be_cured_freely(a.item)]
    if grave:
        return Sentence("inspection.too_grave_to_comply", {"items": _listed(grave)})
    years = int(parameter("recidivism_time").on(context.day).value)
    since = month_after(context.day.replace(day=1), -12 * years)
    again = sorted({a.item for a in around.standing} & around.inspected_before(since))
    return Sentence("inspection.repeated_breach", {"items": _listed(again), "years": years}) if again else None


def compliance_awaited(context: Context) -> Computed:
    """Nothing was served yet."""
    return Computed({"served_at": None, "extra_days": None, "first_term_ended_on": None})


def each_breach_is_to_be_cured(session: Session, step: Step) -> None:
    """What is asked for, item by item, so that it can be verified in the same way as a measure."""
    for measure in step.context.around.measures:
        session.delete(measure)
    for answer in step.context.around.standing:
        row = {"item": answer.item, "wording": step.context.comment or "", "days": step.case.term_days}
        session.add(Measure(id=new_id(), inspection_id=step.case.id, **row))
    session.flush()


compliance_term_is_lawful = choice_is_lawful("term_without_statute", "term_days")


def file_is_open(context: Context) -> Sentence | None:
    """What was archived is weighed again once its file was opened again, with the ground that was given there."""
    return None if context.around.file_is_open else Sentence("inspection.file_closed")
