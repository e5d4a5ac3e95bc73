"""What pages of enrolment read: a household's workers and next payments, a worker's households, what is missing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from enrolment.filings import INCOMPLETE
from enrolment.models import (
    Affiliation,
    AgreedTerms,
    Confirmation,
    ContributionPeriod,
    DomesticWorker,
    Household,
    Registration,
)
from enrolment.money.payment_models import Payment
from regime.periods import month_after
from regime.sentences import Sentence
from workflow.context import Actor
from workflow.decision import unmet
from workflow.definition import is_tagged, workflow_of
from workflow.engine import context_of, offers

PAGE = 25
LONGEST = 12  # months that one period may have


@dataclass(frozen=True, slots=True)
class WorkerRow:
    """One line of a household's dashboard, with the name as this household typed it."""

    affiliation: Affiliation
    name: str
    payments: tuple[ContributionPeriod, ...]

    @property
    def next_payment(self) -> ContributionPeriod | None:
        """The line to be paid next: the one that falls due first."""
        return next(iter(self.payments), None)


def household_of(session: Session, person_id: UUID) -> Household | None:
    """The household of a person, if they are registered as one."""
    return session.scalar(select(Household).where(Household.person_id == person_id))


def registration_of(session: Session, person_id: UUID) -> Registration | None:
    """The latest registration of a person."""
    mine = select(Registration).where(Registration.person_id == person_id).order_by(Registration.id.desc())
    return session.scalars(mine.limit(1)).first()


def worker_rows(
    session: Session,
    household_id: UUID,
    *,
    past: bool = False,
    after: UUID | None = None,
    limit: int = PAGE,
    only: Collection[UUID] | None = None,
) -> list[WorkerRow]:
    """The household's affiliations with their payments to make, a page by key; `past` asks for those that are over.

    `only` names those that somebody who acts for the household may see.
    """
    mine = select(Affiliation).where(Affiliation.household_id == household_id)
    if only is not None:
        mine = mine.where(Affiliation.id.in_(only))
    still_open = is_tagged(Affiliation, "open")
    mine = mine.where(~still_open if past else still_open)
    if after is not None:
        mine = mine.where(Affiliation.id > after)
    found = session.scalars(mine.order_by(Affiliation.id).limit(limit)).all()
    due = _payable(session, [affiliation.id for affiliation in found])
    return [WorkerRow(row, worker_name(row), tuple(due.get(row.id, ()))) for row in found]


def lapsed_in(session: Session, affiliation_ids: Collection[UUID], month: date) -> dict[UUID, ContributionPeriod]:
    """By affiliation, the period around a month (its first day) that was not paid before it began."""
    expired = select(ContributionPeriod).where(
        ContributionPeriod.affiliation_id.in_(affiliation_ids),
        is_tagged(ContributionPeriod, "lapsed"),
        ContributionPeriod.first_month.between(month_after(month, -LONGEST + 1), month),
    )
    found = session.scalars(expired.order_by(ContributionPeriod.first_month)).all()
    return {period.affiliation_id: period for period in found if month < month_after(period.first_month, period.months)}


def worker_name(affiliation: Affiliation) -> str:
    """The worker's name as this household typed it, never as anybody else did."""
    parts = (affiliation.worker_given_name, affiliation.worker_first_surname, affiliation.worker_second_surname)
    return " ".join(part for part in parts if part)


def payments_due(
    session: Session, household_id: UUID, limit: int = PAGE, only: Collection[UUID] | None = None
) -> Sequence[ContributionPeriod]:
    """The lines a household has to pay, the first due first; `only` names the relations that may be seen."""
    mine = select(ContributionPeriod).join(Affiliation, Affiliation.id == ContributionPeriod.affiliation_id)
    mine = mine.where(Affiliation.household_id == household_id, is_tagged(ContributionPeriod, "payable"))
    if only is not None:
        mine = mine.where(Affiliation.id.in_(only))
    return session.scalars(mine.order_by(ContributionPeriod.due_day, ContributionPeriod.id).limit(limit)).all()


def periods_of(
    session: Session, affiliation_id: UUID, *, before: date | None = None, limit: int = PAGE
) -> Sequence[ContributionPeriod]:
    """The periods of an affiliation, the newest month first; `before` is the first month of the last one seen."""
    found = select(ContributionPeriod).where(ContributionPeriod.affiliation_id == affiliation_id)
    if before is not None:
        found = found.where(ContributionPeriod.first_month < before)
    newest = found.order_by(ContributionPeriod.first_month.desc(), ContributionPeriod.id.desc())
    return session.scalars(newest.limit(limit)).all()


def payments_of(session: Session, period_id: UUID) -> Sequence[Payment]:
    """What has arrived for a period, in the order of payment."""
    found = select(Payment).where(Payment.period_id == period_id).order_by(Payment.paid_on, Payment.id)
    return session.scalars(found).all()


def terms_history(session: Session, affiliation_id: UUID) -> Sequence[AgreedTerms]:
    """The terms of an affiliation from first to latest."""
    found = select(AgreedTerms).where(AgreedTerms.affiliation_id == affiliation_id)
    return session.scalars(found.order_by(AgreedTerms.from_month, AgreedTerms.reported_at)).all()


def affiliations_of_worker(session: Session, person_id: UUID) -> Sequence[Affiliation]:
    """Every relation in which a person is the worker, for her own eyes, the newest first."""
    return session.scalars(_of_worker(person_id).order_by(Affiliation.id.desc())).all()


def _of_worker(person_id: UUID) -> Select[Affiliation]:
    hers = select(Affiliation).join(DomesticWorker, DomesticWorker.id == Affiliation.worker_id)
    return hers.where(DomesticWorker.person_id == person_id, is_tagged(Affiliation, "identified"))


def confirmation_of(session: Session, affiliation_id: UUID) -> Confirmation | None:
    """What the worker says about a relation; for herself and for officials, never for the household."""
    return session.scalar(select(Confirmation).where(Confirmation.affiliation_id == affiliation_id))


def missing(session: Session, case: Any, actor: Actor, at: datetime, action: str = "submit") -> tuple[Sentence, ...]:
    """What a case still lacks before an action can be taken, each as the sentence for the person."""
    context = context_of(session, case, actor, at)
    versions = workflow_of(type(case)).versions_of(action)
    return tuple(sentence for version in versions for sentence in unmet(version.guards, context))


def may_be_filed_incomplete(session: Session, case: Any, actor: Actor, at: datetime) -> bool:
    """Whether a draft lacks something and can be filed today all the same."""
    taken = {offer.action.code: offer.is_open for offer in offers(session, case, actor, at)}
    return taken.get(INCOMPLETE, False)


def _payable(session: Session, affiliation_ids: list[UUID]) -> dict[UUID, list[ContributionPeriod]]:
    found = select(ContributionPeriod).where(
        ContributionPeriod.affiliation_id.in_(affiliation_ids), is_tagged(ContributionPeriod, "payable")
    )
    due: dict[UUID, list[ContributionPeriod]] = {}
    for period in session.scalars(found.order_by(ContributionPeriod.due_day, ContributionPeriod.id)):
        due.setdefault(period.affiliation_id, []).append(period)
    return due
