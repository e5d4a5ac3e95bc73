"""The decision (row 55): by who did not conduct the procedure, reasoned criterion by criterion, fine by fine."""

from sqlalchemy.orm import Session

from inspection.roles import LEGAL_OFFICER
from inspection.sanction.breaches import every_breach_is_weighed, fines_are_fixed, listed, reasons_are_whole
from inspection.sanction.sanction_models import CONVICTING, INSTALMENTS, SENSES
from regime.fines import FineRefused
from regime.parameters import parameter
from regime.rounding import plain_text
from regime.sentences import Sentence
from workflow.context import Computed, Context
from workflow.definition import Guard, Step
from workflow.stored import dumps


def instructor_does_not_decide(context: Context) -> Sentence | None:
    """Four eyes: whoever conducted the procedure does not decide it."""
    conducted = context.around.took_as.get(LEGAL_OFFICER.code, frozenset())
    return Sentence("sanction.instructor_decides") if str(context.actor.login_id) in conducted else None


def sense_is_known(context: Context) -> Sentence | None:
    """The decision convicts, acquits or does not admit."""
    return None if context.case.sense in SENSES else Sentence("sanction.sense_missing")


def sense_fits_the_evidence(context: Context) -> Sentence | None:
    """Who convicts has something proved; who acquits has nothing."""
    proved = [breach.item for breach in context.around.proved]
    if context.case.sense == CONVICTING and not proved:
        return Sentence("sanction.nothing_proved")
    if context.case.sense == SENSES[1] and proved:
        return Sentence("sanction.something_proved", {"items": listed(proved)})
    return None


def instalments_are_possible(context: Context) -> Sentence | None:
    """A fine may be paid in parts, as its reasons say."""
    parts = context.case.instalments
    return (
        None if parts is None or 1 <= parts <= INSTALMENTS else Sentence("sanction.instalments", {"most": INSTALMENTS})
    )


def if_convicting(guard: Guard) -> Guard:
    """A check that only a decision that fines has to meet."""

    def check(context: Context) -> Sentence | None:
        return guard(context) if context.case.sense == CONVICTING else None

    check.__name__ = guard.__name__
    return check


def nothing_proved_is_prescribed(context: Context) -> Sentence | None:
    """What is prescribed is not fined (LFPA 79)."""
    try:
        lines = context.around.statement(context.case, context.day).lines
    except FineRefused:
        return None  # `fines_are_fixed` says what is wrong
    pairs = zip(context.around.proved, lines, strict=True)
    over = [breach.item for breach, line in pairs if line.prescribed]
    return Sentence("sanction.prescribed", {"items": listed(over)}) if over else None


DECISION_CHECKS: tuple[Guard, ...] = (
    sense_is_known,
    sense_fits_the_evidence,
    instalments_are_possible,
    if_convicting(reasons_are_whole),
    if_convicting(fines_are_fixed),
    if_convicting(nothing_proved_is_prescribed),
)
DECISION_GUARDS: tuple[Guard, ...] = (instructor_does_not_decide, every_breach_is_weighed)


def decided(context: Context) -> Computed:
    """The day, the explained fines with both readings of the UMA, and their total; nothing is notified yet."""
    facts = {"decided_on": context.day, "notified_at": None, "revision_used": False}
    if context.case.sense != CONVICTING:
        return Computed({**facts, "instalments": None, "statement": None, "total": None})
    statement = context.around.statement(context.case, context.day)
    shown = statement.as_json()
    for breach, line in zip(context.around.proved, shown["lines"], strict=True):
        line["item"] = breach.item
    other = statement.other.as_json() if statement.other else None
    umas = sorted({(line.breach.violated_on, line.range.uma.value) for line in statement.lines})
    legal = [f"uma_daily {day} {plain_text(value)}" for day, value in umas]
    years = parameter("recidivism_time").on(context.day).value
    used = (*legal, f"recidivism_time {context.day} {plain_text(years)}")
    return Computed({**facts, "statement": dumps({**shown, "other": other}), "total": statement.total}, used)


def keep_amounts(session: Session, step: Step) -> None:
    """Write what each breach costs for each worker, so that a later repetition can be doubled."""
    around, case = step.context.around, step.case
    fined = around.statement(case, case.decided_on).lines if case.sense == CONVICTING else ()
    amounts = {breach.id: line.amount for breach, line in zip(around.proved, fined, strict=False)}
    for breach in around.breaches:
        breach.per_worker = amounts.get(breach.id)
    session.flush()


def forget_amounts(session: Session, step: Step) -> None:
    """A fine that fell counts for no later repetition."""
    for breach in step.context.around.breaches:
        breach.per_worker = None
    session.flush()
