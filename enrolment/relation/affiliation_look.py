"""What an affiliation's decisions see beside the case: both parties, the place, who else has her CURP, what is paid."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from enrolment.household.delegates import delegates_of
from enrolment.household.homes import address_words, zone_at
from enrolment.household.same_home import is_declared_elsewhere
from enrolment.insurance.certified_days import certificates_of, spans
from enrolment.models import (
    Affiliation,
    ContributionPeriod,
    DomesticWorker,
    Household,
    Place,
    Registration,
)
from enrolment.offices import offices
from enrolment.people.held_identifiers import owner_of
from enrolment.people.identity import NUMBERS, missing_numbers
from enrolment.relation.affiliation_rules import KnownPerson, Parties, PeriodSpan
from enrolment.relation.marked_days import marked_in
from enrolment.roles import DOMESTIC_WORKER, HOUSEHOLD
from regime.periods import month_after
from workflow.context import Recipient
from workflow.definition import is_tagged, states_tagged
from workflow.people import Login, Person

NAMED = ("worker_given_name", "worker_first_surname", "worker_second_surname", "worker_birth_date")


def look(session: Session, case: Any) -> Parties:
    """Read everything once, before the guards."""
    household = session.get_one(Household, case.household_id)
    worker = _worker(session, case)
    municipality = _municipality(session, case)
    people: dict[Any, tuple[Recipient, ...]] = {HOUSEHOLD: (household.person.as_recipient(),)}
    if worker is not None:
        people[DOMESTIC_WORKER] = (worker.person.as_recipient(case.worker_email),)
    return Parties(
        people=people,
        zone=zone_at(municipality),
        offices=offices(session).names,
        office=offices(session).code_for(municipality),
        policies=session.info["settings"].policies,
        household_person=household.person_id,
        household_name=household.person.full_name,
        household_curp=household.person.identifier("curp") or _registered_under(session, household.person_id),
        household_is_open=household.closed_on is None,
        worker_person=worker.person_id if worker else None,
        municipality=municipality,
        known=_known(session, case.worker_curp),
        nss_is_anothers=_nss_is_anothers(session, case),
        is_duplicate=_is_duplicate(session, case),
        numbers_known=_numbers_known(session, case),
        periods=_periods(session, case),
        marked=marked_in(session, case.id) if case.enrolled_from else (),
        # Before the case exists only those who may act for the household as a whole can begin it.
        delegates=delegates_of(session, household.id, case.id if case.state else None),
        same_home=is_declared_elsewhere(session, case),
        address=_address(session, case),
        base_url=session.info["settings"].base_url,
        certified=spans(certificates_of(session, case.id)) if case.enrolled_from else (),
    )


def _registered_under(session: Session, person_id: UUID) -> str | None:
    """The CURP that a household registered under where it counts for somebody else: it is answered just the same."""
    latest = select(Registration.curp).where(Registration.person_id == person_id).order_by(Registration.id.desc())
    return session.scalar(latest.limit(1))


def _worker(session: Session, case: Any) -> DomesticWorker | None:
    # Before an official or the checks have decided who she is, the person found is not yet a party to the case.
    if case.worker_id is None or case.state not in states_tagged(Affiliation, "identified"):
        return None
    return session.get_one(DomesticWorker, case.worker_id)


def _municipality(session: Session, case: Any) -> str | None:
    if case.place_id is None:
        typed: str | None = case.municipality
        return typed
    return session.get_one(Place, case.place_id).municipality


def _address(session: Session, case: Any) -> str:
    return address_words(case if case.place_id is None else session.get_one(Place, case.place_id))


def _known(session: Session, curp: str | None) -> KnownPerson | None:
    owner = owner_of(session, "curp", curp)
    if owner is None or not is_established(session, owner):
        return None
    person = session.get_one(Person, owner)
    return KnownPerson(person.id, person.full_name, person.identifier("nss"))


def _nss_is_anothers(session: Session, case: Any) -> bool:
    owner = owner_of(session, "nss", case.worker_nss)
    if owner is None or owner == owner_of(session, "curp", case.worker_curp):
        return False
    return is_established(session, owner)


def is_established(session: Session, person_id: UUID) -> bool:
    """Whether somebody stands in the register by more than a filing that nobody has accepted yet."""
    accepted = select(Affiliation.id).join(DomesticWorker, DomesticWorker.id == Affiliation.worker_id)
    accepted = accepted.where(DomesticWorker.person_id == person_id, is_tagged(Affiliation, "identified"))
    others = (select(Login.id), Login.person_id), (select(Household.id), Household.person_id)
    found = (accepted, *(query.where(column == person_id) for query, column in others))
    return any(session.scalar(query.limit(1)) is not None for query in found)


def _is_duplicate(session: Session, case: Any) -> bool:
    mine = select(Affiliation.place_id, Affiliation.street, Affiliation.postal_code).where(
        Affiliation.household_id == case.household_id,
        _same_worker(case),
        is_tagged(Affiliation, "filed"),
        Affiliation.id != case.id,
    )
    typed = (case.street, case.postal_code)
    return any(
        (case.place_id is not None and place_id == case.place_id) or (case.place_id is None and address == typed)
        for place_id, *address_parts in session.execute(mine)
        for address in [tuple(address_parts)]
    )


def _same_worker(case: Any) -> ColumnElement[bool]:
    """The same CURP or, while it is not at hand, the same name and birth date."""
    if case.worker_curp:
        same: ColumnElement[bool] = Affiliation.worker_curp == case.worker_curp
        return same
    named = (getattr(Affiliation, name) == getattr(case, name) for name in NAMED)
    return and_(Affiliation.worker_curp.is_(None), *named)


def _numbers_known(session: Session, case: Any) -> frozenset[str]:
    """Which numbers are on file, before what is typed now."""
    stored = session.get(Affiliation, case.id) if case.state else None
    return frozenset(NUMBERS) - set(missing_numbers(stored)) if stored else frozenset()


def _periods(session: Session, case: Any) -> tuple[PeriodSpan, ...]:
    if case.enrolled_from is None:
        return ()
    found = select(ContributionPeriod.first_month, ContributionPeriod.months, ContributionPeriod.state).where(
        ContributionPeriod.affiliation_id == case.id, ~is_tagged(ContributionPeriod, "gone")
    )
    # Months of these periods are fixed by money received or by the day they fell due.
    fixed = states_tagged(ContributionPeriod, "fixed")
    return tuple(
        PeriodSpan(first, month_after(first, months - 1), state in fixed)
        for first, months, state in session.execute(found)
    )
