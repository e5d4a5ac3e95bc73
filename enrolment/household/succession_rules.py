"""What a succession depends on: both households, the relations that would go over, who works there, what was paid."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from regime.sentences import Sentence
from regime.time_limits import term
from workflow.context import Computed, Context, Surroundings
from workflow.stored import dumps, loads

REASONS = ("death", "separation", "move", "new_payer")
KIN = ("spouse", "child", "parent", "sibling", "other")


@dataclass(frozen=True, slots=True)
class Going:
    """A relation that would go over: whose work it is, and whether the new household has one with her there already."""

    affiliation_id: UUID
    worker_person: UUID
    worker_name: str
    clashes: bool


@dataclass(frozen=True, kw_only=True)
class Heirs(Surroundings):
    """Both sides of a succession. The household is unknown until the checks or an official have found it."""

    successor_name: str
    successor_household: UUID | None
    household_person: UUID | None
    household_name: str
    known_relations: frozenset[UUID]
    helps_with: frozenset[UUID]
    going: tuple[Going, ...]
    paid_since: bool
    others_ask: bool
    office: str | None = None

    @property
    def workers(self) -> Mapping[UUID, str]:
        """By person, those who work in the relations that would go over."""
        return {going.worker_person: going.worker_name for going in self.going}


def routed(context: Context) -> Computed:
    """The office of the relations decides who goes on with them; of several offices, that of the oldest relation."""
    return Computed({"office": context.case.office or context.around.office})


def reason_is_known(context: Context) -> Sentence | None:
    """Why somebody else becomes the employer, one of a closed list, and what they are to the one before."""
    known = context.case.reason in REASONS and context.case.kin in KIN
    return None if known else Sentence("succession.reason_missing")


def day_is_past(context: Context) -> Sentence | None:
    """Since when: today or before."""
    since: date | None = context.case.since
    if since is None:
        return Sentence("succession.since_missing")
    return None if since <= context.day else Sentence("succession.since_ahead", {"today": context.day})


def employer_is_described(context: Context) -> Sentence | None:
    """Enough to find the household by: one that is known, a payment line, or names."""
    case = context.case
    told = case.household_id or case.line or (case.employer_name and case.worker_name)
    return None if told else Sentence("succession.employer_missing")


def relations_are_theirs(context: Context) -> Sentence | None:
    """Relations that are named belong to the household they come from."""
    if context.case.household_id is None or context.case.relations is None:
        return None
    named = {UUID(text) for text in loads(context.case.relations)}
    return None if named and named <= context.around.known_relations else Sentence("succession.relations_missing")


def is_known_to_them(context: Context) -> Sentence | None:
    """Only whoever acts for a household names it and its relations by themselves; all others describe it."""
    case, around = context.case, context.around
    if case.household_id is None:
        return None
    wanted = around.known_relations if case.relations is None else {UUID(text) for text in loads(case.relations)}
    return None if wanted and wanted <= around.helps_with else Sentence("succession.not_theirs_to_name")


def household_is_found(context: Context) -> Sentence | None:
    """The household the relations come from."""
    return None if context.case.household_id else Sentence("succession.household_missing")


def successor_is_somebody_else(context: Context) -> Sentence | None:
    """Nobody succeeds themselves, and nobody becomes their own employer."""
    around, successor = context.around, context.case.successor_id
    if successor == around.household_person:
        return Sentence("succession.same_household")
    return Sentence("succession.is_the_worker") if successor in around.workers else None


def something_goes_over(context: Context) -> Sentence | None:
    """At least one of the relations still stands with the household they come from."""
    return None if context.around.going else Sentence("succession.nothing_left")


def nothing_clashes(context: Context) -> Sentence | None:
    """Two relations of the same worker in the same home of the same household cannot stand: one ends first."""
    twice = any(going.clashes for going in context.around.going)
    return Sentence("succession.already_employs") if twice else None


def successor_is_registered(context: Context) -> Sentence | None:
    """Relations go over to somebody who is registered as a persona empleadora (LSS 239-C I)."""
    return None if context.around.successor_household else Sentence("succession.not_registered")


def nothing_is_paid_since(context: Context) -> Sentence | None:
    """Once the new household has paid, what was handed over is not taken back; a new succession can follow."""
    return Sentence("succession.paid_since") if context.around.paid_since else None


def handed_over(context: Context) -> Computed:
    """Which relations go over, from which day, until when both households answer for earlier debts (LFT 41)."""
    liable = term("joint_liability_time", context.day)
    relations = dumps([str(going.affiliation_id) for going in context.around.going])
    return Computed({"handed_on": context.day, "liable_until": liable.due, "relations": relations})
