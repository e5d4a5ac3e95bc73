"""What happens while a relation is in force: the next months, changed terms and days, its end."""

from enrolment.insurance.cover import refresh_cover_of_relation
from enrolment.labour.dues_effects import drop_dues, settle_dues, watch_dues
from enrolment.money.period_days import appointment, line_issue_day
from enrolment.money.undue_tasks import look_at_money_paid
from enrolment.people.age_found import look_at_age_of_curp
from enrolment.people.identifying import keep_numbers
from enrolment.people.identity import (
    PAPER,
    numbers_known_stay,
    paper_is_whole,
    something_is_given,
    something_is_missing,
    worker_curp_is_possible,
    worker_nss_is_possible,
)
from enrolment.relation.affiliation_checks import (
    change_day_is_possible,
    days_are_possible,
    end_has_a_reason,
    end_is_possible,
    month_is_changeable,
    month_is_of_the_relation,
    she_is_not_certified,
)
from enrolment.relation.affiliation_effects import (
    apply_new_terms,
    cancel_periods,
    end_periods,
    keep_days,
    propose_period,
)
from enrolment.relation.affiliation_filing import AGREED_RIGHT
from enrolment.relation.affiliation_reversal import REVERSE_END
from enrolment.relation.affiliation_rules import agreed_again, household_is_open, wage_owed, worker_is_somebody_else
from enrolment.relation.agreement import TERMS_FACTS
from enrolment.relation.marking import MARKING
from enrolment.relation.relation_tasks import lapse_tasks, look_at_new_wages, look_at_terms, pay_was_checked
from enrolment.roles import DELEGATE_PAYS, DELEGATE_REPORTS, DOMESTIC_WORKER, HOUSEHOLD, OFFICIALS, SUPERVISOR
from regime.periods import month_after
from regime.sentences import Sentence
from regime.working_days import DueDate
from workflow.context import SYSTEM, Computed, Context
from workflow.definition import BY_TELEPHONE, Action, Deadline, anybody


def next_proposal(context: Context) -> DueDate:
    """When the next period is proposed: early in the month before it begins."""
    because = Sentence("affiliation.next_proposal")
    return appointment(line_issue_day(context.case.next_month), context.around.zone, because)


def next_period(context: Context) -> Computed:
    """Which months are proposed next, and the month after them; a month that has begun cannot be paid ahead.

    Pay that was lawful may have fallen behind a new minimum wage (LFT 90): it is looked at each time.
    """
    case = context.case
    wanted = context.data.get("from_month") or case.next_month
    first = max(wanted, month_after(context.day, 1))
    following = month_after(first, case.periodicity)
    months = {"first_month": first, "months": case.periodicity, "next_month": following}
    owed = wage_owed(context)
    return Computed({**months, "wage_owed": owed, "pay_fell_behind": (owed or 0) > (case.wage_owed or 0)})


NEXT_PERIOD = Deadline("next_period", next_proposal, on_expiry="propose_next", basis=("lss_239c_5",), silent=True)

IN_FORCE = (
    Action(
        code="propose_next",
        source=("enrolled",),
        roles=anybody(SYSTEM),
        basis=("lss_239c_2", "lss_239c_5"),
        inputs=("from_month",),
        computes=next_period,
        effects=(propose_period, watch_dues, look_at_new_wages),
        rearms=("next_period",),
        quiet=True,
    ),
    Action(
        code="change_terms",
        source=("enrolled",),
        roles=anybody(HOUSEHOLD, DELEGATE_REPORTS),
        basis=("lss_15", "lss_34"),
        guards=(household_is_open,),
        checks=(*AGREED_RIGHT, change_day_is_possible),
        facts=TERMS_FACTS,
        inputs=("change_from",),
        computes=agreed_again,
        notices={HOUSEHOLD: "terms_changed", DOMESTIC_WORKER: "terms_changed_worker"},
        produces=("enrolment_form", "worker_sheet", "contract"),
        effects=(apply_new_terms, look_at_terms, pay_was_checked),
    ),
    Action(
        code="report_days",
        channels=BY_TELEPHONE,
        source=("enrolled",),
        roles=anybody(HOUSEHOLD, DELEGATE_PAYS),
        basis=("lss_239c_1", "lss_239c_8"),
        checks=(month_is_of_the_relation, month_is_changeable, days_are_possible),
        inputs=("month", "days"),
        effects=(keep_days, refresh_cover_of_relation),
    ),
    Action(
        code="complete_identity",
        source=("enrolled", "ended"),
        roles=anybody(HOUSEHOLD, DOMESTIC_WORKER, *OFFICIALS),
        basis=("lss_15", "lss_239c_1"),
        guards=(something_is_missing,),
        checks=(
            numbers_known_stay,
            something_is_given,
            worker_curp_is_possible,
            worker_nss_is_possible,
            paper_is_whole,
            worker_is_somebody_else,
        ),
        facts=("worker_curp", "worker_nss", *PAPER),
        notices={HOUSEHOLD: "identity_completed"},
        effects=(keep_numbers, look_at_age_of_curp),
    ),
    *MARKING,
    Action(
        code="end",
        weight="grave",
        source=("enrolled",),
        target="ended",
        roles=anybody(HOUSEHOLD, SYSTEM, *OFFICIALS),
        basis=("lss_37", "lss_239d", "lft_342", "lft_343"),
        checks=(end_is_possible, end_has_a_reason, she_is_not_certified),
        facts=("ended_on", "end_reason"),
        comment="optional",
        notices={HOUSEHOLD: "ended", DOMESTIC_WORKER: "ended_worker"},
        produces=("end_letter",),
        effects=(end_periods, settle_dues, lapse_tasks, look_at_money_paid, refresh_cover_of_relation),
    ),
    REVERSE_END,
    Action(
        code="correct_identity",
        source=("enrolled", "ended"),
        roles=anybody(SYSTEM),
        basis=("lss_15",),
        facts=("worker_given_name", "worker_first_surname", "worker_second_surname", "worker_birth_date"),
        notices={DOMESTIC_WORKER: "identity_corrected"},
    ),
    Action(
        code="void",
        weight="grave",
        source=("enrolled", "ended"),
        target="voided",
        roles=anybody(SUPERVISOR),
        basis=("lss_17", "lss_239d"),
        comment="required",
        notices={HOUSEHOLD: "voided", DOMESTIC_WORKER: "voided_worker"},
        effects=(cancel_periods, drop_dues, lapse_tasks, refresh_cover_of_relation),
    ),
)
