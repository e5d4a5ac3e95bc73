"""The credentials of the demonstration's inspectors: issued for the year, one that ran out, one that was lost."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from enrolment.demonstration.demo import Scene, at_hour, taken
from enrolment.demonstration.demo_people import actor_of
from inspection.demonstration.demo_officers import CITY, ENDINGS, inspectors_of, officer_of
from inspection.visit.credential import credential_of
from inspection.visit.credential_models import Credential
from workflow.context import MEXICO_CITY
from workflow.engine import fire, open_case

RUNS_OUT, LOST = (CITY, 1), ("st-oaxaca", 0)  # whose, by authority and inspector
LASTS = timedelta(days=730)
OPENS = 8


def credentials(days: Sequence[date]) -> Iterator[Scene]:
    """The credentials over the working days of the year; nobody is without one in working hours."""
    middle, later = len(days) // 2, len(days) * 2 // 3
    yield at_hour(days[0], OPENS), taken(_issue_all, days[middle - 1])
    yield at_hour(days[middle], OPENS), taken(_issue, *RUNS_OUT, 2, None)
    yield at_hour(days[later], OPENS), taken(_replace, *LOST)


def _issue_all(runs_out: date, session: Session, at: datetime) -> None:
    for office in ENDINGS:
        for number in range(len(inspectors_of(office))):
            _issue(office, number, 1, runs_out if (office, number) == RUNS_OUT else None, session, at)


def _issue(office: str, number: int, copy: int, until: date | None, session: Session, at: datetime) -> None:
    since = at.astimezone(MEXICO_CITY).date()
    facts = {
        "login_id": actor_of(session, inspectors_of(office)[number]).login_id,
        "office": office,
        "number": f"{office.upper()}-{since:%y}-{number + 1:02d}{copy}",
        "valid_from": since,
        "valid_until": until or since + LASTS,
    }
    open_case(session, Credential, "issue", actor_of(session, officer_of(office, "director")), at, data=facts)


def _replace(office: str, number: int, session: Session, at: datetime) -> None:
    holder = actor_of(session, inspectors_of(office)[number]).login_id
    lost = credential_of(session, holder) if holder else None
    director = actor_of(session, officer_of(office, "director"))
    if lost is not None:
        fire(session, lost, "withdraw", director, at, comment="La perdió en la calle.")
    _issue(office, number, 2, None, session, at)
