"""A service on the pages of cases: what is served where, and its ledger line by line."""

from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from inspection.models import InspectionFile
from inspection.roles import EMPLOYER
from inspection.service.matters import matter_of
from inspection.service.service_models import ServiceEntry, ServiceOfAct
from inspection.service.service_of_act import SERVICE_OF_ACT
from inspection.service.serving import entries
from web.casework import case_words
from web.casework.case_links import visible_cases
from web.casework.case_search import search_for
from web.casework.case_summaries import Description, Section, Summary, describe_cases
from web.casework.enrolment_cases import facts
from web.casework.timeline import Reader
from web.edge.language import moment, t
from web.inspection import service_forms
from web.inspection.file_pages import files

__all__ = ["describe", "service_forms"]

WAYS_SAID = ("personal", "whoever_is_there", "instructivo", "electronic", "certified_mail", "edict")


def service_named(session: Session, case: Any) -> str:
    """A service is called by the folio of its file in lists."""
    return session.get_one(InspectionFile, case.file_id).folio


def service_summary(session: Session, case: Any, reader: Reader) -> Summary:
    """The act, where and how it is served, and the ledger; the employer reads when it reached her."""
    file, matter = session.get_one(InspectionFile, case.file_id), matter_of(session, case)
    when = (
        ("service_of_act.served_at", moment(case.served_at) if case.served_at else None),
        ("service_of_act.effective_at", moment(case.effective_at) if case.effective_at else None),
    )
    if EMPLOYER in reader.roles:
        told = Section(t("service_of_act.title"), facts(("service_of_act.act", _act(case)), *when))
        return Summary(heading=t("service_of_act.title"), sections=(told,))
    about = facts(
        ("service_of_act.act", _act(case)),
        ("service_of_act.issued_on", case.issued_on),
        ("inspection_file.employer", file.employer_name),
        ("service_of_act.home", case.address or file.street),
        ("service_of_act.accepted_on", case.accepted_on),
        ("service_of_act.return_at", moment(case.return_at) if case.return_at else None),
        ("service_of_act.way", t(f"service_of_act.way.{case.way}") if case.way else None),
        ("service_of_act.receiver_name", case.receiver_name),
        *when,
    )
    lines = tuple((moment(entry.at), _line(entry)) for entry in entries(session, case))
    sections = (Section(t("service_of_act.title"), about), Section(t("service_of_act.ledger"), lines))
    related = visible_cases(session, reader, [file, matter])
    shown = tuple(section for section in sections if section.rows)
    return Summary(heading=file.folio, sections=shown, related=related, personal=True)


def _act(case: Any) -> str:
    return t(f"service_of_act.act.{case.act}")


def _line(entry: ServiceEntry) -> str:
    """One line of the ledger in words: what happened, by which channel, with whom, what they showed and signed."""
    kind = "way" if entry.happened in WAYS_SAID else "happened"
    parts = [
        t(f"service_of_act.{kind}.{entry.happened}"),
        t(f"service_of_act.channel.{entry.channel}"),
        t(f"inspection.capacity.{entry.receiver}") if entry.receiver else None,
        t(f"service_of_act.identification.{entry.identification}") if entry.identification else None,
        t(f"service_of_act.signature.{entry.signature}") if entry.signature else None,
    ]
    return case_words.listed(part for part in parts if part)


def services_found(text: str) -> ColumnElement[bool]:
    """By whatever finds the file."""
    return ServiceOfAct.file_id.in_(select(InspectionFile.id).where(files(text)))


def describe() -> None:
    """Make services known to the generic pages."""
    describe_cases(SERVICE_OF_ACT.name, Description(service_named, service_summary))
    search_for(SERVICE_OF_ACT.name, services_found)
