"""What is known of who complained, and what they said: stored encrypted, read by few, every reading written down."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspection.evidence.evidence_models import Evidence
from inspection.intake.complaint_models import IDENTITY, STATEMENT, Complaint, SealedIdentity, SealedStatement
from workflow.columns import new_id
from workflow.context import Actor
from workflow.engine import fire
from workflow.sealing import seal, unseal

# What somebody may leave about themselves; all of it may stay empty.
IDENTITY_FIELDS = ("name", "telephone", "email", "other_contact", "safe_hours", "language", "interpreter")


@dataclass(frozen=True, slots=True)
class Statement:
    """Something that was said, as it was written down."""

    at: datetime
    text: str


def tidy_identity(identity: Mapping[str, Any]) -> dict[str, Any]:
    """What was really left of the fields that there are."""
    return {name: identity[name] for name in IDENTITY_FIELDS if identity.get(name)}


def is_reachable(identity: Mapping[str, Any]) -> bool:
    """Whether a way to answer was left."""
    return any(identity.get(name) for name in ("telephone", "email", "other_contact"))


def keep_identity(session: Session, complaint_id: UUID, identity: Mapping[str, Any]) -> None:
    """Seal what somebody left about themselves; who left nothing has no record at all."""
    left = tidy_identity(identity)
    if left:
        session.add(SealedIdentity(complaint_id=complaint_id, sealed=seal(session.info["settings"], IDENTITY, left)))


def keep_statement(session: Session, complaint_id: UUID, text: str, at: datetime) -> UUID:
    """Seal something that was said; answers with the reference that an event may hold."""
    row = SealedStatement(
        id=new_id(), complaint_id=complaint_id, at=at, sealed=seal(session.info["settings"], STATEMENT, text)
    )
    session.add(row)
    return row.id


def open_identity(
    session: Session, complaint: Complaint, actor: Actor, at: datetime, reason: str, *, key: str | None = None
) -> dict[str, Any]:
    """Who complained, for the few who may know it: the reason is an event before anything is read.

    Empty for an anonymous complaint. Raises `NotAllowed`, `NotReady` without a reason, `CannotUnseal`.
    """
    fire(session, complaint, "open_identity", actor, at, comment=reason, key=key)
    row = session.get(SealedIdentity, complaint.id)
    found: dict[str, Any] = unseal(session.info["settings"], IDENTITY, row.sealed) if row else {}
    return found


def open_evidence(
    session: Session, complaint: Complaint, evidence_id: UUID, actor: Actor, at: datetime, reason: str
) -> Evidence:
    """A file that was sent with a complaint, for the few who may see it: each opening is an event with its reason.

    Raises `NotAllowed`, and `NotReady` without a reason or for a file that is not of this complaint.
    """
    fire(session, complaint, "open_evidence", actor, at, comment=reason, data={"evidence_id": str(evidence_id)})
    return session.get_one(Evidence, evidence_id)


def statements(session: Session, complaint_id: UUID) -> list[Statement]:
    """What was said, the oldest first; whoever asks has noted the reading. Raises `CannotUnseal`."""
    mine = select(SealedStatement).where(SealedStatement.complaint_id == complaint_id)
    rows = session.scalars(mine.order_by(SealedStatement.at, SealedStatement.id))
    return [Statement(row.at, str(unseal(session.info["settings"], STATEMENT, row.sealed))) for row in rows]
