"""How a complaint is received and followed without an account: a folio to name it, a secret to prove it mine."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.handed_codes import digest_of, new_code
from inspection.authorities import authorities, competent_authority
from inspection.evidence.keeping import FILES, KeptFile
from inspection.intake.complaint_models import Complaint
from inspection.intake.sealed import is_reachable, keep_identity, keep_statement
from inspection.models import InspectionFile, new_folio
from inspection.roles import COMPLAINANT
from workflow.columns import new_id
from workflow.context import MEXICO_CITY, THE_SYSTEM, Actor
from workflow.definition import has_tag, workflow_of
from workflow.engine import fire, open_case
from workflow.errors import KeyReused
from workflow.sealing import words_kept
from workflow.tables import Event, Idempotency, Note

HOME = ("employer_name", "street", "neighbourhood", "postal_code", "municipality")
ASKED = ("speaks_as", "wish", "worker_agrees", "still_working", "separated_on", "dangers")
# Steps whose words are written to whoever complained.
ANSWERS = ("ask_for_data", "orient", "refer", "reclassify", "dismiss", "remit")
# Who can name no place is heard all the same, by the federal authority, which is competent for what nobody else is.
NOWHERE = "stps"


@dataclass(frozen=True, slots=True)
class Received:
    """A complaint just received. `secret` is known here and by whoever complained; only its digest is stored."""

    complaint: Complaint
    folio: str
    secret: str


def receive_complaint(
    session: Session,
    at: datetime,
    told: str,
    facts: Mapping[str, Any],
    *,
    identity: Mapping[str, Any] | None = None,
    channel: str = "web",
    origin: str = "complaint",
    officer: Actor | None = None,
    secret: str | None = None,
    key: str | None = None,
    files: Sequence[KeptFile] = (),
) -> Received:
    """Receive what somebody says, anonymous or not; `officer` types for whoever telephones or stands at the desk.

    `facts` are those of `HOME` and `ASKED`. Emergencies among them open their protection matters in the same
    transaction. `files` are in the store already. A form that may be sent twice brings its `secret` with its key, so
    that the second time answers as the first. Raises `NotReady` with the sentences of what is missing, and `KeyReused`.
    """
    if key is not None and secret is not None and (known := _received_before(session, key, secret)):
        return known
    home = {name: facts.get(name) or None for name in HOME}
    office = _authority_of(session, home["municipality"])
    folio, secret = new_folio(at.astimezone(MEXICO_CITY).date()), secret or new_code()
    filed = {"folio": folio, "origin": origin, "filed_on": at.astimezone(MEXICO_CITY).date(), "office": office}
    file = open_case(session, InspectionFile, "open", THE_SYSTEM, at, data={**filed, **home}).case
    speaker = Actor(new_id(), roles=frozenset({COMPLAINANT.code}))
    asked = {name: facts[name] for name in ASKED if name in facts}
    data = {
        "file_id": file.id,
        "office": office,
        "channel": channel,
        "speaker_id": speaker.login_id,
        "secret_digest": digest_of(secret),
        "places_home": bool(home["street"] or facts.get("place_said")),
        "reachable": is_reachable(identity or {}),
        **asked,
        **_with(files),
    }
    opened = open_case(session, Complaint, "receive", officer or speaker, at, data=data, key=key)
    keep_identity(session, opened.case.id, identity or {})
    keep_statement(session, opened.case.id, told, at)
    return Received(opened.case, folio, secret)


def _with(files: Sequence[KeptFile]) -> dict[str, Any]:
    return {FILES: [file.as_data() for file in files]} if files else {}


def _received_before(session: Session, key: str, secret: str) -> Received | None:
    taken = session.get(Idempotency, key)
    if taken is None:
        return None
    complaint = session.get(Complaint, taken.case_id)
    if complaint is None or complaint.secret_digest != digest_of(secret):
        raise KeyReused
    return Received(complaint, session.get_one(InspectionFile, complaint.file_id).folio, secret)


def _authority_of(session: Session, municipality: str | None) -> str:
    if municipality is None:
        return NOWHERE
    found = competent_authority(authorities(session), municipality, None)
    return found.code


def complaint_behind(session: Session, folio: str, secret: str) -> Complaint | None:
    """The complaint of a folio, for whoever knows its secret; None alike for a wrong folio and a wrong secret."""
    mine = select(Complaint).join(InspectionFile, Complaint.file_id == InspectionFile.id)
    mine = mine.where(InspectionFile.folio == folio.strip().upper(), Complaint.secret_digest == digest_of(secret))
    return session.scalars(mine).first()


def speaker_of(complaint: Complaint) -> Actor:
    """Whoever complained, as somebody who acts in that complaint and nowhere else."""
    return Actor(complaint.speaker_id, roles=frozenset({COMPLAINANT.code}))


def add_facts(
    session: Session,
    complaint: Complaint,
    actor: Actor,
    at: datetime,
    text: str,
    *,
    key: str | None = None,
    facts: Mapping[str, Any] | None = None,
    files: Sequence[KeptFile] = (),
) -> Complaint:
    """Keep what is added to a complaint, and answer with the complaint; it answers what was asked, where something was.

    A form that is sent twice (the same `key`) is kept once. `facts` are columns that the step may set, like
    `places_home`. Raises like `fire`.
    """
    if key is not None and session.get(Idempotency, key) is not None:
        return session.get_one(Complaint, complaint.id)
    statement = keep_statement(session, complaint.id, text, at)
    action = "answer_data" if has_tag(complaint, "asked") else "add_facts"
    data = {**(facts or {}), "statement_id": str(statement), **_with(files)}
    done: Complaint = fire(session, complaint, action, actor, at, data=data, key=key).case
    return done


def answer_to(session: Session, complaint: Complaint) -> str | None:
    """What the office last wrote to whoever complained: a question, an advice, where it was sent and why."""
    said = select(Note.comment).join(Event, (Event.case_id == Note.case_id) & (Event.seq == Note.seq))
    said = said.where(Event.case_id == complaint.id, Event.action.in_(ANSWERS)).order_by(Event.seq.desc())
    return words_kept(session, workflow_of(Complaint), session.scalars(said).first())
