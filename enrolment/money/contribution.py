"""A contribution period, declared: proposed, its line issued, then paid, overdue (post-paid) or lapsed (prepaid)."""

from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.household.delegates import delegates_of, paying_recipients
from enrolment.household.former_homes import municipality_in
from enrolment.household.homes import zone_at
from enrolment.household.line_payers import NAMING
from enrolment.insurance.cover import refresh_cover
from enrolment.models import Affiliation, ContributionPeriod, DomesticWorker, Household, ReportedDays
from enrolment.money.contributed import Paid
from enrolment.money.contribution_effects import (
    cancel_overlaps,
    issue_when_due,
    keep_line,
    keep_payment,
    offer_next_month,
    propose_rest_again,
)
from enrolment.money.contribution_rules import (
    Payers,
    advised_day,
    amount_is_positive,
    charged,
    due_after,
    due_ahead,
    due_certified,
    has_days,
    identity_is_known,
    issue_appointment,
    issued,
    next_charge,
    nothing_is_paid,
    payment_is_partial,
    payment_settles,
    received,
    relation_goes_on,
    surcharge_is_missing,
    told,
    was_paid_ahead,
)
from enrolment.money.payment_exception_effects import complete_shortfalls
from enrolment.money.payment_models import Payment
from enrolment.money.undue_tasks import look_at_line_paid
from enrolment.papers import payment_slip
from enrolment.people.concerned import impartial
from enrolment.people.identity import is_provisional, waits_for_identity
from enrolment.relation.affiliation_effects import terms_for
from enrolment.relation.days import days_from
from enrolment.relation.relation_days import relation_of
from enrolment.roles import DELEGATE, DELEGATE_PAYS, DOMESTIC_WORKER, HOUSEHOLD, OFFICIALS, roles_between
from enrolment.statistics.marks import mark_worker_of_period
from workflow.context import SYSTEM, Actor, Role
from workflow.definition import Action, Deadline, DocumentKind, State, Workflow, anybody


def look(session: Session, case: Any) -> Payers:
    """Both parties, the place, the terms of the first month and the confirmed days."""
    affiliation = session.get_one(Affiliation, case.affiliation_id)
    household = session.get_one(Household, affiliation.household_id)
    worker = session.get_one(DomesticWorker, affiliation.worker_id)
    municipality = municipality_in(session, affiliation, case.first_month)
    settings = session.info["settings"]
    told = worker.person.as_recipient(affiliation.worker_email)
    helpers = paying_recipients(session, household.id, affiliation.id)
    return Payers(
        people={HOUSEHOLD: (household.person.as_recipient(), *helpers), DOMESTIC_WORKER: (told,)},
        zone=zone_at(municipality),
        policies=settings.policies,
        line_prefix=settings.line_prefix,
        is_demo=settings.demo,
        household_person=household.person_id,
        household_name=household.person.full_name,
        worker_person=worker.person_id,
        worker_name=affiliation.worker_given_name or "",
        relation=relation_of(session, affiliation, municipality),
        agreed=terms_for(session, affiliation.id, case.first_month),
        reported=_reported(session, affiliation),
        delegates=delegates_of(session, household.id, affiliation.id),
        payments=_payments(session, case),
        identity_is_missing=waits_for_identity(affiliation, settings.policies),
        is_provisional=is_provisional(affiliation),
    )


def _payments(session: Session, case: Any) -> tuple[Paid, ...]:
    if case.basis != "post_paid" or not case.paid_amount:
        return ()
    arrived = select(Payment.amount, Payment.paid_on).where(Payment.period_id == case.id)
    return tuple(Paid(amount, paid_on) for amount, paid_on in session.execute(arrived))


def _reported(session: Session, affiliation: Affiliation) -> dict[Any, tuple[int, ...]]:
    rows = session.execute(
        select(ReportedDays.month, ReportedDays.days).where(ReportedDays.affiliation_id == affiliation.id)
    )
    return {month: days_from(days) for month, days in rows}


def roles_of(actor: Actor, _case: Any, around: Payers) -> frozenset[Role]:
    """The own household, the own worker; officials on everybody else's."""
    return roles_between(actor, around.household_person, around.worker_person, delegates=around.delegates)


# One word before the day that is advised, two before the last: whoever pays hears no more of the month.
BEFORE_THE_ADVISED_DAY = (3,)
BEFORE_THE_LAST_DAY = (5, 1)

DUE_AFTER = Deadline(
    "pay_after",
    due_after,
    on_expiry="fall_overdue",
    basis=("lss_39", "lss_239c_4", "cff_12"),
    reminders=BEFORE_THE_LAST_DAY,
    reminds=(HOUSEHOLD,),
)
DUE_AHEAD = Deadline(
    "pay_ahead",
    due_ahead,
    on_expiry="lapse",
    basis=("lss_239c_6", "lss_239d"),
    reminders=BEFORE_THE_LAST_DAY,
    reminds=(HOUSEHOLD,),
)
DUE_CERTIFIED = Deadline(
    "pay_certified",
    due_certified,
    on_expiry="fall_overdue",
    basis=("lss_31_4", "lss_239e"),
    reminders=BEFORE_THE_LAST_DAY,
    reminds=(HOUSEHOLD,),
)
ADVISED = Deadline(
    "cut_off",
    advised_day,
    on_expiry="pass_cut_off",
    basis=("practice", "lss_239c_6"),
    reminders=BEFORE_THE_ADVISED_DAY,
    reminds=(HOUSEHOLD,),
)
# A late line asks for the right amount until its month of lateness ends; then another one takes its place.
CHARGE = Deadline("next_charge", next_charge, on_expiry="charge", basis=("lss_40a",), silent=True)
ISSUE = Deadline("issue", issue_appointment, on_expiry="issue", basis=("lss_239c_2",), silent=True)

STATES = (
    State("proposed", tags=frozenset({"open", "unpaid", "line_to_come"}), deadlines=(ISSUE,)),
    State(
        "issued",
        tags=frozenset({"open", "payable", "unpaid", "changeable"}),
        deadlines=(DUE_AFTER, DUE_AHEAD, DUE_CERTIFIED, ADVISED),
    ),
    State(
        "part_paid",
        tags=frozenset({"open", "payable", "unpaid", "fixed"}),
        deadlines=(DUE_AFTER, DUE_AHEAD, DUE_CERTIFIED),
    ),
    State(
        "overdue",
        tags=frozenset({"open", "payable", "fixed", "late"}),
        deadlines=(CHARGE,),
        seen_by=(DOMESTIC_WORKER,),
    ),
    State("paid", final=True, tags=frozenset({"fixed", "settled"})),
    State("expired", final=True, tags=frozenset({"lapsed", "gone"}), seen_by=(DOMESTIC_WORKER,)),
    State("cancelled", final=True, tags=frozenset({"void", "gone"})),
)

LINES = (
    Action(
        code="propose",
        target="proposed",
        roles=anybody(SYSTEM),
        basis=("lss_39a", "lss_239c_2"),
        facts=("affiliation_id", "first_month", "months", "basis", "mode"),
        effects=(issue_when_due, refresh_cover),
    ),
    Action(
        code="issue",
        source=("proposed",),
        target="issued",
        roles=anybody(SYSTEM, HOUSEHOLD, DELEGATE_PAYS),
        basis=("lss_39a", "lss_239c_2"),
        guards=(identity_is_known, has_days),
        computes=issued,
        notices={HOUSEHOLD: "issued"},
        produces=("payment_slip",),
        effects=(keep_line,),
    ),
    Action(
        code="resume",
        source=("proposed",),
        roles=anybody(SYSTEM),
        basis=("practice", "lss_239c_1"),
        effects=(issue_when_due,),
        rearms=("issue",),
        quiet=True,
    ),
    Action(
        code="reissue",
        source=("issued",),
        roles=anybody(SYSTEM),
        basis=("lss_34", "lss_239c_2"),
        guards=(nothing_is_paid, has_days),
        computes=issued,
        notices={HOUSEHOLD: "reissued"},
        produces=("payment_slip",),
        effects=(keep_line, refresh_cover),
    ),
    Action(
        # Certified days were written down or taken back: unpaid, it lapses no more, or lapses again.
        code="look_again",
        source=("issued", "part_paid"),
        roles=anybody(SYSTEM),
        basis=("lss_31_4", "lss_239e"),
        rearms=("pay_ahead", "pay_certified"),
        quiet=True,
    ),
    Action(
        code="pass_cut_off",
        source=("issued",),
        roles=anybody(SYSTEM),
        basis=("practice",),
        quiet=True,
    ),
    Action(
        code="cancel",
        source=("proposed", "issued", "part_paid", "overdue"),
        target="cancelled",
        roles=anybody(SYSTEM),
        basis=("lss_239d",),
        notices={HOUSEHOLD: "cancelled"},
        effects=(refresh_cover,),
    ),
)

SETTLE = Action(
    code="settle",
    source=("issued", "part_paid", "overdue"),
    target="paid",
    roles=anybody(SYSTEM, *OFFICIALS),
    basis=("lss_239c_3", "lss_251"),
    checks=(amount_is_positive, payment_settles),
    facts=("paid_on",),
    inputs=("received", "row_id"),
    computes=received,
    notices={HOUSEHOLD: "paid", DOMESTIC_WORKER: "paid_worker"},
    effects=(keep_payment, refresh_cover, complete_shortfalls, look_at_line_paid),
)
PAY_PART = replace(
    SETTLE,
    code="pay_part",
    source=("issued", "part_paid"),
    target="part_paid",
    checks=(amount_is_positive, payment_is_partial),
    notices={HOUSEHOLD: "part_paid"},
)
PAYMENTS = (
    SETTLE,
    PAY_PART,
    replace(PAY_PART, source=("overdue",), target=None),
    replace(
        SETTLE,
        code="pay_surcharge",
        source=("paid",),
        target=None,
        basis=("lss_40a",),
        checks=(amount_is_positive, surcharge_is_missing),
        facts=(),
        inputs=("received", "paid_on", "row_id"),
        notices={HOUSEHOLD: "surcharge_paid"},
        effects=(keep_payment, complete_shortfalls),
    ),
)

LATENESS = (
    replace(
        # Paid before the month and seen after it: the bank's file came later than the payment.
        SETTLE,
        code="reinstate",
        source=("expired",),
        checks=(amount_is_positive, payment_settles, was_paid_ahead),
        comment="required",
        effects=(keep_payment, cancel_overlaps, refresh_cover, complete_shortfalls, look_at_line_paid),
    ),
    Action(
        code="fall_overdue",
        source=("issued", "part_paid"),
        target="overdue",
        roles=anybody(SYSTEM),
        basis=("lss_39", "lss_40a"),
        computes=charged,
        notices={HOUSEHOLD: "overdue", DOMESTIC_WORKER: "overdue_worker"},
        produces=("payment_slip",),
        effects=(keep_line, refresh_cover),
    ),
    Action(
        code="charge",
        source=("overdue",),
        roles=anybody(SYSTEM),
        basis=("lss_40a",),
        computes=charged,
        notices={HOUSEHOLD: "charged"},
        produces=("payment_slip",),
        effects=(keep_line,),
        rearms=("next_charge",),
    ),
    Action(
        code="lapse",
        source=("issued", "part_paid"),
        target="expired",
        roles=anybody(SYSTEM),
        basis=("lss_239d", "lss_109"),
        notices={HOUSEHOLD: "lapsed", DOMESTIC_WORKER: "lapsed_worker"},
        effects=(propose_rest_again, refresh_cover),
    ),
)

# What a household does by itself about a slip that is lost, or a line that can be paid no more.
SELF_SERVICE = (
    Action(
        code="repeat_line",
        source=("issued", "part_paid", "overdue"),
        roles=anybody(HOUSEHOLD, DELEGATE_PAYS),
        basis=("lss_239c_3",),
        notices={HOUSEHOLD: "line_again"},
        quiet=True,
    ),
    Action(
        code="replace_line",
        source=("expired",),
        roles=anybody(HOUSEHOLD, DELEGATE_PAYS),
        basis=("lss_239c_5", "lss_239c_6"),
        guards=(relation_goes_on,),
        notices={HOUSEHOLD: "line_replaced"},
        effects=(offer_next_month,),
    ),
)

CONTRIBUTION_PERIOD = Workflow(
    name="contribution_period",
    model=ContributionPeriod,
    states=STATES,
    actions=(*LINES, *PAYMENTS, *LATENESS, *NAMING, *SELF_SERVICE),
    look=look,
    roles_of=roles_of,
    impartial=impartial,
    tell=told,
    follows=(mark_worker_of_period,),
    documents=(
        DocumentKind(
            "payment_slip", (HOUSEHOLD, DELEGATE, DELEGATE_PAYS, *OFFICIALS), payment_slip.facts, payment_slip.template
        ),
    ),
)
