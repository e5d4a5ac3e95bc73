"""Work of somebody from 15 to 17: who is meant, and whether the hours agreed keep to the limits of LFT 331 Bis."""

from datetime import date
from decimal import Decimal
from typing import Any

from enrolment.people.curp import age_on
from enrolment.people.identity import born
from enrolment.relation.agreement import pay_of
from regime.parameters import parameter
from regime.pay import Pay, PayRefused
from regime.sentences import Sentence


def is_minor(birth: date | None, day: date) -> bool:
    """Whether somebody is under eighteen on a day; of whom no day of birth is known nobody says so."""
    return birth is not None and age_on(birth, day) < parameter("adult_age").on(day).value


def limits_of_minors(agreed: Any, day: date) -> Sentence | None:
    """Six hours a day, 36 a week, two medical certificates a year; told of whoever the household typed as a minor."""
    if not is_minor(born(agreed, day), day):
        return None
    params = {"adult": _whole("adult_age", day), "day": _whole("minor_hours_a_day", day)}
    return Sentence("affiliation.under_age", {**params, "week": _whole("minor_hours_a_week", day)})


def hours_beyond_limits(agreed: Any, birth: date | None, day: date) -> Sentence | None:
    """Hours of a minor that are more than the law allows: told, and never a reason to leave anybody without cover."""
    if not is_minor(birth, day):
        return None
    hours = _hours_of_the_week(agreed)
    a_day, a_week = _whole("minor_hours_a_day", day), _whole("minor_hours_a_week", day)
    if not hours or (max(hours) <= a_day and sum(hours) <= a_week):
        return None
    return Sentence("affiliation.minor_too_long", {"day": a_day, "week": a_week})


def _hours_of_the_week(agreed: Any) -> tuple[Decimal, ...]:
    try:
        pay: Pay = pay_of(agreed)
    except (PayRefused, TypeError):
        return ()  # not agreed yet, or not possible: said elsewhere
    return pay.hours * len(pay.weekdays) if len(pay.hours) == 1 and pay.weekdays else pay.hours


def _whole(name: str, day: date) -> int:
    return int(parameter(name).on(day).value)
