"""How everything that a household files is decided: its states, and what an official may answer instead of yes."""

from enrolment.roles import HOUSEHOLD, OFFICIALS
from workflow.context import SYSTEM
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

NOT_ACCEPTED = (
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
        source=("in_review",),
        target="refused",
        roles=anybody(*OFFICIALS),
        basis=("lss_251", "lss_294"),
        comment="required",
        notices={HOUSEHOLD: "refused"},
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
