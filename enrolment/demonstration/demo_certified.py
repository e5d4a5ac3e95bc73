"""Incapacity in the demonstration: one worker on maternity leave, confirmed; one who was ill for some days."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from enrolment.demonstration.demo_people import actor_of
from enrolment.insurance.certified_models import CertifiedPeriod
from enrolment.models import Affiliation
from workflow.engine import fire, open_case


@dataclass(frozen=True, slots=True)
class Leave:
    """A certificate: for whom in which home, who writes it down, when it began (days ago) and how long it lasts."""

    household: str
    worker: str
    by: str
    kind: str
    folio: str
    days_ago: int
    days: int
    confirmed: bool = False

    def first_day(self, today: date) -> date:
        """The day it began, seen from the day the demonstration is opened."""
        return today - timedelta(days=self.days_ago)


LEAVES = (
    Leave("tlalpan", "entrada", "tlalpan", "maternity", "MT0004411", days_ago=24, days=84, confirmed=True),
    Leave("delvalle", "bimestre", "bimestre", "sickness", "EG0009027", days_ago=11, days=6),
)


def certify(leave: Leave, affiliation: Affiliation, today: date, session: Session, at: datetime) -> None:
    """Write the certificate down; the office confirms the one that it has seen."""
    first = leave.first_day(today)
    data = {
        "affiliation_id": affiliation.id, "kind": leave.kind, "folio": leave.folio, "first_day": first,
        "last_day": first + timedelta(days=leave.days - 1),
    }  # fmt: skip
    recorded = open_case(session, CertifiedPeriod, "record", actor_of(session, leave.by), at, data=data).case
    if leave.confirmed:
        fire(session, recorded, "confirm", actor_of(session, "caso1"), at)
