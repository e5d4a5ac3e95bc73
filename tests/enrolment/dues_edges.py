"""Every way through the procedures of dues, taken by the people who take it and by time, for the test of all edges."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from enrolment import service
from enrolment.labour.dues_effects import dues_of
from enrolment.labour.dues_models import NotReceived
from enrolment.models import Affiliation
from enrolment.people.invented import invented_person
from tests.enrolment.parties import Payer, affiliation, household, worker_actor
from workflow.context import THE_SYSTEM
from workflow.engine import fire, open_case


def dues(session: Session, at: datetime) -> None:
    """Records, an end that is settled, one that is taken back, relations that never were; what she says."""
    day = at.date()
    bonus = {"year": day.year, "paid": Decimal("10.00"), "paid_on": day}
    for number, endings in enumerate((("record_bonus", "record_settlement"), ("resume",), ("drop",), ("claim",), ())):
        who, relation = _relation(session, at, 90 + number)
        case: Any = dues_of(session, relation.id, "watched")
        fire(session, case, "record_bonus", who.actor, at, data=bonus)
        taken = {"service_year": 2, "first_day": day, "days_off": Decimal(1)}
        fire(session, case, "record_vacation", who.actor, at, data=taken)
        for action in ("pass_bonus", "pass_vacation", "reach_anniversary"):
            fire(session, case, action, THE_SYSTEM, at)
        if endings == ("claim",):
            say(session, relation, who, at)
            fire(session, case, "drop", THE_SYSTEM, at)
        elif endings:
            service.end_relation(session, relation.id, who.actor, at, day, "she_left")
            for action in endings:
                data = {"record_bonus": bonus, "record_settlement": {"paid": Decimal(9), "paid_on": day}}.get(action)
                actor = who.actor if data else THE_SYSTEM
                fire(session, case, action, actor, at, data=data)


def say(session: Session, relation: Affiliation, who: Payer, at: datetime) -> None:
    """What did not arrive: told and received, kept and withdrawn, told and withdrawn."""
    her = worker_actor(session, relation, at)
    data = {"affiliation_id": relation.id, "subject": "vacation"}
    for actions in (("tell", "answer", "confirm_received"), ("withdraw",), ("tell", "withdraw")):
        case = open_case(session, NotReceived, "say", her, at, data=data).case
        for action in actions:
            answers = action == "answer"
            actor, comment = (who.actor, "El viernes.") if answers else (her, None)
            fire(session, case, action, actor, at, comment=comment)


def _relation(session: Session, at: datetime, seed: int) -> tuple[Payer, Affiliation]:
    """A relation of more than two years, whose vacation runs out and whose next year comes while time passes."""
    who = household(session, at, seed)
    began = date(at.year - 2, 3, 1)
    return who, affiliation(session, who, at, invented_person(f"worker {seed}"), began)
