"""What people in the stories write down where a story says nothing else: the facts of each step."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from sqlalchemy.orm import Session

from inspection.demonstration.course import Course, working_day, working_moment
from regime.periods import month_after
from workflow.context import MEXICO_CITY

Facts = Callable[[Course, datetime, Session, Any], Mapping[str, Any]]

SHOWN = {"order_shown": True, "credential_shown": True}
SCOPE = "Contrato, jornada, pago, descansos y seguro de quien trabaja en el hogar."
DOCUMENTS = "9 15 16 28 29"  # contract, wage, receipts, aguinaldo, insurance
NO_WITNESSES = "Nadie de la calle quiso ser testigo."
FIXED: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "complaint.read": {"relation": "domestic", "matter": "working_conditions"},
        "complaint.admit": {"kind": "extraordinary"},
        "complaint.refer": {"referred_to": "imss"},
        "protection.refer": {"referred_to": "prosecutor", "reference": "CI-FICTICIA-0001"},
        "inspection.record_door": {"door_capacity": "employer"},
        "inspection.find_nobody": {"absence": "nobody"},
        "inspection.resume": SHOWN,
        "inspection.request_compliance": {"term_days": 10},
        "inspection.grant_extension": {"extra_days": 10, "cause_outside": True},
        "inspection.ask_extension": {"days_wanted": 10},
        "inspection.find_acta_defective": {"defect": "witnesses_missing", "repeat": True},
        "inspection.withdraw_act": {"ground": "manifest_error"},
        "file.reopen": {"ground": "new_facts"},
        "file.ask_for_entry": {"entry_ground": "confinement"},
        "insurance.require": {"required_days": 10},
        "insurance.refer": {"referral_reference": "OF-FICTICIO-01"},
        "insurance.refer_at_once": {"referral_reference": "OF-FICTICIO-02"},
        "insurance.request_for_her": {
            "she_asks": True,
            "weekdays": "135",
            "hours_per_day": Decimal(8),
            "pay_amount": Decimal(450),
            "pay_each": "visit",
        },
        "insurance.decline": {"told_alone": True, "told_rights": True},
        "insurance.find_excluded": {"exclusion": "occasional", "told_voluntary": True},
        "entry.ask_prosecutor": {
            "facts_shared": "Una persona no puede salir de la casa. No se vio más que eso desde la puerta.",
            "asked_reference": "CI-FICTICIA-0002",
        },
        "entry.record_denial": {"judge_reference": "AJ-FICTICIO-01"},
        "entry.record_judge_told": {"judge_reference": "AJ-FICTICIO-02"},
        "sanction.accept": {"acta_valid": True},
        "sanction.answer": {"standing": "employer"},
        "sanction.open_arguments": {"arguments_days": 5},
        "sanction.decide": {"sense": "convicting"},
        "sanction.challenge": {"kind": "nullity", "body": "Tribunal ficticio", "reference": "JN-FICTICIO-01"},
        "sanction.request_collection": {"credit_number": "CF-FICTICIO-01", "treasury": "Tesorería ficticia"},
        "sanction.withdraw_act": {"ground": "earlier_compliance"},
        "service.record_attempt": {"found": "nobody"},
        "service.fix_to_door": {"found": "nobody", "fixed_and_photographed": True},
    }
)


def _assigned(course: Course, _at: datetime, session: Session, case: Any) -> Mapping[str, Any]:
    return {"inspector_id": course.cast.player(session, course.inspector(case.office)).login_id}


def _reassigned(course: Course, _at: datetime, session: Session, case: Any) -> Mapping[str, Any]:
    return {"inspector_id": course.cast.player(session, course.inspector(case.office, 1)).login_id}


def _substituted(course: Course, at: datetime, session: Session, case: Any) -> Mapping[str, Any]:
    by = course.cast.player(session, course.inspector(case.office, 1)).login_id
    return {"substitute_id": by, "substitute_until": working_day(_day(at), 3)}


def _order(course: Course, at: datetime, _session: Session, case: Any) -> Mapping[str, Any]:
    planned = working_day(_day(at), 4) if case.kind != "extraordinary" else None
    return {
        "modality": "visit",
        "matter": "conditions",
        "scope": SCOPE,
        "period_from": month_after(_day(at), -12),
        "period_until": _day(at) - timedelta(days=1),
        "documents_asked": DOCUMENTS,
        "documents_days": 5,
        "planned_on": planned,
    }


def _summons(course: Course, at: datetime, _session: Session, _case: Any) -> Mapping[str, Any]:
    visit = working_moment(at, 2)
    return {"visit_at": visit, "summoned_at": at, "served_to": "adult_resident", "received_by": "Alguien de la casa"}


def _begun(_course: Course, at: datetime, _session: Session, _case: Any) -> Mapping[str, Any]:
    return {**SHOWN, "began_at": at}


def _rescheduled(_course: Course, at: datetime, _session: Session, _case: Any) -> Mapping[str, Any]:
    return {"planned_on": working_day(_day(at), 5)}


def _door(course: Course, _at: datetime, _session: Session, _case: Any) -> Mapping[str, Any]:
    return {"attended_name": course.place.employer_name}


def _consent(course: Course, at: datetime, _session: Session, _case: Any) -> Mapping[str, Any]:
    return {
        "given_by": "employer",
        "giver_name": course.place.employer_name,
        "rooms": ["common_rooms"],
        "persons": 1,
        "valid_from": at,
        "valid_until": at + timedelta(hours=2),
        "photos": False,
        "worker_agrees": False,
        "witnesses": 0,
        "no_witness_reason": NO_WITNESSES,
        "signed": True,
        "copy_given": True,
    }


def _refusal(course: Course, _at: datetime, _session: Session, _case: Any) -> Mapping[str, Any]:
    return {
        **SHOWN,
        "refused_by": "employer",
        "attended_name": course.place.employer_name,
        "alternative": "documents",
        "explained": True,
        "declined": True,
        "warning_given": True,
        "witnesses": 0,
        "no_witness_reason": NO_WITNESSES,
        "words_used": "Dijo que no mostraría nada.",
    }


def _instructivo(_course: Course, at: datetime, _session: Session, _case: Any) -> Mapping[str, Any]:
    return {
        "documents_asked": DOCUMENTS,
        "documents_days": 5,
        "documents_served_at": at,
        "served_to": "affixed",
        "warning_stated": True,
    }


def _documents(_course: Course, at: datetime, _session: Session, _case: Any) -> Mapping[str, Any]:
    served = {"documents_served_at": at, "served_to": "employer", "received_by": "Alguien de la casa"}
    return {"documents_asked": DOCUMENTS, "documents_days": 5, **served}


def _pause(_course: Course, at: datetime, _session: Session, _case: Any) -> Mapping[str, Any]:
    return {"resume_at": working_moment(at, 4), "agreed": True}


def _interview(_course: Course, _at: datetime, _session: Session, _case: Any) -> Mapping[str, Any]:
    return {
        "place": "telephone",
        "alone": True,
        "consented": True,
        "may_be_used": True,
        "name": "Quien trabaja en la casa",
        "statement": "Entra a las siete y sale a las seis.",
        "spoken_language": "español",
    }


def _acta(course: Course, at: datetime, _session: Session, case: Any) -> Mapping[str, Any]:
    began = case.began_at or case.documents_served_at
    return {
        "ended_at": max(at, began),
        "women": 1,
        "men": 0,
        "employer_statement": None,
        "no_witness_reason": NO_WITNESSES,
        "copies_to": course.place.employer_name,
        "electronic_notices": False,
    }


def _delivered(_course: Course, at: datetime, _session: Session, _case: Any) -> Mapping[str, Any]:
    return {"delivered_at": at, "served_to": "employer", "received_by": "Alguien de la casa"}


def _verification(_course: Course, at: datetime, _session: Session, _case: Any) -> Mapping[str, Any]:
    return {"verification_at": working_moment(at, 2), "delivered_at": at}


def _measure(_course: Course, at: datetime, _session: Session, _case: Any) -> Mapping[str, Any]:
    since = _day(at)
    return {"measure_from": since, "measure_until": since + timedelta(days=29)}


def _longer(_course: Course, _at: datetime, _session: Session, case: Any) -> Mapping[str, Any]:
    return {"measure_until": case.measure_until + timedelta(days=30)}


def _worker(_course: Course, at: datetime, _session: Session, _case: Any) -> Mapping[str, Any]:
    return {"worker_name": "Quien trabaja en la casa", "began_on": month_after(_day(at), -14)}


def _since(_course: Course, at: datetime, _session: Session, _case: Any) -> Mapping[str, Any]:
    return {"began_on": month_after(_day(at), -14)}


def _constancia(_course: Course, at: datetime, _session: Session, _case: Any) -> Mapping[str, Any]:
    return {"proof_folio": "CV-FICTICIA", "proof_seen_on": _day(at), "names_worker": True, "names_employer": True}


def _accident(_course: Course, at: datetime, _session: Session, _case: Any) -> Mapping[str, Any]:
    return {"accident_on": _day(at) - timedelta(days=6)}


def _imss(_course: Course, at: datetime, _session: Session, _case: Any) -> Mapping[str, Any]:
    return {"imss_reference": "IMSS-FICTICIO-01", "imss_acted_on": _day(at)}


def _judge_asked(_course: Course, at: datetime, _session: Session, _case: Any) -> Mapping[str, Any]:
    return {"judge_asked_at": at}


def _grant(_course: Course, at: datetime, _session: Session, _case: Any) -> Mapping[str, Any]:
    judge = {"judge": "Juzgado ficticio de control", "judge_reference": "AJ-FICTICIO-03", "granted_at": at}
    return {**judge, "names_inspectors": True}


def _execution(_course: Course, at: datetime, _session: Session, _case: Any) -> Mapping[str, Any]:
    return {"executed_on": _day(at), "executed_reference": "EX-FICTICIO-01"}


def _heard(_course: Course, at: datetime, _session: Session, _case: Any) -> Mapping[str, Any]:
    return {"heard_at": at}


def _took_effect(_course: Course, at: datetime, _session: Session, _case: Any) -> Mapping[str, Any]:
    return {"took_effect_at": at, "delivered_at": at, "served_to": "employer"}


def _collected(_course: Course, at: datetime, _session: Session, case: Any) -> Mapping[str, Any]:
    return {"collected": "paid", "collected_on": _day(at), "collected_amount": case.total}


def _outcome(_course: Course, at: datetime, _session: Session, _case: Any) -> Mapping[str, Any]:
    return {"decided_on": _day(at), "effective_on": _day(at), "reference": "RES-FICTICIA-01"}


def _in_person(course: Course, at: datetime, _session: Session, _case: Any) -> Mapping[str, Any]:
    found = {"receiver": "employer", "receiver_name": course.place.employer_name}
    return {**found, "happened_at": at, "identification": "ine", "signature": "signed"}


def _citatorio(_course: Course, at: datetime, _session: Session, _case: Any) -> Mapping[str, Any]:
    comes_back = working_moment(at.replace(minute=0), 1)  # on the hour, at which the day's work of a story begins
    return {"happened_at": at, "left_with": "neighbour", "return_at": comes_back}


def _now(_course: Course, at: datetime, _session: Session, _case: Any) -> Mapping[str, Any]:
    return {"happened_at": at}


def _electronic(course: Course, at: datetime, _session: Session, _case: Any) -> Mapping[str, Any]:
    return {"accepts": True, "electronic_address": f"casa{course.number}@example.org", "accepted_on": _day(at)}


def _proof(_course: Course, at: datetime, _session: Session, _case: Any) -> Mapping[str, Any]:
    return {"happened_at": at, "proof": "Acuse con firma."}


def _edict(_course: Course, at: datetime, _session: Session, _case: Any) -> Mapping[str, Any]:
    return {"published_from": _day(at) - timedelta(days=3), "published_until": _day(at) - timedelta(days=1)}


def _new_address(course: Course, _at: datetime, _session: Session, _case: Any) -> Mapping[str, Any]:
    return {"address": f"{course.place.street}, interior 2"}


COMPUTED: Mapping[str, Facts] = MappingProxyType(
    {
        "inspection.assign": _assigned,
        "inspection.reassign": _reassigned,
        "inspection.substitute": _substituted,
        "inspection.order": _order,
        "inspection.summon": _summons,
        "inspection.begin": _begun,
        "inspection.begin_unannounced": _begun,
        "inspection.reschedule": _rescheduled,
        "inspection.record_door": _door,
        "inspection.enter_with_consent": _consent,
        "inspection.record_refusal": _refusal,
        "inspection.serve_instructivo": _instructivo,
        "inspection.require_documents": _documents,
        "inspection.pause": _pause,
        "inspection.interview": _interview,
        "inspection.close_acta": _acta,
        "inspection.close_desk_acta": _acta,
        "inspection.record_service": _delivered,
        "inspection.summon_verification": _verification,
        "protection.record_measure": _measure,
        "protection.extend_measure": _longer,
        "file.follow_insurance": _worker,
        "insurance.find_not_affiliated": _since,
        "insurance.verify_constancia": _constancia,
        "insurance.flag_accident": _accident,
        "insurance.record_enrolment": _imss,
        "insurance.record_refusal": _imss,
        "entry.record_judge_asked": _judge_asked,
        "entry.record_grant": _grant,
        "entry.record_execution": _execution,
        "entry.record_entry_without_warrant": _execution,
        "sanction.hold_hearing": _heard,
        "sanction.served": _took_effect,
        "sanction.report_collection": _collected,
        "challenge.confirm": _outcome,
        "challenge.annul": _outcome,
        "challenge.remand": _outcome,
        "challenge.dismiss": _outcome,
        "service.record_attempt": _now,
        "service.serve_in_person": _in_person,
        "service.leave_citatorio": _citatorio,
        "service.serve_who_is_there": _in_person,
        "service.fix_to_door": _now,
        "service.accept_electronic": _electronic,
        "service.record_receipt": _proof,
        "service.serve_by_mail": _proof,
        "service.give_new_address": _new_address,
        "service.record_edict": _edict,
    }
)


def facts_of(course: Course, step: str, at: datetime, session: Session, case: Any) -> dict[str, Any]:
    """What is written down in a step, but for what the story itself says."""
    computed = COMPUTED.get(step)
    return {**FIXED.get(step, {}), **(computed(course, at, session, case) if computed else {})}


def fine_of(item: int) -> Decimal:
    """How many UMA a breach costs for each worker in the demonstration."""
    return Decimal(60 + 5 * (item % 7))


def _day(at: datetime) -> date:
    return at.astimezone(MEXICO_CITY).date()
