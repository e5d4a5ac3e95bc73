"""The affiliation of a domestic worker by a household, declared: from a draft to the end of the relation."""

from dataclasses import replace
from typing import Any

from enrolment.affiliation_checks import (
    change_day_is_possible,
    days_are_possible,
    end_has_a_reason,
    end_is_possible,
    month_is_changeable,
    month_is_of_the_relation,
)
from enrolment.affiliation_effects import (
    apply_new_terms,
    begin_insurance,
    cancel_periods,
    end_periods,
    identify_and_decide,
    keep_days,
    propose_period,
)
from enrolment.affiliation_look import look
from enrolment.affiliation_rules import (
    Parties,
    agreed_again,
    beginning_is_given,
    beginning_is_near,
    enrolled,
    filed,
    hours_are_possible,
    household_is_open,
    insurance_is_chosen,
    is_no_duplicate,
    is_old_enough,
    long_periods_are_full,
    pay_is_possible,
    place_is_given,
    worker_curp_is_possible,
    worker_is_identified,
    worker_is_named,
    worker_is_somebody_else,
    worker_nss_is_possible,
)
from enrolment.agreement import TERMS_FACTS
from enrolment.cover import refresh_cover_of_relation
from enrolment.deciding import NOT_ACCEPTED, UNDECIDED
from enrolment.homes import ADDRESS, place_exists
from enrolment.models import Affiliation
from enrolment.period_days import appointment, line_issue_day
from enrolment.roles import DOMESTIC_WORKER, HOUSEHOLD, OFFICIALS, SUPERVISOR, roles_between
from regime.periods import month_after
from regime.sentences import Sentence
from regime.working_days import DueDate
from workflow.context import SYSTEM, Actor, Computed, Context, Role
from workflow.definition import Action, Deadline, State, Workflow, anybody

WORKER = (
    "worker_given_name",
    "worker_first_surname",
    "worker_second_surname",
    "worker_curp",
    "worker_nss",
    "worker_email",
    "worker_phone",
)
TYPED = ("step", *WORKER, "place_id", *ADDRESS, *TERMS_FACTS, "began_on")


def roles_of(actor: Actor, _case: Any, around: Parties) -> frozenset[Role]:
    """The own household, the own worker; officials on everybody else's."""
    return roles_between(actor, around.household_person, around.worker_person)


def tell(context: Context) -> dict[str, Any]:
    """What the notices say. The household reads the name it typed, the worker that of the household."""
    case = context.case
    return {
        "worker": case.worker_given_name or "",
        "household": context.around.household_name,
        "reason": context.comment or "",
        "enrolled_from": case.enrolled_from,
        "ended_on": case.ended_on,
        "from_month": context.data.get("from_month"),
    }


def next_proposal(context: Context) -> DueDate:
    """When the next period is proposed: early in the month before it begins."""
    because = Sentence("affiliation.next_proposal")
    return appointment(line_issue_day(context.case.next_month), context.around.zone, because)


def next_period(context: Context) -> Computed:
    """Which months are proposed next, and the month after them; a month that has begun cannot be paid ahead."""
    case = context.case
    wanted = context.data.get("from_month") or case.next_month
    first = max(wanted, month_after(context.day, 1))
    following = month_after(first, case.periodicity)
    return Computed({"first_month": first, "months": case.periodicity, "next_month": following})


TYPED_RIGHT = (
    worker_curp_is_possible,
    worker_nss_is_possible,
    place_exists,
    beginning_is_near,
    hours_are_possible,
)
AGREED_RIGHT = (pay_is_possible, hours_are_possible, insurance_is_chosen, long_periods_are_full)
COMPLETE = (
    worker_is_named,
    worker_curp_is_possible,
    worker_nss_is_possible,
    worker_is_somebody_else,
    is_no_duplicate,
    place_is_given,
    place_exists,
    beginning_is_given,
    beginning_is_near,
    is_old_enough,
    *AGREED_RIGHT,
)
NEXT_PERIOD = Deadline("next_period", next_proposal, on_expiry="propose_next", basis=("lss_239c_5",), silent=True)

STATES = (
    *UNDECIDED,
    State("enrolled", tags=frozenset({"open", "in_force"}), deadlines=(NEXT_PERIOD,), seen_by=(DOMESTIC_WORKER,)),
    State("ended", final=True, tags=frozenset({"was_in_force"})),
    State("discarded", final=True),
    State("refused", final=True),
    State("withdrawn", final=True),
    State("voided", final=True),
)

FILING = (
    Action(
        code="begin",
        target="draft",
        roles=anybody(HOUSEHOLD),
        basis=("lss_239c_1",),
        guards=(household_is_open,),
        checks=TYPED_RIGHT,
        facts=("household_id", *TYPED),
    ),
    Action(
        code="save",
        source=("draft", "correction_requested"),
        roles=anybody(HOUSEHOLD),
        basis=("lss_239c_1",),
        checks=TYPED_RIGHT,
        facts=TYPED,
    ),
    Action(
        code="submit",
        source=("draft", "correction_requested"),
        target="submitted",
        roles=anybody(HOUSEHOLD),
        basis=("lss_15", "lss_239c_1", "lft_22bis"),
        guards=(household_is_open, *COMPLETE),
        computes=filed,
        effects=(identify_and_decide,),
    ),
    Action(
        code="discard",
        source=("draft",),
        target="discarded",
        roles=anybody(HOUSEHOLD),
        basis=("practice",),
    ),
    Action(
        code="withdraw",
        source=("in_review", "correction_requested"),
        target="withdrawn",
        roles=anybody(HOUSEHOLD),
        basis=("practice",),
    ),
)

ENROL = Action(
    code="enrol",
    source=("submitted",),
    target="enrolled",
    roles=anybody(SYSTEM),
    basis=("lss_239c_1", "lss_251"),
    guards=(worker_is_identified,),
    facts=("findings", "worker_id", "place_id"),
    computes=enrolled,
    notices={HOUSEHOLD: "enrolled"},
    effects=(begin_insurance,),
)
DECIDING = (
    Action(
        code="review",
        source=("submitted",),
        target="in_review",
        roles=anybody(SYSTEM),
        basis=("lss_17", "lss_251"),
        facts=("findings", "worker_id", "place_id"),
        notices={HOUSEHOLD: "in_review"},
    ),
    ENROL,
    replace(ENROL, code="accept", source=("in_review",), roles=anybody(*OFFICIALS), facts=(), comment="optional"),
    *NOT_ACCEPTED,
)

IN_FORCE = (
    Action(
        code="propose_next",
        source=("enrolled",),
        roles=anybody(SYSTEM),
        basis=("lss_239c_2", "lss_239c_5"),
        inputs=("from_month",),
        computes=next_period,
        effects=(propose_period,),
        rearms=("next_period",),
        quiet=True,
    ),
    Action(
        code="change_terms",
        source=("enrolled",),
        roles=anybody(HOUSEHOLD),
        basis=("lss_15", "lss_34"),
        guards=(household_is_open,),
        checks=(*AGREED_RIGHT, change_day_is_possible),
        facts=TERMS_FACTS,
        inputs=("change_from",),
        computes=agreed_again,
        notices={HOUSEHOLD: "terms_changed", DOMESTIC_WORKER: "terms_changed_worker"},
        effects=(apply_new_terms,),
    ),
    Action(
        code="report_days",
        source=("enrolled",),
        roles=anybody(HOUSEHOLD),
        basis=("lss_239c_1", "lss_239c_8"),
        checks=(month_is_of_the_relation, month_is_changeable, days_are_possible),
        inputs=("month", "days"),
        effects=(keep_days, refresh_cover_of_relation),
    ),
    Action(
        code="end",
        source=("enrolled",),
        target="ended",
        roles=anybody(HOUSEHOLD, *OFFICIALS),
        basis=("lss_37", "lss_239d", "lft_342", "lft_343"),
        checks=(end_is_possible, end_has_a_reason),
        facts=("ended_on", "end_reason"),
        comment="optional",
        notices={HOUSEHOLD: "ended", DOMESTIC_WORKER: "ended_worker"},
        effects=(end_periods, refresh_cover_of_relation),
    ),
    Action(
        code="void",
        source=("enrolled", "ended"),
        target="voided",
        roles=anybody(SUPERVISOR),
        basis=("lss_17", "lss_239d"),
        comment="required",
        notices={HOUSEHOLD: "voided", DOMESTIC_WORKER: "voided_worker"},
        effects=(cancel_periods, refresh_cover_of_relation),
    ),
)

AFFILIATION = Workflow(
    name="affiliation",
    model=Affiliation,
    states=STATES,
    actions=(*FILING, *DECIDING, *IN_FORCE),
    look=look,
    roles_of=roles_of,
    tell=tell,
)
