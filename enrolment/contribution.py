"""A contribution period, declared: proposed, its line issued, then paid, overdue (post-paid) or lapsed (prepaid)."""

from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.affiliation_effects import terms_for
from enrolment.agreement import Relation
from enrolment.contribution_effects import (
    cancel_overlaps,
    issue_when_due,
    keep_line,
    keep_payment,
    propose_rest_again,
)
from enrolment.contribution_rules import (
    Payers,
    advised_day,
    amount_is_positive,
    due_after,
    due_ahead,
    has_days,
    issue_appointment,
    issued,
    nothing_is_paid,
    payment_is_partial,
    payment_settles,
    received,
    told,
    was_paid_ahead,
)
from enrolment.cover import refresh_cover
from enrolment.days import days_from
from enrolment.homes import zone_at
from enrolment.models import Affiliation, ContributionPeriod, DomesticWorker, Household, Place, ReportedDays
from enrolment.roles import DOMESTIC_WORKER, HOUSEHOLD, OFFICIALS, roles_between
from workflow.context import SYSTEM, Actor, Role
from workflow.definition import Action, Deadline, State, Workflow, anybody


def look(session: Session, case: Any) -> Payers:
    """Both parties, the place, the terms of the first month and the confirmed days."""
    affiliation = session.get_one(Affiliation, case.affiliation_id)
    household = session.get_one(Household, affiliation.household_id)
    worker = session.get_one(DomesticWorker, affiliation.worker_id)
    municipality = session.get_one(Place, affiliation.place_id).municipality
    settings = session.info["settings"]
    began, start = affiliation.began_on, affiliation.enrolled_from
    assert began is not None and start is not None  # noqa: S101, PT018 - periods exist for enrolled relations only
    told = worker.person.as_recipient(affiliation.worker_email)
    return Payers(
        people={HOUSEHOLD: (household.person.as_recipient(),), DOMESTIC_WORKER: (told,)},
        zone=zone_at(municipality),
        policies=settings.policies,
        line_prefix=settings.line_prefix,
        household_person=household.person_id,
        household_name=household.person.full_name,
        worker_person=worker.person_id,
        worker_name=affiliation.worker_given_name or "",
        relation=Relation(municipality, began, start, affiliation.ended_on),
        agreed=terms_for(session, affiliation.id, case.first_month),
        reported=_reported(session, affiliation),
    )


def _reported(session: Session, affiliation: Affiliation) -> dict[Any, tuple[int, ...]]:
    rows = session.execute(
        select(ReportedDays.month, ReportedDays.days).where(ReportedDays.affiliation_id == affiliation.id)
    )
    return {month: days_from(days) for month, days in rows}


def roles_of(actor: Actor, _case: Any, around: Payers) -> frozenset[Role]:
    """The own household, the own worker; officials on everybody else's."""
    return roles_between(actor, around.household_person, around.worker_person)


DUE_AFTER = Deadline(
    "pay_after",
    due_after,
    on_expiry="fall_overdue",
    basis=("lss_39", "lss_239c_4", "cff_12"),
    reminders=(7, 3, 1),
    reminds=(HOUSEHOLD,),
)
DUE_AHEAD = Deadline(
    "pay_ahead",
    due_ahead,
    on_expiry="lapse",
    basis=("lss_239c_6", "lss_239d"),
    reminders=(7, 3, 1),
    reminds=(HOUSEHOLD,),
)
ADVISED = Deadline(
    "cut_off",
    advised_day,
    on_expiry="pass_cut_off",
    basis=("practice", "lss_239c_6"),
    reminders=(7, 3, 1),
    reminds=(HOUSEHOLD,),
)
ISSUE = Deadline("issue", issue_appointment, on_expiry="issue", basis=("lss_239c_2",), silent=True)

STATES = (
    State("proposed", tags=frozenset({"open", "unpaid"}), deadlines=(ISSUE,)),
    State(
        "issued", tags=frozenset({"open", "payable", "unpaid", "changeable"}), deadlines=(DUE_AFTER, DUE_AHEAD, ADVISED)
    ),
    State("part_paid", tags=frozenset({"open", "payable", "unpaid", "fixed"}), deadlines=(DUE_AFTER, DUE_AHEAD)),
    State("overdue", tags=frozenset({"open", "payable", "fixed"}), seen_by=(DOMESTIC_WORKER,)),
    State("paid", final=True, tags=frozenset({"fixed"})),
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
        roles=anybody(SYSTEM, HOUSEHOLD),
        basis=("lss_39a", "lss_239c_2"),
        guards=(has_days,),
        computes=issued,
        notices={HOUSEHOLD: "issued"},
        effects=(keep_line,),
    ),
    Action(
        code="reissue",
        source=("issued",),
        roles=anybody(SYSTEM),
        basis=("lss_34", "lss_239c_2"),
        guards=(nothing_is_paid, has_days),
        computes=issued,
        notices={HOUSEHOLD: "reissued"},
        effects=(keep_line, refresh_cover),
    ),
    Action(
        code="pass_cut_off",
        source=("issued",),
        roles=anybody(SYSTEM),
        basis=("practice",),
        notices={HOUSEHOLD: "cut_off_passed"},
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
    effects=(keep_payment, refresh_cover),
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
)

LATENESS = (
    replace(
        # Paid before the month and seen after it: the bank's file came later than the payment.
        SETTLE,
        code="reinstate",
        source=("expired",),
        checks=(amount_is_positive, payment_settles, was_paid_ahead),
        comment="required",
        effects=(keep_payment, cancel_overlaps, refresh_cover),
    ),
    Action(
        code="fall_overdue",
        source=("issued", "part_paid"),
        target="overdue",
        roles=anybody(SYSTEM),
        basis=("lss_39", "lss_40a"),
        notices={HOUSEHOLD: "overdue", DOMESTIC_WORKER: "overdue_worker"},
        effects=(refresh_cover,),
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

CONTRIBUTION_PERIOD = Workflow(
    name="contribution_period",
    model=ContributionPeriod,
    states=STATES,
    actions=(*LINES, *PAYMENTS, *LATENESS),
    look=look,
    roles_of=roles_of,
    tell=told,
)
