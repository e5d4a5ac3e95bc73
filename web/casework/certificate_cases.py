"""How certificates of incapacity and waiting ends appear on the generic pages of cases."""

from uuid import UUID

from flask import url_for
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from enrolment.insurance.certified_models import AwaitedEnd, CertifiedPeriod
from enrolment.insurance.certified_period import CERTIFIED_PERIOD
from enrolment.insurance.certified_views import incapacities
from enrolment.models import Affiliation, Household
from enrolment.relation.awaited_end import AWAITED_END
from enrolment.roles import DOMESTIC_WORKER
from web.casework.case_links import related_to_affiliation
from web.casework.case_search import search_for
from web.casework.case_summaries import Description, Section, Summary, describe_cases
from web.casework.enrolment_cases import facts, worker_behind, worker_in_full
from web.casework.enrolment_search import affiliations
from web.casework.timeline import Reader
from web.edge.language import long_day, say, t


def certificate_summary(session: Session, case: CertifiedPeriod, reader: Reader) -> Summary:
    """The days and the relation; the kind and the folio for those whom they concern; weeks for her and officials."""
    relation = session.get_one(Affiliation, case.affiliation_id)
    may_know = may_know_kind(case, reader)
    about = facts(
        ("case.worker", worker_in_full(relation)),
        ("case.household", session.get_one(Household, relation.household_id).person.full_name),
        ("certificate.first_day", case.first_day),
        ("certificate.last_day", case.last_day),
        ("certificate.kind", t(f"certified.kind.{case.kind}") if may_know else None),
        ("certificate.folio", case.folio if may_know else None),
        ("certificate.entered_by", t(f"certificate.entered_by.{case.entered_by}")),
    )
    return Summary(
        heading=t("certificate.of_days", first=long_day(case.first_day), last=long_day(case.last_day)),
        sections=(Section(t("certified_period.title"), about), *_weeks(session, case, relation, reader)),
        related=related_to_affiliation(session, relation, reader, but=case),
        links=_others(case, reader),
        personal=True,
    )


def may_know_kind(case: CertifiedPeriod, reader: Reader) -> bool:
    """She and officials may; a household only what it wrote down itself."""
    return reader.is_official or DOMESTIC_WORKER in reader.roles or case.entered_by == "household"


def _weeks(session: Session, case: CertifiedPeriod, relation: Affiliation, reader: Reader) -> tuple[Section, ...]:
    if relation.worker_id is None or not (reader.is_official or DOMESTIC_WORKER in reader.roles):
        return ()
    found = incapacities(session, relation.worker_id)
    mine = next((one for one in found if any(c.id == case.id for c in one.certificates)), None)
    if mine is None:
        return ()
    terms = ("certificate.weeks", "certificate.payer", "certificate.claim")
    told = zip(terms, mine.subsidy.told(), strict=True)
    return (Section(t("certificate.subsidy"), tuple((t(term), say(sentence)) for term, sentence in told)),)


def _others(case: CertifiedPeriod, reader: Reader) -> tuple[tuple[str, str], ...]:
    if not reader.is_official:
        return ()
    return ((t("certificate.all"), url_for("office_certificates.show", affiliation_id=case.affiliation_id)),)


def end_summary(session: Session, case: AwaitedEnd, reader: Reader) -> Summary:
    """The last day asked for, the one it will be, and the relation."""
    relation = session.get_one(Affiliation, case.affiliation_id)
    about = facts(
        ("case.worker", worker_in_full(relation)),
        ("case.household", session.get_one(Household, relation.household_id).person.full_name),
        ("awaited.wanted_day", case.wanted_day),
        ("awaited.ends_on", case.ends_on),
        ("end.reason", t(f"end.reason.{case.end_reason}")),
    )
    return Summary(
        heading=t("awaited_end.title"),
        sections=(Section(t("case.relation"), about),),
        related=related_to_affiliation(session, relation, reader, but=case),
        personal=True,
    )


def describe() -> None:
    """Make certificates and waiting ends known to the generic pages; they are found like their relation."""
    describe_cases(CERTIFIED_PERIOD.name, Description(worker_behind, certificate_summary))
    describe_cases(AWAITED_END.name, Description(worker_behind, end_summary))
    search_for(CERTIFIED_PERIOD.name, lambda text: CertifiedPeriod.affiliation_id.in_(_relations(text)))
    search_for(AWAITED_END.name, lambda text: AwaitedEnd.affiliation_id.in_(_relations(text)))


def _relations(text: str) -> Select[UUID]:
    return select(Affiliation.id).where(affiliations(text))
