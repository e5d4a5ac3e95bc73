"""The month of one relation, day by day: why each counts or does not; of one household alone, so both sides may see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from enrolment.money.contributed import days_between, last_of_month
from enrolment.relation.affiliation_effects import terms_for
from enrolment.relation.agreement import Agreed, Relation, insured_days, weekdays_of
from enrolment.relation.marked_days import VACATION, WORKED_HOLIDAY, Marked, days_marked, marked_in
from enrolment.relation.relation_days import relation_of, reported_days
from regime.pay import days_of_month
from regime.rest_days import is_holiday

WORK, HOLIDAY, CERTIFIED, REST, OUTSIDE = "work", "holiday", "certified", "rest", "outside"


@dataclass(frozen=True, slots=True)
class MonthOfDays:
    """The days of a month with their kinds (those of `marked_days.KINDS` and the above); which of them are insured."""

    month: date
    kinds: tuple[tuple[date, str], ...]
    insured: tuple[date, ...]
    is_confirmed: bool

    @property
    def coming(self) -> tuple[date, ...]:
        """The days to be reported: those on which she comes, and those of hers that are paid without work."""
        return self.of_kind(WORK, HOLIDAY, WORKED_HOLIDAY, VACATION, CERTIFIED)

    def of_kind(self, *kinds: str) -> tuple[date, ...]:
        """The days of some kinds."""
        return tuple(day for day, kind in self.kinds if kind in kinds)


def month_of(session: Session, affiliation: Any, month: date) -> MonthOfDays:
    """The month of an affiliation that is or was in force, as it stands."""
    relation, agreed = relation_of(session, affiliation, ""), terms_for(session, affiliation.id, month)
    reported = reported_days(session, affiliation.id, month)
    marked = marked_in(session, affiliation.id)
    insured = insured_days(agreed, relation, month, reported)
    return MonthOfDays(month, _kinds(agreed, relation, month, reported, marked), insured, reported is not None)


def _kinds(
    agreed: Agreed, relation: Relation, month: date, reported: Iterable[int] | None, marked: Sequence[Marked]
) -> tuple[tuple[date, str], ...]:
    hers = set(days_of_month(weekdays_of(agreed) or tuple(range(7)), month))
    comes = hers if reported is None else {month.replace(day=number) for number in reported}
    said = days_marked(marked)

    def kind(day: date) -> str:
        if day < relation.enrolled_from or (relation.ended_on is not None and day > relation.ended_on):
            return OUTSIDE
        if day in said:
            return said[day]
        if any(span.kind == "certified" and day in span for span in relation.partial):
            return CERTIFIED
        if day in hers and is_holiday(day):
            return HOLIDAY
        return WORK if day in comes else REST

    return tuple((day, kind(day)) for day in days_between(month, last_of_month(month)))
