"""How the procedures of enrolment speak of their cases: names for lists, facts for pages, comparisons for officials."""

from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.household.registration import REGISTRATION
from enrolment.models import Affiliation, ContributionPeriod, Household
from enrolment.people.held_identifiers import owner_of
from enrolment.relation.affiliation import AFFILIATION
from regime.geography import UnknownPlace, municipality
from web.casework.case_links import related_to_affiliation, related_to_period
from web.casework.case_summaries import Compared, Section, Summary
from web.casework.timeline import Reader
from web.edge.language import long_day, money, month, say, t
from workflow.people import Person
from workflow.stored import loads

Fact = tuple[str, str | date | None]


def masked(given: str | None, first: str | None, second: str | None = None) -> str:
    """A name for lists: the given name in full, the surnames as initials."""
    initials = [f"{surname[0]}." for surname in (first, second) if surname]
    return " ".join([given or t("case.no_name"), *initials])


def full(*parts: str | None) -> str:
    """A name as it is written in full."""
    return " ".join(part for part in parts if part)


def facts(*pairs: Fact) -> tuple[tuple[str, str], ...]:
    """Facts by the code of their term; what is not known yet is left out, days are written in full."""
    shown = ((t(code), long_day(value) if isinstance(value, date) else value) for code, value in pairs)
    return tuple((term, value) for term, value in shown if value)


def registration_summary(session: Session, case: Any, reader: Reader) -> Summary:
    """Who wants to register, and whoever has the same CURP if that is somebody else."""
    name = full(case.given_name, case.first_surname, case.second_surname)
    typed = facts(
        ("fact.name", name),
        ("fact.curp", case.curp),
        ("fact.rfc", case.rfc),
        ("fact.address", _address(case)),
        ("fact.email", case.email),
        ("fact.phone", case.phone),
    )
    known = _holder(session, ("curp", case.curp), ("rfc", case.rfc))
    is_another = known is not None and known.id != case.person_id
    return Summary(
        heading=name or t("case.no_name"),
        sections=(Section(t("case.household"), typed),),
        findings=findings_of(case, reader),
        compared=_compared(case, known) if is_another and reader.is_official else (),
        links=_own_correction(session, case, reader),
        personal=True,
    )


def affiliation_summary(session: Session, case: Any, reader: Reader) -> Summary:
    """The worker as her household typed her, the relation, and where checks found something what is known of her."""
    name = worker_in_full(case)
    worker = facts(("fact.name", name), ("fact.curp", case.worker_curp), ("fact.nss", case.worker_nss))
    known = _holder(session, ("curp", case.worker_curp), ("nss", case.worker_nss))
    in_doubt = reader.is_official and bool(case.findings)
    return Summary(
        heading=name or t("case.no_name"),
        sections=(Section(t("case.worker"), worker), _relation(session, case)),
        findings=findings_of(case, reader),
        compared=_compared(case, known, "worker_") if in_doubt else (),
        related=related_to_affiliation(session, case, reader),
        links=_access(case, reader),
        personal=True,
    )


def confirmation_summary(session: Session, case: Any, reader: Reader) -> Summary:
    """The relation that the worker is asked about."""
    affiliation = session.get_one(Affiliation, case.affiliation_id)
    household = session.get_one(Household, affiliation.household_id)
    worker = Section(t("case.worker"), facts(("fact.name", worker_in_full(affiliation))))
    return Summary(
        heading=t("case.confirmation_of", household=household.person.full_name),
        sections=(worker, _relation(session, affiliation)),
        related=related_to_affiliation(session, affiliation, reader, but=case),
        personal=True,
    )


def period_summary(session: Session, case: Any, reader: Reader) -> Summary:
    """What is to be paid for which months, and what has been."""
    affiliation = session.get_one(Affiliation, case.affiliation_id)
    household = session.get_one(Household, affiliation.household_id)
    line = facts(
        ("case.household", household.person.full_name),
        ("case.worker", worker_in_full(affiliation)),
        ("fact.months", months(case)),
        ("fact.amount", money(case.amount) if case.amount is not None else None),
        ("fact.line", case.line),
        ("fact.due_day", case.due_day),
        ("fact.paid_amount", money(case.paid_amount) if case.paid_amount else None),
        ("fact.paid_on", case.paid_on),
    )
    return Summary(
        heading=t("case.period_of", months=months(case)),
        sections=(Section(t("case.period"), line),),
        related=related_to_period(session, case, reader),
        personal=True,
    )


def months(case: ContributionPeriod) -> str:
    """The months of a contribution period in words."""
    first = month(case.first_month)
    return first if case.months == 1 else t("fact.months_from", count=case.months, first=first)


def _relation(session: Session, case: Any) -> Section:
    household = session.get_one(Household, case.household_id)
    relation = facts(
        ("case.household", household.person.full_name),
        ("fact.place", _address(case)),
        ("fact.began_on", case.began_on),
        ("fact.enrolled_from", case.enrolled_from),
        ("fact.ended_on", case.ended_on),
        *_work(case),
    )
    return Section(t("case.relation"), relation)


def worker_in_full(case: Any) -> str:
    return full(case.worker_given_name, case.worker_first_surname, case.worker_second_surname)


def _work(case: Any) -> tuple[Fact, ...]:
    if not case.pay_amount:
        return ()
    days = ", ".join(t(f"work.weekday.{digit}") for digit in case.weekdays or "")
    pay = t("fact.pay_each", amount=case.pay_amount, each=t(f"work.each.{case.pay_each}"))
    return ("fact.weekdays", days), ("fact.pay", pay)


def _address(case: Any) -> str:
    try:
        town = municipality(case.municipality).full_name if case.municipality else None
    except UnknownPlace:
        town = case.municipality
    return ", ".join(part for part in (case.street, case.neighbourhood, case.postal_code, town) if part)


def _own_correction(session: Session, case: Any, reader: Reader) -> tuple[tuple[str, str], ...]:
    if not reader.is_official or case.state not in REGISTRATION.states_tagged("in_force"):
        return ()
    household_id = session.scalar(select(Household.id).where(Household.person_id == case.person_id))
    return ((t("correction.own.link"), url_for("own_correction.ask", household_id=household_id)),)


def _access(case: Affiliation, reader: Reader) -> tuple[tuple[str, str], ...]:
    if case.worker is None or not reader.is_official or case.state not in AFFILIATION.states_tagged("in_force"):
        return ()
    return (
        (t("attending.link"), url_for("attending.at_the_counter", person=case.worker.person_id)),
        (t("counter.link"), url_for("counter.access", worker_id=case.worker_id)),
        (t("correction.link"), url_for("corrections.ask", affiliation_id=case.id)),
        (t("certificate.office_link"), url_for("office_certificates.show", affiliation_id=case.id)),
    )


def findings_of(case: Any, reader: Reader) -> tuple[str, ...]:
    """Why the checks could not decide; for officials, because a finding may tell something of a third person."""
    return tuple(say(found) for found in loads(case.findings)) if case.findings and reader.is_official else ()


def _holder(session: Session, *identifiers: tuple[str, str | None]) -> Person | None:
    """Who has one of the identifiers, the first that somebody has."""
    owners = (owner_of(session, kind, value) for kind, value in identifiers)
    return next((session.get(Person, owner) for owner in owners if owner), None)


def _compared(case: Any, known: Person | None, prefix: str = "") -> tuple[Compared, ...]:
    if known is None:
        return ()
    names = ("given_name", "first_surname", "second_surname")
    pairs = [(name, getattr(case, prefix + name), getattr(known, name)) for name in names]
    kinds = ("curp", "nss") if prefix else ("curp", "rfc")
    pairs += [(kind, getattr(case, prefix + kind), known.identifier(kind)) for kind in kinds]
    empty = t("case.unknown")
    return tuple(Compared(t(f"fact.{name}"), typed or empty, held or empty) for name, typed, held in pairs)


def worker_named(_session: Session, case: Any) -> str:
    """The worker of a relation, masked."""
    return masked(case.worker_given_name, case.worker_first_surname, case.worker_second_surname)


def worker_behind(session: Session, case: Any) -> str:
    """The worker of the relation a case is about, masked."""
    return worker_named(session, session.get_one(Affiliation, case.affiliation_id))


def applicant_named(_session: Session, case: Any) -> str:
    """Who wants to register, masked."""
    return masked(case.given_name, case.first_surname, case.second_surname)
