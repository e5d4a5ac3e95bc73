"""What a certificate of incapacity must say, and what may not be: the same folio twice, days twice, days outside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from enrolment.insurance.certified_models import KINDS
from enrolment.roles import OFFICIALS
from regime.parameters import parameter
from regime.sentences import Sentence
from workflow.context import Computed, Context, Surroundings
from workflow.definition import nothing_to_do

SHORTEST_FOLIO, LONGEST_FOLIO = 4, 20


@dataclass(frozen=True, kw_only=True)
class Certifying(Surroundings):
    """The relation that a certificate is for: its parties, days, office, and its other certificates."""

    household_person: UUID
    household_name: str
    worker_person: UUID
    worker_name: str
    office: str | None
    is_in_force: bool
    enrolled_from: Any
    ended_on: Any
    others: Sequence[Any]


def relation_was_in_force(context: Context) -> Sentence | None:
    """Only days of an enrolled relation can be certified."""
    return None if context.around.is_in_force else Sentence("certified.not_enrolled")


def is_complete(context: Context) -> Sentence | None:
    """The kind, the folio as letters and digits, and both days."""
    case = context.case
    if case.kind not in KINDS:
        return Sentence("certified.kind_missing")
    folio = case.folio or ""
    if not (folio.isascii() and folio.isalnum() and SHORTEST_FOLIO <= len(folio) <= LONGEST_FOLIO):
        return Sentence("certified.folio_form", {"fewest": SHORTEST_FOLIO, "most": LONGEST_FOLIO})
    if case.first_day is None or case.last_day is None:
        return Sentence("certified.days_missing")
    return None


def days_are_possible(context: Context) -> Sentence | None:
    """In order, no longer than a certificate can be, within the relation, and not announced long before."""
    case, around = context.case, context.around
    if case.first_day is None or case.last_day is None:
        return None
    if case.last_day < case.first_day:
        return Sentence("certified.days_turned", {"first": case.first_day, "last": case.last_day})
    most = int(parameter("longest_certificate").on(case.first_day).value)
    count = (case.last_day - case.first_day).days + 1
    if count > most:
        return Sentence("certified.too_long", {"count": count, "most": most})
    if case.last_day < around.enrolled_from:
        return Sentence("certified.outside", {"first": around.enrolled_from})
    if around.ended_on is not None and case.first_day > around.ended_on:
        return Sentence("certified.after_end", {"last": around.ended_on})
    latest = context.day + timedelta(days=most)
    return Sentence("certified.too_early", {"latest": latest}) if case.first_day > latest else None


def is_not_known_already(context: Context) -> Sentence | None:
    """The same folio is not written down twice, nor the same day by two folios."""
    case = context.case
    if case.first_day is None or case.last_day is None:
        return None
    others = [other for other in context.around.others if other.id != case.id]
    same = next((other for other in others if other.folio == case.folio), None)
    if same is not None:
        return Sentence("certified.known_folio", {"first": same.first_day, "last": same.last_day})
    twice = next((o for o in others if o.first_day <= case.last_day and case.first_day <= o.last_day), None)
    if twice is None:
        return None
    return Sentence("certified.overlaps", {"first": twice.first_day, "last": twice.last_day})


@nothing_to_do
def is_your_entry(context: Context) -> Sentence | None:
    """Only whoever wrote a certificate down takes it back; the others ask the office."""
    return None if context.case.entered_by == entering_role(context) else Sentence("certified.of_somebody_else")


def entering_role(context: Context) -> str:
    """As whom somebody writes: as a party, or as the office."""
    official = any(role in context.roles for role in OFFICIALS)
    return "office" if official else min(context.roles).code


def entered(context: Context) -> Computed:
    """Who wrote it down, and which office is to look at it."""
    return Computed({"entered_by": entering_role(context), "office": context.around.office})


CHECKS = (is_complete, days_are_possible, is_not_known_already)
