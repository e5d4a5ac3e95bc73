"""The whole demonstration: the year of enrolment with officers of inspection in it and complaints in every state."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.demonstration import demo
from enrolment.demonstration.demo import Scene, at_hour, taken
from enrolment.demonstration.demo_people import actor_of
from inspection.demonstration.demo_officers import OFFICERS
from inspection.intake.complaint_models import Complaint
from inspection.intake.receiving import add_facts, receive_complaint, speaker_of
from inspection.models import InspectionFile
from inspection.protection.protection_models import WorkerProtection
from workflow.database import Database
from workflow.engine import fire

REACHED = {"telephone": "55 0000 0000", "safe_hours": "después de las nueve de la noche", "language": "mixteco"}
# By the street, which nobody else in the demonstration has: what is told, and the answers beside it.
TOLD: dict[str, tuple[str, dict[str, Any]]] = {
    "Calle Durango 77": (
        "No estoy en el seguro y los domingos no me los pagan.",
        {"speaks_as": "worker", "wish": "visit", "still_working": True, "employer_name": "Familia Encino"},
    ),
    "Calle Zacatecas 140": (
        "A la señora que trabaja ahí la veo salir muy tarde todos los días.",
        {"speaks_as": "neighbour", "wish": "letter"},
    ),
    "Calle Orizaba 9": ("Me despidieron y no me dieron nada.", {"speaks_as": "former_worker", "wish": "advice"}),
    "Calle Mérida 211": ("Quiero saber si me dieron de alta.", {"speaks_as": "worker", "wish": "wait"}),
    "Calle Jalapa 58": ("No me deja salir los domingos y me grita.", {"speaks_as": "worker", "wish": "visit"}),
    "Calle Chihuahua 33": ("Limpio sus oficinas, no su casa.", {"speaks_as": "worker", "wish": "visit"}),
    "Calle Guanajuato 18": ("Ya lo arreglamos entre las dos.", {"speaks_as": "worker", "wish": "together"}),
    "Calle Tabasco 4": ("Solo quiero que sepan que pagan en especie.", {"speaks_as": "relative", "wish": "wait"}),
}


def play(database: Database, now: datetime) -> None:
    """Live the year that ends now, officers and complaints of its last days included."""
    demo.play(database, now, OFFICERS.values(), _complaints)


def _complaints(today: date) -> Iterator[Scene]:
    def on(days_ago: int, hour: int, take: Any, *arguments: Any) -> Scene:
        return at_hour(today - timedelta(days=days_ago), hour), taken(take, *arguments)

    yield on(12, 10, _receive, "Calle Durango 77", {"channel": "telephone", "officer": "recepcion"})
    yield on(11, 11, _read, "Calle Durango 77", {})
    yield on(11, 12, _step, "Calle Durango 77", "admit", "direccion", None, {"kind": "extraordinary"})
    yield on(9, 10, _receive, "Calle Orizaba 9", {})
    left = today - timedelta(days=20)
    yield on(8, 10, _read, "Calle Orizaba 9", {"matter": "individual_claim", "separated_on": left})
    yield on(8, 11, _step, "Calle Orizaba 9", "orient", "triaje", "Vaya al centro de conciliación. Es gratis.", {})
    yield on(7, 10, _receive, "Calle Chihuahua 33", {})
    yield on(6, 10, _read, "Calle Chihuahua 33", {"relation": "for_profit"})
    yield on(6, 11, _step, "Calle Chihuahua 33", "reclassify", "triaje", "Lo ve la inspección general.", {})
    yield on(6, 12, _receive, "Calle Zacatecas 140", {"identity": REACHED})
    yield on(5, 10, _read, "Calle Zacatecas 140", {})
    yield on(5, 11, _step, "Calle Zacatecas 140", "ask_for_data", "triaje", "¿En qué piso es?", {})
    yield on(5, 12, _receive, "Calle Guanajuato 18", {})
    yield on(4, 12, _withdraw, "Calle Guanajuato 18")
    yield on(4, 15, _receive, "Calle Mérida 211", {})
    yield on(3, 9, _read, "Calle Mérida 211", {"matter": "social_security"})
    yield on(2, 20, _receive, "Calle Jalapa 58", {"identity": REACHED, "dangers": "violence confinement"})
    yield on(2, 21, _refer_danger, "Calle Jalapa 58")
    yield on(1, 9, _say_more, "Calle Jalapa 58")
    yield on(1, 18, _receive, "Calle Tabasco 4", {})


def _receive(street: str, more: dict[str, Any], session: Session, at: datetime) -> None:
    told, facts = TOLD[street]
    home = {"street": street, "postal_code": "06700", "municipality": "09015"}
    officer = actor_of(session, more["officer"]) if "officer" in more else None
    receive_complaint(
        session,
        at,
        told,
        {**home, **facts, "dangers": more.get("dangers", "")},
        identity=more.get("identity"),
        channel=more.get("channel", "web"),
        officer=officer,
    )


def _read(street: str, found: dict[str, Any], session: Session, at: datetime) -> None:
    data = {"relation": "domestic", "matter": "working_conditions", **found}
    fire(session, _complaint(session, street), "read", actor_of(session, "triaje"), at, data=data)


def _step(
    street: str, action: str, by: str, comment: str | None, data: dict[str, Any], session: Session, at: datetime
) -> None:
    fire(session, _complaint(session, street), action, actor_of(session, by), at, comment=comment, data=data)


def _withdraw(street: str, session: Session, at: datetime) -> None:
    case = _complaint(session, street)
    fire(session, case, "withdraw", speaker_of(case), at)


def _say_more(street: str, session: Session, at: datetime) -> None:
    case = _complaint(session, street)
    add_facts(session, case, speaker_of(case), at, "Hoy me dejó salir, pero se quedó con mis papeles.")


def _refer_danger(street: str, session: Session, at: datetime) -> None:
    file_id = _complaint(session, street).file_id
    known = select(WorkerProtection).where(WorkerProtection.file_id == file_id, WorkerProtection.danger == "violence")
    sent = {"referred_to": "prosecutor", "reference": "CI-FICTICIA-0001"}
    fire(session, session.scalars(known).one(), "refer", actor_of(session, "direccion"), at, data=sent)


def _complaint(session: Session, street: str) -> Complaint:
    found = select(Complaint).join(InspectionFile, Complaint.file_id == InspectionFile.id)
    return session.scalars(found.where(InspectionFile.street == street)).one()
