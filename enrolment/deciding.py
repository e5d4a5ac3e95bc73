"""How everything that is filed is decided: its states, and what an official may answer instead of yes.

An office asks for something (`asked_for`), gets it (`answered`) or does not (`unanswered`) within a clock
(`time_to_answer`), hands the case over (`transfer_from`) or says no (`refused`). Each procedure says from which states,
to whom and on which articles.
"""

from collections.abc import Mapping
from typing import Any

from enrolment.roles import HOUSEHOLD, OFFICIALS
from regime.sentences import Sentence
from workflow.context import SYSTEM, Computed, Context, Role
from workflow.deadlines import time_limit
from workflow.definition import Action, Deadline, Effect, Guard, State, Weight, anybody

# The authority may ask once for what is missing (LFPA 32); what is not mended in time was not filed (LFPA 43).
PREVENTION = ("lfpa_32", "lfpa_43")


def time_to_answer(
    code: str, of: Role, *, reminders: tuple[int, ...], on_expiry: str = "expire", basis: tuple[str, ...] = ("lfpa_32",)
) -> Deadline:
    """The clock of whoever was asked: the term of LFPA 32, as no law names another."""
    return Deadline(
        code,
        time_limit("term_without_statute"),
        on_expiry=on_expiry,
        basis=basis,
        reminders=reminders,
        reminds=(of,),
    )


def asked_for(
    what: str, *states: str, of: Role, basis: tuple[str, ...] = PREVENTION, weight: Weight = "usual"
) -> Action:
    """How an office asks for something before it decides: `request_<what>` leads to `<what>_requested`."""
    return Action(
        code=f"request_{what}",
        weight=weight,
        source=states,
        target=f"{what}_requested",
        roles=anybody(*OFFICIALS),
        basis=basis,
        comment="required",
        notices={of: f"{what}_requested"},
    )


def answered(
    *states: str, target: str, by: Role, checks: tuple[Guard, ...] = (), facts: tuple[str, ...] = ()
) -> Action:
    """How whoever was asked answers in words, and with facts where a procedure lets them."""
    return Action(
        code="answer",
        source=states,
        target=target,
        roles=anybody(by),
        basis=("lfpa_32",),
        checks=checks,
        facts=facts,
        comment="required",
    )


def unanswered(
    *states: str, target: str, told: Mapping[Role, str], code: str = "expire", basis: tuple[str, ...] = ("lfpa_43",)
) -> Action:
    """What silence leads to when the time to answer has passed."""
    return Action(code=code, source=states, target=target, roles=anybody(SYSTEM), basis=basis, notices=told)


def refused(
    *states: str,
    basis: tuple[str, ...],
    told: Mapping[Role, str],
    code: str = "refuse",
    target: str = "refused",
    weight: Weight = "grave",
    effects: tuple[Effect, ...] = (),
) -> Action:
    """How officials say no: with a reason, on articles (LSS 294 opens the recourse), and with a paper that says so."""
    return Action(
        code=code,
        weight=weight,
        source=states,
        target=target,
        roles=anybody(*OFFICIALS),
        basis=basis,
        comment="required",
        notices=told,
        effects=effects,
        produces=("refusal",),
    )


CORRECTION = time_to_answer("correction", HOUSEHOLD, reminders=(7, 3, 1), basis=PREVENTION)

# What is `filed` and open stands against a second filing of the same.
UNDECIDED = (
    State("draft", tags=frozenset({"open", "editable"})),
    State("submitted", tags=frozenset({"open", "filed", "to_decide"})),
    State("in_review", tags=frozenset({"open", "filed", "to_decide"}), seen_by=(HOUSEHOLD,)),
    State(
        "correction_requested",
        tags=frozenset({"open", "filed", "editable"}),
        seen_by=(HOUSEHOLD,),
        deadlines=(CORRECTION,),
    ),
)


def office_is_another(context: Context) -> Sentence | None:
    """A case is transferred to an office that exists, and not to the one that has it."""
    wanted = context.data.get("to_office")
    if wanted not in context.around.offices:
        return Sentence("transfer.office_missing")
    return Sentence("transfer.same_office") if wanted == context.case.office else None


def told_of_transfer(context: Context) -> dict[str, Any]:
    """What the notice of a transfer says besides: the name of the office that decides from now on."""
    return {"office": context.around.offices.get(context.data.get("to_office"), "")}


def transferred(context: Context) -> Computed:
    """The case is the other office's from now on. Its state stays, and with it every clock and the day of filing."""
    return Computed({"office": context.data["to_office"]})


def transfer_from(*states: str, told: tuple[Role, ...]) -> Action:
    """How officials hand a case that another office is to decide over to it (LFPA 42): the parties are told, no term
    starts again."""
    return Action(
        code="transfer",
        weight="rare",
        source=states,
        roles=anybody(*OFFICIALS),
        basis=("lfpa_42",),
        checks=(office_is_another,),
        inputs=("to_office",),
        computes=transferred,
        comment="required",
        notices=dict.fromkeys(told, "transferred"),
        decides=False,  # so that a case whose only official filed it can go to another office
    )


NOT_ACCEPTED = (
    transfer_from("in_review", told=(HOUSEHOLD,)),
    asked_for("correction", "in_review", of=HOUSEHOLD),
    refused("in_review", basis=("lss_251", "lss_294"), told={HOUSEHOLD: "refused"}),
    unanswered("correction_requested", target="withdrawn", told={HOUSEHOLD: "expired"}),
)
