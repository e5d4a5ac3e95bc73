"""The course of one telling: its home, who works it at which authority, and which of its matters a step is about."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.demonstration.demo_people import actor_of
from inspection.demonstration.demo_officers import inspectors_of, officer_of
from inspection.demonstration.homes import Place
from inspection.demonstration.stories import Story
from inspection.follow_up.entry_models import JudicialEntry
from inspection.follow_up.insurance_models import InsuranceFollowUp
from inspection.intake.complaint_models import Complaint
from inspection.intake.receiving import speaker_of
from inspection.models import InspectionFile
from inspection.protection.protection_models import WorkerProtection
from inspection.sanction.sanction_models import Challenge, Sanction
from inspection.service.service_models import ServiceOfAct
from inspection.visit.inspection_models import Inspection
from regime.working_days import is_business_day
from workflow.context import MEXICO_CITY, Actor
from workflow.definition import workflow_of

MATTERS: dict[str, type[Any]] = {
    "protection": WorkerProtection,
    "inspection": Inspection,
    "service": ServiceOfAct,
    "sanction": Sanction,
    "challenge": Challenge,
    "insurance": InsuranceFollowUp,
    "entry": JudicialEntry,
}


class Cast:
    """Everybody who acts, looked up once: a login changes nothing in the year."""

    def __init__(self) -> None:
        self._known: dict[str, Actor] = {}

    def player(self, session: Session, username: str) -> Actor:
        """A player as somebody who acts."""
        if username not in self._known:
            self._known[username] = actor_of(session, username)
        return self._known[username]


@dataclass
class Course:
    """One telling of a story and what it has come to; `earlier_id` is the complaint that another one repeats."""

    number: int
    story: Story
    place: Place
    is_reached: bool
    draw: Random
    cast: Cast
    file_id: UUID | None = None
    complaint_id: UUID | None = None
    earlier_id: UUID | None = None

    def file(self, session: Session) -> InspectionFile:
        """The file of the home."""
        return session.get_one(InspectionFile, self.file_id)

    def complaint(self, session: Session) -> Complaint:
        """The complaint that is spoken of: the latest, where there are two."""
        return session.get_one(Complaint, self.complaint_id)

    def case(self, session: Session, step: str) -> Any:
        """The newest matter of the kind of a step in which the step is declared. Raises `LookupError` for none."""
        kind, _, action = step.partition(".")
        if kind == "file":
            return self.file(session)
        if kind == "complaint":
            return self.complaint(session)
        model = MATTERS[kind]
        mine = select(model).where(model.file_id == self.file_id).order_by(model.opened_at.desc(), model.id.desc())
        for case in session.scalars(mine):
            if any(known.code == action for known in workflow_of(model).actions_from(case.state, case.opened_on)):
                return case
        raise LookupError(f"{self.story.name}: nothing takes {step}.")

    def actor(self, session: Session, who: str, office: str) -> Actor:
        """Who takes a step: an officer of the authority that has the matter, by role; or whoever complained."""
        if who == "complainant":
            return speaker_of(self.complaint(session))
        if who == "inspector":
            return self.cast.player(session, self.inspector(office))
        return self.cast.player(session, officer_of(office, who))

    def inspector(self, office: str, other: int = 0) -> str:
        """The user name of who inspects this home for an authority, or of a colleague."""
        known = inspectors_of(office)
        return known[(self.number + other) % len(known)]


def working_day(day: date, later: int) -> date:
    """The working day so many working days after a day."""
    while later:
        day += timedelta(days=1)
        later -= is_business_day(day)
    return day


def working_moment(at: datetime, later: int) -> datetime:
    """The same hour so many working days later, in Mexico City."""
    local = at.astimezone(MEXICO_CITY)
    return datetime.combine(working_day(local.date(), later), time(local.hour, local.minute), MEXICO_CITY)
