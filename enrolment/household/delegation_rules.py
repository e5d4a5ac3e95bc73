"""What a delegation depends on: who invites, who may accept, for which relations, until which day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from enrolment.money.period_days import unmoved
from enrolment.roles import RIGHTS
from regime.parameters import parameter
from regime.periods import month_after
from regime.sentences import Sentence
from regime.working_days import DueDate
from workflow.context import Computed, Context, Surroundings
from workflow.stored import loads


@dataclass(frozen=True, kw_only=True)
class Helping(Surroundings):
    """The household that is helped, its relations and workers, and who was invited or has accepted."""

    household_person: UUID
    household_name: str
    household_is_open: bool
    relations: Mapping[UUID, UUID | None]  # by affiliation, the person who works there
    invited: UUID | None
    helper_name: str


def household_is_open(context: Context) -> Sentence | None:
    """Only a registered household has somebody to act for it."""
    return None if context.around.household_is_open else Sentence("affiliation.household_closed")


def invited_is_named(context: Context) -> Sentence | None:
    """How the household calls whoever it invites, so that it recognises them later."""
    return None if context.case.invited_name else Sentence("delegation.name_missing")


def rights_are_known(context: Context) -> Sentence | None:
    """Rights come from a closed list; enrolling needs all relations: a new one belongs to none of those named."""
    rights = (context.case.rights or "").split()
    if set(rights) - set(RIGHTS):
        return Sentence("delegation.unknown_right")
    narrow = "enrol" in rights and context.case.relations is not None
    return Sentence("delegation.enrol_needs_all") if narrow else None


def relations_are_own(context: Context) -> Sentence | None:
    """The relations named are the household's, at least one."""
    if context.case.relations is None:
        return None
    named = {UUID(text) for text in loads(context.case.relations)}
    return None if named and named <= set(context.around.relations) else Sentence("delegation.relations_missing")


def end_is_near(context: Context) -> Sentence | None:
    """A delegation has a last day, today or later, at most a year ahead: what nobody looks at again does not go on."""
    until: date | None = context.case.until
    latest = latest_end(context.day)
    if until is not None and context.day <= until <= latest:
        return None
    return Sentence("delegation.until_outside", {"first": context.day, "latest": latest})


def latest_end(day: date) -> date:
    """Up to which day a delegation may be given on a day."""
    months = int(parameter("longest_delegation").on(day).value)
    ahead = month_after(day, months)
    return ahead.replace(day=min(day.day, 28))  # a day that every month has


def is_somebody_else(context: Context) -> Sentence | None:
    """Nobody is their own delegate."""
    own = context.actor.person_id == context.around.household_person
    return Sentence("delegation.own_household") if own else None


def is_not_the_worker(context: Context) -> Sentence | None:
    """Who works in the home does not act for its employer."""
    works_there = context.actor.person_id in set(context.around.relations.values()) - {None}
    return Sentence("delegation.works_there") if works_there else None


def accepted(context: Context) -> Computed:
    """Who accepted; the way in closes behind them, except for the user name, which says whom the household meant."""
    return Computed({"person_id": context.actor.person_id})


def last_day(context: Context) -> DueDate:
    """The clock of the delegation: it ends by itself with its last day."""
    return unmoved(
        context.case.until, context.around.zone, Sentence("delegation.ends_with", {"day": context.case.until})
    )
