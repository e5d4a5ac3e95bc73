"""What the steps of a payment exception depend on: whose money it is, what it may pay, and who decides that."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from enrolment.money.payment_fates import Fate
from regime.policies import Policies
from regime.sentences import Sentence
from regime.time_limits import term
from regime.working_days import DueDate
from workflow.context import Computed, Context, Surroundings
from workflow.definition import nothing_to_do

# Fates of rows that name no line issued here: an official has to find out what was paid.
NOT_IDENTIFIED = frozenset({Fate.UNKNOWN_LINE, Fate.UNREADABLE})


@dataclass(frozen=True, slots=True)
class Target:
    """A line that loose money might pay: whose it is, what it lacks, and until when a payment counts for it.

    `takes_money` says that it can be paid as things stand; `has_lapsed` that its months began without it.
    """

    period_id: UUID
    household_id: UUID
    office: str | None
    worker_ids: frozenset[str]
    missing: Decimal
    due_day: date
    takes_money: bool
    has_lapsed: bool


@dataclass(frozen=True, kw_only=True)
class Money(Surroundings):
    """Whose money the row is about, the line that the household wants to pay with it, and the line typed as paid.

    `named_worker` is the identifier that the row itself gave; `worker_person` the worker of the line that was paid.
    """

    policies: Policies
    household_person: UUID | None = None
    household_name: str = ""
    worker_person: UUID | None = None
    target: Target | None = None
    typed_line: Target | None = None
    named_worker: str | None = None
    months: Any = ""


def payer_is_known(context: Context) -> Sentence | None:
    """Only a household that is known can be asked, and only its money be given back."""
    return None if context.case.household_id else Sentence("exception.payer_unknown")


@nothing_to_do
def there_is_loose_money(context: Context) -> Sentence | None:
    """There is money that pays nothing yet."""
    return None if context.case.loose > 0 else Sentence("exception.no_loose_money")


def money_is_nobodys_here(context: Context) -> Sentence | None:
    """Money of a known household is never laid aside: it is asked what to do with it (LSS 299)."""
    case = context.case
    theirs = case.household_id is not None and case.loose > 0
    return Sentence("exception.money_is_theirs", {"loose": case.loose}) if theirs else None


@nothing_to_do
def is_not_identified(context: Context) -> Sentence | None:
    """Which line was paid is an open question only of a row that names none of ours."""
    case = context.case
    open_question = case.fate in NOT_IDENTIFIED and (case.household_id is None or not case.loose)
    return None if open_question else Sentence("exception.line_is_known")


def typed_line_is_ours(context: Context) -> Sentence | None:
    """The line that an official read from the row was issued here."""
    return None if context.around.typed_line else Sentence("exception.line_not_found")


def typed_payment_is_possible(context: Context) -> Sentence | None:
    """The row said how much was paid and on which day, and that day has come."""
    case = context.case
    possible = case.amount and case.amount > 0 and case.paid_on and case.paid_on <= context.day
    return None if possible else Sentence("exception.payment_incomplete")


@nothing_to_do
def is_a_second_movement(context: Context) -> Sentence | None:
    """Only of a row that looks like another one it is asked whether the money arrived twice."""
    case = context.case
    twin = case.fate == Fate.DUPLICATE and not case.loose and not context.data.get("loose")
    return None if twin else Sentence("exception.not_a_duplicate")


def target_is_own(context: Context) -> Sentence | None:
    """Money moves only between lines of the household that paid it."""
    target = context.around.target
    own = target is not None and target.household_id == context.case.household_id
    return None if own else Sentence("exception.target_not_own")


def target_takes_money(context: Context) -> Sentence | None:
    """The line can be paid today, or could when the household asked (LSS 239-C VI): a month that had begun by then is
    not bought back."""
    target = context.around.target
    if target is None or target_is_own(context):
        return Sentence("exception.target_not_own")
    if target.takes_money:
        return None
    return None if _revives(context, target) else Sentence("exception.target_not_payable")


def uses_all_of_it(context: Context) -> Sentence | None:
    """The line takes everything that is loose."""
    rest = _rest(context)
    return Sentence("exception.leaves_a_rest", {"rest": rest}) if rest > 0 else None


@nothing_to_do
def leaves_a_rest(context: Context) -> Sentence | None:
    """The line takes less than what is loose: the rest stays the household's and on the list."""
    return None if _rest(context) > 0 else Sentence("exception.uses_all")


def counts_from(context: Context) -> date:
    """From which day money counts for the line that it is moved to; no public rule says it, so a policy does.

    By default from the household's decision and not from the payment: cover is not bought back by moving an old payment
    to a month that has begun. Where the bank's row itself named the worker of that line, the payer had said it on the
    day of paying.
    """
    case, around = context.case, context.around
    named = around.target is not None and around.named_worker in around.target.worker_ids
    if named or around.policies.moved_payment_day == "day_of_payment":
        day: date = case.paid_on
        return day
    wanted: date = case.wanted_on or context.day
    return wanted


def used_of(context: Context) -> Decimal:
    """How much of the loose money the wanted line takes."""
    target = context.around.target
    return min(context.case.loose, target.missing) if target else Decimal(0)


def moved(context: Context) -> Computed:
    """What is left loose after the wanted line has taken its part."""
    used = used_of(context)
    return Computed({"loose": context.case.loose - used, "used": used, "counts_from": counts_from(context)})


def taken(context: Context) -> Computed:
    """Who works on it."""
    return Computed({"taken_by": context.actor.login_id})


def put_back(_context: Context) -> Computed:
    """Nobody works on it."""
    return Computed({"taken_by": None})


def identified(context: Context) -> Computed:
    """All of it is loose, of the household whose line was meant."""
    line = context.around.typed_line
    return Computed(
        {
            "loose": context.case.amount,
            "household_id": line.household_id,
            "period_id": line.period_id,
            "office": line.office,
            "taken_by": context.actor.login_id,
        }
    )


def arrived_twice(context: Context) -> Computed:
    """The bank says that the money came a second time: all of it is loose."""
    return Computed({"loose": context.case.amount, "taken_by": context.actor.login_id})


def wanted(context: Context) -> Computed:
    """The day of the household's decision."""
    return Computed({"wanted_on": context.day})


def unwanted(_context: Context) -> Computed:
    """The money is to pay no other line any more."""
    return Computed({"wanted_period_id": None, "wanted_on": None})


def given_back(context: Context) -> Computed:
    """What is still loose after a refund."""
    return Computed({"loose": context.case.loose - context.data["refunded"]})


def claim_ends(context: Context) -> DueDate | None:
    """Until when the payer can ask for the money: five years from the payment (LSS 299)."""
    case = context.case
    if case.paid_on is None or case.household_id is None or not case.loose:
        return None
    return term("refund_claim_time", case.paid_on, timezone=str(context.around.zone))


def _rest(context: Context) -> Decimal:
    loose: Decimal = context.case.loose
    return loose - used_of(context)


def _revives(context: Context, target: Target) -> bool:
    """Whether the household's decision came before the months began and the money covers them whole."""
    return target.has_lapsed and counts_from(context) <= target.due_day and context.case.loose >= target.missing
