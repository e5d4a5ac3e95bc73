"""What a stranger learns from the folio or code of a proof: initials, months, whether they still hold; no more."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.models import Affiliation, DomesticWorker
from enrolment.papers.issuance_facts import COVERED, proved_months
from enrolment.papers.issuance_models import Issuance
from enrolment.papers.relation import WORKER_NAME
from workflow.checkable import tidy_folio
from workflow.context import MEXICO_CITY
from workflow.definition import is_tagged
from workflow.people import initials_of
from workflow.stored import loads
from workflow.tables import Document

HOLDING = (*COVERED, "paid")


@dataclass(frozen=True, slots=True)
class Verified:
    """A proof as strangers see it. `holds` is whether every month it vouched for is still as good."""

    initials: str
    kind: str
    issued_on: date
    first: date
    last: date
    months: int
    holds: bool


def by_folio(session: Session, typed: str, at: datetime) -> Verified | None:
    """The proof of a folio as somebody typed it; nothing for one that is unknown or that she has switched off."""
    return _verified(session, Issuance.folio == tidy_folio(typed), at)


def by_code(session: Session, code: str, at: datetime) -> Verified | None:
    """The proof of a scanned code; nothing for one that is unknown or that she has switched off."""
    return _verified(session, Issuance.code == code, at)


def _verified(session: Session, criterion: Any, at: datetime) -> Verified | None:
    case = session.scalar(select(Issuance).where(criterion, is_tagged(Issuance, "checkable")))
    if case is None or case.worker_id is None:
        return None
    frozen = session.scalars(select(Document).where(Document.case_id == case.id)).one()
    facts = loads(frozen.content)
    said = facts.get("months", facts.get("covered", []))
    now = {month["month"]: month for month in proved_months(session, case, at)}
    vouched = [month for month in said if month["answer"] in HOLDING]
    return Verified(
        initials=_initials(session, case),
        kind=case.kind,
        issued_on=case.opened_at.astimezone(MEXICO_CITY).date(),
        first=vouched[0]["month"] if vouched else case.first_day,
        last=vouched[-1]["month"] if vouched else case.last_day,
        months=len(vouched),
        holds=all(_is_as_good(month, now.get(month["month"])) for month in vouched),
    )


def _initials(session: Session, case: Issuance) -> str:
    """Those of the name on the paper: a household's own words, for the register's would tell it of other homes."""
    if case.affiliation_id is None:
        return session.get_one(DomesticWorker, case.worker_id).person.initials
    relation = session.get_one(Affiliation, case.affiliation_id)
    return initials_of(*(getattr(relation, name) for name in WORKER_NAME))


def _is_as_good(said: dict[str, Any], now: dict[str, Any] | None) -> bool:
    return now is not None and now["answer"] in HOLDING and now["days"] >= said["days"]
