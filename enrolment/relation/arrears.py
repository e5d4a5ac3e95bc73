"""The months between the beginning of a relation and its enrolment: what they would have cost, for the household.

An estimate, for the household alone: nothing here is billed, told to anybody or kept. It supposes that what is agreed
today was agreed then.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, cast

from enrolment.household.homes import zone_at
from enrolment.models import Affiliation
from enrolment.money.period_days import paid_after
from enrolment.relation.agreement import Agreed, Relation, insured_days, statement_for
from regime.parameters import parameter
from regime.periods import month_after
from regime.policies import Policies
from regime.schemes import MANDATORY
from regime.sentences import Sentence
from regime.surcharges import late_payment
from regime.values import UnknownValue

NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class MonthOwed:
    """One month before the enrolment, in pesos; `surcharge` is None where its rate is not published yet."""

    month: date
    days: int
    amount: Decimal
    due: date
    surcharge: Decimal | None

    @property
    def total(self) -> Decimal:
        """The contributions with the surcharge as far as it is known."""
        return self.amount + (self.surcharge or NOTHING)


@dataclass(frozen=True, slots=True)
class Arrears:
    """Every month from the day since which enrolling is a duty, up to the enrolment; and what people should know."""

    began_on: date
    owed_from: date
    enrolled_from: date
    months: tuple[MonthOwed, ...]
    notices: tuple[Sentence, ...]

    @property
    def total(self) -> Decimal:
        """All months with their surcharges."""
        return sum((month.total for month in self.months), NOTHING)

    @property
    def contributions(self) -> Decimal:
        """All months without surcharges."""
        return sum((month.amount for month in self.months), NOTHING)


def arrears_of(
    agreed: Agreed, municipality: str, began_on: date, enrolled_from: date, policies: Policies, day: date
) -> Arrears | None:
    """What the months before the enrolment would have cost, seen on a day; None if it was reported in time.

    The duty holds since the mandatory regime operates (LSS 239-C); each month was due by the 17th of the next (LSS 39)
    and has borne surcharges since (LSS 40 A, CFF 21).
    """
    owed_from = max(began_on, _mandatory_since())
    if began_on >= enrolled_from:
        return None
    last = enrolled_from - timedelta(days=1)
    relation = Relation(municipality, began_on, owed_from, last)
    months = tuple(_months(agreed, relation, policies, day)) if owed_from <= last else ()
    notices = (*_about_the_time(began_on, owed_from), *_about_the_sums(months))
    return Arrears(began_on, owed_from, enrolled_from, months, notices)


def _mandatory_since() -> date:
    return next(value.since for value in parameter("scheme").values if value.code == MANDATORY)


def _months(agreed: Agreed, relation: Relation, policies: Policies, day: date) -> Iterator[MonthOwed]:
    zone = zone_at(relation.municipality)
    month = relation.enrolled_from.replace(day=1)
    while relation.ended_on is not None and month <= relation.ended_on:
        # The month in which the regime began counts from that day, by its rules.
        first = max(month, relation.enrolled_from)
        days = insured_days(agreed, relation, month, None)
        if days:
            amount = statement_for(agreed, relation, {first: days}, policies).total
            due: Any = paid_after(first, zone, policies).due
            yield MonthOwed(month, len(days), amount, due, _surcharge(amount, due, day))
        month = month_after(month, 1)


def _surcharge(amount: Decimal, due: date, day: date) -> Decimal | None:
    try:
        return late_payment(amount, due, day).surcharge
    except UnknownValue:
        return None


def _about_the_time(began_on: date, owed_from: date) -> tuple[Sentence, ...]:
    if began_on >= owed_from:
        return ()
    return (Sentence("arrears.before_the_duty", {"began_on": began_on, "owed_from": owed_from}),)


def _about_the_sums(months: tuple[MonthOwed, ...]) -> tuple[Sentence, ...]:
    said = [Sentence("arrears.supposes_todays_terms")]
    if any(month.surcharge for month in months):
        said.append(Sentence("notice.updating_factor_floor", {"factor": "1"}))
    if any(month.surcharge is None for month in months):
        said.append(Sentence("arrears.rate_unknown"))
    return tuple(said)


def arrears_before(affiliation: Affiliation, policies: Policies, day: date) -> Arrears | None:
    """The same of an enrolled relation; None while it is not enrolled or where nothing lies before the enrolment."""
    began_on, enrolled_from, place = affiliation.began_on, affiliation.enrolled_from, affiliation.place
    if began_on is None or enrolled_from is None or place is None:
        return None
    agreed = cast(Agreed, affiliation)
    return arrears_of(agreed, place.municipality, began_on, enrolled_from, policies, day)
