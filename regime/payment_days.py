"""When contributions fall due, before any move to a business day: after the first month, ahead of every later one."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from regime.parameters import parameter
from regime.periods import month_after
from regime.policies import Policies
from regime.schemes import scheme_on


@dataclass(frozen=True, slots=True)
class PaymentDay:
    """The nominal day of a payment and why; `moves` says whether a non-working day moves it forward (CFF 12).

    A prepaid month has no grace: its cover begins only if the payment came before it.
    """

    day: date
    kind: Literal["post_paid", "prepaid"]
    basis: str
    moves: bool


def payment_day(month: date, *, first_month: bool) -> PaymentDay:
    """When the contributions of a month fall due.

    In the mandatory regime the month in which the relation starts is paid by the 17th of the next (LSS 39, 239-C IV);
    later months, and every month of the pilot, before the month begins (239-C VI).
    Raises `UnknownValue` before the first scheme.
    """
    first = month.replace(day=1)
    if first_month and scheme_on(month).first_month_post_paid:
        due_day = int(parameter("post_paid_due_day").on(month).value)
        return PaymentDay(month_after(first, 1).replace(day=due_day), "post_paid", "lss_39", moves=True)
    return PaymentDay(first - timedelta(days=1), "prepaid", "lss_239c_6", moves=False)


def cut_off_day(month: date, policies: Policies) -> date:
    """Day 20 (D-7) of the month before: the pilot's cut-off, a reminder since."""
    before = month.replace(day=1) - timedelta(days=1)
    return before.replace(day=policies.prepayment_cut_off_day)
