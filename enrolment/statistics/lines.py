"""The contribution line of each relation and month, as far as figures need it: how, how many days, what wage, paid."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.models import ContributionPeriod
from regime.periods import month_after
from workflow.definition import is_tagged, states_tagged


@dataclass(frozen=True, slots=True)
class Line:
    """One month of a line: `base_wage` is pesos a day, unknown until the line was issued once."""

    mode: str
    paid: bool
    days: int
    base_wage: Decimal | None

    @property
    def wages(self) -> Decimal | None:
        """The base wages of all reported days of the month, in pesos."""
        return None if self.base_wage is None else self.base_wage * self.days


def lines_of(session: Session, affiliation_ids: Collection[UUID]) -> dict[tuple[UUID, date], Line]:
    """The line that counts for each relation and month: the one that was paid, else the newest."""
    period = ContributionPeriod
    wanted = select(
        period.affiliation_id,
        period.first_month,
        period.months,
        period.mode,
        period.state,
        period.days,
        period.statement,
    ).where(period.affiliation_id.in_(affiliation_ids), ~is_tagged(period, "void"))
    settled = states_tagged(period, "settled")
    found: dict[tuple[UUID, date], Line] = {}
    for affiliation, first, months, mode, state, days, statement in session.execute(
        wanted.order_by(period.opened_at, period.id)
    ):
        paid = state in settled
        for month, reported, base_wage in _months(first, months, days, statement):
            known = found.get((affiliation, month))
            if known is None or paid or not known.paid:
                found[affiliation, month] = Line(mode, paid, reported, base_wage)
    return found


def _months(
    first: date, months: int, days: str | None, statement: str | None
) -> Iterator[tuple[date, int, Decimal | None]]:
    # Read as plain JSON: of a statement of many pages one number a month is wanted.
    reported = json.loads(days) if days else {}
    stated = json.loads(statement)["months"] if statement else []
    wages = {month["day"][:7]: Decimal(month["base_wage"]) for month in stated}
    for number in range(months):
        month = month_after(first, number)
        yield month, len(reported.get(f"{month:%Y-%m}", ())), wages.get(f"{month:%Y-%m}")
