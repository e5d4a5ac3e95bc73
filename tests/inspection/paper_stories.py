"""Stories of inspections in which every paper of a visit is issued; somebody asked for them who must not be known."""

from datetime import datetime, timedelta

from inspection.intake.receiving import receive_complaint
from inspection.models import InspectionFile
from inspection.visit.inspection_models import Inspection
from tests.inspection.visiting import CLOSING, HOME, SHOWN, Field

NEIGHBOUR = "Tomás Prueba Ruiz"
WHO = {"name": "Marcada Quiensea", "telephone": "5598761234", "email": "marcada@example.org", "language": "mixteco"}
SAID = "Palabra marcarelato."
# What no paper may hold: who asked, what they said, what was said alone, in which language, with whose help.
ALONE = (*WHO.values(), "quiensea", "marcada", "marcarelato", "me grita", "Ita Lengua", "queja", "denuncia")


class Stories(Field):
    """One home, inspected in every way because of a complaint that wants a visit."""

    def new_file(self, **facts: object) -> InspectionFile:
        """The file that the complaint opened."""
        asked = {"speaks_as": "worker", "wish": "visit", "dangers": "", "still_working": True}
        received = receive_complaint(self.session, self.before(), SAID, {**HOME, **asked}, identity=WHO)
        return self.session.get_one(InspectionFile, received.complaint.file_id)

    def before(self) -> datetime:
        """Some weeks ago, so that nothing follows the complaint at once."""
        return self.at - timedelta(weeks=4)

    def play(self) -> None:
        """Every story, one after the other."""
        self.whole_visit()
        for story in (self.refused, self.nobody_there, self.in_writing, self.asked_to_comply, self.without_more_time):
            self.new_week()
            story()

    def whole_visit(self) -> Inspection:
        """Announced, put off, entered with permission, paused, closed, corrected, measures met in more time."""
        case = self.summoned()
        case = self.take(case, "reschedule", self.director, planned_on=self.at.date() + timedelta(days=7))
        visit = self.at + timedelta(days=2)
        told = {"visit_at": visit, "summoned_at": self.at, "served_to": "neighbour", "received_by": NEIGHBOUR}
        case = self.take(case, "summon", self.notifier, **told)
        self.at = visit
        case = self.take(case, "begin", self.inspector, began_at=self.at, **SHOWN)
        opened = {"door_capacity": "employer", "attended_name": "Ana Prueba Lima", "place_check": "plate"}
        case = self.take(case, "record_door", self.inspector, **opened)
        case = self.consent(case, photos=True)
        case = self.take(case, "pause", self.inspector, resume_at=self.at + timedelta(hours=2), agreed=True)
        self.wait(hours=2)
        case = self.take(case, "resume", self.inspector, **SHOWN)
        self.speaks_alone(case)
        case = self.found(case, 35)
        self.take(case, "record_participant", self.inspector, part="worker", name="Rosa Prueba", signed=True)
        self.take(case, "record_participant", self.inspector, part="interpreter", name="Ita Lengua", signed=True)
        unsigned = {"part": "attended", "name": "Ana Prueba Lima", "signed": False, "unsigned_reason": "Tenía prisa."}
        self.take(case, "record_participant", self.inspector, **unsigned, statement="Compraré el botiquín.")
        self.wait(hours=1)
        said = {**CLOSING, "employer_statement": "No sabía que hacía falta."}
        case = self.take(case, "close_acta", self.inspector, ended_at=self.at, **said)
        self.take(case, "annex_correction", self.inspector, comment="El nombre de la calle lleva acento.")
        self.take(case, "file_observations", self.intake, papers="Recibo de un botiquín", filed_on=self.at.date())
        self.new_week()
        case = self.take(case, "pass_observations", self.system)
        weighing = {"item": 35, "assessed": "stands", "assessed_evidence": "No hay botiquín."}
        self.take(case, "assess_item", self.assessor, **weighing)
        self.take(case, "draft_measure", self.assessor, item=35, days=10, wording="Poner un botiquín.")
        case = self.served(self.take(case, "order_measures", self.director))
        self.take(case, "ask_extension", self.intake, papers="Carta", days_wanted=5)
        case = self.take(case, "grant_extension", self.director, extra_days=5, cause_outside=True)
        self.take(case, "file_compliance", self.intake, papers="Foto")
        case = self.take(case, "begin_verification", self.director)
        self.new_week()
        hour = {"verification_at": self.at + timedelta(days=2), "delivered_at": self.at}
        case = self.take(case, "summon_verification", self.notifier, **hour)
        case = self.verify(case)
        case = self.take(case, "confirm_compliance", self.director)
        return self.take(case, "reassess", self.director)  # type: ignore[no-any-return]

    def speaks_alone(self, case: Inspection) -> None:
        """What she says alone, in another language, which no paper may hint at."""
        said = {"name": "Rosa Prueba", "statement": "Me paga poco y me grita.", "spoken_language": "mixteco"}
        self.take(case, "interview", self.inspector, place="office", consented=True, alone=True, **said)

    def refused(self) -> Inspection:
        """Refused after everything was offered, documents asked for at the door, presumed, sanction asked for."""
        case = self.refusal(self.under_way(), description="Alta, de pelo cano.")
        case = self.instructivo(case, days=4)
        case = self.take(case, "extend_documents", self.director, documents_extra_days=2)
        case = self.take(case, "presume", self.system)
        return self.take(case, "request_sanction", self.director)  # type: ignore[no-any-return]

    def nobody_there(self) -> Inspection:
        """Nobody opened."""
        case = self.take(self.under_way(), "find_nobody", self.inspector, absence="nobody")
        return self.take(case, "archive_unvisited", self.director)  # type: ignore[no-any-return]

    def in_writing(self) -> Inspection:
        """Documents in writing, and the order taken back."""
        case = self.require(self.ordered(modality="documents", documents_days=5))
        return self.take(case, "withdraw_act", self.director, ground="manifest_error")  # type: ignore[no-any-return]

    def asked_to_comply(self) -> Inspection:
        """A light breach that is asked to be put right, and was not."""
        case = self.take(self.served(self.compliance(16)), "pass_term", self.system)
        looked = {"how": "documents", "fulfilled": False, "verified_evidence": "No mostró recibos."}
        self.take(case, "verify_measure", self.inspector, item=16, **looked)
        return self.take(case, "request_sanction_unmet", self.assessor)  # type: ignore[no-any-return]

    def without_more_time(self) -> Inspection:
        """More time was asked for and not given."""
        case = self.served(self.measures())
        self.take(case, "ask_extension", self.intake, papers="Carta", days_wanted=5)
        return self.take(case, "refuse_extension", self.director)  # type: ignore[no-any-return]
