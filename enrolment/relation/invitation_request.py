"""What happens to a worker's request to be enrolled by IMSS (LSS 18): filed, the household asked, decided."""

from dataclasses import replace

from enrolment.deciding import transfer_from
from enrolment.household.homes import ADDRESS, place_exists
from enrolment.people.protecting import erase_notes
from enrolment.relation.invitation_effects import enrol_on_request
from enrolment.relation.invitation_protection import emptied, protect_a_child
from enrolment.relation.invitation_rules import (
    address_is_complete,
    answered,
    code_ended,
    decision_due,
    employer_is_established,
    employer_is_named,
    filed_with_office,
    has_an_account,
    home_is_known,
    is_somebody_else,
    numbers_are_possible,
    taken,
    work_is_described,
)
from enrolment.roles import DOMESTIC_WORKER, HOUSEHOLD, OFFICIALS
from workflow.context import SYSTEM
from workflow.deadlines import time_limit
from workflow.definition import Action, Deadline, State, anybody

DECISION = Deadline("decision", decision_due, on_expiry="pass_term", basis=("lss_17", "lss_18"), binds=OFFICIALS)
ANSWER = Deadline(
    "household_answer",
    time_limit("term_without_statute"),
    on_expiry="pass_answer",
    basis=("lfpa_32",),
    reminders=(3, 1),
    reminds=(HOUSEHOLD,),
)
FILING = Deadline(
    "filing",
    time_limit("invitation_filing_time"),
    on_expiry="fall_silent",
    basis=("practice",),
    reminders=(5, 2),
    reminds=(HOUSEHOLD,),
)
UNDECIDED = ("requested", "overdue")
WITH_HOUSEHOLD = ("household_asked", "agreed")
FILED = (*UNDECIDED, *WITH_HOUSEHOLD)

STATES = (
    State(
        "requested",
        tags=frozenset({"open", "to_decide", "filed"}),
        seen_by=(DOMESTIC_WORKER,),
        deadlines=(DECISION,),
    ),
    State(
        "household_asked",
        tags=frozenset({"open", "filed", "with_household"}),
        seen_by=(HOUSEHOLD,),
        deadlines=(ANSWER,),
    ),
    State(
        "agreed",
        tags=frozenset({"open", "filed", "with_household"}),
        seen_by=(HOUSEHOLD,),
        deadlines=(replace(FILING, on_expiry="pass_answer"),),
    ),
    State("overdue", tags=frozenset({"open", "to_decide", "filed", "late"}), seen_by=(DOMESTIC_WORKER,)),
    State("refused", final=True),
    # A child asked: what is known stands in a sealed matter, and no official reads of it here.
    State("stopped", final=True, tags=frozenset({"sealed", "protected"})),
)

NEEDED = (employer_is_named, home_is_known, work_is_described)
DECIDED = ("decided_began", "decided_days", "decided_hours", "decided_amount", "decided_each", "decided_mode")
CORRECTED = ("employer_given_name", "employer_first_surname", *ADDRESS)

REQUEST = Action(
    code="request",
    source=("draft", "invited", "taken_up", "declined", "unanswered"),
    target="requested",
    roles=anybody(DOMESTIC_WORKER),
    basis=("lss_18", "lft_22bis"),
    guards=NEEDED,
    computes=filed_with_office,
    comment="optional",
    notices={DOMESTIC_WORKER: "requested"},
    produces=("receipt",),
    effects=(protect_a_child,),
)


def receive_from(facts: tuple[str, ...]) -> Action:
    """A request that she makes elsewhere, before a labour authority or at a counter, and that reaches IMSS at once."""
    return Action(
        code="receive",
        target="requested",
        roles=anybody(SYSTEM),
        basis=("lss_18", "lft_22bis"),
        checks=(*NEEDED, place_exists, numbers_are_possible),
        facts=facts,
        computes=filed_with_office,
        comment="optional",
        notices={DOMESTIC_WORKER: "requested"},
        produces=("receipt",),
        effects=(protect_a_child,),
    )


DECIDING = (
    Action(
        code="stop",
        source=("requested",),
        target="stopped",
        roles=anybody(SYSTEM),
        basis=("lft_22bis", "lft_331bis"),
        computes=emptied,
        effects=(erase_notes,),
    ),
    Action(
        code="ask_household",
        source=UNDECIDED,
        target="household_asked",
        roles=anybody(*OFFICIALS),
        basis=("lss_18", "lss_251", "lfpa_32"),
        facts=("code_digest",),
        comment="required",
        notices={HOUSEHOLD: "household_asked", DOMESTIC_WORKER: "asked_worker"},
    ),
    Action(
        code="answer",
        source=WITH_HOUSEHOLD,
        target="requested",
        roles=anybody(HOUSEHOLD, *OFFICIALS),
        basis=("lss_18", "lfpa_32"),
        guards=(is_somebody_else,),
        inputs=("proof",),
        computes=answered,
        comment="required",
        notices={DOMESTIC_WORKER: "household_answered"},
    ),
    Action(
        code="agree",
        source=("household_asked",),
        target="agreed",
        roles=anybody(HOUSEHOLD),
        basis=("lss_18", "lss_15"),
        checks=(has_an_account, is_somebody_else),
        inputs=("proof",),
        computes=taken,
        notices={DOMESTIC_WORKER: "taken_up"},
    ),
    Action(
        code="pass_answer",
        source=WITH_HOUSEHOLD,
        target="requested",
        roles=anybody(SYSTEM),
        basis=("lfpa_32",),
        computes=code_ended,
        notices={DOMESTIC_WORKER: "household_silent"},
    ),
    Action(
        code="pass_term",
        source=("requested",),
        target="overdue",
        roles=anybody(SYSTEM),
        basis=("lss_17", "lss_18"),
        notices={DOMESTIC_WORKER: "overdue"},
    ),
    Action(
        code="grant",
        source=UNDECIDED,
        roles=anybody(*OFFICIALS),
        basis=("lss_18", "lss_251"),
        checks=(employer_is_established, address_is_complete, place_exists),
        facts=CORRECTED,
        inputs=DECIDED,
        comment="required",
        effects=(enrol_on_request,),
    ),
    Action(
        code="refuse",
        weight="grave",
        source=UNDECIDED,
        target="refused",
        roles=anybody(*OFFICIALS),
        basis=("lss_18", "lss_251", "lss_294"),
        comment="required",
        notices={DOMESTIC_WORKER: "refused"},
        produces=("refusal",),
    ),
    transfer_from(*UNDECIDED, told=(DOMESTIC_WORKER,)),
)
