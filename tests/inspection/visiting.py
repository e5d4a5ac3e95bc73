"""Inspections for tests, brought into a state by the steps that officers take; homes and people are invented."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from inspection.models import InspectionFile, new_folio
from inspection.service.matters import unserved
from inspection.visit import handing_over
from inspection.visit.absence_models import Absence
from inspection.visit.credential_models import Credential
from inspection.visit.handing_over import Batch
from inspection.visit.inspection_models import Inspection
from regime.working_days import is_business_day
from tests.enrolment.parties import login_for, payer
from workflow.context import THE_SYSTEM, Actor
from workflow.definition import workflow_of
from workflow.engine import fire, open_case
from workflow.people import Login

OFFICE = "st-cdmx"
MONDAY = datetime(2026, 6, 8, 16, tzinfo=UTC)  # ten in the morning in Mexico City
WHY = "Por este motivo."
HOME: Mapping[str, Any] = {
    "employer_name": "Ana Prueba Lima",
    "street": "Calle Invento 12",
    "neighbourhood": "Roma Norte",
    "postal_code": "06700",
    "municipality": "09015",
}
ORDER: Mapping[str, Any] = {
    "modality": "visit",
    "matter": "both",
    "scope": "Contrato, jornada, pago y seguridad de quien trabaja en el hogar.",
    "period_from": date(2025, 6, 1),
    "period_until": date(2026, 5, 31),
    "documents_asked": "9 15 29",
}
SHOWN = {"order_shown": True, "credential_shown": True}
WITNESS = {"part": "witness", "name": "Eva Testigo", "signed": True, "proposed_by": "employer"}
CLOSING: Mapping[str, Any] = {
    "women": 1,
    "men": 0,
    "employer_statement": None,
    "no_witness_reason": None,
    "copies_to": "Ana Prueba Lima",
    "electronic_notices": False,
}


def officer(session: Session, at: datetime, role: str, office: str = OFFICE) -> Actor:
    """Somebody who works for an authority."""
    actor = login_for(session, at, None, role)
    session.get_one(Login, actor.login_id).offices = [office]
    session.flush()
    return session.get_one(Login, actor.login_id).as_actor()


@dataclass
class Field:
    """A home, its file, everybody who may act, and a clock that steps move."""

    session: Session
    at: datetime = MONDAY
    office: str = OFFICE
    origin: str = "programme"
    file_facts: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        session, at = self.session, self.at
        self.director = officer(session, at, "director", self.office)
        self.inspector = officer(session, at, "inspector", self.office)
        self.second = officer(session, at, "inspector", self.office)
        self.notifier = officer(session, at, "notifier", self.office)
        self.assessor = officer(session, at, "assessor", self.office)
        self.intake = officer(session, at, "intake", self.office)
        self.legal = officer(session, at, "legal_officer", self.office)
        self.system = THE_SYSTEM
        self.employer = payer(session, at, 4100)
        self.credential_of_inspector = self.credential(self.inspector)
        self.credential(self.second)
        self.file = self.new_file()

    def new_file(self, **facts: Any) -> InspectionFile:
        """A file about the home."""
        filed = {
            **HOME,
            "folio": new_folio(self.at.date()),
            "origin": self.origin,
            "filed_on": self.at.date(),
            "office": self.office,
            "employer_person_id": self.employer.person_id,
            **self.file_facts,
            **facts,
        }
        return open_case(self.session, InspectionFile, "open", THE_SYSTEM, self.at, data=filed).case  # type: ignore[no-any-return]

    def credential(self, inspector: Actor, **facts: Any) -> Credential:
        """A credential that is good for a year."""
        data = {
            "login_id": inspector.login_id,
            "office": self.office,
            "number": f"INS-{str(inspector.login_id)[-6:]}",
            "valid_from": date(2026, 1, 1),
            "valid_until": date(2028, 12, 31),
            **facts,
        }
        return open_case(self.session, Credential, "issue", self.director, self.at, data=data).case  # type: ignore[no-any-return]

    def absence(self, first: int = 0, last: int = 2, **facts: Any) -> Absence:
        """The inspector is away from a day to another, counted from today; the second one stands in."""
        days = {"from_day": self.at.date() + timedelta(days=first), "until_day": self.at.date() + timedelta(days=last)}
        who = {"login_id": id_of(self.inspector), "substitute_id": id_of(self.second), "office": self.office}
        return open_case(self.session, Absence, "record", self.director, self.at, data={**who, **days, **facts}).case  # type: ignore[no-any-return]

    def open(self, kind: str = "ordinary", **facts: Any) -> Inspection:
        """An inspection that waits for an inspector."""
        data = {"file_id": self.file.id, "office": self.office, "kind": kind, **facts}
        return open_case(self.session, Inspection, "open", THE_SYSTEM, self.at, data=data).case  # type: ignore[no-any-return]

    def take(self, case: Any, action: str, actor: Actor, *, comment: str | None = None, **data: Any) -> Any:
        """Take a step now; a reason where one is asked for."""
        wanted = any(one.comment == "required" for one in workflow_of(type(case)).versions_of(action))
        said = comment or (WHY if wanted else None)
        return fire(self.session, case, action, actor, self.at, comment=said, data=data).case

    def wait(self, **delta: float) -> None:
        """Let time pass, without anything that time itself would do."""
        self.at += timedelta(**delta)

    def new_week(self) -> None:
        """To the next Monday with two working days after it, ten in the morning."""
        monday = self.at.date() + timedelta(days=7 - self.at.weekday())
        while not all(is_business_day(monday + timedelta(days=number)) for number in range(4)):
            monday += timedelta(days=7)
        self.at = datetime(monday.year, monday.month, monday.day, 16, tzinfo=UTC)

    # Into the states, one after the other.

    def assigned(self, kind: str = "ordinary", **facts: Any) -> Inspection:
        """With one inspector."""
        case = self.open(kind, **facts)
        return self.take(case, "assign", self.director, inspector_id=self.inspector.login_id)  # type: ignore[no-any-return]

    def ordered(self, kind: str = "ordinary", **order: Any) -> Inspection:
        """With an order; what is announced is planned for three days later."""
        planned = {} if kind == "extraordinary" else {"planned_on": self.at.date() + timedelta(days=3)}
        return self.take(self.assigned(kind), "order", self.director, **{**ORDER, **planned, **order})  # type: ignore[no-any-return]

    def summoned(self, kind: str = "ordinary", **order: Any) -> Inspection:
        """Announced for the same hour two days later."""
        if (self.at.weekday(), self.at.hour) != (0, MONDAY.hour):
            self.new_week()
        case, visit = self.ordered(kind, **order), self.at + timedelta(days=2)
        facts = {"visit_at": visit, "summoned_at": self.at, "served_to": "adult_resident", "received_by": "Leo"}
        return self.take(case, "summon", self.notifier, **facts)  # type: ignore[no-any-return]

    def under_way(self, kind: str = "ordinary", **order: Any) -> Inspection:
        """At the door, with order and credential shown."""
        if kind == "extraordinary":
            case, action = self.ordered(kind, **order), "begin_unannounced"
        else:
            case, action = self.summoned(kind, **order), "begin"
            assert case.visit_at is not None
            self.at = case.visit_at
        return self.take(case, action, self.inspector, began_at=self.at, **SHOWN)  # type: ignore[no-any-return]

    def consent(self, case: Inspection, **facts: Any) -> Inspection:
        """The employer lets them into what everybody uses, for an hour."""
        given = {
            "given_by": "employer",
            "giver_name": "Ana Prueba Lima",
            "rooms": ["common_rooms"],
            "persons": 1,
            "valid_from": self.at,
            "valid_until": self.at + timedelta(hours=1),
            "photos": False,
            "worker_agrees": False,
            "witnesses": 2,
            "signed": True,
            "copy_given": True,
            **facts,
        }
        return self.take(case, "enter_with_consent", self.inspector, **given)  # type: ignore[no-any-return]

    def refusal(self, case: Inspection, **facts: Any) -> Inspection:
        """The employer declines every other way, after everything was explained."""
        said = {
            "refused_by": "employer",
            "alternative": "documents",
            "explained": True,
            "declined": True,
            "warning_given": True,
            "witnesses": 0,
            "no_witness_reason": "Nadie quiso.",
            "words_used": "No voy a mostrar nada.",
            **SHOWN,
            **facts,
        }
        return self.take(case, "record_refusal", self.inspector, **said)  # type: ignore[no-any-return]

    def instructivo(self, case: Inspection, days: int = 5, **facts: Any) -> Inspection:
        """Served by fixing it to the door."""
        served = {"documents_days": days, "documents_served_at": self.at, "served_to": "affixed", **facts}
        return self.take(case, "serve_instructivo", self.notifier, **{"warning_stated": True, **served})  # type: ignore[no-any-return]

    def require(self, case: Inspection, days: int = 5, **facts: Any) -> Inspection:
        """Documents asked for in writing."""
        served = {"documents_days": days, "documents_served_at": self.at, "served_to": "employer", **facts}
        return self.take(case, "require_documents", self.notifier, **served)  # type: ignore[no-any-return]

    def found(self, case: Inspection, *breaches: int) -> Inspection:
        """Who took part, and what each item showed: these are breached, the first one complies."""
        self.take(case, "record_participant", self.inspector, part="inspector", name="Luz Vista", signed=True)
        for name in ("Eva Testigo", "Ian Testigo"):
            self.take(case, "record_participant", self.inspector, **{**WITNESS, "name": name})
        self.take(case, "answer_item", self.inspector, item=1, result="complies")
        for item in breaches:
            shown = {"result": "breach", "workers": 1, "evidence": "No se mostró el documento."}
            self.take(case, "answer_item", self.inspector, item=item, **shown)
        return case

    def closed(self, *breaches: int, kind: str = "ordinary", **order: Any) -> Inspection:
        """An acta with these breaches."""
        case = self.found(self.under_way(kind, **order), *breaches)
        self.wait(hours=1)
        return self.take(case, "close_acta", self.inspector, ended_at=self.at, **CLOSING)  # type: ignore[no-any-return]

    def assessing(self, *breaches: int, kind: str = "ordinary") -> Inspection:
        """Past the observations."""
        case = self.closed(*breaches, kind=kind)
        self.new_week()
        return self.take(case, "pass_observations", self.system)  # type: ignore[no-any-return]

    def weighed(self, *breaches: int, assessed: str = "stands", kind: str = "ordinary") -> Inspection:
        """Every breach with what became of it."""
        case = self.assessing(*breaches, kind=kind)
        for item in breaches:
            weighing = {"item": item, "assessed": assessed, "assessed_evidence": "Recibos del mes."}
            self.take(case, "assess_item", self.assessor, **weighing)
        return case

    def measures(self, days: int = 10) -> Inspection:
        """Measures of safety, ordered and not served yet."""
        case = self.weighed(35)
        self.take(case, "draft_measure", self.assessor, item=35, days=days, wording="Poner un botiquín.")
        return self.take(case, "order_measures", self.director)  # type: ignore[no-any-return]

    def served(self, case: Inspection) -> Inspection:
        """Personally."""
        return self.take(case, "record_service", self.notifier, delivered_at=self.at, served_to="employer")  # type: ignore[no-any-return]

    def deliver(self, matter: Any) -> None:
        """Every act of a matter that waits to be served is left in the hands of the employer now."""
        received = {
            "receiver": "employer",
            "receiver_name": "Ana Prueba",
            "identification": "ine",
            "signature": "signed",
        }
        for service in unserved(self.session, matter):
            self.take(service, "serve_in_person", self.notifier, happened_at=self.at, **received)

    def compliance(self, *breaches: int, days: int = 10) -> Inspection:
        """Asked for, not served yet."""
        return self.take(self.weighed(*(breaches or (16,))), "request_compliance", self.director, term_days=days)  # type: ignore[no-any-return]

    def verifying(self) -> Inspection:
        """The term to correct has passed."""
        case = self.served(self.measures())
        return self.take(case, "pass_term", self.system)  # type: ignore[no-any-return]

    def verify(self, case: Inspection, *, fulfilled: bool = True, how: str = "documents") -> Inspection:
        """Every measure looked at."""
        looked = {"how": how, "fulfilled": fulfilled, "verified_evidence": "Foto del botiquín."}
        return self.take(case, "verify_measure", self.inspector, item=35, **looked)  # type: ignore[no-any-return]


def id_of(actor: Actor) -> UUID:
    """The login of an actor who has one."""
    assert actor.login_id is not None
    return actor.login_id


def hand_over(field: Field, source: Actor, *to: Actor) -> Batch:
    """Everything that somebody has open, to colleagues who have nothing yet."""
    given = dict.fromkeys(map(id_of, to), 0)
    return handing_over.hand_over(field.session, field.director, field.at, id_of(source), given, WHY)
