"""What scripted cases can do and ask about incapacity: write certificates down, ask for an end, tell of a pension."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment import service
from enrolment.insurance.certified_models import CertifiedPeriod
from enrolment.insurance.certified_views import incapacities
from enrolment.insurance.situation_models import Situation
from enrolment.insurance.situations import QUESTIONS as ASKED
from enrolment.models import Affiliation, DomesticWorker
from enrolment.money.undue import paid_too_much
from workflow.engine import open_case
from workflow.scenario import Move
from workflow.stage import Doing, Question, Stage

CERTIFICATE = ("kind", "folio", "first_day", "last_day")
KINDS: Mapping[str, str] = {"folio": "text", **dict.fromkeys(ASKED, "text"), "ended_on": "day", "end_reason": "text"}


def _certify(stage: Stage, move: Move, data: Mapping[str, Any]) -> UUID:
    """Write down a certificate for one relation."""
    return _open(stage, move, CertifiedPeriod, "record", {name: data[name] for name in CERTIFICATE}, data["relation"])


def _tell(stage: Stage, move: Move, data: Mapping[str, Any]) -> UUID:
    """Answer some of the three questions about one relation."""
    return _open(stage, move, Situation, "tell", {name: data.get(name) for name in ASKED}, data["relation"])


def _open(stage: Stage, move: Move, model: type[Any], action: str, facts: Mapping[str, Any], relation: UUID) -> UUID:
    actor, data = stage.actor(move), {**facts, "affiliation_id": relation}

    def begin(session: Session) -> UUID:
        case_id: UUID = open_case(session, model, action, actor, move.at, data=data, key=move.key).case.id
        return case_id

    return stage.database.run(begin)


def _ask_end(stage: Stage, move: Move, data: Mapping[str, Any]) -> UUID:
    """Report a baja as the page does: it takes effect at once, or waits for the end of an incapacity."""
    actor = stage.actor(move)

    def ask(session: Session) -> UUID:
        day, reason = data["ended_on"], data["end_reason"]
        taken = service.end_relation(session, data["relation"], actor, move.at, day, reason, key=move.key)
        case_id: UUID = taken.case.id
        return case_id

    return stage.database.run(ask)


def _incapacity(stage: Stage, session: Session, move: Move) -> Mapping[str, Any]:
    """The latest incapacity of a worker: the weeks she holds, her subsidy, who pays."""
    person_id = stage.actors[str(move.who)].person_id
    worker = session.scalars(select(DomesticWorker).where(DomesticWorker.person_id == person_id)).one()
    found = incapacities(session, worker.id)
    if not found:
        return {"certificates": 0}
    one = found[0].subsidy
    parts = ("kind", "first_day", "last_day", "held", "needed", "daily", "days", "amount", "claim_until")
    told = one.told()
    return {
        "certificates": len(found[0].certificates),
        **{name: getattr(one, name) for name in parts},
        "told": list(told),
        "told_codes": [sentence.code for sentence in told],
    }


def _overpaid(stage: Stage, session: Session, move: Move) -> Mapping[str, Any]:
    """By how much paid months would be less with what is known now, reason by reason, and what of it stands apart."""
    affiliation: Affiliation = stage.case_of(session, move, "affiliation")
    parts = [part for _period, found in paid_too_much(session, affiliation, move.at) for part in found]
    names = ("reason", "amount", "retirement", "housing")
    return {f"{name}s": [getattr(part, name) for part in parts] for name in names}


DOINGS: Mapping[str, Doing] = {
    "certify": Doing(
        _certify,
        {"relation": "name", "kind": "text", "folio": "text", "first_day": "day", "last_day": "day"},
        required=("relation", *CERTIFICATE),
        opens="certified_period",
    ),
    "tell_situation": Doing(
        _tell, {"relation": "name", **dict.fromkeys(ASKED, "text")}, required=("relation",), opens="situation"
    ),
    "ask_end": Doing(
        _ask_end,
        {"relation": "name", "ended_on": "day", "end_reason": "text"},
        required=("relation", "ended_on", "end_reason"),
        opens="awaited_end",
    ),
}
QUESTIONS: Mapping[str, Question] = {
    "incapacity": Question(_incapacity, needs=("who",)),
    "overpaid": Question(_overpaid, needs=("case",)),
}
