"""A follow-up of insurance on the pages of cases: what officers and the employer read of it."""

from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from inspection.follow_up.insurance_dates import dates_owed
from inspection.follow_up.insurance_follow_up import INSURANCE_FOLLOW_UP
from inspection.follow_up.insurance_models import InsuranceFollowUp
from inspection.models import InspectionFile
from inspection.roles import EMPLOYER
from web.casework.case_links import visible_cases
from web.casework.case_search import search_for
from web.casework.case_summaries import Description, Section, Summary, describe_cases
from web.casework.enrolment_cases import facts
from web.casework.timeline import Reader
from web.edge.language import moment, t
from web.inspection import insurance_forms
from web.inspection.file_pages import files
from workflow.people import Person

__all__ = ["describe", "insurance_forms"]


def follow_up_named(session: Session, case: Any) -> str:
    """A follow-up is called by the folio of its file in lists: neither home nor worker."""
    return session.get_one(InspectionFile, case.file_id).folio


def follow_up_summary(session: Session, case: Any, reader: Reader) -> Summary:
    """The worker and what is known, for officers; the employer reads what she was asked for, and of nobody."""
    file = session.get_one(InspectionFile, case.file_id)
    asked = facts(
        ("insurance_follow_up.required_on", case.required_on),
        ("insurance_follow_up.required_days", str(case.required_days) if case.required_days else None),
        ("insurance_follow_up.delivered_at", moment(case.served_at) if case.served_at else None),
        ("insurance_follow_up.answered_on", case.answered_on),
    )
    told = Section(t("insurance_follow_up.asked"), asked)
    if EMPLOYER in reader.roles:
        return Summary(heading=t("insurance_follow_up.title"), sections=(told,) if asked else ())
    sections = (_worker(session, case), _owed(case), told, _institute(case))
    return Summary(
        heading=file.folio,
        sections=tuple(section for section in sections if section.rows),
        findings=_urgent(case),
        findings_heading=t("insurance_follow_up.urgent"),
        related=visible_cases(session, reader, [file]),
        personal=True,
    )


def _worker(session: Session, case: Any) -> Section:
    person = session.get(Person, case.worker_person_id) if case.worker_person_id else None
    about = facts(
        ("insurance_follow_up.worker_name", person.full_name if person else case.worker_name),
        ("insurance_follow_up.began_on", case.began_on),
        ("insurance_follow_up.proof", t(f"insurance_follow_up.proof.{case.proof}") if case.proof else None),
        ("insurance_follow_up.proof_folio", case.proof_folio),
        ("insurance_follow_up.proof_seen_on", case.proof_seen_on),
        ("insurance_follow_up.accident_on", case.accident_on),
        (
            "insurance_follow_up.exclusion",
            t(f"insurance_follow_up.exclusion.{case.exclusion}") if case.exclusion else None,
        ),
    )
    return Section(t("insurance_follow_up.about_her"), about)


def _owed(case: Any) -> Section:
    """By when the home had to enrol, to give notice and to pay (D25 to D27)."""
    owed = dates_owed(case.began_on) if case.began_on else None
    if owed is None:
        return Section(t("insurance_follow_up.owed"), ())
    rows = facts(
        ("insurance_follow_up.enrol_on", owed.enrol_on),
        ("insurance_follow_up.notice_by", owed.notice_by),
        ("insurance_follow_up.pay_by", owed.pay_by),
    )
    return Section(t("insurance_follow_up.owed"), rows)


def _institute(case: Any) -> Section:
    rows = facts(
        ("insurance_follow_up.referred_on", case.referred_on),
        ("insurance_follow_up.referral_reference", case.referral_reference),
        ("insurance_follow_up.imss_acted_on", case.imss_acted_on),
        ("insurance_follow_up.imss_reference", case.imss_reference),
    )
    return Section(t("insurance_follow_up.institute"), rows)


def _urgent(case: Any) -> tuple[str, ...]:
    """An accident while she was not insured: the institute charges the home what it costs (LSS 77)."""
    return (t("insurance_follow_up.urgent_accident"),) if case.accident_on and case.closed_at is None else ()


def follow_ups_found(text: str) -> ColumnElement[bool]:
    """By whatever finds the file."""
    return InsuranceFollowUp.file_id.in_(select(InspectionFile.id).where(files(text)))


def describe() -> None:
    """Make follow-ups known to the generic pages."""
    describe_cases(INSURANCE_FOLLOW_UP.name, Description(follow_up_named, follow_up_summary))
    search_for(INSURANCE_FOLLOW_UP.name, follow_ups_found)
