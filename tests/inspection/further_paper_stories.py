"""Stories in which every paper beside and after a visit is issued: service, sanction, challenge, referrals, file."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from inspection.follow_up.entry_models import JudicialEntry
from inspection.follow_up.insurance_models import InsuranceFollowUp
from inspection.intake.complaint_models import Complaint
from inspection.intake.receiving import receive_complaint
from inspection.models import InspectionFile
from inspection.protection.protection_models import WorkerProtection
from inspection.service.serving import open_service, services_of
from tests.inspection.officers import JALISCO
from tests.inspection.officers import officer as by_role
from tests.inspection.paper_stories import SAID, WHO
from tests.inspection.sanctioning import Proceeding
from tests.inspection.visiting import HOME

RECEIPT = {"receiver_name": "Leo Prueba", "identification": "ine", "signature": "signed"}


class FurtherStories(Proceeding):
    """One home, sanctioned in every way, and what is told to other authorities."""

    def play(self) -> None:
        """Every story, one after the other; each begins on a Monday."""
        for story in (self.referred, self.sanctioned, self.not_admitted, self.lapsed, self.entered, self.insured):
            self.new_week()
            story()
        self.closed_and_opened()

    def heard(self) -> Complaint:
        """A complaint of somebody who must not be known."""
        asked = {"speaks_as": "worker", "wish": "visit", "dangers": "violence", "still_working": True}
        return receive_complaint(self.session, self.at, SAID, {**HOME, **asked}, identity=WHO).complaint

    def referred(self) -> None:
        """Remitted to another state, sent to another body, a danger told to who can protect."""
        triage = by_role("triage")
        self.take(self.heard(), "remit", triage, to_authority=JALISCO)
        read = self.take(self.heard(), "read", triage, relation="domestic", matter="individual_claim")
        self.take(read, "refer", triage, referred_to="conciliation")
        danger = self.session.scalars(select(WorkerProtection).limit(1)).one()
        self.take(danger, "refer", triage, referred_to="prosecutor", reference="CI-FICTICIA-1")

    def sanctioned(self) -> None:
        """Served by citatorio, heard, decided, challenged in vain, collected."""
        case = self.to_serve(15)
        self.new_week()
        self.hand_over(case)
        self.take(case, "hold_hearing", self.legal, heard_at=self.at)
        self.pass_time(case, "answer")
        self.take(case, "open_arguments", self.legal, arguments_days=5)
        self.serve(case)
        self.take(case, "waive_arguments", self.party)
        self.take(self.weigh(case), "decide", self.sanctioner, sense="convicting")
        self.serve(case)
        asked = {"suspension_asked": True, "guaranteed": True, "body": "Superior jerárquico"}
        challenge = self.challenge(case, "revision", **asked)
        self.take(challenge, "grant_suspension", self.superior)
        self.settle(challenge, "confirm")
        self.pass_time(case, "nullity")
        self.take(case, "request_collection", self.legal, credit_number="CR-7", treasury="Tesorería")
        paid = {"collected": "paid", "collected_on": self.at.date(), "collected_amount": case.total}
        self.take(case, "report_collection", self.legal, **paid)

    def hand_over(self, matter: Any) -> None:
        """Nobody is found, a citatorio is left, and an adult of the home receives it at the hour."""
        waiting = [one for one in services_of(self.session, matter) if one.closed_at is None]
        opened = waiting or [open_service(self.session, matter, "sanction_notice", self.at.date(), self.at).case]
        service = opened[0]
        back = self.at + timedelta(days=1)
        left = {"happened_at": self.at, "left_with": "neighbour", "return_at": back}
        self.take(service, "leave_citatorio", self.notifier, **left)
        self.at = back
        given = {"happened_at": self.at, "receiver": "adult_resident", **RECEIPT}
        self.take(service, "serve_who_is_there", self.notifier, **given)

    def not_admitted(self) -> None:
        """Not admitted; another one withdrawn."""
        self.take(self.requested(15), "not_admit", self.legal)
        self.new_week()
        self.take(self.to_answer(15), "withdraw_act", self.legal, ground="manifest_error")

    def lapsed(self) -> None:
        """Nobody answered, and nobody decided in time."""
        case = self.to_decide(15)
        self.pass_time(case, "resolution")
        self.pass_time(case, "lapse")
        self.take(case, "declare_lapse", self.legal)

    def entered(self) -> None:
        """A suspected crime told to the prosecutor."""
        self.take(self.file, "ask_for_entry", self.director, entry_ground="violence")
        suspected = self.session.scalars(select(JudicialEntry)).one()
        told = {"facts_shared": "La puerta está cerrada por fuera.", "asked_reference": "CI-FICTICIA-2"}
        self.take(suspected, "ask_prosecutor", self.director, **told)

    def insured(self) -> None:
        """A worker who is not insured: the home is asked, then IMSS is told."""
        self.take(self.file, "follow_insurance", self.director, worker_name="Rosa Prueba", began_on=date(2026, 3, 2))
        case = self.session.scalars(select(InsuranceFollowUp)).one()
        self.take(case, "find_not_affiliated", self.director, began_on=date(2026, 3, 2))
        self.take(case, "require", self.director, required_days=5)
        self.take(case, "record_service", self.system, delivered_at=self.at)
        self.pass_time(case, "answer")
        self.take(case, "refer", self.legal, referral_reference="OF-12")

    def closed_and_opened(self) -> None:
        """A file with nothing open in it."""
        file = self.new_file()
        self.take(file, "close", self.director)
        self.take(self.session.get_one(InspectionFile, file.id), "reopen", self.director, ground="retaliation")
