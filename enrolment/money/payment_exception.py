"""A payment exception, declared: a row of a bank's file that settles no line by itself, until its money has a place.

Nothing is offset in silence (LSS 299, RACERF 131): loose money pays another line of the same household only after the
household asked for that and an official has looked at it; otherwise it is given back.
"""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.deciding import answered, time_to_answer, told_of_transfer, transfer_from, unanswered
from enrolment.models import Affiliation, ContributionPeriod, DomesticWorker, Household
from enrolment.money.contribution_rules import months_covered
from enrolment.money.exception_models import PaymentException
from enrolment.money.payment_exception_effects import ask_for_it_back, finish_row, open_row_again, pay_wanted_line
from enrolment.money.payment_exception_rules import (
    Money,
    Target,
    arrived_twice,
    claim_ends,
    given_back,
    identified,
    is_a_second_movement,
    is_not_identified,
    leaves_a_rest,
    money_is_nobodys_here,
    moved,
    payer_is_known,
    put_back,
    taken,
    target_is_own,
    target_takes_money,
    there_is_loose_money,
    typed_line_is_ours,
    typed_payment_is_possible,
    unwanted,
    uses_all_of_it,
    wanted,
)
from enrolment.money.payment_lines import normal
from enrolment.money.payment_models import IssuedLine, PaymentRow
from enrolment.offices import offices
from enrolment.papers.refusal import refusal
from enrolment.papers.refusals import told_of_refusal
from enrolment.people.concerned import impartial
from enrolment.roles import DOMESTIC_WORKER, HOUSEHOLD, OFFICIALS, roles_between
from workflow.context import SYSTEM, Actor, Context, Role
from workflow.definition import Action, Deadline, State, Workflow, anybody, workflow_of


def look(session: Session, case: Any) -> Money:
    """Whose money it is, and the lines that are named in the case."""
    household = session.get(Household, case.household_id) if case.household_id else None
    period = session.get(ContributionPeriod, case.period_id) if case.period_id else None
    affiliation = session.get_one(Affiliation, period.affiliation_id) if period else None
    told = household is not None and case.loose > 0
    return Money(
        people={HOUSEHOLD: (household.person.as_recipient(),)} if household is not None and told else {},
        policies=session.info["settings"].policies,
        offices=offices(session).names,
        household_person=household.person_id if household else None,
        household_name=household.person.full_name if household else "",
        worker_person=_worker_person(session, affiliation),
        target=_target(session, case.wanted_period_id),
        typed_line=_of_line(session, case.line),
        named_worker=session.scalar(select(PaymentRow.worker).where(PaymentRow.id == case.row_id)),
        months=months_covered(period) if period else "",
    )


def _worker_person(session: Session, affiliation: Affiliation | None) -> Any:
    if affiliation is None or affiliation.worker_id is None:
        return None
    return session.get_one(DomesticWorker, affiliation.worker_id).person_id


def _of_line(session: Session, line: str | None) -> Target | None:
    issued = session.get(IssuedLine, normal(line)) if line else None
    return _target(session, issued.period_id) if issued else None


def _target(session: Session, period_id: Any) -> Target | None:
    period = session.get(ContributionPeriod, period_id) if period_id else None
    if period is None or period.due_day is None:
        return None
    affiliation = session.get_one(Affiliation, period.affiliation_id)
    person = session.get_one(DomesticWorker, affiliation.worker_id).person
    tags = workflow_of(ContributionPeriod).by_state[period.state].tags
    typed = {affiliation.worker_curp, affiliation.worker_nss} - {None}
    return Target(
        period_id=period.id,
        household_id=affiliation.household_id,
        office=affiliation.office,
        worker_ids=frozenset({*(identifier.value for identifier in person.identifiers), *(str(one) for one in typed)}),
        missing=period.missing,
        due_day=period.due_day,
        takes_money="payable" in tags or (period.missing > 0 and "settled" in tags),
        has_lapsed="lapsed" in tags,
    )


def roles_of(actor: Actor, case: Any, around: Money) -> frozenset[Role]:
    """Whoever paid, and officials; the worker of the line has no part in what her household pays too much."""
    roles = roles_between(actor, around.household_person, around.worker_person, case.office)
    return roles - {DOMESTIC_WORKER}


def tell(context: Context) -> dict[str, Any]:
    """What the notices say."""
    case = context.case
    return {
        "loose": case.loose,
        "paid_on": case.paid_on,
        "months": context.around.months,
        "reason": context.comment or "",
        "used": context.data.get("used", case.loose),
        **told_of_transfer(context),
        **told_of_refusal(context),
    }


CLAIM = Deadline(
    "claim",
    claim_ends,
    on_expiry="prescribe",
    basis=("lss_299",),
    reminders=(180, 30, 7),
    reminds=(HOUSEHOLD,),
)
ANSWER = time_to_answer("answer", HOUSEHOLD, reminders=(3, 1), on_expiry="remain_silent")

STATES = (
    State("waiting", tags=frozenset({"open", "to_decide", "on_the_list"}), deadlines=(CLAIM,), seen_by=(HOUSEHOLD,)),
    State("taken", tags=frozenset({"open", "to_decide", "on_the_list"}), deadlines=(CLAIM,), seen_by=(HOUSEHOLD,)),
    State(
        "asked", tags=frozenset({"open", "on_the_list", "explained"}), deadlines=(ANSWER, CLAIM), seen_by=(HOUSEHOLD,)
    ),
    State("requested", tags=frozenset({"open", "to_decide", "on_the_list"}), deadlines=(CLAIM,)),
    State("refunding", tags=frozenset({"open"})),
    State("assigned", final=True),
    State("refunded", final=True),
    State("completed", final=True),
    State("seen", final=True),
    State("prescribed", final=True),
)
LISTED = ("waiting", "taken")

BY_OFFICE = (
    # What somebody works on is put back first: it would stay theirs in an office where they decide nothing.
    transfer_from("waiting", "requested", told=(HOUSEHOLD,)),
    Action(
        code="arise",
        target="waiting",
        roles=anybody(SYSTEM),
        basis=("lss_299", "lss_251"),
        facts=("row_id", "fate", "amount", "loose", "short", "paid_on", "period_id", "household_id", "office"),
        notices={HOUSEHOLD: "arose"},
    ),
    Action(
        code="take",
        source=("waiting",),
        target="taken",
        roles=anybody(*OFFICIALS),
        basis=("lss_251",),
        computes=taken,
    ),
    Action(
        code="put_back",
        decides=False,
        source=("taken",),
        target="waiting",
        roles=anybody(*OFFICIALS),
        basis=("lss_251",),
        computes=put_back,
    ),
    Action(
        code="ask",
        source=LISTED,
        target="asked",
        roles=anybody(*OFFICIALS),
        basis=("lfpa_32",),
        guards=(payer_is_known, there_is_loose_money),
        comment="required",
        computes=taken,
        notices={HOUSEHOLD: "asked"},
    ),
    Action(
        code="identify",
        source=LISTED,
        target="taken",
        roles=anybody(*OFFICIALS),
        basis=("lss_251",),
        guards=(is_not_identified,),
        checks=(typed_line_is_ours, typed_payment_is_possible),
        facts=("line", "amount", "paid_on"),
        comment="required",
        computes=identified,
        rearms=("claim",),
    ),
    Action(
        code="confirm_movement",
        source=LISTED,
        target="taken",
        roles=anybody(*OFFICIALS),
        basis=("lss_251", "lss_299"),
        guards=(is_a_second_movement, payer_is_known),
        comment="required",
        computes=arrived_twice,
        rearms=("claim",),
    ),
    Action(
        code="open_refund",
        source=LISTED,
        target="refunding",
        roles=anybody(*OFFICIALS),
        basis=("lss_299",),
        guards=(payer_is_known, there_is_loose_money),
        comment="required",
        effects=(ask_for_it_back,),
    ),
    Action(
        code="mark_seen",
        source=LISTED,
        target="seen",
        roles=anybody(*OFFICIALS),
        basis=("lss_251",),
        guards=(money_is_nobodys_here,),
        comment="required",
        effects=(finish_row,),
    ),
    Action(
        code="reopen",
        source=("seen",),
        target="waiting",
        roles=anybody(*OFFICIALS),
        basis=("lss_251",),
        comment="required",
        computes=put_back,
        effects=(open_row_again,),
    ),
)

ASSIGN = Action(
    code="assign",
    source=("requested",),
    target="assigned",
    roles=anybody(*OFFICIALS),
    basis=("racerf_131", "lss_239c_6"),
    guards=(target_takes_money, uses_all_of_it),
    comment="optional",
    computes=moved,
    notices={HOUSEHOLD: "assigned"},
    effects=(pay_wanted_line, finish_row),
)
AS_ASKED = (
    ASSIGN,
    Action(
        code="assign_part",
        source=("requested",),
        target="waiting",
        roles=anybody(*OFFICIALS),
        basis=ASSIGN.basis,
        guards=(target_takes_money, leaves_a_rest),
        comment="optional",
        computes=moved,
        notices={HOUSEHOLD: "assigned_part"},
        effects=(pay_wanted_line,),
    ),
    Action(
        code="decline",
        source=("requested",),
        target="taken",
        roles=anybody(*OFFICIALS),
        basis=("lss_251", "lss_294"),
        comment="required",
        computes=unwanted,
        notices={HOUSEHOLD: "declined"},
        produces=("refusal",),
    ),
)

BY_HOUSEHOLD = (
    answered("asked", target="taken", by=HOUSEHOLD),
    Action(
        code="request",
        source=("waiting", "taken", "asked"),
        target="requested",
        roles=anybody(HOUSEHOLD),
        basis=("racerf_131", "lss_239c_6"),
        guards=(there_is_loose_money,),
        checks=(target_is_own, target_takes_money),
        facts=("wanted_period_id",),
        comment="optional",
        computes=wanted,
    ),
    Action(
        code="withdraw_request",
        source=("requested",),
        target="waiting",
        roles=anybody(HOUSEHOLD),
        basis=("racerf_131",),
        computes=unwanted,
    ),
    Action(
        code="ask_refund",
        source=("waiting", "taken", "asked", "requested"),
        target="refunding",
        roles=anybody(HOUSEHOLD),
        basis=("lss_299",),
        guards=(there_is_loose_money,),
        effects=(ask_for_it_back,),
    ),
)

BY_ITSELF = (
    unanswered("asked", target="taken", told={}, code="remain_silent", basis=("lfpa_32",)),
    Action(
        code="complete",
        source=("waiting", "taken", "asked"),
        target="completed",
        roles=anybody(SYSTEM),
        basis=("lss_251",),
        effects=(finish_row,),
    ),
    Action(
        code="close_refunded",
        source=("refunding",),
        target="refunded",
        roles=anybody(SYSTEM),
        basis=("lss_299",),
        inputs=("refunded",),
        computes=given_back,
        effects=(finish_row,),
    ),
    Action(
        code="end_refund",
        source=("refunding",),
        target="waiting",
        roles=anybody(SYSTEM),
        basis=("lss_299",),
        inputs=("refunded",),
        computes=given_back,
    ),
    Action(
        code="prescribe",
        source=("waiting", "taken", "asked", "requested"),
        target="prescribed",
        roles=anybody(SYSTEM),
        basis=("lss_299",),
        notices={HOUSEHOLD: "prescribed"},
        effects=(finish_row,),
    ),
)

PAYMENT_EXCEPTION = Workflow(
    name="payment_exception",
    model=PaymentException,
    states=STATES,
    actions=(*BY_OFFICE, *AS_ASKED, *BY_HOUSEHOLD, *BY_ITSELF),
    look=look,
    roles_of=roles_of,
    impartial=impartial,
    tell=tell,
    documents=(refusal("payment_exception", HOUSEHOLD, *OFFICIALS),),
)
