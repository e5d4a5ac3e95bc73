"""What scripted cases can do and ask in inspection: its people, use cases, questions, and names for its cases."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspection.intake.complaint_models import Complaint
from inspection.lifecycle import LIFECYCLES
from inspection.models import InspectionFile
from inspection.scripted.replay_people import ROLES
from inspection.scripted.replay_questions import QUESTIONS
from inspection.scripted.replay_steps import DOINGS
from inspection.visit.inspection_models import Inspection
from workflow.replay import Repertoire
from workflow.stage import Handling

Label = Callable[[Session, str, Any], tuple[UUID, str]]


def _beside(word: str) -> Label:
    """A matter of a file is named after the complaint that opened the file, or else after the file."""
    return lambda session, _workflow, case: (_complaint_of(session, case.file_id) or case.file_id, word)


def _of(column: str, word: str) -> Label:
    """What is about another case, or about somebody, is named after it."""
    return lambda _session, _workflow, case: (getattr(case, column), word)


def _file(session: Session, _workflow: str, case: Any) -> tuple[UUID, str]:
    return _complaint_of(session, case.id) or case.affiliation_id, "file"


def _complaint(session: Session, _workflow: str, case: Any) -> tuple[UUID, str]:
    return session.get_one(InspectionFile, case.file_id).affiliation_id or case.file_id, "complaint"


def _service(_session: Session, _workflow: str, case: Any) -> tuple[UUID, str]:
    return case.subject_id, f"service/{case.act}"


LABELS: Mapping[str, Label] = {
    "inspection_file": _file,
    "complaint": _complaint,
    "worker_protection": _beside("protection"),
    "inspection": _beside("inspection"),
    "inspector_credential": _of("login_id", "credential"),
    "inspector_absence": _of("login_id", "absence"),
    "insurance_follow_up": _beside("insurance"),
    "service_of_act": _service,
    "judicial_entry": _beside("entry"),
    "sanction": _of("inspection_id", "sanction"),
    "challenge": _of("sanction_id", "challenge"),
}


def _complaint_of(session: Session, file_id: UUID) -> UUID | None:
    mine = select(Complaint.id).where(Complaint.file_id == file_id).order_by(Complaint.opened_at, Complaint.id)
    return session.scalars(mine.limit(1)).first()


def aliases(session: Session, names: Mapping[UUID, str]) -> Mapping[str, str]:
    """Folios, codes of verification and digests of actas differ each time: each is shown as that of its case."""
    found: dict[str, str] = {}
    for file_id, folio in session.execute(select(InspectionFile.id, InspectionFile.folio)):
        if file_id in names:
            found[folio] = f"FOLIO[{names[file_id]}]"
    orders = select(Inspection.id, Inspection.order_folio, Inspection.verification_code)
    for case_id, order, code in session.execute(orders.where(Inspection.order_folio.is_not(None))):
        if case_id in names:
            found |= {str(order): f"ORDER[{names[case_id]}]", str(code): f"CODE[{names[case_id]}]"}
    actas = select(Inspection.id, Inspection.acta_digest).where(Inspection.acta_digest.is_not(None))
    found |= {str(acta): f"ACTA[{names[case_id]}]" for case_id, acta in session.execute(actas) if case_id in names}
    return found


# What actions take beside columns: as a column of the same name would be, unless said otherwise.
KINDS: Mapping[str, Mapping[str, str]] = {
    "inspection_file": {"worker_person_id": "name", "began_on": "day", "entry_ground": "text", "ground": "text"},
    "complaint": {"danger": "text", "to_authority": "text", "kind": "text", "joined_to": "name"},
    "inspector_credential": {"login_id": "login"},
    "inspector_absence": {"login_id": "login", "substitute_id": "login"},
    "inspection": {
        **dict.fromkeys(("inspector_id", "second_inspector_id", "substitute_id"), "login"),
        **dict.fromkeys(
            ("served_to", "given_by", "judge", "part", "capacity", "proposed_by", "result", "place"), "text"
        ),
        **dict.fromkeys(("assessed", "how", "ground"), "text"),
        **dict.fromkeys(("valid_from", "valid_until", "delivered_at"), "moment"),
        **dict.fromkeys(("authorised_on", "filed_on", "breach_until"), "day"),
        **dict.fromkeys(("persons", "witnesses", "item", "workers", "days_wanted", "days"), "whole"),
        **dict.fromkeys(
            ("order_shown", "credential_shown", "photos", "worker_agrees", "signed", "copy_given"), "yes_no"
        ),
        **dict.fromkeys(("names_inspectors", "explained", "declined", "warning_given", "warning_stated"), "yes_no"),
        **dict.fromkeys(("agreed", "alone", "consented", "risk_at_home", "with_interpreter", "may_be_used"), "yes_no"),
        **dict.fromkeys(("copy_given", "repeat", "cause_outside", "fulfilled"), "yes_no"),
        "rooms": "texts",
    },
    "insurance_follow_up": {
        **dict.fromkeys(("names_worker", "names_employer", "she_asks"), "yes_no"),
        **dict.fromkeys(("told_voluntary", "told_alone", "told_rights"), "yes_no"),
        **dict.fromkeys(("hours_per_day", "pay_amount"), "money"),
        "delivered_at": "moment",
        "weekdays": "weekdays",
        "pay_each": "text",
    },
    "service_of_act": {
        "notifier_id": "login",
        "happened_at": "moment",
        **dict.fromkeys(("accepts", "refused", "fixed_and_photographed"), "yes_no"),
        **dict.fromkeys(("found", "identification", "signature", "left_with"), "text"),
        **dict.fromkeys(("published_from", "published_until"), "day"),
    },
    "sanction": {
        **dict.fromkeys(("item", "workers"), "whole"),
        **dict.fromkeys(
            ("provision", "verdict", "criterion", "standing", "kind", "body", "reference", "ground", "served_to"),
            "text",
        ),
        **dict.fromkeys(("acta_valid", "inspect_again", "suspension_asked", "guaranteed"), "yes_no"),
        **dict.fromkeys(("violated_on", "filed_on"), "day"),
        "delivered_at": "moment",
        "served_to": "text",
        "chosen": "money",
    },
    "challenge": {"delivered_at": "moment", "served_to": "text"},
}
REPERTOIRE = Repertoire(
    roles=ROLES,
    doings=DOINGS,
    questions=QUESTIONS,
    handling={
        workflow.name: Handling(LABELS.get(workflow.name, _beside(workflow.name)), KINDS.get(workflow.name, {}))
        for workflow in LIFECYCLES
    },
    aliases=aliases,
)
