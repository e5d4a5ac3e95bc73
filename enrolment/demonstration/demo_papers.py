"""Documents in the demonstration: a worker's proof, a household's wage receipt, its recap of the year before."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.demonstration.demo_people import actor_of
from enrolment.models import Affiliation, Household
from enrolment.papers import issuing
from enrolment.papers.wage_receipts import span_around
from regime.periods import month_after
from workflow.context import MEXICO_CITY
from workflow.people import Login

Take = Callable[[Session, datetime], object]


def scenes(today: date) -> Iterator[tuple[date, Take]]:
    """Who asks for what, in the last days before the demonstration is opened."""
    yield today - timedelta(days=4), _prove
    yield today - timedelta(days=3), _pay
    yield today - timedelta(days=3), _recap


def _prove(session: Session, at: datetime) -> None:
    """The woman in four homes proves her cover to whoever asks."""
    her = actor_of(session, "cuatrocasas")
    worker = issuing.worker_of(session, her.person_id) if her.person_id else None
    if worker is not None:
        issuing.prove_cover(session, worker.id, her, at, "es")


def _pay(session: Session, at: datetime) -> None:
    """The wage of the month before, with its receipt."""
    case, actor = _relation(session, "roma"), actor_of(session, "roma")
    days = span_around("month", month_after(at.astimezone(MEXICO_CITY).date(), -1))
    issuing.receipt_for(session, case, days, actor, at, "es")


def _recap(session: Session, at: datetime) -> None:
    """What the household paid for this year so far."""
    case, actor = _relation(session, "roma"), actor_of(session, "roma")
    year = at.astimezone(MEXICO_CITY).year
    issuing.recap_year(session, actor, at, year, "es", household_id=case.household_id)


def _relation(session: Session, username: str) -> Affiliation:
    mine = select(Affiliation).join(Household, Household.id == Affiliation.household_id)
    mine = mine.join(Login, Login.person_id == Household.person_id).where(Login.username == username)
    return session.scalars(mine.where(Affiliation.enrolled_from.is_not(None)).order_by(Affiliation.id).limit(1)).one()
