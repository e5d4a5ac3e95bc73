"""Which subsidy a certificate gives her, whether she holds the weeks it needs, and who pays if she does not.

Weeks are counted from the covered days of all her households: this is hers and the office's, never a household's.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from regime.parameters import parameter
from regime.periods import month_after
from regime.rounding import to_cents
from regime.sentences import Param, Sentence
from regime.time_limits import length_of

_SHARES = {
    "sickness": "sickness_subsidy_share",
    "maternity": "maternity_subsidy_share",
    "work_risk": "work_risk_subsidy_share",
}
_WEEKS = {"sickness": "sickness_subsidy_weeks", "maternity": "maternity_subsidy_weeks"}


@dataclass(frozen=True, slots=True)
class Subsidy:
    """What IMSS pays for one incapacity. `daily` is pesos; days count from `paid_from` on.

    `held` of `needed` weeks; nothing is needed for a work risk. `claim_until` is the last day to claim what fell due
    on its last day (LSS 300).
    """

    kind: str
    first_day: date
    last_day: date
    held: int
    needed: int
    daily: Decimal
    paid_from: date
    claim_until: date

    @property
    def is_reached(self) -> bool:
        """Whether the weeks are enough, by the payments Afilia has seen."""
        return self.held >= self.needed

    @property
    def days(self) -> int:
        """How many days are paid."""
        return max(0, (self.last_day - self.paid_from).days + 1)

    @property
    def amount(self) -> Decimal:
        """What it comes to for the whole certificate."""
        return to_cents(self.daily * self.days)

    def told(self) -> tuple[Sentence, ...]:
        """The weeks, who pays how much, and until when it can be claimed."""
        return (
            self._weeks(),
            self._payer(),
            Sentence("subsidy.claim", {"until": self.claim_until, "kind": self._kind}),
        )

    @property
    def _kind(self) -> Sentence:
        return Sentence(f"certified.kind.{self.kind}")

    def _weeks(self) -> Sentence:
        params: dict[str, Param] = {"held": self.held, "needed": self.needed, "first": self.first_day}
        return Sentence(f"subsidy.weeks.{self.kind}", params)

    def _payer(self) -> Sentence:
        if self.is_reached:
            about: dict[str, Param] = {
                "daily": self.daily,
                "days": self.days,
                "from": self.paid_from,
                "amount": self.amount,
            }
            return Sentence(f"subsidy.paid.{self.kind}" if self.days else "subsidy.too_short", about)
        return Sentence(f"subsidy.short.{self.kind}", {"missing": self.needed - self.held})


def subsidy(kind: str, first: date, last: date, base_wages: Iterable[Decimal], covered: Collection[date]) -> Subsidy:
    """The subsidy of an incapacity from `first` to `last`: LSS 58, 96 to 98, 101 to 103.

    `base_wages` are those of all her relations on the day it began, which are added up (LSS 33); `covered` the days on
    which she was insured according to the payments seen.
    """
    share = parameter(_SHARES[kind]).on(first).value
    return Subsidy(
        kind=kind,
        first_day=first,
        last_day=last,
        held=weeks_held(kind, first, covered),
        needed=weeks_needed(kind, first),
        daily=to_cents(sum(base_wages, Decimal(0)) * share),
        paid_from=first + timedelta(days=_unpaid_days(kind, first)),
        claim_until=claim_until(kind, last),
    )


def weeks_needed(kind: str, day: date) -> int:
    """How many weekly contributions the subsidy of a kind needs; none for a work risk."""
    return int(parameter(_WEEKS[kind]).on(day).value) if kind in _WEEKS else 0


def weeks_held(kind: str, first: date, covered: Collection[date]) -> int:
    """The weeks that count: for maternity those of the twelve months before, else those right before without a gap."""
    if kind == "maternity":
        since = _year_before(first)
        return weeks_of(sum(since <= day < first for day in set(covered)), first)
    known, here = set(covered), first - timedelta(days=1)
    while here in known:
        here -= timedelta(days=1)
    return weeks_of((first - here).days - 1, first)


def weeks_of(days: int, day: date) -> int:
    """Days as weeks of contributions: seven to the week, and one more for more than three left over (LSS 20)."""
    whole, left = divmod(days, int(parameter("days_of_a_week_counted").on(day).value))
    return whole + (left > parameter("days_left_without_a_week").on(day).value)


def claim_until(kind: str, last: date) -> date:
    """The last day to claim (LSS 300), a year or two; not moved past days of rest: people are told the safe day."""
    name = "work_risk_subsidy_claim_time" if kind == "work_risk" else "subsidy_claim_time"
    months, _unit = length_of(name, last)
    return _months_later(last, months)


def months_counted(first: date) -> tuple[date, ...]:
    """The months whose covered days can matter for weeks, the oldest first."""
    start = _year_before(first).replace(day=1)
    months = [start]
    while (following := month_after(months[-1], 1)) <= first:
        months.append(following)
    return tuple(months)


def _year_before(first: date) -> date:
    return _months_later(first, -int(parameter("maternity_weeks_counted_in").on(first).value))


def _months_later(day: date, months: int) -> date:
    """The same day so many months later (or before), the last of a shorter month."""
    first = month_after(day, months)
    return min(first + timedelta(days=day.day - 1), month_after(first, 1) - timedelta(days=1))


def _unpaid_days(kind: str, first: date) -> int:
    return int(parameter("sickness_subsidy_first_day").on(first).value) - 1 if kind == "sickness" else 0
