"""What a complaint depends on: what is known of it, whose it is to decide, and what she wishes."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from inspection.files.file import Filed
from inspection.intake.complaint_models import MATTERS, OTHER_BODIES, RELATIONS, WISHES
from inspection.protection.protection_models import DANGERS
from inspection.time_limits import for_authority
from regime.sentences import Sentence
from regime.time_limits import term
from regime.working_days import DueDate
from workflow.context import Computed, Context
from workflow.definition import nothing_to_do

KINDS = ("extraordinary", "ordinary", "orientation")


@dataclass(frozen=True, kw_only=True)
class Heard(Filed):
    """The file of a complaint, the authority that is competent for it, and the open complaints it may repeat.

    `competent` is None while place or matter are unknown.
    """

    competent: str | None
    authorities: dict[str, str]
    same_home: frozenset[UUID]
    place_known: bool
    evidence: frozenset[UUID] = frozenset()


def is_emergency(case: Any) -> bool:
    """Whether a danger was named: then nothing waits, neither for triage nor for a wish."""
    return bool(case.dangers)


def dangers_are_known(context: Context) -> Sentence | None:
    """Dangers come from a closed list."""
    unknown = set((context.case.dangers or "").split()) - set(DANGERS)
    return Sentence("complaint.unknown_danger") if unknown else None


def danger_is_new(context: Context) -> Sentence | None:
    """What is recorded later is one danger of the list."""
    return None if context.data.get("danger") in DANGERS else Sentence("complaint.unknown_danger")


def wish_is_known(context: Context) -> Sentence | None:
    """What she wishes is one of the things she was offered."""
    return None if context.case.wish in WISHES else Sentence("complaint.wish_missing")


@nothing_to_do
def there_is_evidence(context: Context) -> Sentence | None:
    """Nothing is opened where nothing was sent."""
    return None if context.around.evidence else Sentence("complaint.no_evidence")


def evidence_is_chosen(context: Context) -> Sentence | None:
    """One of the files of this complaint."""
    known = context.data.get("evidence_id") in {str(one) for one in context.around.evidence}
    return None if known else Sentence("complaint.evidence_unchosen")


def risk_is_answered(context: Context) -> Sentence | None:
    """The first reading answers what kind of relation it is and what it is about."""
    if context.case.relation not in RELATIONS:
        return Sentence("complaint.relation_missing")
    return None if context.case.matter in MATTERS else Sentence("complaint.matter_missing")


def is_read(context: Context) -> Sentence | None:
    """Nothing is decided about a complaint before relation and matter are known."""
    return risk_is_answered(context)


def is_ours(context: Context) -> Sentence | None:
    """Whoever is not competent remits; they do not decide (LFT 527, 529)."""
    competent = context.around.competent
    if competent is None or competent == context.case.office:
        return None
    name = context.around.authorities.get(competent, competent)
    return Sentence("complaint.another_is_competent", {"authority": name})


def another_is_competent(context: Context) -> Sentence | None:
    """A complaint is remitted to an authority that there is, and not to the one that has it."""
    wanted = context.data.get("to_authority")
    if wanted not in context.around.authorities:
        return Sentence("complaint.authority_missing")
    return Sentence("complaint.same_authority") if wanted == context.case.office else None


def place_is_known(context: Context) -> Sentence | None:
    """An inspection needs a home to go to."""
    return None if context.around.place_known else Sentence("complaint.place_unknown")


def place_is_unknown(context: Context) -> Sentence | None:
    """A complaint that names a place is never discarded, whatever else stays unanswered."""
    return Sentence("complaint.has_a_place") if context.around.place_known else None


def can_be_asked(context: Context) -> Sentence | None:
    """Only who left a way to be reached can be asked."""
    return None if context.case.reachable else Sentence("complaint.not_reachable")


def is_domestic_work(context: Context) -> Sentence | None:
    """What is admitted is domestic work in an employment relation, or may be (LFT 331, 332)."""
    return None if context.case.relation in ("domestic", "unknown") else Sentence("complaint.not_domestic")


def is_other_work(context: Context) -> Sentence | None:
    """What is reclassified is labour all the same: occasional work, or work for profit (LFT 332)."""
    other = context.case.relation in ("occasional", "for_profit", "other_labour")
    return None if other else Sentence("complaint.is_domestic")


def only_advice_is_left(context: Context) -> Sentence | None:
    """Advice closes a complaint that is a claim of her own, about no relation, or that she wishes no more of."""
    case = context.case
    enough = case.matter == "individual_claim" or case.relation == "none" or case.wish in ("advice", "withdrawn")
    return None if enough else Sentence("complaint.more_than_advice")


def wish_allows(context: Context) -> Sentence | None:
    """Her wish leads: where she asked for advice alone nobody inspects, unless somebody is in danger."""
    if is_emergency(context.case) or context.case.wish not in ("advice", "withdrawn"):
        return None
    return Sentence("complaint.wish_is_advice")


def worker_wishes_it(context: Context) -> Sentence | None:
    """What a neighbour reports and the worker does not want is no reason to go to her home."""
    if is_emergency(context.case) or context.case.worker_agrees is not False:
        return None
    return Sentence("complaint.worker_does_not_want")


def kind_is_chosen(context: Context) -> Sentence | None:
    """Which kind of inspection it is to be (RGITAS 27, 28): past work is never a visit of orientation."""
    return None if context.data.get("kind") in KINDS else Sentence("complaint.kind_missing")


def repeats_another(context: Context) -> Sentence | None:
    """It is joined to another open complaint about the same home."""
    return None if context.case.joined_to in context.around.same_home else Sentence("complaint.not_the_same_home")


def body_is_chosen(context: Context) -> Sentence | None:
    """To whom it goes outside the labour authorities."""
    return None if context.case.referred_to in OTHER_BODIES else Sentence("complaint.body_missing")


_FORWARDING = for_authority("forwarding_time", since="opened_at")


def forward_by(context: Context) -> DueDate | None:
    """Five business days to remit what is another authority's, from the day of receipt (LFPA 42)."""
    competent = context.around.competent
    if competent is None or competent == context.case.office:
        return None
    return _FORWARDING(context)


def claim_term(context: Context) -> Computed:
    """Until when she may claim a dismissal, where a day of separation is known: two calendar months (LFT 518, 522)."""
    left_on = context.case.separated_on
    if left_on is None:
        return Computed({})
    counted = term("dismissal_claim_time", left_on, timezone=str(context.around.zone))
    return Computed({"claim_until": counted.due})


def wished_today(context: Context) -> Computed:
    """The day from which her wish holds."""
    return Computed({"wish_on": context.day})


def withdrawn_today(context: Context) -> Computed:
    """She wishes nothing more."""
    return Computed({"wish": "withdrawn", "wish_on": context.day})


def handed_over(context: Context) -> Computed:
    """The complaint is the other authority's; its day of filing stays."""
    return Computed({"office": context.data["to_authority"]})


def data_asked(_context: Context) -> Computed:
    """That something was asked."""
    return Computed({"data_missing": True})


def with_danger(context: Context) -> Computed:
    """The danger beside those that were known."""
    known = (context.case.dangers or "").split()
    found = [*known, context.data["danger"]] if context.data["danger"] not in known else known
    return Computed({"dangers": " ".join(found)})
