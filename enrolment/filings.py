"""What was filed and what is still missing of it: a filing is taken as it is and keeps its day (LFPA 42, 43)."""

from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from typing import Any

from enrolment.deciding import CORRECTION
from enrolment.papers.refusals import earliest, filed_on, folio_of
from enrolment.roles import HOUSEHOLD
from regime.sentences import Sentence
from workflow.context import Computed, Context, Role
from workflow.decision import unmet
from workflow.definition import Action, Effect, Guard, anybody

DOCUMENT = "receipt"
INCOMPLETE = "file_incomplete"
OWN_ACCOUNT = "account"


def receipt_facts(
    workflow: str,
    complete: tuple[Guard, ...],
    more: Callable[[Context], Iterable[Sentence]] | None,
    context: Context,
) -> Mapping[str, Any]:
    """What the receipt of a filing says, whoever reads it: nothing about a person."""
    case, missing = context.case, missing_of(context, complete)
    ends = CORRECTION.due(context) if missing else None
    return {
        "folio": folio_of(case.id),
        "asked": Sentence(f"filing.asked.{workflow}"),
        "filed_on": filed_on(case),
        "at": context.at,
        "channel": context.actor.channel or OWN_ACCOUNT,
        "office": context.around.offices.get(case.office, ""),
        "missing": list(missing),
        "by": earliest(ends) if ends else None,
        "next": Sentence("filing.next.incomplete" if missing else f"filing.next.{workflow}"),
        **({"more": list(more(context))} if more is not None else {}),
    }


def missing_of(context: Context, complete: tuple[Guard, ...]) -> tuple[Sentence, ...]:
    """What a filing still lacks; nothing for a step that needs all of it."""
    is_incomplete = context.action is not None and context.action.code == INCOMPLETE
    return unmet(complete, context) if is_incomplete else ()


def told_of_filing(context: Context, complete: tuple[Guard, ...]) -> dict[str, Any]:
    """What the notice of an incomplete filing says: what is missing, by when, and which day is kept."""
    missing = missing_of(context, complete)
    if not missing:
        return {}
    ends = CORRECTION.due(context)
    return {
        "missing": one_below_the_other(missing),
        "by": earliest(ends) if ends else None,
        "filed_on": filed_on(context.case),
        "folio": folio_of(context.case.id),
    }


def one_below_the_other(sentences: Iterable[Sentence]) -> Sentence:
    """Several sentences as one, each on a line of its own."""
    return reduce(lambda above, below: Sentence("filing.lines", {"above": above, "below": below}), sentences)


def routed_and_filed(context: Context) -> Computed:
    """The day of filing, which completing it later does not move, and the office of the place, unless transferred."""
    case = context.case
    return Computed({"submitted_on": case.submitted_on or context.day, "office": case.office or context.around.office})


def incomplete_filing(
    complete: tuple[Guard, ...],
    *,
    guards: tuple[Guard, ...],
    checks: tuple[Guard, ...],
    more_roles: tuple[Role, ...] = (),
    computes: Callable[[Context], Computed] = routed_and_filed,
    effects: tuple[Effect, ...] = (),
) -> Action:
    """How a draft that still lacks something is filed today: it keeps its day, and the clock to complete it starts."""

    def something_is_missing(context: Context) -> Sentence | None:
        return None if unmet(complete, context) else Sentence("filing.nothing_missing")

    return Action(
        code=INCOMPLETE,
        source=("draft",),
        target="correction_requested",
        roles=anybody(HOUSEHOLD, *more_roles),
        basis=("lfpa_43", "lss_15"),
        guards=(*guards, something_is_missing),
        checks=checks,
        computes=computes,
        notices={HOUSEHOLD: "filed_incomplete"},
        produces=(DOCUMENT,),
        effects=effects,
    )
