"""Who may do what in which state of an inspection, written by hand: state, action, roles, and where it leads."""

from collections.abc import Mapping

from enrolment.roles import DOMESTIC_WORKER
from inspection.roles import (
    ASSESSOR,
    COMPLAINANT,
    DIRECTOR,
    EMPLOYER,
    INSPECTOR,
    INTAKE,
    LEGAL_OFFICER,
    NOTIFIER,
    SANCTIONER,
    SUPERIOR,
    TRIAGE,
)
from workflow.context import SYSTEM, Role

ROLES: Mapping[str, Role] = {
    "D": DIRECTOR,
    "I": INSPECTOR,
    "N": NOTIFIER,
    "A": ASSESSOR,
    "K": INTAKE,
    "L": LEGAL_OFFICER,
    "E": EMPLOYER,
    "S": SYSTEM,
    "t": TRIAGE,
    "c": COMPLAINANT,
    "w": DOMESTIC_WORKER,
    "z": SANCTIONER,
    "x": SUPERIOR,
}

BY_HAND = {
    "inspection": """
        - open DS to_assign
        to_assign assign D assigned
        to_assign archive_unvisited DS archived
        to_assign note_delay S
        assigned reassign D
        assigned substitute D
        assigned end_substitution DS
        assigned order D ordered
        assigned archive_unvisited DS archived
        assigned interview I
        assigned note_delay S
        ordered reassign D
        ordered substitute D
        ordered end_substitution DS
        ordered summon IN summoned
        ordered require_documents INS documents_required
        ordered archive_unvisited DS archived
        ordered begin_unannounced I under_way
        ordered interview I
        ordered withdraw_act D assigned
        ordered note_delay S
        rescheduled reassign D
        rescheduled substitute D
        rescheduled end_substitution DS
        rescheduled summon IN summoned
        rescheduled require_documents INS documents_required
        rescheduled archive_unvisited DS archived
        rescheduled withdraw_act D assigned
        rescheduled note_delay S
        rescheduled interview I
        summoned reassign D
        summoned substitute D
        summoned end_substitution DS
        summoned complete_notice S
        summoned require_documents INS documents_required
        summoned reschedule D rescheduled
        summoned archive_unvisited DS archived
        summoned begin I under_way
        summoned interview I
        summoned withdraw_act D assigned
        under_way reassign D
        under_way substitute D
        under_way end_substitution DS
        under_way record_door I
        under_way find_nobody I not_constituted
        under_way enter_with_consent I entered
        under_way enter_with_authorisation IS entered
        under_way stay_at_door I at_the_door
        under_way record_refusal I refused
        under_way pause I paused
        under_way record_participant I
        under_way answer_item I
        under_way interview I
        under_way agree_to_use I
        under_way close_acta I acta_closed
        paused reassign D
        paused substitute D
        paused end_substitution DS
        paused resume I under_way
        paused note_delay S
        paused interview I
        paused agree_to_use I
        not_constituted reassign D
        not_constituted substitute D
        not_constituted end_substitution DS
        not_constituted require_documents INS documents_required
        not_constituted archive_unvisited DS archived
        not_constituted try_again D to_assign
        not_constituted forward_acta I
        not_constituted note_delay S
        not_constituted interview I
        not_constituted agree_to_use I
        entered reassign D
        entered substitute D
        entered end_substitution DS
        entered revoke_consent EI at_the_door
        entered pause I paused
        entered record_participant I
        entered answer_item I
        entered interview I
        entered agree_to_use I
        entered close_acta I acta_closed
        at_the_door reassign D
        at_the_door substitute D
        at_the_door end_substitution DS
        at_the_door require_documents INS documents_required
        at_the_door record_door I
        at_the_door enter_with_consent I entered
        at_the_door enter_with_authorisation IS entered
        at_the_door record_refusal I refused
        at_the_door pause I paused
        at_the_door record_participant I
        at_the_door answer_item I
        at_the_door interview I
        at_the_door agree_to_use I
        at_the_door close_desk_acta I acta_closed
        at_the_door pass_documents_term S
        at_the_door file_documents EIKL
        refused reassign D
        refused substitute D
        refused end_substitution DS
        refused enter_with_authorisation IS entered
        refused serve_instructivo INS documents_required_after_refusal
        refused interview I
        refused agree_to_use I
        refused forward_acta I
        refused withdraw_act D assigned
        refused note_delay S
        documents_required reassign D
        documents_required substitute D
        documents_required end_substitution DS
        documents_required record_participant I
        documents_required answer_item I
        documents_required interview I
        documents_required agree_to_use I
        documents_required close_desk_acta I acta_closed
        documents_required pass_documents_term S
        documents_required file_documents EIKL
        documents_required extend_documents D
        documents_required withdraw_act D assigned
        documents_required_after_refusal reassign D
        documents_required_after_refusal substitute D
        documents_required_after_refusal end_substitution DS
        documents_required_after_refusal accept_documents I in_assessment
        documents_required_after_refusal presume S in_assessment
        documents_required_after_refusal record_participant I
        documents_required_after_refusal answer_item I
        documents_required_after_refusal interview I
        documents_required_after_refusal agree_to_use I
        documents_required_after_refusal file_documents EIKL
        documents_required_after_refusal extend_documents D
        documents_required_after_refusal withdraw_act D assigned
        acta_closed open_observations S under_observation
        acta_closed forward_acta I
        acta_closed annex_correction DI
        acta_closed file_documents EIKL
        acta_closed file_observations EIKL
        acta_closed archive_orientation D archived
        acta_closed note_delay S
        under_observation agree_to_use I
        under_observation forward_acta I
        under_observation annex_correction DI
        under_observation file_documents EIKL
        under_observation file_observations EIKL
        under_observation pass_observations S in_assessment
        under_observation note_delay S
        in_assessment agree_to_use I
        in_assessment forward_acta I
        in_assessment annex_correction DI
        in_assessment file_documents EIKL
        in_assessment file_observations EIKL
        in_assessment assess_item A
        in_assessment archive D archived
        in_assessment find_acta_defective D archived
        in_assessment draft_measure A
        in_assessment order_measures D measures_ordered
        in_assessment request_compliance D compliance_requested
        in_assessment request_sanction D in_sanction
        in_assessment note_delay S
        measures_ordered file_documents EIKL
        measures_ordered file_observations EIKL
        measures_ordered ask_extension EIKL
        measures_ordered file_compliance EIKL
        measures_ordered record_service INS
        measures_ordered grant_extension D measures_ordered
        measures_ordered refuse_extension D
        measures_ordered pass_term S in_verification
        measures_ordered begin_verification D in_verification
        measures_ordered withdraw_act D in_assessment
        measures_ordered note_delay S
        compliance_requested file_documents EIKL
        compliance_requested file_observations EIKL
        compliance_requested file_compliance EIKL
        compliance_requested record_service INS
        compliance_requested pass_term S in_verification
        compliance_requested begin_verification D in_verification
        compliance_requested withdraw_act D in_assessment
        compliance_requested note_delay S
        in_verification file_documents EIKL
        in_verification file_observations EIKL
        in_verification ask_extension EIKL
        in_verification file_compliance EIKL
        in_verification grant_extension D measures_ordered
        in_verification refuse_extension D
        in_verification summon_verification IN
        in_verification order_verification D
        in_verification verify_measure AI
        in_verification confirm_compliance D archived
        in_verification request_sanction_unmet A in_sanction
        in_verification withdraw_act D in_assessment
        in_sanction file_documents EIKL
        in_sanction file_observations EIKL
        in_sanction conclude S archived
        in_sanction not_admit S archived
        in_sanction lose_effect S no_effect
        archived file_documents EIKL
        archived file_observations EIKL
        archived reassess D in_assessment
        no_effect file_documents EIKL
        no_effect file_observations EIKL
        """,
    "inspector_credential": """
        - issue D in_force
        in_force renew D
        in_force expire S expired
        in_force withdraw D withdrawn
        """,
}
