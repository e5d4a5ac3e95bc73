"""What the steps of a refund depend on: that it is asked in time, how much it is about, until when it is paid."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from enrolment.money.clabe import check_clabe
from enrolment.money.undue import NOTHING, OTHER, REFUND_REASONS, Undue
from regime.parameters import parameter
from regime.sentences import Sentence
from regime.time_limits import term
from regime.working_days import DueDate
from workflow.context import Computed, Context, Surroundings


@dataclass(frozen=True, kw_only=True)
class Claim(Surroundings):
    """Whose refund it is; of a paid period of theirs also what of it can still be asked back, reason by reason."""

    household_person: UUID
    office: str | None = None
    worker_person: UUID | None = None
    paid_on: date | None = None
    undue: tuple[Undue, ...] = ()
    months: Any = ""

    def part(self, reason: str) -> Undue:
        """What can be asked back for a reason; nothing where it is not known."""
        nothing = Undue(reason, NOTHING, NOTHING, NOTHING)
        return next((undue for undue in self.undue if undue.reason == reason), nothing)


def reason_is_known(context: Context) -> Sentence | None:
    """The money was not owed for a reason that there is; for another one, in words."""
    case = context.case
    if case.reason not in REFUND_REASONS:
        return Sentence("refund.reason_missing")
    in_words = (context.comment or "").strip()
    needs_words = case.reason == OTHER and case.exception_id is None and not in_words
    return Sentence("refund.reason_in_words") if needs_words else None


def amount_is_possible(context: Context) -> Sentence | None:
    """More than nothing, and no more than was paid for that reason and not asked back before."""
    case, around = context.case, context.around
    if not case.asked_amount or case.asked_amount <= 0:
        return Sentence("refund.amount_missing")
    most = around.part(case.reason).amount
    if case.exception_id is not None or case.asked_amount <= most:
        return None
    return Sentence("refund.amount_too_much", {"most": most})


def is_asked_in_time(context: Context) -> Sentence | None:
    """What was paid unduly can be asked back for five years (LSS 299)."""
    paid_on = _paid_on(context)
    if paid_on is None:
        return Sentence("refund.nothing_paid")
    end = term("refund_claim_time", paid_on, timezone=str(context.around.zone)).due
    if isinstance(end, date) and context.day > end:
        return Sentence("refund.too_late", {"paid_on": paid_on, "until": end})
    return None


def account_is_possible(context: Context) -> Sentence | None:
    """A deposit needs the CLABE of an account."""
    case = context.case
    if not case.by_deposit:
        return None
    return check_clabe(case.clabe) if case.clabe else Sentence("refund.clabe_missing")


def grant_is_possible(context: Context) -> Sentence | None:
    """More than nothing, at most what was asked for; what went to her retirement account stays there (LSS 299), and
    Infonavit gives back what was paid for housing (LIFNVT 30 X)."""
    case, most = context.case, grantable(context.case)
    granted = case.granted_amount
    if granted is None or not 0 < granted <= most:
        return Sentence(
            "refund.grant_not_possible",
            {"most": most, "retirement": case.retirement_part, "housing": case.housing_part},
        )
    return None


def part_has_a_reason(context: Context) -> Sentence | None:
    """Whoever grants less than was asked for says why."""
    case = context.case
    less = case.granted_amount is not None and case.granted_amount < grantable(case)
    return Sentence("refund.part_needs_reason") if less and not (context.comment or "").strip() else None


def day_of_payment_is_possible(context: Context) -> Sentence | None:
    """The refund was paid on a day that has come, not before it was asked for."""
    case = context.case
    possible = case.refunded_on is not None and case.asked_on <= case.refunded_on <= context.day
    return None if possible else Sentence("refund.day_not_possible", {"asked_on": case.asked_on, "today": context.day})


def something_can_be_granted(context: Context) -> Sentence | None:
    """What went to her retirement account or to housing cannot be given back by this way."""
    return None if grantable(context.case) > 0 else Sentence("refund.all_apart")


def grantable(case: Any) -> Decimal:
    """The most that the office can give back of what was asked for, in pesos."""
    most: Decimal = case.asked_amount - case.retirement_part - case.housing_part
    return most


def asked(context: Context) -> Computed:
    """The days of asking and of payment, what stands apart, and the office that decides on the relation."""
    case, around = context.case, context.around
    part = around.part(case.reason).of(case.asked_amount)
    office = case.office or around.office
    facts = {"asked_on": context.day, "paid_on": _paid_on(context), "office": office}
    return Computed(
        facts if case.exception_id else facts | {"retirement_part": part.retirement, "housing_part": part.housing}
    )


def paid_back(context: Context) -> Computed:
    """All that was granted has been paid."""
    return Computed({"refunded_amount": context.case.granted_amount})


def tidy_account(context: Context) -> Computed:
    """Without a deposit no account is kept."""
    case = context.case
    return Computed({"clabe": case.clabe if case.by_deposit else None})


def fallen_late(_context: Context) -> Computed:
    """The term to pay has passed."""
    return Computed({"is_late": True})


def refund_due(context: Context) -> DueDate:
    """By when it is to be paid: 50 business days from asking, 40 by deposit to an account (RACERF 131)."""
    case = context.case
    name = "refund_by_deposit_time" if case.by_deposit else "refund_payment_time"
    return term(name, case.asked_on, suspensions=context.suspensions(), timezone=str(context.around.zone))


def pay_by(context: Context) -> DueDate | None:
    """The clock of the payment; none once it has passed, because nothing follows from passing it again."""
    return None if context.case.is_late else refund_due(context)


def is_about_a_period(context: Context) -> Sentence | None:
    """Loose money is asked for anew from its own case, where it waits again after a refusal."""
    return Sentence("refund.ask_again_there") if context.case.exception_id else None


def _paid_on(context: Context) -> date | None:
    paid_on: date | None = context.case.paid_on or context.around.paid_on
    return paid_on


def apart_of(case: Any) -> tuple[Sentence, ...]:
    """What of a request this way cannot give back, and where and until when the housing part is asked for."""
    said = []
    if case.retirement_part:
        said.append(Sentence("refund.hers", {"part": case.retirement_part}))
    if case.housing_part:
        until = term("housing_refund_claim_time", case.paid_on).due
        assert isinstance(until, date)  # noqa: S101 - a term of years ends on a day
        days = int(parameter("housing_refund_payment_time").on(case.asked_on).value)
        said.append(Sentence("refund.housing", {"part": case.housing_part, "until": until, "days": days}))
    return tuple(said)
