"""The wage of a week, fortnight or month as a receipt tells it: earned, withheld, to receive. No database."""

from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from enrolment.money.contributed import days_between
from enrolment.relation.agreement import (
    Agreed,
    Relation,
    insured_days,
    is_paid_rest,
    pay_of,
    statement_for,
    weekdays_of,
)
from regime.pay import OF_A_DAY_WORKED
from regime.policies import Policies
from regime.rounding import to_cents

Span = Literal["week", "fortnight", "month"]
SPANS: tuple[Span, ...] = ("week", "fortnight", "month")
LAST_OF_FIRST_FORTNIGHT = 15
SUNDAY = 6
Reported = Mapping[date, Iterable[int] | None]


@dataclass(frozen=True, slots=True)
class WageReceipt:
    """The wage of some days, in pesos and cents. `days` are those on which she comes; `is_partial` is
    pay of a period of which only a part is paid."""

    first: date
    last: date
    days: tuple[date, ...]
    is_partial: bool
    earned: Decimal
    withheld: Decimal

    @property
    def to_receive(self) -> Decimal:
        """What she receives."""
        return self.earned - self.withheld


def spans_for(each: str) -> tuple[Span, ...]:
    """The spans for which pay can be told without splitting it: pay of a day for any, other pay for its own."""
    if each in OF_A_DAY_WORKED:
        return SPANS
    return tuple(span for span in SPANS if span == each)


def span_around(span: Span, day: date) -> tuple[date, date]:
    """The first and last day of the week (Monday to Sunday), fortnight (1 to 15, 16 to the end) or month of a day."""
    last = day.replace(day=monthrange(day.year, day.month)[1])
    if span == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=SUNDAY)
    if span == "month":
        return day.replace(day=1), last
    middle = day.replace(day=LAST_OF_FIRST_FORTNIGHT)
    return (day.replace(day=1), middle) if day <= middle else (middle + timedelta(days=1), last)


def wage_receipt(
    first: date,
    last: date,
    agreed_in: Callable[[date], Agreed],
    relation: Relation,
    reported: Reported,
    policies: Policies,
) -> WageReceipt:
    """The wage of the days from first to last: what was agreed, less her share of the contributions (LSS 38).

    Pay of a week, fortnight or month is spread over its calendar days where the relation stood or was paid on some of
    them only. Her share of a month is told off day by day, rounded so that the parts of a month add up to it.
    """
    agreed = agreed_in(last.replace(day=1))
    standing = tuple(day for day in days_between(first, last) if _is_paid(day, relation))
    days = tuple(day for day in standing if _she_comes(day, agreed, relation, reported))
    whole = (last - first).days + 1
    is_spread = agreed.pay_each not in OF_A_DAY_WORKED
    if is_spread:
        earned = agreed.pay_amount * len(standing) / whole
    else:
        earned = sum((_of_day(agreed, day) for day in days), Decimal(0))
    withheld = sum(
        (_withheld(month, first, last, agreed_in, relation, reported, policies) for month in _months(first, last)),
        Decimal(0),
    )
    return WageReceipt(first, last, days, is_spread and len(standing) < whole, to_cents(earned), withheld)


def _is_paid(day: date, relation: Relation) -> bool:
    within = relation.began_on <= day and (relation.ended_on is None or day <= relation.ended_on)
    return within and not any(day in span and span.kind != "certified" for span in relation.partial)


def _she_comes(day: date, agreed: Agreed, relation: Relation, reported: Reported) -> bool:
    weekdays = weekdays_of(agreed)
    numbers = reported.get(day.replace(day=1))
    usual = not weekdays or day.weekday() in weekdays
    if numbers is None or agreed.mode == "full_month":
        return usual
    return day.day in set(numbers) or (usual and is_paid_rest(day, relation))


def _of_day(agreed: Agreed, day: date) -> Decimal:
    pay = pay_of(agreed)
    if pay.each != "hour":
        return pay.amount
    hours = dict(zip(pay.weekdays, pay.hours if len(pay.hours) > 1 else pay.hours * len(pay.weekdays), strict=True))
    return pay.amount * hours.get(day.weekday(), pay.hours_of_a_day or Decimal(0))


def _withheld(
    month: date,
    first: date,
    last: date,
    agreed_in: Callable[[date], Agreed],
    relation: Relation,
    reported: Reported,
    policies: Policies,
) -> Decimal:
    """Her share for the insured days of the month that lie within the receipt."""
    agreed = agreed_in(month)
    days = insured_days(agreed, relation, month, reported.get(month)) if relation.enrolled_from <= last else ()
    if not days:
        return Decimal(0)
    whole = statement_for(agreed, relation, {month: days}, policies).months[0].worker

    def up_to(day: date) -> Decimal:
        return to_cents(whole * sum(1 for insured in days if insured <= day) / len(days))

    return up_to(last) - up_to(first - timedelta(days=1))


def _months(first: date, last: date) -> tuple[date, ...]:
    return tuple(dict.fromkeys((first.replace(day=1), last.replace(day=1))))
