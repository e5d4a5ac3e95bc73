"""What people do in enrolment, each as one call: the edge gives actor, moment, key and what was typed, and commits."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.filings import INCOMPLETE
from enrolment.insurance.certified_days import certificates_of, certified_until, spans
from enrolment.insurance.certified_models import AwaitedEnd
from enrolment.models import Affiliation, ContributionPeriod, Household, Registration
from enrolment.people.typed_identifiers import normalised
from enrolment.relation.invitation_models import Invitation
from workflow.contacts import waiting_address
from workflow.context import MEXICO_CITY, THE_SYSTEM, Actor
from workflow.engine import Fired, fire, open_case, reference
from workflow.errors import NotAllowed
from workflow.people import Person

IDENTIFIERS = ("curp", "rfc", "nss", "worker_curp", "worker_nss")
PERSON = ("given_name", "first_surname", "second_surname", "email", "phone")


def begin_registration(
    session: Session, actor: Actor, at: datetime, facts: Mapping[str, Any] | None = None, *, key: str | None = None
) -> Fired:
    """Begin the registration of the actor's own person, prefilled with what their account knows. Raises `NotReady`."""
    person = session.get_one(Person, _person_of(actor, "begin"))
    known = {name: getattr(person, name) for name in PERSON}
    waiting = waiting_address(session, person.id)
    if known["email"] is None and waiting is not None:
        known["email"] = waiting.address
    data = {**known, **tidy(facts or {}), "person_id": person.id}
    return open_case(session, Registration, "begin", actor, at, key=key, data=data)


def begin_affiliation(
    session: Session,
    actor: Actor,
    at: datetime,
    facts: Mapping[str, Any] | None = None,
    *,
    household_id: UUID | None = None,
    key: str | None = None,
) -> Fired:
    """Begin the draft by which the actor's household, or one that they act for, enrols somebody.

    Raises `NotAllowed` without a household.
    """
    if household_id is None:
        mine = select(Household.id).where(Household.person_id == _person_of(actor, "begin"))
        household_id = session.scalar(mine)
    if household_id is None:
        raise NotAllowed("begin")
    data = {**tidy(facts or {}), "household_id": household_id}
    return open_case(session, Affiliation, "begin", actor, at, key=key, data=data)


def save(
    session: Session,
    model: type[Registration] | type[Affiliation] | type[Invitation],
    case_id: UUID,
    actor: Actor,
    at: datetime,
    facts: Mapping[str, Any],
    *,
    version: int | None = None,
    key: str | None = None,
) -> Fired:
    """Keep a step of a draft or of a correction. Raises like `fire`; what is certainly wrong is refused here."""
    return _take(session, model, case_id, "save", actor, at, data=tidy(facts), version=version, key=key)


def submit(
    session: Session,
    model: type[Registration] | type[Affiliation],
    case_id: UUID,
    actor: Actor,
    at: datetime,
    *,
    version: int | None = None,
    key: str | None = None,
) -> Fired:
    """Send a draft or a correction; the case's state afterwards says whether it was settled or goes to an official."""
    return _take(session, model, case_id, "submit", actor, at, version=version, key=key)


def file_incomplete(
    session: Session,
    model: type[Registration] | type[Affiliation],
    case_id: UUID,
    actor: Actor,
    at: datetime,
    *,
    version: int | None = None,
    key: str | None = None,
) -> Fired:
    """File a draft today although something is missing: it keeps the day, and a clock to complete it starts."""
    return _take(session, model, case_id, INCOMPLETE, actor, at, version=version, key=key)


def change_terms(
    session: Session,
    affiliation_id: UUID,
    actor: Actor,
    at: datetime,
    terms: Mapping[str, Any],
    change_from: date,
    *,
    version: int | None = None,
    key: str | None = None,
) -> Fired:
    """Report new pay, days, hours or periodicity that hold from a day (LSS 34); lines follow as D-13 says."""
    data = {**terms, "change_from": change_from}
    return _take(session, Affiliation, affiliation_id, "change_terms", actor, at, data=data, version=version, key=key)


def report_days(
    session: Session,
    affiliation_id: UUID,
    actor: Actor,
    at: datetime,
    month: date,
    days: Iterable[int],
    *,
    version: int | None = None,
    key: str | None = None,
) -> Fired:
    """Confirm on which days of a month she comes (the numbers of the days); `month` is its first day."""
    data = {"month": month, "days": sorted(set(days))}
    return _take(session, Affiliation, affiliation_id, "report_days", actor, at, data=data, version=version, key=key)


def end_relation(
    session: Session,
    affiliation_id: UUID,
    actor: Actor,
    at: datetime,
    last_day: date,
    reason: str,
    *,
    comment: str | None = None,
    version: int | None = None,
    key: str | None = None,
) -> Fired:
    """Report the baja: the last day of work and the reason (a code of `END_REASONS`).

    While she is certified as unable to work it is kept and takes effect when that is over (LSS 21): the case answered
    is then the `AwaitedEnd`.
    """
    certified = spans(certificates_of(session, affiliation_id))
    today = at.astimezone(MEXICO_CITY).date()
    if certified_until(certified, today, *(day for day in (last_day,) if day is not None and day >= today)) is not None:
        wish = {"affiliation_id": affiliation_id, "wanted_day": last_day, "end_reason": reason}
        return open_case(session, AwaitedEnd, "ask", actor, at, key=key, comment=comment, data=wish)
    data = {"ended_on": last_day, "end_reason": reason}
    return _take(
        session, Affiliation, affiliation_id, "end", actor, at, data=data, comment=comment, version=version, key=key
    )


def record_payment(
    session: Session,
    period: ContributionPeriod,
    amount: Decimal,
    paid_on: date,
    at: datetime,
    *,
    actor: Actor = THE_SYSTEM,
    row_id: UUID | None = None,
    key: str | None = None,
) -> Fired:
    """Record money that arrived for a period: it is paid when the contributions are covered, partly paid otherwise, and
    what comes after them pays the surcharges that are still owed.

    Raises `WrongState` for a period that takes no money any more (expired, cancelled, not issued yet) and `NotReady`
    for more than is owed of a paid one.
    """
    owed = (period.amount or Decimal(0)) - period.paid_amount
    action = "settle" if period.amount is not None and amount >= owed else "pay_part"
    if period.amount is not None and owed <= 0:
        action = "pay_surcharge"
    data = {"received": amount, "paid_on": paid_on, "row_id": row_id}
    return fire(session, period, action, actor, at, key=key, data=data)


def tidy(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Typed facts in their stored form: no idle spaces, nothing for an empty answer, identifiers without separators."""
    return {name: _tidied(name, value) for name, value in facts.items()}


def _tidied(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    text = " ".join(value.split())
    return (normalised(text) if name in IDENTIFIERS else text) or None


def _person_of(actor: Actor, action: str) -> UUID:
    if actor.person_id is None:
        raise NotAllowed(action)
    return actor.person_id


def _take(
    session: Session, model: type[Any], case_id: UUID, action: str, actor: Actor, at: datetime, **more: Any
) -> Fired:
    return fire(session, reference(session, model, case_id), action, actor, at, **more)
