"""What becomes of one row of a bank file: exactly one fate, how much of it is credited, and why, in sentences."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from enrolment.money.bank_files import BankRow
from enrolment.money.payment_lines import STRUCTURE_ONLY, fault
from regime.parameters import parameter
from regime.sentences import Sentence
from regime.surcharges import LatePayment
from regime.values import UnknownValue


class Fate(StrEnum):
    """The fates of a row; the texts are `fate.<value>` and, at length, `fate.<value>.explained`."""

    MATCHED = "matched"
    PARTIAL = "partial"
    OVER = "over"
    DUPLICATE = "duplicate"
    EXPIRED_LINE = "expired_line"
    AFTER_BAJA = "after_baja"
    WRONG_WORKER = "wrong_worker"
    UNKNOWN_LINE = "unknown_line"
    UNREADABLE = "unreadable"


# Fates that somebody has to look at, each row as a case of its own; the others are finished by the import.
FOR_A_PERSON = frozenset(Fate) - {Fate.MATCHED}
# Fates that say nothing of money arriving: the same movement told again, a row that cannot be read.
NO_MOVEMENT = frozenset({Fate.DUPLICATE, Fate.UNREADABLE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a payment line asks for as things stand: `missing` pesos by `due_day`, later with surcharges if post-paid.

    `late_on` tells the surcharges run up until a day, `surcharge_paid` what has been paid of them. `is_void`:
    cancelled. `has_lapsed`: a prepaid line whose month began without it. `replaced_on` is the day on which another line
    took the place of the one that was paid. `worker_ids` are the identifiers of the worker whom the line is for; a row
    that names another one is not credited.
    """

    missing: Decimal
    due_day: date
    first_month: date
    months: int = 1
    post_paid: bool = False
    is_void: bool = False
    has_lapsed: bool = False
    replaced_on: date | None = None
    ended_on: date | None = None
    worker_ids: frozenset[str] = frozenset()
    late_on: Callable[[date], LatePayment] | None = None
    surcharge_paid: Decimal = Decimal(0)

    def is_late(self, paid_on: date) -> bool:
        """Whether a payment on that day comes after the term of a line that is paid after its month."""
        return self.post_paid and paid_on > self.due_day

    def was_old(self, paid_on: date) -> bool:
        """Whether the line paid had been replaced by one with surcharges before that day."""
        return self.replaced_on is not None and self.is_late(paid_on) and self.replaced_on <= paid_on


@dataclass(frozen=True, slots=True)
class Judgement:
    """The fate of a row, the pesos to credit to the period, whether a lapsed line comes back, and the sentences why.

    `short` is what the line still lacks after the credit.
    """

    fate: Fate
    credit: Decimal = Decimal(0)
    reinstates: bool = False
    why: tuple[Sentence, ...] = ()
    short: Decimal = Decimal(0)


def judge(row: BankRow, asked: Asked | None, twin: Sentence | None, today: date, line_prefix: str) -> Judgement:
    """The fate of a row. `asked` is what its line stands for, if known; `twin` names the same movement seen before.

    `line_prefix` begins the lines issued here, so that a miscopied one is told from one of somebody else.
    """
    faults = row.faults or tuple(_impossible_day(row.paid_on, today))
    if faults or row.amount is None or row.paid_on is None:
        return Judgement(Fate.UNREADABLE, why=faults)
    if twin is not None:
        return Judgement(Fate.DUPLICATE, why=(twin,))
    if asked is None:
        written = fault(row.line or "", line_prefix) or STRUCTURE_ONLY
        return Judgement(Fate.UNKNOWN_LINE, why=(Sentence("payment.unknown_line"), written))
    if row.worker is not None and row.worker not in asked.worker_ids:
        return Judgement(Fate.WRONG_WORKER, why=(Sentence("payment.wrong_worker"),))
    judged = _not_owed_any_more(asked, row.amount, row.paid_on) or _settled(asked, row.amount, row.paid_on)
    if asked.replaced_on is None:
        return judged
    return replace(judged, why=(*judged.why, Sentence("payment.line_was_replaced")))


def _impossible_day(paid_on: date | None, today: date) -> Iterable[Sentence]:
    if paid_on is None:
        return
    if paid_on > today:
        yield Sentence("payment.day_to_come", {"day": paid_on, "today": today})
    elif paid_on < (earliest := parameter("scheme").values[0].since):
        yield Sentence("payment.day_before_scheme", {"day": paid_on, "earliest": earliest})


def _not_owed_any_more(asked: Asked, amount: Decimal, paid_on: date) -> Judgement | None:
    """The fate of a payment for a line that holds no more; None while the line can still be paid."""
    if asked.ended_on is not None and asked.first_month > asked.ended_on:
        return Judgement(Fate.AFTER_BAJA, why=(Sentence("payment.after_baja", {"day": asked.ended_on}),))
    if asked.is_void:
        return Judgement(Fate.EXPIRED_LINE, why=(Sentence("payment.line_cancelled"),))
    return None if asked.post_paid or asked.missing <= 0 else _lapsed(asked, amount, paid_on)


def _lapsed(asked: Asked, amount: Decimal, paid_on: date) -> Judgement | None:
    """The fate of a payment ahead that came too late, or was only seen when its line had lapsed; None otherwise."""
    params = {"due": asked.due_day, "paid_on": paid_on}
    if paid_on > asked.due_day:
        return Judgement(Fate.EXPIRED_LINE, why=(Sentence("payment.paid_after_lapse", params),))
    if not asked.has_lapsed:
        return None
    # Paid in time, seen late: the month is insured by the payment and not by the day on which the file came (239-C VI).
    if asked.months == 1 and amount >= asked.missing:
        return _reinstated(asked, amount, Sentence("payment.seen_late", params))
    return Judgement(Fate.EXPIRED_LINE, why=(Sentence("payment.seen_late_for_a_person", params),))


def _reinstated(asked: Asked, amount: Decimal, why: Sentence) -> Judgement:
    judged = _settled(asked, amount, asked.due_day)
    return replace(judged, reinstates=True, why=(*judged.why, why))


def _settled(asked: Asked, amount: Decimal, paid_on: date) -> Judgement:
    """The fate of a payment for a line that is still owed, or has been paid already."""
    surcharge, about = _surcharge(asked, paid_on)
    owed = asked.missing + surcharge
    if owed <= 0:
        return Judgement(Fate.OVER, why=(Sentence("payment.already_paid", {"excess": amount}),))
    credit, short = min(amount, owed), max(Decimal(0), owed - amount)
    if amount > owed:
        return Judgement(Fate.OVER, credit, why=(Sentence("payment.excess", {"excess": amount - owed}), *about))
    if amount < asked.missing:
        missing = Sentence("payment.missing", {"missing": asked.missing - amount})
        return Judgement(Fate.PARTIAL, credit, why=(missing, *about), short=short)
    if short:
        paid = {"paid": amount - asked.missing, "owed": short}
        about = (Sentence("payment.surcharge_owed", paid), *about)
        fate = Fate.EXPIRED_LINE if asked.was_old(paid_on) else Fate.PARTIAL
        return Judgement(fate, credit, why=about, short=short)
    if surcharge:
        about = (Sentence("payment.surcharge_settled", {"paid": amount - asked.missing}), *about)
    return Judgement(Fate.MATCHED, credit, why=about)


def _surcharge(asked: Asked, paid_on: date) -> tuple[Decimal, tuple[Sentence, ...]]:
    """What lateness adds to what is missing of a post-paid line (LSS 40 A), and how it was computed."""
    if asked.late_on is None or not asked.is_late(paid_on):
        return Decimal(0), ()
    try:
        late = asked.late_on(paid_on)
    except UnknownValue as unknown:
        return Decimal(0), (Sentence("payment.surcharge_unknown"), unknown.sentence)
    explained = Sentence("payment.surcharge", {"due": asked.due_day, "surcharge": late.surcharge})
    return late.surcharge - asked.surcharge_paid, (explained, *late.notices)
