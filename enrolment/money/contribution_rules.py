"""What a contribution period depends on and computes: its statement, its line, what has been paid of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from enrolment.money.contributed import Paid
from enrolment.money.late_lines import late_on
from enrolment.money.payment_lines import new_line
from enrolment.money.period_days import appointment, cut_off, line_issue_day, paid_after, paid_ahead
from enrolment.relation.agreement import Agreed, Relation, insured_days, kind_of, months_from, statement_for
from enrolment.roles import Delegates
from regime.periods import PeriodStatement, month_after
from regime.policies import Policies
from regime.sentences import Sentence
from regime.surcharges import next_late_month
from regime.values import UnknownValue
from regime.working_days import DueDate
from workflow.context import Computed, Context, Surroundings
from workflow.stored import dumps


@dataclass(frozen=True, kw_only=True)
class Payers(Surroundings):
    """Both parties of the relation, its terms in the first month of the period, and the days confirmed by month.

    `payments` are those that arrived on a line paid after its month. While `identity_is_missing` no line is issued.
    """

    policies: Policies
    line_prefix: str
    household_person: UUID
    household_name: str
    worker_person: UUID
    worker_name: str
    relation: Relation
    agreed: Agreed
    reported: Mapping[date, tuple[int, ...]]
    delegates: Delegates = field(default_factory=dict)
    payments: tuple[Paid, ...] = ()
    identity_is_missing: bool = False
    is_provisional: bool = False
    is_demo: bool = False


def days_by_month(context: Context) -> dict[date, tuple[date, ...]]:
    """The insured days of each month of the period, up to the month in which the relation ends."""
    case, around = context.case, context.around
    ended = around.relation.ended_on
    months = (month for month in months_from(case.first_month, case.months) if ended is None or month <= ended)
    return {month: insured_days(around.agreed, around.relation, month, around.reported.get(month)) for month in months}


def statement_of(context: Context) -> PeriodStatement:
    """The explained contributions of the period as things stand; without any number of hers it says so (I-1)."""
    around = context.around
    statement = statement_for(around.agreed, around.relation, days_by_month(context), around.policies)
    if not around.is_provisional:
        return statement
    return replace(statement, notices=(*statement.notices, Sentence("notice.provisional_identity")))


def identity_is_known(context: Context) -> Sentence | None:
    """Under policy I-1 `lines_wait` a line needs a number that a register gave (the portal asks for CURP and NSS)."""
    return Sentence("period.identity_missing") if context.around.identity_is_missing else None


def has_days(context: Context) -> Sentence | None:
    """A line needs a day to be insured in every month it covers."""
    days = days_by_month(context)
    return None if days and all(days.values()) else Sentence("period.no_days")


def nothing_is_paid(context: Context) -> Sentence | None:
    """A line on which money has arrived is not replaced."""
    return Sentence("period.already_paid") if context.case.paid_amount else None


def issued(context: Context) -> Computed:
    """The explained statement, what it adds up to, and the line to pay it with."""
    case, around = context.case, context.around
    statement = statement_of(context)
    days = days_by_month(context)
    number = case.issues + 1
    facts = {
        "months": len(days),
        "mode": around.agreed.mode,
        "days": dumps({f"{month:%Y-%m}": [day.day for day in insured] for month, insured in days.items()}),
        "statement": dumps(statement.as_json()),
        "amount": statement.total,
        "infonavit": statement.sum_of("infonavit"),
        "line": new_line(around.line_prefix, case.id, number),
        "issues": number,
        "issued_on": context.day,
        "due_day": last_day_to_pay(context).due,
    }
    return Computed(facts, legal_values(statement))


def legal_values(statement: PeriodStatement) -> tuple[str, ...]:
    """The parameters a statement rests on, for the event."""
    lines = ((line, month.day) for month in statement.months for line in month.lines)
    used = {f"{line.parameter} {day} {line.rate}" for line, day in lines if line.parameter}
    return tuple(sorted(used))


def last_day_to_pay(context: Context) -> DueDate:
    """By when the period is to be paid."""
    case, around = context.case, context.around
    if case.basis == "post_paid":
        return paid_after(case.first_month, around.zone, around.policies)
    return paid_ahead(case.first_month, around.zone)


def due_after(context: Context) -> DueDate | None:
    """The clock of the month paid after it has passed."""
    return last_day_to_pay(context) if context.case.basis == "post_paid" else None


def due_ahead(context: Context) -> DueDate | None:
    """The clock of a prepaid period, which lapses unpaid; not one that begins while she is certified."""
    ahead = context.case.basis == "prepaid" and not begins_certified(context)
    return last_day_to_pay(context) if ahead else None


def due_certified(context: Context) -> DueDate | None:
    """The clock of a prepaid period that begins on a certified day: unpaid it is owed, but cover does not end."""
    certified = context.case.basis == "prepaid" and begins_certified(context)
    return last_day_to_pay(context) if certified else None


def begins_certified(context: Context) -> bool:
    """Whether the period begins on a day with a certificate of incapacity (LSS 31 IV, 239-E)."""
    return kind_of(context.case.first_month, context.around.relation) == "certified"


def advised_day(context: Context) -> DueDate | None:
    """The day by which paying ahead is advised (D-7); none when it has passed already."""
    case, around = context.case, context.around
    if case.basis != "prepaid":
        return None
    advised = cut_off(case.first_month, around.zone, around.policies)
    return advised if isinstance(advised.due, date) and advised.due >= context.day else None


def issue_day(context: Context) -> date:
    """When the line is issued: once the month has passed, or early in the month before."""
    case = context.case
    return month_after(case.first_month, 1) if case.basis == "post_paid" else line_issue_day(case.first_month)


def issue_appointment(context: Context) -> DueDate | None:
    """The system's own hour to issue the line; none while it waits for an identity."""
    if context.around.identity_is_missing:
        return None
    return appointment(issue_day(context), context.around.zone, Sentence("period.issue_day"))


def received(context: Context) -> Computed:
    """The sum of everything paid so far, and the surcharges as they are with it."""
    amount: Decimal = context.data["received"]
    paid = Paid(amount, context.data["paid_on"])
    return Computed({"paid_amount": context.case.paid_amount + amount, "surcharge": _surcharge(context, paid)})


def charged(context: Context) -> Computed:
    """The line of a month that is late: its surcharges until the next month of lateness begins (CFF 21), a new line.

    While the rate of the month is not published the line stays as it is, and is worked out again a month later.
    """
    case, around = context.case, context.around
    if case.basis != "post_paid":
        return Computed({})
    day = max(context.day, case.due_day + timedelta(days=1))
    until = next_late_month(case.due_day, day) - timedelta(days=1)
    surcharge = _surcharge(context, day=day)
    facts: dict[str, Any] = {"surcharge": surcharge, "valid_until": until}
    if surcharge != case.surcharge:
        number = case.issues + 1
        facts |= {"line": new_line(around.line_prefix, case.id, number), "issues": number}
    return Computed(facts)


def next_charge(context: Context) -> DueDate | None:
    """The system's own hour to replace a late line: when the next month of lateness begins."""
    if context.case.basis != "post_paid":
        return None
    day = max(context.day, context.case.due_day + timedelta(days=1))
    return appointment(next_late_month(context.case.due_day, day), context.around.zone, Sentence("period.charge_day"))


def _surcharge(context: Context, *more: Paid, day: date | None = None) -> Decimal:
    case = context.case
    kept: Decimal = case.surcharge
    if case.basis != "post_paid" or case.due_day is None:
        return kept
    try:
        until = day or max(context.day, *(paid.on for paid in more))
        return late_on(case.amount, case.due_day, (*context.around.payments, *more), until).surcharge
    except UnknownValue:
        return kept


def amount_is_positive(context: Context) -> Sentence | None:
    """A payment is more than nothing and has a day."""
    good = context.data.get("received", Decimal(0)) > 0 and context.data.get("paid_on") is not None
    return None if good else Sentence("period.payment_incomplete")


def payment_settles(context: Context) -> Sentence | None:
    """With this payment the line is covered."""
    missing = _missing(context)
    return Sentence("period.payment_too_small", {"missing": missing}) if missing > 0 else None


def payment_is_partial(context: Context) -> Sentence | None:
    """With this payment the line is not yet covered."""
    return None if _missing(context) > 0 else Sentence("period.payment_is_whole")


def surcharge_is_missing(context: Context) -> Sentence | None:
    """Of a month that is paid only its surcharges may still be owed, and no more than they are is taken."""
    case = context.case
    owed = case.amount + case.surcharge - case.paid_amount - context.data.get("received", Decimal(0))
    return None if owed >= 0 else Sentence("period.more_than_surcharges", {"beyond": -owed})


def next_month_to_pay(context: Context) -> date:
    """The first month that can still be insured by a payment today: the next one."""
    return month_after(context.day, 1)


def relation_goes_on(context: Context) -> Sentence | None:
    """Only of a relation that has not ended are there further months to pay."""
    ended = context.around.relation.ended_on
    return None if ended is None or ended >= next_month_to_pay(context) else Sentence("period.relation_is_over")


def was_paid_ahead(context: Context) -> Sentence | None:
    """The payment itself came before the month, whenever it was seen (LSS 239-C VI)."""
    case, paid_on = context.case, context.data.get("paid_on")
    in_time = paid_on is not None and paid_on <= case.due_day
    return None if in_time else Sentence("period.paid_after_lapse", {"due": case.due_day})


def _missing(context: Context) -> Decimal:
    case = context.case
    so_far: Decimal = case.paid_amount + context.data.get("received", Decimal(0))
    return Decimal(case.amount) - so_far


def months_covered(case: Any) -> Sentence:
    """The months of a period in words: "de abril de 2026", or from one month to another."""
    if case.months == 1:
        return Sentence("period.one_month", {"month": case.first_month})
    last = month_after(case.first_month, case.months - 1)
    return Sentence("period.several_months", {"first_month": case.first_month, "last_month": last})


def told(context: Context) -> dict[str, Any]:
    """What the notices of a period say."""
    case, around = context.case, context.around
    return {
        "worker": around.worker_name,
        "household": around.household_name,
        "months": months_covered(case),
        "amount": case.amount,
        "line": case.line,
        "due_day": case.due_day,
        "paid": case.paid_amount,
        "missing": max(Decimal(0), (case.amount or Decimal(0)) + case.surcharge - case.paid_amount),
        "surcharge": case.surcharge,
        "validity": Sentence("period.line_validity", {"until": case.valid_until}) if case.valid_until else "",
        "next_month": next_month_to_pay(context),
    }
