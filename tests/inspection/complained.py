"""A home about which somebody complained, with the marks by which everybody who left them can be hunted for."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import update

from inspection.intake.complaint_models import Complaint
from inspection.intake.receiving import add_facts, receive_complaint, speaker_of
from inspection.models import InspectionFile
from tests.inspection.sanctioning import Proceeding
from tests.inspection.visiting import HOME

HERS: Mapping[str, str] = {
    "name": "Marcada Quiensea",
    "telephone": "5598761234",
    "email": "marcada@example.org",
    "other_contact": "la tienda Marcadísima",
    "safe_hours": "a las once y pico",
    "language": "marcalengua",
}
TOLD, LATER = "Palabra marcarelato del principio.", "Palabra marcapalabra de después."
IDENTITY = (*HERS.values(), "Quiensea")
TEXT = ("marcarelato", "marcapalabra")


@dataclass
class Complained(Proceeding):
    """The officers and the employer of a home whose file a complaint has opened; the employer has an account."""

    def __post_init__(self) -> None:
        super().__post_init__()
        facts = {**HOME, "speaks_as": "worker", "wish": "visit", "still_working": True}
        self.complaint: Complaint = receive_complaint(self.session, self.at, TOLD, facts, identity=HERS).complaint
        add_facts(self.session, self.complaint, speaker_of(self.complaint), self.at, LATER)
        file = update(InspectionFile).where(InspectionFile.id == self.complaint.file_id)
        self.session.execute(file.values(employer_person_id=self.employer.person_id))
        self.file = self.session.get_one(InspectionFile, self.complaint.file_id, populate_existing=True)
