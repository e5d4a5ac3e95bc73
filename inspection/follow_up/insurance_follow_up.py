"""The insurance of one worker of an inspected home, declared (region SS of the protocol): until she is affiliated.

It ends only when she is insured, may insure herself, does not wish to go on, or there is nothing to insure; that a fine
was paid ends nothing. The region has no rows of its own in the state table: its steps stand under row 64, which waits
for it. What the institute does is written down here with its number; it never acts itself.
"""

from typing import Any

from inspection.files.impartial import impartial
from inspection.follow_up import insurance_rules as rules
from inspection.follow_up.insurance_effects import file_her_request, take_notice
from inspection.follow_up.insurance_look import look, roles_of
from inspection.follow_up.insurance_models import WORK, InsuranceFollowUp
from inspection.follow_up.papers import INSURANCE_PAPERS
from inspection.roles import ASSESSOR, DIRECTOR, EMPLOYER, INSPECTOR, INTAKE, LEGAL_OFFICER
from inspection.service.matters import counted_from, issues, upon, with_services
from inspection.time_limits import alerting, basis, choice_is_lawful, for_authority
from workflow.context import SYSTEM, Context
from workflow.definition import Action, Deadline, State, Workflow, anybody

WORKING = (INSPECTOR, ASSESSOR, LEGAL_OFFICER, DIRECTOR)
WITH_HER = (*WORKING, INTAKE)  # who may have spoken with her
REGION = (64,)

LOOK = Deadline("look", rules.look_again, on_expiry="look", basis=("protocol",), silent=True)
ANSWER = Deadline(
    "answer",
    rules.requirement_ends,
    on_expiry="pass_requirement",
    basis=basis("term_without_statute"),
    reminders=(3, 1),
    reminds=(EMPLOYER,),
    entry="D12",
)
REFERRAL = alerting(
    Deadline(
        "referral",
        for_authority("insurance_referral_target_time"),
        on_expiry="pass_target",
        basis=basis("insurance_referral_target_time"),
        entry="D37",
    ),
    INSPECTOR,
    days=(1,),
)
URGENT = Deadline(
    "urgent_referral", rules.refers_at_once, on_expiry="pass_target", basis=("lss_77", "protocol"), entry="D37"
)


def _open(code: str, *tags: str, deadlines: tuple[Deadline, ...] = ()) -> State:
    return State(code, tags=frozenset({"open", *tags}), deadlines=(*deadlines, LOOK), seen_by=(EMPLOYER,))


def _over(code: str, *tags: str) -> State:
    return State(code, final=True, tags=frozenset(tags), seen_by=(EMPLOYER,))


STATES = (
    _open("not_evaluated", "to_decide"),
    _open("not_affiliated", "to_decide", deadlines=(URGENT,)),
    _open("required", "at_term", deadlines=(ANSWER, URGENT)),
    _open("to_refer", "to_decide", "late", deadlines=(REFERRAL, URGENT)),
    _open("referred", "with_imss"),
    _open("requested", "with_imss", "asked"),
    _open("enrolling", "with_imss"),
    _open("imss_refused", "to_decide"),
    _over("affiliated", "insured"),
    _over("voluntary"),
    _over("declined"),
    _over("no_relation"),
)
OPEN = tuple(state.code for state in STATES if not state.final)
UNINSURED = tuple(code for code in OPEN if code != "not_evaluated")
WITH_IMSS = ("referred", "requested", "enrolling")


def tell(context: Context) -> dict[str, Any]:
    """What the notices say to the employer: the folio of the file, and by when; never of whom, nor why her home."""
    ends = rules.requirement_ends(context) if context.case.required_days else None
    return {"folio": context.around.folio, "until": (ends.due if ends else None) or context.day}


FINDING = (
    Action(
        code="open",
        target="not_evaluated",
        roles=anybody(*WORKING, SYSTEM),
        basis=("lft_337_4", "lss_239a_3"),
        checks=(rules.no_day_ahead, rules.is_the_only_one),
        facts=("file_id", "office", "worker_name", "worker_person_id", "affiliation_id", "began_on"),
        internal=True,
        rows=REGION,
    ),
    Action(
        code="identify_worker",
        source=OPEN,
        roles=anybody(*WITH_HER),
        basis=("protocol",),
        checks=(rules.no_day_ahead, rules.is_the_only_one),
        facts=("worker_name", "worker_person_id", "began_on"),
        internal=True,
        weight="rare",
        rows=REGION,
    ),
    Action(
        code="verify_relation",
        source=OPEN,
        target="affiliated",
        roles=anybody(*WORKING, SYSTEM),
        basis=("lss_239c_1", "lss_239a_3"),
        guards=(rules.relation_is_in_force,),
        computes=rules.proved_by_relation,
        notices={EMPLOYER: "affiliated"},
        internal=True,
        rows=REGION,
    ),
    Action(
        code="verify_constancia",
        source=OPEN,
        target="affiliated",
        roles=anybody(*WORKING),
        basis=("lss_239c_1", "lss_239a_3"),
        checks=(rules.no_day_ahead, rules.proof_is_of_this_home),
        facts=("proof_folio", "proof_seen_on"),
        inputs=("names_worker", "names_employer"),
        computes=rules.proved_by_constancia,
        notices={EMPLOYER: "affiliated"},
        internal=True,
        rows=REGION,
    ),
    Action(
        code="find_not_affiliated",
        source=("not_evaluated",),
        target="not_affiliated",
        roles=anybody(*WORKING),
        basis=("lss_239c_1", "lft_337_4"),
        checks=(rules.beginning_is_known, rules.no_day_ahead),
        facts=("began_on",),
        comment="optional",
        internal=True,
        rows=REGION,
    ),
    Action(
        code="flag_accident",
        source=OPEN,
        roles=anybody(*WITH_HER),
        basis=("lss_77",),
        checks=(rules.no_day_ahead, rules.accident_is_dated),
        facts=("accident_on",),
        rearms=("urgent_referral",),
        comment="optional",
        internal=True,
        weight="rare",
        rows=REGION,
    ),
    Action(
        # A constancia turned out to be false, or of somebody else.
        code="doubt_proof",
        source=("affiliated",),
        target="not_evaluated",
        roles=anybody(*WORKING),
        basis=("lfpa_59", "protocol"),
        guards=(rules.file_is_open,),
        computes=rules.not_proved,
        comment="required",
        internal=True,
        weight="grave",
        rows=REGION,
    ),
)
REQUIRING = (
    Action(
        code="require",
        source=("not_affiliated", "imss_refused"),
        target="required",
        roles=anybody(INSPECTOR, LEGAL_OFFICER, DIRECTOR),
        basis=("lss_239c_1", "lft_337_4", "lss_304c", "lfpa_32"),
        checks=(choice_is_lawful("term_without_statute", "required_days"),),
        facts=("required_days",),
        computes=rules.required_today,
        effects=(issues("requirement"),),
        notices={EMPLOYER: "required"},
        produces=("enrolment_requirement",),
        rows=REGION,
    ),
    Action(
        code="record_service",
        source=("required",),
        roles=anybody(SYSTEM),
        basis=("lfpa_32", "lfpa_36"),
        guards=(rules.is_not_served,),
        checks=(rules.service_is_past,),
        inputs=("delivered_at",),
        computes=counted_from("served_at"),
        effects=(upon("requirement"),),
        rearms=("answer",),
        notices={EMPLOYER: "served"},
        produces=("served_enrolment_requirement",),
        rows=REGION,
    ),
    Action(
        code="answer",
        source=("required", "to_refer", *WITH_IMSS),
        roles=anybody(EMPLOYER, INTAKE, INSPECTOR, LEGAL_OFFICER),
        basis=("lfpa_43",),
        computes=rules.answered_today,
        comment="required",
        rows=REGION,
    ),
    Action(
        code="pass_requirement",
        source=("required",),
        target="to_refer",
        roles=anybody(SYSTEM),
        basis=("lfpa_32",),
        rows=REGION,
    ),
)
WITH_INSTITUTE = (
    Action(
        code="refer",
        source=("not_affiliated", "to_refer", "imss_refused"),
        target="referred",
        roles=anybody(LEGAL_OFFICER, DIRECTOR),
        basis=("lss_251", "lft_337_4"),
        checks=(rules.referral_is_named,),
        facts=("referral_reference",),
        computes=rules.referred_today,
        comment="optional",
        internal=True,
        produces=("imss_referral",),
        rows=REGION,
    ),
    Action(
        code="refer_at_once",
        source=("required",),
        target="referred",
        roles=anybody(LEGAL_OFFICER, DIRECTOR),
        basis=("lss_77", "lss_251"),
        guards=(rules.accident_is_known,),
        checks=(rules.referral_is_named,),
        facts=("referral_reference",),
        computes=rules.referred_today,
        comment="optional",
        internal=True,
        produces=("imss_referral",),
        rows=REGION,
    ),
    Action(
        code="request_for_her",
        source=("not_affiliated", "required", "to_refer", "referred", "imss_refused"),
        target="requested",
        roles=anybody(*WITH_HER),
        basis=("lss_18",),
        guards=(rules.worker_is_known, rules.home_is_known),
        checks=(rules.she_asks_for_it, rules.no_day_ahead, rules.request_is_complete),
        facts=("began_on",),
        inputs=("she_asks", *WORK),
        comment="required",
        effects=(file_her_request,),
        internal=True,
        rows=REGION,
    ),
    Action(
        code="keep_request",
        source=("requested",),
        roles=anybody(SYSTEM),
        basis=("lss_18",),
        facts=("invitation_id",),
        internal=True,
        rows=REGION,
    ),
    Action(
        code="record_enrolment",
        source=("referred", "requested"),
        target="enrolling",
        roles=anybody(*WORKING),
        basis=("lss_251",),
        checks=(rules.imss_act_is_named, rules.no_day_ahead),
        facts=("imss_reference", "imss_acted_on"),
        comment="optional",
        internal=True,
        rows=REGION,
    ),
    Action(
        code="record_refusal",
        source=WITH_IMSS,
        target="imss_refused",
        roles=anybody(*WORKING),
        basis=("lss_251", "lss_294"),
        checks=(rules.imss_act_is_named, rules.no_day_ahead),
        facts=("imss_reference", "imss_acted_on"),
        comment="required",
        internal=True,
        rows=REGION,
    ),
    Action(
        code="lose_request",
        source=("requested",),
        target="imss_refused",
        roles=anybody(SYSTEM),
        basis=("lss_18",),
        internal=True,
        rows=REGION,
    ),
)
ENDING = (
    Action(
        code="find_excluded",
        source=OPEN,
        target="voluntary",
        roles=anybody(*WORKING),
        basis=("lss_239b", "lss_239f"),
        checks=(rules.is_excluded,),
        facts=("exclusion",),
        inputs=("told_voluntary",),
        comment="required",
        internal=True,
        weight="rare",
        rows=REGION,
    ),
    Action(
        code="find_no_relation",
        source=OPEN,
        target="no_relation",
        roles=anybody(*WORKING),
        basis=("lss_239a_3", "lss_17"),
        comment="required",
        internal=True,
        weight="rare",
        rows=REGION,
    ),
    Action(
        code="decline",
        source=UNINSURED,
        target="declined",
        roles=anybody(*WITH_HER),
        basis=("protocol",),
        checks=(rules.she_was_told,),
        inputs=("told_alone", "told_rights"),
        comment="required",
        internal=True,
        weight="grave",
        rows=REGION,
    ),
    Action(
        code="pass_target",
        source=("not_affiliated", "required", "to_refer"),
        roles=anybody(SYSTEM),
        basis=("protocol",),
        quiet=True,
        internal=True,
        rows=REGION,
    ),
    Action(
        code="look",
        source=OPEN,
        roles=anybody(SYSTEM),
        basis=("protocol",),
        rearms=("look",),
        effects=(take_notice,),
        quiet=True,
        internal=True,
        rows=REGION,
    ),
)

INSURANCE_FOLLOW_UP = Workflow(
    name="insurance_follow_up",
    model=InsuranceFollowUp,
    states=STATES,
    actions=with_services((*FINDING, *REQUIRING, *WITH_INSTITUTE, *ENDING)),
    look=look,
    roles_of=roles_of,
    documents=INSURANCE_PAPERS,
    impartial=impartial,
    tell=tell,
)
