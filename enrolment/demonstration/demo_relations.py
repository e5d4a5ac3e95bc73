"""Who works for whom in the demonstration: the terms, since when, and how the household pays."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Relation:
    """One relation. `months_ago` and `day` say when it began; `unpaid` are months (counted back from today's) missed.

    `late` pays on the last day instead of early; `ended` is the month (counted back) in whose middle it ended.
    """

    household: str
    worker: str
    months_ago: int
    day: int = 5
    pay: str
    each: str
    weekdays: str = ""
    hours: str | None = "8"
    hours_by_day: str | None = None
    in_kind: str = "none"
    mode: str = "per_day"
    periodicity: int = 1
    late: bool = False
    unpaid: frozenset[int] = frozenset()
    ended: int | None = None
    answer: str | None = "confirm"

    @property
    def terms(self) -> dict[str, Any]:
        """What the household types about pay, days and insurance."""
        return {
            "pay_amount": Decimal(self.pay),
            "pay_each": self.each,
            "weekdays": self.weekdays,
            "hours_per_day": Decimal(self.hours) if self.hours else None,
            "weekday_hours": self.hours_by_day,
            "in_kind": self.in_kind,
            "mode": self.mode,
            "periodicity": self.periodicity,
        }


RELATIONS = (
    # One woman in four homes on four days: one in the border zone, one pays late, one ended in the middle of a month.
    Relation(household="allende1", worker="cuatrocasas", months_ago=12, pay="450", each="visit", weekdays="0"),
    Relation(
        household="allende2", worker="cuatrocasas", months_ago=11, pay="420", each="visit", weekdays="1",
        late=True, unpaid=frozenset({2, 6}),
    ),
    Relation(household="nava", worker="cuatrocasas", months_ago=10, pay="520", each="visit", weekdays="2"),
    Relation(household="allende3", worker="cuatrocasas", months_ago=12, pay="430", each="visit", weekdays="3", ended=3),
    Relation(
        household="roma", worker="deplanta", months_ago=12, pay="11500", each="month", weekdays="012345",
        in_kind="both", mode="full_month", late=True,
    ),
    Relation(
        household="delvalle", worker="bimestre", months_ago=9, pay="2600", each="week", weekdays="01234",
        mode="full_month", periodicity=2,
    ),
    Relation(
        household="tlalpan", worker="entrada", months_ago=7, pay="70", each="hour", weekdays="14",
        hours_by_day="1=8,4=4", unpaid=frozenset({1}), answer="dispute",
    ),
    Relation(
        household="nuevo", worker="nueva", months_ago=1, day=12, pay="480", each="visit", weekdays="024",
        unpaid=frozenset({0}), answer=None,
    ),
    # Sixteen years old: at one home two certificates are to be brought, at the other the pay is below the minimum too.
    Relation(
        household="nuevo", worker="menor", months_ago=1, day=16, pay="250", each="visit", weekdays="1", hours="4",
        answer=None,
    ),
    Relation(
        household="tlalpan", worker="menor", months_ago=1, day=17, pay="120", each="visit", weekdays="5", hours="4",
        answer=None,
    ),
)  # fmt: skip
