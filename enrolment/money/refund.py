"""A refund, declared: a household asks back what it did not owe, an office decides, and the money goes back in time."""

from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from enrolment.deciding import answered, asked_for, refused, time_to_answer, told_of_transfer, transfer_from, unanswered
from enrolment.filings import one_below_the_other
from enrolment.household.homes import zone_at
from enrolment.models import Affiliation, ContributionPeriod, DomesticWorker, Household, Place
from enrolment.money.clabe import masked_clabe
from enrolment.money.contribution_rules import months_covered
from enrolment.money.exception_models import Refund
from enrolment.money.refund_effects import close_exception, give_up
from enrolment.money.refund_rules import (
    Claim,
    account_is_possible,
    amount_is_possible,
    apart_of,
    asked,
    day_of_payment_is_possible,
    fallen_late,
    grant_is_possible,
    is_about_a_period,
    is_asked_in_time,
    paid_back,
    part_has_a_reason,
    pay_by,
    reason_is_known,
    refund_due,
    something_can_be_granted,
    tidy_account,
)
from enrolment.money.undue import Undue, latest_payment, left_of
from enrolment.money.undue_tasks import look_at_money_paid
from enrolment.offices import offices
from enrolment.papers.receipt import receipt
from enrolment.papers.refusal import refusal
from enrolment.papers.refusals import told_of_refusal
from enrolment.people.concerned import impartial
from enrolment.roles import DOMESTIC_WORKER, HOUSEHOLD, OFFICIALS, SUPERVISOR, roles_between
from workflow.context import SYSTEM, Actor, Context, Role
from workflow.definition import Action, Deadline, State, Workflow, anybody


def look(session: Session, case: Any) -> Claim:
    """Whose refund it is, and what of the period is not owed and not asked back yet."""
    household = session.get_one(Household, case.household_id)
    period = session.get(ContributionPeriod, case.period_id) if case.period_id else None
    undue: tuple[Undue, ...] = ()
    if period is not None and case.exception_id is None and _owner(session, period) == case.household_id:
        undue = left_of(session, period, case.opened_at, but=case.id)
    return Claim(
        people={HOUSEHOLD: (household.person.as_recipient(),)},
        offices=offices(session).names,
        office=_office(session, period),
        household_person=household.person_id,
        worker_person=_worker_person(session, period),
        paid_on=latest_payment(session, period.id) if period is not None else None,
        undue=undue,
        months=months_covered(period) if period is not None else "",
        **({"zone": _zone(session, period)} if period is not None else {}),
    )


def _owner(session: Session, period: ContributionPeriod) -> Any:
    return session.get_one(Affiliation, period.affiliation_id).household_id


def _office(session: Session, period: ContributionPeriod | None) -> str | None:
    return session.get_one(Affiliation, period.affiliation_id).office if period is not None else None


def _worker_person(session: Session, period: ContributionPeriod | None) -> Any:
    if period is None:
        return None
    affiliation = session.get_one(Affiliation, period.affiliation_id)
    return session.get_one(DomesticWorker, affiliation.worker_id).person_id


def _zone(session: Session, period: ContributionPeriod) -> Any:
    place = session.get_one(Place, session.get_one(Affiliation, period.affiliation_id).place_id)
    return zone_at(place.municipality)


def roles_of(actor: Actor, case: Any, around: Claim) -> frozenset[Role]:
    """The household that paid, and officials; the worker has no part in it, not even as an official."""
    return roles_between(actor, around.household_person, around.worker_person, case.office) - {DOMESTIC_WORKER}


def tell(context: Context) -> dict[str, Any]:
    """What the notices say."""
    case = context.case
    due = refund_due(context).due
    return {
        "asked": case.asked_amount,
        "granted": case.granted_amount,
        "apart": one_below_the_other(apart) if (apart := apart_of(case)) else "",
        "refunded_on": case.refunded_on,
        "account": masked_clabe(case.clabe) if case.clabe else "",
        "due_day": due,
        "reason": context.comment or "",
        **told_of_transfer(context),
        **told_of_refusal(context),
    }


# The household may still change its account or withdraw: the term is the office's all the same.
PAY = Deadline("pay", pay_by, on_expiry="fall_late", basis=("racerf_131", "lss_299"), binds=OFFICIALS)
INFORMATION = time_to_answer("information", HOUSEHOLD, reminders=(5, 1))

UNDECIDED = ("asked", "in_review", "information_requested")
STATES = (
    State("asked", tags=frozenset({"open", "to_decide", "claims"}), deadlines=(PAY,)),
    State("in_review", tags=frozenset({"open", "to_decide", "claims"}), deadlines=(PAY,)),
    State(
        "information_requested",
        tags=frozenset({"open", "claims", "explained"}),
        deadlines=(INFORMATION, PAY),
        seen_by=(HOUSEHOLD,),
    ),
    State("granted", tags=frozenset({"open", "to_decide", "claims"}), deadlines=(PAY,)),
    State("overdue", tags=frozenset({"open", "to_decide", "claims", "late"}), seen_by=(HOUSEHOLD,)),
    State("paid", final=True, tags=frozenset({"claims"})),
    State("refused", final=True, tags=frozenset({"explained"})),
    State("withdrawn", final=True),
)

BY_HOUSEHOLD = (
    Action(
        code="ask",
        target="asked",
        roles=anybody(HOUSEHOLD, SYSTEM),
        basis=("lss_299", "racerf_131"),
        checks=(reason_is_known, amount_is_possible, is_asked_in_time, account_is_possible),
        facts=(
            "household_id",
            "exception_id",
            "period_id",
            "reason",
            "paid_on",
            "asked_amount",
            "by_deposit",
            "clabe",
            "office",
        ),
        comment="optional",
        produces=("receipt",),
        computes=asked,
        notices={HOUSEHOLD: "received"},
        effects=(look_at_money_paid,),
    ),
    Action(
        code="set_account",
        source=(*UNDECIDED, "granted"),
        roles=anybody(HOUSEHOLD),
        basis=("racerf_131",),
        checks=(account_is_possible,),
        facts=("by_deposit", "clabe"),
        computes=tidy_account,
        rearms=("pay",),
    ),
    answered("information_requested", target="in_review", by=HOUSEHOLD),
    Action(
        code="withdraw",
        weight="grave",
        source=UNDECIDED,
        target="withdrawn",
        roles=anybody(HOUSEHOLD),
        basis=("lss_299",),
        effects=(give_up, look_at_money_paid),
    ),
)

BY_OFFICE = (
    transfer_from("asked", "in_review", "granted", "overdue", told=(HOUSEHOLD,)),
    Action(
        code="review",
        source=("asked",),
        target="in_review",
        roles=anybody(*OFFICIALS),
        basis=("lss_251",),
    ),
    asked_for("information", "in_review", of=HOUSEHOLD, basis=("lfpa_32",), weight="rare"),
    Action(
        code="grant",
        source=("in_review",),
        target="granted",
        roles=anybody(*OFFICIALS),
        basis=("lss_299", "racerf_131", "lifnvt_30", "cff_22"),
        guards=(something_can_be_granted,),
        checks=(grant_is_possible, part_has_a_reason),
        facts=("granted_amount",),
        comment="optional",
        notices={HOUSEHOLD: "granted"},
    ),
    refused(
        "in_review", basis=("lss_299", "lss_294"), told={HOUSEHOLD: "refused"}, effects=(give_up, look_at_money_paid)
    ),
    Action(
        code="reconsider",
        source=("refused",),
        target="in_review",
        roles=anybody(SUPERVISOR),
        basis=("lss_294",),
        guards=(is_about_a_period, amount_is_possible),
        comment="required",
        notices={HOUSEHOLD: "reconsidered"},
        effects=(look_at_money_paid,),
    ),
    Action(
        code="pay_back",
        source=("granted", "overdue"),
        target="paid",
        roles=anybody(*OFFICIALS),
        basis=("lss_299", "racerf_131"),
        checks=(day_of_payment_is_possible,),
        facts=("refunded_on", "bank_reference"),
        computes=paid_back,
        notices={HOUSEHOLD: "paid"},
        effects=(close_exception,),
    ),
)

FALL_LATE = Action(
    code="fall_late",
    source=("granted",),
    target="overdue",
    roles=anybody(SYSTEM),
    basis=("racerf_131",),
    computes=fallen_late,
    notices={HOUSEHOLD: "late"},
)
BY_ITSELF = (
    FALL_LATE,
    # Nobody has decided in time: the case goes on, and everybody sees that it is late.
    replace(FALL_LATE, source=UNDECIDED, target=None),
    unanswered("information_requested", target="in_review", told={HOUSEHOLD: "decided_without"}, basis=("lfpa_32",)),
)

REFUND = Workflow(
    name="refund",
    model=Refund,
    states=STATES,
    actions=(*BY_HOUSEHOLD, *BY_OFFICE, *BY_ITSELF),
    look=look,
    roles_of=roles_of,
    impartial=impartial,
    tell=tell,
    documents=(
        receipt("refund", HOUSEHOLD, *OFFICIALS, more=lambda context: apart_of(context.case)),
        refusal("refund", HOUSEHOLD, *OFFICIALS),
    ),
)
