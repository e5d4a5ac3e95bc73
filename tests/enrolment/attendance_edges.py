"""Attendances at the counter and on the telephone, for tests: one that an official ends, one that the night does."""

from datetime import datetime

from sqlalchemy.orm import Session

from tests.enrolment.parties import attendance, household, official
from workflow.engine import fire


def attendances(session: Session, at: datetime) -> None:
    """Two people attended: of one the official says that it is over, the other's ends with the day."""
    clerk = official(session, at)
    at_counter = attendance(session, clerk, household(session, at, 9100).person_id, at)
    fire(session, at_counter, "end", clerk, at)
    attendance(session, clerk, household(session, at, 9101).person_id, at)
