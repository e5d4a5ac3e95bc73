"""How an affiliation is filed and decided: what a household types and sends, and what becomes of it."""

from dataclasses import replace

from enrolment.deciding import NOT_ACCEPTED
from enrolment.filings import incomplete_filing
from enrolment.household.homes import ADDRESS, place_exists
from enrolment.labour.dues_effects import watch_dues
from enrolment.people.identifying import ask_for_numbers
from enrolment.people.identity import (
    TYPED_INSTEAD,
    birth_date_is_possible,
    paper_is_whole,
    worker_curp_is_possible,
    worker_is_named,
    worker_nss_is_possible,
)
from enrolment.people.protecting import emptied, erase_notes, protect_a_child, protect_or_decide
from enrolment.relation.affiliation_effects import begin_insurance
from enrolment.relation.affiliation_rules import (
    beginning_is_given,
    beginning_is_near,
    enrolled,
    filed,
    filed_and_enrolled,
    hours_are_possible,
    household_is_open,
    insurance_is_chosen,
    is_no_duplicate,
    is_old_enough,
    long_periods_are_full,
    pay_is_possible,
    place_is_given,
    worker_is_identified,
    worker_is_somebody_else,
)
from enrolment.relation.agreement import TERMS_FACTS
from enrolment.relation.invited import settle_invitations
from enrolment.relation.relation_tasks import ask_what_is_missing
from enrolment.roles import DELEGATE_ENROLS, HOUSEHOLD, OFFICIALS
from workflow.context import SYSTEM
from workflow.definition import Action, anybody

WORKER = (
    "worker_given_name",
    "worker_first_surname",
    "worker_second_surname",
    "worker_curp",
    "worker_nss",
    *TYPED_INSTEAD,
    "worker_email",
    "worker_phone",
)
TYPED = ("step", *WORKER, "place_id", *ADDRESS, *TERMS_FACTS, "began_on")

TYPED_RIGHT = (
    worker_curp_is_possible,
    worker_nss_is_possible,
    birth_date_is_possible,
    place_exists,
    beginning_is_near,
    hours_are_possible,
)
AGREED_RIGHT = (pay_is_possible, hours_are_possible, insurance_is_chosen, long_periods_are_full)
COMPLETE = (
    worker_is_named,
    worker_curp_is_possible,
    worker_nss_is_possible,
    birth_date_is_possible,
    paper_is_whole,
    worker_is_somebody_else,
    is_no_duplicate,
    place_is_given,
    place_exists,
    beginning_is_given,
    beginning_is_near,
    *AGREED_RIGHT,
)

FILING = (
    Action(
        code="begin",
        target="draft",
        roles=anybody(HOUSEHOLD, DELEGATE_ENROLS),
        basis=("lss_239c_1",),
        guards=(household_is_open,),
        checks=TYPED_RIGHT,
        facts=("household_id", *TYPED),
    ),
    Action(
        code="save",
        source=("draft", "correction_requested"),
        roles=anybody(HOUSEHOLD, DELEGATE_ENROLS),
        basis=("lss_239c_1",),
        checks=TYPED_RIGHT,
        facts=TYPED,
    ),
    Action(
        code="submit",
        source=("draft", "correction_requested"),
        target="submitted",
        roles=anybody(HOUSEHOLD, DELEGATE_ENROLS),
        basis=("lss_15", "lss_239c_1", "lft_22bis"),
        guards=(household_is_open, *COMPLETE),
        computes=filed,
        produces=("receipt",),
        effects=(protect_or_decide,),
    ),
    incomplete_filing(
        COMPLETE,
        guards=(household_is_open,),
        checks=(worker_is_named, *TYPED_RIGHT),
        more_roles=(DELEGATE_ENROLS,),
        effects=(protect_a_child,),
    ),
    Action(
        code="discard",
        weight="grave",
        source=("draft",),
        target="discarded",
        roles=anybody(HOUSEHOLD, DELEGATE_ENROLS),
        basis=("practice",),
    ),
    Action(
        code="stop",
        source=("submitted", "correction_requested"),
        target="stopped",
        roles=anybody(SYSTEM),
        basis=("lft_22bis", "lft_331bis"),
        computes=emptied,
        notices={HOUSEHOLD: "stopped"},
        effects=(erase_notes,),
    ),
    Action(
        code="withdraw",
        weight="grave",
        source=("in_review", "correction_requested"),
        target="withdrawn",
        roles=anybody(HOUSEHOLD, DELEGATE_ENROLS),
        basis=("practice",),
    ),
)

ENROL = Action(
    code="enrol",
    source=("submitted",),
    target="enrolled",
    roles=anybody(SYSTEM),
    basis=("lss_239c_1", "lss_251"),
    guards=(worker_is_identified,),
    facts=("findings", "worker_id", "place_id"),
    computes=enrolled,
    notices={HOUSEHOLD: "enrolled"},
    produces=("enrolment_form", "worker_sheet", "contract"),
    effects=(begin_insurance, watch_dues, ask_for_numbers, ask_what_is_missing, settle_invitations),
)
DECIDING = (
    Action(
        code="review",
        source=("submitted",),
        target="in_review",
        roles=anybody(SYSTEM),
        basis=("lss_17", "lss_251"),
        facts=("findings", "worker_id", "place_id"),
        notices={HOUSEHOLD: "in_review"},
    ),
    ENROL,
    replace(
        ENROL,
        code="enrol_on_request",
        source=(),
        basis=("lss_18", "lss_251"),
        guards=(household_is_open, worker_is_identified, is_old_enough),
        checks=(beginning_is_given, beginning_is_near, *AGREED_RIGHT),
        facts=("household_id", "worker_id", "place_id", "office", "submitted_on", *WORKER, *TERMS_FACTS, "began_on"),
        computes=filed_and_enrolled,
        notices={HOUSEHOLD: "enrolled_on_request"},
    ),
    replace(ENROL, code="accept", source=("in_review",), roles=anybody(*OFFICIALS), facts=(), comment="optional"),
    *NOT_ACCEPTED,
)
