"""The days covered by certificates of incapacity, of one relation or of a worker over all her households."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.insurance.certified_models import CertifiedPeriod
from enrolment.models import Affiliation
from workflow.definition import is_tagged


@dataclass(frozen=True, slots=True)
class Certified:
    """Certified days from the first to the last, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def certificates_of(session: Session, affiliation_id: UUID) -> Sequence[CertifiedPeriod]:
    """The certificates of one relation that count, in the order of their days."""
    mine = select(CertifiedPeriod).where(CertifiedPeriod.affiliation_id == affiliation_id)
    counting = mine.where(is_tagged(CertifiedPeriod, "counts"))
    return session.scalars(counting.order_by(CertifiedPeriod.first_day, CertifiedPeriod.id)).all()


def certificates_of_worker(session: Session, worker_id: UUID) -> Sequence[CertifiedPeriod]:
    """Those of all relations of a worker. For her and for officials; no household may learn from them."""
    hers = select(CertifiedPeriod).join(Affiliation, Affiliation.id == CertifiedPeriod.affiliation_id)
    counting = hers.where(Affiliation.worker_id == worker_id, is_tagged(CertifiedPeriod, "counts"))
    return session.scalars(counting.order_by(CertifiedPeriod.first_day, CertifiedPeriod.id)).all()


def spans(certificates: Iterable[CertifiedPeriod]) -> tuple[Certified, ...]:
    """The days of certificates, those that follow one another or overlap put together."""
    joined: list[Certified] = []
    for one in sorted((Certified(c.first_day, c.last_day) for c in certificates), key=lambda span: span.first):
        if joined and one.first <= joined[-1].last + timedelta(days=1):
            joined[-1] = Certified(joined[-1].first, max(joined[-1].last, one.last))
        else:
            joined.append(one)
    return tuple(joined)


def certified_until(certified: Iterable[Certified], *days: date) -> date | None:
    """The last day of the incapacity in which one of these days falls; consecutive certificates are one incapacity."""
    return max((span.last for span in certified for day in days if day in span), default=None)
