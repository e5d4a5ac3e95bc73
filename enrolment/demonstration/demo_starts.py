"""Enrolments that workers of the demonstration start themselves, one in every state in which such a case can stand."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment import service
from enrolment.demonstration.demo_people import actor_of
from enrolment.models import Affiliation
from enrolment.relation import inviting
from enrolment.relation.invitation_models import Invitation
from workflow.context import Actor
from workflow.engine import fire

BY_CODE, BY_REQUEST, OFFICE = "invita", "pide", "caso1"
TOLD = {"tells": "since days pay", "notifies": False, "employer_email": None}
SAID: dict[str, Any] = {
    "street": "Calle Durango 40",
    "neighbourhood": "Roma Norte",
    "postal_code": "06700",
    "municipality": "09015",
    "weekdays": "13",
    "hours_per_day": Decimal(6),
    "pay_amount": Decimal("500.00"),
    "pay_each": "visit",
    "began_on": date(2024, 2, 6),
}
Scene = tuple[int, int, Callable[[Session, datetime], object]]


def _begin(session: Session, at: datetime, who: str, employer: str) -> tuple[Invitation, Actor]:
    her = actor_of(session, who)
    case: Invitation = inviting.begin_invitation(session, her, at, {**SAID, "employer_name": employer}).case
    return case, her


def _code(session: Session, at: datetime, employer: str) -> str:
    case, her = _begin(session, at, BY_CODE, employer)
    return inviting.invite(session, case.id, her, at, TOLD)[1]


def _request(session: Session, at: datetime, employer: str) -> None:
    case, her = _begin(session, at, BY_REQUEST, employer)
    fire(session, case, "request", her, at, comment="Tengo mensajes y recibos.")


def _take_up(session: Session, at: datetime, employer: str, household: str) -> Invitation:
    case: Invitation = inviting.take_up(session, _code(session, at, employer), actor_of(session, household), at).case
    return case


def _enrol(session: Session, at: datetime, employer: str, household: str) -> None:
    """A code taken up and an enrolment sent on the same day, as she had said it."""
    payer, case = actor_of(session, household), _take_up(session, at, employer, household)
    draft: Affiliation = inviting.start_enrolment(session, case.id, payer, at).case
    home = {name: SAID[name] for name in ("street", "neighbourhood", "postal_code", "municipality")}
    rest = {"in_kind": "none", "mode": "per_day", "periodicity": 1, "worker_birth_date": date(1984, 3, 9)}
    service.save(session, Affiliation, draft.id, payer, at, {**home, **rest})
    service.submit(session, Affiliation, draft.id, payer, at)


def _decline(session: Session, at: datetime, employer: str) -> None:
    inviting.decline(session, _code(session, at, employer), inviting.BEARER, at, "Solo viene de vez en cuando.")


def _of(session: Session, employer: str) -> Invitation:
    return session.scalars(select(Invitation).where(Invitation.employer_name == employer)).one()


def _office(session: Session, at: datetime, employer: str, action: str, comment: str, **data: Any) -> None:
    fire(session, _of(session, employer), action, actor_of(session, OFFICE), at, comment=comment, data=data)


def _ask(session: Session, at: datetime, employer: str) -> str:
    question = "¿Trabaja en su hogar? ¿Qué días y con qué pago?"
    return inviting.ask_household(session, _of(session, employer).id, actor_of(session, OFFICE), at, question)[1]


def _agree(session: Session, at: datetime, employer: str, household: str) -> None:
    inviting.agree(session, _ask(session, at, employer), actor_of(session, household), at)


def _grant(session: Session, at: datetime, employer: str) -> None:
    names = {"employer_given_name": "Irma", "employer_first_surname": "Robledo"}
    terms = {
        "decided_began": SAID["began_on"],
        "decided_days": SAID["weekdays"],
        "decided_hours": SAID["hours_per_day"],
        "decided_amount": SAID["pay_amount"],
        "decided_each": SAID["pay_each"],
        "decided_mode": "per_day",
    }
    _office(session, at, employer, "grant", "Los recibos y una vecina lo muestran.", **names, **terms)


def _withdraw(session: Session, at: datetime, employer: str) -> None:
    fire(session, _of(session, employer), "withdraw", actor_of(session, BY_REQUEST), at)


# How many days before the demonstration is opened, at which hour, what happens.
SCENES: tuple[Scene, ...] = (
    (120, 10, lambda session, at: _code(session, at, "Señora de la esquina")),  # unanswered, then closed
    (100, 10, lambda session, at: _request(session, at, "Familia del tercer piso")),  # nobody decides it in time
    (70, 10, lambda session, at: _request(session, at, "Señor Iván")),
    (45, 10, lambda session, at: _request(session, at, "Señora Paz")),
    (44, 10, lambda session, at: _withdraw(session, at, "Señora Paz")),
    (40, 10, lambda session, at: _code(session, at, "Doctora Elena")),  # nobody uses it
    (30, 11, lambda session, at: _office(session, at, "Señor Iván", "refuse", "No se mostró que trabaje ahí.")),
    (20, 10, lambda session, at: _decline(session, at, "Don Raúl")),
    (20, 12, lambda session, at: _request(session, at, "Señor del Valle")),
    (15, 10, lambda session, at: _request(session, at, "Señora Nora")),
    (12, 9, lambda session, at: _request(session, at, "Señora Irma")),
    (10, 10, lambda session, at: _request(session, at, "Familia Ríos")),
    (5, 9, lambda session, at: _enrol(session, at, "Señora Tere", "tlalpan")),
    (5, 11, lambda session, at: _grant(session, at, "Señora Irma")),
    (3, 10, lambda session, at: _code(session, at, "Señora Sofía")),
    (3, 11, lambda session, at: _ask(session, at, "Señora Nora")),
    (2, 10, lambda session, at: _agree(session, at, "Señor del Valle", "delvalle")),
    (2, 11, lambda session, at: _take_up(session, at, "Señora de la Roma", "roma")),
    (1, 10, lambda session, at: _begin(session, at, BY_CODE, "Licenciada Olga")),
)
