"""The worklist of payment exceptions: filtered in the database, paged by key."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from uuid import UUID

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import Session

from enrolment.money.exception_models import PaymentException
from enrolment.money.payment_fates import FOR_A_PERSON, Fate
from enrolment.money.payment_models import PaymentFile, PaymentRow
from workflow.definition import is_tagged

PAGE = 50
AGES = (7, 30, 90)
ORDERS = ("oldest", "largest")
NOBODY, MINE = "nobody", "mine"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the worklist is narrowed to; it lives in the address. `age` is in days, `least` in pesos."""

    fate: str = ""
    taken: str = ""
    age: int = 0
    least: Decimal | None = None
    order: str = "oldest"
    after: UUID | None = None

    @classmethod
    def from_address(cls, asked: Mapping[str, str]) -> "Wanted":
        """The filters of an address; what does not exist is left out. Raises `ValueError` for a key that is none."""
        age = asked.get("age", "")
        return cls(
            fate=asked.get("fate", "") if asked.get("fate", "") in {fate.value for fate in FOR_A_PERSON} else "",
            taken=asked.get("taken", "") if asked.get("taken", "") in (NOBODY, MINE) else "",
            age=int(age) if age in map(str, AGES) else 0,
            least=_pesos(asked.get("least", "")),
            order=asked.get("order", "") if asked.get("order", "") in ORDERS else "oldest",
            after=UUID(asked["after"]) if asked.get("after") else None,
        )

    def as_address(self) -> dict[str, str]:
        """The filters as the parameters of an address, without those that say nothing."""
        found = {
            "fate": self.fate,
            "taken": self.taken,
            "age": str(self.age) if self.age else "",
            "least": f"{self.least:.2f}" if self.least else "",
            "order": self.order if self.order != "oldest" else "",
            "after": str(self.after) if self.after else "",
        }
        return {name: value for name, value in found.items() if value}

    def behind(self, last: UUID | None) -> "Wanted":
        """The same filters, further down the list."""
        return replace(self, after=last)


@dataclass(frozen=True, slots=True)
class Listed:
    """One row of the worklist: its case, where the row stood, and how long it waits."""

    case: PaymentException
    file_name: str
    number: int

    def days_waited(self, at: datetime) -> int:
        """Whole days since the row was imported."""
        return max((at - self.case.opened_at) // timedelta(days=1), 0)


def worklist(session: Session, wanted: Wanted, login_id: UUID | None, at: datetime) -> tuple[list[Listed], UUID | None]:
    """A page of what waits, and the key of the next page, if there is one."""
    rows = session.execute(_ordered(session, _filtered(wanted, login_id, at), wanted).limit(PAGE + 1)).all()
    shown = [Listed(case, name, number) for case, name, number in rows[:PAGE]]
    return shown, shown[-1].case.id if len(rows) > PAGE else None


def waiting_by_fate(session: Session) -> dict[Fate, tuple[int, Decimal]]:
    """How many rows wait, and how much loose money they hold, by fate."""
    counted = (
        select(PaymentException.fate, func.count(), func.sum(PaymentException.loose))
        .where(is_tagged(PaymentException, "on_the_list"))
        .group_by(PaymentException.fate)
    )
    found = {Fate(fate): (count, loose or Decimal(0)) for fate, count, loose in session.execute(counted)}
    return {fate: found[fate] for fate in Fate if fate in found}


def _filtered(wanted: Wanted, login_id: UUID | None, at: datetime) -> Select[PaymentException, str, int]:
    query = (
        select(PaymentException, PaymentFile.name, PaymentRow.number)
        .join(PaymentRow, PaymentRow.id == PaymentException.row_id)
        .join(PaymentFile, PaymentFile.id == PaymentRow.file_id)
        .where(is_tagged(PaymentException, "on_the_list"))
    )
    if wanted.fate:
        query = query.where(PaymentException.fate == wanted.fate)
    if wanted.taken:
        query = query.where(PaymentException.taken_by == (login_id if wanted.taken == MINE else None))
    if wanted.age:
        query = query.where(PaymentException.opened_at <= at - timedelta(days=wanted.age))
    return query if wanted.least is None else query.where(PaymentException.amount >= wanted.least)


def _ordered(
    session: Session, query: Select[PaymentException, str, int], wanted: Wanted
) -> Select[PaymentException, str, int]:
    last = session.get(PaymentException, wanted.after) if wanted.after else None
    if wanted.order == "largest":
        amount = func.coalesce(PaymentException.amount, Decimal(0))
        if last is not None:
            query = query.where(tuple_(-amount, PaymentException.id) > (-(last.amount or Decimal(0)), last.id))
        return query.order_by(-amount, PaymentException.id)
    key = tuple_(PaymentException.opened_at, PaymentException.id)
    if last is not None:
        query = query.where(key > tuple_(last.opened_at, last.id))
    return query.order_by(PaymentException.opened_at, PaymentException.id)


def _pesos(text: str) -> Decimal | None:
    try:
        amount = Decimal(text.replace(",", "").replace("$", "").strip())
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and 0 < amount < Decimal(10) ** 9 else None
