"""What a household and a worker agreed, read as pay, insured days and contributions of a month. No database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Protocol, cast, get_args

from enrolment.money.contributed import days_between, last_of_month
from enrolment.relation.weekday_hours import hours_of
from regime.branches_due import DAY_KINDS, DayKind, PartialDays, Situation
from regime.geography import zone_notices, zone_of
from regime.parameters import parameter
from regime.pay import Each, Pay, PayRefused, days_of_month
from regime.pay_echo import echo
from regime.periods import Periodicity, PeriodStatement, contributions_for, month_after
from regime.policies import Policies
from regime.rest_day_share import RestDayReadings, rest_day_readings
from regime.rest_days import is_holiday
from regime.sentences import Sentence
from regime.terms import InKind, Mode, Terms
from regime.values import UnknownValue
from regime.wages import WageGap, gap_of, professional_wage

PAY_EACH: tuple[Each, ...] = get_args(Each)
PERIODICITIES: tuple[int, ...] = tuple(Periodicity)


class Agreed(Protocol):
    """Terms as the wizard, the case and the dated history hold them."""

    pay_amount: Decimal
    pay_each: str
    weekdays: str
    hours_per_day: Decimal | None
    weekday_hours: str | None
    in_kind: str
    mode: str
    periodicity: int


TERMS_FACTS = ("pay_amount", "pay_each", "weekdays", "hours_per_day", "weekday_hours", "in_kind", "mode", "periodicity")


@dataclass(frozen=True, slots=True)
class PartialSpan:
    """Days from one to another, both included, on which only some branches are due, or none (`regime.branches_due`)."""

    first: date
    last: date
    kind: DayKind

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Relation:
    """What the contributions of a relation depend on besides its terms: place, days, absences, paid vacation."""

    municipality: str
    began_on: date
    enrolled_from: date
    ended_on: date | None = None
    partial: tuple[PartialSpan, ...] = ()
    vacation: tuple[tuple[date, date], ...] = ()
    situations: tuple[Situation, ...] = ()


def terms_as_dict(agreed: Agreed) -> dict[str, Any]:
    """The terms by column name, to copy them from the case into the history."""
    return {name: getattr(agreed, name) for name in TERMS_FACTS}


def weekdays_of(agreed: Agreed) -> tuple[int, ...]:
    """The days of the week she comes; 0 is Monday. Raises `PayRefused` for what is no digit."""
    typed = agreed.weekdays or ""
    if not typed.isascii() or (typed and not typed.isdigit()):
        raise PayRefused(Sentence("notice.weekdays_not_possible"))
    return tuple(int(digit) for digit in typed)


def pay_of(agreed: Agreed) -> Pay:
    """The pay as agreed; raises `PayRefused` with the sentence that says what cannot be."""
    weekdays = weekdays_of(agreed)
    hours = hours_of(weekdays, agreed.hours_per_day, agreed.weekday_hours)
    return Pay(agreed.pay_amount, cast(Each, agreed.pay_each), weekdays, hours=hours)


def echo_of(agreed: Agreed, month: date) -> Sentence:
    """What was understood of pay, days and hours, or why it cannot be meant: the one sentence of every page."""
    try:
        return echo(pay_of(agreed), month)
    except PayRefused as refused:
        return refused.sentence


def insured_days(agreed: Agreed, relation: Relation, month: date, reported: Iterable[int] | None) -> tuple[date, ...]:
    """The days of a month to be reported: those confirmed by the household, else those of the calendar.

    For a full month every day of the relation in it; for insurance by days those on which she comes. Days of a long
    unpaid absence are not insured, those of a short one are, in part (LSS 31).
    """
    first = max(month, relation.enrolled_from)
    last = min(last_of_month(month), relation.ended_on or last_of_month(month))
    within = tuple(day for day in days_between(first, last) if kind_of(day, relation) != "long_absence")
    if agreed.mode == "full_month":
        return within
    usual = days_of_month(weekdays_of(agreed), month)
    if reported is None:
        wanted = set(usual)
    else:
        wanted = {month.replace(day=n) for n in reported} | {day for day in usual if stays_insured(day, relation)}
    return tuple(day for day in within if day in wanted)


def kind_of(day: date, relation: Relation) -> DayKind | None:
    """Of which kind a day is on which only some branches are due; the first span it falls in decides."""
    return next((span.kind for span in relation.partial if day in span), None)


def without_excuses(relation: Relation) -> Relation:
    """The same relation as if no day were certified and she were in no situation for which the law asks for less."""
    partial = tuple(span for span in relation.partial if span.kind != "certified")
    return replace(relation, partial=partial, situations=())


def stays_insured(day: date, relation: Relation) -> bool:
    """A day of hers on which she does not come and which is insured all the same: of paid rest, or certified."""
    return is_paid_rest(day, relation) or kind_of(day, relation) == "certified"


def is_paid_rest(day: date, relation: Relation) -> bool:
    """A day of hers that is paid without work: a day of rest by law or of vacation (LFT 74, 76). It is no absence."""
    return is_holiday(day) or any(first <= day <= last for first, last in relation.vacation)


def partial_days(relation: Relation, days: Iterable[date]) -> tuple[PartialDays, ...]:
    """How many of some insured days are of each kind on which only some branches are due."""
    kinds = [kind_of(day, relation) for day in days]
    return tuple(PartialDays(kind, Decimal(kinds.count(kind))) for kind in DAY_KINDS if kind in kinds)


def terms_of_month(agreed: Agreed, relation: Relation, month: date, days: tuple[date, ...]) -> Terms:
    """The terms from which the contributions of a month are computed, for those insured days."""
    whole = agreed.mode == "full_month" and len(days) == last_of_month(month).day
    return Terms(
        day=month,
        pay=pay_of(agreed),
        mode=cast(Mode, agreed.mode),
        days=None if whole else Decimal(len(days)),
        partial_days=partial_days(relation, days),
        situations=relation.situations,
        zone=zone_of(relation.municipality, month),
        zone_notices=zone_notices(relation.municipality),
        in_kind=cast(InKind, agreed.in_kind),
        years_of_service=years_of_service(relation.began_on, last_of_month(month)),
    )


def statement_for(
    agreed: Agreed,
    relation: Relation,
    days: Mapping[date, tuple[date, ...]],
    policies: Policies,
) -> PeriodStatement:
    """The explained contributions of consecutive months (the keys of `days`, in order).

    A line must be issued before the values of the new year are published: it is then priced at the last known ones, by
    the projection that its notices name.
    """
    months = list(days)
    terms = terms_of_month(agreed, relation, months[0], days[months[0]])

    def of_month(first: date) -> Terms:
        month = terms_of_month(agreed, relation, first, days[first])
        return replace(terms, days=month.days, partial_days=month.partial_days)

    try:
        return contributions_for(terms, len(months), policies, of_month)
    except UnknownValue:
        return contributions_for(terms, len(months), replace(policies, projection="last_known_values"), of_month)


def years_of_service(began_on: date, day: date) -> int:
    """In which year of service she is on a day; the first is 1 (LFT 76)."""
    return max(1, day.year - began_on.year + ((day.month, day.day) >= (began_on.month, began_on.day)))


def gap_to_legal_wage(agreed: Agreed, municipality: str, day: date, policies: Policies) -> WageGap:
    """Her pay of a day beside the legal minimum for the hours of that day (LFT 83, 335; by the hour: L-7).

    Pay of a period covers her rest day too, or the share of it that part-week work earns (LFT 69, 72).
    """
    pay = pay_of(agreed)
    paid = pay.wage_to_compare(parameter("month_divisor").on(day).value)
    return gap_of(pay, paid, _legal_wage(municipality, day), day, policies)


def rest_day_in_pay(agreed: Agreed, municipality: str, day: date, policies: Policies) -> RestDayReadings | None:
    """Both readings of pay that does not say whether it holds the share of the rest day (LFT 72)."""
    return rest_day_readings(pay_of(agreed), _legal_wage(municipality, day), day, policies)


def _legal_wage(municipality: str, day: date) -> Decimal:
    return professional_wage(zone_of(municipality, day), day, "last_known_values").value.value


def months_from(first: date, count: int) -> tuple[date, ...]:
    """The first days of so many months, beginning with the month of a day."""
    return tuple(month_after(first, number) for number in range(count))
