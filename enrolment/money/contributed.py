"""What one household contributes to one month of one worker: the line, what was paid and when, the days reported."""

from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from regime.policies import Policies


@dataclass(frozen=True, slots=True)
class Paid:
    """Money that arrived on a line: pesos and the day on which it was paid."""

    amount: Decimal
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """One month of one affiliation.

    `line_amount` is what the line asks for this month, in pesos; `quotas` the part of it that is social security,
    without housing. `days` are those the household reported. `began` and `ended` are the first and last day of the
    relation; `name` is how the worker knows the household.
    `first_month` is the month in which it begins, paid after it has elapsed, by `due_on` (LSS 239-C IV); every other
    month is paid before it begins (239-C VI). `quotas_under` recomputes the quotas under other policies: the line would
    then have asked for another amount, and the same share of it would have been paid.
    `certified` are the days with a certificate of incapacity, insured whatever is paid. Where the law asks
    for less than of others (`excused`: on certified days, LSS 31 IV; of a pensioner, 196) `quotas` are those of others:
    what is not due is not missing from a full month.
    """

    affiliation: str
    household: str
    line_amount: Decimal
    quotas: Decimal
    payments: tuple[Paid, ...]
    days: frozenset[date]
    began: date
    ended: date | None = None
    first_month: bool = False
    due_on: date | None = None
    quotas_under: Callable[[Policies], Decimal] | None = None
    name: str = ""
    certified: frozenset[date] = frozenset()
    excused: bool = False

    def __post_init__(self) -> None:
        beyond = self.quotas > self.line_amount and not self.excused
        if self.line_amount <= 0 or self.quotas < 0 or beyond:
            raise ValueError("A contribution needs a positive line and quotas that are part of it.")
        if self.ended is not None and self.ended < self.began:
            raise ValueError("A relation cannot end before it began.")

    def last_day(self, month: date) -> date:
        """The last day of the month on which the relation still stood."""
        last = last_of_month(month)
        return last if self.ended is None else min(self.ended, last)

    def relation_days(self, month: date) -> frozenset[date]:
        """The days of the month on which the relation stood."""
        return frozenset(days_between(max(month, self.began), self.last_day(month)))

    def certified_days(self, month: date) -> frozenset[date]:
        """The days of the relation in the month with a certificate: nobody loses cover for being ill (LSS 239-E)."""
        return self.certified & self.relation_days(month)

    def insurable_days(self, month: date) -> frozenset[date]:
        """The reported days that can be insured: those in the month and in the relation."""
        return self.days & self.relation_days(month)

    def days_cut(self, month: date) -> frozenset[date]:
        """The reported days that lie outside the month or the relation."""
        return self.days - self.relation_days(month)

    def counted(self, paid_by: date) -> Decimal:
        """The pesos that count for the month: never more than the line, and of a later month only what came in time."""
        in_time = (p.amount for p in self.payments if self.first_month or p.on <= paid_by)
        return min(self.line_amount, sum(in_time, Decimal(0)))

    def is_settled(self, paid_by: date) -> bool:
        """Whether the whole line was paid, in time where time matters."""
        return self.counted(paid_by) >= self.line_amount

    def counted_quotas(self, policies: Policies, paid_by: date) -> Decimal:
        """The social-security quotas that count for the month under these policies."""
        quotas = self.quotas if self.quotas_under is None else self.quotas_under(policies)
        counted = self.counted(paid_by)
        return quotas if counted >= self.line_amount else quotas * counted / self.line_amount

    def awaits_payment(self, as_of: date) -> bool:
        """Whether the line of the first month is not due yet, so that nothing has been missed."""
        return self.first_month and self.due_on is not None and as_of <= self.due_on

    def insures_its_days(self, paid_by: date, as_of: date) -> bool:
        """Whether the reported days are insured: the line is paid in full, or it is the first month's and not due yet.

        A line paid in part insures no reported days: IMSS has published no rule for it, and a day counted too soon may
        end in a clinic. Its pesos still count towards the full month, which the law measures by what was paid.
        """
        return self.is_settled(paid_by) or self.awaits_payment(as_of)


def last_of_month(month: date) -> date:
    """The last day of the month of a day."""
    return month.replace(day=monthrange(month.year, month.month)[1])


def days_between(first: date, last: date) -> Iterator[date]:
    """Every day from the first to the last, both included; none when the first comes after the last."""
    return (first + timedelta(days=number) for number in range((last - first).days + 1))
