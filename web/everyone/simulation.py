"""What the next twelve months would cost a household: the same explained statements that real lines are made of."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from zoneinfo import ZoneInfo

from enrolment.money.period_days import paid_after, paid_ahead
from enrolment.relation.affiliation_rules import floor_of_month
from enrolment.relation.agreement import (
    Relation,
    echo_of,
    gap_to_legal_wage,
    insured_days,
    months_from,
    rest_day_in_pay,
    statement_for,
    weekdays_of,
    without_excuses,
)
from regime.branches_due import Situation
from regime.due_dates import DueDate
from regime.geography import time_zone_of, zone_of
from regime.pay import days_of_month
from regime.periods import FEBRUARY, JANUARY
from regime.policies import Policies
from regime.rest_day_share import RestDayReadings
from regime.sentences import Sentence
from regime.statement import Statement
from regime.wages import WageGap

MONTHS = 12
FULL_MONTH, PER_DAY = "full_month", "per_day"
PROJECTED = "notice.projected"


@dataclass(slots=True)
class Asked:
    """The answers of somebody who wants to know what it costs; pay in pesos, `weekdays` as digits, 0 is Monday."""

    pay_amount: Decimal
    pay_each: str
    weekdays: str
    hours_per_day: Decimal | None
    weekday_hours: str | None
    in_kind: str
    municipality: str
    first_day: date


@dataclass(slots=True)
class Insured(Asked):
    """The answers with a way of insuring chosen; what `enrolment.relation.agreement` calls agreed.

    `situations` are those for which some branches are never due (LSS 196).
    """

    mode: str = FULL_MONTH
    periodicity: int = 1
    situations: tuple[Situation, ...] = ()


@dataclass(frozen=True, slots=True)
class SimulatedMonth:
    """One month: its explained contributions, when they are due, how many of her days fall in it."""

    month: date
    statement: Statement
    due: DueDate
    insured: tuple[date, ...]
    is_first: bool

    @property
    def days(self) -> int:
        """How many of her days are insured."""
        return len(self.insured)

    @property
    def projected(self) -> bool:
        """Whether a value of this month is not published yet."""
        return any(notice.code == PROJECTED for notice in self.statement.notices)

    @property
    def change(self) -> str | None:
        """Why the amount may change with this month: the wage on 1 January, the UMA on 1 February."""
        return {JANUARY: "january", FEBRUARY: "february"}.get(self.month.month)


@dataclass(frozen=True)
class Simulation:
    """Twelve months from the first day on, by one way of insuring."""

    asked: Insured
    months: tuple[SimulatedMonth, ...]
    policies: Policies

    @property
    def first(self) -> SimulatedMonth:
        """The month in which it begins: paid after it has passed."""
        return self.months[0]

    @property
    def whole(self) -> SimulatedMonth:
        """The first whole month, paid in advance: what an ordinary month costs."""
        return next((month for month in self.months if not month.is_first), self.months[0])

    @cached_property
    def echo(self) -> Sentence:
        """What was understood of the pay, read back."""
        return echo_of(self.asked, self.first.month)

    @cached_property
    def gap(self) -> WageGap:
        """Her pay of a day beside the legal minimum."""
        return gap_to_legal_wage(self.asked, self.asked.municipality, self.asked.first_day, self.policies)

    @cached_property
    def rest_day(self) -> RestDayReadings | None:
        """Both readings of pay by visit or hour: with the share of the rest day inside it, or apart (LFT 72)."""
        return rest_day_in_pay(self.asked, self.asked.municipality, self.asked.first_day, self.policies)

    @cached_property
    def other_reading(self) -> Statement | None:
        """The ordinary month under the other answer to D-14, where it costs another amount."""
        other = "added" if self.policies.rest_day_share == "not_added" else "not_added"
        month, insured = self.whole.month, self.whole.insured
        relation = _relation(self.asked)
        policies = replace(self.policies, rest_day_share=other)
        found = statement_for(self.asked, relation, {month: insured}, policies).months[0]
        return found if found.total != self.whole.statement.total else None

    @property
    def owed_in_a_month(self) -> Decimal:
        """What is missing to the legal wage in an ordinary month."""
        return self.gap.owed * len(days_of_month(weekdays_of(self.asked), self.whole.month))

    @cached_property
    def reaches_full_month(self) -> bool:
        """Whether this household's payment alone insures every day of an ordinary month (LSS 239-C VIII)."""
        floor: Decimal = floor_of_month(self.whole.month, self.policies)
        relation = without_excuses(_relation(self.asked))  # what the law does not ask for shortens no cover
        whole = statement_for(self.asked, relation, {self.whole.month: self.whole.insured}, self.policies).months[0]
        return whole.social_security >= floor

    @property
    def is_border(self) -> bool:
        """Whether the home lies in the wage zone of the northern border."""
        return zone_of(self.asked.municipality, self.asked.first_day) == "border"

    @property
    def notices(self) -> tuple[Sentence, ...]:
        """Every assumption behind the twelve months, each once; what a single month projects stays with it."""
        found = (notice for month in self.months for notice in month.statement.notices)
        return tuple({n.code: n for n in found if n.code != PROJECTED}.values())


def simulate(asked: Insured, policies: Policies) -> Simulation:
    """The twelve months of these answers. Months without one of her days are left out: nothing is due for them.

    Raises `PayRefused` or `TermsRefused` for what cannot be meant.
    """
    relation = _relation(asked)
    zone = ZoneInfo(time_zone_of(asked.municipality))
    months = []
    for number, month in enumerate(months_from(asked.first_day, MONTHS)):
        days = insured_days(asked, relation, month, None)
        if not days:
            continue
        statement = statement_for(asked, relation, {month: days}, policies).months[0]
        due = paid_ahead(month, zone) if number else paid_after(month, zone, policies)
        months.append(SimulatedMonth(month, statement, due, days, is_first=not number))
    return Simulation(asked, tuple(months), policies)


def _relation(asked: Insured) -> Relation:
    """The relation as it would begin."""
    return Relation(asked.municipality, asked.first_day, asked.first_day, situations=asked.situations)


def usual_mode(weekdays: str, days_of_a_working_week: int) -> str:
    """How most people insure who comes so often: by days, or the full month when it is the whole working week."""
    return FULL_MONTH if len(weekdays) >= days_of_a_working_week else PER_DAY
