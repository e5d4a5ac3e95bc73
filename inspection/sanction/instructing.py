"""How a sanction is conducted until it is decided (rows 45 to 54): admission, service, hearing, arguments."""

from typing import Any

from inspection.roles import EMPLOYER, LEGAL_OFFICER, NOTIFIER, SANCTIONER
from inspection.sanction import breaches
from inspection.sanction.discretion import evidence_names_nobody, reason_names_nobody
from inspection.sanction.filings import FILERS, answer_came_in_time, ready_now
from inspection.sanction.instruction_rules import (
    accepted_now,
    acta_is_intact,
    acta_is_valid,
    answer_term_is_over,
    arguments_are_not_served,
    arguments_were_opened,
    end_what_fines_nothing,
    fell_into_default,
    hearing_is_past,
    is_heard_after_all,
    it_was_delivered,
    lapse_has_come,
)
from inspection.sanction.opening import ends_inspection, inspect_again, may_inspect_again
from inspection.sanction.terms import DELAY, LAPSE, PRESCRIBED
from inspection.service.matters import counted_from, issues, upon
from inspection.time_limits import choice_is_lawful
from workflow.context import SYSTEM
from workflow.definition import Action, anybody

BEING_CONDUCTED = ("to_serve", "service_failed", "to_answer", "heard", "in_default", "closing_arguments", "to_decide")
LAPSES = ("heard", "in_default", "closing_arguments", "to_decide")
WEIGHED_IN = ("to_decide", "to_comply")
PERSONAL_SERVICE = ("lfpa_36", "lfpa_38", "rgitas_6")


ADMISSION = (
    Action(
        code="open",
        target="requested",
        roles=anybody(SYSTEM),
        basis=("lft_992", "lfpa_70"),
        facts=("file_id", "inspection_id", "office", "acta_on", "prescribes_from"),
        internal=True,
        rows=(44, 45),
    ),
    Action(
        code="classify_breach",
        source=("requested", "to_decide", "to_comply"),
        roles=anybody(LEGAL_OFFICER),
        basis=("lft_992", "lfpa_79"),
        guards=(breaches.something_is_to_be_classified,),
        checks=(breaches.classification_is_lawful,),
        inputs=("item", "provision", "workers", "violated_on"),
        computes=breaches.earliest_day,
        effects=(breaches.keep_classification,),
        rearms=("prescription",),
        internal=True,
        rows=(45, 46),
    ),
    Action(
        code="accept",
        source=("requested",),
        target="to_serve",
        roles=anybody(LEGAL_OFFICER),
        basis=("lfpa_72", "lft_1009", "lft_992"),
        guards=(
            breaches.every_breach_is_classified,
            breaches.breaches_have_evidence,
            breaches.nothing_is_prescribed,
            acta_is_intact,
            evidence_names_nobody,
        ),
        checks=(acta_is_valid,),
        inputs=("acta_valid",),
        computes=accepted_now,
        effects=(issues("sanction_notice"),),
        produces=("summons",),
        internal=True,
        rows=(46,),
    ),
    Action(
        code="not_admit",
        source=("requested",),
        target="not_admitted",
        roles=anybody(LEGAL_OFFICER),
        basis=("lft_992", "lfpa_39"),
        effects=(ends_inspection("not_admit"),),
        comment="required",
        internal=True,
        weight="grave",
        produces=("inadmissibility",),
        rows=(47,),
    ),
)

DELIVERY: dict[str, Any] = {"checks": (it_was_delivered,), "inputs": ("delivered_at", "served_to")}
# What becomes of the search for the employer is decided where the act is served; the sanction follows.
SEARCH: dict[str, Any] = {
    "roles": anybody(SYSTEM),
    "basis": ("lfpa_35", "lfpa_37"),
    "comment": "optional",
    "internal": True,
    "rows": (49,),
}

SERVICE = (
    Action(
        code="served",
        source=("to_serve", "service_failed"),
        target="to_answer",
        roles=anybody(NOTIFIER, SYSTEM),
        basis=PERSONAL_SERVICE,
        computes=counted_from("served_at"),
        effects=(upon("sanction_notice"),),
        **DELIVERY,
        notices={EMPLOYER: "summoned"},
        rows=(48,),
    ),
    Action(
        code="served",
        source=("closing_arguments",),
        roles=anybody(NOTIFIER, SYSTEM),
        basis=PERSONAL_SERVICE,
        guards=(arguments_are_not_served,),
        computes=counted_from("arguments_served_at"),
        effects=(upon("agreement"),),
        **DELIVERY,
        notices={EMPLOYER: "arguments"},
        rearms=("service", "arguments"),
        rows=(52,),
    ),
    Action(
        code="served",
        source=("decided",),
        target="open_to_challenge",
        roles=anybody(NOTIFIER, SYSTEM),
        basis=("lfpa_39", *PERSONAL_SERVICE),
        computes=counted_from("notified_at"),
        produces=("notified_decision",),
        effects=(upon("resolution"), end_what_fines_nothing),
        **DELIVERY,
        notices={EMPLOYER: "decided"},
        rows=(56,),
    ),
    Action(
        code="service_failed",
        source=("to_serve",),
        target="service_failed",
        effects=(upon("sanction_notice", "failed"),),
        **SEARCH,
    ),
    Action(
        code="service_failed",
        source=("closing_arguments",),
        effects=(upon("agreement", "failed"),),
        **SEARCH,
    ),
    Action(
        code="service_failed",
        source=("decided",),
        effects=(upon("resolution", "failed"),),
        **SEARCH,
    ),
    Action(
        code="serve_again",
        source=("service_failed",),
        target="to_serve",
        effects=(upon("sanction_notice", "resumed"),),
        **SEARCH,
    ),
)

HEARING = (
    Action(
        code="hold_hearing",
        source=("to_answer",),
        target="heard",
        roles=anybody(LEGAL_OFFICER),
        basis=("lft_1009",),
        checks=(hearing_is_past,),
        facts=("heard_at",),
        comment="required",
        produces=("hearing_record",),
        rows=(50,),
    ),
    Action(
        code="pass_answer",
        source=("to_answer",),
        target="in_default",
        roles=anybody(SYSTEM),
        basis=("lfpa_72",),
        computes=fell_into_default,
        effects=(issues("on_answer"),),
        notices={EMPLOYER: "in_default"},
        produces=("default_agreement",),
        rows=(51,),
    ),
    Action(
        code="pass_answer",
        source=("heard",),
        roles=anybody(SYSTEM),
        basis=("lfpa_72",),
        quiet=True,
        rows=(51,),
    ),
    Action(
        code="admit_answer",
        source=("in_default",),
        target="heard",
        roles=anybody(LEGAL_OFFICER),
        basis=("lfpa_42", "lfpa_43"),
        guards=(answer_came_in_time,),
        checks=(reason_names_nobody,),
        computes=is_heard_after_all,
        effects=(issues("on_answer"),),
        comment="required",
        notices={EMPLOYER: "answer_admitted"},
        rows=(50,),
    ),
    Action(
        code="open_arguments",
        source=("heard", "in_default"),
        target="closing_arguments",
        roles=anybody(LEGAL_OFFICER),
        basis=("lfpa_50", "lfpa_56"),
        guards=(answer_term_is_over,),
        checks=(choice_is_lawful("closing_arguments_time", "arguments_days"),),
        facts=("arguments_days",),
        computes=arguments_were_opened,
        effects=(issues("agreement"),),
        comment="required",
        produces=("arguments_agreement",),
        rows=(52,),
    ),
    Action(
        code="waive_arguments",
        source=("closing_arguments",),
        target="to_decide",
        roles=anybody(*FILERS),
        basis=("lfpa_56",),
        computes=ready_now,
        comment="optional",
        rows=(53,),
    ),
    Action(
        code="pass_arguments",
        source=("closing_arguments",),
        target="to_decide",
        roles=anybody(SYSTEM),
        basis=("lfpa_56",),
        computes=ready_now,
        rows=(53,),
    ),
)

WEIGHING = (
    Action(
        code="weigh_breach",
        source=WEIGHED_IN,
        roles=anybody(LEGAL_OFFICER, SANCTIONER),
        basis=("lfpa_50", "lft_543"),
        checks=(breaches.breach_exists, breaches.verdict_is_known, reason_names_nobody),
        inputs=("item", "verdict"),
        effects=(breaches.keep_weighing,),
        comment="required",
        internal=True,
        rows=(55,),
    ),
    Action(
        code="set_fine",
        source=WEIGHED_IN,
        roles=anybody(LEGAL_OFFICER, SANCTIONER),
        basis=("lft_992", "lfpa_77"),
        checks=(breaches.fine_is_lawful,),
        inputs=("item", "chosen"),
        effects=(breaches.keep_fine,),
        internal=True,
        rows=(55,),
    ),
    Action(
        code="reason_criterion",
        source=WEIGHED_IN,
        roles=anybody(LEGAL_OFFICER, SANCTIONER),
        basis=("lft_992", "lfpa_73"),
        checks=(breaches.criterion_is_known, reason_names_nobody),
        inputs=("criterion",),
        effects=(breaches.keep_reason,),
        comment="required",
        internal=True,
        rows=(55,),
    ),
)

WATCH = (
    Action(
        code="declare_lapse",
        source=LAPSES,
        target="lapsed",
        roles=anybody(LEGAL_OFFICER),
        basis=("lfpa_60",),
        guards=(lapse_has_come,),
        checks=(may_inspect_again, reason_names_nobody),
        inputs=("inspect_again",),
        effects=(ends_inspection("conclude"), inspect_again, issues("lapse")),
        comment="required",
        notices={EMPLOYER: "lapsed"},
        weight="grave",
        produces=("lapse_agreement",),
        rows=(54,),
    ),
    Action(
        code=LAPSE,
        source=BEING_CONDUCTED,
        roles=anybody(SYSTEM),
        basis=("lfpa_60",),
        internal=True,
        rows=(54,),
    ),
    Action(
        code=PRESCRIBED,
        source=("requested", *BEING_CONDUCTED, "to_comply"),
        roles=anybody(SYSTEM),
        basis=("lfpa_79",),
        internal=True,
        rows=(54,),
    ),
    Action(
        code=DELAY,
        source=(*BEING_CONDUCTED, "decided", "to_comply"),
        roles=anybody(SYSTEM),
        basis=("lfpa_39", "lfpa_74", "lfpa_17", "lfpa_92"),
        quiet=True,
        internal=True,
        rows=(48, 49, 53, 55, 56, 60),
    ),
)

INSTRUCTION = (*ADMISSION, *SERVICE, *HEARING, *WEIGHING, *WATCH)
