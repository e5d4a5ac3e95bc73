"""What the steps of an entry by authorisation depend on: numbers and days of the acts of others, and whom they name."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from enrolment.money.period_days import unmoved
from inspection.follow_up.entry_models import GROUNDS
from inspection.time_limits import clock_hours
from inspection.visit.inspection_models import Inspection
from regime.parameters import parameter
from regime.sentences import Sentence
from regime.working_days import DueDate
from workflow.context import THE_SYSTEM, Computed, Context
from workflow.definition import WORKFLOWS, Step
from workflow.engine import fire

ENTER = "enter_with_authorisation"
report_by = clock_hours("child_protection_take_up_time", since="learnt_at")


def lapses(context: Context) -> DueDate | None:
    """An authorisation that sets no day for its execution lapses (CNPP 283 IV); no holiday makes it last longer."""
    case, zone = context.case, context.around.zone
    if case.execution_on is not None:
        return None
    granted = case.granted_at.astimezone(zone).date()
    last = granted + timedelta(days=int(parameter("search_warrant_time").on(granted).value))
    return unmoved(last, zone, Sentence("judicial_entry.lapses_on", {"day": last}))


def ground_is_known(context: Context) -> Sentence | None:
    """A crime is suspected; a breach of labour law opens no door."""
    return None if context.case.ground in GROUNDS else Sentence("judicial_entry.ground_missing")


def facts_are_written(context: Context) -> Sentence | None:
    """What the prosecutor needs to know, without who complained: her identity goes apart, sealed, and only if she
    agrees."""
    text = (context.case.facts_shared or "").strip()
    if not text:
        return Sentence("judicial_entry.facts_missing")
    return Sentence("judicial_entry.names_her") if context.around.names_her(text) else None


def asked_is_named(context: Context) -> Sentence | None:
    """The number under which the prosecutor received it."""
    return _number(context.case.asked_reference)


def judge_was_asked(context: Context) -> Sentence | None:
    """When the prosecutor asked the judge: not before the prosecutor was asked, and not later than now."""
    case = context.case
    if case.judge_asked_at is None:
        return Sentence("judicial_entry.moment_missing")
    return _between(context, case.asked_on, case.judge_asked_at)


def decision_is_named(context: Context) -> Sentence | None:
    """The judge, the number and the moment of the decision."""
    case = context.case
    if not (case.judge or "").strip():
        return Sentence("judicial_entry.judge_missing")
    if case.granted_at is None:
        return Sentence("judicial_entry.moment_missing")
    if case.execution_on is not None and case.execution_on < case.granted_at.astimezone(context.around.zone).date():
        return Sentence("judicial_entry.execution_before_decision")
    return _number(case.judge_reference) or _between(context, case.asked_on, case.granted_at)


def denial_is_named(context: Context) -> Sentence | None:
    """The number of the act by which the prosecutor or the judge said no."""
    return _number(context.case.judge_reference)


def execution_is_named(context: Context) -> Sentence | None:
    """The number and the day of the act of those who entered."""
    case, day = context.case, context.case.executed_on
    if day is None or day > context.day:
        return Sentence("judicial_entry.day_missing")
    since = case.granted_at.astimezone(context.around.zone).date() if case.granted_at else case.asked_on
    if since is not None and day < since:
        return Sentence("judicial_entry.before_it_was_allowed", {"day": since})
    return _number(case.executed_reference)


def judge_notice_is_named(context: Context) -> Sentence | None:
    """The number of the notice by which the judge was told (CNPP 290)."""
    return _number(context.case.judge_reference)


def _number(text: str | None) -> Sentence | None:
    return None if (text or "").strip() else Sentence("judicial_entry.reference_missing")


def _between(context: Context, since: date | None, moment: datetime) -> Sentence | None:
    if moment > context.at:
        return Sentence("judicial_entry.moment_later")
    if since is None or moment.astimezone(context.around.zone).date() >= since:
        return None
    return Sentence("judicial_entry.before_it_was_asked", {"day": since})


def learnt_now(context: Context) -> Computed:
    """The moment from which it has to be reported."""
    return Computed({"learnt_at": context.legal_moment})


def asked_today(context: Context) -> Computed:
    """The day on which the prosecutor was told."""
    return Computed({"asked_on": context.day})


def give_reference(session: Session, step: Step) -> None:
    """The inspection goes in with the reference of the judge's act, if the authorisation names inspectors and they
    still stand at the door; otherwise it stays as it is."""
    case, context = step.case, step.context
    inspection = session.get(Inspection, case.inspection_id) if case.inspection_id else None
    if inspection is None or not case.names_inspectors or not case.judge_reference:
        return
    offered = WORKFLOWS["inspection"].actions_from(inspection.state, inspection.opened_on)
    if ENTER not in {action.code for action in offered}:
        return
    data = {
        "judicial_reference": case.judge_reference,
        "judge": case.judge,
        "authorised_on": case.granted_at.astimezone(context.around.zone).date(),
        "names_inspectors": True,
    }
    fire(session, inspection, ENTER, THE_SYSTEM, context.at, data=data)
