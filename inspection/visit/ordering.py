"""The order of an inspection (rows 13, 14, 16 to 18): what it must say, when it may be given, how it is announced."""

from datetime import datetime, time
from secrets import choice

from inspection.models import new_folio
from inspection.roles import DIRECTOR, EMPLOYER, INSPECTOR, NOTIFIER
from inspection.service.delivered import delivery_fault
from inspection.service.matters import counted_from, issues, upon
from inspection.time_limits import choice_is_lawful
from inspection.visit.capacities import RECEIVES_SUMMONS, cannot
from inspection.visit.discretion import betrays_nobody
from inspection.visit.inspection_models import ANNOUNCED, KINDS, MATTERS, MODALITIES, Inspection
from regime.parameters import parameter
from regime.sentences import Sentence
from regime.time_limits import term
from regime.working_days import is_business_day
from workflow.context import SYSTEM, Computed, Context
from workflow.definition import Action, Step, anybody, nothing_to_do, states_tagged

LFPA_63 = ("lfpa_3", "lfpa_63")
_CODE = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
AT_THE_PLACE = ("visit", "doorstep")


def kind_is_known(context: Context) -> Sentence | None:
    """Ordinary, extraordinary, of orientation, or to verify what was ordered before."""
    case = context.case
    if case.kind not in KINDS:
        return Sentence("inspection.kind_missing")
    lonely = case.kind == "verification" and case.follows_id is None
    return Sentence("inspection.verifies_nothing") if lonely else None


def order_is_complete(context: Context) -> Sentence | None:
    """What an order must say (LFPA 63): whose home and where, on what, how far, which period, how it is done."""
    case, around = context.case, context.around
    if not around.employer_name or not around.street or not around.municipality:
        return Sentence("inspection.home_incomplete")
    if case.matter not in MATTERS or not (case.scope or "").strip():
        return Sentence("inspection.object_missing")
    if case.modality not in MODALITIES:
        return Sentence("inspection.modality_missing")
    return None


def period_is_possible(context: Context) -> Sentence | None:
    """A period that has begun, in order, and within the years in which a breach can still be sanctioned."""
    case = context.case
    if case.period_from is None or case.period_until is None:
        return Sentence("inspection.period_missing")
    if case.period_until < case.period_from:
        return Sentence("inspection.period_turned")
    if case.period_until > context.day:
        return Sentence("inspection.period_ahead", {"day": context.day})
    ends = term("sanction_prescription_time", case.period_until).latest
    return Sentence("inspection.period_prescribed") if ends is not None and ends < context.day else None


def order_betrays_nobody(context: Context) -> Sentence | None:
    """No word by which the complainant could be known stands in what the employer reads."""
    scope = context.case.scope or ""
    return Sentence("inspection.order_names_her") if context.around.names_her(scope) else None


def wish_allows(context: Context) -> Sentence | None:
    """Her wish leads: no order within days of a complaint unless she wants it or somebody is in danger."""
    case = context.case
    found: Sentence | None = context.around.wish(case.kind, case.modality or "", context.day)
    return found


def inspectors_still_go(context: Context) -> Sentence | None:
    """Those whom the order names can still be sent on the day it is signed."""
    case = context.case
    named = [login for login in (case.inspector_id, case.second_inspector_id) if login is not None]
    return next((fault for login in named if (fault := context.around.fault_of(login, context.day))), None)


def day_is_planned(context: Context) -> Sentence | None:
    """What is announced has a day from which the summons is counted back; documents need a term that is lawful."""
    case = context.case
    if case.modality == "documents":
        return choice_is_lawful("term_without_statute", "documents_days")(context) or documents_are_named(context)
    if case.kind not in ANNOUNCED:
        return None
    if case.planned_on is None or case.planned_on <= context.day:
        return Sentence("inspection.day_not_planned")
    return None


def documents_are_named(context: Context) -> Sentence | None:
    """Documents are asked for by item of the checklist, so that it is plain what is presumed when one is not shown."""
    return None if (context.case.documents_asked or "").strip() else Sentence("inspection.documents_missing")


def numbered(context: Context) -> Computed:
    """The folio, the code by which anybody can check the order by telephone, who signed it and when."""
    code = "".join(choice(_CODE) for _ in range(10))
    folio = "OI" + new_folio(context.day).removeprefix("IT")
    signed = {"ordered_at": context.at, "ordered_by": context.actor.login_id}
    return Computed({"order_folio": folio, "verification_code": code, **signed})


@nothing_to_do
def is_announced(context: Context) -> Sentence | None:
    """An extraordinary inspection is never announced (RGITAS 28)."""
    return None if context.case.kind in ANNOUNCED else Sentence("inspection.never_announced")


@nothing_to_do
def goes_to_the_place(context: Context) -> Sentence | None:
    """Only what is done at a place and hour has a summons; documents are asked for in writing."""
    return Sentence("inspection.by_documents") if context.case.modality == "documents" else None


def notice_is_long_enough(context: Context) -> Sentence | None:
    """At least 24 hours by the clock between the delivery and the visit."""
    return notice_fault(context, context.case.summoned_at, context.case.visit_at)


def notice_fault(context: Context, delivered: datetime | None, visit: datetime | None) -> Sentence | None:
    """What is wrong with the hours between a delivery and the visit it announces, if anything is."""
    if delivered is None or visit is None:
        return Sentence("inspection.hours_missing")
    if delivered > context.at:
        return Sentence("inspection.delivered_later")
    earliest = term("summons_notice_time", delivered, timezone=str(context.around.zone)).due
    assert isinstance(earliest, datetime)  # noqa: S101 - a term in hours ends at a moment
    hours = int(parameter("summons_notice_time").on(context.day).value)
    return Sentence("inspection.notice_too_short", {"hours": hours, "earliest": earliest}) if visit < earliest else None


def hour_is_working(context: Context) -> Sentence | None:
    """Working days and hours (LFPA 28, 30), unless an agreement of the order enables others."""
    return working_fault(context, context.case.visit_at)


def working_fault(context: Context, moment: datetime | None) -> Sentence | None:
    """What is wrong with the day or the hour of an act, if anything is."""
    if moment is None or context.case.enabled_by:
        return None
    local = moment.astimezone(context.around.zone)
    if not is_business_day(local.date()):
        return Sentence("inspection.day_not_working", {"day": local.date()})
    first, last = (
        time(int(parameter(name).on(local.date()).value)) for name in ("working_hours_from", "working_hours_until")
    )
    outside = not first <= local.time() <= last
    return Sentence("inspection.hour_not_working", {"first": first.hour, "last": last.hour}) if outside else None


def summons_was_received(context: Context) -> Sentence | None:
    """Left with somebody who takes papers for the home, or with a neighbour (LFPA 36)."""
    to = context.data.get("served_to")
    if to is None:
        return Sentence("inspection.served_to_missing")
    return None if to in RECEIVES_SUMMONS else cannot("receive", to)


def service_was_received(context: Context) -> Sentence | None:
    """Served on somebody who takes papers for the home, or fixed to the door; by an officer's word and hour."""
    given = "documents_served_at" if "documents_served_at" in context.data else "delivered_at"
    return delivery_fault(context, given)


@nothing_to_do
def asked_for_documents_only(context: Context) -> Sentence | None:
    """An order for a visit is not carried out in writing; an announced one may be: it asks less of the home."""
    waiting = context.case.state in states_tagged(Inspection, "order_alone")
    return Sentence("inspection.order_is_a_visit") if waiting and context.case.modality != "documents" else None


def told_now(context: Context) -> Computed:
    """The moment from which the employer knows of the inspection."""
    return Computed({"told_at": context.case.told_at or context.at})


def documents_count(context: Context) -> Computed:
    """The moment from which the term for documents runs, and from which the employer knows of the inspection."""
    counted = counted_from("documents_served_at", "documents_served_at")(context)
    return Computed({**counted.facts, **told_now(context).facts})


def asks_for_documents(step: Step) -> bool:
    """Whether the order itself asks for documents in writing, so that there is no visit to announce."""
    return bool(step.case.modality == "documents")


def new_day_is_planned(context: Context) -> Sentence | None:
    """A visit is put off to a day for which it can be announced again."""
    planned = context.case.planned_on
    return Sentence("inspection.day_not_planned") if planned is None or planned <= context.day else None


def not_summoned(_context: Context) -> Computed:
    """The earlier summons counts no more."""
    return Computed({"visit_at": None, "summoned_at": None})


ORDER_FACTS = (
    "modality",
    "matter",
    "scope",
    "period_from",
    "period_until",
    "documents_asked",
    "documents_days",
    "planned_on",
    "enabled_by",
)

ORDERING = (
    Action(
        code="order",
        source=("assigned",),
        target="ordered",
        roles=anybody(DIRECTOR),
        basis=LFPA_63,
        checks=(
            order_is_complete,
            period_is_possible,
            order_betrays_nobody,
            wish_allows,
            inspectors_still_go,
            day_is_planned,
            betrays_nobody("enabled_by"),
        ),
        facts=ORDER_FACTS,
        computes=numbered,
        effects=(issues("documents", when=asks_for_documents),),
        internal=True,
        produces=("order", "annexed_list", "rights_guide", "documents_to_require"),
        rows=(13,),
    ),
    Action(
        code="summon",
        source=("ordered", "rescheduled"),
        target="summoned",
        roles=anybody(INSPECTOR, NOTIFIER),
        basis=("rgitas_17", "lfpa_36"),
        guards=(is_announced, goes_to_the_place),
        checks=(notice_is_long_enough, hour_is_working, summons_was_received),
        facts=("visit_at", "summoned_at"),
        inputs=("served_to",),
        private=("received_by",),
        computes=told_now,
        effects=(upon("rescheduling", "by_hand"),),
        notices={EMPLOYER: "summoned"},
        produces=("summons",),
        rows=(14,),
    ),
    Action(
        code="complete_notice",
        source=("summoned",),
        roles=anybody(SYSTEM),
        basis=("rgitas_17",),
        quiet=True,
        internal=True,
        rows=(14,),
    ),
    Action(
        # An announced visit, or one that found nobody, goes on in writing: it is served like every other act.
        code="draw_up_requirement",
        source=("rescheduled", "summoned", "not_constituted", "at_the_door"),
        roles=anybody(INSPECTOR, DIRECTOR),
        basis=("rgitas_2", "lfpa_32"),
        checks=(choice_is_lawful("term_without_statute", "documents_days"), documents_are_named),
        facts=("documents_asked", "documents_days"),
        effects=(issues("documents"),),
        internal=True,
        produces=("documents_to_require",),
        rows=(16, 19, 21),
    ),
    Action(
        code="require_documents",
        source=("ordered", "rescheduled", "summoned", "not_constituted", "at_the_door"),
        target="documents_required",
        roles=anybody(INSPECTOR, NOTIFIER, SYSTEM),
        basis=("rgitas_2", "lfpa_32"),
        guards=(asked_for_documents_only,),
        checks=(
            choice_is_lawful("term_without_statute", "documents_days"),
            documents_are_named,
            service_was_received,
        ),
        facts=("documents_asked", "documents_days", "documents_served_at"),
        inputs=("served_to",),
        private=("received_by",),
        computes=documents_count,
        effects=(upon("documents"),),
        rearms=("documents", "more_documents"),
        notices={EMPLOYER: "documents_required"},
        produces=("requirement",),
        rows=(16, 19, 21),
    ),
    Action(
        code="reschedule",
        source=("summoned",),
        target="rescheduled",
        roles=anybody(DIRECTOR),
        basis=("lfpa_31", "protocol"),
        checks=(new_day_is_planned, betrays_nobody()),
        facts=("planned_on",),
        computes=not_summoned,
        effects=(issues("rescheduling"),),
        comment="required",
        notices={EMPLOYER: "rescheduled"},
        rearms=("summons_delivery",),
        weight="rare",
        produces=("rescheduling",),
        rows=(18,),
    ),
    Action(
        code="archive_unvisited",
        source=("to_assign", "assigned", "ordered", "rescheduled", "summoned", "not_constituted"),
        target="archived",
        roles=anybody(DIRECTOR, SYSTEM),
        basis=("protocol",),
        checks=(betrays_nobody(),),
        comment="required",
        weight="grave",
        produces=("archive",),
        rows=(19,),
    ),
)
