"""Inspections and credentials on the pages of cases: what they are called, what they say, how they are found."""

from collections.abc import Collection
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from enrolment.household.homes import zone_at
from inspection.models import InspectionFile
from inspection.roles import INSPECTOR
from inspection.visit.credential import CREDENTIAL
from inspection.visit.credential_models import Credential
from inspection.visit.following_models import Filing, Measure
from inspection.visit.inspection import INSPECTION
from inspection.visit.inspection_models import Inspection
from inspection.visit.record_models import Answer
from regime.geography import municipality
from web.casework.action_forms import page_for
from web.casework.case_links import visible_cases
from web.casework.case_search import name_matches, search_for
from web.casework.case_summaries import Description, Section, Summary, describe_cases
from web.casework.enrolment_cases import facts
from web.casework.timeline import Reader
from web.edge.language import language, long_day, t
from web.inspection import visit_forms, visit_later_forms
from web.inspection.evidence_pages import evidence_links
from workflow.context import Role
from workflow.definition import has_tag
from workflow.people import Login
from workflow.words import moment

# Importing the forms is what makes them known.
__all__ = ["describe", "visit_forms", "visit_later_forms"]


def inspection_named(session: Session, case: Inspection) -> str:
    """An inspection is called by the folio of its file in lists: neither home nor employer."""
    return session.get_one(InspectionFile, case.file_id).folio


def inspection_summary(session: Session, case: Inspection, reader: Reader) -> Summary:
    """The home, the order and the visit; what was found for officers, and for the employer once the acta is closed."""
    file = session.get_one(InspectionFile, case.file_id)
    zone = zone_at(file.municipality)
    town = municipality(file.municipality).full_name if file.municipality else None
    hours = {name: moment(language(), getattr(case, name), zone) if getattr(case, name) else None for name in _HOURS}
    home = facts(
        ("inspection_file.employer", file.employer_name),
        ("fact.address", ", ".join(p for p in (file.street, file.neighbourhood, file.postal_code, town) if p)),
    )
    order = facts(
        ("visit.kind", t(f"visit.kind.{case.kind}")),
        ("visit.modality", t(f"visit.modality.{case.modality}") if case.modality else None),
        ("visit.scope", case.scope),
        ("visit.period", _period(case)),
        ("visit.documents_asked", case.documents_asked),
        ("visit.order_folio", case.order_folio),
        ("visit.verification_code", case.verification_code),
        *((f"visit.{name}", hours[name]) for name in _HOURS),
    )
    sections = [Section(t("visit.home"), home), Section(t("visit.order_heading"), order)]
    if reader.is_official:
        sections.append(Section(t("visit.who"), _who(session, case)))
    if reader.is_official or case.acta_closed_at:
        sections += _found(session, case)
    return Summary(
        heading=file.folio,
        sections=tuple(section for section in sections if section.rows),
        related=visible_cases(session, reader, [file]),
        links=(*_visit(case, reader), *evidence_links(session, case, reader)),
        personal=True,
    )


def _visit(case: Inspection, reader: Reader) -> tuple[tuple[str, str], ...]:
    """The page of the visit, for those who make it."""
    address = _field_page(case, reader.roles)
    return ((t("field.open"), address),) if address and has_tag(case, "field") else ()


def _field_page(case: Inspection, roles: Collection[Role]) -> str | None:
    return url_for("field.show", case_id=case.id) if INSPECTOR in roles else None


_HOURS = ("visit_at", "began_at", "ended_at")


def _period(case: Inspection) -> str | None:
    if case.period_from is None or case.period_until is None:
        return None
    return t("visit.period_said", first=long_day(case.period_from), last=long_day(case.period_until))


def _who(session: Session, case: Inspection) -> tuple[tuple[str, str], ...]:
    places = ("inspector", "second_inspector", "substitute")
    logins = ((name, session.get(Login, getattr(case, f"{name}_id") or case.id)) for name in places)
    named = (
        (f"visit.{name}", login.person.full_name if login.person else login.username) for name, login in logins if login
    )
    return facts(*named, ("visit.substitute_until", case.substitute_until))


def _found(session: Session, case: Inspection) -> list[Section]:
    answers = session.scalars(select(Answer).where(Answer.inspection_id == case.id).order_by(Answer.item))
    measures = session.scalars(select(Measure).where(Measure.inspection_id == case.id).order_by(Measure.item))
    filings = session.scalars(select(Filing).where(Filing.inspection_id == case.id).order_by(Filing.id))
    return [
        Section(t("visit.answers"), tuple((_item(one), _result(one)) for one in answers)),
        Section(
            t("visit.measures"),
            tuple((_item(one), t("visit.measure_said", wording=one.wording, days=one.days)) for one in measures),
        ),
        Section(t("visit.filings"), tuple((t(f"visit.filing.{one.kind}"), _filed(one)) for one in filings)),
    ]


def _item(row: Any) -> str:
    return t("visit.item_number", item=row.item)


def _result(answer: Answer) -> str:
    words = [t(f"visit.result.{answer.result}")]
    words += [t("visit.presumed")] if answer.presumed else []
    words += [t(f"visit.assessed.{answer.assessed}")] if answer.assessed else []
    return " · ".join(words)


def _filed(filing: Filing) -> str:
    return t("visit.filed_late" if filing.is_late else "visit.filed_in_time", day=long_day(filing.filed_on))


def inspections(text: str) -> ColumnElement[bool]:
    """By the folio of the file or of the order, or by what the employer is called."""
    folio = func.upper(text.strip())
    files = select(InspectionFile.id).where(
        or_(InspectionFile.folio == folio, name_matches(text, InspectionFile.employer_name.expression))
    )
    return or_(Inspection.order_folio == folio, Inspection.file_id.in_(files))


def credential_named(_session: Session, case: Credential) -> str:
    """A credential is called by its number."""
    return case.number


def credential_summary(session: Session, case: Credential, _reader: Reader) -> Summary:
    """Whose it is, and on which days it is good."""
    login = session.get_one(Login, case.login_id)
    about = facts(
        ("visit.inspector", login.person.full_name if login.person else login.username),
        ("visit.valid_from_day", case.valid_from),
        ("visit.valid_until_day", case.valid_until),
    )
    return Summary(heading=case.number, sections=(Section(t("inspector_credential.title"), about),), personal=True)


def describe() -> None:
    """Make inspections and credentials known to the generic pages."""
    describe_cases(INSPECTION.name, Description(inspection_named, inspection_summary))
    search_for(INSPECTION.name, inspections)
    page_for(INSPECTION.name, "answer_item", _field_page)
    describe_cases(CREDENTIAL.name, Description(credential_named, credential_summary))
    search_for(CREDENTIAL.name, lambda text: func.upper(Credential.number) == func.upper(text.strip()))
