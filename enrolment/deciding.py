"""How everything that a household files is decided: its states, and what an official may answer instead of yes."""

from typing import Any

from enrolment.roles import HOUSEHOLD, OFFICIALS
from regime.sentences import Sentence
from workflow.context import SYSTEM, Computed, Context, Role
from workflow.deadlines import time_limit
from workflow.definition import Action, Deadline, State, anybody

CORRECTION = Deadline(
    "correction",
    time_limit("term_without_statute"),
    on_expiry="expire",
    basis=("lfpa_32", "lfpa_43"),
    reminders=(7, 3, 1),
    reminds=(HOUSEHOLD,),
)

UNDECIDED = (
    State("draft", tags=frozenset({"open", "editable"})),
    State("submitted", tags=frozenset({"open", "to_decide"})),
    State("in_review", tags=frozenset({"open", "to_decide"}), seen_by=(HOUSEHOLD,)),
    State("correction_requested", tags=frozenset({"open", "editable"}), seen_by=(HOUSEHOLD,), deadlines=(CORRECTION,)),
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
    )


NOT_ACCEPTED = (
    transfer_from("in_review", told=(HOUSEHOLD,)),
    Action(
        code="request_correction",
        source=("in_review",),
        target="correction_requested",
        roles=anybody(*OFFICIALS),
        basis=("lfpa_32", "lfpa_43"),
        comment="required",
        notices={HOUSEHOLD: "correction_requested"},
    ),
    Action(
        code="refuse",
        weight="grave",
        source=("in_review",),
        target="refused",
        roles=anybody(*OFFICIALS),
        basis=("lss_251", "lss_294"),
        comment="required",
        notices={HOUSEHOLD: "refused"},
        produces=("refusal",),
    ),
    Action(
        code="expire",
        source=("correction_requested",),
        target="withdrawn",
        roles=anybody(SYSTEM),
        basis=("lfpa_43",),
        notices={HOUSEHOLD: "expired"},
    ),
)
