"""The use cases of inspection that a scripted case may name; every other step is an action of its cases."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from inspection.authorities import authorities, competent_authority
from inspection.intake.receiving import ASKED, HOME, add_facts, receive_complaint, speaker_of
from inspection.intake.sealed import IDENTITY_FIELDS, open_identity
from inspection.models import InspectionFile, new_folio
from inspection.roles import COMPLAINANT
from workflow.context import THE_SYSTEM
from workflow.engine import open_case
from workflow.scenario import Move
from workflow.stage import Doing, Stage

ADDRESS = tuple(name for name in HOME if name != "employer_name")
_COMPLAINT = {
    "told": "text",
    "home": "text",
    "for": "text",
    "channel": "text",
    "origin": "text",
    **dict.fromkeys((*HOME, *ASKED), "text"),
    "worker_agrees": "yes_no",
    "still_working": "yes_no",
    "separated_on": "day",
}


def _complain(stage: Stage, move: Move, data: Mapping[str, Any]) -> UUID:
    """Somebody complains by the form, or an officer types what somebody says (`for`) at the desk or by telephone."""
    actor = stage.actor(move)
    speaks = str(data.get("for", move.who))
    if stage.cast.get(speaks, {}).get("role") != COMPLAINANT.code:
        move.place.refuse("unknown_name", name=speaks)
    facts = {**_home(stage, move, data), **{name: data[name] for name in (*HOME, *ASKED) if name in data}}
    left = {name: stage.cast[speaks][name] for name in IDENTITY_FIELDS if name in stage.cast[speaks]}
    typed_by = actor if actor.login_id else None

    def receive(session: Session) -> UUID:
        got = receive_complaint(
            session,
            move.at,
            data["told"],
            facts,
            identity=left,
            channel=data.get("channel", "desk" if typed_by else "web"),
            origin=data.get("origin", "complaint"),
            officer=typed_by,
        )
        stage.know_person(speaks, speaker_of(got.complaint), stage.cast[speaks])
        return got.complaint.id

    return stage.database.run(receive)


def _add_facts(stage: Stage, move: Move, data: Mapping[str, Any]) -> None:
    """Whoever complained, or an officer for them, adds something; it answers what was asked, where something was."""
    actor = stage.actor(move)

    def add(session: Session) -> None:
        add_facts(session, stage.case_of(session, move, "complaint"), actor, move.at, data["told"], key=move.key)

    stage.database.run(add)


def _read_identity(stage: Stage, move: Move, _data: Mapping[str, Any]) -> Mapping[str, Any]:
    """One of the few who may read who complained does, with a reason; only how much was left is shown."""
    actor = stage.actor(move)

    def read(session: Session) -> Mapping[str, Any]:
        complaint = stage.case_of(session, move, "complaint")
        return {"fields": sorted(open_identity(session, complaint, actor, move.at, move.comment or ""))}

    return stage.database.run(read)


def _select_home(stage: Stage, move: Move, data: Mapping[str, Any]) -> UUID:
    """A programme selects a home: its file is opened by the system, with the employer as a person."""
    home = _home(stage, move, data)
    day: date = move.at.astimezone(stage.zone).date()

    def open_file(session: Session) -> UUID:
        office = competent_authority(authorities(session), home["municipality"], data.get("matter")).code
        filed = {"folio": new_folio(day), "origin": "programme", "filed_on": day, "office": office}
        facts = {**filed, **home, "employer_person_id": stage.actors[data["home"]].person_id}
        file: InspectionFile = open_case(session, InspectionFile, "open", THE_SYSTEM, move.at, data=facts).case
        return file.id

    return stage.database.run(open_file)


def _home(stage: Stage, move: Move, data: Mapping[str, Any]) -> dict[str, Any]:
    """What is known of the home of somebody on the stage."""
    if "home" not in data:
        return {}
    known = stage.cast.get(data["home"], {})
    if not all(name in known for name in ADDRESS):
        move.place.refuse("unknown_person", who=data["home"], known=", ".join(stage.cast))
    name = " ".join(known[part] for part in ("given_name", "first_surname", "second_surname"))
    return {"employer_name": name, **{part: known[part] for part in ADDRESS}}


DOINGS: Mapping[str, Doing] = {
    "complain": Doing(_complain, _COMPLAINT, required=("told", "speaks_as", "wish"), opens="complaint"),
    "add_facts": Doing(_add_facts, {"told": "text"}, required=("told",)),
    "read_identity": Doing(_read_identity),
    "select_home": Doing(_select_home, {"home": "text", "matter": "text"}, required=("home",), opens="inspection_file"),
}
