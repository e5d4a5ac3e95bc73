"""Asking for a document, each kind as one call: a household for its own relation, a worker for herself."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.models import Affiliation, DomesticWorker
from enrolment.money.contributed import last_of_month
from enrolment.papers.issuance import year_of
from enrolment.papers.issuance_facts import first_of_proof
from enrolment.papers.issuance_models import PROOF, RECAP, RECEIPT, Issuance
from workflow.context import MEXICO_CITY, Actor
from workflow.engine import Fired, open_case


def prove_relation(
    session: Session, affiliation: Affiliation, actor: Actor, at: datetime, language: str, *, key: str | None = None
) -> Fired:
    """The proof of a household's own relation: its own line, month by month. Raises like `open_case`."""
    facts = {
        "household_id": affiliation.household_id,
        "worker_id": affiliation.worker_id,
        "affiliation_id": affiliation.id,
        **_proof_days(at),
    }
    return _issue(session, PROOF, "issue_proof", actor, at, language, facts, key)


def prove_cover(
    session: Session, worker_id: UUID, actor: Actor, at: datetime, language: str, *, key: str | None = None
) -> Fired:
    """The proof of a worker's own cover over all her homes, without naming them. Raises like `open_case`."""
    facts = {"worker_id": worker_id, **_proof_days(at)}
    return _issue(session, PROOF, "issue_proof", actor, at, language, facts, key)


def recap_year(
    session: Session,
    actor: Actor,
    at: datetime,
    year: int,
    language: str,
    *,
    household_id: UUID | None = None,
    worker_id: UUID | None = None,
    key: str | None = None,
) -> Fired:
    """The recap of a year, of a household over its own relations or of a worker over all hers."""
    first, last = year_of(date(year, 1, 1))
    facts = {"household_id": household_id, "worker_id": worker_id, "first_day": first, "last_day": last}
    return _issue(session, RECAP, "issue_recap", actor, at, language, facts, key)


def receipt_for(
    session: Session,
    affiliation: Affiliation,
    days: tuple[date, date],
    actor: Actor,
    at: datetime,
    language: str,
    *,
    key: str | None = None,
) -> Fired:
    """The wage receipt of the days from the first to the last, both included."""
    facts = {
        "household_id": affiliation.household_id,
        "worker_id": affiliation.worker_id,
        "affiliation_id": affiliation.id,
        "first_day": days[0],
        "last_day": days[1],
    }
    return _issue(session, RECEIPT, "issue_receipt", actor, at, language, facts, key)


def issued_for_worker(session: Session, worker_id: UUID, limit: int = 50) -> list[Issuance]:
    """What was issued about a worker, by herself or by a household, the newest first."""
    hers = select(Issuance).where(Issuance.worker_id == worker_id).order_by(Issuance.id.desc())
    return list(session.scalars(hers.limit(limit)))


def issued_for_relation(session: Session, affiliation: Affiliation, limit: int = 50) -> list[Issuance]:
    """What a household asked for about one of its relations, the newest first; never what she asked for herself."""
    mine = select(Issuance).where(
        Issuance.household_id == affiliation.household_id, Issuance.affiliation_id == affiliation.id
    )
    return list(session.scalars(mine.order_by(Issuance.id.desc()).limit(limit)))


def issued_for_household(session: Session, household_id: UUID, limit: int = 20) -> list[Issuance]:
    """The recaps of a household over all its relations, the newest first."""
    mine = select(Issuance).where(Issuance.household_id == household_id, Issuance.affiliation_id.is_(None))
    return list(session.scalars(mine.order_by(Issuance.id.desc()).limit(limit)))


def worker_of(session: Session, person_id: UUID) -> DomesticWorker | None:
    """The domestic worker that a person is."""
    return session.scalar(select(DomesticWorker).where(DomesticWorker.person_id == person_id))


def _proof_days(at: datetime) -> dict[str, date]:
    today = at.astimezone(MEXICO_CITY).date()
    return {"first_day": first_of_proof(today), "last_day": last_of_month(today)}


def _issue(
    session: Session,
    kind: str,
    action: str,
    actor: Actor,
    at: datetime,
    language: str,
    facts: dict[str, Any],
    key: str | None,
) -> Fired:
    data = {"kind": kind, "language": language, **facts}
    return open_case(session, Issuance, action, actor, at, key=key, data=data)
