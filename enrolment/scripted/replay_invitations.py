"""What scripted cases can do about an enrolment that a worker starts: name an employer, make and bring a code."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment import service
from enrolment.handed_codes import digest_of
from enrolment.household.homes import ADDRESS
from enrolment.models import Affiliation, Registration
from enrolment.relation import inviting
from enrolment.relation.agreement import TERMS_FACTS
from enrolment.relation.invitation_models import Invitation
from enrolment.scripted.replay_people import HOME
from enrolment.scripted.replay_steps import USUAL
from regime.sentences import Sentence
from workflow.engine import Fired
from workflow.errors import NotReady
from workflow.scenario import Move
from workflow.stage import Doing, Stage

KINDS: Mapping[str, str] = {
    **dict.fromkeys(("employer_name", "employer_given_name", "employer_first_surname", "tells"), "text"),
    "decided_began": "day",
    "decided_days": "weekdays",
    "decided_hours": "money",
    "decided_amount": "money",
    "decided_each": "text",
    "decided_mode": "text",
}
_SAID = {
    "employer": "text",
    "began_on": "day",
    "weekdays": "weekdays",
    "hours_per_day": "money",
    "pay_amount": "money",
    "pay_each": "text",
    **dict.fromkeys((*ADDRESS, "curp", "nss"), "text"),
}
_TERMS = {name: _SAID.get(name, "text") for name in (*TERMS_FACTS, "began_on")} | {"periodicity": "whole"}
TOLD = "since days pay"


def _name_employer(stage: Stage, move: Move, data: Mapping[str, Any]) -> UUID:
    """A worker says for whom she works, and where, how and for how much."""
    actor = stage.actor(move)
    facts = {**HOME, "employer_name": data["employer"], **{name: data[name] for name in data if name != "employer"}}

    def begin(session: Session) -> UUID:
        case: Invitation = inviting.begin_invitation(session, actor, move.at, facts, key=move.key).case
        return case.id

    return stage.database.run(begin)


def _make_code(stage: Stage, move: Move, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """She makes the code that she hands over, and chooses what it tells."""
    actor = stage.actor(move)
    wishes = {"tells": data.get("tells", TOLD), "notifies": False, "employer_email": None}

    def make(session: Session) -> tuple[Fired, str]:
        return inviting.invite(session, stage.case_of(session, move, "invitation").id, actor, move.at, wishes)

    return _kept(stage, move, stage.database.run(make)[1])


def _ask_household(stage: Stage, move: Move, _data: Mapping[str, Any]) -> Mapping[str, Any]:
    """The office asks the household by a letter with a code."""
    actor, words = stage.actor(move), move.comment or ""

    def ask(session: Session) -> tuple[Fired, str]:
        return inviting.ask_household(session, stage.case_of(session, move, "invitation").id, actor, move.at, words)

    return _kept(stage, move, stage.database.run(ask)[1])


def _kept(stage: Stage, move: Move, code: str) -> Mapping[str, Any]:
    """The code is random and shown as that of its case; the stage remembers by it who can bring it."""
    stage.shown_as |= {code: f"CODE[{move.case}]", digest_of(code): f"DIGEST[{move.case}]"}
    return {"code": code}


def _bring(send: Callable[..., Fired]) -> Callable[[Stage, Move, Mapping[str, Any]], Mapping[str, Any]]:
    """Somebody brings the newest code of a case: with an account, or (a step without `who`) without one."""

    def bring(stage: Stage, move: Move, _data: Mapping[str, Any]) -> Mapping[str, Any]:
        stage.names.setdefault(inviting.NOBODY, "bearer")
        actor = stage.actors[move.who] if move.who else inviting.BEARER
        codes = [code for code, name in stage.shown_as.items() if name == f"CODE[{move.case}]"]
        if not codes:
            raise NotReady(Sentence("invitation.code_unknown"))
        words = () if move.comment is None else (move.comment,)
        fired = stage.database.run(lambda session: send(session, codes[-1], actor, move.at, *words, key=move.key))
        return {"state": fired.case.state}

    return bring


def _enrol_by_code(stage: Stage, move: Move, data: Mapping[str, Any]) -> UUID:
    """Whoever took up a code begins the enrolment with what she told, completes it and sends it."""
    actor, name = stage.actor(move), data["invitation"]
    if name not in stage.ids:
        move.place.refuse("unknown_case", case=name, known=", ".join(sorted(stage.ids)) or "–")
    home = {part: stage.cast[str(move.who)][part] for part in ADDRESS}
    typed = {part: data[part] for part in data if part not in ("invitation", "worker")}
    born = {"worker_birth_date": stage.cast[data["worker"]]["born"]} if data.get("worker") in stage.cast else {}

    def enrol(session: Session) -> UUID:
        draft: Affiliation = inviting.start_enrolment(session, stage.ids[name], actor, move.at).case
        facts = {**home, **USUAL, **born, **typed}
        service.save(session, Affiliation, draft.id, actor, move.at, facts)
        service.submit(session, Affiliation, draft.id, actor, move.at, key=move.key)
        return draft.id

    return stage.database.run(enrol)


def begun_by(session: Session, case: Affiliation | Registration) -> UUID:
    """The request that a relation, or the registration of its employer, follows from."""
    found = select(Invitation.id)
    if isinstance(case, Affiliation):
        found = found.where(Invitation.affiliation_id == case.id)
    else:
        found = found.where(Invitation.employer_id == case.person_id)
    return session.scalars(found.limit(1)).one()


DOINGS: Mapping[str, Doing] = {
    "name_employer": Doing(_name_employer, _SAID, required=("employer",), opens="invitation"),
    "make_code": Doing(_make_code, {"tells": "text"}),
    "ask_household": Doing(_ask_household),
    "take_up_code": Doing(_bring(inviting.take_up)),
    "agree_by_code": Doing(_bring(inviting.agree)),
    "decline_by_code": Doing(_bring(inviting.decline)),
    "answer_by_code": Doing(_bring(inviting.answer)),
    "enrol_by_code": Doing(
        _enrol_by_code,
        {"invitation": "text", "worker": "text", **_TERMS},
        required=("invitation", "worker"),
        opens="affiliation",
    ),
}
