"""What the demonstration shows of dues: a bonus paid in December, some vacation taken, an end not settled yet."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.demonstration.demo_people import actor_of
from enrolment.labour.dues import account_of
from enrolment.labour.dues_effects import dues_of
from enrolment.labour.dues_models import NotReceived
from enrolment.models import Affiliation, DomesticWorker, Household
from regime.aguinaldo import aguinaldo_last_day
from workflow.engine import fire, open_case
from workflow.people import Login

PAYS, WORKS = "roma", "deplanta"  # who pays the bonus and takes vacation
ENDED, WAITS = "allende3", "cuatrocasas"  # whose end is still to be settled
TAKEN = 4


def scenes(today: date) -> Iterator[tuple[date, Any]]:
    """What happens on which day, each as a command of a session and a moment."""
    yield aguinaldo_last_day(today.year - 1) - timedelta(days=4), pay_bonus
    yield today - timedelta(days=2), take_vacation
    yield today - timedelta(days=1), note_what_is_missing


def pay_bonus(session: Session, at: datetime) -> None:
    """The bonus of the year, in full and in time."""
    relation = _relation(session, PAYS, WORKS)
    account = account_of(session, relation, session.info["settings"].policies) if relation else None
    case = dues_of(session, relation.id, "watched") if relation else None
    if account is None or case is None:
        return
    bonus = account.bonus(at.year)
    data = {"year": at.year, "paid": bonus.missing, "paid_on": at.date()}
    fire(session, case, "record_bonus", actor_of(session, PAYS), at, data=data)


def take_vacation(session: Session, at: datetime) -> None:
    """Some days of the year just completed, with their premium; the rest is still outstanding."""
    relation = _relation(session, PAYS, WORKS)
    account = account_of(session, relation, session.info["settings"].policies) if relation else None
    case = dues_of(session, relation.id, "watched") if relation else None
    left = account.vacations(at.date()) if account else ()
    if case is None or not left:
        return
    latest = left[-1]
    first = max(latest.earned.right_on, at.date() - timedelta(days=7))
    data = {"service_year": latest.earned.year, "first_day": first, "days_off": Decimal(TAKEN)}
    fire(session, case, "record_vacation", actor_of(session, PAYS), at, data={**data, "premium": latest.premium.amount})


def note_what_is_missing(session: Session, at: datetime) -> None:
    """The worker of the ended relation keeps for herself that the settlement has not come."""
    relation = _relation(session, ENDED, WAITS)
    if relation is not None and dues_of(session, relation.id, "to_settle") is not None:
        data = {"affiliation_id": relation.id, "subject": "settlement"}
        open_case(session, NotReceived, "say", actor_of(session, WAITS), at, data=data)


def _relation(session: Session, household: str, worker: str) -> Affiliation | None:
    people = [select(Login.person_id).where(Login.username == name).scalar_subquery() for name in (household, worker)]
    found = select(Affiliation).join(Household, Household.id == Affiliation.household_id)
    found = found.join(DomesticWorker, DomesticWorker.id == Affiliation.worker_id)
    mine = found.where(Household.person_id == people[0], DomesticWorker.person_id == people[1])
    return session.scalars(mine.limit(1)).first()
