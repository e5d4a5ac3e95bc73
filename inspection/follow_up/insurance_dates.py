"""By when a home must enrol and pay for a worker, as an officer reads it beside the case (D25 to D27)."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from regime.payment_days import payment_day
from regime.time_limits import term
from regime.values import UnknownValue
from regime.working_days import next_business_day

FISCAL = "cff"


@dataclass(frozen=True, slots=True)
class Owed:
    """`enrol_on` is the day the relation begins (LSS 239-C I), which goes before the `notice_by` of the general rule
    (LSS 15 I); `pay_by` the last day for the first month (LSS 239-C IV), moved past days without banks (CFF 12)."""

    enrol_on: date
    notice_by: date
    pay_by: date
    pay_kind: Literal["post_paid", "prepaid"]


def dates_owed(began_on: date) -> Owed | None:
    """The three days for a relation that began on a day; None for a day before any rule of the insurance is known."""
    try:
        notice = term("notice_to_imss_time", began_on).due
        first = payment_day(began_on.replace(day=1), first_month=True)
    except UnknownValue:
        return None
    # A term of days that nothing suspends ends on a day.
    assert isinstance(notice, date)  # noqa: S101
    pay_by = next_business_day(first.day, FISCAL) if first.moves else first.day
    return Owed(enrol_on=began_on, notice_by=notice, pay_by=pay_by, pay_kind=first.kind)
