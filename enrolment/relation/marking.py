"""Days of a running relation that are not like the others, declared: pauses, vacation, holidays worked. No baja."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from enrolment.insurance.cover import refresh_cover_of_relation
from enrolment.money.undue_tasks import look_at_money_paid
from enrolment.relation.agreement import pay_of
from enrolment.relation.marked_days import PAUSE, UNPAID, VACATION, WORKED_HOLIDAY, Marked
from enrolment.relation.marking_checks import (
    day_is_a_holiday,
    marked_is_known,
    shorter_end_is_possible,
    span_is_free,
    span_is_possible,
    span_of,
    unpaid_kind_is_chosen,
)
from enrolment.relation.marking_effects import mark_as, shorten
from enrolment.relation.relation_days import absence, unpaid_spans
from enrolment.roles import DOMESTIC_WORKER, HOUSEHOLD
from regime.policies import Policies
from regime.rest_days import worked_rest_day
from regime.sentences import Sentence
from regime.service import PaidFrom
from workflow.context import Computed, Context
from workflow.definition import Action, anybody

NOT_KEPT = UUID(int=0)


def owed_for_the_holiday(context: Context) -> Computed:
    """Two more wages of the day for work on a day of rest by law (LFT 75), as of the pay that holds."""
    day: date = context.data["first_day"]
    owed = worked_rest_day(PaidFrom(context.case.began_on, pay_of(context.case)), day)
    return Computed({"owed": owed.amount}, (f"{owed.parameter} {day}",))


def told_of_days(context: Context) -> dict[str, Any]:
    """What the notices of marked days say: which days, what a pause does to her cover, what a worked holiday earns."""
    first, last = span_of(context)
    marked = next((span for span in context.around.marked if span.id == context.data.get("marked_id")), None)
    said: dict[str, Any] = {"first_day": first, "last_day": last, "owed": context.data.get("owed")}
    if marked is not None:
        said |= {"first_day": marked.first, "left": _left(last)}
    if first is not None and last is not None and context.data.get("kind") in UNPAID:
        said["effect"] = effect_of_pause(first, last, context.around.marked, context.around.policies)
    return said


def effect_of_pause(first: date, last: date, marked: Iterable[Marked], policies: Policies) -> Sentence:
    """What unpaid days do to her cover (LSS 31): care goes on through a short absence, nothing does through a long.

    The absence is as long as all the unpaid days that it belongs to, also those marked before.
    """
    days = Marked(NOT_KEPT, PAUSE, first, last)
    whole = next(span for span in unpaid_spans((*marked, days)) if span[0] <= first <= span[1])
    return Sentence(f"marked.effect.{absence(*whole, policies).kind}", {"first": first, "last": last})


def _left(last: date | None) -> Sentence:
    return Sentence("marked.withdrawn") if last is None else Sentence("marked.until", {"last": last})


MARKING = (
    Action(
        code="pause",
        source=("enrolled",),
        roles=anybody(HOUSEHOLD),
        basis=("lss_31_1", "lss_37"),
        checks=(unpaid_kind_is_chosen, span_is_possible, span_is_free),
        inputs=("kind", "first_day", "last_day"),
        notices={HOUSEHOLD: "paused", DOMESTIC_WORKER: "paused_worker"},
        effects=(
            mark_as(lambda step: str(step.context.data["kind"])),
            look_at_money_paid,
            refresh_cover_of_relation,
        ),
    ),
    Action(
        code="take_vacation",
        source=("enrolled",),
        roles=anybody(HOUSEHOLD),
        basis=("lft_76", "lft_80"),
        checks=(span_is_possible, span_is_free),
        inputs=("first_day", "last_day"),
        notices={HOUSEHOLD: "vacation", DOMESTIC_WORKER: "vacation_worker"},
        effects=(mark_as(lambda _step: VACATION), refresh_cover_of_relation),
    ),
    Action(
        code="work_holiday",
        source=("enrolled",),
        roles=anybody(HOUSEHOLD),
        basis=("lft_74", "lft_75"),
        checks=(day_is_a_holiday, span_is_free),
        inputs=("first_day",),
        computes=owed_for_the_holiday,
        notices={HOUSEHOLD: "holiday_worked", DOMESTIC_WORKER: "holiday_worked_worker"},
        effects=(mark_as(lambda _step: WORKED_HOLIDAY), refresh_cover_of_relation),
    ),
    Action(
        code="shorten_days",
        source=("enrolled",),
        roles=anybody(HOUSEHOLD),
        basis=("lss_239c_1",),
        checks=(marked_is_known, shorter_end_is_possible),
        inputs=("marked_id", "last_day"),
        notices={HOUSEHOLD: "days_shortened", DOMESTIC_WORKER: "days_shortened_worker"},
        effects=(shorten, look_at_money_paid, refresh_cover_of_relation),
    ),
)
