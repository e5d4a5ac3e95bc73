"""Importing a bank file: row by row, in batches that can be cut off at any moment and continued, nothing paid twice."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from itertools import islice
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from enrolment.models import Affiliation, ContributionPeriod, DomesticWorker
from enrolment.money.bank_files import BankFile, BankRow
from enrolment.money.contributed import Paid
from enrolment.money.late_lines import NOTHING, late_on, total_of
from enrolment.money.payment_fates import FOR_A_PERSON, NO_MOVEMENT, Asked, Fate, Judgement, judge
from enrolment.money.payment_lines import normal
from enrolment.money.payment_models import IssuedLine, Payment, PaymentFile, PaymentRow
from enrolment.money.row_cases import open_exception
from enrolment.service import record_payment
from regime.sentences import Sentence
from workflow.columns import new_id
from workflow.context import MEXICO_CITY, THE_SYSTEM, Actor
from workflow.database import Database
from workflow.definition import workflow_of
from workflow.engine import fire
from workflow.stored import dumps
from workflow.words import DEFAULT_LANGUAGE, say

BATCH = 50


@dataclass(frozen=True, slots=True)
class FateSum:
    """How many rows had a fate, what they add up to in pesos (unreadable amounts as nothing), and what was credited."""

    rows: int
    amount: Decimal
    credited: Decimal


@dataclass(frozen=True, slots=True)
class Imported:
    """What is known of a file: every row under its fate, and whether this run added anything."""

    file_id: UUID
    name: str
    new_rows: int
    was_complete: bool
    fates: dict[Fate, FateSum]

    @property
    def rows(self) -> int:
        """How many rows the file has."""
        return sum(of_fate.rows for of_fate in self.fates.values())


def import_payments(
    database: Database,
    bank_file: BankFile,
    at: datetime,
    actor: Actor,
    on_progress: Callable[[int], None] = lambda rows: None,
) -> Imported:
    """Account for every row of a bank file; `on_progress` hears how many rows were added, batch by batch.

    The content of the file is its identity: a file imported before is left as it is, one that was cut off goes on after
    its last complete row. Each credit is a step of its period, under a key of file and row.
    """
    file_id, was_complete = database.run(lambda session: _known_or_new(session, bank_file, at, actor))
    new_rows = 0
    if not was_complete:
        with database.read() as session:
            last = _last_number(session, file_id)
        for batch in _batches(bank_file.rows(after=last)):
            added = database.run(partial(_import_batch, file_id=file_id, batch=batch, at=at))
            new_rows += added
            on_progress(added)
        database.run(lambda session: _finish(session, file_id, at))
    with database.read() as session:
        return Imported(file_id, bank_file.name, new_rows, was_complete, sums_by_fate(session, file_id))


def sums_by_fate(session: Session, file_id: UUID) -> dict[Fate, FateSum]:
    """The rows of a file by fate; the sums of all fates are those of all rows."""
    rows = (
        select(PaymentRow.fate, func.count(), func.sum(PaymentRow.amount), func.sum(Payment.amount))
        .outerjoin(Payment, Payment.row_id == PaymentRow.id)
        .where(PaymentRow.file_id == file_id)
        .group_by(PaymentRow.fate)
    )
    nothing = Decimal(0)
    found = {
        Fate(fate): FateSum(n, amount or nothing, paid or nothing) for fate, n, amount, paid in session.execute(rows)
    }
    return {fate: found[fate] for fate in Fate if fate in found}


def _batches(rows: Iterable[BankRow]) -> Iterator[list[BankRow]]:
    left = iter(rows)
    while batch := list(islice(left, BATCH)):
        yield batch


def _known_or_new(session: Session, bank_file: BankFile, at: datetime, actor: Actor) -> tuple[UUID, bool]:
    known = session.scalar(select(PaymentFile).where(PaymentFile.sha256 == bank_file.sha256))
    if known is None:
        known = PaymentFile(
            id=new_id(),
            sha256=bank_file.sha256,
            name=bank_file.name[:200],
            imported_at=at,
            imported_by=str(actor.login_id or "system"),
            rows=bank_file.row_count,
        )
        session.add(known)
        session.flush()
    return known.id, known.finished_at is not None


def _last_number(session: Session, file_id: UUID) -> int:
    return session.scalar(select(func.max(PaymentRow.number)).where(PaymentRow.file_id == file_id)) or 0


def _import_batch(session: Session, file_id: UUID, batch: list[BankRow], at: datetime) -> int:
    """The rows of a batch that no other run has accounted for; all of them or none."""
    # Two runs of the same file take turns: whoever waits here sees the other's rows and leaves them out.
    file = session.scalars(select(PaymentFile).where(PaymentFile.id == file_id).with_for_update()).one()
    last = _last_number(session, file_id)
    new = [row for row in batch if row.number > last]
    for row in new:
        _account_for(session, file, row, at)
    return len(new)


def _finish(session: Session, file_id: UUID, at: datetime) -> None:
    file = session.get_one(PaymentFile, file_id, with_for_update=True)
    file.finished_at = file.finished_at or at


def _account_for(session: Session, file: PaymentFile, row: BankRow, at: datetime) -> None:
    line = None if row.line is None else normal(row.line)
    period = _period_of(session, line)
    asked = None if period is None else _asked(session, period, str(line))
    today, prefix = at.astimezone(MEXICO_CITY).date(), session.info["settings"].line_prefix
    judged = judge(row, asked, _twin(session, row, line), today, prefix)
    stored = PaymentRow(
        id=new_id(),
        file_id=file.id,
        number=row.number,
        raw=row.raw,
        line=line,
        amount=row.amount,
        paid_on=row.paid_on,
        reference=row.reference,
        worker=row.worker,
        fate=judged.fate.value,
        period_id=None if period is None else period.id,
        note=dumps(list(judged.why)),
        settled_at=None if judged.fate in FOR_A_PERSON else at,
    )
    session.add(stored)
    session.flush()
    if period is not None and judged.credit:
        _credit(session, period, judged, stored, f"payment:{file.sha256}:{row.number}", at)
    if judged.fate in FOR_A_PERSON:
        open_exception(session, stored, judged.credit, judged.short, at)


def _credit(
    session: Session,
    period: ContributionPeriod,
    judged: Judgement,
    stored: PaymentRow,
    key: str,
    at: datetime,
) -> None:
    # The bank's row decides and not the person who loads the file: that person may even be a party.
    if not judged.reinstates:
        assert stored.paid_on is not None  # noqa: S101 - a row without a day is unreadable
        record_payment(session, period, judged.credit, stored.paid_on, at, row_id=stored.id, key=key)
        return
    data = {"received": judged.credit, "paid_on": stored.paid_on, "row_id": stored.id}
    fire(
        session, period, "reinstate", THE_SYSTEM, at, key=key, comment=say(DEFAULT_LANGUAGE, judged.why[-1]), data=data
    )


def _period_of(session: Session, line: str | None) -> ContributionPeriod | None:
    """The period for which a line was issued, locked so that it is judged as it stands."""
    issued = None if line is None else session.get(IssuedLine, line)
    if issued is None:
        return None
    return session.get(ContributionPeriod, issued.period_id, with_for_update=True, populate_existing=True)


def _asked(session: Session, period: ContributionPeriod, line: str) -> Asked:
    affiliation = session.get_one(Affiliation, period.affiliation_id)
    worker = session.get_one(DomesticWorker, affiliation.worker_id)
    tags = workflow_of(ContributionPeriod).by_state[period.state].tags
    assert period.amount is not None and period.due_day is not None  # noqa: S101, PT018 - it has been issued
    known = {identifier.value for identifier in worker.person.identifiers}
    due_day, paid = period.due_day, _payments_of(session, period)
    principal = period.amount - total_of(paid)
    return Asked(
        missing=max(NOTHING, principal),
        due_day=due_day,
        first_month=period.first_month,
        months=period.months,
        post_paid=period.basis == "post_paid",
        is_void="void" in tags,
        has_lapsed="lapsed" in tags,
        replaced_on=_replaced_on(session, period, line),
        ended_on=affiliation.ended_on,
        worker_ids=frozenset({*known, affiliation.worker_curp or "", affiliation.worker_nss or ""}),
        late_on=partial(late_on, period.amount, due_day, paid),
        surcharge_paid=max(NOTHING, -principal),
    )


def _payments_of(session: Session, period: ContributionPeriod) -> tuple[Paid, ...]:
    if not period.paid_amount:
        return ()
    arrived = select(Payment.amount, Payment.paid_on).where(Payment.period_id == period.id)
    return tuple(Paid(amount, paid_on) for amount, paid_on in session.execute(arrived))


def _replaced_on(session: Session, period: ContributionPeriod, line: str) -> date | None:
    """The day on which another line took the place of the one that was paid; None if none has."""
    if line == period.line:
        return None
    at = session.get_one(IssuedLine, line).replaced_at
    return at.astimezone(MEXICO_CITY).date() if at else None


def _twin(session: Session, row: BankRow, line: str | None) -> Sentence | None:
    """The same movement of the bank in this file or an earlier one: line, reference, amount and day are equal."""
    if row.faults:
        return None
    same = (
        select(PaymentFile.name, PaymentRow.number)
        .join(PaymentFile, PaymentFile.id == PaymentRow.file_id)
        .where(PaymentRow.line == line, PaymentRow.reference == row.reference)
        .where(PaymentRow.amount == row.amount, PaymentRow.paid_on == row.paid_on)
        .where(PaymentRow.fate.not_in([fate.value for fate in NO_MOVEMENT]))
    )
    found = session.execute(same.limit(1)).first()
    return None if found is None else Sentence("payment.twin", {"file": found.name, "number": found.number})
